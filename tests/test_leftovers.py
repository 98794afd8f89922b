"""What a killed make left and nobody's record knows: it isn't published, goes at the next make, can be erased."""

import datetime as dt
import hashlib
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bucket import NAME, REGION, SETTINGS, bucket

from artgen.campaigns.model import FILE, load
from artgen.cli.opening import clock
from artgen.desk.parting.erase import Erased, erase
from artgen.errors import LedgerError
from artgen.publishing.links import Keys, open_keys, page_path, share_path
from artgen.publishing.strays import strays
from tests import canaries
from tests.line import environment, record, run, run_and_die

NOW = clock(dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC))
PUBLISH = '[publish]\nfolder = "web"\n'
RECORDED = "artgen.ledger.ledger:Ledger.record"
RULE = '\n[[grace]]\nhold = "customer"\nwhen = {{ person = {{ who = "{}" }} }}\nbecause = "a death"\n'
HERE = ("--on", "here")
KEPT, LEFT = 0, 1
LETTERS = str.maketrans("0189", "wxyz")


def keys_of(folder: Path) -> Keys:
    """Return the practice keys of a campaign."""
    return open_keys(load(str(folder)), environment(), folder)[0]


def tokens(folder: Path, n: int) -> tuple[str, str]:
    """Return the tokens of somebody's first page and share page."""
    keys, campaign, who = keys_of(folder), load(str(folder)).id, canaries.customer(n)
    return keys.page_token(campaign, who), keys.share_token(campaign, who)


def roots(folder: Path, n: int) -> tuple[str, str]:
    """Return where both would stand."""
    page, share = tokens(folder, n)
    return page_path(page), share_path(share)


def standing(folder: Path, n: int, where: str = "out/site") -> int:
    """Count the folders of somebody that stand."""
    return sum((folder / where / root).exists() for root in roots(folder, n))


def put(folder: Path, token: str, room: str = "a") -> Path:
    """Write a page as a killed make would have."""
    page = folder / "out" / "site" / room / token[:2] / token / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("somebody's year")
    return page


def files(folder: Path) -> set[Path]:
    """Return the files in a folder."""
    return {file for file in folder.rglob("*") if file.is_file()}


def left_out(folder: Path, n: int) -> None:
    """Take somebody out of the data."""
    for name in ("people.csv", "visits.csv"):
        file = folder / name
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.startswith(canaries.customer(n))))


def held(folder: Path, n: int) -> None:
    """Hold somebody by a rule of grace."""
    file = folder / FILE
    file.write_text(file.read_text("utf-8") + RULE.format(canaries.customer(n)), "utf-8")


def erased(folder: Path, *people: int) -> Erased:
    """Erase people in this process."""
    who: Iterable[str] = map(canaries.customer, people)
    return erase(load(str(folder)), folder / "out", keys_of(folder), who, clock=NOW)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of two people that was killed when all pages stood, and before anybody was on record."""
    folder = canaries.campaign(tmp_path_factory.mktemp("whole") / "c", 2, more=PUBLISH)
    run_and_die(RECORDED, 3, "before", "make", folder, *HERE)
    assert [standing(folder, n) for n in (KEPT, LEFT)] == [2, 2]
    assert record(folder / "out") == []
    return folder


@pytest.fixture
def killed(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to go on with."""
    shutil.copytree(whole, tmp_path / "c")
    return tmp_path / "c"


@pytest.mark.parametrize("gone", [left_out, held], ids=["taken out of the data", "held by a rule"])
def test_who_is_not_to_have_a_page_loses_what_a_killed_make_left(killed: Path, gone: Any) -> None:
    """The next make takes down page and share page, also where they are published; who stays has both."""
    shutil.copytree(killed / "out" / "site", killed / "web")
    gone(killed, LEFT)
    run("make", killed, *HERE)
    places = ("out/site", "web")
    assert [standing(killed, LEFT, place) for place in places] == [0, 0]
    assert [standing(killed, KEPT, place) for place in places] == [2, 2]


def test_what_nobody_has_on_record_is_not_published(killed: Path) -> None:
    """Straight after a make that was killed nobody's page is brought; after a whole one everybody's."""
    run("publish", killed)
    assert [standing(killed, n, "web") for n in (KEPT, LEFT)] == [0, 0]
    assert (killed / "web" / "404.html").is_file()
    left_out(killed, LEFT)
    run("make", killed, *HERE)
    run("publish", killed)
    assert [standing(killed, n, "web") for n in (KEPT, LEFT)] == [2, 0]


def test_what_was_published_and_is_nobodys_is_removed_there(killed: Path) -> None:
    """A place that got such a page before loses it by the next publishing, make or no make."""
    run("publish", killed)
    for root in roots(killed, LEFT):
        shutil.copytree(killed / "out" / "site" / root, killed / "web" / root)
    assert standing(killed, LEFT, "web") == 2
    run("publish", killed)
    assert (standing(killed, LEFT, "web"), standing(killed, LEFT)) == (0, 2)


