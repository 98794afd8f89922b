"""A theme: ground, ink, paints and type, as one value made from a small TOML file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artgen.drawing import themefile
from artgen.drawing.colour import contrast, hex_of, mix, mix_clean, oklab_of, oklch, ramp
from artgen.drawing.marks import SWISS
from artgen.drawing.themefile import SEASONS, Colour, ThemeFile
from artgen.drawing.vision import VISIONS, Alike, alike
from artgen.errors import StyleError
from artgen.shipped import place

Floats = NDArray[np.float64]
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
    are leaf, deep leaf, young leaf; `glow_lab` is a second ground, close to the first; `voice` is the typeface: its
    name, or a brand's four font files (regular, medium, semibold, loud), a line each. `digest` stands for all of it.
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
    digest: str = ""

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


def names() -> list[str]:
    """Return the names of the shipped themes, sorted."""
    return sorted(_shipped())


def load(name: str) -> Theme:
    """Return the shipped theme called `name`; raise StyleError where there is none, or its file is at fault."""
    shipped = _shipped()
    if name not in shipped:
        raise StyleError(f"theme '{name}' is not known; there are: {', '.join(sorted(shipped))}")
    return _made(shipped[name], f"{name}.toml", shipped[name].read_bytes())


def read(file: Path) -> Theme:
    """Read a theme file of somebody's own; it is called as the file is. Raise StyleError for a fault of it."""
    try:
        return _made(file, str(file), file.read_bytes())
    except OSError as wrong:
        raise StyleError(f"{file}: can't be read ({wrong.strerror}); look at its name and place") from wrong


def keys(theme: Path | str) -> ThemeFile:
    """Return the keys of a theme file, or of a shipped theme by its name, as they are checked; raise StyleError."""
    shipped = _shipped()
    if isinstance(theme, Path):
        return _read(theme, str(theme), theme.read_bytes()).file
    return _read(shipped[load(theme).name], f"{theme}.toml", shipped[theme].read_bytes()).file


def look_alikes(theme: Theme) -> tuple[Alike, ...]:
    """Return the pairs of paints that people without one kind of cone can't tell apart by colour alone."""
    groups = ((themefile.PARTS, theme.clock_paints), (SEASONS, theme.season_paints))
    return tuple(pair for names, paints in groups for vision in VISIONS for pair in alike(names, paints, vision))


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Path]:
    return {file.stem: file for file in sorted((place("assets") / "themes").glob("*.toml"))}


@lru_cache(maxsize=64)
def _read(file: Path, shown: str, content: bytes) -> themefile.Read:
    """Read a theme file once; `content` is there so that a file that was edited is read anew."""
    return themefile.read(file, shown, _shipped())


@lru_cache(maxsize=64)
def _made(file: Path, shown: str, content: bytes) -> Theme:
    found = _read(file, shown, content)
    said = found.file
    ground, ink = np.array(said.ground.lab), np.array(said.ink.lab)
    return Theme(
        name=file.stem,
        dark=said.dark,
        ground=said.ground.hex,
        ink=said.ink.hex,
        muted=said.muted.hex,
        faint=said.faint.hex,
        accent=said.accent.hex,
        hairline=hex_of(mix(ink, ground, 0.72)),
        ground_lab=ground,
        ink_lab=ink,
        season_paints=_labs(said.seasons),
        hour_paints=_labs([said.night, said.dawn, said.noon, said.dusk]),
        sky_at=np.array([height for height, _ in said.sky], float),
        sky=_labs([colour for _, colour in said.sky]),
        clock_paints=_labs(said.clock),
        greens=_labs(said.greens),
        glow_lab=np.array(said.glow.lab),
        voice="\n".join(said.type.files) if said.type else said.voice,
        digest=found.digest,
    )


def _labs(colours: Sequence[Colour]) -> Floats:
    return np.array([colour.lab for colour in colours])
