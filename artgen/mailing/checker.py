"""The checker of letters: it reads one letter's bytes, and says in a sentence each what must not go out like that.

It knows what the letter should be from its claim and the campaign, and nothing of how it was written. No flaw holds an
address, a name or a token.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from artgen.campaigns.model import Campaign
from artgen.mailing.mime import plain
from artgen.mailing.received import Received, bare, receive
from artgen.publishing.links import TOKEN_LENGTH, page_path
from artgen.records import Claim
from artgen.words.phrases import Phrases, spoken

ONCE = (
    *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"),
    *("List-Id", "List-Unsubscribe", "Feedback-ID", "Auto-Submitted"),
)
SOMETIMES = ("Reply-To", "List-Unsubscribe-Post")
LONGEST_LINE, LONGEST_BODY_LINE, MOST_HTML, MOST_ALT = 998, 78, 80_000, 125
PREHEADER = (40, 110)
_LEFT = re.compile(r"\{\{|\{%|%\}|\}\}|(?<![\w-])(?:None|nan|NaN|undefined|null)(?![\w-])")
_TOKEN = re.compile(rf"(?<![a-z0-9])[a-z2-7]{{{TOKEN_LENGTH}}}(?![a-z0-9])")
_WORD = re.compile(r"[^\W_][\w@.+-]*[^\W_]|[^\W_]")
_PRACTICE = (".example", ".test", ".invalid", ".localhost")
_HUSH = dict.fromkeys(map(ord, "\u034f\u200c\u00a0"))


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a letter: the rule that it breaks, and what is wrong, in words that name nobody.

    >>> print(Flaw("picture", "its alt text has 130 characters; 125 are read"))
    picture: its alt text has 130 characters; 125 are read
    """

    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.what}"


@dataclass(frozen=True, slots=True)
class Known:
    """What a letter is held against: its claim and campaign, its language, its own tokens, other people's words.

    `alive` says whether a path below the campaign's address is there. `own` are the tokens that may stand in it;
    `strangers` are the words of everybody's names and ids (see `tell_tales`).
    """

    claim: Claim
    campaign: Campaign
    locale: str
    alive: Callable[[str], bool]
    own: Collection[str]
    strangers: frozenset[str] = frozenset()

    @property
    def phrases(self) -> Phrases:
        """Return the language of the letter."""
        return spoken(self.campaign.vocabulary_in(self.locale))

    @property
    def page(self) -> str:
        """Return the address of this person's page."""
        return self.campaign.base_url + page_path(self.claim.token)


def flaws(raw: bytes, known: Known) -> Iterator[Flaw]:
    """Yield all that is wrong with a letter; nothing where it may go out."""
    letter = receive(raw)
    yield from _wire(letter)
    yield from _headers(letter)
    if letter.kinds != ("text/plain", "text/html"):
        yield Flaw(
            "parts", f"there are {', '.join(letter.kinds)}; a plain text, then the same as HTML, is what is sent"
        )
        return
    yield from _html(letter)
    yield from _picture(letter, known)
    yield from _links(letter, known)
    yield from _same(letter)
    yield from _must_say(letter, known)
    yield from _private(letter, known)


def on_folder(site: Path) -> Callable[[str], bool]:
    """Return what looks into a published folder: a path is alive when it leads to a file."""
    return lambda path: (site / path / "index.html" if path.endswith("/") else site / path).is_file()


def tell_tales(names_and_ids: Collection[str], campaign: Campaign) -> frozenset[str]:
    """Return the words that would give somebody away: those of names and ids that no letter says anyway."""
    common = _words(campaign.model_dump_json())
    for locale in campaign.locales:
        common |= _words(" ".join(spoken(campaign.vocabulary_in(locale)).table.values()))
    return _words(" ".join(names_and_ids)) - common


