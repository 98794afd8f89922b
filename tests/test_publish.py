"""Publishing brings a finished site to a bucket or a folder: what changed and nothing else, pages last; or says why."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from artgen.campaigns.model import load
from artgen.desk.proving.approval import parts
from artgen.errors import CampaignError, ShelfError
from artgen.ledger import Ledger
from artgen.ledger.approvals import MADE, Approvals
from artgen.publish import Prices, Published, lines, plan, publish, unpublished
from artgen.publish import run as publish_run
from artgen.publish.record import FILE
from artgen.publishing import s3
from artgen.publishing.packing import unpacked
from artgen.publishing.s3 import S3Shelf
from artgen.publishing.shelf import FolderShelf
from tests import publish_soak
from tests.bucket import SETTINGS, Bucket, bucket
from tests.line import run
from tests.publish_soak import AT, PREFIX, Year, equal, in_bucket, promised, ready, standing

NAMES = (f"bucket-{number}" for number in count())


@pytest.fixture(scope="module")
def store() -> Iterator[Bucket]:
    with bucket() as running:
        yield running


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only these settings, and none of the machine's own, reach boto3."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    s3._client.cache_clear()


@pytest.fixture
def name(store: Bucket) -> str:
    """The name of a new bucket behind a whole wire."""
    chosen = next(NAMES)
    store.create(chosen)
    store.faults()
    return chosen


@pytest.fixture
def year(tmp_path: Path, store: Bucket, name: str) -> Year:
    """Six people's pages, to be published into the bucket."""
    return ready(tmp_path / "to-bucket", 6, in_bucket(store, name))


@pytest.fixture
def at_home(tmp_path: Path) -> Year:
    """Six people's pages, to be published into a folder."""
    return ready(tmp_path, 6, 'folder = "../web"')


def brought(year: Year) -> Published:
    return publish(load(str(year.folder)), year.out, at_once=4)


def web(year: Year) -> dict[str, bytes]:
    """Return what stands in the published folder, but for the sign and what is hidden."""
    return {path: body for path, body in read(year.folder.parent / "web").items() if not path.startswith("artgen-")}


