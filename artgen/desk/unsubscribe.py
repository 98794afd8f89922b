"""The page to leave by, as a WSGI application and a Lambda handler: POST leaves (RFC 8058), GET only asks.

Mail scanners open every link, so nothing happens before somebody presses the button or a mail provider posts. Whether
a link is known is never told, and what stands in it is never shown. This one file needs nothing but Python, and
`unsubscribe.json` beside it; it is told where its log is by ARTGEN_UNSUBSCRIBED.
"""

import base64
import datetime as dt
import fcntl
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

LOG_LIMIT = 64_000_000
BODY_LIMIT = 8_000
_TOKEN = re.compile(r"[a-z2-7]{26}")
_FORM = re.compile(rb'name="?List-Unsubscribe"?\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click', re.IGNORECASE)
_REPEATS_FORGOTTEN = dt.timedelta(minutes=10)
_REPEATS_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """The page in one language: when it asks, when somebody has left, and when that could not be written down."""

    language: str
    ask: str
    done: str
    later: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The page in each language of a campaign, its own first; `policy` is what the page may do."""

    each: tuple[Page, ...]
    policy: str

    @property
    def text(self) -> str:
        """Return the pages as the file beside this one holds them."""
        each = [{name: getattr(page, name) for name in Page.__slots__} for page in self.each]
        return json.dumps({"policy": self.policy, "pages": each}, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def of(cls, text: str) -> "Pages":
        """Return the pages that a file holds."""
        said = json.loads(text)
        return cls(tuple(Page(**page) for page in said["pages"]), said["policy"])

    def fitting(self, asked: Iterable[str]) -> Page:
        """Return the page in the first language asked for that there is one in or akin to, or the campaign's own."""
        for tag in asked:
            parts = tag.lower().split("-")
            for most in range(len(parts), 0, -1):
                stem = "-".join(parts[:most])
                for page in self.each:
                    known = page.language.lower()
                    if known == stem or (most == 1 and known.split("-")[0] == stem):
                        return page
        return self.each[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: the status, headers, and a page."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """The application: one line in its log, "time token", for each who leaves; safe for several processes at once."""

    log: Path
    pages: Pages
    clock: Callable[[], dt.datetime]
    limit: int = LOG_LIMIT
    _latest: dict[str, dt.datetime] = field(default_factory=dict)

    def __call__(
        self, environ: Mapping[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]
    ) -> list[bytes]:
        """Answer one request, as a web server passes it on."""
        method = str(environ.get("REQUEST_METHOD", "GET"))
        answer = self.answer(
            method,
            str(environ.get("PATH_INFO", "")),
            str(environ.get("QUERY_STRING", "")),
            str(environ.get("HTTP_ACCEPT_LANGUAGE", "")),
            _body(environ) if method == "POST" else b"",
        )
        start_response(answer.status, list(answer.headers))
        return [] if method == "HEAD" else [answer.body]

    def answer(self, method: str, path: str, query: str, languages: str, body: bytes) -> Answer:
        """Return the page that asks, or note who leaves; a token of nobody gets the same answer."""
        asked = parse_qs(query, max_num_fields=50) if len(query) < BODY_LIMIT else {}
        page = self.pages.fitting([*asked.get("lang", []), *_preferred(languages)])
        if method not in ("GET", "HEAD", "POST"):
            return self._said("405 Method Not Allowed", page.ask, ("Allow", "GET, HEAD, POST"))
        if method != "POST" or not _one_click(body):
            return self._said("200 OK", page.ask)
        named = [value for key in sorted(asked) for value in asked[key]] + path.split("/")
        token = next((one for one in named if _TOKEN.fullmatch(one)), "")
        try:
            if token:
                self._note(token)
        except OSError as wrong:
            print(f"unsubscribe: {self.log} can't be written to ({wrong.strerror})", file=sys.stderr)
            return self._said("503 Service Unavailable", page.later, ("Retry-After", "3600"))
        return self._said("200 OK", page.done)

    def _said(self, status: str, page: str, *more: tuple[str, str]) -> Answer:
        body = page.encode()
        headers = (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", f"{self.pages.policy}; frame-ancestors 'none'"),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("Vary", "Accept-Language"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Robots-Tag", "noindex, nofollow, noarchive"),
        )
        return Answer(status, (*headers, *more), body)

    def _note(self, token: str) -> None:
        """Write a line to the disk, whole or not at all; the same token again within ten minutes is no second line."""
        now = self.clock()
        if now - self._latest.get(token, now - _REPEATS_FORGOTTEN) < _REPEATS_FORGOTTEN:
            return
        line = f"{now.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ} {token}\n".encode()
        log = os.open(self.log, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(log, fcntl.LOCK_EX)
            size = os.fstat(log).st_size
            if size + len(line) > self.limit:
                raise OSError(0, f"it has grown to its limit of {self.limit:,} bytes")
            if size and os.pread(log, 1, size - 1) != b"\n":
                line = b"\n" + line
            if os.write(log, line) < len(line):
                os.ftruncate(log, size)
                raise OSError(0, "the disk is full")
            os.fsync(log)
        finally:
            os.close(log)
        if len(self._latest) >= _REPEATS_KEPT:
            self._latest.clear()
        self._latest[token] = now


def application(
    environ: Mapping[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> list[bytes]:
    """Serve the page by any WSGI server: gunicorn unsubscribe:application."""
    return _desk()(environ, start_response)


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Serve the page as an AWS Lambda function, behind a function URL or an HTTP API (payload version 2.0)."""
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    body = str(event.get("body") or "")
    answer = _desk().answer(
        event["requestContext"]["http"]["method"],
        event.get("rawPath", ""),
        event.get("rawQueryString", ""),
        headers.get("accept-language", ""),
        (base64.b64decode(body) if event.get("isBase64Encoded") else body.encode())[:BODY_LIMIT],
    )
    return {"statusCode": int(answer.status[:3]), "headers": dict(answer.headers), "body": answer.body.decode()}


@lru_cache(maxsize=1)
def _desk() -> Unsubscribe:
    """Return the application of this process; like the command line, a server's entry reads environment and clock."""
    if "ARTGEN_UNSUBSCRIBED" not in os.environ:
        raise RuntimeError("ARTGEN_UNSUBSCRIBED is not set; it names the file that notes who leaves")
    beside = Path(__file__).with_name("unsubscribe.json")
    pages = Path(os.environ.get("ARTGEN_UNSUBSCRIBE_PAGES", beside))
    return Unsubscribe(
        Path(os.environ["ARTGEN_UNSUBSCRIBED"]), Pages.of(pages.read_text("utf-8")), lambda: dt.datetime.now(dt.UTC)
    )


def _body(environ: Mapping[str, Any]) -> bytes:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    return bytes(environ["wsgi.input"].read(min(max(length, 0), BODY_LIMIT)))


def _one_click(body: bytes) -> bool:
    """Tell whether a body says List-Unsubscribe=One-Click, in either of the two forms that RFC 8058 allows."""
    plain = parse_qs(body.decode("ascii", "replace"), max_num_fields=None)
    return plain.get("List-Unsubscribe", [""])[0].strip() == "One-Click" or _FORM.search(body) is not None


def _preferred(header: str) -> list[str]:
    """Return the languages of an Accept-Language header, the best liked first.

    >>> _preferred("fr;q=0.5, de-AT, *;q=0.1")
    ['de-AT', 'fr']
    """
    found = []
    for n, part in enumerate(header[:1000].split(",")):
        tag, _, weight = part.strip().partition(";q=")
        if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) and re.fullmatch(r"[01](\.\d{0,3})?|", weight):
            found.append((-float(weight or 1), n, tag))
    return [tag for _, _, tag in sorted(found)]
