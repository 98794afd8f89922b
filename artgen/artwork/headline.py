"""The one loud word: a name that shrinks, then breaks in two, then is cut; or the tag, where no name can be shown."""

from dataclasses import dataclass
from itertools import pairwise

from artgen.drawing.marks import LOUD, SWISS, WARM, Line
from artgen.drawing.theme import Theme
from artgen.drawing.tongues import family, runs_to
from artgen.drawing.typeset import ELLIPSIS, LTR, covers, direction, drawable, fit, pieces, set_line, width, wrap
from artgen.words.telling import Telling


@dataclass(frozen=True, slots=True)
class Loud:
    """How a voice says its loud word: weight, and in ems tracking and how far its stems hang over the margin.

    `foot` is how deep it may reach below its baseline, in ems, before the line is lifted.
    """

    weight: int
    track: float
    hang: float
    foot: float


_LOUDNESS = {SWISS: Loud(500, -0.035, 4 / 92, 0.28), WARM: Loud(LOUD, -0.012, 0.024, 0.23)}
_BRAND = Loud(LOUD, -0.012, 0.03, 0.28)
_LEADING, _CLEAR = 1.02, 0.02


@dataclass(frozen=True, slots=True)
class Headline:
    """One or two lines of one size; `beside` says that they leave the right half of the sheet free."""

    lines: tuple[str, ...]
    size: float
    beside: bool


def shows_name(name: str) -> bool:
    """Say whether a name will stand on the poster: not when it is empty, or needs a letter that the fonts lack.

    >>> shows_name("Inês"), shows_name(""), shows_name("ᏣᎳᎩ")
    (True, False, False)
    """
    return bool(drawable(name)) and covers(name)


def loud(telling: Telling) -> str:
    """Return what is set large: the name, else the tag, else the year."""
    if shows_name(telling.name):
        return drawable(telling.name)
    return drawable(telling.tag) or telling.year


def headline(text: str, size: float, narrow: float, wide: float, voice: str = SWISS) -> Headline:
    """Set a text in `narrow` room if it stays loud there, else across `wide` room.

    From quietest change to loudest: a little smaller, two lines, the whole width, two lines of it, cut.
    """
    for room, beside, alone, broken in ((narrow, True, 0.65, (0.65, 0.6, 0.55, 0.5)), (wide, False, 0.55, (0.6, 0.5))):
        if (made := _one_line(text, room, size, alone, voice)) or (made := _two_lines(text, room, size, broken, voice)):
            return Headline(made[0], _apart(*made, voice), beside=beside)
    lines = wrap(text, wide, size * 0.45, 2, *_how(voice))
    return Headline(lines, _apart(lines, size * 0.45, voice), beside=False)


def set_headline(made: Headline, x: float, baseline: float, theme: Theme, voice: str = SWISS) -> list[Line]:
    """Return the lines of a headline, the last one on `baseline`, hung so that its stems meet the margin.

    A script with deep letters is lifted, so that none touches what stands under the line. Two lines that run against
    the sheet, as an Arabic name does on an English one, begin under each other all the same.
    """
    how, loudness = _how(voice), _loudness(voice)
    leading, last = _needed(made.lines, made.size, voice), len(made.lines) - 1
    settings = [set_line(line, made.size, *how) for line in made.lines]
    against = direction("".join(made.lines)) != (runs_to(voice) or LTR)
    widest = max((setting.width for setting in settings), default=0.0)
    below = settings[-1].below if settings else 0.0
    baseline -= max(0.0, below - loudness.foot * made.size)
    marks = []
    for i, (line, setting) in enumerate(zip(made.lines, settings, strict=True)):
        at = x - made.size * loudness.hang + (widest - setting.width if against else 0.0)
        y = baseline - (last - i) * leading
        marks.append(Line(at, y, line, made.size, theme.ink, loudness.weight, track=loudness.track, voice=voice))
    return marks


def quiet_line(
    x: float,
    y: float,
    text: str,
    size: float,
    fill: str,
    room: float,
    *,
    weight: int = 400,
    track: float = 0.0,
    voice: str = SWISS,
) -> Line:
    """Return one line of running text that keeps to its room: up to a fifth smaller, then cut."""
    made = fit(text, room, size, size * 0.8, weight, track, voice)
    return Line(x, y, made.lines[0], made.size, fill, weight, track=track, voice=voice)


def _one_line(text: str, room: float, size: float, least: float, voice: str) -> tuple[tuple[str, ...], float] | None:
    share = min(1.0, room / max(width(text, size, *_how(voice)), 1e-9))
    return ((text,), size * share) if share >= least else None


def _two_lines(
    text: str, room: float, size: float, shares: tuple[float, ...], voice: str
) -> tuple[tuple[str, ...], float] | None:
    how = _how(voice)
    for share in shares:
        if max(width(piece.rstrip(), size * share, *how) for piece in pieces(text)) <= room:
            lines = wrap(text, room, size * share, 2, *how)
            if not lines[-1].endswith(ELLIPSIS):
                return lines, size * share
    return None


def _apart(lines: tuple[str, ...], size: float, voice: str) -> float:
    """Return the size at which two lines stand no taller than at `size`, and tall marks still keep clear."""
    return size * _LEADING * size / _needed(lines, size, voice)


def _needed(lines: tuple[str, ...], size: float, voice: str) -> float:
    """Return how far apart two lines stand, so that no mark of the lower touches the upper."""
    set_ = [set_line(line, size, *_how(voice)) for line in lines]
    return max([size * _LEADING, *(upper.below + lower.above + size * _CLEAR for upper, lower in pairwise(set_))])


def _how(voice: str) -> tuple[int, float, str]:
    loudness = _loudness(voice)
    return loudness.weight, loudness.track, voice


def _loudness(voice: str) -> Loud:
    return _LOUDNESS.get(family(voice), _BRAND)
