"""Erased is erased: not a byte of one person is left where artgen writes, and the next make doesn't bring them back."""

import datetime as dt
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from bucket import NAME, REGION, SETTINGS, bucket

from artgen.campaigns.model import FILE, load
from artgen.cli.opening import clock
from artgen.desk.parting.erase import Erased, erase
from artgen.desk.proving.proof import prove
from artgen.errors import LedgerError, ShelfError
from artgen.hear import LEAVERS, fresh
from artgen.ledger import Ledger
from artgen.ledger.approvals import PROVED, Approvals
from artgen.ledger.suppression import Suppression
from artgen.publishing.links import Keys, open_keys
from tests import canaries
from tests.line import environment, record, run, run_and_die, tree

NOW = dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC)
SEEDS = '[sending]\nseeds = ["team@desk.example"]\n'
WHO = 0
OTHER = 1


def keys_of(folder: Path) -> Keys:
    """Return the practice keys of a campaign."""
    return open_keys(load(str(folder)), environment(), folder)[0]


def texts(folder: Path, n: int = WHO) -> tuple[str, ...]:
    """Return all words, tokens and ids that say who a person is, in every place where artgen writes."""
    keys, campaign = keys_of(folder), load(str(folder)).id
    who = canaries.customer(n)
    tokens = [make(campaign, who, at) for at in (0, 1) for make in (keys.page_token, keys.share_token, keys.send_id)]
    return (*canaries.words(n), *tokens, keys.unsubscribe_token(campaign, who))


def erased(folder: Path, *people: int) -> Erased:
    """Erase people in this process."""
    campaign = load(str(folder))
    who = map(canaries.customer, people)
    return erase(campaign, folder / "out", keys_of(folder), who, clock=clock(NOW))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of three people that has left traces of all kinds: letters, tests, a proof, an export, a log."""
    folder = canaries.campaign(tmp_path_factory.mktemp("whole") / "c", 3, more=SEEDS)
    out = folder / "out"
    run("make", folder, "--workers", 1)
    run("revoke", folder, canaries.customer(WHO))
    run("make", folder, "--workers", 1)
    run("export", folder, "--address")
    run("send", folder, "--to", "seeds")
    run("send", folder)
    campaign, keys = load(str(folder)), keys_of(folder)
    prove(campaign, out, keys, now=NOW, browser=None)
    left = "".join(
        f"2026-01-16T09:00:0{n}Z {keys.unsubscribe_token(campaign.id, canaries.customer(n))}\n" for n in (OTHER, WHO)
    )
    (out / LEAVERS).write_text(left)
    with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        fresh(campaign, out, ledger, keys, clock=clock(NOW))
    (out / "work" / "shard-00000").mkdir(parents=True)
    (out / "work" / "shard-00000" / "people-000000.arrow").write_text(canaries.name(WHO))
    (out / "partial" / "tmp1").write_text(canaries.name(WHO))
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to be erased from."""
    shutil.copytree(whole, tmp_path / "c")
    return tmp_path / "c"


def test_the_campaign_is_full_of_them_before(whole: Path) -> None:
    """So that finding nothing afterwards says something: lists, letters, tests, proof, export, logs and pages."""
    found = canaries.hits(whole / "out", texts(whole))
    tops = {path.partition("/")[0] for path in found}
    assert tops == {
        *("site", "outbox", "proof", "export", "work", "partial", "ledger.sqlite", "links.csv", "faults.csv"),
        *("index.html", LEAVERS),
    }
    assert [path for path in found if "-test-" in path]


def test_not_a_byte_is_left(folder: Path) -> None:
    """Name, id, address and every token are in no file of the output folder, nor in the path of one."""
    erased(folder, WHO)
    assert canaries.hits(folder / "out", texts(folder)) == []


def test_the_next_make_brings_nothing_back(folder: Path) -> None:
    """The data have them still: they are held by a keyed hash, with the row of theirs that can't be read unnamed."""
    erased(folder, WHO)
    said = run("make", folder, "--workers", 1)
    assert "2 of 3 customers" in said.stdout
    assert canaries.hits(folder / "out", texts(folder)) == []
    assert "erased" in run("status", folder).stdout


def test_what_is_left_is_one_hash_that_says_nothing(folder: Path) -> None:
    """The row that stands for them holds where they stand, and nothing else."""
    erased(folder, WHO)
    (row,) = [row for row in record(folder / "out") if row["reason"] == "erased"]
    said = {name: value for name, value in row.items() if value and name not in ("campaign", "generation")}
    hashed = keys_of(folder).customer_hash(load(str(folder)).id, canaries.customer(WHO))
    assert said == {"customer": f"erased-{hashed}", "state": "held", "reason": "erased"}


def test_the_address_is_never_written_to_again(folder: Path) -> None:
    """Under another id, the same mailbox gets no letter of this campaign."""
    erased(folder, WHO)
    text = (folder / "people.csv").read_text().replace(canaries.customer(WHO), "CU99999Z")
    (folder / "people.csv").write_text(text)
    run("make", folder, "--workers", 1)
    assert "0 letters written" in run("send", folder).stdout
    with Ledger(folder / "out" / "ledger.sqlite", load(str(folder)).id) as ledger:
        assert Suppression(ledger).holds(keys_of(folder).address_hash(canaries.address(WHO)))


