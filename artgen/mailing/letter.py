"""The letter: one addressed mail, whole as bytes; the same claim, campaign, keys and moment give the same bytes."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from html import unescape

from artgen.campaigns.model import Campaign
from artgen.errors import MailError
from artgen.mailing.gist import Gist, Paper, letter_words, read_gist
from artgen.mailing.mime import Header, message, unstructured
from artgen.mailing.sheet import sheet
from artgen.mailing.stationery import Sender, checked, sender, stationery
from artgen.mailing.strip import WIDTH
from artgen.mailing.wording import Wording, word
from artgen.publishing.links import Keys, page_path
from artgen.publishing.templates import escape, render
from artgen.publishing.ways import asked_in
from artgen.records import Claim

__all__ = ["Letter", "leave_links", "letter_words", "write"]

_NIGHT = Paper(dark=True, ground="#11151f", ink="#f3eee3", muted="#9a9fab", hairline="#2b3140")
_HUSH = unescape("&#847;&zwnj;&nbsp;") * 40
_WEB = re.compile(r"https?://[^\s\"'<>,]+")
_NOBODY = ""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a word is set, in pixels, and what its rule for phones is called."""

    name: str
    px: int
    line: int
    track: float


_NAMES = (((11, 8, 30), Size("name-short", 60, 61, -2)), ((17, 10, 60), Size("name-long", 44, 47, -1.4)))
"""The size of a name by the most letters of a word, the most wide signs of one, and the most letters in all."""
_LONGEST = Size("name-longest", 30, 35, -0.6)
_NUMBER = Size("number-short", 32, 36, -1)
_LONG_NUMBER = Size("number-long", 22, 36, -0.4)
_TRACK = {"ltr": {"lead": -0.2, "big": -1}, "rtl": {"lead": 0, "big": 0}}
_END = {"ltr": "right", "rtl": "left"}
_DIGIT_PX, _GUTTER_PX, _LEAST_LETTERS, _LABEL_PART = 17.5, 12, 6, 0.4


@dataclass(frozen=True, slots=True)
class Letter:
    """One addressed mail: its opaque id, the envelope, its bytes, and its HTML once more to look at."""

    send_id: str
    sender: str
    recipient: str
    message: bytes
    html: str


@dataclass(frozen=True, slots=True)
class Leave:
    """How to ask for no more letters: `url` or `mailto` may be empty, never both."""

    url: str
    mailto: str

    def headers(self) -> Iterator[Header]:
        """Yield List-Unsubscribe, and the one-click header (RFC 8058) where there is an https address to post to."""
        yield "List-Unsubscribe", ", ".join(f"<{way}>" for way in (self.url, self.mailto) if way)
        if self.url.startswith("https://"):
            yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def write(
    claim: Claim, campaign: Campaign, keys: Keys, now: dt.datetime, *, variant: int = 0, seed_to: str = ""
) -> Letter:
    """Return the letter for one claim, dated `now` (aware), under the brand's subject number `variant`.

    With `seed_to` it is a test of that letter, for that address alone: its subject says so, its ids are its own, and
    its unsubscribe link is nobody's.

    Raise MailError, before anything is on the wire, for a campaign that may not send: no sound sender, no postal
    address, or no way to unsubscribe; its text never holds the recipient's address.
    """
    send_id, customer = claim.send_id, claim.customer
    if seed_to:
        send_id, customer = _test_id(claim, keys, now, variant, seed_to), _NOBODY
    gist = read_gist(claim.letter)
    leave = leave_links(customer, campaign, keys, locale=gist.locale)
    if not campaign.brand.postal_address:
        raise MailError("brand.postal_address: is needed in every letter of this kind; add it to the campaign")
    say = word(claim.name, campaign, gist, variant=variant, test=bool(seed_to))
    page = campaign.base_url + page_path(claim.token)
    said = {
        **say.parts(),
        "page_url": page,
        "contact_url": campaign.brand.contact_url,
        "privacy_url": campaign.brand.privacy_url,
        "unsubscribe_url": leave.url or leave.mailto,
    }
    html = sheet(**said, image_url=page + claim.image, **_set(say, gist))
    colon = stationery(campaign, gist.locale).phrases.say("parts.facts_too", facts="")
    text = render("letter/letter.txt", colon=colon, **said)
    by, recipient = sender(campaign), checked(seed_to or claim.address, "the recipient's address")
    headers = [*_headers(send_id, recipient, say, by, now), *leave.headers()]
    boundary = hashlib.sha256(b"boundary\0" + send_id.encode()).hexdigest()[:32]
    return Letter(send_id, by.address, recipient, message(headers, text, html, boundary), html)


