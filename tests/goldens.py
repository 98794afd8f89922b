"""Golden pictures: what a drawing looked like when eyes last approved it; `python tests/goldens.py` draws them anew.

A picture differs when more than PATCH of its channel values are off by more than STEP: another version of a
rasteriser moves edges a little, another drawing moves much. Then expected, actual and difference are put in
tests/failed/. Digests hold the bytes of SVG too large to keep.
"""

import hashlib
import io
from dataclasses import asdict, replace
from pathlib import Path

import pyvips
from PIL import Image, ImageChops
from stories import COUNTS, NORTHWING, awkward, story, telling

from artgen.artwork import Look, compose
from artgen.drawing.canvas import CARD, POSTER, Canvas
from artgen.drawing.rng import Rng
from artgen.drawing.svg import write
from artgen.drawing.theme import load
from artgen.renderers import load as load_style

KEPT = Path(__file__).parent / "golden"
FAILED = Path(__file__).parent / "failed"
WIDTH = 300
STEP, PATCH = 24, 0.004
THEMES = ("linen", "nocturne", "salt", "aurora")
ABROAD = {count: THEMES[i % len(THEMES)] for i, count in enumerate(COUNTS)}
SEED = "golden"
SMALL = ((0, {}), (1, {"lushness": 0.4}))


def poster(style: str, count: int) -> str:
    """Return the whole poster of one test story, in the theme that its golden picture has."""
    told = story(count)
    look = Look(load_style(style), load(ABROAD[count]), {}, POSTER)
    return compose(look, told, telling(told), NORTHWING, SEED).svg


def art(style: str, count: int, canvas: Canvas = POSTER, **options: float) -> str:
    """Return a style's art alone, without the words around it."""
    renderer = load_style(style)
    marks = renderer.draw(story(count), canvas, load("linen"), Rng(SEED), **renderer.checked(options))
    theme = load("linen")
    return write(canvas, theme, title="", description="", art=marks, reveal=renderer.reveal, style=style).svg


def digests(style: str) -> str:
    """Return one line a story: its count and the sha256 of its art."""
    return "".join(f"{count:03d} {hashlib.sha256(art(style, count).encode()).hexdigest()}\n" for count in COUNTS)


def words(style: str) -> str:
    """Return all that a style says in English of the test stories: descriptions, short texts, legends."""
    renderer, said = load_style(style), []
    brands = (NORTHWING, replace(NORTHWING, amount="money", grade="", weathers={"clear": "sunny"}))
    for name, told in ({str(count): story(count) for count in COUNTS} | awkward()).items():
        for brand in brands:
            seen, items = renderer.describe(told, telling(told), brand), renderer.legend(told, telling(told), brand)
            said += [f"# {name}, {brand.amount}", *(f"{part}: {text}" for part, text in asdict(seen).items() if text)]
            said += [f"{item.heading} | {item.text!r} | {', '.join(item.labels)}" for item in items]
    return "\n".join(said) + "\n"


def pixels(svg: str) -> Image.Image:
    """Draw an SVG small."""
    drawn = pyvips.Image.svgload_buffer(svg.encode(), scale=WIDTH / POSTER.width, unlimited=True).flatten()
    return Image.fromarray(drawn.numpy()).convert("RGB")


def name(style: str, count: int) -> str:
    """Return the name of a picture: heart_023_linen."""
    return f"{style}_{count:03d}_{ABROAD[count]}"


def difference(style: str, count: int) -> float:
    """Return the share of channel values that are off by more than STEP, and keep the evidence where it is too much."""
    expected, actual = _expected(style, count), pixels(poster(style, count))
    if expected.size != actual.size:
        return 1.0
    apart = ImageChops.difference(expected, actual)
    counts = apart.histogram()
    off = sum(sum(counts[band * 256 + STEP + 1 : band * 256 + 256]) for band in range(3)) / (
        3 * apart.width * apart.height
    )
    if off > PATCH:
        FAILED.mkdir(exist_ok=True)
        for kind, picture in (("expected", expected), ("actual", actual), ("difference", apart)):
            picture.save(FAILED / f"{name(style, count)}_{kind}.png")
    return off


def _expected(style: str, count: int) -> Image.Image:
    return Image.open(KEPT / style / f"{name(style, count)}.png").convert("RGB")


def _keep(style: str) -> None:
    folder = KEPT / style
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "words.txt").write_text(words(style), "utf-8", newline="\n")
    (folder / "digests.txt").write_text(digests(style), "utf-8", newline="\n")
    for count, options in SMALL:
        (folder / f"art_{count:03d}.svg").write_text(art(style, count, CARD, **options), "utf-8", newline="\n")
    for count in COUNTS:
        file = io.BytesIO()
        pixels(poster(style, count)).save(file, "PNG", optimize=True)
        (folder / f"{name(style, count)}.png").write_bytes(file.getvalue())


if __name__ == "__main__":
    _keep("heart")
