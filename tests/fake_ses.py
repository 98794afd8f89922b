"""A small SES, version 2 of its API over HTTP: it throttles, fails, loses answers, and logs what it accepted.

python tests/fake_ses.py --accepted accepted.log --quota 14 --throttle 0.3 --lose 0.015 --seed 1

It is a process of its own, so it outlives a sender that is killed; its first line of output is its address. A letter's
luck depends on the seed, its send id and how often it was tried, so it is the same in whatever order letters come.
The log has one line an accepted letter: seconds since 1970, send id, sha256 of the address (never the address).
GET /seen tells as JSON how often what happened; PUT /faults changes the options below while it runs.
"""

import argparse
import base64
import hashlib
import json
import random
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_RATE = "Maximum sending rate exceeded."
_DAY = "Daily message quota exceeded."
_LUCK = ("throttle", "fail_before", "fail_after", "lose", "drop", "hang")


@dataclass(frozen=True, slots=True)
class Faults:
    """What this SES does: the first six are shares of letters, by luck.

    `throttle` answers 429; `fail_before` and `fail_after` answer 500 before or after accepting; `lose` accepts and
    resets the connection; `drop` resets it without accepting; `hang` accepts and answers after `hang_seconds` only.
    `quota` is MaxSendRate: with `enforce` more letters in any second are throttled. `daily` is Max24HourSend, `sent`
    of which went before. `reject` are addresses that are refused. `wrong` is the error every letter gets ("code" or
    "code: message", answered with 400), from letter `wrong_after` on. `tag` is the tag that holds the send id.
    `answers` are bodies of GET answers by path, to be told instead of our own; a path in `denied` gets 403.
    """

    throttle: float = 0.0
    fail_before: float = 0.0
    fail_after: float = 0.0
    lose: float = 0.0
    drop: float = 0.0
    hang: float = 0.0
    hang_seconds: float = 3600.0
    delay: float = 0.0
    quota: float = 14.0
    enforce: bool = False
    daily: float = 50_000.0
    sent: float = 0.0
    reject: tuple[str, ...] = ()
    wrong: str = ""
    wrong_after: int = 0
    suppressed: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    answers: Any = None
    tag: str = "artgen-send"


class FakeSes(ThreadingHTTPServer):
    """The server; `letters` is a folder where each accepted letter's bytes are kept as `<send id>.eml`, or None."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, accepted: Path, faults: Faults, seed: int = 1, port: int = 0, letters: Path | None = None):
        super().__init__(("127.0.0.1", port), Desk)
        self.accepted, self.faults, self.seed, self.letters = accepted, faults, seed, letters
        self.seen: Counter[str] = Counter()
        self.tries: Counter[str] = Counter()
        self.recent: deque[float] = deque()
        self.lock = threading.Lock()
        accepted.touch()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a caller who hung up: that is what callers here do."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def account(self) -> dict[str, Any]:
        went = self.faults.sent + self.seen["accepted"]
        quota = {"Max24HourSend": self.faults.daily, "MaxSendRate": self.faults.quota, "SentLast24Hours": went}
        return {
            "DedicatedIpAutoWarmupEnabled": False,
            "EnforcementStatus": "HEALTHY",
            "ProductionAccessEnabled": True,
            "SendQuota": quota,
            "SendingEnabled": True,
            "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
        }

    def fate(self, send_id: str, to: str) -> str:
        """Decide what becomes of one attempt, and count it."""
        with self.lock:
            self.tries[send_id] += 1
            number = sum(self.tries.values())
            fate = self._fate(send_id, to, number)
            self.seen["requests"] += 1
            self.seen[fate] += 1
            return fate

    def _fate(self, send_id: str, to: str, number: int) -> str:
        faults = self.faults
        if faults.wrong and number > faults.wrong_after:
            return "wrong"
        if to in faults.reject:
            return "reject"
        if 0 <= faults.daily <= faults.sent + self.seen["accepted"]:
            return "daily"
        now = time.monotonic()
        while self.recent and self.recent[0] <= now - 1:
            self.recent.popleft()
        if faults.enforce and len(self.recent) >= max(1, faults.quota):
            return "rate"
        luck = random.Random(f"{self.seed} {send_id} {self.tries[send_id]}").random()
        for fate in _LUCK:
            share = getattr(faults, fate)
            if luck < share:
                break
            luck -= share
        else:
            fate = "fine"
        if fate not in ("throttle", "fail_before", "drop"):
            self.recent.append(now)
        return fate

    def accept(self, send_id: str, to: str, raw: bytes) -> str:
        """Write down that a letter is taken, before anybody is told; return its message id."""
        with self.lock:
            if self.letters is not None:
                (self.letters / f"{send_id}.eml").write_bytes(raw)
            with self.accepted.open("a", encoding="ascii") as log:
                log.write(f"{time.time():.6f} {send_id} {hashlib.sha256(to.encode()).hexdigest()}\n")
            self.seen["accepted"] += 1
        return f"fake-{hashlib.sha256(send_id.encode()).hexdigest()[:24]}-000000"


class Desk(BaseHTTPRequestHandler):
    """Takes requests at one connection."""

    server: FakeSes
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: a request may name somebody."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        path, faults = unquote(asked.path), self.server.faults
        if path == "/seen":
            return self._answer(200, dict(self.server.seen))
        if path in faults.denied:
            return self._wrong(403, "AccessDeniedException", "User is not authorized to perform this operation")
        if path in (faults.answers or {}):
            return self._answer(200, faults.answers[path])
        if path == "/v2/email/account":
            return self._answer(200, self.server.account())
        if path.startswith("/v2/email/identities/"):
            return self._answer(200, _identity(path.rpartition("/")[2]))
        if path == "/v2/email/suppression/addresses":
            return self._answer(200, _suppressed(faults.suppressed, parse_qs(asked.query)))
        return self._wrong(404, "NotFoundException", f"Resource {path.rpartition('/')[2]} not found.")

    def do_PUT(self) -> None:
        with self.server.lock:
            self.server.faults = replace(self.server.faults, **self._body())
        self._answer(200, {})

    def do_POST(self) -> None:
        asked = self._body()
        if self.path != "/v2/email/outbound-emails":
            return self._wrong(404, "NotFoundException", "No such operation")
        faults = self.server.faults
        tags = {tag["Name"]: tag["Value"] for tag in asked.get("EmailTags", ())}
        to, send_id = asked["Destination"]["ToAddresses"][0], tags[faults.tag]
        raw = base64.b64decode(asked["Content"]["Raw"]["Data"], validate=True)
        time.sleep(faults.delay)
        fate = self.server.fate(send_id, to)
        if fate == "wrong":
            code, _, message = faults.wrong.partition(": ")
            return self._wrong(400, code, message)
        if fate == "reject":
            return self._wrong(400, "MessageRejected", f"Address {to} is on the list of those who are refused.")
        if fate in ("throttle", "rate", "daily"):
            return self._wrong(429, "TooManyRequestsException", _DAY if fate == "daily" else _RATE)
        if fate == "fail_before":
            return self._wrong(500, "InternalFailure", "It did not go out")
        if fate == "drop":
            return self._reset()
        message_id = self.server.accept(send_id, to, raw)
        if fate == "lose":
            return self._reset()
        if fate == "fail_after":
            return self._wrong(500, "InternalFailure", "It went out all the same")
        if fate == "hang":
            time.sleep(faults.hang_seconds)
        return self._answer(200, {"MessageId": message_id})

    def _body(self) -> Any:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:
            raise ConnectionAbortedError("the caller died amid the request")
        return json.loads(body)

    def _answer(self, status: int, body: Any, kind: str = "") -> None:
        said = json.dumps(body).encode()
        self.send_response(status)
        if kind:
            self.send_header("x-amzn-ErrorType", kind)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _wrong(self, status: int, code: str, message: str) -> None:
        self._answer(status, {"message": message}, code)

    def _reset(self) -> None:
        """Cut the connection with a reset, as a failing network does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


