"""Pens: how a stroke or a word is written once it is known where; what most marks of a sheet share is kept."""

from collections.abc import Sequence
from functools import lru_cache

from artgen.drawing.definitions import breadth, dashes, opacity
from artgen.drawing.faces import glyph_outline
from artgen.drawing.paths import number
from artgen.drawing.typeset import Placed


@lru_cache(maxsize=1024)
def _nib(width: float, clear: float) -> str:
    return f' stroke-width="{breadth(width)}"{opacity("stroke", clear)}'


def pen(width: float, clear: float, dash: Sequence[float] = ()) -> str:
    """Return the attributes of a stroke but its paint; `clear` is its opacity."""
    return f'{_nib(width, clear)} stroke-dasharray="{dashes(dash)}"' if dash else _nib(width, clear)


def drawn(d: str, how: str, *, apart: bool = False) -> str:
    """Return a path, or, where curves lie apart, the group of theirs."""
    return f'<g {how}><path d="{d}"/></g>' if apart else f'<path d="{d}" {how}/>'


@lru_cache(maxsize=2048)
def lettered(run: Placed) -> tuple[tuple[int, ...], tuple[int, ...], str, str]:
    """Return the glyphs that a run needs, those with outlines, a row of references to these, and the run's scale.

    In the row there is a gap for the name of each. The same words stand on many sheets.
    """
    places = [(n, (f' x="{x}"' if x else "") + (f' y="{y}"' if y else "")) for n, x, y, _ in run.glyphs]
    shown = [(n, place) for n, place in places if glyph_outline(run.face, n)]
    row = "".join([f'<use href="#%s"{place}/>' for _, place in shown])
    return tuple(dict(places)), tuple([n for n, _ in shown]), row, number(run.scale * 10, 4)
