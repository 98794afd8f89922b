"""The people of a brand: one first name of each language, one person without a name, and how much each of them did."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from northwing.dice import Dice

NAMES = Path(__file__).parent.parent / "northwing" / "names.toml"


@dataclass(frozen=True)
class Person:
    """An invented person: an id, a first name (which may be empty), an address that reaches nobody, how many rows."""

    id: str
    name: str
    address: str
    count: int


def people(brand: str, prefix: str, counts: Sequence[int]) -> list[Person]:
    """Return one person for each language and one without a name; each does one of `counts` things.

    Raises ValueError when there are not as many counts as people.
    """
    dice = Dice(f"{brand} people")
    tongues = tomllib.loads(NAMES.read_text("utf-8"))["tongue"]
    names = [*(dice.pick(tongue["names"].split(", ")) for tongue in tongues), ""]
    drawn = zip(dice.shuffled(names), dice.shuffled(counts), strict=True)
    made = [(f"{prefix}-{n:04d}", name, count) for n, (name, count) in enumerate(drawn, 1)]
    return [Person(id, name, f"{id.lower()}@people.{brand}.example", count) for id, name, count in made]
