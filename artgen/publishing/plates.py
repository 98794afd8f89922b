"""A written poster taken apart for the page: the picture cropped to its art, and single marks shown again by reference.

Nothing is copied while the poster stands in the page: a plate points at the mark itself (`<use href="#a13">`). Where
the poster is too heavy to stand there, only the marks that a plate shows are cut out of it and stored.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from artgen.artwork import Artwork
from artgen.drawing.canvas import Box
from artgen.drawing.marks import Mark
from artgen.drawing.style import LegendItem
from artgen.drawing.svg import fragment
from artgen.drawing.theme import Theme
from artgen.publishing.templates import Markup

_WHOLE = re.compile(r"<svg [^>]*>(?P<words><title.*?</desc>)(?P<body>.*)</svg>\s*", re.DOTALL)
_DEFINED = re.compile(r'<(path) id="(\w+)"[^>]*/>|<(linearGradient|radialGradient|clipPath|g) id="([psc]\d+)".*?</\3>')
_ART = re.compile(r'<g data-art="" data-reveal="(\w+)" ([^>]*)>')
_GROUP = re.compile(r'<g id="(a\d+)" data-a="([\d ]+)"')
_TAGS = re.compile(r"<g[ >]|</g>")
_FRAMED = '</g><g transform="scale(.1)" '
_SAMPLE, _LINE, _ROW = 200.0, 14.0, 17.1
_PLATE, _SERIES = (260.0, 160.0), (240.0, 60.0)
_NAMED = re.compile(r'(?:url\(|href=")#(\w+)')


@dataclass(frozen=True, slots=True)
class Sheet:
    """A poster's SVG in parts: `picture` is definitions, ground and art, `frame` the words round it; `hand` holds the
    attributes of the art group, and `groups` names for each activity (by n) the group that draws it."""

    picture: str
    frame: str
    hand: str
    groups: dict[int, str]

    @property
    def nodes(self) -> int:
        """Count the elements."""
        return _nodes(self.picture) + _nodes(self.frame)


def take_apart(svg: str) -> Sheet:
    """Read a poster that our own writer wrote; raise ValueError for anything else."""
    whole, art = _WHOLE.fullmatch(svg), _ART.search(svg)
    if whole is None or art is None:
        raise ValueError("this is no poster that artgen wrote")
    groups = {int(n): group[1] for group in _GROUP.finditer(svg) for n in group[2].split()}
    body = whole["body"]
    ends = _art_end(body, body.rfind('<g id="a'))
    return Sheet(body[:ends], body[ends:], art[2], groups)


def crop(artwork: Artwork) -> Box:
    """Return what the screen shows of a poster: the art box and whatever a mark reaches beyond it."""
    seen = union([artwork.art, *(box for box in artwork.boxes if box)])
    left, top = max(0.0, seen.x), max(0.0, seen.y)
    right, bottom = min(artwork.canvas.width, seen.right), min(artwork.canvas.height, seen.bottom)
    return Box(left, top, right - left, bottom - top)


def union(boxes: Sequence[Box]) -> Box:
    """Return the smallest box round all of them."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Box(left, top, right - left, bottom - top)


def plate(sheet: Sheet, artwork: Artwork, of: Iterable[int], *, mark: str) -> Markup:
    """Show the marks of some activities alone, where they stand; empty where none has a mark of its own.

    `mark` is what stands before the number in the names that are pointed at: "a", or "m" where the marks are stored.
    """
    shown = [n for n in of if artwork.boxes[n] and n in sheet.groups]
    if not shown:
        return Markup()
    around = union([box for n in shown if (box := artwork.boxes[n])])
    return Markup(_framed(_at_least(around, _PLATE), _use(sheet, shown, mark)))


def series(sheet: Sheet, artwork: Artwork, of: Iterable[int], *, mark: str) -> Markup:
    """Show the marks of some activities side by side, at one scale, on one foot; empty where none has a mark."""
    placed, x, foot = [], 0.0, 0.0
    boxes = [(n, box) for n in of if (box := artwork.boxes[n]) and n in sheet.groups]
    for _, box in boxes:
        foot = max(foot, box.height)
    for n, box in boxes:
        inner = _use(sheet, [n], mark)
        placed.append(f"<svg {_place(Box(x, foot - box.height, box.width, box.height))} {_view(box)}>{inner}</svg>")
        x += box.width + foot * 0.12
    whole = Box(0, min(0.0, foot - _SERIES[1]), max(_SERIES[0], x - foot * 0.12), max(_SERIES[1], foot))
    return Markup(_framed(whole, "".join(placed), "xMinYMax")) if placed else Markup()


def sample(item: LegendItem, theme: Theme, *, prefix: str) -> Markup:
    """Draw the sample of a legend; `prefix` keeps the names of its paints apart. Empty where it draws none."""
    if item.draw is None:
        return Markup()
    height = _ROW * max(1, len(item.labels)) if item.stacked else _LINE
    return _sample(item.draw, theme, height, prefix)


