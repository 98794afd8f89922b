"""Runs: a line of text taken apart where face or direction change, in the order in which they are seen.

No grapheme is ever split between two faces, and a word of European letters stands in one face where one has them all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import regex

from artgen.drawing.direction import LTR, RTL, direction, levels, reordered
from artgen.drawing.faces import MISSING, Font, Shaped, face, letters, shape
from artgen.drawing.families import emoji, european, others
from artgen.drawing.graphemes import graphemes
from artgen.drawing.marks import SWISS
from artgen.drawing.tongues import family, han, runs_to

_UNSEEN = regex.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f]")
_EMOJI = regex.compile("\\p{Emoji_Presentation}|\\p{Emoji}\ufe0f")
_TO_THE_RIGHT = regex.compile("[\u0000-\u058f\u1e00-\u1fff\u2010-\u214f]*")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one font and one direction, shaped."""

    font: Font
    shaped: Shaped


@lru_cache(maxsize=2048)
def runs(text: str, weight: int, voice: str) -> tuple[Run, ...]:
    """Take a drawable text apart into runs, from left to right."""
    faces = european(weight, family(voice))
    if _TO_THE_RIGHT.fullmatch(text) and runs_to(voice) != RTL:
        for font in faces:
            shaped = shape(text, face(font))
            if all(glyph.number != MISSING for glyph in shaped.glyphs):
                return (Run(font, shaped),)
    parts = graphemes(text)
    base = runs_to(voice) or direction(text)
    heights = levels(text, base)
    fonts = fonts_of(parts, weight, voice)
    at, pieces = 0, []
    for part, chosen in zip(parts, fonts, strict=True):
        if chosen is not None:
            pieces.append((part, chosen, heights[at]))
        at += len(part)
    joined = [(*key, "".join(part for part, _, _ in same)) for key, same in groupby(pieces, key=lambda p: p[1:])]
    order = reordered([height for _, height, _ in joined])
    seen = [joined[i] for i in order]
    return tuple(Run(font, shape(piece, face(font), RTL if height % 2 else LTR)) for font, height, piece in seen)


@lru_cache(maxsize=8192)
def is_drawn(grapheme: str) -> bool:
    """Say whether some face has all letters of a grapheme."""
    found = fonts_of((grapheme,), 400, SWISS)[0]
    if found is None:
        return False
    return all(glyph.number != MISSING for glyph in shape(grapheme, face(found), direction(grapheme)).glyphs)


def fonts_of(parts: tuple[str, ...], weight: int, voice: str) -> list[Font | None]:
    """Choose the face of each grapheme: the voice's own where it has all European letters of the text, and so on."""
    alphabets = european(weight, family(voice))
    own = _widest(alphabets, parts)
    further = others(weight, family(voice), han("".join(parts), voice))
    pictures = emoji(weight, family(voice))
    made: list[Font | None] = []
    for part in parts:
        before = made[-1] if made else None
        if part == " " and before is not None and _has(before, part):
            made.append(before)
        else:
            order = (*pictures, own, *alphabets) if _EMOJI.match(part) else (own, *alphabets, *further)
            made.append(next((font for font in order if _has(font, part)), None))
    return made


def _widest(alphabets: tuple[Font, ...], parts: Iterable[str]) -> Font:
    """Return the first face that has most of the letters that any of them has."""
    known = [part for part in parts if any(_has(font, part) for font in alphabets)]
    return max(alphabets, key=lambda font: sum(_has(font, part) for part in known))


@lru_cache(maxsize=16384)
def _has(font: Font, grapheme: str) -> bool:
    there = letters(font.file, font.index)
    return all(ord(character) in there for character in _UNSEEN.sub("", grapheme))
