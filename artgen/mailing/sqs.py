"""A queue of SES's events (SQS): taken, written down, and only then deleted; what is not ours stays for others."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from artgen.errors import MailError
from artgen.mailing.events import NoEvent, Stranger, read_event
from artgen.records import Event

_AT_ONCE = 10
_HIDDEN_SECONDS = 120
_SAID = {
    "QueueDoesNotExist": "there is no such queue",
    "AWS.SimpleQueueService.NonExistentQueue": "there is no such queue",
    "AccessDenied": "these AWS keys may not read it; allow sqs:ReceiveMessage and sqs:DeleteMessage",
    "AccessDeniedException": "these AWS keys may not read it; allow sqs:ReceiveMessage and sqs:DeleteMessage",
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message: the event it tells (None: nothing to be heard), whether it could be read, whether it is ours."""

    receipt: str
    event: Event | None
    readable: bool
    ours: bool


@dataclass(frozen=True, slots=True)
class EventQueue:
    """A queue by its address, such as https://sqs.eu-west-1.amazonaws.com/123456789012/heard."""

    url: str

    def receive(self) -> list[Message]:
        """Take some messages, none where it is empty; what isn't deleted within two minutes comes again."""
        with self._said_plainly():
            got = _client(self.url).receive_message(
                QueueUrl=self.url,
                MaxNumberOfMessages=_AT_ONCE,
                WaitTimeSeconds=1,
                VisibilityTimeout=_HIDDEN_SECONDS,
            )
        return [_message(one["ReceiptHandle"], one["Body"]) for one in got.get("Messages", [])]

    def delete(self, messages: list[Message]) -> None:
        """Delete messages that are written down; one that can't be deleted comes again, and tells nothing new."""
        entries = [{"Id": str(n), "ReceiptHandle": one.receipt} for n, one in enumerate(messages)]
        if entries:
            with self._said_plainly():
                _client(self.url).delete_message_batch(QueueUrl=self.url, Entries=entries)

    @contextmanager
    def _said_plainly(self) -> Iterator[None]:
        try:
            yield
        except (NoCredentialsError, PartialCredentialsError) as wrong:
            raise MailError(
                "sending.queue: no AWS keys were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
            ) from wrong
        except ClientError as wrong:
            code = wrong.response["Error"]["Code"]
            raise MailError(
                f"sending.queue: {_SAID.get(code, f'SQS answered {code}')}; mend that and hear again"
            ) from wrong
        except (BotoCoreError, ValueError) as wrong:
            raise MailError(
                f"sending.queue: SQS can't be reached ({type(wrong).__name__}); look at its address and AWS_REGION"
            ) from wrong


@lru_cache(maxsize=4)
def _client(url: str) -> Any:
    """Return a client for a queue's own region, which its address names."""
    parts = urlsplit(url)
    labels = (parts.hostname or "").split(".")
    region = labels[1] if labels[0] == "sqs" and len(labels) > 2 else None
    settings = Config(retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=10, read_timeout=30)
    where = {"endpoint_url": f"{parts.scheme}://{parts.netloc}", "region_name": region}
    return boto3.Session().client("sqs", config=settings, **where)


def _message(receipt: str, body: str) -> Message:
    try:
        return Message(receipt, read_event(body), readable=True, ours=True)
    except Stranger:
        return Message(receipt, None, readable=True, ours=False)
    except NoEvent:
        return Message(receipt, None, readable=False, ours=False)
