"""`artgen check`: what is in the data, counted to the last row, before anything is drawn; and nobody's address."""

import json
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from desk_data import NOW, PEOPLE, VISITS, checked, look, write
from hypothesis import given
from hypothesis import strategies as st
from test_hostile_data import FLIGHTS
from test_hostile_data import PEOPLE as HOSTILE
from typer.testing import CliRunner

from artgen import cli
from artgen.campaigns.model import builtin_names, load
from artgen.desk.checking.check import check, page, report
from artgen.desk.checking.findings import HIDDEN, Fate, Findings
from artgen.desk.checking.preview import choose
from artgen.desk.checking.survey import Survey
from artgen.errors import ArtgenError
from artgen.worker import UNKNOWN_LANGUAGE, UNKNOWN_THEME
from tests.line import campaign, run


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Data that nothing is wrong with."""
    return checked(tmp_path_factory.mktemp("plain") / "desk")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Findings]:
    """Six plain members among hostile people and rows."""
    mixed = campaign(tmp_path_factory.mktemp("hostile") / "mixed", members=6)
    with (mixed / "members.csv").open("a", encoding="utf-8", newline="") as people:
        people.write("\r\n".join(HOSTILE) + "\r\n")
    with (mixed / "flights.csv").open("a", encoding="utf-8", newline="") as flights:
        flights.write("\n".join(row for row, _ in FLIGHTS) + "\n")
    return mixed, check(load(str(mixed)), NOW)


def adds_up(said: Findings) -> bool:
    rows = [part.read == part.kept + sum(one.count for one in part.reasons) for part in (said.activities, said.people)]
    there = said.customers
    return all(rows) and there.known == there.active + there.idle + there.held + there.set_aside


@pytest.mark.parametrize("name", builtin_names())
def test_ready_made_campaigns_are_clean_and_add_up(name: str) -> None:
    """Each row has one fate, each customer one state; nothing is set aside, nothing is suspicious."""
    said = check(load(name), NOW)
    assert adds_up(said)
    assert said.clean, said.suspicious


def test_plain_data_are_clean(plain: Findings) -> None:
    """Forty rows of two people, all kept, and no look finds anything."""
    assert (plain.activities.read, plain.activities.kept, plain.activities.reasons) == (40, 40, ())
    assert plain.clean
    assert sum(plain.months) == sum(plain.hours) == 40


def test_hostile_rows_have_one_fate_each(hostile: tuple[Path, Findings]) -> None:
    """Sums hold, and each reason that was provoked is counted as often."""
    provoked = Counter(reason for _, reason in FLIGHTS if reason)
    found = {one.reason: one.count for one in hostile[1].activities.reasons if one.reason != "cancelled"}
    assert adds_up(hostile[1])
    assert {next(said for said in found if said.startswith(reason)): n for reason, n in provoked.items()} == found


def test_reasons_show_the_first_three_rows(tmp_path: Path) -> None:
    """Where to look, by line, for what is wrong and for what the campaign leaves out."""
    bad = [
        row for n in range(5) for row in (f"A,2025-02-3{n},1,LIS,walk,done", f"A,2025-02-0{n + 1},1,LIS,walk,cancelled")
    ]
    reasons = {one.reason: one for one in checked(tmp_path / "d", [*VISITS, *bad]).activities.reasons}
    assert [one.line for one in reasons["no such date"].examples] == [42, 44, 46]
    assert [one.line for one in reasons["cancelled"].examples] == [43, 45, 47]
    assert (reasons["no such date"].fate, reasons["cancelled"].fate) == (Fate.SET_ASIDE, Fate.LEFT_OUT)
    assert {one.file for reason in reasons.values() for one in reason.examples} == {"visits.csv"}


def test_people_without_activity_and_activity_without_people(tmp_path: Path) -> None:
    """Both are counted, with ids to look up."""
    said = checked(
        tmp_path / "d", [*VISITS, "C,2025-05-05,1,LIS,walk,done"], [*PEOPLE, "D,Dee,dee@desk.example"]
    ).customers
    assert (said.known, said.active, said.idle, said.strangers, said.stranger_rows) == (3, 2, 1, 1, 1)
    assert [one.customer for one in said.idle_examples] == ["D"]
    assert [(one.customer, one.where) for one in said.stranger_examples] == [("C", "visits.csv line 42")]


ROW = "A,2025-{month:02d}-{day:02d}T{time},{km},{at},{kind},done"


def visits(many: int = 40, **said: object) -> list[str]:
    """Rows of A that differ in day, hour and amount, but for what is said."""
    usual = (
        {"month": n % 12 + 1, "day": n % 27 + 1, "time": f"{8 + n % 9:02d}:{n % 60:02d}", "km": 5 + n % 7}
        for n in range(many)
    )
    return [ROW.format(**{"at": "LIS", "kind": ("walk", "swim")[n % 2], **one, **said}) for n, one in enumerate(usual)]


CROWD = [
    f"C{n % 1000},2025-{n % 12 + 1:02d}-01T{9 + n % 8:02d}:{n % 60:02d},{n % 9},LIS,walk,done" for n in range(9_900)
]
ANOTHER = "A,2025-03-05T10:00,1,LIS,walk"
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]

# For each look: rows that are suspicious, and rows that just are not.
LOOKS = {
    "nothing to draw": ([], visits(1)),
    "midnight": (visits(20, time="00:00") + visits(20), visits(19, time="00:00") + visits(21)),
    "one hour": (
        visits(32, time="12:59") + visits(8, time="18:00"),
        visits(31, time="12:59") + visits(9, time="18:00"),
    ),
    "one customer": (CROWD + visits(100), CROWD + visits(99)),
    "empty month": ([row for row in VISITS if "2025-07" not in row], VISITS),
    "other years": (visits(38) + ["A,2024-05-05,1,LIS,walk,done"] * 2, [*visits(39), "A,2024-05-05,1,LIS,walk,done"]),
    "giant amounts": (visits(40, km=3) + visits(1, km=300), visits(40, km=3) + visits(1, km=299)),
    "repeated rows": (visits(40) + [visits(1, km=3)[0]] * 2, visits(40) + visits(1, km=3)),
    "strangers": ([*visits(19), "X,2025-05-05,1,LIS,walk,done"], [*visits(20), "X,2025-05-05,1,LIS,walk,done"]),
    "empty column": (visits(20, km=""), visits(19, km="") + visits(1)),
    "one category": (visits(20, kind="walk"), visits(19, kind="walk") + visits(1, kind="swim")),
    "statuses": ([*VISITS, f"{ANOTHER},canceled"], [*VISITS, f"{ANOTHER},refunded"]),
    "far off": (visits(99) + visits(1, at="SYD"), visits(98) + visits(2, at="SYD")),
}


@pytest.mark.parametrize("key", LOOKS)
def test_each_look_finds_what_it_looks_for_and_no_less(tmp_path: Path, key: str) -> None:
    """At its threshold a look is suspicious, says numbers and what to do; just below, it is not."""
    suspicious, fine = (look(checked(tmp_path / name, rows), key) for name, rows in zip("ab", LOOKS[key], strict=True))
    assert suspicious.verdict == "suspicious"
    assert fine.verdict != "suspicious"
    assert suspicious.advice
    assert any(sign.isdigit() for sign in suspicious.found + suspicious.limit) or key in {"nothing to draw"}


def test_every_status_that_is_drawn_is_listed(tmp_path: Path) -> None:
    """What nobody thought to leave out stands there with its count, on the screen, the page and for machines."""
    rows = [*VISITS, *(f"{ANOTHER},{status}" for status in ("refunded", "", "Cancelled"))]
    said = checked(tmp_path / "d", rows)
    listed = look(said, "statuses")
    assert listed.found == "40 rows 'done', 1 row without one, 1 row 'refunded'"
    assert listed.verdict == "fine"
    assert "1 row &#39;refunded&#39;" in page(said)
    assert listed.found in said.as_json()


def test_a_status_spelled_nearly_as_one_left_out_is_shown_with_it(tmp_path: Path) -> None:
    """Cancelled in the other English is drawn, and said."""
    found = look(checked(tmp_path / "d", [*VISITS, f"{ANOTHER},canceled"]), "statuses")
    assert [one.detail for one in found.examples] == ["'canceled' begins like 'cancelled'"]


def test_very_many_statuses_are_counted_together(tmp_path: Path) -> None:
    """A column of notes is no list of statuses; what is past the fiftieth is one number."""
    rows = [f"A,2025-03-{n % 27 + 1:02d}T10:00,1,LIS,walk,note {n:02d}" for n in range(60)]
    assert look(checked(tmp_path / "d", rows), "statuses").found.endswith(", 10 rows with others")


def test_where_no_status_is_mapped_nothing_is_said_of_any(tmp_path: Path) -> None:
    """The look is not there."""
    folder = write(tmp_path / "d")
    text = (folder / "campaign.toml").read_text("utf-8").replace('status = "status"\n', "")
    (folder / "campaign.toml").write_text(text, "utf-8")
    assert "statuses" not in {one.key for one in check(load(str(folder)), NOW).looks}


def test_a_language_that_the_campaign_does_not_speak_is_noted(tmp_path: Path) -> None:
    """As make words it, before it is made; whoever's language it speaks is not counted."""
    folder = write(tmp_path / "d")
    text = (folder / "campaign.toml").read_text("utf-8").replace('name = "name"', 'name = "name"\nlanguage = "tongue"')
    (folder / "campaign.toml").write_text(text, "utf-8")
    people = [
        "who,name,mail,tongue",
        *(f"{row},{tongue}" for row, tongue in zip(PEOPLE, ("tlh", "en-GB"), strict=True)),
    ]
    (folder / "people.csv").write_text("\n".join(people) + "\n", "utf-8")
    [noted] = [one for one in check(load(str(folder)), NOW).notices if one.reason == UNKNOWN_LANGUAGE]
    assert (noted.count, [(one.customer, one.detail) for one in noted.examples]) == (1, [("A", "tlh")])


