"""Texts that people typed, made fit to be drawn: what can't be seen or would turn the line goes, nothing else."""

import unicodedata
from dataclasses import dataclass

import regex

LENGTH_LIMIT = 300
LONG = 60
EMPTY = "the name is empty"
CONTROLS = "the name had control characters or line breaks, which were taken out"
MARKUP = "the name looks like markup; it is drawn as it is written"
LONG_NAME = f"the name is longer than {LONG} letters"
CUT = f"the name was cut at {LENGTH_LIMIT} characters"

_JOINERS = "\u200c\u200d"
_TAGS = range(0xE0020, 0xE0080)
_ODD = frozenset({"Cc", "Cf", "Cs", "Co"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text as it may be drawn, and what was odd about it, in words for the team (never the text itself)."""

    text: str
    odd: tuple[str, ...] = ()


def clean(text: str) -> Cleaned:
    """Return a name fit for poster, page and letter.

    NFC; white space and line breaks folded to single blanks; control, bidi, private and lost characters out;
    at most 300 code points, never cut inside a grapheme.

    >>> clean("  Zoe\\u0308 \\x00 de\\tla\\u202eCruz ")
    Cleaned(text='Zoë de laCruz', odd=('the name had control characters or line breaks, which were taken out',))
    >>> clean("</text><b>").odd
    ('the name looks like markup; it is drawn as it is written',)
    """
    blanks = "".join(" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text))
    seen = "".join(sign for sign in blanks if _drawable(sign))
    folded = " ".join(unicodedata.normalize("NFC", seen).split())
    graphemes = regex.findall(r"\X", folded)
    if not folded.strip(_JOINERS):
        folded, graphemes = "", []
    odd = []
    if len(seen) < len(blanks) or any(unicodedata.category(sign) == "Cc" for sign in text.strip()):
        odd.append(CONTROLS)
    if "<" in folded or ("&" in folded and ";" in folded):
        odd.append(MARKUP)
    if len(graphemes) > LONG:
        odd.append(LONG_NAME)
    if len(folded) > LENGTH_LIMIT:
        odd.append(CUT)
        folded = _cut(graphemes)
    if not folded:
        odd.append(EMPTY)
    return Cleaned(folded, tuple(odd))


def brief(text: str, limit: int = 60) -> str:
    """Return a cell for a fault: one line, no control characters, cut; nothing at all where it may hold an address.

    >>> brief("25:\\x0099"), brief("ann@example.com"), brief("x" * 80)[-3:]
    ('25:99', '', 'xx…')
    """
    if "@" in text or "\uff20" in text:
        return ""
    seen = clean(text[: limit * 8]).text
    return seen if len(seen) <= limit else seen[: limit - 1] + "…"


def _drawable(sign: str) -> bool:
    if sign in _JOINERS or ord(sign) in _TAGS:
        return True
    return unicodedata.category(sign) not in _ODD and sign != "\ufffd"


def _cut(graphemes: list[str]) -> str:
    kept, length = [], 0
    for grapheme in graphemes:
        length += len(grapheme)
        if length > LENGTH_LIMIT:
            break
        kept.append(grapheme)
    return "".join(kept).rstrip()
