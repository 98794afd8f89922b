"""A SQL query is a source like a file: the same rows give the same Histories, and a fault is one sentence."""

import datetime as dt
import sqlite3
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from harvest import COLUMNS, Harvest, activity_files, bring_in, harvest
from line import environment

from artgen.campaigns.model import load
from artgen.errors import InputError
from artgen.history import database
from artgen.history.people import count
from artgen.history.source import ActivityFiles, PeopleColumns, PeopleFile, Query
from artgen.make import sources
from artgen.records import Fault, Gravity

SECRET = "postgresql://ann:hush@127.0.0.1:1/club?password=hush"
EVERYTHING = "SELECT * FROM activity"


def store(folder: Path) -> str:
    """Write the sample files and a SQLite file with the same rows, with numbers as numbers; return its address."""
    harvest(folder)
    connection = sqlite3.connect(folder / "club.db")
    pd.read_csv(folder / "activities.csv").convert_dtypes().to_sql("activity", connection, index=False)
    pd.read_csv(folder / "people.csv").to_sql("person", connection, index=False)
    connection.close()
    return f"sqlite:///{folder / 'club.db'}"


def asked(folder: Path, address: str, query: str = EVERYTHING) -> Harvest:
    """Bring in the people's file and a query for the activities."""
    people = PeopleFile(folder / "people.csv", PeopleColumns("customer", "name", "address", "home"), "airports")
    return bring_in(people, queried(address, query), folder / "shards")


def queried(address: str, query: str = EVERYTHING) -> ActivityFiles:
    """Return the activities as a query gives them."""
    return replace(activity_files(Path()), files=(Query(address, query, "activities"),))


def test_a_query_gives_what_the_file_gives(tmp_path: Path) -> None:
    """Typed columns, missing values and all: the same Histories, counts and no fault."""
    address = store(tmp_path)
    people = PeopleFile(
        Query(address, "SELECT * FROM person", "people"),
        PeopleColumns("customer", "name", "address", "home"),
        "airports",
    )
    found = bring_in(people, queried(address), tmp_path / "shards")
    plain = harvest(tmp_path / "plain")
    assert found.told() == plain.told()
    assert (found.faults, found.counts, count(people)) == ((), plain.counts, 2)


def test_a_bad_row_of_a_query_is_named_by_its_number(tmp_path: Path) -> None:
    """The fault says which query of which database, the row, the column, and what stands there."""
    query = f"{EVERYTHING} UNION ALL SELECT 'a', 'soon', 1, 1, 'LIS', 'JFK', NULL, NULL, NULL, NULL"
    found = asked(tmp_path, store(tmp_path), query)
    shown = "activities of sqlite:///club.db"
    assert found.faults == (Fault(Gravity.ROW, "time can't be read", "a", shown, 4, "when", "soon"),)
    assert found.counts.whole


