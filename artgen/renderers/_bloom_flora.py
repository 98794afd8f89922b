"""Flora: seven species of flower, each dyed by the part of the day; a head is a Symbol made of dyed rings.

Species tell the kind apart without colour: five for the kinds, a cornflower for any other, a wild rose where the
kind is unknown.
"""

from dataclasses import dataclass, field

import numpy as np

from artgen.drawing.colour import hexes, mix, tune
from artgen.drawing.marks import Paint, Radial, Shape, Stamp, Symbol
from artgen.drawing.theme import Theme
from artgen.renderers._bloom_eyes import eye
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
    Floats,
    Ring,
    circle,
    florets,
    leaved,
    rays,
    rosette,
    ruffle,
    spokes,
    sunflower,
    veins,
)

SPECIES = ("daisy", "lace", "dahlia", "poppy", "cosmos", "cornflower", "rose")
DRAWN = (1, 3, 2)
"""How many flowers of one species, dye and detail are drawn: from far, near, close."""
HERE = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
UNTIMED = 5
"""The dye of a flower whose hour is not known, in a year where others are: behind those of the parts of the day."""
_PALEST, _DEEPEST = 0.83, 0.22


def palette(theme: Theme) -> Floats:
    """Return the paints (6, 3) of the parts of the day, then a pale green for an hour that is not known."""
    young = tune(theme.greens[2], lighter=0.06 if theme.dark else 0.08, chroma=0.75)
    return np.concatenate([theme.clock_paints, young[None]])