def test_no_lift_takes_an_erasure_back(folder: Path) -> None:
    """Erased is the reason, whatever it was before; lifting says how many it kept, and lifts everybody else."""
    listed = folder / "list.csv"
    listed.write_text(f"email\n{canaries.address(WHO)}\n{canaries.address(OTHER)}\n")
    run("suppress", folder, listed, "--reason", "asked by phone")
    erased(folder, WHO)
    said = run("suppress", folder, listed, "--lift").stdout
    assert "1 may be written to again" in said
    assert "1 stay suppressed: erased" in said
    with Ledger(folder / "out" / "ledger.sqlite", load(str(folder)).id) as ledger:
        assert Suppression(ledger).holds(keys_of(folder).address_hash(canaries.address(WHO)))
        assert not Suppression(ledger).holds(keys_of(folder).address_hash(canaries.address(OTHER)))


def test_an_address_that_changed_after_the_letter_goes_too(folder: Path) -> None:
    """Both mailboxes are suppressed by their hashes, and no byte of either is left."""
    people = folder / "people.csv"
    people.write_text(people.read_text().replace(canaries.address(WHO), "since.then@example.com"))
    run("make", folder, "--workers", 1)
    moved = ("since.then@example.com", *texts(folder))
    assert "ledger.sqlite" in canaries.hits(folder / "out", moved[:1])
    erased(folder, WHO)
    assert canaries.hits(folder / "out", moved) == []
    with Ledger(folder / "out" / "ledger.sqlite", load(str(folder)).id) as ledger:
        assert all(
            Suppression(ledger).holds(keys_of(folder).address_hash(one)) for one in (moved[0], canaries.address(WHO))
        )


def test_everybody_else_keeps_everything(folder: Path) -> None:
    """Their pages, letters and rows are the same to the byte; what they asked by the log is still heard once."""
    out = folder / "out"
    before, rows = tree(out), record(out)
    erased(folder, WHO)
    after, kept = tree(out), record(out)
    lists = {"links.csv", "faults.csv", "index.html"}
    assert {path for path in before.keys() & after.keys() if before[path] != after[path]} <= lists
    assert not canaries.holds("\n".join(before.keys() - after.keys()).encode(), texts(folder, OTHER))
    assert [row for row in kept if row["reason"] != "erased"] == [
        row for row in rows if row["customer"] != canaries.customer(WHO)
    ]
    heard = run("hear", folder).stdout
    assert "unsubscribe" not in heard


def test_a_proof_has_to_be_made_again(folder: Path) -> None:
    """The proof showed them beside others, so it is gone as a whole, and approving asks for a new one."""
    erased(folder, WHO)
    assert not (folder / "out" / "proof").exists()
    with Ledger(folder / "out" / "ledger.sqlite", load(str(folder)).id) as ledger:
        assert Approvals(ledger).remembered(PROVED) is None


@pytest.mark.parametrize(
    ("at", "when"),
    [
        ("artgen.ledger.erasure:Erasure.take_out", "after"),
        ("artgen.publishing.shelf:FolderShelf.remove", "before"),
        ("artgen.desk.parting.traces:_leavers", "after"),
        ("artgen.ledger.erasure:Erasure.finish", "before"),
        ("artgen.ledger.erasure:scrub", "before"),
        ("artgen.ledger.erasure:scrub", "after"),
    ],
)
def test_killed_anywhere_it_is_finished_by_the_next_run(folder: Path, at: str, when: str) -> None:
    """kill -9 at any step, then the same command: nothing is left of them."""
    words = ("erase", folder, canaries.customer(WHO), "--yes")
    run_and_die(at, 1, when, *words)
    run(*words)
    assert canaries.hits(folder / "out", texts(folder)) == []


def test_one_cut_off_is_finished_by_the_next_of_anybody(folder: Path) -> None:
    """Whoever is erased next takes along what was left of the first."""
    run_and_die("artgen.desk.parting.traces:_letters", 1, "before", "erase", folder, canaries.customer(WHO), "--yes")
    run("erase", folder, canaries.customer(OTHER), "--yes")
    assert canaries.hits(folder / "out", (*texts(folder), *texts(folder, OTHER))) == []


def test_somebody_unknown_stops_it_before_anything_is_changed(folder: Path) -> None:
    """All that are named or none: a slip of the pen must not look like an erasure."""
    before = record(folder / "out")
    with pytest.raises(LedgerError, match="CU77777Z: nothing is on record"):
        erase(
            load(str(folder)), folder / "out", keys_of(folder), [canaries.customer(WHO), "CU77777Z"], clock=clock(NOW)
        )
    assert record(folder / "out") == before


