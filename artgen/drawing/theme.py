"""A theme: ground, ink, paints and type, read from one small TOML file in OKLCH."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from artgen.drawing.colour import contrast, hex_of, mix, mix_clean, oklch, ramp
from artgen.errors import StyleError
from artgen.shipped import place

Floats = NDArray[np.float64]
Lch = tuple[float, float, float]
PEAKS = 15.0
_SUN = np.array([-14.0, -2.0, 3.0, 14.0, 32.0])


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One ground and its paints; colours as '#rrggbb' for plain use and as OKLab for mixing.

    `season_paints` (4, 3) peak mid-January, mid-April, mid-July, mid-October; `hour_paints` (4, 3) are night,
    dawn, noon, dusk; `sky` is OKLab stops (k, 3) at sun heights `sky_at` (k,) in degrees.
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
    )
    for role in ("ink", "muted", "accent"):
        if (ratio := contrast(getattr(theme, role), theme.ground)) < 4.5:
            raise StyleError(
                f"{file.name}: {role} is {ratio:.1f}:1 on its ground; text needs 4.5:1, so darken or lighten it"
            )
    return theme