def _wire(letter: Received) -> Iterator[Flaw]:
    if not letter.raw.isascii():
        yield Flaw("wire", "it has bytes that are not ASCII")
    if re.search(rb"[^\r]\n|\r[^\n]|\0", letter.raw):
        yield Flaw("wire", "it has a line that does not end in CR LF, or a NUL")
    head, _, body = letter.raw.partition(b"\r\n\r\n")
    for most, part, where in ((LONGEST_LINE, head, "head"), (LONGEST_BODY_LINE, body, "body")):
        if (longest := max(map(len, part.split(b"\r\n")))) > most:
            yield Flaw("wire", f"a line of its {where} has {longest} characters; {most} is the most")
    if letter.mail.defects:
        yield Flaw("wire", f"a mail reader stumbles: {type(letter.mail.defects[0]).__name__}")


def _headers(letter: Received) -> Iterator[Flaw]:
    mail = letter.mail
    for name in (*ONCE, *SOMETIMES):
        count = len(mail.get_all(name, []))
        if count > 1 or (count == 0 and name in ONCE):
            yield Flaw("headers", f"{name} stands {count} times; once is right")
    for name in sorted(set(map(str.lower, mail.keys())) - set(map(str.lower, (*ONCE, *SOMETIMES)))):
        yield Flaw("headers", f"{name} is not a header of ours")
    for name in ("From", "To", "Reply-To"):
        if name in mail and len(mail[name].addresses) != 1:
            yield Flaw("headers", f"{name} has {len(mail[name].addresses)} addresses; one is right")
    leave = str(mail.get("List-Unsubscribe", ""))
    if ("<https://" in leave) != (str(mail.get("List-Unsubscribe-Post", "")) == "List-Unsubscribe=One-Click"):
        yield Flaw("headers", "List-Unsubscribe-Post goes with an https address in List-Unsubscribe, and with no other")
    try:
        parsedate_to_datetime(str(mail.get("Date", "")))
    except ValueError:
        yield Flaw("headers", "Date is no date")


def _html(letter: Received) -> Iterator[Flaw]:
    outline, size = letter.outline, len(letter.html.encode())
    if size > MOST_HTML:
        yield Flaw("html", f"it has {size:,} bytes; mail readers cut what is over {MOST_HTML:,}")
    if (heads := len(outline.all("h1"))) != 1:
        yield Flaw("html", f"there are {heads} main headings; one is right")
    for left in sorted(set(_LEFT.findall(letter.html) + _LEFT.findall(letter.text))):
        yield Flaw("html", f"'{left}' stands where something was to be filled in")
    for tag in ("svg", "script", "form", "iframe", "video", "object"):
        if outline.all(tag):
            yield Flaw("html", f"<{tag}> is not shown, or not allowed, in mail")


def _picture(letter: Received, known: Known) -> Iterator[Flaw]:
    pictures = letter.outline.all("img")
    if [picture.attributes.get("src") for picture in pictures] != [known.page + known.claim.image]:
        yield Flaw("picture", "the one picture is not the person's own artwork")
    for picture in pictures:
        alt, width = picture.attributes.get("alt", ""), picture.attributes.get("width", "")
        if not alt.strip() or len(alt) > MOST_ALT:
            yield Flaw("picture", f"its alt text has {len(alt)} characters; from 1 to {MOST_ALT} are read")
        if not width.isdigit() or int(width) < 100:
            yield Flaw("picture", "it has no width in pixels, or is so small that it is there to watch the reader")
        if "height" in picture.attributes:
            yield Flaw("picture", "it has a height, which leaves an empty box with pictures off")


def _links(letter: Received, known: Known) -> Iterator[Flaw]:
    base, brand = known.campaign.base_url, known.campaign.brand
    leave = re.findall(r"<([^>]+)>", str(letter.mail.get("List-Unsubscribe", "")))
    elsewhere = {brand.contact_url, brand.privacy_url, *leave}
    for url in sorted({*letter.outline.links, *letter.text_links}):
        path = urlsplit(url).path.lower()
        if url.startswith(("data:", "cid:")) or path.endswith((".svg", ".webp")):
            yield Flaw("links", "a picture is of a kind that mail readers do not show (SVG, WebP, data:, cid:)")
        elif not url.startswith(("https://", "mailto:")) and not (url.startswith(base) and _nowhere(base)):
            yield Flaw("links", "one is empty or no https address")
        elif url.startswith(base) and url not in elsewhere and not known.alive(url.removeprefix(base)):
            yield Flaw("links", "one below the campaign's address leads to nothing that is published")
    shown, written = {url for url, _ in letter.outline.pressed}, set(letter.text_links)
    if shown != written:
        yield Flaw("links", f"HTML and plain text differ in {len(shown ^ written)} links")
    outlook = [element.attributes.get("href") for element in letter.outline.elements if element.outlook]
    if [href for href in outlook if href is not None] != [known.page]:
        yield Flaw("links", "Outlook's button does not lead to the person's page")


