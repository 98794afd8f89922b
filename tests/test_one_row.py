"""One changed row changes one customer: everyone else's Story stays the same to the letter."""

import tempfile
from collections import Counter
from pathlib import Path

from harvest import COLUMNS, PEOPLE_HEADER, Harvest, harvest, lines
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_history_shards import ROW, csv_of

from artgen.history.tell import tell

CUSTOMERS = ("a", "b", "c", "d")
PEOPLE = [f"{one},N{one},{one}@example.com,{home}" for one, home in zip(CUSTOMERS, ("LIS", "", "NRT", ""), strict=True)]
ROWS = st.lists(ROW, min_size=1, max_size=20)
quietly = settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def told(rows: list[dict[str, str]], people: list[str]) -> tuple[dict[str, str], Harvest]:
    """Return everyone's Story, spelled out, and all that came of the rows."""
    with tempfile.TemporaryDirectory() as folder:
        found = harvest(Path(folder), csv_of(rows), lines(PEOPLE_HEADER, people))
    return {one.customer: repr(tell(one, 2025, "mi")) for one in found.histories if one.person}, found


def others(stories: dict[str, str], *touched: str) -> dict[str, str]:
    """Return the Stories of all but those who were touched."""
    return {customer: story for customer, story in stories.items() if customer not in touched}


@quietly
@given(ROWS, ROW, st.integers(0, 19))
def test_another_row_in_its_place_touches_only_its_two_customers(rows, other, at) -> None:
    """Whatever stands in one row, sound or not, only the Stories of the one it was of and the one it is of differ."""
    at %= len(rows)
    changed = [*rows[:at], other, *rows[at + 1 :]]
    (before, _), (after, _) = told(rows, PEOPLE), told(changed, PEOPLE)
    touched = (rows[at]["customer"], other["customer"])
    assert others(before, *touched) == others(after, *touched)


@quietly
@given(ROWS, ROW, st.integers(0, 19), st.sampled_from([name for name in COLUMNS if name != "customer"]))
def test_another_cell_touches_one_customer_and_one_count(rows, other, at, column) -> None:
    """A cell changed in one row moves one row at most from one fate to another, and touches one Story."""
    at %= len(rows)
    changed = [*rows[:at], {**rows[at], column: other[column]}, *rows[at + 1 :]]
    (before, was), (after, now) = told(rows, PEOPLE), told(changed, PEOPLE)
    assert others(before, rows[at]["customer"]) == others(after, rows[at]["customer"])
    assert was.counts.read == now.counts.read
    moved = Counter(was.counts.left_out | {"kept": was.counts.kept})
    moved.subtract(now.counts.left_out | {"kept": now.counts.kept})
    assert sorted(by for by in moved.values() if by) in ([], [-1, 1])


@quietly
@given(ROWS, st.integers(0, 3), st.sampled_from(["Eve", ""]), st.sampled_from(["AKL", "", "QQQ"]))
def test_another_person_in_the_file_touches_one_story(rows, at, name, home) -> None:
    """A name or a home changed in one row of people changes that person's Story and nobody else's."""
    customer = CUSTOMERS[at]
    changed = [*PEOPLE[:at], f"{customer},{name},{customer}@example.com,{home}", *PEOPLE[at + 1 :]]
    (before, _), (after, _) = told(rows, PEOPLE), told(rows, changed)
    assert others(before, customer) == others(after, customer)
    assert before[customer] != after[customer]
