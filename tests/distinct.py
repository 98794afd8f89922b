"""How different people's pictures are: `python -m tests.distinct heart`, or `--people 60` of them.

Everyone of a made-up crowd is drawn, small and without words. Equal art is only for equal years. How far each picture
is from the one most like it is printed as a distribution, and the closest pairs are put on a sheet to look at. The
measure: root mean square over 16 x 16 points in OKLab, in hundredths; two plain greys one level of 255 apart are 0.3.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from artgen import renderers
from artgen.drawing import theme
from artgen.drawing.canvas import POSTER
from artgen.drawing.colour import oklab
from artgen.drawing.rng import Rng
from artgen.drawing.style import Renderer
from artgen.drawing.svg import write
from artgen.publishing.raster import engine
from artgen.sitters.crowd import crowd
from artgen.sitters.sitter import Sitter
from tests.bench import BRANDS

POINTS = 16
WIDTH = 240
PAIRS = 6
AT = (0, 1, 5, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Portrait:
    """One person's art: its SVG, and its points (256 x 3) in OKLab."""

    sitter: Sitter
    svg: str
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each person: how far the picture most like theirs is, and whose it is."""

    apart: NDArray[np.float64]
    whose: NDArray[np.int64]


def portraits(style: Renderer, people: int) -> list[Portrait]:
    """Draw a crowd."""
    return [_portrait(style, sitter) for sitter in crowd(BRANDS.get(style.name, "run"), people)]


def alike(drawn: list[Portrait]) -> list[tuple[str, str]]:
    """Return the names of people whose art is the same, byte for byte, and whose years are not."""
    first: dict[str, Portrait] = {}
    found = []
    for one in drawn:
        other = first.setdefault(one.svg, one)
        # As text, since an unknown number (nan) is equal to nothing, not even to itself.
        if repr(other.sitter.story.activities) != repr(one.sitter.story.activities):
            found.append((other.sitter.name, one.sitter.name))
    return found


def nearest(drawn: list[Portrait]) -> Nearest:
    """Return how far each picture is from the one most like it."""
    points = np.stack([one.points.ravel() for one in drawn])
    square = (points**2).sum(axis=1)
    apart = square[:, None] + square[None, :] - 2 * points @ points.T
    np.fill_diagonal(apart, np.inf)
    whose = apart.argmin(axis=1)
    least = np.maximum(apart[np.arange(len(drawn)), whose], 0)
    return Nearest(100 * np.sqrt(least / POINTS**2), whose)


def sheet(drawn: list[Portrait], found: Nearest, file: Path) -> None:
    """Put the closest pairs on a sheet, one pair a column, the closest first."""
    pairs = {tuple(sorted((n, int(found.whose[n])))): found.apart[n] for n in range(len(drawn))}
    closest = sorted(pairs, key=lambda pair: pairs[pair])[:PAIRS]
    height = round(WIDTH * POSTER.height / POSTER.width)
    made = Image.new("RGB", (len(closest) * (WIDTH + 8) - 8, 2 * height + 8), "#707070")
    for column, pair in enumerate(closest):
        for row, n in enumerate(pair):
            made.paste(engine().pixels(drawn[n].svg, WIDTH), (column * (WIDTH + 8), row * (height + 8)))
        print(f"  {drawn[pair[0]].sitter.name}  ~  {drawn[pair[1]].sitter.name}: {pairs[pair]:.2f}")
    file.parent.mkdir(parents=True, exist_ok=True)
    made.save(file)


def _portrait(style: Renderer, sitter: Sitter) -> Portrait:
    worn = theme.load("linen")
    marks = style.draw(sitter.story, POSTER, worn, Rng(sitter.name).fork(style.name), **style.checked({}))
    svg = write(POSTER, worn, title="", description="", art=marks, reveal=style.reveal, style=style.name).svg
    box, scale = POSTER.art, WIDTH / POSTER.width
    corners = tuple(round(scale * edge) for edge in (box.x, box.y, box.right, box.bottom))
    small = engine().pixels(svg, WIDTH).crop(corners).resize((POINTS, POINTS), Image.Resampling.BOX)
    return Portrait(sitter, svg, oklab(np.asarray(small).reshape(-1, 3) / 255))


def main() -> None:
    """Draw, measure, print, and exit with 1 where two different years have the same art."""
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ask.add_argument("style")
    ask.add_argument("--people", type=int, default=1000)
    ask.add_argument("--sheet", type=Path, help="by default out/closest_STYLE.png")
    asked = ask.parse_args()
    drawn = portraits(renderers.load(asked.style), asked.people)
    same, found = alike(drawn), nearest(drawn)
    print(f"{asked.style}: {len(drawn)} people, {len({one.svg for one in drawn})} different pictures")
    print("to the picture most like it: " + ", ".join(f"{at}% {np.percentile(found.apart, at):.2f}" for at in AT))
    print("the closest pairs:")
    sheet(drawn, found, asked.sheet or Path("out") / f"closest_{asked.style}.png")
    for one, other in same:
        print(f"the same art for different years: {one}, {other}")
    sys.exit(int(bool(same)))


if __name__ == "__main__":
    main()
