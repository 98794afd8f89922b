"""Randomness as a value: named, independent, seeded streams; the same on every machine and in any order."""

import hashlib
from functools import cached_property

import numpy as np


class Rng:
    """A seeded stream; `fork` gives an independent one by name, so that adding a draw never moves another.

    >>> Rng("a").fork("foam").generator.integers(100) == Rng("a").fork("foam").generator.integers(100)
    np.True_
    """

    def __init__(self, seed: str) -> None:
        self._path = seed

    @cached_property
    def generator(self) -> np.random.Generator:
        """Return what is drawn from; it is made at the first call, since many streams are only forked."""
        digest = hashlib.sha256(self._path.encode()).digest()
        return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))

    def fork(self, name: str) -> "Rng":
        """Return the stream called `name` under this one; it does not depend on what was drawn before."""
        return Rng(f"{self._path}\0{name}")
