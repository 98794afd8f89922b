"""The readable list of a page: a row for each activity, month by month, that points at its mark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from artgen.publishing.plates import Sheet
from artgen.words.telling import Telling
from artgen.words.voice import capital


class Row(NamedTuple):
    """One activity of the list; a tuple, since the template asks for all of it in each row."""

    n: int
    target: str
    above: str
    below: str
    day: str
    way: str
    fact: str
    caption: str


@dataclass(frozen=True, slots=True)
class Month:
    """The rows of one month, under its name."""

    name: str
    rows: tuple[Row, ...]


def months(telling: Telling, sheet: Sheet, swatches: Sequence[tuple[str, str]]) -> Iterator[Month]:
    """Yield the list; `swatches` are the two paints of each activity, and a row stands beside them."""
    captions = {moment.of[0]: moment.caption for moment in reversed(telling.moments)}
    for name, said in groupby(telling.rows, key=lambda row: row.month):
        rows = (
            Row(
                row.n, sheet.groups.get(row.n, ""), *swatches[row.n], row.day_short, capital(row.way), row.fact,
                captions.get(row.n, ""),
            )
            for row in said
        )  # fmt: skip
        yield Month(capital(name), tuple(rows))
