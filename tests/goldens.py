"""Golden pictures: what drawings looked like when eyes last approved them; `python tests/goldens.py STYLE` draws anew.

A picture differs when more than PATCH of its channel values are off by more than STEP: another version of a
rasteriser moves edges a little, another drawing moves much. Then expected, actual and difference are put in
tests/failed/. Digests hold the bytes of SVG too large to keep.
"""

import hashlib
import io
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyvips
from PIL import Image, ImageChops
from stories import COUNTS, NORTHWING, awkward, story, telling

from artgen import renderers, sitters
from artgen.artwork import Look, compose
from artgen.conformance import told
from artgen.drawing.canvas import CARD, POSTER, Canvas
from artgen.drawing.rng import Rng
from artgen.drawing.svg import write
from artgen.drawing.theme import load
from artgen.history.story import Story
from artgen.renderers import load as load_style
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary

KEPT = Path(__file__).parent / "golden"
FAILED = Path(__file__).parent / "failed"
WIDTH = 300
STEP, PATCH = 24, 0.004
SEED = "golden"
SMALL = ((0, {}), (1, {"lushness": 0.4}))


@dataclass(frozen=True, slots=True)
class Series:
    """The pictures that are kept of a style: whose years, of how many activities, in themes that take turns."""

    brand: str
    counts: tuple[int, ...]
    themes: tuple[str, ...]

    def theme(self, count: int) -> str:
        """Return the theme that the picture of a count is kept in."""
        return self.themes[self.counts.index(count) % len(self.themes)]

    def sitting(self, style: str, count: int) -> tuple[Story, Telling, Vocabulary]:
        """Return a year of this series with its words."""
        if style == "heart":
            return story(count), telling(story(count)), NORTHWING
        sitter = sitters.sample(self.brand, count)
        return sitter.story, told(load_style(style), sitter), sitter.vocabulary


THEMES = ("linen", "dusk-night", "marigold-paper", "nocturne", "orchard-paper")
FLIGHTS = Series("flight", (0, 1, 23, 180, 600), THEMES)
RUNS = Series("run", (0, 1, 40, 180, 400), THEMES)
OF_FLIGHTS = ("skies", "routes")
"""The styles that need places; a heart keeps the years that it was first approved with."""


def series(style: str) -> Series:
    """Return what is kept of a style."""
    if style == "heart":
        return Series("flight", COUNTS, ("linen", "nocturne", "salt", "aurora"))
    return FLIGHTS if style in OF_FLIGHTS else RUNS


def built_in() -> list[str]:
    """Return the names of the styles that artgen brings."""
    return [found.name for found in renderers.listed() if found.origin == "artgen"]


def poster(style: str, count: int) -> str:
    """Return the whole poster of one test story, in the theme that its golden picture has."""
    kept = series(style)
    look = Look(load_style(style), load(kept.theme(count)), {}, POSTER)
    return compose(look, *kept.sitting(style, count), SEED).svg


def art(style: str, count: int, canvas: Canvas = POSTER, **options: float) -> str:
    """Return a style's art alone, without the words around it."""
    renderer = load_style(style)
    theme, year = load("linen"), series(style).sitting(style, count)[0]
    marks = renderer.draw(year, canvas, theme, Rng(SEED), **renderer.checked(options))
    return write(canvas, theme, title="", description="", art=marks, reveal=renderer.reveal, style=style).svg


def digests(style: str) -> str:
    """Return one line a story: its count and the sha256 of its art."""
    return "".join(
        f"{count:03d} {hashlib.sha256(art(style, count).encode()).hexdigest()}\n" for count in series(style).counts
    )


def words(style: str) -> str:
    """Return all that a style says in English of the test stories: descriptions, short texts, legends."""
    renderer, said = load_style(style), []
    for name, told_year, said_of_it, brand in _years(style):
        seen, items = renderer.describe(told_year, said_of_it, brand), renderer.legend(told_year, said_of_it, brand)
        said += [f"# {name}, {brand.amount}", *(f"{part}: {text}" for part, text in asdict(seen).items() if text)]
        said += [f"{item.heading} | {item.text!r} | {', '.join(item.labels)}" for item in items]
    return "\n".join(said) + "\n"


def _years(style: str):
    """Yield the years whose words are kept: name, Story, Telling, Vocabulary."""
    if style == "heart":
        brands = (NORTHWING, replace(NORTHWING, amount="money", grade="", weathers={"clear": "sunny"}))
        for name, year in ({str(count): story(count) for count in COUNTS} | awkward()).items():
            yield from ((name, year, telling(year), brand) for brand in brands)
        return
    for sitter in (*(sitters.sample(series(style).brand, count) for count in series(style).counts), *sitters.awkward()):
        yield sitter.name, sitter.story, sitter.telling, sitter.vocabulary


def pixels(svg: str) -> Image.Image:
    """Draw an SVG small."""
    drawn = pyvips.Image.svgload_buffer(svg.encode(), scale=WIDTH / POSTER.width, unlimited=True).flatten()
    return Image.fromarray(drawn.numpy()).convert("RGB")


def name(style: str, count: int) -> str:
    """Return the name of a picture: heart_023_nocturne."""
    return f"{style}_{count:03d}_{series(style).theme(count)}"


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


def kept(style: str, file: str) -> Path:
    """Return a file that is kept of a style; fail with how to make it where there is none."""
    path = KEPT / style / file
    assert path.is_file(), f"{path} is missing: run `python tests/goldens.py {style}`, look at it, then commit it"
    return path


def _expected(style: str, count: int) -> Image.Image:
    return Image.open(kept(style, f"{name(style, count)}.png")).convert("RGB")


def _keep(style: str) -> None:
    folder = KEPT / style
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "words.txt").write_text(words(style), "utf-8", newline="\n")
    (folder / "digests.txt").write_text(digests(style), "utf-8", newline="\n")
    for count, options in SMALL if style == "heart" else ():
        (folder / f"art_{count:03d}.svg").write_text(art(style, count, CARD, **options), "utf-8", newline="\n")
    for count in series(style).counts:
        file = io.BytesIO()
        pixels(poster(style, count)).save(file, "PNG", optimize=True)
        (folder / f"{name(style, count)}.png").write_bytes(file.getvalue())


if __name__ == "__main__":
    if not set(sys.argv[1:]) & set(built_in()):
        sys.exit(f"Name the styles to draw anew: python tests/goldens.py {' | '.join(built_in())}")
    for asked in sys.argv[1:]:
        _keep(asked)