@dataclass(frozen=True, slots=True, eq=False)
class Dyes:
    """The dyes of k petals, as OKLab (k, 3): their body, its depth towards the eye, its light at the tip."""

    body: Floats
    deep: Floats
    light: Floats


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
    _mixed: dict[str, list[str]] = field(default_factory=dict)
    _heads: dict[tuple[int, int, int, int], Symbol] = field(default_factory=dict)
    _eyes: dict[tuple[str, int], Symbol] = field(default_factory=dict)

    def head(self, species: int, dye: int, detail: int, drawn: int = 0) -> Symbol:
        """Return the head of a species in a dye; `drawn` tells those of one kind apart."""
        key = species, dye, detail, drawn % DRAWN[detail]
        if key not in self._heads:
            made = getattr(self, f"_{SPECIES[species]}")(dye, detail, f"{SPECIES[species]} {key[3]}")
            self._heads[key] = Symbol(tuple(made))
        return self._heads[key]

    def _tint(self, name: str, dye: int) -> str:
        """Return a dye by name: body, deep, light, a mix of two ("body deep 40"), or one of the eye's."""
        if name not in self._mixed:
            parts = name.split()
            labs = [getattr(self.dyes, part) for part in parts[:2]]
            mixed = labs[0] if len(labs) == 1 else mix(labs[0], labs[1], np.full(len(labs[0]), int(parts[2]) / 100))
            self._mixed[name] = hexes(mixed)
        return self._mixed[name][dye]

    def _fade(self, dye: int, *stops: tuple[float, str]) -> Radial:
        return Radial((0.0, 0.0), RADIUS, tuple((at, self._tint(name, dye)) for at, name in stops))

    def _eye(self, species: str, detail: int) -> Stamp:
        key = species, detail
        if key not in self._eyes:
            self._eyes[key] = Symbol(tuple(eye(species, detail, self.theme)))
        return Stamp(self._eyes[key], HERE)

    def _daisy(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        count = (11, 15, 17)[detail] + (len(wobble) + ord(wobble[-1])) % 2
        back = self._fade(dye, (0.2, "deep"), (0.62, "body deep 25"), (1.0, "body deep 12"))
        front = self._fade(dye, (0.24, "body deep 62"), (0.5, "body"), (0.78, "light"), (1.0, "light"))
        if detail == FAR:
            return [
                _dyed(rosette(11, 0.98, 0.66, 0.28, 0.3), back),
                _dyed(rosette(11, 0.97, 0.6, 0.0, 0.42), front),
                self._eye("daisy", detail),
            ]
        under = Ring(ROUND, 0.14, 0.97, 1.95 / count, count, np.pi / count)
        over = Ring(ROUND, 0.14, 1.0, 1.72 / count, count)
        made = [_dyed(leaved(under, f"{wobble} back"), back), _dyed(leaved(over, wobble), front)]
        if detail == CLOSE:
            made.append(_dyed(veins(over, wobble, (-0.55, 0.0, 0.55), 0.4), self._tint("deep", dye)))
        return [*made, self._eye("daisy", detail)]

    def _lace(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        count, size = ((15, 0.17), (28, 0.155), (37, 0.135))[detail]
        head = self._fade(
            dye, (0.0, "body deep 30" if detail else "light"), (0.6, "body" if detail else "light"), (1.0, "light")
        )
        made = [self._spokes(count, size, detail), _dyed(florets(count, size, 5), head)]
        if detail == FAR:
            cushion = self._fade(dye, (0.0, "body deep 80"), (0.75, "body deep 58"), (1.0, "body deep 46"))
            return [_dyed(rosette(10, 0.94, 0.84, 0.0, 0.2), cushion), made[1]]
        seeds = Shape(_spots(sunflower(count, 1 - 0.95 * size), 0.036), "", starts=_sixes(count))
        made.append(_dyed(Symbol((seeds,)), self._fade(dye, (0.0, "deep"), (1.0, "body deep 60"))))
        return made

    def _spokes(self, count: int, size: float, detail: int) -> Stamp:
        key = "lace", detail
        if key not in self._eyes:
            self._eyes[key] = Symbol((Stamp(spokes(count, size, 0.011), HERE, hexes(self.theme.greens[:1])[0]),))
        return Stamp(self._eyes[key], HERE)

    def _dahlia(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        rings = (3, 5, 6)[detail]
        made = []
        for k in range(rings):
            u = k / (rings - 1)
            reach, inside = 1 - 0.74 * u, max(0.06, 1 - 0.74 * (k + 1) / (rings - 1)) * 0.8
            dark, bright = round(72 - 8 * u), round(55 * (1 - u))
            tip = f"body light {bright}" if u < 0.5 else f"body deep {round(70 * (u - 0.5))}"
            fade = self._fade(
                dye, (inside, f"body deep {dark}"), (inside + 0.55 * (reach - inside), "body"), (reach, tip)
            )
            count = (13, 15, 17)[detail] - round((4, 6, 6)[detail] * u)
            turn = (k % 2 + 0.26 * k) * np.pi / count
            if detail == FAR:
                made.append(_dyed(rosette(count, 0.98 * reach, 0.7 * reach, turn, 0.8), fade))
            else:
                ring = Ring(POINTED, 0.1 * reach, reach, 2.35 * reach / count, count, turn)
                made.append(_dyed(leaved(ring, f"{wobble} {k}"), fade))
        heart = Symbol((Shape(RADIUS * circle(0.09, 8), ""),))
        return [*made, _dyed(heart, self._tint("deep", dye))]

    def _poppy(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        stops = ((0.0, "deep"), (0.34, "deep"), (0.62, "body"), (0.88, "body light 60"), (1.0, "light"))
        below = ((0.3, "deep"), (0.7, "body deep 36"), (1.0, "body"))
        if detail == FAR:
            made = [
                _dyed(rosette(4, 0.99, 0.84, 0.5, 0.1), self._fade(dye, *below)),
                _dyed(rosette(4, 0.9, 0.72, -0.28, 0.1), self._fade(dye, *stops)),
            ]
            return [*made, self._eye("poppy", detail)]
        made = [
            _dyed(ruffle(3, 1.0, 0.92, 0.2, f"{wobble} back"), self._fade(dye, *below)),
            _dyed(ruffle(3, 0.93, 0.74, 1.25, wobble), self._fade(dye, *stops)),
        ]
        made.append(_dyed(rays(30 if detail == NEAR else 54, 0.3, 0.8, 0.28), self._tint("deep", dye)))
        return [*made, self._eye("poppy", detail)]

    def _cosmos(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        back = self._fade(dye, (0.1, "deep"), (0.5, "body deep 45"), (1.0, "body deep 22"))
        front = self._fade(dye, (0.12, "deep"), (0.42, "body"), (1.0, "light"))
        under = Ring(TOOTHED, 0.0, 0.97, 0.33, 4, np.pi / 4)
        over = Ring(TOOTHED, 0.0, 1.0, 0.335, 4)
        made = [_dyed(leaved(under, f"{wobble} back"), back), _dyed(leaved(over, wobble), front)]
        if detail != FAR:
            fan = (-0.6, -0.3, 0.0, 0.3, 0.6) if detail == CLOSE else (-0.4, 0.0, 0.4)
            made.insert(1, _dyed(veins(under, f"{wobble} back", fan, 0.4), self._tint("deep", dye)))
            made.append(_dyed(veins(over, wobble, fan, 0.4), self._tint("deep", dye)))
        return [*made, self._eye("cosmos", detail)]

    def _cornflower(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        count = (8, 9, 10)[detail]
        under = Ring(FLARED, 0.05, 0.93, 0.225, count, np.pi / count)
        over = Ring(FLARED, 0.05, 1.0, 0.2, count)
        back = self._fade(dye, (0.16, "deep"), (1.0, "body deep 42"))
        front = self._fade(dye, (0.2, "deep"), (0.55, "body"), (1.0, "light"))
        made = [_dyed(leaved(under, f"{wobble} back"), back), _dyed(leaved(over, wobble), front)]
        inner = Ring(POINTED, 0.0, 0.42, 0.09, 11, 0.2)
        made.append(_dyed(leaved(inner, f"{wobble} heart"), self._tint("body deep 78", dye)))
        return [*made, self._eye("cornflower", detail)]

    def _rose(self, dye: int, detail: int, wobble: str) -> list[Stamp]:
        back = self._fade(dye, (0.1, "deep"), (0.6, "body deep 38"), (1.0, "body deep 16"))
        front = self._fade(dye, (0.14, "light"), (0.3, "body deep 30"), (0.62, "body"), (1.0, "light"))
        under = Ring(HEARTED, 0.02, 0.92, 0.45, 5, np.pi / 5)
        over = Ring(HEARTED, 0.02, 1.0, 0.41, 5)
        made = [_dyed(leaved(under, f"{wobble} back"), back), _dyed(leaved(over, wobble), front)]
        if detail != FAR:
            fan = (-0.66, -0.4, -0.13, 0.13, 0.4, 0.66) if detail == CLOSE else (-0.45, 0.0, 0.45)
            made.append(_dyed(veins(over, wobble, fan, 0.34), self._tint("deep", dye)))
        return [*made, self._eye("rose", detail)]


def _dyed(symbol: Symbol, paint: Paint) -> Stamp:
    return Stamp(symbol, HERE, paint)


def _spots(middles: Floats, radius: float) -> Floats:
    return RADIUS * (middles[:, None, :] + circle(radius, 6)).reshape(-1, 2)


def _sixes(count: int) -> list[int]:
    return (np.arange(count) * 6).tolist()
