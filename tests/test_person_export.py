"""A person's own copy holds all that is on record of them, their files as they stand, and nothing of anybody else."""

import datetime as dt
import json
from pathlib import Path

import pytest
from bucket import NAME, REGION, SETTINGS, bucket

from artgen.campaigns.model import load
from artgen.cli.opening import clock
from artgen.desk.parting.person import Copy, export_person
from artgen.errors import LedgerError, ShelfError
from artgen.ledger import Ledger
from artgen.ledger.events import Events
from artgen.publishing.links import page_path, share_path
from artgen.records import Event, EventKind, Person
from tests import canaries
from tests.line import run
from tests.test_revoke import keys_of

NOW = clock(dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC))
WHO = canaries.customer(0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of two people, made and sent, and one delivery heard."""
    folder = canaries.campaign(tmp_path_factory.mktemp("copied") / "c", 2)
    run("make", folder, "--workers", 1)
    run("send", folder)
    with Ledger(folder / "out" / "ledger.sqlite", load(str(folder)).id) as ledger:
        Events(ledger).record([Event(person(folder).send_id, EventKind.DELIVERY, "2026-01-16T09:00:00Z")])
    return folder


def person(folder: Path) -> Person:
    """Return the one who asks."""
    with Ledger(folder / "out" / "ledger.sqlite", load(str(folder)).id) as ledger:
        return next(one for one in ledger.people() if one.customer == WHO)


def copied(folder: Path, target: Path) -> Copy:
    """Copy in this process."""
    return export_person(load(str(folder)), folder / "out", keys_of(folder), WHO, target, clock=NOW)


def test_it_holds_the_record_and_every_file(folder: Path, tmp_path: Path) -> None:
    """Their row, what was heard, what was wrong in their data; pages, pictures and letter to the byte."""
    done, one = copied(folder, tmp_path / "copy"), person(folder)
    said = json.loads((tmp_path / "copy" / "person.json").read_text("utf-8"))
    assert (said["person"]["name"], said["person"]["address"]) == (canaries.name(0), canaries.address(0))
    assert said["person"]["letter"]["activities"]
    assert [event["kind"] for event in said["events"]] == ["delivery"]
    assert [fault["customer"] for fault in said["faults"]] == [WHO]
    assert said["links"]["page"] == f"https://desk.example/{page_path(one.token)}"
    site = folder / "out" / "site"
    rooms = [site / page_path(one.token), site / share_path(one.share)]
    theirs = {file.relative_to(site): file.read_bytes() for room in rooms for file in room.iterdir()}
    assert {path: (tmp_path / "copy" / "site" / path).read_bytes() for path in theirs} == theirs
    letter = (folder / "out" / "outbox" / f"{one.send_id}.eml").read_bytes()
    assert (tmp_path / "copy" / "letter" / "letter.eml").read_bytes() == letter
    assert done.letter == "as it was sent"
    assert (tmp_path / "copy" / said["open"]).is_file()
    assert done.files == len([file for file in (tmp_path / "copy").rglob("*") if file.is_file()])


def test_it_holds_nothing_of_anybody_else(folder: Path, tmp_path: Path) -> None:
    """No word of the other person, in no encoding."""
    copied(folder, tmp_path / "copy")
    assert canaries.hits(tmp_path / "copy", canaries.words(1)) == []
    assert canaries.hits(tmp_path / "copy", canaries.words(0))


def test_only_its_owner_may_read_it(folder: Path, tmp_path: Path) -> None:
    """Files 0600, folders 0700."""
    copied(folder, tmp_path / "copy")
    everything = [tmp_path / "copy", *(tmp_path / "copy").rglob("*")]
    assert {(one.is_dir(), one.stat().st_mode & 0o777) for one in everything} == {(True, 0o700), (False, 0o600)}


def test_a_folder_that_is_not_for_them_alone_is_refused(folder: Path, tmp_path: Path) -> None:
    """Neither the campaign's own folder nor one that holds something."""
    (tmp_path / "note").write_text("mine")
    with pytest.raises(ShelfError, match="holds something already"):
        copied(folder, tmp_path)
    with pytest.raises(ShelfError, match="campaign's own folder"):
        copied(folder, folder / "out" / "site" / "copy")


def test_nobody_on_record_is_said(folder: Path, tmp_path: Path) -> None:
    """And no folder is made."""
    with pytest.raises(LedgerError, match="CU77777Z: nothing is on record"):
        export_person(load(str(folder)), folder / "out", keys_of(folder), "CU77777Z", tmp_path / "copy", clock=NOW)
    assert not (tmp_path / "copy").exists()


def test_the_command_names_nobody(folder: Path, tmp_path: Path) -> None:
    """It says where the files are and what the letter is."""
    said = run("export-person", folder, WHO, "--to", tmp_path / "copy")
    assert "letter: as it was sent" in said.stdout
    assert not canaries.holds(said.stdout.encode(), (canaries.name(0), canaries.address(0), person(folder).token))


def test_files_of_a_bucket_are_copied_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pages are made into a bucket, the copy is what a reader sees; before sending, the letter as it would be."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    with bucket() as store:
        store.create(NAME)
        more = f'[shelf]\nkind = "s3"\nbucket = "{NAME}"\nendpoint = "{store.endpoint}"\nregion = "{REGION}"\n'
        folder = canaries.campaign(tmp_path / "c", 1, more=more)
        run("make", folder, "--workers", 1)
        done = copied(folder, tmp_path / "copy")
        page = tmp_path / "copy" / "site" / page_path(person(folder).token) / "index.html"
        assert page.read_text("utf-8").startswith("<!doctype html>")
        assert done.letter == "as it would be written now"
        assert canaries.holds(b"\n" + (tmp_path / "copy" / "letter" / "letter.eml").read_bytes(), (canaries.name(0),))
