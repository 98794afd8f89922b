"""Make the sample data of Heart of Travel: 300 invented members of an invented airline, and their flights in 2025.

    python sample_data/make_heart_of_travel.py [FOLDER]

The same bytes come out on every machine: all chance is seeded, and nothing is asked of the clock or the network.
"""

import csv
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from northwing import lives
from northwing.dice import Dice
from northwing.network import AIRPORTS, Airport
from northwing.traveller import Flown, Traveller

HERE = Path(__file__).parent
FAMILY_SIZES = (4, 3, 5, 4, 4, 3, 5, 4, 4, 6, 4)
CONSULTANTS = (60, 66, 75, 84, 96, 108, 120, 136, 150, 165, 180, 200)
MEMBER_HEADER = ("member", "first_name", "email", "home")
FLIGHT_HEADER = ("member", "departs", "origin", "destination", "cabin", "minutes", "weather", "status")

# How many people lead each life, and how deep their purse is.
LIVES: tuple[tuple[int, lives.Life, tuple[str, ...]], ...] = (
    (11, lives.no_flight, ("plain",)),
    (5, lives.moved, ("plain", "ease")),
    (62, lives.one_trip, ("plain", "plain", "ease")),
    (70, lives.few_trips, ("plain", "plain", "ease", "deep")),
    (30, lives.often, ("plain", "ease", "work")),
    (16, lives.student, ("plain",)),
    (8, lives.two_suns, ("ease", "deep")),
    (10, lives.big_trip, ("plain", "ease", "deep")),
    (8, lives.far_love, ("plain",)),
    (9, lives.commuter, ("ease", "work")),
    (13, lives.seller, ("work",)),
)


Year = tuple["Person", list[Flown]]


@dataclass(frozen=True)
class Tongue:
    """First names of one language, and where those who bear them live."""

    names: list[str]
    homes: list[str]


@dataclass(frozen=True)
class Person:
    """An invented first name and where its bearer lives."""

    name: str
    home: Airport


def main(folder: Path) -> None:
    """Write members.csv and flights.csv into the folder."""
    dice = Dice("people")
    tongues = _read_tongues()
    families = _families(tongues, dice)
    years = [*families, *_single_people(tongues, {person.name for person, _ in families}, dice)]
    numbers = dice.shuffled(range(1, len(years) + 1))
    members = sorted(((f"NW-{number:06d}", *year) for number, year in zip(numbers, years, strict=True)), key=_first)
    flights = [(member, flight) for member, _, travelled in members for flight in travelled]
    flights.sort(key=lambda own: (own[1].left, own[0]))
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "members.csv", MEMBER_HEADER, (_member_cells(member, person) for member, person, _ in members))
    _write(folder / "flights.csv", FLIGHT_HEADER, (_flight_cells(*own) for own in flights))


def _families(tongues: list[Tongue], dice: Dice) -> list[Year]:
    """Return the members of whole families; each shares a language and a home, and the first may work elsewhere."""
    years = []
    large = [tongue for tongue in tongues if len(tongue.names) >= max(FAMILY_SIZES)]
    for n, (size, tongue) in enumerate(zip(FAMILY_SIZES, large, strict=False)):
        home = AIRPORTS[dice.pick(tongue.homes)]
        for k, name in enumerate(tongue.names[:size]):
            traveller = Traveller(f"family {n} member {k}", home)
            lives.family(str(n), traveller, works=k == 0 and n % 2 == 0)
            years.append((Person(name, home), traveller.flights))
    return years


def _single_people(tongues: list[Tongue], taken: set[str], dice: Dice) -> Iterator[Year]:
    """Yield everyone else, one life each; one of them has no name."""
    people = [
        Person(name, AIRPORTS[dice.pick(tongue.homes)])
        for tongue in tongues
        for name in tongue.names
        if name not in taken
    ]
    people = dice.shuffled([*people, Person("", AIRPORTS["AUS"])])
    busy = [(1, lives.consultant(flights), ("work", "deep")) for flights in CONSULTANTS]
    led = [(life, purses) for count, life, purses in (*LIVES, *busy) for _ in range(count)]
    for n, (person, (life, purses)) in enumerate(zip(people, led, strict=True)):
        traveller = Traveller(f"person {n}", person.home, dice.pick(purses))
        life(traveller)
        yield person, traveller.flights


def _read_tongues() -> list[Tongue]:
    read = tomllib.loads((HERE / "northwing/names.toml").read_text("utf-8"))["tongue"]
    return [Tongue(tongue["names"].split(", "), tongue["homes"].split()) for tongue in read]


def _first(member: tuple[str, Person, list[Flown]]) -> str:
    return member[0]


def _member_cells(member: str, person: Person) -> tuple[str, ...]:
    return member, person.name, f"{member.lower()}@members.northwing.example", person.home.code


def _flight_cells(member: str, flight: Flown) -> tuple[str, ...]:
    departs = flight.departs.isoformat(timespec="minutes")
    way = (flight.origin.code, flight.destination.code)
    return member, departs, *way, flight.cabin, str(flight.minutes), flight.weather, flight.status


def _write(file: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "heart-of-travel")
