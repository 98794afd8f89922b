"""What styles cost: `make bench`, or `python -m tests.bench heart strata`.

For each style and count of activities: CPU milliseconds to build the art (draw and write as SVG), the median over
people who were never drawn before, so that nothing is remembered; what the poster weighs, plain and gzipped; its
marks; CPU milliseconds to rasterise it at 1200 px. `times` compares a size with the one of 23. It measures, and
asserts nothing.
"""

import argparse
import gzip
import statistics
import time

from artgen import renderers
from artgen.artwork import Look, compose
from artgen.conformance import told
from artgen.drawing import theme
from artgen.drawing.canvas import POSTER
from artgen.drawing.rng import Rng
from artgen.drawing.style import Renderer
from artgen.drawing.svg import write
from artgen.publishing.raster import LETTER_IMAGE, engine
from artgen.sitters.crowd import somebody
from artgen.sitters.sitter import Sitter

SIZES = (0, 1, 4, 23, 40, 180, 400, 600)
BRANDS = {"heart": "flight", "skies": "flight", "routes": "flight"}
"""Whose years a style is measured with; runs where it needs no places."""
PEOPLE = 5
USUAL = 23


def main() -> None:
    """Print a table for each style."""
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    built_in = [found.name for found in renderers.listed() if found.origin == "artgen"]
    ask.add_argument("styles", nargs="*", help=f"by default {' '.join(built_in)}")
    ask.add_argument("--people", type=int, default=PEOPLE, help="how many people of each size are drawn")
    asked = ask.parse_args()
    for name in asked.styles or built_in:
        _table(renderers.load(name), asked.people)


def _table(style: Renderer, people: int) -> None:
    brand = BRANDS.get(style.name, "run")
    print(f"\n{style.name}, years of {brand}s")
    print(f"{'count':>6}{'build ms':>10}{'times':>7}{'KB':>7}{'gzip KB':>9}{'marks':>8}{'raster ms':>11}")
    _build(style, somebody(brand, 2, 0))
    builds = {count: _median(style, [somebody(brand, count, n) for n in range(people)]) for count in SIZES}
    for count, build in builds.items():
        sitter = somebody(brand, count, 0)
        look = Look(style, theme.load("linen"), {}, POSTER)
        artwork = compose(look, sitter.story, told(style, sitter), sitter.vocabulary, sitter.name)
        svg = artwork.svg.encode()
        began = time.process_time()
        engine().pixels(artwork.svg, LETTER_IMAGE.width)
        raster = 1000 * (time.process_time() - began)
        print(
            f"{count:>6}{build:>10.1f}{build / builds[USUAL]:>7.1f}{len(svg) / 1024:>7.0f}"
            f"{len(gzip.compress(svg, 6)) / 1024:>9.0f}{artwork.marks:>8,}{raster:>11.0f}"
        )


def _median(style: Renderer, sitters: list[Sitter]) -> float:
    return statistics.median(_build(style, sitter) for sitter in sitters)


def _build(style: Renderer, sitter: Sitter) -> float:
    """Draw and write one person's art; return CPU milliseconds."""
    worn = theme.load("linen")
    began = time.process_time()
    marks = style.draw(sitter.story, POSTER, worn, Rng(sitter.name).fork(style.name), **style.checked({}))
    write(POSTER, worn, title="", description="", art=marks, reveal=style.reveal, style=style.name)
    return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    main()
