"""Shards: every row has one fate, and neither order, chunks nor the number of shards shows in what comes out."""

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import recount
from harvest import COLUMNS, PEOPLE_HEADER, activity_files, bring_in, harvest, lines, people_file, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artgen.history import history, table
from artgen.history.counts import Counts, total
from artgen.history.shard import MOST_CUSTOMERS, shards_for, spread
from artgen.history.tell import tell

YEAR = 2025
KNOWN = ("a", "b", "c")
PEOPLE = lines(PEOPLE_HEADER, [f"{one},N{one},{one}@example.com," for one in KNOWN])
GOOD_TIMES = (
    *("2025-01-05 08:00", "2025-01-05", "2025-07-09T23:59:59", "2025-10-26 01:30", "2025-10-26T00:30Z"),
    *("2025-11-02 01:30", "2025-12-30 24:00", "2025-01-05 08:00", "2025-07-09 23:59:59"),
)
BAD_TIMES = (
    *("2025-03-30 01:30", "2025-03-09 02:30", "2025-12-31 24:00", "2025-01-01T02:00Z", "2024-12-31 23:00"),
    *("2025-02-30", "2025-06-31 10:00", "2025-05-05 25:00", "soon", ""),
)
NUMBERS = ("", "0", "12.5", "340")
BAD_NUMBERS = ("-1", "nan", "1,000")


