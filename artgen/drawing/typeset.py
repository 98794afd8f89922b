"""Text set in type: measured, fitted, cut only between graphemes, and never an empty box.

Characters that the shipped fonts lack are left out of a line; `covers` says beforehand whether any would be.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from artgen.drawing.faces import MISSING, Glyph, face, file_of, shape
from artgen.drawing.marks import SWISS

ELLIPSIS = "…"
_BREAK = regex.compile(r"(?<=[ \-–/])")
_GRAPHEME = regex.compile(r"\X")
_JOINERS = "\u200c\u200d"
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of type in user units; glyphs are in units of `face`, `scale` user units each, tracking included."""

    face: str
    glyphs: tuple[Glyph, ...]
    scale: float
    width: float
    ascent: float
    descent: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """The lines that a text became, and the size at which each of them fits."""

    lines: tuple[str, ...]
    size: float


@lru_cache(maxsize=8192)
def graphemes(text: str) -> tuple[str, ...]:
    """Split a text into what people see as characters, controls and formatting left out.

    >>> graphemes("Zo\\u0308e\\x00")
    ('Z', 'ö', 'e')
    """
    plain = "".join(_plain(character) for character in unicodedata.normalize("NFC", text))
    return tuple(_GRAPHEME.findall(plain))


def covers(text: str) -> bool:
    """Say whether every grapheme of a text can be drawn.

    >>> covers("Łucja"), covers("Ελένη"), covers("さくら")
    (True, True, False)
    """
    return all(_is_drawn(grapheme) for grapheme in graphemes(text))


@lru_cache(maxsize=8192)
def drawable(text: str) -> str:
    """Return a text without the graphemes that can't be drawn, blanks made single."""
    return " ".join("".join(g for g in graphemes(text) if _is_drawn(g)).split())


@lru_cache(maxsize=8192)
def set_line(text: str, size: float, weight: int = 400, track: float = 0.0, voice: str = SWISS) -> Setting:
    """Set one line; `track` is the extra space between glyphs in ems."""
    name = file_of(weight, voice)
    shaped = shape(drawable(text), name)
    if any(glyph.number == MISSING for glyph in shaped.glyphs):
        name = file_of(weight, SWISS)
        shaped = shape(drawable(text), name)
    used = face(name)
    gap = track * used.units_per_em
    scale = size / used.units_per_em
    glyphs = tuple(Glyph(g.number, round(g.x + i * gap), g.y) for i, g in enumerate(shaped.glyphs))
    width = (shaped.advance + gap * max(0, len(glyphs) - 1)) * scale
    return Setting(name, glyphs, scale, width, used.ascent * size, used.descent * size)


def width(text: str, size: float, weight: int = 400, track: float = 0.0, voice: str = SWISS) -> float:
    """Return the advance of a line in user units."""
    return set_line(text, size, weight, track, voice).width


def cut(text: str, room: float, size: float, weight: int = 400, track: float = 0.0, voice: str = SWISS) -> str:
    """Return a text, or its beginning and an ellipsis, that is no wider than `room`; empty where not even that fits."""
    text = drawable(text)
    if width(text, size, weight, track, voice) <= room:
        return text
    parts = graphemes(text)
    fewest, most = 0, len(parts)
    while fewest < most:
        middle = (fewest + most + 1) // 2
        fits = width(_shortened(parts, middle), size, weight, track, voice) <= room
        fewest, most = (middle, most) if fits else (fewest, middle - 1)
    return _shortened(parts, fewest) if fewest else ""


def fit(
    text: str, room: float, size: float, least: float, weight: int = 400, track: float = 0.0, voice: str = SWISS
) -> Fitted:
    """Shrink a line until it fits, down to `least`, then cut it."""
    text = drawable(text)
    needed = width(text, size, weight, track, voice)
    smaller = size if needed <= room else size * room / needed
    if smaller >= least:
        return Fitted((text,), smaller)
    return Fitted((cut(text, room, least, weight, track, voice),), least)


def wrap(
    text: str, room: float, size: float, most: int, weight: int = 400, track: float = 0.0, voice: str = SWISS
) -> tuple[str, ...]:
    """Break a text into at most `most` lines: after blanks and hyphens, in a word where it must, the last one cut."""
    rest = list(pieces(text))
    lines: list[str] = []
    while rest and len(lines) < most:
        if len(lines) == most - 1:
            lines.append(cut("".join(rest), room, size, weight, track, voice))
            break
        count = _how_many(rest, room, size, weight, track, voice)
        if count == 0:
            letters = graphemes(rest[0])
            fitting = max(1, _how_many(letters, room, size, weight, track, voice))
            rest[:1] = ["".join(letters[:fitting]), "".join(letters[fitting:])]
            count = 1
        lines.append("".join(rest[:count]).rstrip())
        del rest[:count]
    return tuple(lines)


def balanced(text: str, room: float, size: float, most: int, track: float = 0.0, voice: str = SWISS) -> tuple[str, ...]:
    """Break a text as `wrap` does, in the narrowest room that needs no more lines: they come out about equal."""
    lines = wrap(text, room, size, most, track=track, voice=voice)
    longest = max((width(piece.rstrip(), size, track=track, voice=voice) for piece in pieces(text)), default=0)
    for share in (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        narrower = wrap(text, room * share, size, most, track=track, voice=voice)
        if longest <= room * share and len(narrower) == len(lines) and _is_cut(narrower) == _is_cut(lines):
            return narrower
    return lines


def pieces(text: str) -> tuple[str, ...]:
    """Split a text where a line may end, nothing lost.

    >>> pieces("Anne-Marie Louise")
    ('Anne-', 'Marie ', 'Louise')
    """
    return tuple(piece for piece in _BREAK.split(drawable(text)) if piece)


def _how_many(parts: Sequence[str], room: float, size: float, weight: int, track: float, voice: str) -> int:
    count = 0
    while count < len(parts) and width("".join(parts[: count + 1]), size, weight, track, voice) <= room:
        count += 1
    return count


def _is_cut(lines: tuple[str, ...]) -> bool:
    return bool(lines) and lines[-1].endswith(ELLIPSIS)


def _shortened(parts: tuple[str, ...], count: int) -> str:
    return "".join(parts[:count]).rstrip(" -–—,.") + ELLIPSIS


def _plain(character: str) -> str:
    if character in _JOINERS:
        return character
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _HIDDEN else character


@lru_cache(maxsize=8192)
def _is_drawn(grapheme: str) -> bool:
    return all(glyph.number != MISSING for glyph in shape(grapheme, file_of(400, SWISS)).glyphs)