def test_a_wished_theme_that_can_not_be_used_is_noted(tmp_path: Path) -> None:
    """As make words it, before it is made; whoever wishes for one of artgen's is not counted."""
    folder = write(tmp_path / "d")
    text = (folder / "campaign.toml").read_text("utf-8").replace('name = "name"', 'name = "name"\ntheme = "paper"')
    (folder / "campaign.toml").write_text(text, "utf-8")
    wished = [f"{row},{theme}" for row, theme in zip(PEOPLE, ("nosuch", "salt"), strict=True)]
    (folder / "people.csv").write_text("\n".join(["who,name,mail,paper", *wished]) + "\n", "utf-8")
    [noted] = [one for one in check(load(str(folder)), NOW).notices if one.reason == UNKNOWN_THEME]
    assert (noted.count, [(one.customer, one.detail) for one in noted.examples]) == (1, [("A", "nosuch")])


def test_a_look_that_can_not_be_drawn_is_told_before_anything_is_read(tmp_path: Path) -> None:
    """In the words of make, with file and look; the data are not even opened."""
    folder = write(tmp_path / "d")
    file = folder / "campaign.toml"
    file.write_text(
        file.read_text("utf-8").replace('style = "heart"', 'style = "heart"\noptions = { tilt = 90 }'), "utf-8"
    )
    (folder / "people.csv").unlink()
    with pytest.raises(ArtgenError, match=r"campaign.toml: looks.1: tilt = 90.* is outside 0..12 for style 'heart'"):
        check(load(str(folder)), NOW)


