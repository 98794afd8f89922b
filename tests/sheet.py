"""A contact sheet to look at: people across, themes down, for one style; `python tests/sheet.py --help`.

Not a test: eyes are the judge. It draws whole posters (or cards) of the test stories with the fast rasteriser.
"""

import argparse
import time
from pathlib import Path

import brand_years
import pyvips
from stories import COUNTS, NORTHWING, awkward, story, telling

from artgen.artwork import Look, compose
from artgen.drawing import theme
from artgen.drawing.canvas import COMPOSITIONS
from artgen.renderers import load

GROUND = [112.0]
GAP = 8


def main() -> None:
    """Draw the sheet and say what each poster cost."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("sheet", type=Path, help="the PNG to write")
    ask.add_argument("--style", default="heart")
    ask.add_argument("--people", default=",".join(map(str, COUNTS)), help="counts, or names of awkward years")
    ask.add_argument("--brand", default="flight", choices=["flight", *brand_years.BRANDS], help="whose years")
    ask.add_argument("--themes", default=",".join(theme.names()))
    ask.add_argument("--canvas", default="poster", choices=sorted(COMPOSITIONS))
    ask.add_argument("--width", type=int, default=320, help="pixels of each poster")
    ask.add_argument("--across", type=int, default=0, help="posters in a row; 0 is one row a theme")
    asked = ask.parse_args()
    people = asked.people.split(",")
    drawn = [
        _draw(asked.brand, asked.style, person, name, asked.canvas, asked.width)
        for name in asked.themes.split(",")
        for person in people
    ]
    across = asked.across or len(people)
    pyvips.Image.arrayjoin(drawn, across=across, shim=GAP, background=GROUND).write_to_file(str(asked.sheet))


def _draw(brand: str, style: str, person: str, name: str, canvas: str, width: int) -> pyvips.Image:
    if brand == "flight":
        told = story(int(person)) if person.isdigit() else awkward()[person]
        said, words = telling(told), NORTHWING
    else:
        told = brand_years.year(brand, int(person)) if person.isdigit() else brand_years.awkward()[person]
        said, words = brand_years.telling(told, brand), brand_years.BRANDS[brand]
    look = Look(load(style), theme.load(name), {}, COMPOSITIONS[canvas])
    began = time.process_time()
    artwork = compose(look, told, said, words, seed=f"sheet {person}")
    spent = 1000 * (time.process_time() - began)
    size = len(artwork.svg) / 1024
    print(f"{style} {person} {name} {canvas}: {spent:.0f} ms, {size:.0f} KB, {artwork.marks} shapes")
    scale = width / artwork.canvas.width
    drawn = pyvips.Image.svgload_buffer(artwork.svg.encode(), scale=scale, unlimited=True)
    return drawn.flatten().copy_memory()


if __name__ == "__main__":
    main()
