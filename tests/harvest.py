"""Small people and activity files, and all that comes of them: Histories, faults, counts."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from artgen.history.counts import Counts, total
from artgen.history.history import History, read_shard
from artgen.history.shard import spread
from artgen.history.source import ActivityColumns, ActivityFiles, PeopleColumns, PeopleFile
from artgen.records import Fault

COLUMNS = ("customer", "when", "amount", "minutes", "origin", "destination", "category", "grade", "weather", "status")
HEADER = ",".join(COLUMNS)
ROWS = (
    "a,2025-01-05 08:00,3366,480,LIS,JFK,work,1,clear,flown",
    "a,2025-02-06 18:30,,,JFK,LIS,,,,flown",
    "b,2025-03-05 07:15,344,80,JFK,BOS,,,rain,flown",
)
PEOPLE_HEADER = "customer,name,address,home"
PEOPLE = ("a,Ada,ada@example.com,LIS", "b,Bo,bo@example.com,")


@dataclass(frozen=True)
class Harvest:
    """What came of two files: `faults` in order, first those of the rows, then those of the customers."""

    histories: tuple[History, ...]
    faults: tuple[Fault, ...]
    counts: Counts
    people: Counts

    def of(self, customer: str) -> History:
        """Return one customer's History."""
        return next(history for history in self.histories if history.customer == customer)

    def told(self) -> list[tuple[object, ...]]:
        """Return what may not depend on the order of any file: everything but the lines (nan equal to itself)."""
        return [
            (one.customer, one.person, one.held, one.faulty, [repr(replace(record, line=0)) for record in one.records])
            for one in self.histories
        ]

    def blamed(self) -> list[tuple[str, ...]]:
        """Return the faults without their lines, in one order."""
        return sorted((one.gravity, one.reason, one.customer, one.file, one.column, one.detail) for one in self.faults)


def lines(header: str, rows: Iterable[str]) -> str:
    """Return a CSV text of a header and rows as they are."""
    return "\n".join([header, *rows]) + "\n"


def written(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Return a CSV text of cells, quoted where they need it."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def activity_files(file: Path, **changes: object) -> ActivityFiles:
    """Return a source of 2025 on airports in which a cancelled activity is left out."""
    mapped = ActivityColumns(**{name: name for name in COLUMNS})
    plain = ActivityFiles((file,), mapped, 2025, places="airports", leave_out={"cancelled": "cancelled"})
    return replace(plain, **changes)


def people_file(file: Path) -> PeopleFile:
    """Return a source of people with all columns but the theme."""
    return PeopleFile(file, PeopleColumns("customer", "name", "address", "home"), places="airports")


def bring_in(people: PeopleFile, activities: ActivityFiles, folder: Path, shards: int = 3) -> Harvest:
    """Spread two sources and read every shard."""
    done = spread(people, activities, folder, shards)
    read = (history for shard in done.shards for history in read_shard(shard))
    histories = tuple(sorted(read, key=lambda history: history.customer))
    faults = (*done.read_faults(), *(fault for history in histories for fault in history.faults))
    counts = done.activities + total(history.counts for history in histories)
    return Harvest(histories, faults, counts, done.people)


def harvest(
    folder: Path,
    activities: str | bytes = lines(HEADER, ROWS),
    people: str | bytes = lines(PEOPLE_HEADER, PEOPLE),
    shards: int = 3,
    **changes: object,
) -> Harvest:
    """Write both files and bring them in."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("activities.csv", activities), ("people.csv", people)):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    source = activity_files(folder / "activities.csv", **changes)
    return bring_in(people_file(folder / "people.csv"), source, folder / "shards", shards)