def test_two_people_with_one_address_are_named_by_id(tmp_path: Path) -> None:
    """The address is one in whatever case; the ids are shown, the address is not."""
    said = checked(tmp_path / "d", people=[*PEOPLE, "C,Cy,ADA@desk.example"])
    assert [one.customer for one in look(said, "one address").examples] == ["C"]
    assert not said.clean


def test_bookings_ahead_are_suspicious(tmp_path: Path) -> None:
    """What has not happened yet is not remembered."""
    folder = write(tmp_path / "d", [*VISITS, "A,2025-12-31T10:00,1,LIS,walk,done"])
    said = check(load(str(folder)), NOW.replace(year=2025, month=12, day=31))
    assert [one.detail for one in look(said, "future").examples] == ["2025-12-31 10:00"]


def test_too_little_is_not_looked_at(tmp_path: Path) -> None:
    """Three rows make no pattern, and the look says so."""
    said = checked(tmp_path / "d", visits(3, time="00:00"))
    assert {look(said, key).verdict for key in ("midnight", "empty month", "one customer")} == {"not looked at"}


def test_the_preview_goes_from_the_emptiest_to_the_fullest(tmp_path: Path) -> None:
    """Ten customers, the least and the greatest among them, in the words that they would read."""
    people = [f"P{n},Pia,p{n}@desk.example" for n in range(30)]
    rows = [f"P{n},2025-03-{day + 1:02d},1,LIS,walk,done" for n in range(30) for day in range(n)]
    told = checked(tmp_path / "d", rows, people).preview
    assert [one.activities for one in told] == [0, 3, 6, 10, 13, 16, 19, 23, 26, 29]
    assert told[-1].sentence.startswith("Twenty-nine visits and 29 kilometres")
    assert told[-1].figures
    assert told[-1].moments


