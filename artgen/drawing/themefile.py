"""What a theme file says, checked: every fault names the file and the key, says what is wrong, and what to do."""

import difflib
import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, isfinite
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from artgen.drawing.colour import contrast, hex_of, oklab_of, oklch
from artgen.drawing.vision import NORMAL, alike
from artgen.errors import StyleError

LEGIBLE = 4.5
"""The least contrast of a text, on both grounds (WCAG 2, level AA)."""
VISIBLE = 0.06
"""The least OKLab distance of a paint from the ground."""
ROLES = ("ink", "muted", "accent")
PARTS = ("early", "morning", "afternoon", "evening", "night")
SEASONS = ("January", "April", "July", "October")
FONTS = ("regular", "medium", "semibold", "loud")
_FONT_STARTS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_SHAPE = 'write a colour as [lightness 0..1, chroma 0..0.4, hue 0..360] or as "#rrggbb"'
Lab = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of a theme: OKLab, and the '#rrggbb' that it is shown as."""

    lab: Lab
    hex: str


def _colour(said: object) -> object:
    match said:
        case Colour():
            return said
        case str() if len(said) == 7 and said[0] == "#" and all(c in "0123456789abcdef" for c in said[1:].lower()):
            lightness, a, b = oklab_of(said).tolist()
            return Colour((lightness, a, b), said.lower())
        case [float() | int() as lightness, float() | int() as chroma, float() | int() as hue]:
            if 0 <= lightness <= 1 and 0 <= chroma <= 0.4 and 0 <= hue <= 360:
                lab = oklch(lightness, chroma, hue)
                return Colour((lab[0], lab[1], lab[2]), hex_of(lab))
    raise ValueError(_SHAPE)


def _stop(said: object) -> object:
    match said:
        case [float() | int() as height, *colour] if isfinite(height):
            return height, _colour(colour[0] if len(colour) == 1 else colour)
    raise ValueError(f"write [the sun's height in degrees, lightness, chroma, hue]; or {_SHAPE} after the height")


Paint = Annotated[Colour, BeforeValidator(_colour)]
Stop = Annotated[tuple[float, Colour], BeforeValidator(_stop)]


class Type(BaseModel):
    """The font files of a typeface; what is not given is set in the next lighter one, the loud word in the medium."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    regular: str
    medium: str = ""
    semibold: str = ""
    loud: str = ""

    @property
    def files(self) -> tuple[str, str, str, str]:
        """Return the files in the order of FONTS, none empty."""
        medium = self.medium or self.regular
        return self.regular, medium, self.semibold or medium, self.loud or medium


class ThemeFile(BaseModel):
    """The keys of a theme file; what they mean stands with Theme."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    dark: bool
    ground: Paint
    ink: Paint
    muted: Paint
    faint: Paint
    accent: Paint
    seasons: Annotated[list[Paint], Field(min_length=4, max_length=4)]
    night: Paint
    dawn: Paint
    noon: Paint
    dusk: Paint
    sky: Annotated[list[Stop], Field(min_length=2)]
    clock: Annotated[list[Paint], Field(min_length=5, max_length=5)]
    greens: Annotated[list[Paint], Field(min_length=3, max_length=3)]
    glow: Paint
    voice: Literal["swiss", "warm"] = "swiss"
    type: Type | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A theme file as read: its keys, and a digest of all it says, of its font files' bytes too."""

    file: ThemeFile
    digest: str


def read(file: Path, shown: str, shipped: Mapping[str, Path]) -> Read:
    """Read a theme file and what it inherits from; `shown` names it in errors, `shipped` are artgen's own, by name.

    Raise StyleError for the first fault.
    """
    said = merged(file, shown, shipped)
    try:
        theme = ThemeFile.model_validate(said)
    except ValidationError as wrong:
        _refuse(wrong, shown)
    for fault in _faults(theme):
        raise StyleError(f"{shown}: {fault}")
    parts = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for name, font in zip(FONTS, theme.type.files if theme.type else (), strict=False):
        parts.update(_font(Path(font), f"{shown}: type.{name}"))
    return Read(theme, parts.hexdigest())


