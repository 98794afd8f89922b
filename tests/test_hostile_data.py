"""Hostile data through the whole line: it costs its own row or customer, is counted, and touches nobody else."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.line import campaign, run, tree

PEOPLE = (
    "../../etc/passwd,Pat,pat@x.example,AUS",
    'NW-MARKUP,"</text><script>alert(1)</script>",m@x.example,AUS',
    f"NW-LONG,{'Bartholomew' * 28},l@x.example,AUS",
    "NW-NUL,Nu\0l\x07,n@x.example,AUS",
    'NW-LINES,"Li\nBcc: all@x.example",lines@x.example,AUS',
    "NW-EMPTY,,e@x.example,AUS",
    "NW-TWICE,Una,u1@x.example,AUS",
    "NW-TWICE,Uma,u2@x.example,AUS",
    "NW-SAME-A,Ann,same@x.example,AUS",
    "NW-SAME-B,Ben,SAME@X.example,AUS",
    "=NW-FORMULA,Fay,f@x.example,AUS",
    "NW\0ID,Nil,nil@x.example,AUS",
)
FLIGHTS = (
    ("NW-MARKUP,2025-05-05T10:00,AUS,JFK,economy,220,clear,flown", None),
    ("NW-NOBODY,2025-05-05T10:00,AUS,JFK,economy,220,clear,flown", "no such person"),
    ("NW-MARKUP,2025-02-30T10:00,AUS,JFK,economy,220,clear,flown", "no such date"),
    ("NW-MARKUP,2025-03-09T02:30,AUS,JFK,economy,220,clear,flown", "time skipped by the clock"),
    ("NW-MARKUP,2025-05-06T10:00,AUS,QQQ,economy,220,clear,flown", "unknown place"),
    ("NW-MARKUP,2025-05-07T10:00,AUS,JFK,economy,nan,clear,flown", "minutes are not a number"),
    ("NW-MARKUP,2025-05-07T10:00,AUS,JFK,economy,inf,clear,flown", "minutes are not a number"),
    ("NW-MARKUP,2025-05-07T10:00,AUS,JFK,economy,-1,clear,flown", "minutes are negative"),
    ("NW-MARKUP,2024-05-07T10:00,AUS,JFK,economy,220,clear,flown", "outside the year"),
    ("NW-MARKUP,2025-05-07T10:00,AUS,JFK", "wrong number of cells"),
    ("NW-TWICE,2025-05-07T10:00,AUS,JFK,economy,220,clear,flown", "customer set aside"),
    ("NW\0ID,2025-05-05T10:00,AUS,JFK,economy,220,clear,flown", "customer id with a control character"),
    ("NW-SAME-B,2025-05-07T10:00,AUS,JFK,economy,220,clear,flown", "customer held"),
    (f"NW-MARKUP,2025-05-07T10:00,AUS,{'J' * 10_000_000},economy,220,clear,flown", "a cell longer than"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two output folders: of six plain members, and of the same six among hostile rows."""
    folder = tmp_path_factory.mktemp("hostile")
    plain, mixed = campaign(folder / "plain", members=6), campaign(folder / "mixed", members=6)
    with (mixed / "members.csv").open("a", encoding="utf-8", newline="") as people:
        people.write("\r\n".join(PEOPLE) + "\r\n")
    with (mixed / "flights.csv").open("a", encoding="utf-8", newline="") as flights:
        flights.write("\n".join(row for row, _ in FLIGHTS) + "\n")
    for name in (plain, mixed):
        run("make", name, "--out", name.parent / f"{name.name}-out")
        run("send", name, "--out", name.parent / f"{name.name}-out", "--now", "2026-01-15T09:00:00")
    return folder / "plain-out", folder / "mixed-out"