def test_somebody_of_no_record_is_erased_by_what_stands(killed: Path) -> None:
    """Their page, their name and the rows of the killed make go, and the data that name them bring nothing back."""
    done = erased(killed, LEFT)
    assert (done.people, done.files > 0, len(done.paths)) == (1, True, 2)
    sought = (*canaries.words(LEFT), *tokens(killed, LEFT))
    assert canaries.hits(killed / "out", sought) == []
    run("make", killed, *HERE)
    assert canaries.hits(killed / "out", sought) == []
    assert [row["reason"] for row in record(killed / "out") if row["state"] == "held"] == ["erased"]
    assert standing(killed, KEPT) == 2


@pytest.mark.parametrize(
    ("at", "when"),
    [("artgen.ledger.erasure:Erasure.seek_out", "after"), ("artgen.desk.parting.traces:_letters", "before")],
)
def test_an_erasure_by_what_stands_is_finished_by_the_next_run(killed: Path, at: str, when: str) -> None:
    """kill -9 at any step, then the same command."""
    words = ("erase", killed, canaries.customer(LEFT), "--yes")
    run_and_die(at, 1, when, *words)
    run(*words)
    assert canaries.hits(killed / "out", (*canaries.words(LEFT), *tokens(killed, LEFT))) == []


def test_somebody_of_whom_nothing_stands_is_still_unknown(killed: Path) -> None:
    """A slip of the pen stops the erasure of all that are named, and leaves no trace on record."""
    with pytest.raises(LedgerError, match="nothing is on record"):
        erased(killed, LEFT, 7)
    assert (standing(killed, LEFT), record(killed / "out")) == (2, [])


def test_a_make_takes_down_what_is_nobodys_and_nothing_else(killed: Path) -> None:
    """Pages of sent letters stay when their people leave the data, and so does what isn't called like a room."""
    run("make", killed, *HERE)
    run("send", killed)
    left_out(killed, LEFT)
    site = killed / "out" / "site"
    before = files(site)
    names = [hashlib.sha256(bytes([n])).hexdigest().translate(LETTERS)[:26] for n in range(20)]
    stray = [put(killed, name, room) for name in names for room in "as"]
    others = [put(killed, "notes"), put(killed, "q7m2k4xwq7m2k4xwq7m2k4xwq7", "b"), site / "a" / "a.html"]
    others[2].write_text("mine")
    run("make", killed, *HERE)
    assert not any(page.parent.exists() for page in stray)
    assert all(page.is_file() for page in others)
    assert files(site) == before | set(others)
    assert [standing(killed, n) for n in (KEPT, LEFT)] == [2, 2]


def test_a_link_that_stands_for_a_room_is_left_alone(tmp_path: Path) -> None:
    """What it leads to is somebody else's."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "site" / "a" / "q7").mkdir(parents=True)
    (tmp_path / "site" / "a" / "q7" / "q7m2k4xwq7m2k4xwq7m2k4xwq7").symlink_to(tmp_path / "mine")
    assert list(strays(tmp_path / "site", [])) == []


@pytest.fixture
def in_a_bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Any]]:
    """A campaign of two people that make puts into a bucket of its own, and the bucket."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    with bucket() as store:
        shelf: Any = store.create(NAME)
        more = f'[shelf]\nkind = "s3"\nbucket = "{NAME}"\nendpoint = "{store.endpoint}"\nregion = "{REGION}"\n'
        yield canaries.campaign(tmp_path / "c", 2, more=more), shelf


@pytest.mark.parametrize("gone", [left_out, held], ids=["taken out of the data", "held by a rule"])
def test_a_bucket_loses_it_too_and_keeps_what_others_put(in_a_bucket: tuple[Path, Any], gone: Any) -> None:
    """Where make itself puts into a bucket, what it began is on record; a stranger's page there is not looked for."""
    folder, shelf = in_a_bucket
    stranger = "a/q7/q7m2k4xwq7m2k4xwq7m2k4xwq7/index.html"
    shelf.put_object(Key=stranger, Body=b"another campaign's")
    run_and_die(RECORDED, 3, "before", "make", folder, *HERE)
    assert all(under(shelf, root) for n in (KEPT, LEFT) for root in roots(folder, n))
    gone(folder, LEFT)
    run("make", folder, *HERE)
    assert [under(shelf, root) for root in roots(folder, LEFT)] == [0, 0]
    assert all(under(shelf, root) for root in roots(folder, KEPT))
    assert under(shelf, stranger) == 1
    assert begun(folder) == 0


def test_somebody_is_erased_from_a_bucket_by_what_stands(in_a_bucket: tuple[Path, Any]) -> None:
    """No token of theirs is left on record as begun either."""
    folder, shelf = in_a_bucket
    run_and_die(RECORDED, 3, "before", "make", folder, *HERE)
    assert begun(folder) == 4
    run("erase", folder, canaries.customer(LEFT), "--yes")
    assert [under(shelf, root) for root in roots(folder, LEFT)] == [0, 0]
    assert canaries.hits(folder / "out", (*canaries.words(LEFT), *tokens(folder, LEFT))) == []
    assert begun(folder) == 2


def under(shelf: Any, prefix: str) -> int:
    """Count the objects under a prefix."""
    return sum(1 for _ in shelf.objects.filter(Prefix=prefix))


def begun(folder: Path) -> int:
    """Count the tokens that are on record as begun."""
    db = sqlite3.connect(folder / "out" / "ledger.sqlite")
    (many,) = db.execute("SELECT count(*) FROM begun").fetchone()
    db.close()
    return int(many)