def test_rows_are_numbered_on_over_the_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetched two at a time, every row comes once, under its own number."""
    monkeypatch.setattr(database, "FETCHED_ROWS", 2)
    found = asked(tmp_path, store(tmp_path))
    assert sorted(record.line for one in found.histories for record in one.records) == [1, 2, 3]


def test_a_query_without_rows_is_a_year_without_activities(tmp_path: Path) -> None:
    """No row is no error; a notice names the query."""
    found = asked(tmp_path, store(tmp_path), f"{EVERYTHING} WHERE 0")
    assert [(fault.gravity, fault.file) for fault in found.faults] == [
        (Gravity.NOTICE, "activities of sqlite:///club.db")
    ]


MISTAKES = {
    "no such table": ("SELECT * FROM flights", "sqlite:///club.db: no such table: flights; look at the query"),
    "a slip": ("SELEC 1", 'sqlite:///club.db: near "SELEC": syntax error; look at the query and the address'),
    "no rows": ("CREATE TABLE x (y)", "sqlite:///club.db: the query gives no rows back; write one that begins with"),
    "no column": ("SELECT customer FROM activity", "sqlite:///club.db: there is no column 'when'; The file has: cust"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_query_that_cannot_be_asked_is_one_clear_error(tmp_path: Path, name: str) -> None:
    """The sentence names the database and says what to do."""
    query, said = MISTAKES[name]
    with pytest.raises(InputError) as raised:
        asked(tmp_path, store(tmp_path), query)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_bytes_are_no_text(tmp_path: Path) -> None:
    """A column of bytes is named, with what to do."""
    address = store(tmp_path)
    with pytest.raises(InputError, match=r"club\.db: column 'weather' holds bytes; cast it to text"):
        asked(tmp_path, address, "SELECT *, x'00' AS weather FROM (SELECT * FROM activity)".replace("*,", TYPED))


TYPED = ", ".join(f'"{one}"' for one in COLUMNS if one != "weather") + ","


def test_a_number_that_is_none_is_unknown() -> None:
    """NaN of a number is as good as NULL; the word is a word."""
    query = Query("sqlite://", EVERYTHING)
    cells = (float("nan"), Decimal("NaN"), None, "nan", float("inf"))
    assert [database.text(cell, "amount", query) for cell in cells] == ["", "", "", "nan", "inf"]


def test_a_span_of_time_in_a_query_is_no_number() -> None:
    """An interval is refused by name and never read as the number behind it."""
    with pytest.raises(
        InputError, match=r"club\.db: column 'minutes' holds timedelta; cast it to text, number or date"
    ):
        database.text(dt.timedelta(minutes=30), "minutes", Query("sqlite:///club.db", EVERYTHING))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sqlite:///none.db", "sqlite:///none.db: there is no such file; check the name in the campaign"),
        ("oracel://h/x", "oracel://h/x: artgen knows no database of this kind"),
        ("club.db", "database: not an address; write one such as sqlite:///club.db"),
    ],
)
def test_a_database_that_is_not_there_is_one_clear_error(tmp_path: Path, address: str, said: str) -> None:
    """A missing file is never made, a foreign word never guessed at."""
    harvest(tmp_path)
    with pytest.raises(InputError) as raised:
        asked(tmp_path, address)
    assert said in str(raised.value)
    assert not Path("none.db").exists()


@pytest.mark.parametrize("address", [SECRET, SECRET.replace("postgresql", "mysql+mysqldb"), "ann:hush", "x://ann:hush"])
def test_no_message_holds_a_password(tmp_path: Path, address: str) -> None:
    """Whatever goes wrong, neither user nor password is shown, nor in what is printed of the query."""
    harvest(tmp_path)
    with pytest.raises(InputError) as raised:
        asked(tmp_path, address)
    assert "hush" not in str(raised.value) + repr(Query(address, "SELECT 1"))


def test_a_query_changes_nothing(tmp_path: Path) -> None:
    """What a statement writes is rolled back."""
    address = store(tmp_path)
    with pytest.raises(InputError, match="there is no column 'when'"):
        asked(tmp_path, address, "DELETE FROM activity RETURNING customer")
    assert asked(tmp_path, address).counts.read == 3


def test_sqlalchemy_is_not_imported_for_files(tmp_path: Path) -> None:
    """A campaign of files runs where the extra isn't installed."""
    code = "import sys, artgen.cli, artgen.make; print('sqlalchemy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_without_sqlalchemy_a_query_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence is the command."""
    address = store(tmp_path)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(InputError, match="pip install sqlalchemy"):
        asked(tmp_path, address)


def test_a_campaign_names_a_database_beside_it(tmp_path: Path) -> None:
    """People and activities come from the SQLite file in the campaign's folder."""
    store(tmp_path)
    (tmp_path / "campaign.toml").write_text(CAMPAIGN, "utf-8")
    people, activities = sources(load(str(tmp_path)))
    found = bring_in(people, activities, tmp_path / "out")
    assert found.counts.kept == 3
    assert found.of("a").records[0].origin == "LIS"


CAMPAIGN = """
id = "club"
title = "A year of flights"
year = 2025
base_url = "https://year.example/"
brand = { name = "Longway" }
looks = [{ style = "heart", theme = "linen" }]

[activity]
database = "sqlite:///club.db"
query = '''SELECT a."when" AS began, a.* FROM activity a JOIN person p USING (customer)'''
places = "airports"
columns = { customer = "customer", when = "began", origin = "origin", destination = "destination" }

[people]
database = "sqlite:///club.db"
query = "SELECT customer, name, address FROM person"
columns = { customer = "customer", name = "name", address = "address" }

[words]
activity = ["flight", "flights"]
verb = "took"
unit = ["mile", "miles"]
unit_short = "mi"
phrase = "in flight"

[letter]
subject = "{name}, your year"
thanks = "Thank you."
signed_by = "Longway"
sender = "year@longway.example"
"""