@contextmanager
def fake_ses(accepted: Path, *, seed: int = 1, letters: Path | None = None, **faults: Any) -> Iterator[str]:
    """Run one as a process of its own while the block lasts, and yield its address."""
    command = [sys.executable, __file__, "--accepted", str(accepted), "--seed", str(seed)]
    command += ["--letters", str(letters)] if letters else []
    command += ["--faults", json.dumps(asdict(Faults(**faults)))]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
    finally:
        running.kill()
        running.wait(timeout=10)


def _identity(name: str) -> dict[str, Any]:
    good = {
        "SigningEnabled": True,
        "Status": "SUCCESS",
        "SigningAttributesOrigin": "AWS_SES",
        "Tokens": ["a", "b", "c"],
    }
    bounce = {"MailFromDomain": f"bounce.{name}", "MailFromDomainStatus": "SUCCESS"}
    return {
        "IdentityType": "EMAIL_ADDRESS" if "@" in name else "DOMAIN",
        "FeedbackForwardingStatus": True,
        "VerifiedForSendingStatus": True,
        "VerificationStatus": "SUCCESS",
        "DkimAttributes": good,
        "MailFromAttributes": {**bounce, "BehaviorOnMxFailure": "USE_DEFAULT_VALUE"},
    }


def _suppressed(addresses: tuple[str, ...], asked: dict[str, list[str]]) -> dict[str, Any]:
    """Return one page of the account's suppression list; the token of the next is where it begins."""
    start, most = int(asked.get("NextToken", ["0"])[0]), int(asked.get("PageSize", ["1000"])[0])
    shown = [
        {"EmailAddress": address, "Reason": "BOUNCE", "LastUpdateTime": 1_767_225_600.0}
        for address in addresses[start : start + most]
    ]
    more = {"NextToken": str(start + most)} if start + most < len(addresses) else {}
    return {"SuppressedDestinationSummaries": shown, **more}


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--accepted", type=Path, required=True)
    parser.add_argument("--letters", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=json.loads, default={}, help="all options at once, as JSON")
    for option in fields(Faults):
        flag, plain = "--" + option.name.replace("_", "-"), type(option.default)
        if plain is bool:
            parser.add_argument(flag, action="store_true", default=None)
        elif plain is tuple:
            parser.add_argument(flag, action="append")
        elif option.name == "answers":
            parser.add_argument(flag, type=lambda file: json.loads(Path(file).read_text()), help="a file of JSON")
        else:
            parser.add_argument(flag, type=plain)
    asked = vars(parser.parse_args())
    named = {option.name: asked[option.name] for option in fields(Faults) if asked[option.name] is not None}
    faults = Faults(**{**asked["faults"], **named})
    server = FakeSes(asked["accepted"], faults, asked["seed"], asked["port"], asked["letters"])
    print(server.url, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    _main()
