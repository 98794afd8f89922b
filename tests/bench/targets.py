"""What the project wants to reach, and whether it is met: a target is met where it holds at every size it names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .figures import Cell, cairosvg, chromium, lowered, thorvg

USUAL = 23
FLAGSHIP = "heart"


@dataclass(frozen=True, slots=True)
class Target:
    """One wish for one style: `limit` is the most, or the least where `least`; `at` the size it holds for (0: all)."""

    style: str
    wish: str
    of: Callable[[Cell], float | None]
    limit: float
    least: bool = False
    at: int = 0

    def holds(self, value: float) -> bool:
        """Tell whether a figure is good enough."""
        return value >= self.limit if self.least else value <= self.limit


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target beside its figures by size; `met` is None where it could not be measured."""

    target: Target
    figures: dict[int, float]
    met: bool | None


def verdicts(cells: Sequence[Cell]) -> Iterator[Verdict]:
    """Yield every target of the styles that were measured."""
    for style in dict.fromkeys(cell.style for cell in cells):
        mine = [cell for cell in cells if cell.style == style]
        for target in _targets(style):
            figures = {cell.count: figure for cell in mine if (figure := _figure(target, cell)) is not None}
            counted = [figure for count, figure in figures.items() if target.at in (0, count)]
            yield Verdict(target, figures, all(map(target.holds, counted)) if counted else None)


def _figure(target: Target, cell: Cell) -> float | None:
    return target.of(cell)


def _targets(style: str) -> Iterator[Target]:
    flagship = style == FLAGSHIP
    if flagship:
        yield Target(style, "whole set: times the floor", lambda cell: cell.times_floor(thorvg), 1.4, at=USUAL)
        yield Target(style, "whole set: times the lowered floor", lambda cell: cell.times_floor(lowered), 1.4, at=USUAL)
        yield Target(style, "all but raster and encode: ms", lambda cell: cell.unpictured, 45, at=USUAL)
        yield Target(style, "  poster's SVG: ms", lambda cell: cell.poster_drawn, 25, at=USUAL)
        yield Target(style, "  card, drawn and scaled: ms", lambda cell: cell.card_drawn, 10, at=USUAL)
        yield Target(style, "  everything else: ms", _else, 10, at=USUAL)
        yield Target(style, "card: part of the poster", lambda cell: cell.step("card") / cell.poster, 0.2, at=USUAL)
    yield Target(style, "CairoSVG: times our set", _times(cairosvg), 4 if flagship else 8, least=True)
    yield Target(style, "warm Chromium: times our set", _times(chromium), 2 if flagship else 5, least=True)
    if flagship:
        yield Target(style, "GitHubPoster: times our SVG", lambda cell: cell.times_peer, 1.5, least=True)


def _times(of: Callable[..., float]) -> Callable[[Cell], float | None]:
    return lambda cell: cell.times_faster(of) if cell.instead else None


def _else(cell: Cell) -> float:
    return cell.unpictured - cell.poster_drawn - cell.card_drawn
