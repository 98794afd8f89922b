"""Writes docs/styles.md from the styles themselves: what each draws, how to read it, what is decoration, its options.

python tests/styles.py [--pictures]   writes the text; with --pictures a sheet of each style as well. A test checks that
the text is fresh.
"""

import sys
from pathlib import Path

from PIL import Image

from artgen import renderers, sitters
from artgen.artwork import Look, compose
from artgen.drawing import theme
from artgen.drawing.canvas import PHONE, POSTER, Canvas
from artgen.drawing.style import Renderer
from artgen.publishing.raster import engine
from artgen.sitters import Sitter

HERE = Path(__file__).parent.parent
TEXT, PICTURES = HERE / "docs" / "styles.md", HERE / "docs" / "pictures"
BRAND = {"heart": "flight", "skies": "flight", "routes": "flight"}
THEMES = {
    "heart": ("linen", "nocturne", "salt", "aurora"),
    "skies": ("salt", "nocturne", "linen", "dusk-night"),
    "routes": ("linen", "nocturne", "salt", "aurora"),
    "bloom": ("marigold-paper", "dusk-night", "lagoon-paper", "orchard-night"),
    "strata": ("lagoon-paper", "dusk-night", "linen", "orchard-paper"),
    "quilt": ("marigold-paper", "lagoon-night", "dusk-paper", "marigold-night"),
}
COUNTS = (1, 4, 23, 180)
HEAD = """# The styles

Six styles come with artgen; any of them draws any brand's year. A look in the campaign names one:
`[[looks]] style = "bloom"  theme = "dusk-night"`. `artgen gallery` shows each on every kind of year, with sliders for
its options, and `artgen style new NAME` begins one of your own. What follows is written from the styles themselves.
"""


def text() -> str:
    """Return the document in Markdown."""
    return "\n".join([HEAD, *(_section(found.renderer) for found in renderers.listed() if found.origin == "artgen")])


def _section(style: Renderer | None) -> str:
    assert style
    few, many = (sitters.sample(BRAND.get(style.name, "run"), count) for count in (23, 180))
    lines = [
        f"## {style.name}",
        "",
        " ".join(style.help.split()),
        "",
        f"![{_said(style, few)}](pictures/{style.name}.jpg)",
        "",
    ]
    lines += ["How to read it, in the words of one brand's legend:", ""]
    lines += [f"- **{heading}**: {said}" for heading, said in _legend(style, few, many).items()]
    empty = sitters.sample(few.brand, 0)
    quiet = style.describe(empty.story, empty.telling, empty.vocabulary)
    lines += ["", f"An empty year: “{quiet.wish or empty.telling.sentence}” {quiet.quiet}", ""]
    lines += [f"Not data: {style.decoration(few.vocabulary)}", ""]
    if style.promise:
        kept = "; ".join(f"years of up to {most} show each by at least {least:.0%}" for most, least in style.promise)
        lines += [f"Promise: {kept} of its marks, and `artgen style check {style.name}` measures it.", ""]
    lines += ["| option | | |", "|---|---|---|"]
    for option in style.options:
        span = option.span
        limits = f"{span.low:g} to {span.high:g}, {span.help}" if span else " or ".join(option.choices)
        lines.append(f"| `{option.name}` | {option.default} | {limits} |")
    return "\n".join([*lines, ""])


def _said(style: Renderer, sitter: Sitter) -> str:
    return style.describe(sitter.story, sitter.telling, sitter.vocabulary).alt


def _legend(style: Renderer, *people: Sitter) -> dict[str, str]:
    """Return every heading of the legends with its text, or with the labels of its samples."""
    found: dict[str, str] = {}
    for sitter in people:
        for item in style.legend(sitter.story, sitter.telling, sitter.vocabulary):
            said = " ".join(part for part in (item.text.replace("\n", " "), ", ".join(item.labels)) if part)
            found.setdefault(item.heading, said)
    return found


def picture(style: Renderer) -> Image.Image:
    """Return a row of four posters, from one activity to 180, and a phone's sheet."""
    brand, names = BRAND.get(style.name, "run"), THEMES[style.name]
    drawn = [_drawn(style, brand, count, name, POSTER) for count, name in zip(COUNTS, names, strict=True)]
    drawn.append(_drawn(style, brand, 60, names[1], PHONE))
    gap = 16
    sheet = Image.new("RGB", (sum(one.width for one in drawn) + gap * 6, drawn[0].height + 2 * gap), "#8d8a84")
    x = gap
    for one in drawn:
        sheet.paste(one, (x, gap))
        x += one.width + gap
    return sheet


SIX = (
    ("heart", "flight", 23, "linen"),
    ("skies", "flight", 1, "nocturne"),
    ("routes", "flight", 180, "aurora"),
    ("bloom", "run", 40, "marigold-paper"),
    ("strata", "run", 4, "dusk-night"),
    ("quilt", "run", 23, "lagoon-paper"),
)


def six() -> Image.Image:
    """Return one poster of each style, in two rows."""
    drawn = [_drawn(renderers.load(name), brand, count, ground, POSTER) for name, brand, count, ground in SIX]
    gap, (width, height) = 16, drawn[0].size
    sheet = Image.new("RGB", (3 * width + 4 * gap, 2 * height + 3 * gap), "#8d8a84")
    for i, one in enumerate(drawn):
        sheet.paste(one, (gap + i % 3 * (width + gap), gap + i // 3 * (height + gap)))
    return sheet


def _drawn(style: Renderer, brand: str, count: int, name: str, canvas: Canvas) -> Image.Image:
    sitter = sitters.sample(brand, count)
    artwork = compose(
        Look(style, theme.load(name), {}, canvas), sitter.story, sitter.telling, sitter.vocabulary, sitter.name
    )
    made = engine("librsvg").pixels(artwork.svg, 960)
    height = 460
    return made.resize((round(height * made.width / made.height), height), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    TEXT.write_text(text(), "utf-8", newline="\n")
    if "--pictures" in sys.argv:
        six().save(PICTURES / "styles.jpg", "JPEG", quality=84, optimize=True, progressive=True)
        for found in renderers.listed():
            if found.origin == "artgen" and found.renderer:
                file = PICTURES / f"{found.name}.jpg"
                picture(found.renderer).save(file, "JPEG", quality=84, optimize=True, progressive=True)
