"""A bucket over HTTP on loopback, in processes of its own: moto's server, and before it a wire that can fail.

    python tests/bucket.py store            moto's server; prints its port
    python tests/bucket.py wire PORT SEED   the wire to it; prints its port

The wire checks Content-MD5 as S3 does (moto does not), counts what it is asked (GET /-/counts) and fails as often as it
is told to (POST /-/faults, a JSON object of shares of the requests that put):

    slow_down  503 SlowDown, nothing is stored       spoil    a byte changes on the way
    cut        a reset in the middle of the body     lose     stored, and the answer is lost
    crawl      the body is read slowly               deny     403 AccessDenied, for every operation that is named
    opaque     ETags are no MD5, as under a KMS key
"""

import base64
import contextlib
import hashlib
import http.client
import json
import os
import random
import re
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

NAME = "northwing"
REGION = "us-east-1"
SETTINGS = {
    "AWS_ACCESS_KEY_ID": "practice",
    "AWS_SECRET_ACCESS_KEY": "practice",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}
_HOPS = {"connection", "transfer-encoding", "content-length", "date", "server"}
_ETAG = re.compile(rb'(?<=")[0-9a-f]{32}(?=")|(?<=&quot;)[0-9a-f]{32}(?=&quot;)')


@dataclass(frozen=True, slots=True)
class Bucket:
    """A running store: `endpoint` leads through the wire, `store` past it."""

    endpoint: str
    store: str

    def client(self) -> Any:
        """Return a client that no fault touches."""
        keys = {"aws_access_key_id": "practice", "aws_secret_access_key": "practice"}
        return boto3.client("s3", endpoint_url=self.store, region_name=REGION, config=Config(retries={}), **keys)

    def create(self, name: str, *, versions: bool = False) -> Any:
        """Create a bucket, and return it."""
        client = self.client()
        client.create_bucket(Bucket=name)
        if versions:
            client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        keys = {"aws_access_key_id": "practice", "aws_secret_access_key": "practice"}
        return boto3.resource("s3", endpoint_url=self.store, region_name=REGION, **keys).Bucket(name)

    def faults(self, **shares: object) -> None:
        """Let the wire fail so; without shares it is whole again. What was counted is forgotten."""
        asked = urllib.request.Request(f"{self.endpoint}/-/faults", json.dumps(shares).encode())
        urllib.request.urlopen(asked, timeout=20).close()

    def counts(self) -> dict[str, int]:
        """Return how often the wire was asked for what since `faults`, and how often it failed how."""
        with urllib.request.urlopen(f"{self.endpoint}/-/counts", timeout=20) as answer:
            return Counter(json.loads(answer.read()))


@contextmanager
def bucket(*, seed: int = 1) -> Iterator[Bucket]:
    """Run a store and its wire till the end of the block."""
    with _served("store") as store, _served("wire", str(store), str(seed)) as wire:
        yield Bucket(f"http://127.0.0.1:{wire}", f"http://127.0.0.1:{store}")


@contextmanager
def _served(*words: str) -> Iterator[int]:
    command = [sys.executable, str(Path(__file__)), *words]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert served.stdout is not None
        yield int(served.stdout.readline())
    finally:
        served.kill()
        served.wait(20)


class Wire(ThreadingHTTPServer):
    """The wire: hands on each request, or fails."""

    daemon_threads = True

    def __init__(self, store: int, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), Handing)
        self.store = store
        self.chance = random.Random(seed)
        self.shares: dict[str, Any] = {}
        self.counted: Counter[str] = Counter()
        self.guard = threading.Lock()

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that were killed."""

    def fault(self) -> str:
        """Draw the fault of the next put; empty for none."""
        with self.guard:
            drawn = self.chance.random()
            for name in ("slow_down", "cut", "crawl", "spoil", "lose"):
                drawn -= self.shares.get(name, 0)
                if drawn < 0:
                    self.counted[name] += 1
                    return name
            return ""


class Handing(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    server: Wire

    def _handed(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        if self.path == "/-/counts":
            return self._answer(200, {}, json.dumps(self.server.counted).encode())
        if self.path == "/-/faults":
            self.server.shares, self.server.counted = json.loads(self.rfile.read(length)), Counter()
            return self._answer(200, {}, b"")
        operation = self._operation()
        fault = self.server.fault() if operation == "PutObject" else ""
        if fault == "cut":
            self.rfile.read(length // 2)
            return self._reset()
        body = self._crawled(length) if fault == "crawl" else self.rfile.read(length)
        with self.server.guard:
            self.server.counted[operation] += 1
        if operation in self.server.shares.get("deny", ()):
            return self._refuse(403, "AccessDenied")
        if fault == "slow_down":
            return self._refuse(503, "SlowDown")
        if fault == "spoil" and body:
            body = bytes([body[0] ^ 1]) + body[1:]
        said = self.headers.get("Content-MD5")
        if said and base64.b64decode(said) != hashlib.md5(body).digest():
            return self._refuse(400, "BadDigest")
        status, headers, answer = self._from_store(body)
        if fault == "lose":
            return self._reset()
        with self.server.guard:
            self.server.counted["stored"] += operation == "PutObject" and status == 200
        if self.server.shares.get("opaque"):
            headers = {name: _opaque(value.encode()).decode() for name, value in headers.items()}
            answer = _opaque(answer) if self.command == "GET" and "list-type" in self.path else answer
        return self._answer(status, headers, answer)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _handed

    def _operation(self) -> str:
        if self.command == "GET" and "list-type=2" in self.path:
            return "ListObjectsV2"
        if self.command == "POST" and "delete" in self.path.partition("?")[2]:
            return "DeleteObjects"
        names = {"PUT": "PutObject", "GET": "GetObject", "HEAD": "HeadObject"}
        return names[self.command] if "?" not in self.path else self.path.partition("?")[2].partition("=")[0]

    def _crawled(self, length: int) -> bytes:
        body = b""
        while len(body) < length:
            body += self.rfile.read(min(400, length - len(body)))
            time.sleep(0.005)
        return body

    def _from_store(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        store = http.client.HTTPConnection("127.0.0.1", self.server.store, timeout=60)
        try:
            kept = {name: value for name, value in self.headers.items() if name.lower() not in ("expect", "connection")}
            store.request(self.command, self.path, body, kept)
            answer = store.getresponse()
            headers = {name: value for name, value in answer.getheaders() if name.lower() not in _HOPS}
            return answer.status, headers, answer.read()
        finally:
            store.close()

    def _refuse(self, status: int, code: str) -> None:
        said = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{code}</Message></Error>"
        self._answer(status, {"Content-Type": "application/xml"}, b"" if self.command == "HEAD" else said.encode())

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with contextlib.suppress(OSError):
            self.connection.close()

    def log_message(self, *_: object) -> None:
        """Write no log: a path is someone's link."""


def _opaque(text: bytes) -> bytes:
    return _ETAG.sub(lambda found: hashlib.md5(b"sealed" + found.group()).hexdigest().encode(), text)


def _store() -> None:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    print(server.get_host_and_port()[1], flush=True)
    threading.Event().wait()


def _wire(store: str, seed: str) -> None:
    wire = Wire(int(store), int(seed))
    print(wire.server_address[1], flush=True)
    wire.serve_forever()


if __name__ == "__main__":
    {"store": _store, "wire": _wire}[sys.argv[1]](*sys.argv[2:])
