"""The law of truth: every activity of the year has its mark, in one group; an empty year has none."""

import re
from collections.abc import Iterator

from artgen.conformance.finding import Finding
from artgen.conformance.picture import Picture
from artgen.drawing.canvas import POSTER
from artgen.drawing.marks import Spine

LAW = "truth"
_GROUP = re.compile(r'<g id="a-?\d+" data-a="([-\d ]+)"')
_SHOWN = 5


def counted(picture: Picture) -> Iterator[Finding]:
    """Count the activities back from the drawing."""
    groups = [tuple(map(int, found.split())) for found in _GROUP.findall(picture.artwork.svg)]
    drawn = sorted(n for group in groups for n in group)
    wanted = range(len(picture.pose.sitter))
    if strange := sorted(set(drawn) - set(wanted)):
        yield picture.finding(LAW, f"marks name {some(strange)}, which this year doesn't have; `of` counts from 0")
    if missing := sorted(set(wanted) - set(drawn)):
        yield picture.finding(LAW, f"{some(missing)} of {len(wanted)} have no mark; yield one for each, with of=(n,)")
    if not picture.renderer.groups and (shared := next((group for group in groups if len(group) > 1), None)):
        yield picture.finding(
            "truth, groups", f"{some(shared)} share a mark; give each its own, or say in `groups` how they share"
        )


def shown(picture: Picture) -> Iterator[Finding]:
    """See that each activity's marks have an extent, and are more than a Spine, which isn't drawn."""
    named = {n for mark in picture.marks for n in mark.of}
    seen = {n for mark in picture.marks if not isinstance(mark, Spine) for n in mark.of}
    flat = {n for n, box in enumerate(picture.artwork.boxes) if box and box.width + box.height == 0}
    empty = sorted((named - seen) | flat)
    if empty:
        yield picture.finding("truth, drawn", f"the marks of {some(empty)} have no extent; nobody can see them")


def spined(picture: Picture) -> Iterator[Finding]:
    """See that a style whose page plays along mid-lines gives some on the sheet that is played."""
    if picture.renderer.reveal != "spine" or picture.pose.canvas.name != POSTER.name or not len(picture.pose.sitter):
        return
    if not any(isinstance(mark, Spine) for mark in picture.marks):
        yield picture.finding(
            "declaration, reveal", "reveal = 'spine' and no Spine is drawn; yield one for each activity, or choose wipe"
        )


def some(numbers: list[int] | tuple[int, ...]) -> str:
    """Name a few of some activities."""
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    word = "activities" if len(numbers) > 1 else "activity"
    return f"{word} {', '.join(map(str, numbers[:_SHOWN]))}{more}"
