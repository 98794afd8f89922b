"""A ledger that is lost or damaged is told as such by every command; it is never taken for a new one."""

import errno
import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from artgen.cli import app
from artgen.desk.parting.traces import EXPORT
from artgen.errors import ArtgenError, LedgerError, ShelfError
from artgen.hear import LEAVERS
from artgen.ledger import Ledger
from artgen.ledger.beginning import SIGNS
from artgen.ledger.suppression import earlier
from artgen.publish.record import FILE as RECORD
from tests import canaries
from tests.line import KEY, run, run_and_die

AT = "2026-01-02T03:04:05.000+00:00"
ASKED = (
    "make",
    "send",
    "status",
    "doubts",
    "report",
    "proof",
    "approve",
    "publish",
    "revoke",
    "erase",
    "export",
    "explain",
)


def artgen(*words: object) -> Result:
    """Run a command in this process, with the practice key."""
    return CliRunner().invoke(app, [str(word) for word in words], env={"ARTGEN_KEY": KEY, "COLUMNS": "200"})


def words(verb: str, folder: Path) -> tuple[object, ...]:
    who = canaries.customer(0)
    more = {"approve": ["--by", "Ada"], "revoke": [who], "erase": [who, "--yes"], "explain": [who]}
    return (verb, folder, *more.get(verb, []))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of two people, made, proved and sent."""
    folder = canaries.campaign(tmp_path_factory.mktemp("whole") / "c", 2)
    run("make", folder, "--workers", 1)
    run("send", folder)
    run("export", folder, "--address")
    run("proof", folder, "--no-screens")
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    shutil.copytree(whole, tmp_path / "c")
    return tmp_path / "c"


def letters(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in (folder / "out" / "outbox").iterdir()}


@pytest.mark.parametrize("verb", ASKED)
def test_an_emptied_ledger_is_no_new_one(folder: Path, verb: str) -> None:
    """A file of no bytes is refused with what to do, and neither it nor its journal nor a letter is touched."""
    file, before = folder / "out" / "ledger.sqlite", letters(folder)
    file.write_bytes(b"")
    (folder / "out" / "ledger.sqlite-wal").write_bytes(b"journal")
    refused = artgen(*words(verb, folder)).exception
    assert isinstance(refused, ArtgenError), refused
    assert "is empty, which no ledger ever is; restore it from your latest backup" in str(refused)
    assert f"a new ledger would write to everybody again (to begin afresh on purpose, move {folder / 'out'} away)" in (
        str(refused)
    )
    assert (file.read_bytes(), letters(folder)) == (b"", before)
    assert (folder / "out" / "ledger.sqlite-wal").read_bytes() == b"journal"


@pytest.mark.parametrize("verb", ASKED)
def test_a_missing_ledger_is_no_new_one_where_artgen_was(folder: Path, verb: str) -> None:
    """What make and send left behind tells that there was one."""
    (folder / "out" / "ledger.sqlite").unlink()
    before = letters(folder)
    refused = artgen(*words(verb, folder)).exception
    assert isinstance(refused, ArtgenError), refused
    assert "ledger.sqlite: is missing, and site beside it shows that there was one; restore it" in str(refused)
    assert letters(folder) == before
    assert not (folder / "out" / "ledger.sqlite").exists()


@pytest.mark.parametrize("sign", SIGNS)
def test_each_sign_is_enough(tmp_path: Path, sign: str) -> None:
    """Whichever of the things that follow a ledger is there, no other ledger is begun."""
    (tmp_path / sign).mkdir()
    with pytest.raises(LedgerError, match=f"is missing, and {sign} beside it shows that there was one"):
        Ledger(tmp_path / "ledger.sqlite", "spring")
    assert [found.name for found in tmp_path.iterdir()] == [sign]


def test_a_journal_alone_is_a_sign(tmp_path: Path) -> None:
    """It holds what was written last, and would be played into whatever stands beside it."""
    (tmp_path / "ledger.sqlite-wal").write_bytes(b"journal")
    with pytest.raises(LedgerError, match=r"is missing, and ledger\.sqlite-wal beside it"):
        Ledger(tmp_path / "ledger.sqlite", "spring")


def test_all_that_follows_a_ledger_is_a_sign(whole: Path) -> None:
    """Whatever make, send, export and proof leave to be seen is known, but for unfinished work."""
    there = {found.name for found in (whole / "out").iterdir() if not found.name.startswith(".")}
    assert there - {"ledger.sqlite", "partial"} <= set(SIGNS)
    assert {LEAVERS, RECORD, EXPORT} <= set(SIGNS)


@pytest.mark.parametrize("damage", [b"\0" * 100, b"not a ledger" * 20, b"\0" * 4096], ids=["head", "text", "page"])
def test_a_damaged_ledger_is_to_be_restored(folder: Path, damage: bytes) -> None:
    """The sentence never sends anybody to another folder, where everybody would be written to again."""
    file = folder / "out" / "ledger.sqlite"
    file.write_bytes(damage + file.read_bytes()[len(damage) :])
    refused = artgen("send", folder).exception
    assert isinstance(refused, LedgerError)
    assert "can't be used as a ledger (file is not a database); restore it from your latest backup" in str(refused)
    assert "--out" not in str(refused)


def test_a_database_without_a_ledger_in_it_is_refused(tmp_path: Path) -> None:
    """A ledger is whole from the first, so tables that are not there were lost; nothing is written."""
    file = tmp_path / "ledger.sqlite"
    db = sqlite3.connect(file)
    db.execute("VACUUM")
    db.close()
    before = file.read_bytes()
    with pytest.raises(LedgerError, match="is empty, which no ledger ever is"):
        Ledger(file, "spring")
    assert before
    assert file.read_bytes() == before


def test_a_link_to_a_ledger_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A disk that isn't mounted is no reason for a new ledger."""
    (tmp_path / "ledger.sqlite").symlink_to(tmp_path / "unmounted" / "ledger.sqlite")
    with pytest.raises(LedgerError, match="is a link to a file that isn't there; restore it"):
        Ledger(tmp_path / "ledger.sqlite", "spring")


