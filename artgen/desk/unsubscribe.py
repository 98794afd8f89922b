"""The page to leave by, as a WSGI application and a Lambda handler: POST leaves (RFC 8058), GET only asks.

Mail scanners open every link, so nothing happens before somebody presses the button or a mail provider posts. Whether
a link is known is never told, and what stands in it is never shown. A mailbox takes 200 as "has left", so a post is
answered 200 only where its line is on the disk. This one file needs nothing but Python, and `unsubscribe.json` and
`unsubscribe.known` beside it; it is told where its log is by ARTGEN_UNSUBSCRIBED.
"""

import base64
import datetime as dt
import fcntl
import hashlib
import json
import os
import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote_plus

LOG_LIMIT = 64_000_000
BODY_LIMIT = 8_000
DIGEST_BYTES = 8
_TOKEN = re.compile(r"(?<![a-z2-7])[a-z2-7]{26}(?![a-z2-7])")
_TOKENS_MOST = 20
_LANGUAGE = re.compile(r"(?:^|&)lang=([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4})(?![^&])")
_FORM = re.compile(rb'name="?List-Unsubscribe"?\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click', re.IGNORECASE)
_REPEATS_FORGOTTEN = dt.timedelta(minutes=10)
_REPEATS_SOUGHT = 64_000  # bytes, at the end of the log
_BAD, _LONG, _NO_LENGTH = "400 Bad Request", "413 Content Too Large", "411 Length Required"


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