def read(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def objects(store: Bucket, name: str) -> dict[str, dict[str, Any]]:
    """Return what a reader gets of each object, but for the sign: headers, and the body unpacked."""
    client, found = store.client(), {}
    for path in standing(store, name):
        answer = client.get_object(Bucket=name, Key=PREFIX + path)
        found[path] = {**answer, "body": unpacked(path, answer["Body"].read())}
    return {path: answer for path, answer in found.items() if not path.startswith("artgen-")}


def test_a_folder_gets_the_same_files(at_home: Year) -> None:
    """The published folder holds the site, byte for byte, and a file that says whose it is; nothing is half written."""
    assert brought(at_home).put == len(at_home.stored())
    assert web(at_home) == read(at_home.site)
    assert (at_home.folder.parent / "web" / "artgen-small.txt").is_file()
    assert list((at_home.folder.parent / "web" / ".partial").iterdir()) == []


def test_a_bucket_gets_the_same_files_packed_and_labelled(year: Year, store: Bucket, name: str) -> None:
    """After unpacking the bucket holds the site; each object says its type, its packing and how long it may be kept."""
    brought(year)
    found = objects(store, name)
    assert {path: answer["body"] for path, answer in found.items()} == read(year.site)
    page = next(found[path] for path in found if path.startswith("a/") and path.endswith(".html"))
    picture = next(found[path] for path in found if path.startswith("a/") and path.endswith(".jpg"))
    font = next(found[path] for path in found if path.endswith(".woff2"))
    labels = [
        (answer["ContentType"], answer.get("ContentEncoding"), answer["CacheControl"])
        for answer in (page, picture, font)
    ]
    assert labels == [
        ("text/html; charset=utf-8", "gzip", "private, max-age=0, must-revalidate"),
        ("image/jpeg", None, "max-age=86400"),
        ("font/woff2", None, "public, max-age=31536000, immutable"),
    ]


def test_nothing_is_put_when_nothing_changed(year: Year, store: Bucket) -> None:
    """A second run lists the bucket and asks for nothing else; a third one too, that has lost what was remembered."""
    brought(year)
    store.faults()
    assert brought(year).put == 0
    (year.out / FILE).unlink()
    assert brought(year).put == 0
    assert store.counts() == {"ListObjectsV2": 2, "stored": 0}


def test_nothing_is_written_again_in_a_folder(at_home: Year) -> None:
    """Files that stand are left untouched, also by a run that has lost what was remembered."""
    brought(at_home)
    page = next((at_home.folder.parent / "web").rglob("index.html"))
    before = page.stat().st_mtime_ns
    assert brought(at_home).put == 0
    (at_home.out / FILE).unlink()
    assert brought(at_home).put == 0
    assert page.stat().st_mtime_ns == before


@pytest.mark.parametrize("place", ["year", "at_home"])
def test_only_what_changed_is_put_and_what_is_no_more_goes(place: str, request: pytest.FixtureRequest) -> None:
    """One mended year is four new files and two that go; one who leaves is four that go, from the record too."""
    made: Year = request.getfixturevalue(place)
    brought(made)
    made.record([made.mend(2)])
    made.leave(5)
    with Ledger(made.out / "ledger.sqlite", "small") as ledger, ledger.commit() as db:
        db.execute("UPDATE person SET token = '', revoked_at = 'now' WHERE customer = 'C-000005'")
    done = brought(made)
    assert (done.put, done.removed) == (4, 6)
    assert (done.plan.added, done.plan.changed) == (2, 2)
    with closing(sqlite3.connect(made.out / FILE)) as db:
        kept = db.execute("SELECT path FROM put ORDER BY path").fetchall()
    assert [path for (path,) in kept] == sorted(made.stored())


def test_a_file_that_somebody_else_changed_is_put_right(at_home: Year, year: Year, store: Bucket, name: str) -> None:
    """What stands is compared, not what was once put: a page that was overwritten there is put again."""
    brought(at_home)
    brought(year)
    page = next((at_home.folder.parent / "web").rglob("index.html"))
    page.write_text("mine")
    key = next(path for path in standing(store, name) if path.endswith("index.html"))
    store.client().put_object(Bucket=name, Key=PREFIX + key, Body=b"mine")
    assert (brought(at_home).put, brought(year).put) == (1, 1)
    assert web(at_home) == read(at_home.site)
    equal(year, standing(store, name))


def with_key(year: Year) -> None:
    file = year.folder / "campaign.toml"
    file.write_text(file.read_text("utf-8") + 'kms_key = "alias/pages"\n', "utf-8")


def test_under_a_kms_key_the_record_tells_what_stands(year: Year, store: Bucket, name: str) -> None:
    """Digests say nothing there: by the record 0 are put again, and all of them when the record is lost."""
    with_key(year)
    store.faults(opaque=True)
    assert brought(year).put == len(year.stored())
    assert {answer["ServerSideEncryption"] for answer in objects(store, name).values()} == {"aws:kms"}
    assert brought(year).put == 0
    (year.out / FILE).unlink()
    assert brought(year).put == len(year.stored())


def test_a_new_rule_of_headers_puts_everything_once(year: Year) -> None:
    """The same bytes under other headers are another object: a KMS key that is added later reaches all of them."""
    brought(year)
    with_key(year)
    assert brought(year).put == len(year.stored())
    assert brought(year).put == 0
    (year.out / FILE).unlink()
    assert brought(year).put == len(year.stored())


@pytest.mark.parametrize("survived", [0, 1, 7, 12, 19, 25, 31])
@pytest.mark.parametrize("shelf", [S3Shelf, FolderShelf])
def test_a_run_that_breaks_leaves_no_page_without_its_pictures(
    shelf: type, survived: int, tmp_path: Path, store: Bucket, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever put fails, each page that stands has all that it points to, and the next run ends the work."""
    table = 'folder = "../web"' if shelf is FolderShelf else in_bucket(store, name)
    made = ready(tmp_path, 6, table)
    calls, whole = count(), shelf.place

    def breaking(self: Any, *words: Any) -> str:
        if next(calls) > survived:
            raise ShelfError("the disk is full")
        return str(whole(self, *words))

    monkeypatch.setattr(shelf, "place", breaking)
    with pytest.raises(ShelfError, match="disk is full"):
        brought(made)
    stands = web(made) if shelf is FolderShelf else {}
    there = {path: publish_soak._md5(publish_soak.packed(path, body)) for path, body in stands.items()}
    promised(made, there if shelf is FolderShelf else standing(store, name))
    monkeypatch.setattr(shelf, "place", whole)
    brought(made)
    assert brought(made).put == 0


@pytest.mark.parametrize("survived", [0, 1, 2, 3])
def test_a_removal_that_breaks_leaves_no_page_without_its_pictures(
    survived: int, year: Year, store: Bucket, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages go before what they point to, so that one that still stands is whole; the next run ends the work."""
    brought(year)
    year.leave(5)
    with Ledger(year.out / "ledger.sqlite", "small") as ledger, ledger.commit() as db:
        db.execute("UPDATE person SET token = '', revoked_at = 'now' WHERE customer = 'C-000005'")
    calls, whole = count(), S3Shelf.remove

    def breaking(self: S3Shelf, paths: list[str]) -> None:
        if next(calls) >= survived:
            raise ShelfError("the wire broke")
        whole(self, paths)

    monkeypatch.setattr(S3Shelf, "remove", breaking)
    monkeypatch.setattr(publish_run, "A_BATCH", 1)
    with pytest.raises(ShelfError, match="the wire broke"):
        brought(year)
    promised(year, standing(store, name))
    monkeypatch.setattr(S3Shelf, "remove", whole)
    assert brought(year).removed == 4 - survived
    equal(year, standing(store, name))


def test_what_is_not_ours_is_left_and_named(year: Year, store: Bucket, name: str) -> None:
    """Another's objects under the prefix or beside it stay; those under it are named, without what may be a token."""
    token = "q7m2k4xwq7m2k4xwq7m2k4xwq7"
    foreign = [f"{PREFIX}holiday.jpg", f"{PREFIX}a/q7/{token}/notes.exe", "2024/404.html"]
    for key in foreign:
        store.client().put_object(Bucket=name, Key=key, Body=b"mine")
    brought(year)
    done = brought(year)
    assert done.plan.foreign == ("a/q7/.../notes.exe", "holiday.jpg")
    for key in foreign:
        assert store.client().get_object(Bucket=name, Key=key)["Body"].read() == b"mine"


def test_what_is_not_ours_in_the_site_is_not_published(at_home: Year) -> None:
    """A file that somebody laid into site/ stays at home, and is named."""
    (at_home.site / "budget.xlsx").write_text("secret")
    assert brought(at_home).plan.foreign == ("budget.xlsx",)
    assert "budget.xlsx" not in web(at_home)


def test_a_folder_with_other_files_is_refused(at_home: Year) -> None:
    """Somebody's web root is not ours to clear: one sentence, and nothing is written."""
    (at_home.folder.parent / "web").mkdir()
    (at_home.folder.parent / "web" / "index.html").write_text("mine")
    with pytest.raises(ShelfError, match=r"did not publish; name another publish\.folder"):
        brought(at_home)
    assert list((at_home.folder.parent / "web").iterdir()) == [at_home.folder.parent / "web" / "index.html"]


def test_two_campaigns_never_share_a_place(tmp_path: Path, year: Year, store: Bucket, name: str) -> None:
    """Last year's pages are safe from this year's: the second campaign is refused and named the first."""
    brought(year)
    second = ready(tmp_path / "second", 2, in_bucket(store, name))
    file = second.folder / "campaign.toml"
    file.write_text(file.read_text("utf-8").replace('id = "small"', 'id = "later"'), "utf-8")
    with closing(sqlite3.connect(second.out / "ledger.sqlite")) as db, db:
        db.execute("UPDATE about SET value = 'later' WHERE key = 'campaign'")
        db.execute("UPDATE person SET campaign = 'later'")
    with pytest.raises(ShelfError, match=r"holds the pages of the campaign 'small'; give this one a publish\.prefix"):
        brought(second)
    equal(year, standing(store, name))


def test_unsigned_pages_of_another_are_not_removed(year: Year, store: Bucket, name: str) -> None:
    """Pages that stand there without a sign, and that this site lacks, are another's: nothing is put or removed."""
    key = f"{PREFIX}a/q7/q7m2k4xwq7m2k4xwq7m2k4xwq7/index.html"
    store.client().put_object(Bucket=name, Key=key, Body=b"mine")
    with pytest.raises(ShelfError, match="1 files of another campaign or output folder"):
        brought(year)
    assert [PREFIX + path for path in standing(store, name)] == [key]


def test_a_site_that_lost_pages_removes_nobodys(year: Year, store: Bucket, name: str) -> None:
    """Where the disk lost a page that is on record, the published one stays, and the way back is told."""
    brought(year)
    before = standing(store, name)
    year.leave(3)
    with pytest.raises(ShelfError, match="1 people have a page on record that is not there"):
        brought(year)
    assert standing(store, name) == before


def test_an_empty_site_is_refused(at_home: Year) -> None:
    """A site without its gone page was not made to its end."""
    (at_home.site / "404.html").unlink()
    with pytest.raises(ShelfError, match="run `artgen make` first"):
        brought(at_home)


def test_a_plan_says_what_a_run_does_and_writes_nothing(year: Year, store: Bucket, name: str) -> None:
    """Files, bytes and requests are those of the run that follows, and the bucket is only listed."""
    brought(year)
    year.record([year.mend(1)])
    store.faults()
    said = plan(load(str(year.folder)), year.out)
    assert set(store.counts()) - {"stored"} == {"ListObjectsV2"}
    done = brought(year)
    assert (said.puts, said.removed, said.unchanged) == (done.put, done.removed, done.plan.unchanged)
    assert store.counts()["PutObject"] == said.puts
    assert said.bytes_after == sum(item.size for item in store_of(store, name) if "artgen-" not in item.key)


def store_of(store: Bucket, name: str) -> Any:
    return store.create(name).objects.filter(Prefix=PREFIX)


def test_a_plan_counts_the_money(year: Year) -> None:
    """Puts and listings by the thousand, gigabytes by the month, at the prices that were given."""
    said = plan(load(str(year.folder)), year.out)
    prices = Prices(put=1000, get=1000, gb=1_000_000_000)
    assert prices.of(said) == said.puts + said.lists
    assert prices.a_month(said) == said.bytes_after
    shown = dict(lines(said, prices))
    assert shown["requests"] == f"{said.puts} puts, 1 lists, 0 removals"
    assert shown["once"] == f"{said.puts + 1:,.2f} USD"
    assert "once" not in dict(lines(said, None))


def test_a_missing_bucket_is_told_before_anything_is_put(tmp_path: Path, store: Bucket) -> None:
    """One sentence names the bucket and the key of the campaign file."""
    made = ready(tmp_path, 1, in_bucket(store, "nowhere"))
    with pytest.raises(
        ShelfError, match=r"bucket 'nowhere': there is no such bucket; create it, or mend publish\.bucket"
    ):
        brought(made)


@pytest.mark.parametrize(
    ("operation", "said"), [("PutObject", "writing is denied; allow s3:PutObject"), ("ListObjectsV2", "s3:ListBucket")]
)
def test_what_is_denied_is_told_with_the_right_that_lacks(
    year: Year, store: Bucket, name: str, operation: str, said: str
) -> None:
    """One sentence says which right to give; nothing is published, and no link is in it."""
    store.faults(deny=[operation])
    with pytest.raises(ShelfError, match=said) as refused:
        brought(year)
    assert standing(store, name) == {}
    assert "/a/" not in str(refused.value)


def test_a_removal_that_is_denied_is_told(year: Year, store: Bucket, name: str) -> None:
    """New pages stand, old ones are still there, the sentence names the right, and the next run removes them."""
    brought(year)
    year.record([year.mend(1)])
    store.faults(deny=["DeleteObjects"])
    with pytest.raises(ShelfError, match="allow s3:DeleteObject"):
        brought(year)
    promised(year, standing(store, name))
    store.faults()
    done = brought(year)
    assert (done.put, done.removed) == (0, 2)
    equal(year, standing(store, name))


def test_a_folder_that_can_not_be_made_is_told(at_home: Year) -> None:
    """A file in the folder's place ends in one sentence that names it."""
    (at_home.folder.parent / "web").write_text("a file")
    with pytest.raises(ShelfError, match=r"web: a file stands where a folder is needed.*publish\.folder"):
        brought(at_home)


def test_letters_wait_for_pages(year: Year) -> None:
    """Everyone counts until published, nobody after; a page made anew counts again, and so does a share page."""
    campaign = load(str(year.folder))
    with Ledger(year.out / "ledger.sqlite", "small") as ledger:
        assert unpublished(campaign, year.out, ledger) == 6
        brought(year)
        assert unpublished(campaign, year.out, ledger) == 0
        year.record([year.mend(4)])
        next((year.site / "s").rglob("index.html")).write_text("another share page")
        assert unpublished(campaign, year.out, ledger) == 2
        assert unpublished(campaign.model_copy(update={"publish": None}), year.out, ledger) == 0


def test_send_refuses_before_publish(at_home: Year) -> None:
    """By a mailer that reaches people nobody gets a link that leads nowhere; the sentence says what to run."""
    file = at_home.folder / "campaign.toml"
    smtp = '[mailer]\nkind = "smtp"\nhost = "127.0.0.1"\n'
    text = file.read_text("utf-8").replace('[mailer]\nkind = "outbox"\n', "")
    file.write_text(f"{text}\n{smtp}", "utf-8")
    with Ledger(at_home.out / "ledger.sqlite", "small") as ledger:
        Approvals(ledger).remember(MADE, parts(load(str(at_home.folder))))
        Approvals(ledger).approve(parts(load(str(at_home.folder))), "Ada", AT)
    refused = run("send", at_home.folder, check=False)
    assert refused.returncode == 1
    assert "the pages of 6 people are made and not published; run `artgen publish` first" in refused.stderr


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[publish]\n", r"publish\.folder: is needed"),
        ('[publish]\nkind = "s3"\n', "publish: bucket: is needed"),
        ('[publish]\nkind = "s3"\nbucket = "b"\nprefix = "year"\n', r"publish\.prefix"),
        ('[publish]\nbucket = "b"\n', 'publish: kind: .*write kind = "s3"'),
        ('[shelf]\nkind = "s3"\nbucket = "b"\n[publish]\nfolder = "web"\n', "take one of the two out"),
        ('[shelf]\nfolder = "web"\n', "write it as publish.folder"),
    ],
)
def test_a_slip_in_the_choice_of_a_place_is_named(at_home: Year, table: str, said: str) -> None:
    """Each is answered with its key and what to do."""
    file = at_home.folder / "campaign.toml"
    file.write_text(file.read_text("utf-8").replace('[publish]\nfolder = "../web"\n', table), "utf-8")
    with pytest.raises(CampaignError, match=said):
        load(str(at_home.folder))


def test_publishing_without_a_place_says_where_to_name_one(at_home: Year) -> None:
    """A campaign without [publish] is told what the table is for."""
    file = at_home.folder / "campaign.toml"
    file.write_text(file.read_text("utf-8").replace('[publish]\nfolder = "../web"\n', ""), "utf-8")
    with pytest.raises(ShelfError, match=r"add a \[publish\] table"):
        brought(at_home)


def test_killed_and_cut_off_it_ends_like_an_undisturbed_run(tmp_path: Path) -> None:
    """300 people, a wire that fails, three deaths: the bucket equals the site, each link answers, a rerun puts 0."""
    found = publish_soak.soak(tmp_path, 300, 3)
    assert found["kills"] == 3
    assert found["put by a rerun"] == 0
    assert found["people whose page and picture answer"] == "290 of 290"
