"""Expiry: pages go after the day that they name and some days more, from folders and buckets, and nothing else does."""

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bucket import SETTINGS, Bucket, bucket
from line import environment
from waiting import crowd, fill, person

from artgen.campaigns import model
from artgen.campaigns.model import Campaign, ShelfChoice
from artgen.desk import cdn
from artgen.desk.parting import expiry
from artgen.errors import CampaignError
from artgen.ledger import Ledger
from artgen.publishing import s3
from tests.line import CAMPAIGN

LAST = dt.date(2027, 12, 31)
DUE = dt.date(2028, 1, 31)
TOKENS = ("q7m2k4xwq7m2k4xwq7m2k4xwq7", "a2b3c4d5e6f7a2b3c4d5e6f7zz")
PEOPLE = tuple(
    f"{room}/{token[:2]}/{token}/{name}" for room in "as" for token in TOKENS for name in ("index.html", "card.jpg")
)
OTHERS = ("404.html", "shared/page.1234567890.css", "artgen-small.txt", "a/notes.txt", "s/q7/readme.html", "about.html")
QUIET = {"progress": lambda what, done, total: None}


@pytest.fixture(scope="module")
def store() -> Iterator[Bucket]:
    with bucket() as running:
        yield running


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only these settings, and none of the machine's own, reach boto3."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    s3._client.cache_clear()


def told(folder: Path, last: str = "2027-12-31", extra: str = "") -> Campaign:
    """Write a campaign whose pages name a last day, with two people's pages, and what isn't theirs, in its site."""
    folder.mkdir(exist_ok=True)
    text = re.sub(r"(?m)^stays_until = .*$", f"stays_until = {last}", CAMPAIGN.read_text("utf-8"))
    (folder / model.FILE).write_text(text.replace('id = "heart-of-travel"', 'id = "small"') + extra, "utf-8")
    (folder / "out").mkdir(exist_ok=True)
    Ledger(folder / "out" / "ledger.sqlite", "small").__exit__()
    for path in (*PEOPLE, *OTHERS):
        (folder / "out" / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "out" / "site" / path).write_bytes(b"x" * 100)
    return model.load(str(folder))


def standing(site: Path) -> set[str]:
    return {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}


def test_a_last_day_is_whole_and_so_are_the_days_after_it(tmp_path: Path) -> None:
    """Pages that stay until 31 December go, 30 days later, with the end of 30 January: on the 31st."""
    campaign = told(tmp_path)
    assert cdn.due(campaign, 30) == DUE
    assert cdn.due(campaign, 1) == dt.date(2028, 1, 2)


def test_nothing_goes_before_its_day(tmp_path: Path) -> None:
    """On the day before, everything stays; the plan says what stands there, and from when it goes."""
    campaign, out = told(tmp_path), tmp_path / "out"
    found = expiry.plan(campaign, out, 30, DUE - dt.timedelta(days=1))
    removed = expiry.expire(campaign, out, found, **QUIET)
    assert (found.is_due, removed) == (False, 0)
    assert found.folders == (expiry.Standing(out / "site", 2, 8, 800),)
    assert standing(out / "site") == {*PEOPLE, *OTHERS}


def test_on_their_day_peoples_files_go_and_nothing_else(tmp_path: Path) -> None:
    """No page, share page, picture or folder of anyone is left; the missing page, shared and foreign files stay."""
    campaign, out = told(tmp_path), tmp_path / "out"
    found = expiry.plan(campaign, out, 30, DUE)
    first, again = (expiry.expire(campaign, out, found, **QUIET) for _ in range(2))
    assert (found.is_due, first, again) == (True, 8, 0)
    assert standing(out / "site") == set(OTHERS)
    assert sorted(path.name for path in (out / "site" / "a").iterdir()) == ["notes.txt"]


def test_the_published_folder_is_cleared_too(tmp_path: Path) -> None:
    """Pages go from where they were made and from where they were published, at once."""
    campaign = told(tmp_path, extra='\n[publish]\nfolder = "web"\n')
    (tmp_path / "out" / "site").rename(tmp_path / "web")
    found = expiry.plan(campaign, tmp_path / "out", 30, DUE)
    removed = expiry.expire(campaign, tmp_path / "out", found, **QUIET)
    assert [place.pages for place in found.folders] == [0, 2]
    assert removed == 8
    assert standing(tmp_path / "web") == set(OTHERS)


