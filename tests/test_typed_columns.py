"""Typed columns of Parquet and SQL: a duration is never read as a number, and a number that is NaN is unknown."""

import datetime as dt
import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from harvest import Harvest, activity_files, bring_in, harvest, people_file

from artgen.errors import InputError
from artgen.records import Fault, Gravity

UNITS = ("s", "ms", "us", "ns")
NAN = float("nan")


def typed(folder: Path, name: str, column: pa.Array) -> Harvest:
    """Write the sample rows as Parquet with one column in place of its own, and bring them in."""
    harvest(folder)
    table = pq.read_table(_as_parquet(folder))
    pq.write_table(table.set_column(table.column_names.index(name), name, column), folder / "activities.parquet")
    return bring_in(people_file(folder / "people.csv"), activity_files(folder / "activities.parquet"), folder / "out")


def _as_parquet(folder: Path) -> Path:
    file = folder / "activities.parquet"
    pd.read_csv(folder / "activities.csv", dtype=str, keep_default_na=False).to_parquet(file)
    return file


def minutes(found: Harvest) -> Sequence[float]:
    """Return the minutes of all activities, in the order of the file."""
    records = [record for one in found.histories for record in one.records]
    return [record.minutes for record in sorted(records, key=lambda record: record.line)]


@pytest.mark.parametrize("unit", UNITS)
def test_a_duration_is_read_as_minutes_whatever_its_unit(tmp_path: Path, unit: str) -> None:
    """Whole minutes are exact, others a fraction, a missing one is unknown."""
    lasted = [dt.timedelta(minutes=30), dt.timedelta(seconds=90), None]
    found = typed(tmp_path, "minutes", pa.array(lasted, pa.duration(unit)))
    assert found.faults == ()
    assert minutes(found)[:2] == [30.0, 1.5]
    assert math.isnan(minutes(found)[2])


@pytest.mark.parametrize("unit", UNITS)
def test_the_longest_duration_is_exact(tmp_path: Path, unit: str) -> None:
    """A leap year counted in billionths of a second loses none; a minute more is too long."""
    year = dt.timedelta(days=366)
    lasted = [year, year - dt.timedelta(minutes=1), year + dt.timedelta(minutes=1)]
    found = typed(tmp_path, "minutes", pa.array(lasted, pa.duration(unit)))
    assert minutes(found) == [527_040.0, 527_039.0]
    told = Fault(Gravity.ROW, "minutes are more than a year", "b", "activities.parquet", 3, "minutes", "527041")
    assert found.faults == (told,)


def test_a_duration_in_a_dictionary_is_read_as_minutes(tmp_path: Path) -> None:
    """A category of pandas is stored as one, and pyarrow reads back bare numbers; elsewhere it is refused too."""
    lasted = pa.array([dt.timedelta(minutes=30)] * 3, pa.duration("s")).dictionary_encode()
    assert minutes(typed(tmp_path, "minutes", lasted)) == [30.0, 30.0, 30.0]
    with pytest.raises(InputError, match=r"column 'amount' holds duration\[s\]"):
        typed(tmp_path, "amount", lasted)


@pytest.mark.parametrize("name", ["amount", "when", "customer", "category"])
def test_a_duration_elsewhere_is_one_clear_error(tmp_path: Path, name: str) -> None:
    """Nothing says what unit an amount of it would be in, so the column is named, with what to do."""
    lasted = pa.array([dt.timedelta(minutes=30)] * 3, pa.duration("s"))
    said = rf"activities\.parquet: column '{name}' holds duration\[s\]; write it as text, number or date"
    with pytest.raises(InputError, match=said):
        typed(tmp_path, name, lasted)


@pytest.mark.parametrize("kind", [pa.float16(), pa.float32(), pa.float64()])
@pytest.mark.parametrize("name", ["amount", "minutes"])
def test_nan_of_a_number_is_unknown_as_a_missing_one_is(tmp_path: Path, name: str, kind: pa.DataType) -> None:
    """numpy has no other word for it; the row is drawn, as it is where the cell is null."""
    found = typed(tmp_path / "nan", name, pa.array([80.0, NAN, NAN], kind, from_pandas=False))
    assert (found.faults, found.counts.kept) == ((), 3)
    assert found.told() == typed(tmp_path / "null", name, pa.array([80.0, None, None], kind)).told()


def test_nan_in_a_column_of_text_is_a_word(tmp_path: Path) -> None:
    """Text is taken as it is written: in a number's place it is none, elsewhere it is kept."""
    found = typed(tmp_path / "amount", "amount", pa.array(["1", "nan", ""]))
    told = Fault(Gravity.ROW, "amount is not a number", "a", "activities.parquet", 2, "amount", "nan")
    assert found.faults == (told,)
    kinds = typed(tmp_path / "category", "category", pa.array(["work", "nan", ""]))
    assert [record.category for record in kinds.of("a").records] == ["work", "nan"]


def test_an_infinite_number_is_still_no_number(tmp_path: Path) -> None:
    """It is nothing that an export writes for what is missing."""
    found = typed(tmp_path, "amount", pa.array([1.0, math.inf, None]))
    assert [(fault.reason, fault.line) for fault in found.faults] == [("amount is not a number", 2)]
