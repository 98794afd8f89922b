"""Room: flowers push each other aside until they hardly overlap, drawn back to their rays and heights all the while."""

from dataclasses import dataclass

import numpy as np

from artgen.drawing.canvas import Box
from artgen.renderers._bloom_crown import FEW, Crown, Floats, Ints
from artgen.renderers._bloom_petals import GOLDEN

_HARD = 0.52
"""How near two flowers may stand at the very end, in the sum of their radii."""
_LAST = 6


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """What holds flowers in place: homes (n, 2), the bearings between which they belong, how far out, how large."""

    crown: Crown
    homes: Floats
    low: Floats
    high: Floats
    reach: Floats
    radii: Floats
    box: Box

    def made(self, near: float, rounds: int, fresh: int) -> Floats:
        """Return places (n, 2) in which few are nearer than `near` times the sum of their radii.

        Who is near whom is looked up anew every `fresh` rounds; the last rounds only part those that would hide others.
        """
        n = len(self.homes)
        if n == 1:
            return self.homes
        turn = np.arange(n) * GOLDEN
        places: Floats = self.homes + 0.03 * self.radii[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
        for i in range(rounds):
            if i % fresh == 0:
                pairs = neighbours(places, self.radii, 1.25 * near)
            places = self._held(self._drawn(self._pushed(places, pairs, near)))
        pairs = neighbours(places, self.radii, 1.2 * _HARD)
        for _ in range(_LAST if n > FEW else 0):
            places = self._held(self._pushed(places, pairs, _HARD))
        return places

    def _pushed(self, places: Floats, pairs: tuple[Ints, Ints], near: float) -> Floats:
        """Push flowers apart; a large one stays, a small one gives way."""
        one, other = pairs
        first, second = self.radii[one], self.radii[other]
        apart = places[one] - places[other]
        distance = np.sqrt((apart * apart).sum(axis=1)) + 1e-6
        push = 0.62 * np.maximum(near * (first + second) - distance, 0) / distance / (first**2 + second**2)
        ahead, back = apart * (push * second**2)[:, None], apart * (push * first**2)[:, None]
        n = len(places)
        move = np.stack(
            [np.bincount(one, ahead[:, k], n) - np.bincount(other, back[:, k], n) for k in range(2)], axis=-1
        )
        most = 0.5 * self.radii[:, None]
        pushed: Floats = places + np.maximum(np.minimum(move, most), -most)
        return pushed

    def _drawn(self, places: Floats) -> Floats:
        """Draw flowers back towards their month's ray and their day's height."""
        east, north = (places - self.crown.foot).T * np.array([[1.0], [-1.0]])
        bearing, far = np.arctan2(east, north), np.hypot(east, north)
        bearing = bearing + 0.05 * (np.maximum(np.minimum(bearing, self.high), self.low) - bearing)
        return self.crown.at(bearing, far + 0.03 * (self.reach - far))

    def _held(self, places: Floats) -> Floats:
        """Hold flowers inside the crown, and whole inside the box."""
        if len(places) > FEW:
            out = (places - self.crown.centre) / np.maximum(self.crown.axes - 0.72 * self.radii[:, None], 1.0)
            over = np.maximum(np.hypot(out[:, 0], out[:, 1]), 1.0)
            places = self.crown.centre + (places - self.crown.centre) / over[:, None]
        x = np.maximum(np.minimum(places[:, 0], self.box.right - self.radii), self.box.x + self.radii)
        return np.stack([x, np.maximum(places[:, 1], self.box.y + self.radii)], axis=-1)


def neighbours(places: Floats, radii: Floats, near: float) -> tuple[Ints, Ints]:
    """Return the pairs of flowers that are nearer than `near` times the sum of their radii.

    Swept from left to right, so that hundreds are not each held against all.
    """
    across = np.argsort(places[:, 0], kind="stable")
    x = places[across, 0]
    last = np.searchsorted(x, x + 2 * near * float(radii.max()), side="right")
    count = last - np.arange(len(x)) - 1
    first = np.repeat(np.arange(len(x)), count)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
    one, other = across[first], across[second]
    apart = places[one] - places[other]
    close = (apart * apart).sum(axis=1) < (near * (radii[one] + radii[other])) ** 2
    return one[close], other[close]
