"""Who leaves by the link of a letter has left, wherever they are since: another address is no way back to letters."""

import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path

import line
import news
import pytest

from artgen.cli.opening import clock
from artgen.hear import LEAVERS, fresh, hear
from artgen.ledger import Ledger
from artgen.ledger.dossier import dossier
from artgen.ledger.events import Events
from artgen.ledger.suppression import Suppression, leavers
from artgen.ledger.tables import STEPS
from artgen.records import Event, EventKind
from tests import canaries

NOW = clock(dt.datetime(2026, 1, 20, 9))
NEW = "moved@example.com"
MAILBOXES = [news.address(0), NEW]
WAYS = {
    "moved, left, heard": ("move", "leave", "hear"),
    "left, moved, heard": ("leave", "move", "hear"),
    "left, heard, moved": ("leave", "hear", "move"),
}


@pytest.fixture
def chosen(tmp_path: Path):
    """A campaign."""
    return news.campaign(tmp_path / "c")


@pytest.fixture
def ledger(tmp_path: Path, chosen):
    """Its ledger: two people whose letters were accepted."""
    with news.sent(tmp_path / "out", chosen, 2) as ledger:
        yield ledger


def move(ledger: Ledger, chosen, to: str = NEW) -> None:
    """Make again with another address of the first person."""
    ledger.record([news.receipt(chosen, 0, to)], [], round_=ledger.open_round(), at=news.LATER)


def leave(folder: Path, chosen, n: int = 0) -> None:
    """Let a person leave by the link of their letter."""
    with (folder / LEAVERS).open("a") as log:
        log.write(f"2026-01-15T09:00:00Z {news.token(chosen, n)}\n")


def held(ledger: Ledger, chosen, *addresses: str) -> list[bool]:
    """Tell of each address whether it is suppressed."""
    return [Suppression(ledger).holds(news.keys(chosen).address_hash(one)) for one in addresses]


def next_year(tmp_path: Path, *people: tuple[int, str], secret=None) -> list[str]:
    """Return whom next year's campaign claims, of people known by number and address there."""
    then = news.campaign(tmp_path / "next", f'cap_days = 1\nhistory = ["{tmp_path / "out"}"]')
    then = then.model_copy(update={"id": "next-year"})
    with Ledger(tmp_path / "next.sqlite", then.id) as ledger:
        keys = secret or news.keys(then)
        made = (news.receipt(then, n, to) for n, to in people)
        hashed = [replace(one, address_hash=keys.address_hash(one.address)) for one in made]
        ledger.record(hashed, [], round_=1, at=news.AT)
        fresh(then, tmp_path / "next", ledger, keys, clock=NOW)
        return news.claim(ledger, then, 9)


@pytest.mark.parametrize("other_key", [False, True], ids=["one key", "another key"])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_who_left_gets_no_letter_next_year_at_either_address(
    tmp_path: Path, chosen, ledger: Ledger, way: tuple[str, ...], other_key: bool
) -> None:
    """Whenever the address changed: the letter's mailbox and the one since are both suppressed, here and next year."""
    steps = {
        "move": lambda: move(ledger, chosen),
        "leave": lambda: leave(tmp_path / "out", chosen),
        "hear": lambda: hear(chosen, tmp_path / "out", ledger, news.keys(chosen), clock=NOW),
    }
    for step in way:
        steps[step]()
    assert held(ledger, chosen, *MAILBOXES, news.address(1)) == [True, True, False]
    secret = news.keys_from(bytes(32), chosen) if other_key else None
    assert next_year(tmp_path, (0, NEW), (1, ""), (2, news.address(0)), secret=secret) == ["NW-000001"]


def test_who_left_by_word_of_ses_has_left_at_either_address(chosen, ledger: Ledger) -> None:
    """SES tells of the letter, not of the link; before and after the address changed it is the same."""
    Events(ledger).record([Event(news.send_id(chosen, 0), EventKind.UNSUBSCRIBE, news.AT)])
    move(ledger, chosen)
    assert held(ledger, chosen, *MAILBOXES) == [True, True]
    move(ledger, chosen, "again@example.com")
    Events(ledger).record([Event(news.send_id(chosen, 0), EventKind.UNSUBSCRIBE, news.LATER)])
    assert held(ledger, chosen, *MAILBOXES, "again@example.com") == [True, True, True]


def test_a_mailbox_that_bounced_says_nothing_of_the_one_since(chosen, ledger: Ledger) -> None:
    """Only the mailbox that the letter went to is gone."""
    move(ledger, chosen)
    Events(ledger).record([Event(news.send_id(chosen, 0), EventKind.BOUNCE, news.AT)])
    assert held(ledger, chosen, *MAILBOXES) == [True, False]