@given(st.lists(st.integers(0, 40), max_size=60))
def test_whoever_is_previewed_is_there_once(counts: list[int]) -> None:
    """As many as there are, up to ten; nobody twice; ordered, with both ends."""
    survey = Survey("c", "", NOW)
    for n, many in enumerate(counts):
        survey.sample(f"P{n}", many, 0)
    chosen = choose(survey)
    assert len({customer for _, customer, _ in chosen}) == len(chosen) == min(10, len(counts))
    assert [many for many, _, _ in chosen] == sorted(many for many, _, _ in chosen)
    assert {many for many, _, _ in chosen[:1] + chosen[-1:]} == {min(counts), max(counts)} if counts[1:] else True
    assert all(counts[int(customer[1:])] == many for many, customer, _ in chosen)


def test_a_name_that_the_fonts_cannot_write_is_noted(tmp_path: Path) -> None:
    """The poster goes without it; the team hears of it before the poster is made."""
    said = checked(tmp_path / "d", people=[*PEOPLE, "R,ᚠᚢᚦ,r@desk.example"])
    [noted] = [one for one in said.notices if "fonts" in one.reason]
    assert [one.customer for one in noted.examples] == ["R"]
    assert said.clean


def test_examples_are_the_first_by_customer_and_line(tmp_path: Path) -> None:
    """However the customers are dealt over shards."""
    rows = [f"P{n:02d},2025-03-01T00:00,1,LIS,walk,done" for n in reversed(range(40)) for _ in range(2)]
    people = [f"P{n:02d},Pia,p{n}@desk.example" for n in range(40)]
    shown = look(checked(tmp_path / "d", rows, people), "midnight").examples
    assert [(one.customer, one.line) for one in shown] == [("P00", 80), ("P00", 81), ("P01", 78)]


LEAKY = "leak@secret.example"


def test_no_address_stands_in_any_report(tmp_path: Path) -> None:
    """Not where ids, names, dates, kinds or amounts are addresses, in terminal, page and JSON."""
    rows = [
        f"{LEAKY},2025-05-05,1,LIS,{LEAKY},done",
        f"A,{LEAKY},1,LIS,walk,done",
        f"A,2025-05-05,{LEAKY},LIS,walk,done",
        f"A,2025-05-05,1,{LEAKY},walk,done",
        f"x{LEAKY},2025-05-05,1,LIS,walk,done",
    ]
    people = [*PEOPLE, f"{LEAKY},{LEAKY},{LEAKY}", f"C,Cy,{LEAKY}", "E,Eve,no-mail.secret.example"]
    folder = write(tmp_path / "d", [*VISITS, *rows], people)
    shown = run("check", folder, "--page", tmp_path / "p.html", "--json", tmp_path / "p.json")
    texts = [shown.stdout, shown.stderr, *((tmp_path / name).read_text("utf-8") for name in ("p.html", "p.json"))]
    assert not [text for text in texts if "secret.example" in text or "desk.example" in text.casefold()]
    assert all(HIDDEN in " ".join(text.split()) for text in texts[:1] + texts[2:])


def test_a_file_without_a_header_shows_no_address(tmp_path: Path) -> None:
    """Its first row is no list of columns to be told."""
    folder = write(tmp_path / "d")
    (folder / "people.csv").write_text(f"{LEAKY},Ada,2025\nB,Ben,2025\n", "utf-8")
    ended = CliRunner().invoke(cli.app, ["check", str(folder)])
    assert ended.exit_code == 2
    assert "The file has: (not shown), Ada, 2025" in ended.output
    assert LEAKY not in ended.output


def test_markup_in_the_data_is_text(hostile: tuple[Path, Findings], tmp_path: Path) -> None:
    """No name, id or cell becomes markup on the page, or colour in the terminal."""
    rows = ["[red]A[/red],2025-13-01,1,LIS,walk,done", "<b>A</b>,2025-05-05,1,LIS,walk,done"]
    folder = write(tmp_path / "d", [*VISITS, *rows], [*PEOPLE, '<script>x</script>,"</p><script>y</script>",'])
    written = page(check(load(str(folder)), NOW))
    assert "<script" not in written + page(hostile[1])
    assert "[red]A[/red]" in CliRunner().invoke(cli.app, ["check", str(folder)]).stdout


def test_an_empty_file_is_said(tmp_path: Path) -> None:
    """A header and no rows: nothing to draw, and everybody is without activity."""
    said = checked(tmp_path / "d", [])
    assert look(said, "nothing to draw").verdict == "suspicious"
    assert (said.activities.read, said.customers.idle) == (0, 2)
    assert page(said)


