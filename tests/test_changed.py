"""After a data fix: who is drawn again is told before, is nobody but those it touched, and is shown as a pair."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from line import KEY, NOW, campaign, record, run, tree
from typer.testing import CliRunner

from artgen import cli
from artgen.campaigns.model import load
from artgen.desk.explaining import compare
from artgen.desk.explaining.compare import Change, Watch, page
from artgen.desk.explaining.foresee import Turn, foresee
from artgen.desk.proving.approval import stale
from artgen.ledger import Ledger
from artgen.make import make
from artgen.publishing.links import open_keys

ANOTHER = "NW-000002,2025-08-05T09:00,HER,ATH,economy,55,clear,flown\n"


def keys(folder: Path):  # type: ignore[no-untyped-def]
    return open_keys(load(str(folder)), {"ARTGEN_KEY": KEY}, folder)[0]


def made(folder: Path, out: Path) -> Watch:
    """Make a campaign with a watch and return what it saw."""
    chosen = load(str(folder))
    watch = Watch(chosen, out, keys(folder))
    make(chosen, out, watch.keys, workers=1, clock=lambda: dt.datetime.fromisoformat(f"{NOW}+00:00"), witness=watch)
    return watch


def planned(folder: Path, out: Path) -> Counter[Turn]:
    """Return what a make would do with the four members."""
    return foresee(load(str(folder)), out, keys(folder), workers=1).turns


def changed(file: Path, change: Callable[[str], str]) -> None:
    before = file.read_text("utf-8")
    file.write_text(change(before), "utf-8")
    assert file.read_text("utf-8") != before


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    """Four members, made once: the folder of the campaign, and what was made of it."""
    folder = campaign(tmp_path / "small", members=4)
    made(folder, tmp_path / "out")
    return folder, tmp_path / "out"


def test_a_data_fix_is_planned_made_and_shown(small: tuple[Path, Path]) -> None:
    """One more flight of one member: one would be drawn again, one is, under the same link, and the sheet shows it."""
    folder, out = small
    before, links = tree(out), (out / "links.csv").read_text("utf-8")
    pages = re.findall(r"NW-\d+,([^,]*)", links)
    changed(folder / "flights.csv", lambda text: text.rstrip("\n") + "\n" + ANOTHER)
    assert planned(folder, out) == {Turn.AGAIN: 1, Turn.UNCHANGED: 3}
    assert tree(out) == before
    watch = made(folder, out)
    assert watch.counts == {"changed": 1, "unchanged": 3}
    assert re.findall(r"NW-\d+,([^,]*)", (out / "links.csv").read_text("utf-8")) == pages
    touched = {path for path, digest in tree(out).items() if path.startswith("site/a/") and before.get(path) != digest}
    assert len({path.split("/")[3] for path in touched}) == 1
    assert Counter(path.rpartition("/")[0] for path in tree(out)) == Counter(path.rpartition("/")[0] for path in before)
    (pair,) = watch.pairs
    assert (pair.customer, pair.same_picture, pair.before == pair.now) == ("NW-000002", False, False)
    assert Change("6 flights", "7 flights") in pair.changes
    html = page(watch)
    assert (html.count("<img "), "@" in re.sub("@media", "", html)) == (2, False)


def test_who_loses_a_poster_is_planned_and_named(small: tuple[Path, Path]) -> None:
    """A member whose address turns out to be another's had a poster and gets none: plan and sheet say so."""
    folder, out = small
    changed(folder / "members.csv", lambda text: text.replace("nw-000004@", "nw-000003@"))
    assert planned(folder, out) == {Turn.WITHDRAWN: 1, Turn.UNCHANGED: 3}
    watch = made(folder, out)
    assert [(one.customer, one.why) for one in watch.withdrawn] == [
        ("NW-000004", "shares an address with another customer")
    ]
    assert "Get none now" in page(watch)


def test_who_was_sent_stays_as_they_were_sent(small: tuple[Path, Path]) -> None:
    """After the letters left, a fix draws nobody again; the sheet lists whose data it changed."""
    folder, out = small
    run("send", folder, "--out", out, "--now", NOW)
    rows = [{**row, "round": 0} for row in record(out)]
    changed(folder / "flights.csv", lambda text: text.rstrip("\n") + "\n" + ANOTHER)
    assert planned(folder, out) == {Turn.SENT: 1, Turn.UNCHANGED: 3}
    watch = made(folder, out)
    assert (watch.counts["sent"], watch.sent, watch.pairs) == (1, ["NW-000002"], ())
    assert [{**row, "round": 0} for row in record(out)] == rows


def test_more_pairs_than_fit_are_drawn_by_lot(small: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where more changed than are shown, the same few are shown each time, and the sheet says of how many."""
    folder, out = small
    monkeypatch.setattr(compare, "MOST_PAIRS", 2)
    changed(folder / "campaign.toml", lambda text: text.replace('phrase = "in flight"', 'phrase = "in the air"'))
    watch = made(folder, out)
    assert (watch.counts["changed"], len(watch.pairs)) == (4, 2)
    assert "2 of 4, drawn by lot" in page(watch)


def test_only_the_data_may_have_changed(small: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """With --changed-only a changed word stops the make and is named; a fix of the data goes through to a sheet."""
    folder, out = small
    monkeypatch.setenv("ARTGEN_KEY", KEY)
    command = ["make", str(folder), "--out", str(out), "--workers", "1"]
    assert CliRunner().invoke(cli.app, command).exit_code == 0
    changed(folder / "campaign.toml", lambda text: text.replace('phrase = "in flight"', 'phrase = "in the air"'))
    stopped = CliRunner().invoke(cli.app, [*command, "--changed-only"])
    assert "changed since the last make: the brand's words" in str(stopped.exception)
    changed(folder / "campaign.toml", lambda text: text.replace('phrase = "in the air"', 'phrase = "in flight"'))
    changed(folder / "flights.csv", lambda text: text.rstrip("\n") + "\n" + ANOTHER)
    said = CliRunner().invoke(cli.app, [*command, "--changed-only", "--plan"])
    assert re.search(r"1\s+would be drawn again, under the same link", said.stdout)
    file = folder / "sheet.html"
    assert CliRunner().invoke(cli.app, [*command, "--changed-only", "--sheet", str(file)]).exit_code == 0
    assert file.stat().st_mode & 0o077 == 0
    assert "7 flights" in file.read_text("utf-8")


def test_a_make_of_what_changed_goes_on_after_it_was_broken_off(
    small: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same command is run again, and is refused no more than before."""
    folder, out = small
    monkeypatch.setenv("ARTGEN_KEY", KEY)
    command = ["make", str(folder), "--out", str(out), "--workers", "1"]
    assert CliRunner().invoke(cli.app, command).exit_code == 0
    with Ledger(out / "ledger.sqlite", load(str(folder)).id) as ledger:
        ledger.open_round()
    assert CliRunner().invoke(cli.app, [*command, "--changed-only"]).exit_code == 0
    with Ledger(out / "ledger.sqlite", load(str(folder)).id) as ledger:
        assert stale(load(str(folder)), ledger) == ()
