"""What is to be hung: one sitter, drawn in one style with its options, in one theme, on one sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from artgen import sitters
from artgen.conformance import Pose
from artgen.drawing import theme as themes
from artgen.drawing.canvas import COMPOSITIONS
from artgen.drawing.style import Renderer, Value
from artgen.errors import StyleError

LEAST_WIDTH, MOST_WIDTH = 80, 2400


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture of the gallery; `options` are (name, value) in the order of their names, `width` pixels.

    `file` is that of a theme of somebody's own.
    """

    style: str
    sitter: str
    theme: str
    canvas: str
    options: tuple[tuple[str, Value], ...] = ()
    width: int = 360
    file: Path | None = None

    def pose(self, renderer: Renderer) -> Pose:
        """Return who sits for it and how; raise StyleError where theme, sheet or options aren't there."""
        if self.canvas not in COMPOSITIONS:
            raise StyleError(f"sheet '{self.canvas}' is not known; there are: {', '.join(COMPOSITIONS)}")
        options = renderer.checked(dict(self.options))
        theme = themes.read(self.file) if self.file else themes.load(self.theme)
        return Pose(sitters.named(self.sitter), theme, COMPOSITIONS[self.canvas], options)


def wanted(query: Mapping[str, Sequence[str]], own: Mapping[str, Path] = MappingProxyType({})) -> Wanted:
    """Read a query: style, sitter, theme, canvas, width, and options as `o.NAME`; raise StyleError on a wrong one.

    `own` holds the files of themes that aren't artgen's, by what they are called here.

    >>> plain = {"style": ["heart"], "sitter": ["run 4"], "theme": ["salt"], "canvas": ["card"]}
    >>> wanted({**plain, "o.tilt": ["6"]}).options
    (('tilt', 6.0),)
    """
    try:
        plain = {key: query[key][-1] for key in ("style", "sitter", "theme", "canvas")}
    except KeyError as missing:
        raise StyleError(f"a picture needs style, sitter, theme and canvas; {missing} is missing") from None
    width = query.get("width", ["360"])[-1]
    if not (width.isdecimal() and LEAST_WIDTH <= int(width) <= MOST_WIDTH):
        raise StyleError(f"width = {width} is outside {LEAST_WIDTH}..{MOST_WIDTH}")
    options = tuple(sorted((key[2:], _value(said[-1])) for key, said in query.items() if key.startswith("o.")))
    sitters.named(plain["sitter"])
    return Wanted(**plain, options=options, width=int(width), file=own.get(plain["theme"]))


def _value(text: str) -> Value:
    try:
        return float(text)
    except ValueError:
        return text
