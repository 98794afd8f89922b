"""Chance from a written seed. Only `random()` is asked for, since Python keeps no other answer the same for ever."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One named stream of chance; the same name gives the same throws on any machine."""

    def __init__(self, name: str) -> None:
        self._random = random.Random(f"northwing 2025 {name}")

    def between(self, low: float, high: float) -> float:
        """Return a number from low up to high."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """Say yes in `share` of the throws."""
        return self._random.random() < share

    def pick(self, things: Sequence[T]) -> T:
        """Return one of the things, all equally likely."""
        return things[self.whole(0, len(things) - 1)]

    def weigh(self, things: Sequence[T], weights: Sequence[float]) -> T:
        """Return one of the things, each as likely as its weight."""
        point = self.between(0, sum(weights))
        for thing, weight in zip(things, weights, strict=True):
            point -= weight
            if point <= 0:
                return thing
        return things[-1]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return the things in a random order."""
        return [things[n] for _, n in sorted((self._random.random(), n) for n in range(len(things)))]
