"""A theme: ground, ink, paints and type, read from one small TOML file in OKLCH."""

import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from artgen.drawing.colour import contrast, hex_of, mix, mix_clean, oklab_of, oklch, ramp
from artgen.drawing.marks import SWISS
from artgen.errors import StyleError
from artgen.shipped import place

Floats = NDArray[np.float64]
Lch = tuple[float, float, float]
PEAKS = 15.0
PARTS = np.array([5.0, 9.0, 12.0, 17.0, 21.0])
"""The hours at which the parts of the day begin: early, morning, afternoon, evening, night."""
AFTERNOON = 2
_SUN = np.array([-14.0, -2.0, 3.0, 14.0, 32.0])


def part_of_day(hour: ArrayLike) -> NDArray[np.int64]:
    """Return 0..4 for hours 0..24: early, morning, afternoon, evening, night; the afternoon where it is unknown.

    >>> part_of_day([6, 9, 14.5, 20, 23, 2, float("nan")]).tolist()
    [0, 1, 2, 3, 4, 4, 2]
    """
    at = np.asarray(hour, float)
    parts = (np.searchsorted(PARTS, np.nan_to_num(at), side="right") - 1) % len(PARTS)
    return np.where(np.isnan(at), AFTERNOON, parts)


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One ground and its paints; colours as '#rrggbb' for plain use and as OKLab for mixing.

    `season_paints` (4, 3) peak mid-January, mid-April, mid-July, mid-October; `hour_paints` (4, 3) are night,
    dawn, noon, dusk; `sky` is OKLab stops (k, 3) at sun heights `sky_at` (k,) in degrees. `clock_paints` (5, 3) are
    those of the parts of the day (`part_of_day`), falling in lightness but for a night on dark ground; `greens` (3, 3)
    are leaf, deep leaf, young leaf; `glow_lab` is a second ground, close to the first; `voice` is the typeface.
    """

    name: str
    dark: bool
    ground: str
    ink: str
    muted: str
    faint: str
    accent: str
    hairline: str
    ground_lab: Floats
    ink_lab: Floats
    season_paints: Floats
    hour_paints: Floats
    sky_at: Floats
    sky: Floats
    clock_paints: Floats
    greens: Floats
    glow_lab: Floats
    voice: str = SWISS

    def season(self, day: ArrayLike) -> Floats:
        """Return the season's paint (n, 3) for days of the year 1..366: a ring, smooth between the four peaks."""
        along = (np.asarray(day, float) - PEAKS) / 365.25 * 4 % 4
        step = along.astype(int)
        part = along - step
        return mix_clean(self.season_paints[step % 4], self.season_paints[(step + 1) % 4], part * part * (3 - 2 * part))

    def hour(self, sun: ArrayLike, rising: ArrayLike) -> Floats:
        """Return the hour's paint (n, 3) for sun heights in degrees: dawn where it climbs, dusk where it sinks."""
        night, dawn, noon, dusk = self.hour_paints
        made = []
        for glow in (dusk, dawn):
            stops = [night, mix(glow, night, 0.25), glow, mix(glow, noon, 0.6), noon]
            made.append(ramp(_SUN, np.array(stops), sun))
        return np.where(np.asarray(rising, bool)[..., None], made[1], made[0])

    def month(self, month: ArrayLike) -> Floats:
        """Return the paint (n, 3) of each month 0..11: the season's on its fifteenth day."""
        return self.season(np.asarray(month, float) * 30.44 + PEAKS)

    def clock(self, hour: ArrayLike) -> Floats:
        """Return the paint (n, 3) of the part of the day of each hour 0..24; the afternoon's where it is unknown."""
        return self.clock_paints[part_of_day(hour)]

    def on(self, ground: str) -> "Theme":
        """Return the theme with inks that can be read on another ground; itself on its own."""
        if ground == self.ground:
            return self
        lab = oklab_of(ground)
        light, dark = oklch(0.985, 0.012, 85), oklch(0.17, 0.03, 270)
        ends = [self.ink_lab, self.ground_lab, light, dark]
        ink = next((end for end in ends[:2] if contrast(hex_of(end), ground) >= 7.0), None)
        if ink is None:
            ink = max(ends, key=lambda end: contrast(hex_of(end), ground))
        quieter = [mix(ink, lab, share) for share in (0.34, 0.28, 0.22, 0.16, 0.1, 0.05)]
        muted = next((tint for tint in quieter if contrast(hex_of(tint), ground) >= 4.6), ink)
        return replace(
            self,
            ground=ground,
            ground_lab=lab,
            ink=hex_of(ink),
            ink_lab=ink,
            muted=hex_of(muted),
            accent=hex_of(ink),
            hairline=hex_of(mix(ink, lab, 0.6)),
            dark=bool(ink[0] > lab[0]),
        )


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    dark: bool
    ground: Lch
    ink: Lch
    muted: Lch
    faint: Lch
    accent: Lch
    seasons: Annotated[list[Lch], Field(min_length=4, max_length=4)]
    night: Lch
    dawn: Lch
    noon: Lch
    dusk: Lch
    sky: Annotated[list[tuple[float, float, float, float]], Field(min_length=2)]
    clock: Annotated[list[Lch], Field(min_length=5, max_length=5)]
    greens: Annotated[list[Lch], Field(min_length=3, max_length=3)]
    glow: Lch
    voice: Literal["swiss", "warm"] = "swiss"


def names() -> list[str]:
    """Return the names of the shipped themes, sorted."""
    return sorted(file.stem for file in (place("assets") / "themes").glob("*.toml"))


@lru_cache(maxsize=32)
def load(name: str) -> Theme:
    """Read the shipped theme called `name`; refuse one whose texts are under 4.5:1 on its ground."""
    file = place("assets") / "themes" / f"{name}.toml"
    if name not in names():
        raise StyleError(f"theme '{name}' is not known; there are: {', '.join(names())}")
    try:
        read = _File.model_validate(tomllib.loads(file.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as wrong:
        raise StyleError(f"{file.name}: {wrong}") from wrong
    ground, ink = oklch(*read.ground), oklch(*read.ink)
    theme = Theme(
        name=name,
        dark=read.dark,
        ground=hex_of(ground),
        ink=hex_of(ink),
        muted=hex_of(oklch(*read.muted)),
        faint=hex_of(oklch(*read.faint)),
        accent=hex_of(oklch(*read.accent)),
        hairline=hex_of(mix(ink, ground, 0.72)),
        ground_lab=ground,
        ink_lab=ink,
        season_paints=np.array([oklch(*stop) for stop in read.seasons]),
        hour_paints=np.array([oklch(*stop) for stop in (read.night, read.dawn, read.noon, read.dusk)]),
        sky_at=np.array([stop[0] for stop in read.sky]),
        sky=np.array([oklch(*stop[1:]) for stop in read.sky]),
        clock_paints=np.array([oklch(*stop) for stop in read.clock]),
        greens=np.array([oklch(*stop) for stop in read.greens]),
        glow_lab=oklch(*read.glow),
        voice=read.voice,
    )
    for role in ("ink", "muted", "accent"):
        if (ratio := contrast(getattr(theme, role), theme.ground)) < 4.5:
            raise StyleError(
                f"{file.name}: {role} is {ratio:.1f}:1 on its ground; text needs 4.5:1, so darken or lighten it"
            )
    return theme
