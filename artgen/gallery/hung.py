"""A picture as it hangs: drawn, measured, and with the faults that can be seen on it."""

import base64
import gzip
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from artgen import sitters
from artgen.artwork import Artwork, compose
from artgen.drawing.canvas import PRINT
from artgen.drawing.style import Renderer
from artgen.errors import ArtgenError
from artgen.gallery.wanted import Wanted
from artgen.publishing.raster import engine, jpeg

MOST_KB, MOST_GZIPPED_KB, MOST_MARKS, SLOW_MS = 400, 140, 20_000, 250
_BUDGET_AT = 23
_SLACK = 0.6
_MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Hung:
    """One picture: JPEG bytes (empty where it can't be drawn), SVG text, figures, and faults in words.

    `ms` is the CPU time of composing it once, warm or not; `notes` are no faults but worth knowing.
    """

    jpeg: bytes
    svg: str
    ms: float
    kb: float
    gzipped_kb: float
    marks: int
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Return the picture as a data address."""
        return "data:image/jpeg;base64," + base64.b64encode(self.jpeg).decode()


def hang(asked: Wanted, renderer: Renderer) -> Hung:
    """Draw a picture; whatever goes wrong in a style is a fault of that picture, with the place in the style's file."""
    began = time.process_time()
    try:
        artwork, ms = draw(asked, renderer), 1000 * (time.process_time() - began)
        picture = engine().pixels(artwork.svg, asked.width)
    except ArtgenError as wrong:
        return failed(str(wrong))
    except Exception as wrong:
        return failed(told(wrong))
    gzipped = len(gzip.compress(artwork.svg.encode(), 6, mtime=0)) / 1000
    kb = len(artwork.svg.encode()) / 1000
    seen = tuple(_seen(asked, artwork, kb, gzipped))
    return Hung(
        jpeg(picture, _MOST_BYTES), artwork.svg, ms, kb, gzipped, artwork.marks, seen, tuple(_noticed(asked, ms, kb))
    )


def draw(asked: Wanted, renderer: Renderer) -> Artwork:
    """Compose the artwork; the sitter's name is the seed."""
    sitter = sitters.named(asked.sitter)
    return compose(asked.look(renderer), sitter.story, sitter.telling, sitter.vocabulary, sitter.name)


def failed(why: str) -> Hung:
    """Return a picture that could not be drawn."""
    return Hung(b"", "", 0, 0, 0, 0, (why,))


def told(wrong: BaseException) -> str:
    """Say what went wrong and where: the last places of the traceback, innermost last."""
    places = traceback.extract_tb(wrong.__traceback__)[-3:]
    where = "\n".join(f"{place.filename.rsplit('/', 1)[-1]}:{place.lineno}  {place.line}" for place in places)
    return f"{type(wrong).__name__}: {wrong}\n{where}".strip()


def _seen(asked: Wanted, artwork: Artwork, kb: float, gzipped: float) -> Iterator[str]:
    """Yield what is wrong with a drawn picture: marks missing or off the paper, and too much weight."""
    lost = [n for n, box in enumerate(artwork.boxes) if box is None]
    if lost:
        yield f"{len(lost)} of {len(artwork.boxes)} have no mark of their own: {_few(lost)}"
    paper = artwork.canvas.sheet
    off = [
        n
        for n, box in enumerate(artwork.boxes)
        if box
        and (
            box.x < paper.x - _SLACK
            or box.y < paper.y - _SLACK
            or box.right > paper.right + _SLACK
            or box.bottom > paper.bottom + _SLACK
        )
    ]
    if off:
        yield f"marks reach off the paper: {_few(off)}"
    if artwork.marks > MOST_MARKS:
        yield f"{artwork.marks:,} shapes, over {MOST_MARKS:,}"
    if len(artwork.boxes) <= _BUDGET_AT and kb > MOST_KB:
        yield f"{kb:.0f} KB, over {MOST_KB} KB at {len(artwork.boxes)}"
    if len(artwork.boxes) <= _BUDGET_AT and gzipped > MOST_GZIPPED_KB:
        yield f"{gzipped:.0f} KB gzipped, over {MOST_GZIPPED_KB} KB at {len(artwork.boxes)}"
    if asked.canvas == PRINT.name and not artwork.canvas.bleed:
        yield "a print without bleed"


def _noticed(asked: Wanted, ms: float, kb: float) -> Iterator[str]:
    if ms > SLOW_MS:
        yield f"slow: {ms:.0f} ms"
    if kb > MOST_KB:
        yield f"{kb:.0f} KB"


def _few(numbers: list[int]) -> str:
    shown = ", ".join(map(str, np.array(numbers[:6]).tolist()))
    return shown + (" …" if len(numbers) > 6 else "")
