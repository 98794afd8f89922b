"""Graphemes: what people see as characters, and where a line may end between them."""

import unicodedata
from functools import lru_cache

import regex

_GRAPHEME = regex.compile(r"\X")
_KEPT = regex.compile("[\u200c\u200d\U000e0020-\U000e007f]+")
_SIMPLE = regex.compile("[ -~\u00a1-\u00ac\u00ae-\u017f\u2010-\u2027]*")
"""Letters that are never joined with others nor left out: most lines hold nothing else."""
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_MOST_MARKS = regex.compile(r"([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+")
_WIDE = r"\p{Han}\p{Hiragana}\p{Katakana}ー々〆〇"
_NOT_FIRST = r"、。，．・：；？！ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ）］｝」』】〕〉》\)\]…"
_NOT_LAST = r"（［｛「『【〔〈《\(\["
_BREAK = regex.compile(
    rf"(?<=[ \-–/])|(?<=[{_WIDE}、。，．・：；？！）］」』】〕〉》])(?=[{_WIDE}{_NOT_LAST}])(?![{_NOT_FIRST}])"
)


@lru_cache(maxsize=2048)
def graphemes(text: str) -> tuple[str, ...]:
    """Split a text into what people see as characters; controls, formatting and a fifth mark on a letter left out.

    >>> graphemes("Zo\\u0308e\\x00")
    ('Z', 'ö', 'e')
    """
    if _SIMPLE.fullmatch(text):
        return tuple(text)
    plain = "".join(map(_plain, unicodedata.normalize("NFC", text)))
    found = _GRAPHEME.findall(_MOST_MARKS.sub(r"\1", plain))
    return tuple(grapheme for grapheme in found if not _KEPT.fullmatch(grapheme))


def breakable(text: str) -> tuple[str, ...]:
    """Split a text after blanks and hyphens, and between Chinese and Japanese characters; nothing is lost.

    >>> breakable("Anne-Marie Louise"), breakable("東京へ。")
    (('Anne-', 'Marie ', 'Louise'), ('東', '京', 'へ。'))
    """
    return tuple(piece for piece in _BREAK.split(text) if piece)


def _plain(character: str) -> str:
    if _KEPT.match(character):
        return character
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _HIDDEN else character
