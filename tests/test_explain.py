"""`artgen explain`: each row of one customer is drawn or says why not, each number names its rows; it is private."""

import json
import re
from pathlib import Path

import pytest
from desk_data import PEOPLE, VISITS, write
from line import KEY, campaign, run
from typer.testing import CliRunner

from artgen import cli
from artgen.campaigns.model import load
from artgen.desk.explaining.explain import RULES, explain
from artgen.desk.explaining.explain_screen import page
from artgen.desk.explaining.explanation import Explanation
from artgen.errors import ArtgenError
from artgen.history import people
from artgen.history.history import read_shard
from artgen.history.shard import shards_for, spread
from artgen.history.single import Where, find
from artgen.make import sources
from artgen.worker import seat

TROUBLED = (
    *VISITS,
    "A,2025-03-03T09:00,3,LIS,walk,cancelled",
    "A,2024-12-31T09:00,3,LIS,walk,done",
    "A,2025-02-30T09:00,3,LIS,walk,done",
    "A,2025-03-04T09:00,many,LIS,walk,done",
    "A,2025-03-05T09:00,4,XXQ,walk,done",
    ",2025-03-06T09:00,4,LIS,walk,done",
    "A,2025-03-07T09:00",
    "A,2025-05-05T10:00,9,LIS,surgery,done",
)
GRACE = """
[[grace]]
name = "left alone"
leave_out = "activities"
because = "nothing to celebrate"
when = { category = "surgery" }
"""


def told(folder: Path, customer: str = "A", visits: tuple[str, ...] = TROUBLED, more: str = GRACE) -> Explanation:
    """Write the campaign and explain a customer from the data alone."""
    chosen = load(str(write(folder, visits, PEOPLE, more)))
    return explain(chosen, customer, folder / "out", None, address=False).said


def test_each_row_of_a_customer_is_drawn_or_says_why_not(tmp_path: Path) -> None:
    """Every line of the file that names the customer stands in one of the two lists, once."""
    said = told(tmp_path / "desk")
    lines = [n for n, row in enumerate(TROUBLED, 2) if row.startswith("A,") and row.count(",") > 1]
    assert sorted(one.where.line for one in (*said.drawn, *said.aside)) == lines
    assert {one.where.line: one.why for one in said.aside} == {
        42: "cancelled",
        43: "outside the year",
        44: "no such date",
        45: "amount is not a number",
        46: "unknown place",
        49: "left out by grace: nothing to celebrate",
    }


def test_rows_that_name_nobody_are_counted(tmp_path: Path) -> None:
    """A row without an id and a row that can't be taken apart may be the customer's: the explanation says so."""
    assert told(tmp_path / "desk").nameless == 2


def test_a_mark_names_the_row_that_it_was_drawn_from(tmp_path: Path) -> None:
    """The row of each mark, read again from the file, holds the day that the explanation says."""
    said = told(tmp_path / "desk")
    days = [TROUBLED[one.where.line - 2].split(",")[1][8:10].lstrip("0") for one in said.drawn]
    assert [one.day.split()[0] for one in said.drawn] == days
    assert [one.mark for one in said.drawn] == [f"a{n}" for n in range(len(said.drawn))]


def test_a_number_can_be_counted_again_from_its_rows(tmp_path: Path) -> None:
    """The amount is the sum of the kilometres in the rows that it names, the longest is their largest."""
    said = told(tmp_path / "desk")
    numbers = {one.key: one for one in said.numbers}
    kilometres = [int(TROUBLED[where.line - 2].split(",")[2]) for where in numbers["amount"].of]
    assert numbers["amount"].value == sum(kilometres)
    assert numbers["longest"].value == max(kilometres)
    assert {one.rule for one in said.numbers} <= set(RULES.values())


def test_rules_of_grace_are_named(tmp_path: Path) -> None:
    """The rule that left a row out is there with its action, its reason and how many activities it met."""
    met = told(tmp_path / "desk").rules
    assert ("left alone", "leave out", "nothing to celebrate", 1) in [
        (one.rule, one.action, one.because, one.activities) for one in met
    ]


def test_who_is_held_has_a_reason_for_each_row(tmp_path: Path) -> None:
    """Ben gives Ada's address, so he is held: nothing is drawn, and each of his rows says that."""
    chosen = load(str(write(tmp_path / "desk", VISITS, (PEOPLE[0], "B,Ben,ADA@desk.example"))))
    said = explain(chosen, "B", tmp_path / "out", None, address=False).said
    assert said.fate == "held: shares an address with another customer"
    assert (list(said.drawn), len(said.aside)) == ([], 20)
    assert {one.why for one in said.aside} == {said.fate}
    assert explain(chosen, "A", tmp_path / "out", None, address=False).said.fate == "drawn"


