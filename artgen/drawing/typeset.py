"""Text set in type: measured, fitted, cut only between graphemes, and never an empty box.

Letters that no face has are left out of a line; `covers` says beforehand whether any would be. Every function takes
the `voice` that a text is set in; `speaking` gives a voice that speaks a language.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from artgen.drawing.direction import LTR, RTL, direction
from artgen.drawing.faces import Face, Glyph, face
from artgen.drawing.families import european
from artgen.drawing.graphemes import breakable, graphemes
from artgen.drawing.marks import SWISS
from artgen.drawing.runs import Run, is_drawn, runs
from artgen.drawing.tongues import family, speaking

__all__ = ["ELLIPSIS", "LTR", "RTL", "balanced", "covers", "cut", "direction", "drawable", "fit", "graphemes", "pieces"]
__all__ += ["Fitted", "Setting", "set_line", "speaking", "width", "wrap"]

ELLIPSIS = "…"
ABOVE, BELOW = 1.12, 0.42
"""How far ink may go above and below a baseline, in ems; a run that goes further is set smaller."""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A run on its line: `x` from the line's start in user units; glyphs in the face's, `scale` user units each."""

    face: Face
    glyphs: tuple[Glyph, ...]
    x: float
    scale: float


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of type, from left to right, in user units: its ink goes `above` and `below` the baseline (positive).

    `ascent` and `descent` are those of the voice's face, or of the ink where that goes further.
    """

    runs: tuple[Placed, ...]
    width: float
    ascent: float
    descent: float
    above: float
    below: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """The lines that a text became, and the size at which each of them fits."""

    lines: tuple[str, ...]
    size: float


def covers(text: str) -> bool:
    """Say whether every grapheme of a text can be drawn.

    >>> covers("Łucja"), covers("محمد"), covers("ᏣᎳᎩ")
    (True, True, False)
    """
    return all(is_drawn(grapheme) for grapheme in graphemes(text))


@lru_cache(maxsize=2048)
def drawable(text: str) -> str:
    """Return a text without the graphemes that can't be drawn, blanks made single."""
    return " ".join("".join(g for g in graphemes(text) if is_drawn(g)).split())


@lru_cache(maxsize=2048)
def set_line(text: str, size: float, weight: int = 400, track: float = 0.0, voice: str = SWISS) -> Setting:
    """Set one line; `track` is the extra space between letters in ems, where they are not joined."""
    lead = face(european(weight, family(voice))[0])
    placed, x, above, below = [], 0.0, 0.0, 0.0
    for run in runs(drawable(text), weight, voice):
        made, advance = _placed(run, x, size, track)
        placed.append(made)
        x += advance
        above, below = max(above, run.shaped.above * made.scale), max(below, run.shaped.below * made.scale)
    ascent, descent = max(above, lead.ascent * size), max(below, lead.descent * size)
    return Setting(tuple(placed), x, ascent, descent, above, below)


def _placed(run: Run, x: float, size: float, track: float) -> tuple[Placed, float]:
    """Place a run at `x`, no taller than a line is; return it and its advance."""
    used, shaped = face(run.font), run.shaped
    scale = size * run.font.grown / used.units_per_em
    tallest = max(shaped.above * scale / (ABOVE * size), shaped.below * scale / (BELOW * size))
    if tallest > 1:
        scale /= tallest
    gap = track * used.units_per_em if run.font.tracked else 0.0
    glyphs = shaped.glyphs
    if gap:
        glyphs = tuple(Glyph(g.number, round(g.x + g.slot * gap), g.y, g.slot) for g in glyphs)
    gaps = glyphs[-1].slot if glyphs else 0
    return Placed(used, glyphs, x, scale), (shaped.advance + gap * gaps) * scale


def width(text: str, size: float, weight: int = 400, track: float = 0.0, voice: str = SWISS) -> float:
    """Return the advance of a line in user units."""
    return set_line(text, size, weight, track, voice).width


@lru_cache(maxsize=2048)
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


@lru_cache(maxsize=2048)
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


@lru_cache(maxsize=2048)
def balanced(text: str, room: float, size: float, most: int, track: float = 0.0, voice: str = SWISS) -> tuple[str, ...]:
    """Break a text as `wrap` does, in the narrowest room that needs no more lines: they come out about equal."""
    lines = wrap(text, room, size, most, track=track, voice=voice)
    longest = max((width(piece.rstrip(), size, track=track, voice=voice) for piece in pieces(text)), default=0)
    for share in (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        narrower = wrap(text, room * share, size, most, track=track, voice=voice)
        if longest <= room * share and len(narrower) == len(lines) and _is_cut(narrower) == _is_cut(lines):
            return narrower
    return lines


@lru_cache(maxsize=2048)
def pieces(text: str) -> tuple[str, ...]:
    """Split a text where a line may end, nothing lost.

    >>> pieces("Anne-Marie Louise")
    ('Anne-', 'Marie ', 'Louise')
    """
    return breakable(drawable(text))


def _how_many(parts: Sequence[str], room: float, size: float, weight: int, track: float, voice: str) -> int:
    """Return how many of the parts fit in a line."""

    def end(count: int) -> float:
        return width("".join(parts[: count + 1]), size, weight, track, voice)

    return bisect_right(range(len(parts)), room, key=end)


def _is_cut(lines: tuple[str, ...]) -> bool:
    return bool(lines) and lines[-1].endswith(ELLIPSIS)


def _shortened(parts: tuple[str, ...], count: int) -> str:
    return "".join(parts[:count]).rstrip(" -–—,.") + ELLIPSIS