def _same(letter: Received) -> Iterator[Flaw]:
    """Every run of words of the HTML stands in the plain text, and every line of that in the HTML."""
    said, seen = bare(letter.text), bare(letter.outline.text)
    missing = [run for run in letter.outline.runs if bare(run) not in said]
    if missing:
        yield Flaw("parts", f"{len(missing)} things that the HTML says are not in the plain text")
    pictured = [bare(element.attributes.get("alt", "")) for element in letter.outline.all("img")]
    if any(alt not in said for alt in pictured):
        yield Flaw("parts", "what the picture shows is not in the plain text")
    if extra := [line for line in letter.lines() if bare(line) not in seen]:
        yield Flaw("parts", f"{len(extra)} lines of the plain text are not in the HTML")


def _must_say(letter: Received, known: Known) -> Iterator[Flaw]:
    columns = _columns(letter.outline.preheader.translate(_HUSH))
    if not PREHEADER[0] <= columns <= PREHEADER[1]:
        yield Flaw("words", f"the preheader is {columns} characters long; {PREHEADER[0]} to {PREHEADER[1]} are shown")
    pressed = {(url, " ".join(said.split())) for url, said in letter.outline.pressed}
    if (known.page, known.phrases.say("letter.button")) not in pressed:
        yield Flaw("words", "the button with the words for it does not lead to the person's page")
    heads = " ".join(letter.outline.runs)
    if (name := bare(plain(known.claim.name, 60))) and (name not in bare(heads) or name not in bare(letter.text)):
        yield Flaw("words", "the person's name is not in both parts")
    for part in (" ".join(letter.outline.runs), letter.text):
        if bare(known.campaign.brand.postal_address) not in bare(part):
            yield Flaw("words", "the brand's postal address is not in both parts")
    leave = str(letter.mail.get("List-Unsubscribe", ""))
    for links in ([url for url, _ in letter.outline.pressed], letter.text_links):
        if not any(f"<{url}>" in leave for url in links):
            yield Flaw("words", "the way to get no more letters is not in both parts and in the headers")


def _private(letter: Received, known: Known) -> Iterator[Flaw]:
    """No token, name or id of anybody else: what a letter may say is what its claim, campaign and language say."""
    everything = f"{letter.mail.get('Subject', '')} {letter.text} {letter.html}"
    wire = letter.raw.decode("latin-1")
    if any(token not in known.own for token in _TOKEN.findall(f"{everything} {wire}".replace("=\r\n", ""))):
        yield Flaw("privacy", "it holds a token that is not this person's")
    if known.strangers:
        claim = known.claim
        said = _words(f"{letter.mail.get('Subject', '')} {letter.text} {letter.outline.text}")
        mine = _words(f"{claim.name} {plain(claim.name, 40)} {claim.letter} {' '.join(known.own)} {known.page}")
        if not known.strangers.isdisjoint(said - mine):
            yield Flaw("privacy", "it holds a name or an id of somebody else")
    if known.claim.address.lower() in everything.lower():
        yield Flaw("privacy", "it says the person's address outside the header To")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def _columns(text: str) -> int:
    """Return how many columns a line takes: the signs of Chinese, Japanese and Korean are two wide."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text.strip())


def _nowhere(url: str) -> bool:
    """Return whether an address leads to this machine, or to a name that is kept for practice."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(_PRACTICE)
