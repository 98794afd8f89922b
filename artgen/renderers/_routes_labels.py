"""Labels: names beside their stars, on free paper alone: never on a thread, a petal, a star or another label."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import Box
from artgen.drawing.marks import Dots, Line, Mark
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import covers, cut, drawable, width
from artgen.history.columns import Place

Floats = NDArray[np.float64]
Rectangle = tuple[float, float, float, float]
_CELL = 5.0
_ASIDE = np.radians(np.array([0, 25, -25, 50, -50, 80, -80, 115, -115, 150, -150, 180]))
_OUT = np.array([0.0, 7.0, 16.0, 28.0, 44.0, 64.0])
_LEADER, _LEADER_STEP = 14.0, 5.0
_WIDEST = 11.0


@dataclass(frozen=True, slots=True)
class Label:
    """A place to be named at (x, y): `out` is the direction away from its petal in radians, `gap` the star's radius."""

    place: Place
    x: float
    y: float
    out: float
    gap: float


class Paper:
    """The paper as small cells, free or taken, and the rectangles in which `words` stand."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._taken = np.zeros((int(box.height // _CELL) + 1, int(box.width // _CELL) + 1), bool)
        self._sum: NDArray[np.int32] | None = None
        self.words: list[Rectangle] = []

    def take(self, points: Floats) -> None:
        """Take the cells under points (n, 2) and those right beside them."""
        column = np.floor((points[:, 0] - self._box.x) / _CELL).astype(int)
        row = np.floor((points[:, 1] - self._box.y) / _CELL).astype(int)
        inside = (column >= 0) & (column < self._taken.shape[1]) & (row >= 0) & (row < self._taken.shape[0])
        self._taken[row[inside], column[inside]] = True
        self._sum = None

    def take_box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Take all cells of a rectangle."""
        rows = slice(max(0, int((top - self._box.y) // _CELL)), max(0, int((bottom - self._box.y) // _CELL) + 1))
        columns = slice(max(0, int((left - self._box.x) // _CELL)), max(0, int((right - self._box.x) // _CELL) + 1))
        self._taken[rows, columns] = True
        self._sum = None

    def write(self, left: float, top: float, right: float, bottom: float) -> None:
        """Take a rectangle for words, under which nothing may lie."""
        self.take_box(left, top, right, bottom)
        self.words.append((left, top, right, bottom))

    def free(self, left: Floats, top: Floats, right: Floats, bottom: Floats) -> NDArray[np.bool_]:
        """Tell which rectangles lie inside the box and on free cells alone."""
        if self._sum is None:
            self._sum = np.zeros((self._taken.shape[0] + 1, self._taken.shape[1] + 1), np.int32)
            np.cumsum(np.cumsum(self._taken, axis=0, dtype=np.int32), axis=1, out=self._sum[1:, 1:])
        box, (rows, columns) = self._box, self._taken.shape
        inside = (left >= box.x) & (right <= box.right) & (top >= box.y) & (bottom <= box.bottom)
        c0 = np.clip(np.floor((left - box.x) / _CELL).astype(int), 0, columns)
        c1 = np.clip(np.floor((right - box.x) / _CELL).astype(int) + 1, 0, columns)
        r0 = np.clip(np.floor((top - box.y) / _CELL).astype(int), 0, rows)
        r1 = np.clip(np.floor((bottom - box.y) / _CELL).astype(int) + 1, 0, rows)
        total = self._sum
        clear: NDArray[np.bool_] = inside & (total[r1, c1] - total[r0, c1] - total[r1, c0] + total[r0, c0] == 0)
        return clear


def set_labels(
    labels: Iterable[Label], paper: Paper, theme: Theme, size: float, most: int, weight: int = 500
) -> Iterator[Mark]:
    """Yield at most `most` labels in their order, each with its code above its name where there is room for both.

    One that finds no free paper near its star is left out, and so is one that can't be drawn in the fonts.
    """
    left = most
    for label in labels:
        if left <= 0:
            return
        for lines in _texts(label.place, size):
            made = _set(label, lines, paper, theme, size, weight)
            if made:
                yield from made
                left -= 1
                break


def _texts(place: Place, size: float) -> list[tuple[str, ...]]:
    """Return what a label may say, the fullest first."""
    name = cut(place.name, _WIDEST * size, 0.9 * size) if covers(place.name) else ""
    code = cut(place.code, _WIDEST * size, size, 600) if covers(place.code) else ""
    if place.code == place.name:
        return [(code,)] if drawable(code) else []
    return [lines for lines in ((code, name), (code,)) if all(drawable(line) for line in lines)]


def _set(label: Label, lines: tuple[str, ...], paper: Paper, theme: Theme, size: float, weight: int) -> list[Mark]:
    sizes = [size, 0.9 * size][: len(lines)]
    weights = [weight if label.place.code == label.place.name else 600, 400][: len(lines)]
    wide = max(width(*line, voice=theme.voice) for line in zip(lines, sizes, weights, strict=True)) + 4
    high = 1.02 * sum(sizes) + 2
    turn = (label.out + _ASIDE)[:, None] + 0 * _OUT[None, :]
    far = label.gap + 5 + _OUT[None, :] + 0 * _ASIDE[:, None]
    sin, cos = np.sin(turn), -np.cos(turn)
    x = label.x + sin * far + np.sign(np.round(sin, 1)) * 0.5 * wide * np.minimum(1, np.abs(sin) * 2.2)
    y = label.y + cos * (far + 0.5 * high)
    clear = paper.free(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    cost = np.abs(_ASIDE)[:, None] * 9 + _OUT[None, :] * 0.9 + np.where(clear, 0, 1e6)
    order = np.argsort(cost, axis=None, kind="stable")
    for spot in order.tolist():
        a, o = divmod(spot, len(_OUT))
        if not clear[a, o]:
            return []
        leader = _leader(label, float(sin[a, 0]), float(cos[a, 0]), float(_OUT[o]))
        if len(leader) and not _unbroken(paper, leader):
            continue
        return _marks(label, lines, sizes, weights, (float(x[a, o]), float(y[a, o]), wide, high), leader, paper, theme)
    return []


def _leader(label: Label, sin: float, cos: float, out: float) -> Floats:
    if out < _LEADER:
        return np.zeros((0, 2))
    far = np.arange(label.gap + 4, label.gap + out + 1, _LEADER_STEP)
    return np.stack([label.x + sin * far, label.y + cos * far], axis=-1)


def _unbroken(paper: Paper, leader: Floats) -> bool:
    beyond = leader[1:]
    return bool(paper.free(beyond[:, 0], beyond[:, 1], beyond[:, 0], beyond[:, 1]).all())


def _marks(
    label: Label,
    lines: tuple[str, ...],
    sizes: list[float],
    weights: list[int],
    spot: tuple[float, float, float, float],
    leader: Floats,
    paper: Paper,
    theme: Theme,
) -> list[Mark]:
    x, y, wide, high = spot
    paper.write(x - wide / 2 - 3, y - high / 2 - 2, x + wide / 2 + 3, y + high / 2 + 2)
    right, left = x - wide / 2 > label.x - 6, x + wide / 2 < label.x + 6
    anchor = "start" if right else "end" if left else "middle"
    at = x - wide / 2 + 2 if right else x + wide / 2 - 2 if left else x
    made: list[Mark] = []
    if len(leader):
        paper.take(leader)
        made.append(Dots(leader, theme.muted, 1.5))
    baseline = y - high / 2
    for text, size, weight in zip(lines, sizes, weights, strict=True):
        baseline += 1.02 * size
        fill = theme.ink if weight != 400 else theme.muted
        made.append(Line(at, baseline - 0.2 * size, text, round(size, 2), fill, weight, anchor, voice=theme.voice))
    return made
