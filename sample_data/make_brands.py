"""Make the sample data of four brands that don't exist: a hotel, a coffee house, a running club and a charity.

    python sample_data/make_brands.py [FOLDER]

The same bytes come out on every machine: all chance is seeded, and nothing is asked of the clock or the network.
"""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from brands import coffee, giving, nights, running
from brands.people import Person, people

HERE = Path(__file__).parent
PEOPLE_HEADER = ("id", "first_name", "email")
Row = tuple[str, ...]


@dataclass(frozen=True)
class Brand:
    """What is written of one brand: the folder, the file of activities, who there is and what they do."""

    folder: str
    file: str
    name: str
    prefix: str
    counts: str
    header: Row
    year: Callable[[Person], Iterator[Row]]


BRANDS = (
    Brand("a-year-of-nights", "stays.csv", nights.BRAND, nights.PREFIX, nights.COUNTS, nights.HEADER, nights.year),
    Brand("a-year-of-coffee", "orders.csv", coffee.BRAND, coffee.PREFIX, coffee.COUNTS, coffee.HEADER, coffee.year),
    Brand("a-year-of-running", "runs.csv", running.BRAND, running.PREFIX, running.COUNTS, running.HEADER, running.year),
    Brand("a-year-of-giving", "gifts.csv", giving.BRAND, giving.PREFIX, giving.COUNTS, giving.HEADER, giving.year),
)


def main(folder: Path) -> None:
    """Write a folder for each brand: people.csv, and the file of what they did in order of time."""
    for brand in BRANDS:
        known = people(brand.name, brand.prefix, [int(count) for count in brand.counts.split()])
        rows = sorted((row for person in known for row in brand.year(person)), key=_when)
        target = folder / brand.folder
        target.mkdir(parents=True, exist_ok=True)
        _write(target / "people.csv", PEOPLE_HEADER, ((person.id, person.name, person.address) for person in known))
        _write(target / brand.file, brand.header, rows)


def _when(row: Row) -> tuple[str, str]:
    return row[1], row[0]


def _write(file: Path, header: Row, rows: Iterable[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
