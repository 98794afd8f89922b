"""Invented tokens can't close the way out: whoever has a letter has room in the log, also for a letter made later."""

import datetime as dt
import sqlite3
from pathlib import Path

import line
import pytest

from artgen.campaigns import model
from artgen.desk import leaving
from artgen.desk.known_links import digests
from artgen.desk.unsubscribe import DIGEST_BYTES, Unsubscribe, digest
from artgen.errors import LedgerError
from tests import waiting

CLICK = b"List-Unsubscribe=One-Click"
NOON = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
LINE = 48
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def invented(n: int) -> str:
    """Return a token that nobody has."""
    return "".join(LETTERS[n >> 5 * place & 31] for place in range(26))


@pytest.fixture
def chosen(tmp_path: Path) -> model.Campaign:
    """A campaign of nine hundred people whose letters are made."""
    said = waiting.campaign(tmp_path / "c")
    people = [waiting.person(f"NW-{n}", said) for n in range(900)]
    waiting.fill(said.folder / "out", said, *people)
    return said


def token(said: model.Campaign, n: int) -> str:
    """Return the token with which one of them leaves."""
    return waiting.keys_of(said).unsubscribe_token(said.id, f"NW-{n}")


@pytest.fixture
def desk(chosen: model.Campaign, tmp_path: Path) -> Unsubscribe:
    """A desk with room for a hundred lines of people that it doesn't know."""
    leaving.write(chosen, chosen.folder / "out", tmp_path / "page")
    known = tmp_path / "page" / "unsubscribe.known"
    return Unsubscribe(tmp_path / "left.log", leaving.pages(chosen), lambda: NOON, limit=100 * LINE, known=known)


def leave(desk: Unsubscribe, token: str) -> str:
    """Press the button; return the status."""
    return desk.answer("POST", "/leave", f"token={token}", "", CLICK).status


def test_a_flood_of_invented_tokens_keeps_nobody_in(desk: Unsubscribe, chosen: model.Campaign) -> None:
    """When all room for unknown tokens is taken they get "later"; everybody with a letter leaves as before."""
    flood = [leave(desk, invented(n)) for n in range(200)]
    assert (flood[0], flood[-1]) == ("200 OK", "503 Service Unavailable")
    assert {leave(desk, token(chosen, n)) for n in range(900)} == {"200 OK"}
    noted = desk.log.read_text()
    assert all(f" {token(chosen, n)}\n" in noted for n in range(900))


def test_whose_letter_was_made_later_leaves_too(desk: Unsubscribe, chosen: model.Campaign) -> None:
    """A token that the page doesn't know is written down while there is room."""
    assert leave(desk, token(chosen, 901)) == "200 OK"
    assert token(chosen, 901) in desk.log.read_text()


def test_a_newer_list_counts_at_once(desk: Unsubscribe, chosen: model.Campaign) -> None:
    """Nothing is restarted: the file is written anew in one step, and looked at for each who leaves."""
    for n in range(200):
        leave(desk, invented(n))
    assert leave(desk, token(chosen, 901)) == "503 Service Unavailable"
    waiting.fill(chosen.folder / "out", chosen, waiting.person("NW-901", chosen), round_=2)
    leaving.write(chosen, chosen.folder / "out", desk.known.parent)
    assert leave(desk, token(chosen, 901)) == "200 OK"


def test_the_same_token_again_is_no_second_line_for_any_process(desk: Unsubscribe, chosen: model.Campaign) -> None:
    """What was written within ten minutes is looked for in the log, which all processes share."""
    again = Unsubscribe(desk.log, desk.pages, lambda: NOON + dt.timedelta(minutes=9), known=desk.known)
    assert {leave(one, token(chosen, 1)) for one in (desk, again, desk)} == {"200 OK"}
    assert desk.log.read_text().count("\n") == 1


def test_who_is_written_down_is_told_so_although_the_log_is_full(desk: Unsubscribe) -> None:
    """A second press of somebody unknown finds their line."""
    answers = [leave(desk, invented(n)) for n in range(101)]
    assert answers[0] == leave(desk, invented(0)) == "200 OK"
    assert answers[-1] == leave(desk, invented(100)) == "503 Service Unavailable"


def test_a_flood_does_not_fill_the_servers_log(desk: Unsubscribe, capfd: pytest.CaptureFixture[str]) -> None:
    """That there is no more room is told once an hour."""
    for n in range(200):
        leave(desk, invented(n))
    assert capfd.readouterr().err.count("it has grown to its limit of 4,800 bytes") == 1


def test_of_several_tokens_the_known_one_leaves(desk: Unsubscribe, chosen: model.Campaign) -> None:
    """What a tracker adds may look like a token; nothing of it is written down."""
    assert desk.answer("POST", f"/{invented(1)}", f"a={invented(2)}&t={token(chosen, 5)}", "", CLICK).status == "200 OK"
    assert [said.split(" ")[1] for said in desk.log.read_text().splitlines()] == [token(chosen, 5)]


def test_the_list_gives_no_token_away(chosen: model.Campaign, tmp_path: Path) -> None:
    """It holds eight bytes for each, in order, and neither token nor name nor address."""
    assert leaving.write(chosen, chosen.folder / "out", tmp_path / "page") == 900
    known = (tmp_path / "page" / "unsubscribe.known").read_bytes()
    each = [known[n : n + DIGEST_BYTES] for n in range(0, len(known), DIGEST_BYTES)]
    assert each == sorted({digest(token(chosen, n)) for n in range(900)})


def test_letters_of_earlier_campaigns_are_known(tmp_path: Path) -> None:
    """Whose ledger stands under history is known, by folder or file; one of before there were such links adds none."""
    old, new = waiting.campaign(tmp_path / "old"), waiting.campaign(tmp_path / "new")
    waiting.fill(tmp_path / "old" / "out", old, waiting.person("NW-1", old))
    with sqlite3.connect(tmp_path / "first.sqlite") as db:
        db.execute("CREATE TABLE person (customer TEXT)")
    sending = new.sending.model_copy(update={"history": ("../old/out", "../old/out/ledger.sqlite", "../first.sqlite")})
    assert digests(new.model_copy(update={"sending": sending}), tmp_path / "new" / "out") == digest(token(old, 1))


@pytest.mark.parametrize(("name", "told"), [("gone", "no ledger there"), ("year.txt", "can't be read as a ledger")])
def test_an_earlier_campaign_that_can_not_be_read_is_named(tmp_path: Path, name: str, told: str) -> None:
    """Leaving it out in silence would leave its people without their room."""
    said = waiting.campaign(tmp_path / "c", sending=f'cap_days = 30\nhistory = ["{name}"]')
    (tmp_path / "c" / "year.txt").write_text("no ledger" * 200)
    with pytest.raises(LedgerError, match=f"{name}: {told}"):
        digests(said, tmp_path / "out")


def test_the_command_knows_the_links_of_what_was_made(chosen: model.Campaign, tmp_path: Path) -> None:
    """Written with the output folder of a campaign, the page knows its letters."""
    said = line.run("unsubscribe", chosen.folder, "--write", tmp_path / "page").stdout
    assert "knows 900 links" in " ".join(said.split())