def often(good: tuple[str, ...], bad: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Good values nine times in ten."""
    return st.integers(0, 9).flatmap(lambda die: st.sampled_from(good if die else bad))


ROW = st.fixed_dictionaries(
    {
        "customer": often(KNOWN, ("ghost", "")),
        "when": often(GOOD_TIMES, BAD_TIMES),
        "amount": often(NUMBERS, BAD_NUMBERS),
        "minutes": often(NUMBERS, BAD_NUMBERS),
        "origin": often(tuple(recount.PLACES), ("QQQ",)),
        "destination": often((*recount.PLACES, ""), ("QQQ",)),
        "category": st.sampled_from(("", "work", "play")),
        "grade": often(("", "1"), ("9",)),
        "weather": often(("", "rain"), ("frogs",)),
        "status": often(("flown",), ("cancelled",)),
    }
)
ROWS = st.lists(ROW, max_size=25)
quietly = settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def csv_of(rows: list[dict[str, str]]) -> str:
    """Return the rows as a CSV text."""
    return written(COLUMNS, [[row[name] for name in COLUMNS] for row in rows])


@quietly
@given(ROWS)
def test_every_row_has_exactly_one_fate(rows: list[dict[str, str]]) -> None:
    """Read = kept + left out by reason, and each reason is the one that a slow recount finds first."""
    with tempfile.TemporaryDirectory() as folder:
        found = harvest(Path(folder), csv_of(rows), PEOPLE)
    expected = Counter(recount.fate(row, KNOWN, YEAR) for row in rows)
    assert found.counts == Counts(len(rows), expected.pop("", 0), dict(sorted(expected.items())))
    assert found.counts.whole


@quietly
@given(ROWS)
def test_facts_are_those_of_a_slow_recount(rows: list[dict[str, str]]) -> None:
    """What a Story tells is what a naive count of the raw rows gives, for each customer."""
    with tempfile.TemporaryDirectory() as folder:
        found = harvest(Path(folder), csv_of(rows), PEOPLE)
    for customer in KNOWN:
        kept = [row for row in rows if row["customer"] == customer and not recount.fate(row, KNOWN, YEAR)]
        told = {fact.key: fact.value for fact in tell(found.of(customer), YEAR).facts}
        told.pop("night", None)
        assert told == recount.facts(kept)


@quietly
@given(ROWS, st.randoms(use_true_random=False), st.integers(1, 7))
def test_the_order_of_rows_and_the_number_of_shards_never_show(rows, random, shards) -> None:
    """Shuffled files, in other shards, give the same Histories, Stories, counts and faults but for the lines."""
    shuffled = random.sample(rows, len(rows))
    people = random.sample(PEOPLE.splitlines()[1:], len(KNOWN))
    with tempfile.TemporaryDirectory() as folder:
        plain = harvest(Path(folder) / "a", csv_of(rows), PEOPLE, shards=3)
        other = harvest(Path(folder) / "b", csv_of(shuffled), lines(PEOPLE_HEADER, people), shards=shards)
    assert other.told() == plain.told()
    assert other.blamed() == plain.blamed()
    assert (other.counts, other.people) == (plain.counts, plain.people)


@pytest.mark.parametrize("column", [name for name in COLUMNS if name not in ("customer", "status")])
def test_two_activities_at_one_instant_are_told_in_one_order(tmp_path: Path, column: str) -> None:
    """Whatever two rows differ in, their order in the file decides nothing."""
    first = dict(zip(COLUMNS, ("a", "2025-01-05T08:00Z", "1", "1", "LIS", "JFK", "x", "1", "rain", ""), strict=True))
    second = first | {column: OTHER[column]}
    one = harvest(tmp_path / "one", csv_of([first, second]), PEOPLE)
    other = harvest(tmp_path / "other", csv_of([second, first]), PEOPLE)
    assert one.told() == other.told()
    assert len({repr(replace(record, line=0)) for record in one.of("a").records}) == 2


OTHER = {
    "when": "2025-01-05 07:59",
    "amount": "",
    "minutes": "2",
    "origin": "JFK",
    "destination": "",
    "category": "a",
    "grade": "",
    "weather": "",
}


@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_size_of_a_chunk_never_shows(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows read one by one, or many at a time, come out the same, with the same lines."""
    rows = [f"a,2025-0{n + 1}-05 0{n}:00,{n * n},,LIS,JFK,,,,{'flown' if n % 3 else 'cancelled'}" for n in range(9)]
    rows[4] = "a,never,,,LIS,JFK,,,,"
    plain = harvest(tmp_path / "plain", lines(",".join(COLUMNS), rows), PEOPLE)
    monkeypatch.setattr(table, "CHUNK_ROWS", size)
    other = harvest(tmp_path / "other", lines(",".join(COLUMNS), rows), PEOPLE)
    assert (other.told(), other.faults, other.counts) == (plain.told(), plain.faults, plain.counts)
    assert [record.line for record in other.of("a").records] == [3, 4, 7, 9, 10]


def test_customers_come_in_the_order_of_their_ids_within_a_shard(tmp_path: Path) -> None:
    """One shard holds everyone, in code point order, with or without activities."""
    people = [f"{one},N,," for one in ("b", "Z", "é", "a", "10", "9")]
    found = harvest(tmp_path, people=lines(PEOPLE_HEADER, people), shards=1)
    assert [one.customer for one in found.histories] == ["10", "9", "Z", "a", "b", "é"]


def test_what_an_interrupted_run_left_is_gone(tmp_path: Path) -> None:
    """Spreading again into the same folder keeps nothing of the first time, and touches nothing else there."""
    harvest(tmp_path, shards=7)
    (tmp_path / "shards" / "mine.txt").write_text("keep")
    again = harvest(tmp_path, shards=2)
    assert again.told() == harvest(tmp_path / "fresh", shards=2).told()
    assert (tmp_path / "shards" / "mine.txt").read_text() == "keep"


@pytest.mark.parametrize("people", [0, 1, 7, 300, 4_043, 100_000, 1_000_000])
@pytest.mark.parametrize("workers", [1, 2, 64])
def test_there_are_shards_enough_for_every_worker(people: int, workers: int) -> None:
    """At least eight a worker where there are people enough, and room for the hash's luck below 500 in each."""
    shards = shards_for(people, workers)
    assert shards >= min(people, 8 * workers)
    assert people / shards + 6 * (people / shards) ** 0.5 < MOST_CUSTOMERS


def test_counts_add_up_in_any_order() -> None:
    """The sum of parts is the whole, whichever part comes first."""
    parts = [Counts(5), Counts(kept=2, left_out={"b": 1}), Counts(left_out={"a": 1, "b": 1})]
    assert total(parts) == total(reversed(parts)) == Counts(5, 2, {"a": 1, "b": 2})
    assert total(parts).whole
    assert not total(parts[:2]).whole


def test_lines_count_on_over_the_parts_of_a_parquet_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of a Parquet file that is read in several parts keep their numbers."""
    rows = [f"a,2025-0{n + 1}-05,{n},,LIS,JFK,,,," for n in range(5)]
    harvest(tmp_path, lines(",".join(COLUMNS), rows), PEOPLE)
    pd.read_csv(tmp_path / "activities.csv").to_parquet(tmp_path / "activities.parquet")
    monkeypatch.setattr(table, "CHUNK_ROWS", 2)
    source = activity_files(tmp_path / "activities.parquet")
    found = bring_in(people_file(tmp_path / "people.csv"), source, tmp_path / "shards")
    assert [record.line for record in found.of("a").records] == [1, 2, 3, 4, 5]


def test_several_files_are_read_once_each_in_order(tmp_path: Path) -> None:
    """A file that two patterns mean is read once; faults name each file by what tells it apart; words add up."""
    header, row = ",".join(COLUMNS), "a,2025-01-05,1,,LIS,,,,frogs,"
    harvest(tmp_path, people=PEOPLE)
    for month in ("june", "may"):
        (tmp_path / month).mkdir()
        (tmp_path / month / "rows.csv").write_text(lines(header, [row, "a,never,,,LIS,,,,,"]))
    files = (tmp_path / "may" / "rows.csv", tmp_path / "*" / "rows.csv")
    found = bring_in(people_file(tmp_path / "people.csv"), activity_files(files[0], files=files), tmp_path / "out")
    assert found.counts == Counts(4, 2, {"time can't be read": 2})
    assert [(fault.file, fault.line, fault.detail) for fault in found.faults] == [
        ("june/rows.csv", 3, "never"),
        ("may/rows.csv", 3, "never"),
        ("", 0, "'frogs', 2 times"),
    ]


def test_more_activities_than_a_person_can_have_cost_the_customer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shared account with endless rows is set aside, and its rows are counted."""
    monkeypatch.setattr(history, "MOST_ACTIVITIES", 1)
    rows = ["a,2025-01-05,1,,LIS,,,,,", "a,2025-01-06,1,,LIS,,,,,", "b,2025-01-06,1,,LIS,,,,,"]
    found = harvest(tmp_path, lines(",".join(COLUMNS), rows), PEOPLE)
    assert (found.of("a").faulty, found.of("a").person, len(found.of("b").records)) == (history.TOO_MANY, None, 1)
    assert found.counts == Counts(3, 1, {"customer set aside": 2})


def test_reading_is_told_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits is told how many rows of both files have been read so far."""
    rows = [f"a,2025-01-0{n + 1},1,,LIS,,,,," for n in range(4)]
    harvest(tmp_path, lines(",".join(COLUMNS), rows), PEOPLE)
    monkeypatch.setattr(table, "CHUNK_ROWS", 2)
    told: list[int] = []
    people, activities = people_file(tmp_path / "people.csv"), activity_files(tmp_path / "activities.csv")
    spread(people, activities, tmp_path / "out", 1, told.append)
    assert told == [2, 3, 5, 7]
