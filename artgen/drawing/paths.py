"""Coordinates as characters: the only place where numbers become SVG text; whole tenths of a user unit, and -0 is 0."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from operator import sub
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from artgen.errors import StyleError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tokens = NDArray[np.int32]
FURTHEST = 100_000.0
_NEXT, _BETWEEN = "p", '"/><path d="m'
_LETTERS = ("m", "q", "t", "l", "h0", "z", "\n", _NEXT)
_M, _Q, _T, _L, _H0, _Z, _END, _APART = range(2**30, 2**30 + len(_LETTERS))
_KEPT = 16_384
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
    samples = np.concatenate([block for path in paths for block in path.blocks])
    _refuse_flat(samples)
    across = np.ascontiguousarray(samples.T, float)
    size = np.fromiter(chain.from_iterable([path.sizes for path in paths]), np.int64)
    kind = np.fromiter(chain.from_iterable([path.kinds for path in paths]), np.int64)
    counts = np.fromiter(chain.from_iterable([path.parts or (len(path.sizes),) for path in paths]), np.int64)
    if counts.min() < 1 or (size < 1).any() or size.sum() != len(samples):
        raise StyleError("every curve needs at least one point, and curves must start in increasing order")
    begins = (np.cumsum(size) - size)[np.cumsum(counts) - counts]
    low, high = np.minimum.reduceat(across, begins, axis=1), np.maximum.reduceat(across, begins, axis=1)
    _refuse_far(low)
    _refuse_far(high)
    texts = _text(_tokens(across, size, kind, counts))
    return list(map(Traced._make, zip(texts, *low.tolist(), *high.tolist(), strict=True)))


def pairs(points: Floats) -> str:
    """Return points (m, 2) as an attribute holds them, in tenths.

    >>> pairs(np.array([[-0.01, 2.0], [3.14, 0.25]]))
    '0,20 31,2'
    """
    _refuse_flat(points)
    _refuse_far(points)
    return " ".join([f"{round(10 * x)},{round(10 * y)}" for x, y in points.tolist()])


_WRONG = f"points must be (m, 2) finite numbers within {FURTHEST:,.0f} units of the sheet"


def _refuse_flat(samples: Floats) -> None:
    if samples.ndim != 2 or samples.shape[1] != 2:
        raise StyleError(_WRONG)


def _refuse_far(places: Floats) -> None:
    if not bool((np.abs(places) <= FURTHEST).all()):
        raise StyleError(_WRONG)


def _tokens(samples: Floats, size: Ints, kind: Ints, counts: Ints) -> Tokens:
    """Return coordinates and commands (numbers above any coordinate) in writing order, an _END after each path.

    `samples` (2, m) are all x, then all y: numpy walks long rows, not a million pairs.
    """
    smooth, loop, joins, closes, apart = (kind & bit > 0 for bit in (SMOOTH, LOOP, JOINS, CLOSES, APART))
    last = np.cumsum(size) - 1
    first = last - size + 1
    curved = smooth & (size > 2)
    bends = np.repeat(curved, size)
    whole = np.rint(samples * np.where(bends, 5.0, 10.0)).astype(np.int32)
    np.add(whole, whole, out=whole, where=bends)
    pens = whole.copy()
    np.right_shift(whole[:, :-1] + whole[:, 1:], 1, out=pens[:, :-1], where=bends[:-1])
    ends = np.concatenate([first[~loop], last[~loop]])
    pens[:, ends] = whole[:, ends]
    rounded = curved & ~loop
    kept = np.ones(len(bends), bool)
    kept[last[loop]] = False
    kept[last[rounded] - 1] = False

    drawn = size - loop - rounded
    final = np.cumsum(drawn) - 1
    begin = final - drawn + 1
    starting = np.cumsum(counts) - counts
    pen = pens.compress(kept, axis=1)
    step = np.empty_like(pen)
    np.subtract(pen[:, 1:], pen[:, :-1], out=step[:, 1:])
    apart[starting] = False
    fresh = begin[np.concatenate([starting, np.flatnonzero(apart)])]
    step[:, fresh] = pen[:, fresh]
    inner = np.ones(len(size), bool)
    inner[starting] = False
    again = np.flatnonzero(closes[:-1] & inner[1:]) + 1
    step[:, begin[again]] = pen[:, begin[again]] - pen[:, begin[again - 1]]  # a closed outline ends where it began

    words = np.full(pen.shape[1], 2)
    words[begin] = np.where(joins, 0, 3)
    long, bent = np.flatnonzero(drawn > 1), np.flatnonzero((drawn > 1) & curved)
    words[begin[long] + 1] = np.where(curved[long], 5, 3)
    third = begin[np.flatnonzero((drawn > 2) & curved)] + 2
    words[third] = 3
    dot = size == 1
    after = dot.astype(np.int64) + closes
    after[starting[1:] - 1] += 1
    after[-1] += 1
    total = words.copy()
    total[final] += after
    at = np.cumsum(total) - total
    out = np.empty(int(at[-1] + total[-1]), np.int32)

    ending = at + words
    if joins.any():
        shown = np.flatnonzero(words)
        ending, step = ending[shown], step[:, shown]
    out[ending - 2], out[ending - 1] = step
    out[at[begin[~joins]]] = _M
    out[at[begin[apart]]] = _APART
    out[at[begin[long] + 1]] = np.where(curved[long], _Q, _L)
    out[at[third]] = _T
    starts, place = first[bent], at[begin[bent] + 1]
    out[place + 1], out[place + 2] = whole[:, starts + 1] - pens[:, starts]
    tail = (at + words)[final]
    out[tail[dot]] = _H0
    out[tail[closes] + dot[closes]] = _Z
    out[(tail + after)[np.r_[starting[1:] - 1, len(size) - 1]] - 1] = _END
    return out


@lru_cache(maxsize=1)
def _characters() -> NDArray[np.uint64]:
    """Return the texts of -KEPT..KEPT with a space where needed, the same without, then the letters, 8 bytes each.

    Looking numbers up takes a tenth of the time of formatting them.
    """
    below = [str(value) for value in range(-_KEPT, 0)]
    above = [str(value) for value in range(_KEPT + 1)]
    return _eights([*below, *(f" {text}" for text in above), *below, *above, *_LETTERS])


def _eights(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return words of at most 8 characters as 8 bytes each, filled up with what no text holds."""
    return np.array(words, "S8").view(np.uint64)


def _text(tokens: Tokens) -> list[str]:
    span = 2 * _KEPT + 1
    at = tokens + np.int32(_KEPT)
    odd = np.flatnonzero(at.view(np.uint32) >= span)
    which = tokens[odd]
    letters, far = odd[which >= _M], odd[which < _M]
    at[far] = _KEPT
    at[letters[:-1] + 1] += span
    at[letters] = tokens[letters] - (_M - 2 * span)
    words = _characters().take(at)
    for i in far.tolist():
        value = int(tokens[i])
        words[i] = _eights([str(value) if at[i] >= span or value < 0 else f" {value}"])[0]
    text = words.tobytes().translate(None, b"\0").decode("ascii")
    return text.replace(_NEXT, _BETWEEN).split("\n")[:-1]
