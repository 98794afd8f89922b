"""Coordinates as characters: the only place where numbers become SVG text; whole tenths of a user unit, and -0 is 0."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise, product
from operator import sub
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from artgen.errors import StyleError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Places = NDArray[np.int32]
FURTHEST = 100_000.0
_NEXT, _BETWEEN = "p", '"/><path d="m'
_LETTERS = [*map("".join, product(("", "h0", "z", "h0z"), ("", "\n"), ("", "m", _NEXT))), "q", "t", "l"]
"""What may stand before two numbers: how the run before ends, then the text, and how the next begins; or a command."""
_Q, _T, _L = map(_LETTERS.index, "qtl")
_KEPT = 16_384
_SPAN = 2 * _KEPT + 1
_NOTHING = 2 * _SPAN
"""The numbers of `_characters`: -KEPT..KEPT with a space where needed, the same without, then no text, then letters."""
SMOOTH, LOOP, JOINS, CLOSES, APART = 1, 2, 4, 8, 16


def number(value: float, places: int = 0) -> str:
    """Write a number with at most `places` decimals and nothing that could be left out.

    >>> number(-0.2), number(0.88, 2), number(-0.5, 2), number(12.30, 2)
    ('0', '.88', '-.5', '12.3')
    """
    if not places:
        return str(round(value))
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    text = text.removeprefix("0") or "0"
    return text if text == "0" else sign + text


class Path(NamedTuple):
    """Runs over blocks of points (m, 2) in user units that lie one after the other.

    Run i is a curve over `sizes[i]` points (one point is a dot), and `kinds[i]` the sum of SMOOTH (else straight),
    LOOP (a smooth ring), JOINS (goes on where the run before ended), CLOSES (ends an outline) and APART (begins an
    element of its own). `parts` says how many runs make one text; they all make one where it is empty.
    """

    blocks: Sequence[Floats]
    sizes: Sequence[int]
    kinds: Sequence[int]
    parts: Sequence[int] = ()


class Traced(NamedTuple):
    """A path as text, in tenths and relative, and its extent in user units (control points included)."""

    d: str
    left: float
    top: float
    right: float
    bottom: float


def curves(
    points: Floats, starts: Sequence[int], *, smooth: bool = True, apart: bool = False, firsts: Sequence[int] = ()
) -> Path:
    """Return open curves, smooth or straight from sample to sample, each beginning at one of `starts`.

    They are one text, or several: one from each of the curves `firsts` on.
    """
    sizes = list(map(sub, [*starts[1:], len(points)], starts))
    parts = list(map(sub, [*firsts[1:], len(starts)], firsts))
    return Path((points,), sizes, [SMOOTH * smooth + APART * apart] * len(sizes), parts)


def dots(points: Floats) -> Path:
    """Return one dot at each point."""
    return Path((points,), [1] * len(points), [0] * len(points))


def outline(points: Floats, *, smooth: bool = True, corners: Sequence[int] = ()) -> Path:
    """Return a closed outline: straight-edged, smooth all round, or smooth between `corners` (increasing indexes)."""
    if not smooth:
        return Path((points,), [len(points)], [CLOSES])
    if not corners:
        return Path((points[-1:], points, points[:1]), [len(points) + 2], [SMOOTH + LOOP + CLOSES])
    blocks = [points[a : b + 1] for a, b in pairwise(corners)]
    blocks.append(np.concatenate([points[corners[-1] :], points[: corners[0] + 1]]))
    if len(blocks) > 1 and len(blocks[-1]) == 2:
        blocks.pop()
    kinds = [SMOOTH + JOINS * (i > 0) for i in range(len(blocks))]
    kinds[-1] += CLOSES
    return Path(blocks, [len(block) for block in blocks], kinds)


def outlines(points: Floats, starts: Sequence[int], *, smooth: bool = True) -> Path:
    """Return several closed outlines, smooth all round or straight-edged, each beginning at one of `starts`."""
    runs = [points[int(a) : int(b)] for a, b in pairwise([*starts, len(points)])]
    if not smooth:
        return Path((points,), [len(run) for run in runs], [CLOSES] * len(runs))
    blocks = [block for run in runs for block in (run[-1:], run, run[:1])]
    return Path(blocks, [len(run) + 2 for run in runs], [SMOOTH + LOOP + CLOSES] * len(runs))


def trace(paths: Iterable[Path]) -> list[Traced]:
    """Write every path of a sheet in one pass; return its texts one after the other.

    A smooth run is a uniform quadratic B-spline: it starts on its first sample, ends on its last, takes those
    between as control points and passes the middle of each pair. Samples are rounded to even tenths, so that the
    middles are whole numbers and each control point is exactly the mirror of the one before: SVG's `t` then draws
    the spline from its middles alone.

    >>> trace([curves(np.array([[0, 0], [1, 0], [2, 1], [3, 1]]), [0])])[0].d
    'm0 0q10 0 15 5t15 5'
    """
    paths = list(paths)
    if not paths:
        return []
    blocks = [block for path in paths for block in path.blocks]
    for block in blocks:
        _refuse_flat(block)
    across = np.empty((2, sum(map(len, blocks))))
    np.concatenate([block.T for block in blocks], axis=1, out=across)
    size = np.fromiter(chain.from_iterable([path.sizes for path in paths]), np.int64)
    kind = np.fromiter(chain.from_iterable([path.kinds for path in paths]), np.int64)
    counts = np.fromiter(chain.from_iterable([path.parts or (len(path.sizes),) for path in paths]), np.int64)
    if counts.min() < 1 or (size < 1).any() or size.sum() != across.shape[1]:
        raise StyleError("every curve needs at least one point, and curves must start in increasing order")
    begins = (np.cumsum(size) - size)[np.cumsum(counts) - counts]
    low, high = np.minimum.reduceat(across, begins, axis=1), np.maximum.reduceat(across, begins, axis=1)
    _refuse_far(low)
    _refuse_far(high)
    texts = _texts(across, size, kind, counts)
    return list(map(Traced._make, zip(texts, *low.tolist(), *high.tolist(), strict=True)))


def pairs(points: Floats) -> str:
    """Return points (m, 2) as an attribute holds them, in tenths.

    >>> pairs(np.array([[-0.01, 2.0], [3.14, 0.25]]))
    '0,20 31,2'
    """
    _refuse_flat(points)
    flat = points.ravel().tolist()
    if not (min(flat) >= -FURTHEST and max(flat) <= FURTHEST and sum(flat) == sum(flat)):  # NaN equals nothing
        raise StyleError(_WRONG)
    return _gaps(len(points)) % tuple([round(10 * value) for value in flat])


@lru_cache(maxsize=64)
def _gaps(count: int) -> str:
    return " ".join(["%d,%d"] * count)


_WRONG = f"points must be (m, 2) finite numbers within {FURTHEST:,.0f} units of the sheet"


def _refuse_flat(samples: Floats) -> None:
    if samples.ndim != 2 or samples.shape[1] != 2:
        raise StyleError(_WRONG)


def _refuse_far(places: Floats) -> None:
    if not bool((np.abs(places) <= FURTHEST).all()):
        raise StyleError(_WRONG)


def _texts(samples: Floats, size: Ints, kind: Ints, counts: Ints) -> list[str]:
    """Return the texts of runs of samples (2, m), all x, then all y: numpy walks long rows, not a million pairs.

    Each sample becomes a row of three words: a letter or nothing, x, y. A curve's second row is its one control point
    that is written, and each row after it the middle of its sample and the one before, or its last sample.
    """
    smooth, loop, joins, closes, apart = (kind & bit > 0 for bit in (SMOOTH, LOOP, JOINS, CLOSES, APART))
    ends = np.cumsum(size)
    first = ends - size
    curved, begins = smooth & (size > 2), np.zeros(len(size), bool)
    begins[np.cumsum(counts) - counts] = True
    pens = _pens(samples, size, first, curved, loop)
    step = np.empty((2, len(pens[0]) + 1), np.int32)
    np.subtract(pens[:, 1:], pens[:, :-1], out=step[:, 1:-1])
    bent, fresh = first[curved], first[begins | apart]
    ended = np.flatnonzero(closes[:-1] & ~(begins | apart)[1:])  # a closed outline ends where it began
    for way, pen in zip(step, pens, strict=True):
        way[bent + 2] = pen.take(bent + 2) - pen.take(bent)
        way[fresh] = pen.take(fresh)
        way[first[ended + 1]] = pen.take(first[ended + 1]) - pen.take(first[ended])
    letters = np.zeros(step.shape[1], np.int32)
    letters[first[size > 1] + 1] = np.where(curved, _Q, _L)[size > 1]
    letters[first[curved & (size > 3)] + 3] = _T
    tails = np.append(0, (size == 1) + 2 * closes)
    letters[np.append(first, ends[-1])] = (
        6 * tails + 3 * np.append(begins & (first > 0), True) + np.append(np.where(joins, 0, 1 + apart * ~begins), 0)
    )
    return _written(letters, step, first[joins])


def _pens(samples: Floats, size: Ints, first: Ints, curved: NDArray[np.bool_], loop: NDArray[np.bool_]) -> Places:
    """Return samples in whole tenths, those of curves even, and of curves what their rows hold."""
    whole = np.rint(samples * np.where(curved, 5.0, 10.0).repeat(size)).astype(np.int32)
    whole *= np.where(curved, 2, 1).astype(np.int32).repeat(size)
    pens = np.empty_like(whole)
    pens[:, 0] = whole[:, 0]
    np.add(whole[:, :-1], whole[:, 1:], out=pens[:, 1:])
    pens[:, 1:] >>= 1
    bent, rings = first[curved], first[curved & loop]
    open_ = first[curved & ~loop]
    as_they_are = [bent + 1, open_, open_ + size[curved & ~loop] - 1]
    if len(bent) < len(size):
        as_they_are.append(np.flatnonzero((~curved).repeat(size)))
    kept = np.concatenate(as_they_are)
    for pen, place in zip(pens, whole, strict=True):
        pen[kept] = place.take(kept)
        pen[rings] = (place.take(rings) + place.take(rings + 1)) >> 1
    return pens


def _written(letters: Places, step: Places, joined: Ints) -> list[str]:
    """Return the texts of rows of a letter and two numbers; rows `joined` go on where the run before ended."""
    step += _KEPT
    step[:, -1] = _KEPT
    far = np.argwhere(step.view(np.uint32) >= _SPAN)
    values = [int(step[axis, row]) - _KEPT for axis, row in far.tolist()]
    step[far[:, 0], far[:, 1]] = _KEPT
    step[0, letters > 0] += _SPAN
    rows = np.empty((step.shape[1], 3), np.int32)
    rows[:, 0], rows[:, 1], rows[:, 2] = letters + _NOTHING, *step
    rows[joined, 1:] = rows[-1, 1:] = _NOTHING
    said = rows.ravel()
    shown = said != _NOTHING
    words = _characters().take(said[shown])
    for (axis, row), value in zip(far.tolist(), values, strict=True):
        spaced = value >= 0 and not (axis == 0 and letters[row])
        words[np.count_nonzero(shown[: 3 * row + 1 + axis])] = _eights([f" {value}" if spaced else str(value)])[0]
    text: str = words.tobytes().translate(None, b"\0").decode("ascii")
    return text.replace(_NEXT, _BETWEEN).split("\n")[:-1]


@lru_cache(maxsize=1)
def _characters() -> NDArray[np.uint64]:
    """Return all words that are kept, 8 bytes each: to look numbers up takes a tenth of the time of formatting them."""
    below = [str(value) for value in range(-_KEPT, 0)]
    above = [str(value) for value in range(_KEPT + 1)]
    return _eights([*below, *(f" {text}" for text in above), *below, *above, *_LETTERS])


def _eights(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return words of at most 8 characters as 8 bytes each, filled up with what no text holds."""
    return np.array(words, "S8").view(np.uint64)