def faults(out: Path) -> list[dict[str, str]]:
    with (out / "faults.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_every_row_has_one_fate(made: tuple[Path, Path]) -> None:
    """Read = drawn + left out by reason, and each reason that was provoked is counted."""
    activities = json.loads((made[1] / "summary.json").read_text())["activities"]
    assert activities["read"] == activities["drawn"] + sum(activities["left_out"].values())
    provoked = Counter(reason for _, reason in FLIGHTS if reason)
    found = {reason: count for reason, count in activities["left_out"].items() if reason != "cancelled"}
    assert {next(said for said in found if said.startswith(reason)): n for reason, n in provoked.items()} == found


def test_customers_are_made_held_or_faulty(made: tuple[Path, Path]) -> None:
    """Two rows that differ under one id: set aside. One address under two ids: the smaller id keeps it."""
    said = json.loads((made[1] / "summary.json").read_text())
    assert (said["customers"], said["held"], said["faulty"]) == (16, 1, 1)
    assert {row["customer"] for row in faults(made[1]) if row["gravity"] == "customer"} == {"NW-TWICE", "NW-SAME-B"}


def test_row_faults_name_file_line_and_column(made: tuple[Path, Path]) -> None:
    """A person who mends the file finds the cell."""
    [date] = [row for row in faults(made[1]) if row["reason"] == "no such date"]
    lines = (made[1].parent / "mixed" / "flights.csv").read_text("utf-8").splitlines()
    assert (date["file"], date["column"]) == ("flights.csv", "departs")
    assert lines[int(date["line"]) - 1] == FLIGHTS[2][0]


def test_an_id_that_no_link_can_be_made_of_costs_its_rows(made: tuple[Path, Path]) -> None:
    """Set aside in both files, each with its line, and never shown."""
    rows = [row for row in faults(made[1]) if row["reason"] == "customer id with a control character"]
    assert sorted((row["file"], row["customer"], row["detail"]) for row in rows) == [
        ("flights.csv", "", "U+0000"),
        ("members.csv", "", "U+0000"),
    ]
    assert all(int(row["line"]) > 1 for row in rows)


def test_nobody_else_is_touched(made: tuple[Path, Path]) -> None:
    """Every file of the plain members is the same with the hostile rows around them."""
    plain, mixed = (tree(out) for out in made)
    assert {path: mixed.get(path) for path in plain if path.startswith(("site/", "outbox/"))} == {
        path: digest for path, digest in plain.items() if path.startswith(("site/", "outbox/"))
    }


def test_markup_in_a_name_is_text(made: tuple[Path, Path]) -> None:
    """No page, picture, letter or overview holds a script that came as a name."""
    texts = [file for file in made[1].rglob("*") if file.suffix in {".html", ".svg"}]
    assert not [file.name for file in texts if b"<script>alert" in file.read_bytes()]
    assert [file.name for file in texts if b"&lt;script&gt;alert" in file.read_bytes()]


def test_a_name_with_a_line_break_adds_no_header(made: tuple[Path, Path]) -> None:
    """No letter has a Bcc."""
    assert not [file for file in made[1].glob("outbox/*.eml") if b"\nBcc:" in file.read_bytes()]


def test_an_id_never_forms_a_path(made: tuple[Path, Path]) -> None:
    """Nothing stands beside the output folders that was not put there, and no name of a file holds an id."""
    assert sorted(entry.name for entry in made[1].parent.iterdir()) == ["mixed", "mixed-out", "plain", "plain-out"]
    assert not [file for file in made[1].rglob("*") if "passwd" in file.name or "NW-" in file.name]


def test_an_id_that_is_a_formula_is_text_in_the_lists(made: tuple[Path, Path]) -> None:
    """A spreadsheet that opens links.csv runs nothing."""
    assert "\n'=NW-FORMULA," in (made[1] / "links.csv").read_text("utf-8")


def test_odd_texts_are_notices(made: tuple[Path, Path]) -> None:
    """Markup, length, control characters and an empty name are drawn and listed."""
    noticed = {row["customer"] for row in faults(made[1]) if row["gravity"] == "notice"}
    assert {"NW-MARKUP", "NW-LONG", "NW-NUL", "NW-LINES", "NW-EMPTY"} <= noticed


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "flights.csv").unlink(), "flights.csv: there is no such file"),
        (lambda folder: (folder / "members.csv").write_bytes(b""), "the file is empty"),
        (lambda folder: (folder / "members.csv").write_text("id,first_name\n"), "there is no column 'member'"),
        (lambda folder: (folder / "members.csv").write_bytes(b"member,first_name,email,home\nA,\xff,,\n"), "line 2"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_one_sentence(tmp_path: Path, spoil, said: str) -> None:
    """Exit code 1, the file named, no traceback, and no half output."""
    small = campaign(tmp_path / "small", members=2)
    spoil(small)
    refused = run("make", small, check=False)
    assert refused.returncode == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (small / "out" / "links.csv").exists()
