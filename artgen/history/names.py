"""Texts that people typed, made fit to be drawn: what can't be seen or would turn the line goes, nothing else."""

import unicodedata
from dataclasses import dataclass

import regex

LENGTH_LIMIT = 300
LONG = 60
EMPTY = "the name is empty"
ADDRESS = "the name holds an e-mail address or a handle; it counts as empty"
PLACEHOLDER = "the name is what an export writes where it knows none; it counts as empty"
CONTROLS = "the name had control characters or line breaks, which were taken out"
MARKUP = "the name looks like markup; it is drawn as it is written"
LONG_NAME = f"the name is longer than {LONG} letters"
CUT = f"the name was cut at {LENGTH_LIMIT} characters"

_JOINERS = "\u200c\u200d"
_TAGS = range(0xE0020, 0xE0080)
_ODD = frozenset({"Cc", "Cf", "Cs", "Co"})
_AT = "@\uff20\ufe6b"
# Written as exports write them: Null, Nan and Na are people.
_PLACEHOLDERS = frozenset(
    ("NULL", "null", "N/A", "n/a", "#N/A", "None", "NaN", "nan", "undefined", "-", "\u2013", "\u2014", "?")
)
# Tags draw nothing but the flag of a region: a picture, three to six letters or digits ("gbeng"), and the end.
_FLAG_OR_TAG = regex.compile(
    r"(\p{Extended_Pictographic}\uFE0F?[\U000E0030-\U000E0039\U000E0061-\U000E007A]{3,6}\U000E007F)"
    r"|[\U000E0020-\U000E007F]"
)
_UNSEEN = regex.compile(r"[\p{Default_Ignorable_Code_Point}\u2800\s]*")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text as it may be drawn, and what was odd about it, in words for the team (never the text itself)."""

    text: str
    odd: tuple[str, ...] = ()


def clean_name(text: str) -> Cleaned:
    """Return a person's name fit for poster, page and letter: a clean text, empty where it is nobody's name.

    >>> clean_name("Ann"), clean_name("ann@example.com").text, clean_name("N/A").text
    (Cleaned(text='Ann', odd=()), '', '')
    """
    if _addressed(text):
        return Cleaned("", (ADDRESS,))
    name = clean(text)
    if name.text in _PLACEHOLDERS:
        return Cleaned("", (PLACEHOLDER,))
    return name


def clean(text: str) -> Cleaned:
    """Return a text fit to be drawn.

    NFC; white space and line breaks folded to single blanks; control, bidi, private and lost characters out, and tags
    that make no flag; at most 300 code points, never cut inside a grapheme. A text of which nothing is seen is empty.

    >>> clean("  Zoe\\u0308 \\x00 de\\tla\\u202eCruz ")
    Cleaned(text='Zoë de laCruz', odd=('the name had control characters or line breaks, which were taken out',))
    >>> clean("</text><b>").odd
    ('the name looks like markup; it is drawn as it is written',)
    """
    blanks = "".join(" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text))
    flagged = _FLAG_OR_TAG.sub(lambda found: found[1] or "", blanks)
    seen = "".join(sign for sign in flagged if _drawable(sign))
    folded = " ".join(unicodedata.normalize("NFC", seen).split())
    graphemes = regex.findall(r"\X", folded)
    if _UNSEEN.fullmatch(folded):
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
    if _addressed(text):
        return ""
    seen = clean(text[: limit * 8]).text
    return seen if len(seen) <= limit else seen[: limit - 1] + "…"


def _addressed(text: str) -> bool:
    return any(sign in text for sign in _AT)


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