def test_who_left_before_any_letter_stays_away_from_the_next_make_on(tmp_path: Path, chosen) -> None:
    """Their link came by another platform; the new address is suppressed as it is recorded, though nobody listens."""
    with news.made(tmp_path / "out", chosen, 2) as ledger:
        leave(tmp_path / "out", chosen)
        fresh(chosen, tmp_path / "out", ledger, news.keys(chosen), clock=NOW)
        move(ledger, chosen)
        assert news.claim(ledger, chosen, 9) == ["NW-000001"]


def test_who_leaves_by_last_years_link_leaves_at_the_address_since(tmp_path: Path, chosen, ledger: Ledger) -> None:
    """Last year's ledger tells both addresses of a token."""
    move(ledger, chosen)
    token = news.token(chosen, 0)
    assert leavers(tmp_path / "out" / "ledger.sqlite", [token]) == [(token, one) for one in MAILBOXES]


def test_who_came_back_stays_at_the_address_since(tmp_path: Path, chosen, ledger: Ledger) -> None:
    """Lifted by the team under the new address, old news changes nothing, nor does another address."""
    move(ledger, chosen)
    leave(tmp_path / "out", chosen)
    hear(chosen, tmp_path / "out", ledger, news.keys(chosen), clock=NOW)
    Suppression(ledger).lift([news.keys(chosen).address_hash(NEW)], news.LATER)
    hear(chosen, tmp_path / "out", ledger, news.keys(chosen), clock=NOW, anew=True)
    move(ledger, chosen, "again@example.com")
    assert held(ledger, chosen, *MAILBOXES, "again@example.com") == [True, False, False]


def test_the_letters_address_stays_and_the_one_since_stands_beside_it(chosen, ledger: Ledger) -> None:
    """It goes again where the data give the letter's mailbox, however spelt; no address in the data says nothing."""

    def found() -> tuple[object, object]:
        row = dossier(ledger, "NW-000000", str).person
        return row["address"], row["moved_to"]

    move(ledger, chosen)
    assert found() == (news.address(0), NEW)
    ledger.record([replace(news.receipt(chosen, 0), address="", address_hash="")], [], round_=3, at=news.LATER)
    assert found() == (news.address(0), NEW)
    move(ledger, chosen, news.address(0).upper())
    assert found() == (news.address(0), "")


def test_an_older_ledger_learns_who_moved(tmp_path: Path, chosen) -> None:
    """A ledger of the version before opens, and who left there by word of SES leaves at their next address too."""
    with news.sent(tmp_path / "out", chosen, 2) as ledger:
        Events(ledger).record([Event(news.send_id(chosen, 0), EventKind.UNSUBSCRIBE, news.AT)])
    file = tmp_path / "out" / "ledger.sqlite"
    with sqlite3.connect(file) as db:
        db.execute("UPDATE event SET detail = ''")
        db.execute("DROP INDEX left_by")
        db.execute("ALTER TABLE person DROP COLUMN moved_to")
        db.execute("ALTER TABLE person DROP COLUMN moved_hash")
        db.execute(f"PRAGMA user_version = {len(STEPS) - 1}")
    db.close()
    assert next_year(tmp_path, (0, news.address(0)), (1, "")) == ["NW-000001"]
    with Ledger(file, chosen.id) as ledger:
        move(ledger, chosen)
        assert held(ledger, chosen, *MAILBOXES) == [True, True]


def test_explain_tells_which_address_is_suppressed(tmp_path: Path) -> None:
    """The address of the data is told apart from the one that the letter went to; who left has left at both."""
    folder = canaries.campaign(tmp_path / "c", 2)
    people, who = folder / "people.csv", canaries.customer(0)
    line.run("make", folder, "--workers", 1)
    line.run("send", folder)
    line.run("suppress", folder, _listed(tmp_path, canaries.address(0)), "--reason", "asked")
    people.write_text(people.read_text("utf-8").replace(canaries.address(0), NEW), "utf-8")
    line.run("make", folder, "--workers", 1, "--changed-only")
    told = line.run("explain", folder, who, "--address").stdout
    assert NEW in told
    assert "earlier address suppressed" in told
    line.run("suppress", folder, _listed(tmp_path, NEW), "--reason", "asked")
    told = line.run("explain", folder, who, "--address").stdout.replace("earlier address suppressed", "")
    assert "address suppressed" in told


def _listed(folder: Path, address: str) -> Path:
    (folder / "list.csv").write_text(f"email\n{address}\n", "utf-8")
    return folder / "list.csv"