@pytest.mark.parametrize(
    ("at", "when"),
    [
        ("os:link", "before"),
        ("os:link", "after"),
        ("artgen.ledger.tables:bring_up", "after"),
        ("artgen.ledger:Ledger.bind", "before"),
    ],
)
def test_a_first_make_that_is_killed_at_its_first_moment_goes_on(tmp_path: Path, at: str, when: str) -> None:
    """The ledger is there whole or not at all, and nothing of its beginning is left behind."""
    folder = canaries.campaign(tmp_path / "c", 1)
    run_and_die(at, 1, when, "make", folder, "--workers", 1)
    file = folder / "out" / "ledger.sqlite"
    assert not file.exists() or file.stat().st_size
    assert artgen("make", folder, "--workers", 1).exit_code == 0
    assert list((folder / "out" / "partial").iterdir()) == []
    assert file.stat().st_nlink == 1


def test_a_new_ledger_is_its_owners_alone(tmp_path: Path) -> None:
    """It holds addresses."""
    with Ledger(tmp_path / "ledger.sqlite", "spring"):
        assert (tmp_path / "ledger.sqlite").stat().st_mode & 0o777 == 0o600
    assert sorted(found.name for found in tmp_path.rglob("*")) == ["ledger.sqlite", "partial"]


def test_of_two_that_begin_at_once_the_first_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second opens what the first has begun, and what it wrote by then."""
    file, link = tmp_path / "ledger.sqlite", os.link

    def late(fresh: str, into: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        with Ledger(file, "spring") as first:
            first.runs.pause(at=AT)
        link(fresh, into)

    monkeypatch.setattr(os, "link", late)
    with Ledger(file, "spring") as second:
        assert second.runs.paused == AT
    assert list((tmp_path / "partial").iterdir()) == []


def test_a_disk_without_second_names_takes_a_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some disks give a file one name only; there it is put by renaming."""

    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    with Ledger(tmp_path / "ledger.sqlite", "spring") as ledger:
        ledger.runs.pause(at=AT)
        assert ledger.runs.paused == AT
    assert list((tmp_path / "partial").iterdir()) == []


@pytest.mark.parametrize("own", [".", "ledger.sqlite"])
def test_a_read_only_ledger_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str) -> None:
    """Where artgen may not write, that is said; freeing the disk or a lock wouldn't help."""
    Ledger(tmp_path / "ledger.sqlite", "spring").__exit__()

    def refused(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", refused)
    with pytest.raises(LedgerError, match="free the disk or the lock"):
        Ledger(tmp_path / "ledger.sqlite", "spring")
    monkeypatch.setattr(os, "access", lambda place, how: place != tmp_path / own)
    with pytest.raises(LedgerError, match=f"^{re.escape(str(tmp_path / own))}: is read-only"):
        Ledger(tmp_path / "ledger.sqlite", "spring")


def test_a_full_disk_begins_no_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, and nothing is left."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(ShelfError, match="the disk is full; make room"):
        Ledger(tmp_path / "ledger.sqlite", "spring")
    assert [found.name for found in tmp_path.rglob("*")] == ["partial"]


def test_an_emptied_ledger_of_an_earlier_campaign_suppresses_nobody_silently(tmp_path: Path) -> None:
    """Whom it suppressed would be written to, so that it is refused too."""
    (tmp_path / "earlier.sqlite").write_bytes(b"")
    with pytest.raises(LedgerError, match=r"earlier\.sqlite: is empty, which no ledger ever is; restore it"):
        earlier(tmp_path / "earlier.sqlite")


def test_a_changed_campaign_is_not_sent_elsewhere_once_letters_are_out(tmp_path: Path) -> None:
    """Another folder knows nothing of those who have their letter, and the sentence says so."""
    Ledger(tmp_path / "ledger.sqlite", "spring").__exit__()
    with pytest.raises(LedgerError, match="put it back; a new --out folder would write to everybody again"):
        Ledger(tmp_path / "ledger.sqlite", "autumn")