def test_pages_go_before_their_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody ever sees a page that has lost its pictures."""
    campaign, out = told(tmp_path), tmp_path / "out"
    gone: list[str] = []
    real = expiry.FolderShelf.remove
    monkeypatch.setattr(expiry.FolderShelf, "remove", lambda shelf, paths: (gone.extend(paths), real(shelf, paths)))
    expiry.expire(campaign, out, expiry.plan(campaign, out, 30, DUE), **QUIET)
    assert [path.endswith("/index.html") for path in gone] == [True] * 4 + [False] * 4


@pytest.mark.parametrize("last", ['""', '"the end of next year"'])
def test_pages_that_name_no_day_never_go(last: str, tmp_path: Path) -> None:
    """A last day in words, or none, is refused with what to write; nothing is guessed."""
    campaign = told(tmp_path, last)
    with pytest.raises(CampaignError, match="write a date"):
        expiry.plan(campaign, tmp_path / "out", 30, DUE)


def test_letters_that_would_lead_nowhere_are_counted(tmp_path: Path) -> None:
    """The plan says how many letters with a link to a page have still to leave; without an address there is none."""
    campaign, out = told(tmp_path), tmp_path / "out"
    fill(out, campaign, *crowd(campaign, 3), replace(person("nowhere", campaign), address="", address_hash=""))
    assert expiry.plan(campaign, out, 30, DUE).waiting == 3


@pytest.mark.usefixtures("settings")
def test_a_bucket_is_told_the_day(store: Bucket, tmp_path: Path) -> None:
    """It has a rule each for pages and share pages under our prefix; others stay, and a new day replaces ours."""
    store.create("northwing-gifts")
    client = store.client()
    theirs = {"ID": "theirs", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 3}}
    client.put_bucket_lifecycle_configuration(Bucket="northwing-gifts", LifecycleConfiguration={"Rules": [theirs]})
    choice = ShelfChoice(kind="s3", bucket="northwing-gifts", prefix="gifts/", endpoint=store.store, region="us-east-1")
    campaign = told(tmp_path).model_copy(update={"publish": choice})
    for after in (10, 30):
        found = expiry.plan(campaign, tmp_path / "out", after, LAST)
        expiry.expire(campaign, tmp_path / "out", found, **QUIET)
    rules = {rule["ID"]: rule for rule in rules_of(client, "northwing-gifts")}
    assert (found.buckets, found.is_due) == (("northwing-gifts",), False)
    assert rules.keys() == {"theirs", "artgen-small-a", "artgen-small-s"}
    assert {rules[name]["Filter"]["Prefix"] for name in rules} == {"logs/", "gifts/a/", "gifts/s/"}
    assert {rules[f"artgen-small-{room}"]["Expiration"]["Date"].date() for room in "as"} == {DUE}
    assert standing(tmp_path / "out" / "site") == {*PEOPLE, *OTHERS}


@pytest.mark.usefixtures("settings")
def test_a_bucket_without_rules_gets_its_first(store: Bucket, tmp_path: Path) -> None:
    """That there are none is no fault; older versions go a day after, where somebody keeps versions."""
    store.create("northwing-new")
    choice = ShelfChoice(kind="s3", bucket="northwing-new", endpoint=store.store, region="us-east-1")
    campaign = told(tmp_path).model_copy(update={"publish": choice})
    expiry.expire(campaign, tmp_path / "out", expiry.plan(campaign, tmp_path / "out", 30, LAST), **QUIET)
    rules = rules_of(store.client(), "northwing-new")
    assert {rule["Filter"]["Prefix"] for rule in rules} == {"a/", "s/"}
    assert [rule["NoncurrentVersionExpiration"] for rule in rules] == [{"NoncurrentDays": 1}] * 2


def rules_of(client: Any, name: str) -> list[dict[str, Any]]:
    return list(client.get_bucket_lifecycle_configuration(Bucket=name)["Rules"])


def test_the_command_asks_before_it_removes(tmp_path: Path) -> None:
    """--plan and a No change nothing; --yes asks nothing; what is said names no one's link."""
    told(tmp_path, "2020-12-31")
    site = tmp_path / "out" / "site"
    planned = command(tmp_path, "--plan")
    refused = command(tmp_path, answer="n\n")
    before = standing(site)
    done = command(tmp_path, "--yes")
    assert "2 pages, 8 files" in planned.stdout
    assert "nothing was changed" in planned.stdout
    assert (refused.returncode, "Remove 8 files now, for good?" in refused.stdout) == (1, True)
    assert before == {*PEOPLE, *OTHERS}
    assert "8 files removed" in done.stdout
    assert standing(site) == set(OTHERS)
    assert not any(token in said.stdout + said.stderr for said in (planned, refused, done) for token in TOKENS)


def command(folder: Path, *words: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-m", "artgen", "expire", str(folder), "--after", "30", *words]
    return subprocess.run(
        asked, env=environment(), input=answer, capture_output=True, text=True, timeout=120, check=False
    )
