"""A letter as it is received: what a mail reader makes of its bytes, and nothing that only its writer knows."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser

_URL = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+")
_FOR_OUTLOOK = re.compile(r"\[if mso\]>(.*)<!\[endif\]", re.S)
_UNSEEN = ("style", "title", "script")
_VOID = frozenset({"meta", "link", "img", "br", "hr", "input"})


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the HTML as it was opened: its name, its attributes, and whether only Outlook reads it."""

    tag: str
    attributes: dict[str, str]
    outlook: bool = False

    @property
    def classes(self) -> list[str]:
        """Return the names of its classes."""
        return self.attributes.get("class", "").split()


class Outline(HTMLParser):
    """The HTML read once: its elements, and its words as `runs`, parted where a cell or a link begins or ends.

    Words of the preheader, which nobody sees in the letter, stand apart, and so do those below a strip: they say what
    the strip shows, and only who sees the strip needs them.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.runs: list[str] = [""]
        self.preheader = ""
        self.captions: list[str] = []
        self.pressed: list[tuple[str, str]] = []
        self._open: list[Element] = []
        self._below_strip = False
        self.feed(html)
        self.close()
        self.runs = [run for run in (" ".join(run.split()) for run in self.runs) if run]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element, and begin a new run at a cell or a link."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)
        if tag in ("td", "a"):
            self.runs.append("")
        if tag == "a":
            self.pressed.append((element.attributes.get("href", ""), ""))
        if tag in ("br", "p", "h1", "h2"):
            self.runs[-1] += " "
        if "band" in element.classes:
            self._below_strip = True

    def handle_endtag(self, tag: str) -> None:
        """Close what is open, down to the element of that name."""
        while self._open:
            closed = self._open.pop()
            if closed.tag == "p" and self._below_strip and self.captions:
                self._below_strip = False
            if closed.tag == tag:
                break
        if tag in ("td", "a"):
            self.runs.append("")

    def handle_data(self, data: str) -> None:
        """Put words where they belong."""
        within = {name for element in self._open for name in (element.tag, *element.classes)}
        if within & set(_UNSEEN):
            return
        if "preheader" in within:
            self.preheader += data
        elif self._below_strip and "p" in within:
            self.captions.append(data)
        else:
            self.runs[-1] += data
            if "a" in within:
                href, said = self.pressed[-1]
                self.pressed[-1] = (href, said + data)

    def handle_comment(self, data: str) -> None:
        """Read on in what Outlook alone reads."""
        if found := _FOR_OUTLOOK.fullmatch(data):
            for element in Outline(found[1]).elements:
                self.elements.append(Element(element.tag, element.attributes, outlook=True))

    def all(self, tag: str) -> list[Element]:
        """Return the elements of a name, in order."""
        return [element for element in self.elements if element.tag == tag]

    @property
    def text(self) -> str:
        """Return all that is seen, alternative texts of pictures too, as one line."""
        alts = [element.attributes.get("alt", "") for element in self.all("img")]
        return " ".join([*self.runs, *self.captions, *alts])

    @property
    def links(self) -> list[str]:
        """Return every address that the HTML leads to or loads from, in order; an empty one stays."""
        return [
            element.attributes[name]
            for element in self.elements
            for name in ("href", "src")
            if name in element.attributes
        ]


@dataclass(frozen=True, slots=True)
class Received:
    """A letter's bytes, its headers, the plain text and the HTML; empty where there is no such part."""

    raw: bytes
    mail: EmailMessage
    kinds: tuple[str, ...]
    text: str
    html: str
    outline: Outline

    @property
    def text_links(self) -> list[str]:
        """Return every address that stands in the plain text."""
        return _URL.findall(self.text)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the plain text that say something, without the addresses in them."""
        for line in _URL.sub("", self.text).splitlines():
            if bare(line):
                yield line.strip()


def receive(raw: bytes) -> Received:
    """Read a letter as a mail reader does."""
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    kinds = tuple(part.get_content_type() for part in parts)
    said = {kind: _said(part) for kind, part in zip(reversed(kinds), reversed(parts), strict=True)}
    html = said.get("text/html", "")
    return Received(raw, mail, kinds, said.get("text/plain", ""), html, Outline(html))


def bare(text: str) -> str:
    """Return the letters and digits of a text alone, so that two ways to set the same words are the same.

    >>> bare("23 flights, 29,530 miles."), bare("  –  ")
    ('23flights29530miles', '')
    """
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign)[0] in "LNM")


def _said(part: EmailMessage) -> str:
    content = part.get_content()
    return content.replace("\r\n", "\n") if isinstance(content, str) else ""
