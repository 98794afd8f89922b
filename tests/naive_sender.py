"""What most scripts do: send, then mark as sent, with the library's own retries; the bench shows what that costs.

python tests/naive_sender.py DATABASE ENDPOINT WORKERS
"""

import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError


def main(database: str, endpoint: str, workers: int) -> None:
    db = sqlite3.connect(database)
    ses = boto3.client(
        "sesv2", endpoint_url=endpoint, region_name="us-east-1", config=Config(max_pool_connections=workers)
    )

    def sent(row: tuple[str, str]) -> str | None:
        try:
            ses.send_email(
                FromEmailAddress="year@northwing.example",
                Destination={"ToAddresses": [row[1]]},
                Content={"Raw": {"Data": b"Subject: your year\r\n\r\nHere it is.\r\n"}},
                EmailTags=[{"Name": "artgen-send", "Value": row[0]}],
            )
        except (BotoCoreError, ClientError):
            return None
        return row[0]

    with ThreadPoolExecutor(workers) as pool:
        while rows := db.execute("SELECT id, address FROM person WHERE NOT sent LIMIT ?", (2 * workers,)).fetchall():
            done = [(send_id,) for send_id in pool.map(sent, rows) if send_id]
            db.executemany("UPDATE person SET sent = 1 WHERE id = ?", done)
            db.commit()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
