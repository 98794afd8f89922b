"""Grace on the whole line: who is held gets neither page nor letter, and every row is drawn or has a reason."""

import csv
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from artgen.cli import app
from tests.line import KEY, NOW, campaign, record, summary

MEMBERS = 6
RULES = """
[[grace]]
hold = "customer"
when = { person = { complaint = "open" } }
because = "an open complaint"

[[grace]]
name = "spring"
leave_out = "activities"
when = { person = { complaint = "closed" }, date = { until = 2025-06-30 } }
because = "a spring to forget"

[[grace]]
soften = "year"
when = { person = { bereaved = { is_set = true } } }
because = "a bereavement"
"""


def flagged(folder: Path, said: dict[int, tuple[str, str]]) -> Path:
    """Write a small campaign with rules, whose members file says of some (by row) complaint and bereavement."""
    small = campaign(folder, members=MEMBERS, extra=RULES)
    with (small / "members.csv").open(encoding="utf-8", newline="") as text:
        header, *people = csv.reader(text)
    with (small / "members.csv").open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(
            [[*header, "complaint", "bereaved"], *([*row, *said.get(n, ("", ""))] for n, row in enumerate(people))]
        )
    return small


def run(*words: object) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(app, [str(word) for word in words], env={"ARTGEN_KEY": KEY})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder in which the first is held, the second lacks a spring and the third is softened."""
    folder = tmp_path_factory.mktemp("grace")
    small = flagged(folder / "small", {0: ("open", "yes"), 1: ("closed", ""), 2: ("", "2025-03-04")})
    run("make", small, "--out", folder / "out", "--workers", 1)
    run("send", small, "--out", folder / "out", "--now", NOW)
    return folder / "out"


def test_the_held_get_neither_page_nor_letter(made: Path) -> None:
    """One of six is held with the reason in ledger and list, and everything else is made and written."""
    held = [one for one in record(made) if one["state"] == "held"]
    assert [(one["reason"], one["address"], one["token"]) for one in held] == [
        ("held by grace: an open complaint", "", "")
    ]
    assert len(list(made.glob("site/a/*/*/index.html"))) == len(list(made.glob("outbox/*.eml"))) == MEMBERS - 1
    said = [row for row in csv.DictReader((made / "faults.csv").open(encoding="utf-8")) if "grace" in row["reason"]]
    assert [(row["gravity"], row["customer"]) for row in said] == [("customer", held[0]["customer"])]


def test_every_row_is_drawn_or_counted(made: Path) -> None:
    """What is read is drawn, left out by grace, or was a held customer's."""
    said = summary(made)
    counted = said["activities"]
    assert (said["customers"], said["made"], said["held"], said["faulty"]) == (MEMBERS, MEMBERS - 1, 1, 0)
    assert counted["read"] == counted["drawn"] + sum(counted["left_out"].values())
    assert {"left out by grace: a spring to forget", "customer held"} <= set(counted["left_out"])


def test_what_the_flags_say_is_written_nowhere(made: Path) -> None:
    """No complaint and no bereavement stands in the site, a letter or a list; only the team's own reason does."""
    texts = [file.read_bytes() for file in made.rglob("*") if file.suffix in (".html", ".eml", ".csv", ".svg")]
    assert not [text for text in texts if b"2025-03-04" in text or b"bereave" in text or b'"closed"' in text]
    with sqlite3.connect(made / "ledger.sqlite") as ledger:
        assert "2025-03-04" not in "".join(ledger.iterdump())


def test_a_later_complaint_keeps_the_letter_back(tmp_path: Path) -> None:
    """Someone whose poster is made already and who complains before the letters go is held, and gets none."""
    small, out = flagged(tmp_path / "small", {}), tmp_path / "out"
    run("make", small, "--out", out, "--workers", 1)
    people = (small / "members.csv").read_text("utf-8").splitlines()
    (small / "members.csv").write_text("\n".join([*people[:-1], people[-1][:-1] + "open,"]) + "\n", "utf-8")
    run("make", small, "--out", out, "--workers", 1)
    run("send", small, "--out", out, "--now", NOW)
    assert summary(out)["held"] == 1
    assert len(list(out.glob("outbox/*.eml"))) == MEMBERS - 1


def test_a_rule_about_a_column_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A column that the people file lacks is answered with the file and the columns that there are."""
    small = campaign(tmp_path / "small", members=2, extra=RULES)
    said = run("make", small, "--out", tmp_path / "out", "--workers", 1)
    assert said.exit_code == 1
    assert "there is no column 'bereaved'" in str(said.exception)