_LATER, _AN_HOUR = "503 Service Unavailable", ("Retry-After", "3600")
_CLOSED = Answer(_LATER, (("Content-Type", "text/plain"), _AN_HOUR), b"Please try again in an hour.\n")


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """The application: one line in its log, "time token", for each who leaves; safe for several processes at once.

    `known` is a file of the sorted digests of the tokens in letters. Whoever stands there is always written down; of
    other tokens, which anybody can invent, the log takes up to `limit` bytes.
    """

    log: Path
    pages: Pages
    clock: Callable[[], dt.datetime]
    limit: int = LOG_LIMIT
    known: Path | None = None

    def __call__(
        self, environ: Mapping[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]
    ) -> list[bytes]:
        """Answer one request, as a web server passes it on."""
        method = str(environ.get("REQUEST_METHOD", ""))
        path, query = str(environ.get("PATH_INFO", "")), str(environ.get("QUERY_STRING", ""))
        languages = str(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        answer = self.answer(method, path, query, languages, *(_body(environ) if method == "POST" else (b"", "")))
        start_response(answer.status, list(answer.headers))
        return [] if method == "HEAD" else [answer.body]

    def answer(self, method: str, path: str, query: str, languages: str, body: bytes, unread: str = "") -> Answer:
        """Return the page that asks, or note who leaves; a token of nobody gets the same answer.

        `unread` is the status to answer with where the body could not be read. Other things in the address may look
        like a token too: of several, those that are known count, or else all.
        """
        page = self.pages.fitting([*_LANGUAGE.findall(query), *_preferred(languages)])
        if method not in ("GET", "HEAD", "POST"):
            return self._said("405 Method Not Allowed", page.ask, ("Allow", "GET, HEAD, POST"))
        if method != "POST":
            return self._said("200 OK", page.ask)
        if unread or not _one_click(body):
            return self._said(unread or _BAD, page.ask)
        tokens = list(dict.fromkeys(_TOKEN.findall(unquote_plus(f"{path} {query}"))))
        if not 0 < len(tokens) <= _TOKENS_MOST:
            return self._said(_BAD, page.later)
        try:
            self._note(tokens)
        except OSError as wrong:
            _tell(f"{self.log} can't be written to ({wrong.strerror})", _stamp(self.clock())[:13])
            return self._said(_LATER, page.later, _AN_HOUR)
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

    def _note(self, tokens: list[str]) -> None:
        """Write a line each to the disk, all or none; the same token again within ten minutes is no second line."""
        known = [token for token in tokens if self._knows(token)]
        log = os.open(self.log, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(log, fcntl.LOCK_EX)
            size, now = os.fstat(log).st_size, self.clock()
            at, since = _stamp(now), _stamp(now - _REPEATS_FORGOTTEN)
            end = os.pread(log, _REPEATS_SOUGHT, max(0, size - _REPEATS_SOUGHT)).decode("ascii", "replace")
            lately = {line[len(at) + 1 :] for line in end.split("\n")[:-1] if since < line[: len(at)] <= at}
            lines = "".join(f"{at} {token}\n" for token in known or tokens if token not in lately)
            if lines and not known and size + len(lines) > self.limit:
                raise OSError(0, f"it has grown to its limit of {self.limit:,} bytes")
            _append(log, size, f"\n{lines}" if lines and end and not end.endswith("\n") else lines)
        finally:
            os.close(log)

    def _knows(self, token: str) -> bool:
        """Tell whether a token is of a letter; a file that is not there knows none, which costs only its room."""
        if self.known is None:
            return False
        with suppress(OSError), self.known.open("rb") as file:
            handle, sought = file.fileno(), digest(token)
            places = range(os.fstat(handle).st_size // DIGEST_BYTES)
            at = bisect_left(places, sought, key=lambda n: os.pread(handle, DIGEST_BYTES, n * DIGEST_BYTES))
            return os.pread(handle, DIGEST_BYTES, at * DIGEST_BYTES) == sought
        return False


def digest(token: str) -> bytes:
    """Return by what a token is known again and can't be made again."""
    return hashlib.sha256(token.encode()).digest()[:DIGEST_BYTES]


def application(
    environ: Mapping[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> list[bytes]:
    """Serve the page by any WSGI server: gunicorn unsubscribe:application."""
    if desk := _desk():
        return desk(environ, start_response)
    start_response(_CLOSED.status, list(_CLOSED.headers))
    return [_CLOSED.body]


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Serve the page as an AWS Lambda function, behind a function URL or an HTTP API (payload version 2.0)."""
    headers = {str(name).lower(): value for name, value in _within(event, "headers").items()}
    http, desk = _within(_within(event, "requestContext"), "http"), _desk()
    said = (http.get("method"), event.get("rawPath"), event.get("rawQueryString"), headers.get("accept-language"))
    method, path, query, languages = (str(one or "") for one in said)
    answer = desk.answer(method, path, query, languages, *_decoded(event)) if desk else _CLOSED
    return {"statusCode": int(answer.status[:3]), "headers": dict(answer.headers), "body": answer.body.decode()}


def _desk() -> Unsubscribe | None:
    """Return the application of this process, or None, and say why, where the server was not set up for it.

    An exception would end in the server's log with the address of the request, and so with a token.
    """
    try:
        return _opened()
    except (LookupError, OSError, TypeError, ValueError) as wrong:
        _tell(str(wrong), _stamp(dt.datetime.now(dt.UTC))[:13])
        return None


@lru_cache(maxsize=1)
def _opened() -> Unsubscribe:
    """Return the application; like the command line, a server's entry reads environment and clock."""
    if not os.environ.get("ARTGEN_UNSUBSCRIBED"):
        raise ValueError("ARTGEN_UNSUBSCRIBED is not set; it names the file that notes who leaves")
    pages = Path(os.environ.get("ARTGEN_UNSUBSCRIBE_PAGES", Path(__file__).with_name("unsubscribe.json")))
    return Unsubscribe(
        Path(os.environ["ARTGEN_UNSUBSCRIBED"]),
        Pages.of(pages.read_text("utf-8")),
        lambda: dt.datetime.now(dt.UTC),
        known=pages.with_suffix(".known"),
    )


def _append(log: int, size: int, lines: str) -> None:
    """Bring lines to the end of an open log of a size, on the disk; nothing of them stays where that fails."""
    try:
        if os.write(log, lines.encode()) < len(lines):
            raise OSError(0, "the disk is full")
        os.fsync(log)
    except OSError:
        os.ftruncate(log, size)
        raise


def _body(environ: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the body, and the status that says why it can't be read, if so; one in chunks has no length."""
    declared = str(environ.get("CONTENT_LENGTH") or "").strip()
    if not declared and not environ.get("wsgi.input_terminated"):
        return b"", _NO_LENGTH
    if declared and not re.fullmatch(r"[0-9]{1,18}", declared):
        return b"", _BAD
    try:
        body = bytes(environ["wsgi.input"].read(min(int(declared or BODY_LIMIT + 1), BODY_LIMIT + 1)))
    except Exception:  # each server has its own for a torn body, and would log the address of the request with it
        return b"", _BAD
    return body, _LONG if len(body) > BODY_LIMIT else ""


def _decoded(event: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the body of an event as `_body` does."""
    said = str(event.get("body") or "")
    try:
        body = base64.b64decode(said) if event.get("isBase64Encoded") else said.encode(errors="replace")
    except ValueError:
        return b"", _BAD
    return body, _LONG if len(body) > BODY_LIMIT else ""


def _within(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return what an event holds under a name; nothing where that is missing or null."""
    found = said.get(name)
    return found if isinstance(found, Mapping) else {}


def _stamp(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


@lru_cache(maxsize=100)
def _tell(fault: str, _hour: str) -> None:
    """Say on the server what is wrong, once an hour; where even that can't be written, the answer still goes out."""
    with suppress(OSError):
        print(f"unsubscribe: {fault}", file=sys.stderr)


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