def test_it_asks_first_and_names_no_one(folder: Path) -> None:
    """Without --yes and without an answer nothing changes; what is shown holds no name and no address."""
    before = record(folder / "out")
    asked = run("erase", folder, canaries.customer(WHO), check=False)
    assert asked.returncode == 1
    assert record(folder / "out") == before
    said = run("erase", folder, canaries.customer(WHO), "--yes")
    assert not canaries.holds((said.stdout + said.stderr).encode(), (canaries.name(WHO), canaries.address(WHO)))


def test_a_page_to_leave_by_elsewhere_is_named(folder: Path) -> None:
    """What it knows links by is on a web server, and is to be written anew there."""
    said = (folder / "campaign.toml").read_text("utf-8")
    url = '[letter]\nunsubscribe_url = "https://leave.example/"'
    (folder / "campaign.toml").write_text(said.replace("[letter]", url, 1), "utf-8")
    assert any(one.startswith("unsubscribe.known on your web server") for one in erased(folder, WHO).beyond)


def test_it_says_what_it_can_not_reach(folder: Path) -> None:
    """Paths that caches may hold, files of a person's own beside ours, and what is out of the house."""
    (folder / "out" / "our notes.txt").write_text(f"called {canaries.customer(WHO)} on Monday\n")
    done = erased(folder, WHO)
    assert done.remains == (folder / "out" / "our notes.txt",)
    assert "letters that were sent" in done.beyond[0]
    assert {path[:3] for path in done.paths} == {"/a/", "/s/"}
    assert len(done.paths) == 4


def test_no_version_is_left_in_a_bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pages are published to a bucket that keeps versions, all of theirs go, and nobody else's."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    with bucket() as store:
        shelf: Any = store.create(NAME, versions=True)
        more = f'[publish]\nkind = "s3"\nbucket = "{NAME}"\nendpoint = "{store.endpoint}"\nregion = "{REGION}"\n'
        folder = canaries.campaign(tmp_path / "c", 2, more=more)
        run("make", folder, "--workers", 1)
        run("publish", folder)
        visits = folder / "visits.csv"
        visits.write_text(visits.read_text() + f"{canaries.customer(WHO)},2025-05-05T10:00,9,LIS,walk,done\n")
        run("make", folder, "--workers", 1)
        run("publish", folder)
        before = versions(shelf)
        theirs = {one for one, body in before.items() if canaries.holds(body, texts(folder))}
        assert len(theirs) > 4, "the four files that stand, and pages of before"
        run("erase", folder, canaries.customer(WHO), "--yes")
        assert versions(shelf).keys() == before.keys() - theirs
        assert canaries.hits(folder / "out", texts(folder)) == []
        run("publish", folder)
        assert versions(shelf).keys() == before.keys() - theirs


def versions(shelf: Any) -> dict[str, bytes]:
    """Return every version of everybody's objects, and what marks them as removed: name and bytes by its id."""
    found = [one for room in "as" for one in shelf.object_versions.filter(Prefix=f"{room}/")]
    return {
        one.id: one.object_key.encode() + b"\n" + (one.get()["Body"].read() if one.size is not None else b"")
        for one in found
    }


def test_pages_of_the_ledger_are_scrubbed(tmp_path: Path) -> None:
    """What SQLite had deleted and kept in its free pages goes, while it runs in its journal and after it is closed."""
    file = tmp_path / "ledger.sqlite"
    folder = canaries.campaign(tmp_path / "c", 1)
    with Ledger(file, load(str(folder)).id) as ledger:
        with ledger.commit() as db:
            db.execute("PRAGMA secure_delete = OFF")
            db.execute("CREATE TABLE note (text TEXT)")
            db.executemany("INSERT INTO note VALUES (?)", [(f"{canaries.name(n % 50)} " * 40,) for n in range(500)])
        with ledger.commit() as db:
            db.execute("DELETE FROM note WHERE length(text) > 0")
        assert canaries.hits(tmp_path, (canaries.name(7),))[-1].startswith("ledger.sqlite")
        ledger.erasure.finish()
        assert [path for path in canaries.hits(tmp_path, (canaries.name(7),)) if "ledger" in path] == []
    assert sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_files_behind_a_linked_folder_are_left_alone(folder: Path, tmp_path: Path) -> None:
    """The published place's unfinished files go; a link in their folder's place leads to files of somebody's own."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "tmpdiary").write_text("mine")
    said = (folder / FILE).read_text("utf-8")
    (folder / FILE).write_text(f'{said}\n[publish]\nfolder = "web"\n', "utf-8")
    (folder / "web").mkdir()
    (folder / "web" / ".partial").symlink_to(tmp_path / "mine")
    with pytest.raises(ShelfError, match="is a link to another place"):
        erased(folder, WHO)
    assert (tmp_path / "mine" / "tmpdiary").read_text() == "mine"
    (folder / "web" / ".partial").unlink()
    (folder / "web" / ".partial").mkdir()
    (folder / "web" / ".partial" / "tmp1").write_text(canaries.name(WHO))
    erased(folder, WHO)
    assert list((folder / "web" / ".partial").iterdir()) == []
