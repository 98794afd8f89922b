"""Flora: seven species of flower, each dyed by the part of the day; a head is a Symbol made of dyed rings.

Species tell the kind apart without colour: five for the kinds, a cornflower for any other, a dog rose where the
kind is unknown. A ring of petals is drawn once, and stamped turned, smaller and in other dyes.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from artgen.drawing.colour import hexes, mix, tune
from artgen.drawing.marks import Paint, Radial, Stamp, Symbol, turned
from artgen.drawing.theme import Theme
from artgen.renderers._bloom_crown import Floats
from artgen.renderers._bloom_eyes import eye, inks_of
from artgen.renderers._bloom_petals import (
    CLOSE,
    FAR,
    FLARED,
    HEARTED,
    NEAR,
    POINTED,
    RADIUS,
    ROUND,
    TOOTHED,
    Ring,
    florets,
    leaved,
    rays,
    rosette,
    ruffle,
    seeds,
    spokes,
    veins,
)

SPECIES = ("daisy", "lace", "dahlia", "poppy", "cosmos", "cornflower", "rose")
DRAWN = (1, 1, 3)
"""How many flowers of one species, dye and detail are drawn: from far, near, close."""
UNTIMED = 5
"""The dye of a flower whose hour is not known, in a year where others are: behind those of the parts of the day."""
_PALEST, _DEEPEST = 0.83, 0.22
_STEPS = 20


def palette(theme: Theme) -> Floats:
    """Return the paints (6, 3) of the parts of the day, then a pale green for an hour that is not known."""
    young = tune(theme.greens[2], lighter=0.06 if theme.dark else 0.08, chroma=0.75)
    return np.concatenate([theme.clock_paints, young[None]])


@dataclass(frozen=True, eq=False)
class Dyes:
    """The dyes of k petals, as OKLab (k, 3): their body, its depth towards the eye, its light at the tip."""

    body: Floats
    deep: Floats
    light: Floats

    @cached_property
    def tones(self) -> list[list[str]]:
        """Return each dye from deep over body to light, in 2 * _STEPS + 1 steps."""
        part = np.linspace(0, 1, _STEPS + 1)[:, None]
        down, up = mix(self.body, self.deep, part), mix(self.body, self.light, part)
        every = np.concatenate([down[:0:-1], up])
        named = hexes(every.reshape(-1, 3))
        k = len(self.body)
        return [named[i::k] for i in range(k)]


def dyes(paints: Floats, theme: Theme) -> Dyes:
    """Return the dyes of paints (k, 3); on light ground the palest are strengthened, or they would be lost on it."""
    lightness, chroma, hue = paints[:, 0], np.hypot(paints[:, 1], paints[:, 2]), np.arctan2(paints[:, 2], paints[:, 1])
    if not theme.dark:
        pale = np.clip((lightness - _PALEST) / 0.04, 0, 1)
        lightness, chroma = lightness - 0.05 * pale, chroma * (1 + 0.36 * pale) + 0.008 * pale
    fall = np.where(lightness > 0.6, 0.20, 0.14)
    deep = np.maximum(_DEEPEST, lightness - fall), np.minimum(0.2, 1.12 * chroma + 0.02), hue - np.radians(12)
    dim = np.clip((0.62 - lightness) / 0.2, 0, 1)
    light = np.minimum(0.965 if theme.dark else 0.93, lightness + 0.075 + 0.06 * dim), (0.74 + 0.2 * dim) * chroma
    return Dyes(_lab(lightness, chroma, hue), _lab(*deep), _lab(*light, hue + np.radians(6)))


def _lab(lightness: Floats, chroma: Floats, hue: Floats) -> Floats:
    return np.stack([lightness, chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1)


@dataclass(slots=True)
class Flora:
    """The flowers of one sheet: `head` gives a Symbol of radius RADIUS, made when it is first asked for."""

    theme: Theme
    dyes: Dyes
    _inks: list[str] = field(default_factory=list)
    _heads: dict[tuple[int, int, int, int], Symbol] = field(default_factory=dict)
    _eyes: dict[tuple[str, int], Stamp] = field(default_factory=dict)

    def head(self, species: int, dye: int, detail: int, drawn: int = 0) -> Symbol:
        """Return the head of a species in a dye; `drawn` tells those of one kind apart."""
        key = species, dye, detail, drawn % DRAWN[detail]
        if key not in self._heads:
            grown = (
                self._daisy,
                self._lace,
                self._dahlia,
                self._poppy,
                self._cosmos,
                self._cornflower,
                self._rose,
            )[species]
            self._heads[key] = Symbol(tuple(grown(dye, detail, f"{SPECIES[species]} {key[3]}")))
        return self._heads[key]

    def _tone(self, dye: int, tone: float) -> str:
        """Return a dye's tone: -1 its depth, 0 its body, 1 its light."""
        return self.dyes.tones[dye][_STEPS + round(_STEPS * tone)]

    def _fade(self, dye: int, *stops: tuple[float, float]) -> Radial:
        """Return tones from the eye to the tip: (how far out, tone)."""
        return Radial((0.0, 0.0), RADIUS, tuple((at, self._tone(dye, tone)) for at, tone in stops))

    def _eye(self, species: str, detail: int) -> Stamp:
        key = species, detail
        if key not in self._eyes:
            self._inks = self._inks or inks_of(self.theme)
            self._eyes[key] = _laid(Symbol(tuple(eye(species, detail, self._inks))))
        return self._eyes[key]

    def _daisy(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        back = self._fade(dye, (0.2, -1), (0.62, -0.3), (1, -0.15))
        front = self._fade(dye, (0.24, -0.6), (0.5, 0), (0.78, 1), (1, 1))
        if detail == FAR:
            disc = rosette(11, 1.0, 0.63, 0.0, 0.36)
            return [_laid(disc, back, 1.0, 16.4), _laid(disc, front, 0.98), self._eye("daisy", detail)]
        count = (11, 15, 17)[detail] + int(wobble[-1])
        ring = Ring(ROUND, 0.14, 1.0, 1.78 / count, count)
        petals = leaved(ring, wobble)
        made = [_laid(petals, back, 0.98, 180 / count), _laid(petals, front)]
        if detail == CLOSE:
            made.append(_laid(veins(ring, wobble, (-0.55, 0.0, 0.55), 0.4), self._tone(dye, -1)))
        return [*made, self._eye("daisy", detail)]

    def _lace(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        count, size = ((21, 0.158), (28, 0.155), (37, 0.135))[detail]
        stars = florets(count, size, 5)
        if detail == FAR:
            cushion = self._fade(dye, (0, -0.45), (0.6, -0.6), (0.95, -1))
            lit = self._fade(dye, (0, 0.5), (0.55, 1), (1, 0.4))
            return [_laid(rosette(12, 0.98, 0.84, 0.0, 0.25), cushion), _laid(stars, lit)]
        made = [
            _laid(spokes(count, size, 0.011), hexes(self.theme.greens[:1])[0]),
            _laid(stars, self._fade(dye, (0, -0.3), (0.6, 0), (1, 1))),
        ]
        return [*made, _laid(seeds(count, size), self._fade(dye, (0, -1), (1, -0.6)))]

    def _dahlia(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        rings, count = ((3, 11), (5, 14), (6, 16))[detail]
        half = Ring(POINTED, 0.1, 1.0, 2.2 / count, count)
        petals = rosette(count, 0.98, 0.7, 0.0, 0.8) if detail == FAR else leaved(half, wobble)
        made = []
        for k in range(rings):
            u = k / (rings - 1)
            size, next_in = 1 - 0.74 * u, max(0.08, 1 - 0.74 * (k + 1) / (rings - 1))
            dark, tip = 0.8 * next_in / size, 0.55 - 0.9 * u
            fade = self._fade(dye, (dark, 0.1 * u - 0.75), (dark + 0.55 * (1 - dark), min(tip, 0)), (1, tip))
            made.append(_laid(petals, fade, size, 180 / count * (k % 2 + 0.27 * k)))
        return [*made, _laid(rosette(6, 0.1, 0.09), self._tone(dye, -1))]

    def _poppy(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        below = self._fade(dye, (0.3, -1), (0.7, -0.35), (1, 0))
        above = self._fade(dye, (0, -1), (0.34, -1), (0.62, 0), (0.88, 0.6), (1, 1))
        if detail == FAR:
            cup = rosette(4, 1.0, 0.84, 0.0, 0.1)
            return [_laid(cup, below, 1.0, 28), _laid(cup, above, 0.88, -16), self._eye("poppy", detail)]
        made = [
            _laid(ruffle(3, 1.0, 0.92, 0.2, f"{wobble} back"), below),
            _laid(ruffle(3, 0.93, 0.74, 1.25, wobble), above),
        ]
        made.append(_laid(rays(30 if detail == NEAR else 54, 0.3, 0.8, 0.28), self._tone(dye, -1)))
        return [*made, self._eye("poppy", detail)]

    def _cosmos(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        back = self._fade(dye, (0.1, -1), (0.5, -0.45), (1, -0.2))
        front = self._fade(dye, (0.12, -1), (0.42, 0), (1, 1))
        ring = Ring(TOOTHED, 0.0, 1.0, 0.335, 4)
        petals = leaved(ring, wobble)
        made = [_laid(petals, back, 0.97, 45), _laid(petals, front)]
        if detail != FAR:
            fan = (-0.6, -0.3, 0.0, 0.3, 0.6) if detail == CLOSE else (-0.4, 0.0, 0.4)
            lines, deep = veins(ring, wobble, fan, 0.4), self._tone(dye, -1)
            made = [made[0], _laid(lines, deep, 0.97, 45), made[1], _laid(lines, deep)]
        return [*made, self._eye("cosmos", detail)]

    def _cornflower(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        count = (8, 9, 10)[detail]
        petals = leaved(Ring(FLARED, 0.05, 1.0, 0.21, count), wobble)
        back = self._fade(dye, (0.16, -1), (1, -0.4))
        front = self._fade(dye, (0.2, -1), (0.55, 0), (1, 1))
        heart = leaved(Ring(POINTED, 0.0, 0.42, 0.09, 11, 0.2), "cornflower")
        made = [_laid(petals, back, 0.94, 180 / count), _laid(petals, front), _laid(heart, self._tone(dye, -0.8))]
        return [*made, self._eye("cornflower", detail)]

    def _rose(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        back = self._fade(dye, (0.1, -1), (0.6, -0.7), (1, -0.45))
        front = self._fade(dye, (0.14, 1), (0.3, -0.35), (0.6, 0), (0.88, 1), (1, 0.4))
        ring = Ring(HEARTED, 0.02, 1.0, 0.42, 5)
        petals = leaved(ring, wobble)
        made = [_laid(petals, back, 0.96, 36), _laid(petals, front)]
        if detail != FAR:
            fan = (-0.66, -0.4, -0.13, 0.13, 0.4, 0.66) if detail == CLOSE else (-0.45, 0.0, 0.45)
            made.append(_laid(veins(ring, wobble, fan, 0.34), self._tone(dye, -1)))
        return [*made, self._eye("rose", detail)]


def _laid(symbol: Symbol, paint: Paint = "", size: float = 1.0, turn: float = 0.0) -> Stamp:
    return Stamp(symbol, turned(0.0, 0.0, turn, size), paint)
