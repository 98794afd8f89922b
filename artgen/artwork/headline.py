"""The one loud word: a name that shrinks, then breaks in two, then is cut; or the tag, where no name can be shown."""

from dataclasses import dataclass

from artgen.drawing.marks import Line
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import ELLIPSIS, covers, drawable, fit, pieces, width, wrap
from artgen.words.telling import Telling

WEIGHT, TRACK = 500, -0.035
_HANG = 4 / 92


@dataclass(frozen=True, slots=True)
class Headline:
    """One or two lines of one size; `beside` says that they leave the right half of the sheet free."""

    lines: tuple[str, ...]
    size: float
    beside: bool


def shows_name(name: str) -> bool:
    """Say whether a name will stand on the poster: not when it is empty, or needs a letter that the fonts lack.

    >>> shows_name("Inês"), shows_name(""), shows_name("さくら")
    (True, False, False)
    """
    return bool(drawable(name)) and covers(name)


def loud(telling: Telling) -> str:
    """Return what is set large: the name, else the tag, else the year."""
    if shows_name(telling.name):
        return drawable(telling.name)
    return drawable(telling.tag) or telling.year


def headline(text: str, size: float, narrow: float, wide: float) -> Headline:
    """Set a text in `narrow` room if it stays loud there, else across `wide` room.

    From quietest change to loudest: a little smaller, two lines, the whole width, two lines of it, cut.
    """
    if (one := _one_line(text, narrow, size, 0.65)) or (one := _two_lines(text, narrow, size, (0.65, 0.6, 0.55, 0.5))):
        return Headline(*one, beside=True)
    if (one := _one_line(text, wide, size, 0.55)) or (one := _two_lines(text, wide, size, (0.6, 0.5))):
        return Headline(*one, beside=False)
    lines = wrap(text, wide, size * 0.45, 2, WEIGHT, TRACK)
    return Headline(lines, size * 0.45, beside=False)


def set_headline(made: Headline, x: float, baseline: float, theme: Theme) -> list[Line]:
    """Return the lines of a headline, the last one on `baseline`, hung so that its stems meet the margin."""
    leading = made.size * 1.02
    last = len(made.lines) - 1
    return [
        Line(x - made.size * _HANG, baseline - (last - i) * leading, line, made.size, theme.ink, WEIGHT, track=TRACK)
        for i, line in enumerate(made.lines)
    ]


def quiet_line(
    x: float, y: float, text: str, size: float, fill: str, room: float, *, weight: int = 400, track: float = 0.0
) -> Line:
    """Return one line of running text that keeps to its room: up to a fifth smaller, then cut."""
    made = fit(text, room, size, size * 0.8, weight, track)
    return Line(x, y, made.lines[0], made.size, fill, weight, track=track)


def _one_line(text: str, room: float, size: float, least: float) -> tuple[tuple[str, ...], float] | None:
    share = min(1.0, room / max(width(text, size, WEIGHT, TRACK), 1e-9))
    return ((text,), size * share) if share >= least else None


def _two_lines(text: str, room: float, size: float, shares: tuple[float, ...]) -> tuple[tuple[str, ...], float] | None:
    for share in shares:
        if max(width(piece.rstrip(), size * share, WEIGHT, TRACK) for piece in pieces(text)) <= room:
            lines = wrap(text, room, size * share, 2, WEIGHT, TRACK)
            if not lines[-1].endswith(ELLIPSIS):
                return lines, size * share
    return None
