"""What answers when it is asked: pages, pictures, the brand's links, and the way to leave; only asked for by name.

The unsubscribe handler is tried with the token of nobody: showing its page must not act, posting to it must.
"""

import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from artgen.campaigns.model import Campaign
from artgen.desk.diagnosing.diagnosis import Line, Part
from artgen.errors import ArtgenError, MailError
from artgen.mailing.letter import leave_links
from artgen.publishing.links import Keys, page_path

_SECONDS = 20.0
_MOST = 5_000_000
_NOBODY = ""
_ASKS = {"User-Agent": "artgen doctor"}
_ONE_CLICK = b"List-Unsubscribe=One-Click"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status 0 means that nobody answered, and `body` then says why."""

    status: int
    kind: str
    body: str
    headers: dict[str, str]

    @property
    def fine(self) -> bool:
        """Tell whether it was answered with what was asked for."""
        return 200 <= self.status < 300

    @property
    def told(self) -> str:
        """Say what came, without the address that was asked."""
        return f"answered {self.status}" if self.status else f"no answer ({self.body})"


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a mailbox that posts to a way to leave doesn't either (RFC 8058, 3.1)."""

    def redirect_request(self, *_: Any) -> None:
        """Return no further request."""


def ask(url: str, post: bytes | None = None) -> Answer:
    """Ask an address once; posting follows no redirect. Whatever goes wrong is an answer too."""
    if urlsplit(url).scheme not in ("http", "https"):
        return Answer(0, "", "no web address", {})
    request = urllib.request.Request(url, data=post, headers=_ASKS)  # noqa: S310
    opener = urllib.request.build_opener(_Stay) if post is not None else urllib.request.build_opener()
    try:
        with opener.open(request, timeout=_SECONDS) as came:
            body = came.read(_MOST)
            headers = {name.lower(): value for name, value in came.headers.items()}
            return Answer(came.status, came.headers.get_content_type(), body.decode("utf-8", "replace"), headers)
    except urllib.error.HTTPError as wrong:
        with wrong:
            return Answer(wrong.code, "", "", {})
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "reason", wrong)
        return Answer(0, "", type(reason).__name__, {})


def pages(campaign: Campaign, keys: Keys, links: Iterable[tuple[str, str]]) -> Iterator[Line]:
    """Ask for some people's pages and pictures, for a page of nobody, and for the brand's own links."""
    part, base = Part("What answers"), campaign.base_url
    for what, kind, asked in (("pages", "text/html", 0), ("pictures", "image/jpeg", 1)):
        answers = [ask(base + link[asked]) for link in links]
        bad = [one for one in answers if not one.fine or one.kind != kind]
        part.right_if(
            answers and not bad,
            what,
            f"{len(answers)} asked for, all there",
            f"{len(bad)} of {len(answers)} did not come: {bad[0].told if bad else 'nobody was asked for'}",
            "publish them, or mend base_url",
        )
        if what == "pages" and answers and not bad:
            closed = [one for one in answers if "noindex" in one.headers.get("x-robots-tag", "") + one.body]
            part.right_if(len(closed) == len(answers), "search engines", "kept out", "let in", "publish artgen's pages")
    stranger = ask(base + page_path(keys.page_token(campaign.id, _NOBODY)))
    part.right_if(
        stranger.status in (403, 404, 410),
        "a page of nobody",
        stranger.told,
        stranger.told,
        "answer 404 with site/404.html where nothing is; a page for every address hides broken links",
    )
    for key, url in (
        ("brand.privacy_url", campaign.brand.privacy_url),
        ("brand.contact_url", campaign.brand.contact_url),
    ):
        if url.startswith("http"):
            came = ask(url)
            part.right_if(came.fine, key, came.told, came.told, "mend the link, or what it leads to")
    yield from part.lines


def leaving(campaign: Campaign, keys: Keys) -> Iterator[Line]:
    """Try the way to leave with the token of nobody."""
    part = Part("Leaving, tried")
    try:
        url = leave_links(_NOBODY, campaign, keys).url
    except MailError as wrong:
        part.wrong("address", str(wrong), "mend it")
        url = ""
    if url:
        token = keys.unsubscribe_token(campaign.id, _NOBODY)
        log = campaign.path(campaign.sending.unsubscribed) if campaign.sending.unsubscribed else None
        before = _times(log, token)
        shown = ask(url)
        after = _times(log, token)
        part.right_if(
            shown.fine and shown.kind == "text/html" and "<form" in shown.body.lower(),
            "looking at it",
            "shows a page with a button",
            f"{shown.told}, no page with a button",
            "show a page with a form there: mail scanners follow every link, so only a press may act",
        )
        part.right_if(after == before, "looking does not act", "so it is", "it acted", "let GET only show a page")
        pressed = ask(url, _ONE_CLICK)
        part.right_if(
            pressed.fine, "one click", pressed.told, pressed.told, "answer POST with 2xx, without a redirect (RFC 8058)"
        )
        if log is None or not log.is_file():
            part.look("it is heard", "its log can't be seen from here", "look that the press of nobody stands in it")
        else:
            part.right_if(
                _times(log, token) > after or before,
                "it is heard",
                "the press of nobody stands in the log",
                "the press of nobody is not in the log",
                "let the handler write where sending.unsubscribed says",
            )
    yield from part.lines


def _times(log: Path | None, token: str) -> int:
    """Count the lines of a log that hold a token."""
    if log is None or not log.is_file():
        return 0
    try:
        with log.open(encoding="utf-8", errors="replace") as lines:
            return sum(token in line for line in lines)
    except OSError as wrong:
        raise ArtgenError(f"{log}: can't be read ({wrong.strerror}); look at sending.unsubscribed") from wrong