def _test_id(claim: Claim, keys: Keys, now: dt.datetime, variant: int, seed_to: str) -> str:
    """Return the id of one test of a letter: never that of the letter, nor that of any other test of it."""
    which = f"{claim.send_id} {variant} {now.astimezone(dt.UTC).isoformat()} {seed_to}"
    return f"{claim.send_id}-test-{keys.address_hash(which)[:12]}"


def _set(say: Wording, gist: Gist) -> dict[str, object]:
    """Return how the HTML is set: colours by day and by night, sizes, its far side, the two rows of the strip.

    The strip's colours are escaped here, since each stands twice in a cell that the template fills with nothing else.
    """
    shown = [(band, f"{band.width * 100 / WIDTH:.3f}") for band in gist.strip]
    rows = [
        [(band.width, share, escape(band.above)) for band, share in shown],
        [(band.width, share, escape(band.below)) for band, share in shown],
    ]
    shares = _shares(say)
    fits = all(
        len(figure.value) * _DIGIT_PX <= share * WIDTH / 100 - _GUTTER_PX
        for figure, share in zip(say.figures, shares, strict=True)
    )
    return {
        **_colours("paper", gist.paper),
        **_colours("night", gist.paper if gist.paper.dark else _NIGHT),
        "size": _size(say),
        "number": _NUMBER if fits else _LONG_NUMBER,
        "track": _TRACK[say.direction],
        "end": _END[say.direction],
        "gutter": {side: _GUTTER_PX if side == _END[say.direction] else 0 for side in _END.values()},
        "shares": shares,
        "strip": rows if gist.strip else [],
        "hush": _HUSH,
    }


def _size(say: Wording) -> Size:
    needed = (say.stray, say.wide, len(say.name))
    return next((size for most, size in _NAMES if all(map(int.__le__, needed, most))), _LONGEST)


def _colours(when: str, paper: Paper) -> dict[str, str]:
    """Return a paper's colours by the names that the style sheet of the letter has for them."""
    return {
        f"{when}_ground": paper.ground,
        f"{when}_ink": paper.ink,
        f"{when}_muted": paper.muted,
        f"{when}_hairline": paper.hairline,
    }


def _shares(say: Wording) -> list[int]:
    """Return each figure's part of the width in per cent: "LHR – AUS" needs more than "13", and a long label too."""
    letters = [
        max(_LEAST_LETTERS, len(figure.value) + 1, round(_LABEL_PART * len(figure.label))) for figure in say.figures
    ]
    return [round(100 * count / sum(letters)) for count in letters]


def _headers(send_id: str, recipient: str, say: Wording, by: Sender, now: dt.datetime) -> Iterator[Header]:
    yield "From", by.mailbox
    yield "To", recipient
    if by.reply_to:
        yield "Reply-To", by.reply_to
    yield "Subject", unstructured(say.subject)
    yield "Date", format_datetime(now.astimezone(dt.UTC))
    yield "Message-ID", f"<{send_id}@{by.domain}>"
    yield from by.headers()
    yield "Auto-Submitted", "auto-generated"


def leave_links(customer: str, campaign: Campaign, keys: Keys, *, locale: str = "") -> Leave:
    """Return this person's own ways out: `{token}` in the campaign's address stands for who it is, else it is added.

    The address says the `locale` too, where there is one and the campaign speaks several languages.
    """
    token = keys.unsubscribe_token(campaign.id, customer)
    url, mailto = campaign.letter.unsubscribe_url, campaign.letter.unsubscribe_mailto.removeprefix("mailto:")
    if not url and not mailto:
        raise MailError("letter.unsubscribe_url: is needed, or letter.unsubscribe_mailto; add it to the campaign")
    if url and not _WEB.fullmatch(url):
        raise MailError("letter.unsubscribe_url: is no web address; write one that begins with https://")
    if url:
        mark = "&" if "?" in url else "?"
        url = url.replace("{token}", token) if "{token}" in url else f"{url}{mark}token={token}"
        url = asked_in(url, campaign, locale) if locale else url
    if mailto:
        mailto = f"mailto:{checked(mailto, 'letter.unsubscribe_mailto')}?subject=unsubscribe-{token}"
    return Leave(url, mailto)