@lru_cache(maxsize=64)
def _sample(draw: Callable[[Theme, float, float], Iterable[Mark]], theme: Theme, height: float, prefix: str) -> Markup:
    """Draw a sample once a process; a style that makes the function anew for each person has it drawn anew."""
    drawn = fragment(draw(theme, _SAMPLE, height), prefix=prefix)
    return Markup(f'<svg viewBox="0 0 {_SAMPLE:.0f} {height:.1f}" aria-hidden="true">{drawn}</svg>')


def store(sheet: Sheet, of: Iterable[int]) -> Markup:
    """Cut the marks of some activities out of a poster, with the paints they use, to be pointed at as `mN`."""
    names = sorted({sheet.groups[n] for n in of if n in sheet.groups}, key=lambda name: int(name[1:]))
    marks = "".join(_cut(sheet, name).replace(f'id="{name}"', f'id="m{name[1:]}"', 1) for name in names)
    needed = set(_NAMED.findall(marks))
    defined = {
        found[2] or found[4]: found[0] for found in _DEFINED.finditer(sheet.picture[: sheet.picture.index("</defs>")])
    }
    for name in reversed(defined):
        if name in needed:
            needed.update(_NAMED.findall(defined[name]))
    paints = "".join(text for name, text in defined.items() if name in needed)
    marks = re.sub(r' data-(?:a|s|w)="[^"]*"', "", marks)
    return Markup(f'<svg class="store" aria-hidden="true"><defs>{paints}{marks}</defs></svg>')


def frames(sheet: Sheet, artwork: Artwork) -> str:
    """Return an empty frame for each mark, to be lit where the mark itself is part of an image."""
    rows = []
    for name, of in _by_group(sheet):
        boxes = [box for n in of if (box := artwork.boxes[n])]
        if boxes:
            rows.append(f'<rect id="{name}" {_place(union(boxes))}/>')
    return "".join(rows)


def _by_group(sheet: Sheet) -> Iterator[tuple[str, list[int]]]:
    members: dict[str, list[int]] = {}
    for n, name in sheet.groups.items():
        members.setdefault(name, []).append(n)
    yield from members.items()


def _use(sheet: Sheet, of: Sequence[int], mark: str) -> str:
    names = dict.fromkeys(sheet.groups[n] for n in of)
    uses = "".join(f'<use href="#{mark}{name[1:]}"/>' for name in names)
    return f"<g {sheet.hand}>{uses}</g>"


def _framed(box: Box, inner: str, align: str = "xMidYMid") -> str:
    size = f'width="{box.width:.0f}" height="{box.height:.0f}"'
    return f'<svg {_view(box)} {size} preserveAspectRatio="{align} meet" aria-hidden="true">{inner}</svg>'


def _view(box: Box) -> str:
    return f'viewBox="{box.x:.0f} {box.y:.0f} {max(1, box.width):.0f} {max(1, box.height):.0f}"'


def _place(box: Box) -> str:
    return f'x="{box.x:.0f}" y="{box.y:.0f}" width="{max(1, box.width):.0f}" height="{max(1, box.height):.0f}"'


def _at_least(box: Box, size: tuple[float, float]) -> Box:
    """Set a small box in the middle of a larger one: a mark drawn for a distance is not shown through a magnifier."""
    width, height = max(box.width, size[0]), max(box.height, size[1])
    return Box(box.x - (width - box.width) / 2, box.y - (height - box.height) / 2, width, height)


def _cut(sheet: Sheet, name: str) -> str:
    start = sheet.picture.index(f'<g id="{name}" ')
    return sheet.picture[start : _end(sheet.picture, start)]


def _nodes(svg: str) -> int:
    """Count the elements of a piece: every `<` that begins no end tag."""
    signs = np.frombuffer(svg.encode(), np.uint8)
    begins = signs == ord("<")
    return int(np.count_nonzero(begins) - np.count_nonzero(begins[:-1] & (signs[1:] == ord("/"))))


def _art_end(body: str, last: int) -> int:
    """Return where the art ends: before the frame, which is the last thing on a sheet, or where its own group does.

    `last` is where the last activity begins, or -1: to walk through all groups would take as long as all the rest.
    """
    before = body.find(_FRAMED, max(0, last)) + len("</g>")
    if before >= len("</g>") and _end(body, before) == len(body):
        return before
    return _end(body, body.index("<g data-art="))


def _end(text: str, start: int) -> int:
    """Return where the group that begins at `start` ends."""
    depth = 0
    for tag in _TAGS.finditer(text, start):
        depth += -1 if tag[0] == "</g>" else 1
        if depth == 0:
            return tag.end()
    raise ValueError("a group has no end")