def merged(file: Path, shown: str, shipped: Mapping[str, Path], above: tuple[Path, ...] = ()) -> dict[str, object]:
    """Return what a theme file says on top of what it inherits, its font files as absolute paths; not yet checked."""
    if file.resolve() in above:
        raise StyleError(f"{shown}: inherits: comes back to a file it started from; take it out of one of them")
    try:
        said = tomllib.loads(file.read_text("utf-8"))
    except OSError as wrong:
        raise StyleError(f"{shown}: can't be read ({wrong.strerror}); look at its name and place") from wrong
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise StyleError(f"{shown}: {wrong}; mend the file there") from wrong
    fonts = said.get("type")
    if isinstance(fonts, dict):
        placed = {name: str((file.parent / font).resolve()) for name, font in fonts.items() if isinstance(font, str)}
        said["type"] = {**fonts, **placed}
        if "voice" in said:
            raise StyleError(f"{shown}: voice: the typeface is that of [type]; take one of the two out")
    if "inherits" not in said:
        return said
    name = said.pop("inherits")
    if not isinstance(name, str) or not (name in shipped or name.endswith(".toml")):
        raise StyleError(f"{shown}: inherits: write a theme file (.toml) or one of: {', '.join(sorted(shipped))}")
    parent = shipped[name] if name in shipped else file.parent / name
    inherited = merged(parent, name if name in shipped else str(parent), shipped, (*above, file.resolve()))
    for one, other in (("type", "voice"), ("voice", "type")):
        if one in said:
            inherited.pop(other, None)
    return {**inherited, **said}


def _refuse(wrong: ValidationError, shown: str) -> NoReturn:
    first = wrong.errors()[0]
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    match first["type"]:
        case "extra_forbidden":
            near = difflib.get_close_matches(key, ThemeFile.model_fields, n=1)
            told = f"not a key of a theme; {f'did you mean {near[0]}?' if near else 'take it out'}"
        case "missing":
            told = 'is needed and missing; add it, or let the file take it from a theme: inherits = "linen"'
        case "too_short" | "too_long":
            most = {"seasons": "4, mid-January first", "clock": "5, early to night", "greens": "3", "sky": "2 or more"}
            told = f"has the wrong number of colours; give {most.get(key, 'another number')}"
        case _:
            told = first["msg"].removeprefix("Value error, ")
    raise StyleError(f"{shown}: {key}: {told}") from wrong


def _faults(theme: ThemeFile) -> Iterator[str]:
    """Yield what is wrong with the colours of a theme, each under its key."""
    if (theme.ground.lab[0] < theme.ink.lab[0]) != theme.dark:
        yield (
            f"dark: is {str(theme.dark).lower()}, and the ink is {'lighter' if not theme.dark else 'darker'} than the "
            "ground; exchange the two colours, or turn dark round"
        )
    for role in ROLES:
        paint: Colour = getattr(theme, role)
        for ground in ("ground", "glow"):
            ratio = contrast(paint.hex, getattr(theme, ground).hex)
            if ratio < LEGIBLE:
                change = "lighten" if theme.dark else "darken"
                yield f"{role}: is {floor(ratio * 100) / 100}:1 on {ground}; text needs {LEGIBLE}:1, so {change} it"
    yield from _falls([(part, theme.clock[n]) for n, part in enumerate(PARTS[: 4 if theme.dark else 5])], "clock")
    yield from _falls([(name, getattr(theme, name)) for name in ("noon", "dawn", "dusk", "night")], "")
    for key, names, paints in (("clock", PARTS, theme.clock), ("seasons", SEASONS, theme.seasons)):
        yield from _unseen(key, names, paints, theme.ground)
    for (low, _), (high, _) in pairwise(theme.sky):
        if not low < high:
            yield f"sky: {high:g} degrees stands after {low:g}; put the heights in rising order"


def _falls(ramp: Sequence[tuple[str, Colour]], key: str) -> Iterator[str]:
    """Yield where a ramp doesn't fall in lightness, so that later is deeper in grey too."""
    for (before, light), (after, deep) in pairwise(ramp):
        if deep.lab[0] >= light.lab[0]:
            yield (
                f"{key or after}: {after} ({deep.lab[0]:.2f}) is not darker than {before} ({light.lab[0]:.2f}); "
                "later is deeper, so lower its lightness"
            )


def _unseen(key: str, names: Sequence[str], paints: Sequence[Colour], ground: Colour) -> Iterator[str]:
    for name, paint in zip(names, paints, strict=True):
        far = float(np.linalg.norm(np.subtract(paint.lab, ground.lab)))
        if far < VISIBLE:
            yield f"{key}: {name} can hardly be seen on the ground ({far:.2f} apart; {VISIBLE} is needed); change it"
    for pair in alike(names, [paint.lab for paint in paints], NORMAL):
        yield f"{key}: {pair.one} and {pair.other} look alike ({pair.distance:.2f} apart); part their lightness or hue"


def _font(file: Path, where: str) -> bytes:
    if {":", "\n"} & set(str(file)):
        raise StyleError(f"{where}: {file} has a colon or a line break in its path; rename that folder or file")
    try:
        content = file.read_bytes()
    except OSError as wrong:
        raise StyleError(f"{where}: {file} can't be read ({wrong.strerror}); put the font file there") from wrong
    if not content.startswith(_FONT_STARTS):
        raise StyleError(f"{where}: {file.name} is not a TTF or OTF font; convert it (WOFF is for the web)")
    return content
