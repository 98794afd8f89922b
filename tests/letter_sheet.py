"""A sheet of names in every script, for eyes to judge: `python tests/letter_sheet.py sheet.png`. Not a test.

Each row is one name in the swiss voice and in the warm one, loud and as running text, beside Latin letters of the same
voice, with hairlines at baseline, cap height and the foot of the line.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pyvips

from artgen.drawing.canvas import Box, Canvas
from artgen.drawing.marks import LOUD, SWISS, WARM, Bar, Line, Mark
from artgen.drawing.svg import write
from artgen.drawing.theme import load
from artgen.drawing.typeset import BELOW, direction, fit, set_line

NAMES = (
    "Maya Grőß",
    "Nguyễn Thị Ánh",
    "Ελένη Ψάρρα",
    "Юлія Щерба",
    "محمد عبد الرحيم",
    "شيخة لَيْلَى",
    "יוסף כהן־גל",
    "दीप्ति क्षत्रिय",
    "ณัฐวุฒิ ปิ่นแก้ว",
    "张伟 欧阳",
    "陳志明 龍",
    "高橋さくら",
    "김민준 박",
    "Anna 👩‍🚀🇩🇪",
    "Նարեկ ნინო",
    "তানিয়া தமிழ்",
    "Sara سارة Cohen",
)
ROW, SIZE, QUIET = 132.0, 76.0, 26.0
LATIN = "Hxg "
TRACKS = {SWISS: -0.035, WARM: -0.012}


def main() -> None:
    """Draw the sheet."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("sheet", type=Path, help="the PNG to write")
    ask.add_argument("--theme", default="linen")
    ask.add_argument("--width", type=int, default=1500)
    ask.add_argument("--names", default="", help="other names, divided by |")
    asked = ask.parse_args()
    names = asked.names.split("|") if asked.names else NAMES
    theme = load(asked.theme)
    height = ROW * len(names) + 20
    paper = Canvas("letters", 1500, int(height), 20, Box(20, 20, 1460, height - 40))
    marks = [mark for i, name in enumerate(names) for mark in _row(name, (i + 0.72) * ROW, theme)]
    svg = write(paper, theme, title="", description="", art=marks, reveal="wipe", style="letters").svg
    drawn = pyvips.Image.svgload_buffer(svg.encode(), scale=asked.width / 1500, unlimited=True)
    drawn.flatten().write_to_file(str(asked.sheet))


def _row(name, y, theme) -> Iterator[Mark]:
    for column, voice in enumerate((SWISS, WARM)):
        x = 20 + column * 740
        for up in (0.0, 0.72, -BELOW):
            yield Bar(x, y - up * SIZE, 720, 0.5, theme.faint)
        track = TRACKS[voice]
        yield Line(x, y, LATIN, SIZE, theme.muted, LOUD, track=track, voice=voice)
        after = x + set_line(LATIN, SIZE, LOUD, track, voice).width + 20
        made = fit(name, x + 430 - after, SIZE, 20, LOUD, track, voice)
        yield Line(after, y, made.lines[0], made.size, theme.ink, LOUD, track=track, voice=voice)
        for i, weight in enumerate((400, 500, 600)):
            line = f"Hxg {name}"
            yield Line(x + 450, y - 44 + i * 32, line, QUIET, theme.ink, weight, voice=voice)
        if direction(name) == "rtl":
            yield Line(x + 720, y + 30, "rtl", 12, theme.muted, anchor="end", voice=voice)


if __name__ == "__main__":
    main()