def test_a_stranger_and_an_unknown_id_are_told_apart(tmp_path: Path) -> None:
    """Activity without a person says so; an id that stands nowhere is one sentence."""
    said = told(tmp_path / "desk", "C", (*VISITS, "C,2025-03-03T09:00,3,LIS,walk,done"))
    assert said.fate == "set aside: no such person"
    with pytest.raises(ArtgenError, match="no customer with this id"):
        told(tmp_path / "other", "D")


def test_one_customer_alone_reads_as_among_all(tmp_path: Path) -> None:
    """Read alone, each customer's Story is the one that a make tells, down to the order of equal rows."""
    chosen = load(str(campaign(tmp_path / "small", members=12)))
    persons, activities = sources(chosen)
    shards = spread(persons, activities, tmp_path / "work", shards_for(people.count(persons), 2)).shards
    together = {one.customer: one for shard in shards for one in read_shard(shard)}
    alone = {customer: find(persons, activities, customer) for customer in together}
    assert len(together) == 12
    for customer, single in alone.items():
        assert single
        mine, among = seat(chosen, single.history).story, seat(chosen, together[customer]).story
        assert [single.rows[one.line].line for one in mine.activities] == [one.line for one in among.activities]
        assert (mine.facts, mine.moments, mine.home) == (among.facts, among.moments, among.home)


def test_an_activity_in_one_of_several_files_names_its_file(tmp_path: Path) -> None:
    """Two files have a line 2; each row names its own."""
    folder = write(tmp_path / "desk", VISITS[:1])
    (folder / "more.csv").write_text("who,when,km,at,kind,status\nA,2025-11-11T11:11,7,OPO,walk,done\n", "utf-8")
    file = folder / "campaign.toml"
    file.write_text(file.read_text("utf-8").replace('["visits.csv"]', '["*s.csv", "more.csv"]'), "utf-8")
    said = explain(load(str(folder)), "A", tmp_path / "out", None, address=False).said
    assert {one.where for one in said.drawn} == {Where("visits.csv", 2), Where("more.csv", 2)}


def test_nothing_of_anybody_else_and_no_address_shows(tmp_path: Path) -> None:
    """Neither the page nor the JSON holds another customer's id or name, nor an address that was not asked for."""
    chosen = load(str(campaign(tmp_path / "small", members=6)))
    done = explain(chosen, "NW-000002", tmp_path / "out", None, address=False)
    for text in (page(done), done.said.as_json()):
        assert set(re.findall(r"NW-\d+", text)) == {"NW-000002"}
        assert "@" not in re.sub(r"@media", "", text)
    asked = explain(chosen, "NW-000002", tmp_path / "out", None, address=True)
    assert "nw-000002@members.northwing.example" in page(asked)


def test_what_is_on_record_is_told_and_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a make and a send the files stand as they would be made; a changed row says that, and what holds it."""
    small, out = campaign(tmp_path / "small", members=3), tmp_path / "out"
    run("make", small, "--out", out, "--workers", 1)
    monkeypatch.setenv("ARTGEN_KEY", KEY)
    file = tmp_path / "why.json"
    command = ["explain", str(small), "NW-000002", "--out", str(out), "--json", str(file)]
    assert CliRunner().invoke(cli.app, command).exit_code == 0
    said = json.loads(file.read_text("utf-8"))
    made = dict(said["made"])
    assert said["standing"].startswith("as it stands now")
    assert made["poster, sha256"] == made["drawn now, sha256"]
    assert file.stat().st_mode & 0o077 == 0
    flights = small / "flights.csv"
    flights.write_text(re.sub(r"(NW-000002.*)rain", r"\1snow", flights.read_text("utf-8"), count=1), "utf-8")
    CliRunner().invoke(cli.app, command)
    assert json.loads(file.read_text("utf-8"))["standing"].startswith("something changed since it was made")
    run("send", small, "--out", out)
    CliRunner().invoke(cli.app, command)
    sent = json.loads(file.read_text("utf-8"))
    assert "stay as they were sent" in sent["standing"]
    assert [one["what"] for one in sent["happened"]] == ["made", "letter claimed", "letter accepted"]


def test_a_row_on_the_page_knows_its_mark() -> None:
    """Each row of the page carries the id of a group that the poster has."""
    chosen = load("heart-of-travel")
    html = page(explain(chosen, "NW-000001", Path("nowhere"), None, address=False))
    wanted = {mark for row in re.findall(r'<tr data-m="([^"]*)"', html) for mark in row.split()}
    assert wanted == set(re.findall(r'<g id="(a\d+)" data-a=', html))
