"""The sitters: made-up people who sit for pictures, so that a style is seen on every kind of year before real ones."""

from functools import lru_cache

from artgen.errors import StyleError
from artgen.sitters import flights, habits
from artgen.sitters.awkward import awkward_years
from artgen.sitters.brands import BRANDS
from artgen.sitters.sitter import Sitter, sit

__all__ = ["BRANDS", "COUNTS", "Sitter", "awkward", "named", "sample", "samples"]

COUNTS = (0, 1, 2, 4, 10, 23, 40, 60, 180, 400, 600)
"""How many activities the sample years of each brand have."""


@lru_cache(maxsize=64)
def sample(brand: str, count: int) -> Sitter:
    """Return the sitter of a brand ("flight", "run" or "coffee") with so many activities, one of COUNTS."""
    if brand not in BRANDS or count not in COUNTS:
        counts = ", ".join(map(str, COUNTS))
        raise StyleError(f"no sitter has {count} of '{brand}'; there are {', '.join(BRANDS)} with {counts}")
    story = flights.year(count) if brand == "flight" else habits.year(brand, count)
    return sit(f"{brand} {count}", brand, story)


def samples(brand: str) -> tuple[Sitter, ...]:
    """Return the sample sitters of a brand, from no activity to 600."""
    return tuple(sample(brand, count) for count in COUNTS)


@lru_cache(maxsize=1)
def awkward() -> tuple[Sitter, ...]:
    """Return the sitters who break careless styles, each named by what is awkward about the year."""
    return tuple(sit(name, brand, story) for name, (brand, story) in awkward_years().items())


def named(name: str) -> Sitter:
    """Return the sitter called `name`: "flight 23", or "one giant"."""
    brand, _, count = name.rpartition(" ")
    if brand in BRANDS and count.isdecimal():
        return sample(brand, int(count))
    for sitter in awkward():
        if sitter.name == name:
            return sitter
    raise StyleError(f"no sitter is called '{name}'; there are: {', '.join(one.name for one in awkward())}")