def test_nobody_at_all_is_said(tmp_path: Path) -> None:
    """No people and no rows make a report, not an error."""
    said = checked(tmp_path / "d", [], [])
    assert said.preview == ()
    assert page(said)


def test_a_check_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No output folder, no ledger, no key, no temporary file; the campaign's folder is as it was."""
    folder = write(tmp_path / "d")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    check(load(str(folder)), NOW)
    assert sorted(entry.name for entry in folder.iterdir()) == ["campaign.toml", "people.csv", "visits.csv"]
    assert list((tmp_path / "temporary").iterdir()) == []


def test_the_same_data_give_the_same_report(plain: Findings, tmp_path: Path) -> None:
    """For people and machines."""
    again = checked(tmp_path / "d")
    assert again.as_json() == plain.as_json()
    assert page(again) == page(plain)


def test_the_order_of_rows_does_not_show(tmp_path: Path) -> None:
    """The other way round, all counts, looks and Stories are the same."""
    one, other = checked(tmp_path / "a"), checked(tmp_path / "b", VISITS[::-1], PEOPLE[::-1])
    assert one.as_json() == other.as_json()


def test_a_report_that_cannot_be_written_is_one_sentence(plain: Findings, tmp_path: Path) -> None:
    """The file is named, and what to do."""
    with pytest.raises(ArtgenError, match="name another file"):
        report(plain, tmp_path / "nowhere" / "p.html", None)


STRICT = {
    "clean data": (VISITS, 0),
    "rows that the campaign leaves out": ((*VISITS, "A,2025-05-05,1,LIS,walk,cancelled"), 0),
    "a row set aside": ((*VISITS, "A,2025-02-30,1,LIS,walk,done"), 1),
    "something suspicious": (tuple(row for row in VISITS if "2025-07" not in row), 1),
}


@pytest.mark.parametrize("case", STRICT)
def test_strict_exits_with_one_unless_the_data_are_clean(tmp_path: Path, case: str) -> None:
    """For CI; what the campaign leaves out by its own word is no fault."""
    rows, code = STRICT[case]
    folder = write(tmp_path / "d", rows)
    ended = CliRunner().invoke(cli.app, ["check", str(folder), "--strict", "--json", "-"])
    assert ended.exit_code == code
    assert json.loads(ended.stdout)["clean"] is (code == 0)


def test_a_file_that_cannot_be_read_exits_with_two(tmp_path: Path) -> None:
    """One sentence, no traceback; told apart from data that are not clean."""
    folder = write(tmp_path / "d")
    (folder / "visits.csv").write_bytes(b"")
    ended = CliRunner().invoke(cli.app, ["check", str(folder)])
    assert ended.exit_code == 2
    assert "visits.csv: the file is empty" in ended.stderr
    assert "Traceback" not in ended.stderr


HOLD = """
[[grace]]
hold = "customer"
when = { person = { complaint = "open" } }
because = "an open complaint"
"""


def test_rules_of_grace_say_whom_they_affect(tmp_path: Path) -> None:
    """By rule, with ids; a rule that meets nobody is there with nothing."""
    folder = write(tmp_path / "d", more=HOLD)
    (folder / "people.csv").write_text("who,name,mail,complaint\nA,Ada,,open\nB,Ben,,\n", "utf-8")
    said = check(load(str(folder)), NOW)
    [rule] = [one for one in said.grace.rules if one.because == "an open complaint"]
    assert (rule.customers, [one.customer for one in rule.examples]) == (1, ["A"])
    assert (said.grace.held, said.customers.held) == (1, 1)
    assert adds_up(said)
    assert [one.customers for one in said.grace.rules if one.rule == "sudden clinics"] == [0]


def test_a_changed_file_is_tried_before_it_counts(tmp_path: Path) -> None:
    """The same data under both: what would change, and nothing is changed."""
    folder = write(tmp_path / "d")
    changed = tmp_path / "changed.toml"
    changed.write_text(
        (folder / "campaign.toml").read_text("utf-8")
        + HOLD.replace('person = { complaint = "open" }', 'category = "swim"'),
        "utf-8",
    )
    said = check(load(str(folder)), NOW, changed=changed)
    assert said.trial
    changes = {one.what: (one.now, one.tried) for one in said.trial.changes}
    assert changes["customers held by grace"] == (0, 1)
    assert changes["activities drawn"] == (40, 20)
    assert said.customers.held == 0
    assert "changed.toml" in page(said)
