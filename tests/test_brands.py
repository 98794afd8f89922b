"""Four ready-made campaigns of other brands: their data are invented and repeatable, and nothing speaks of flights."""

import csv
import datetime as dt
import math
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from artgen.campaigns.model import Campaign, load
from artgen.history.history import read_shard
from artgen.history.shard import spread
from artgen.mailing.outbox import Outbox
from artgen.make import make, sources
from artgen.publishing.links import keys_from
from artgen.send import send
from artgen.shipped import place
from artgen.worker import Sitting, seat

SAMPLES = place("sample_data")
# Of each brand: rows read, the statuses that are drawn and that are not, and the most that one person did.
BRANDS = {
    "a-year-of-nights": (767, {"stayed": 718, "cancelled": 37, "no-show": 12}, 120),
    "a-year-of-coffee": (1754, {"served": 1720, "cancelled": 34}, 200),
    "a-year-of-running": (2118, {"run": 2099, "void": 19}, 200),
    "a-year-of-giving": (786, {"received": 774, "returned": 12}, 200),
}
EACH = pytest.mark.parametrize("name", BRANDS)
# Somebody with nothing, with one, with a few of what the brand counts.
SITTERS = {
    "a-year-of-nights": ("QH-0003", "QH-0005", "QH-0009"),
    "a-year-of-coffee": ("TW-0032", "TW-0002", "TW-0028"),
    "a-year-of-running": ("HL-0007", "HL-0031", "HL-0004"),
    "a-year-of-giving": ("RM-0010", "RM-0009", "RM-0003"),
}
SOMEONE_ELSES = re.compile(r"flight|airport|\bmiles?\b|on board|(?-i:\bNone\b)|\bnan\b|  ,", re.I)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def data(name: str) -> tuple[Campaign, list[dict[str, str]], list[dict[str, str]]]:
    """Return a campaign, its people and what they did."""
    campaign = load(name)
    return campaign, rows(campaign.path(campaign.people.file)), rows(campaign.path(campaign.activity.files[0]))


def practice_clock() -> dt.datetime:
    return dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)


def test_the_script_writes_the_same_bytes_again(tmp_path: Path) -> None:
    """Another process with another hash seed, zone and locale makes exactly the committed files."""
    other = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Apia", "LC_ALL": "tr_TR.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, SAMPLES / "make_brands.py", tmp_path], check=True, env=other)
    made = {file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.rglob("*.csv")}
    assert made == {
        file.relative_to(SAMPLES): file.read_bytes() for name in BRANDS for file in (SAMPLES / name).iterdir()
    }


@EACH
def test_the_samples_stay_small(name: str) -> None:
    """Each brand's files are at most 150 KB."""
    assert sum(file.stat().st_size for file in (SAMPLES / name).iterdir()) <= 150_000


@EACH
def test_the_counts_are_those_of_the_readme(name: str) -> None:
    """52 people; rows by status as the READMEs say."""
    campaign, people, done = data(name)
    read, statuses, _ = BRANDS[name]
    assert (len(people), len(done)) == (52, read)
    assert Counter(row[campaign.activity.columns.status] for row in done) == statuses
    assert f"{read:,}" in (SAMPLES / "README.md").read_text("utf-8")


@EACH
def test_years_run_from_nothing_to_the_most(name: str) -> None:
    """Three people or more did nothing, two or more one thing, and the most is as the READMEs say."""
    campaign, people, done = data(name)
    columns = campaign.activity.columns
    kept = Counter(row[columns.customer] for row in done if row[columns.status] not in campaign.activity.leave_out)
    counts = sorted(kept[person["id"]] for person in people)
    assert counts.count(0) >= 3
    assert counts.count(1) >= 2
    assert counts[-1] == BRANDS[name][2]


@EACH
def test_names_are_of_many_scripts_and_addresses_reach_nobody(name: str) -> None:
    """Latin, Greek and Cyrillic are among the names, one is empty, and every address ends in .example."""
    _, people, _ = data(name)
    names = [person["first_name"] for person in people]
    assert {"LATIN", "GREEK", "CYRILLIC"} <= {unicodedata.name(name[0]).split()[0] for name in names if name}
    assert names.count("") == 1
    assert all(re.fullmatch(rf"{person['id'].lower()}@people\.\w+\.example", person["email"]) for person in people)


@EACH
def test_every_row_is_in_the_year(name: str) -> None:
    """By the clock of the place, a date or a time to the minute."""
    campaign, _, done = data(name)
    times = [row[campaign.activity.columns.when] for row in done]
    assert [time for time in times if not re.fullmatch(r"2025-\d\d-\d\d(T\d\d:\d\d)?", time)] == []
    assert times == sorted(times)


@EACH
def test_a_campaign_knows_every_word_of_its_data(name: str) -> None:
    """Each grade and each weather in the file is in the campaign."""
    campaign, _, done = data(name)
    columns = campaign.activity.columns
    assert {row[columns.grade] for row in done if columns.grade} == set(campaign.activity.grades)
    assert {row[columns.weather] for row in done if columns.weather} == set(campaign.activity.weathers)


@EACH
def test_kinds_have_one_order_for_everybody(name: str, tmp_path: Path) -> None:
    """A kind is the same flower or patch on each customer's picture, and the campaign names only kinds that occur."""
    campaign, _, done = data(name)
    shards = spread(*sources(campaign), tmp_path, 1).shards
    seated = [
        seat(campaign, history)
        for shard in shards
        for history in read_shard(shard)
        if history.person and not history.held
    ]
    assert {sitting.story.kinds for sitting in seated} == {campaign.words.kinds}
    assert set(campaign.words.kinds) <= {row.get(campaign.activity.columns.category, "") for row in done}


@EACH
def test_money_is_not_read(name: str) -> None:
    """No column of money is named, whether the file has one or not."""
    campaign, _, _ = data(name)
    assert {"paid", "dollars"} & set(campaign.activity.columns.model_dump().values()) == set()
    assert campaign.words.amount != "money"


def test_a_guest_sleeps_in_one_place_at_a_time() -> None:
    """A stay begins when the guest's last one has ended, or later."""
    _, _, done = data("a-year-of-nights")
    free: dict[str, str] = {}
    early = []
    for stay in (stay for stay in done if stay["status"] == "stayed"):
        early += [stay] if stay["arrives"] < free.get(stay["guest"], "") else []
        ends = dt.date.fromisoformat(stay["arrives"]) + dt.timedelta(days=int(stay["nights"]))
        free[stay["guest"]] = ends.isoformat()
    assert early == []


def test_one_sky_a_day() -> None:
    """Everyone who runs on the same day has the same weather."""
    _, _, done = data("a-year-of-running")
    assert len({(run["started"][:10], run["sky"]) for run in done}) == len({run["started"][:10] for run in done})


def test_some_gifts_have_no_hour() -> None:
    """Gifts by card have an hour, all others a day alone."""
    _, _, done = data("a-year-of-giving")
    assert {(gift["way"] == "card", "T" in gift["given"]) for gift in done} == {(True, True), (False, False)}


@EACH
def test_every_year_is_counted_as_its_rows_are(name: str, tmp_path: Path) -> None:
    """Count and sum of everyone's Story are those of their rows, counted here anew; no text speaks of flights."""
    campaign, people, done = data(name)
    columns = campaign.activity.columns
    counts, sums = Counter(), Counter()
    for row in (row for row in done if row[columns.status] not in campaign.activity.leave_out):
        counts[row[columns.customer]] += 1
        sums[row[columns.customer]] += Decimal(row[columns.amount] if columns.amount else "0")
    shards = spread(*sources(campaign), tmp_path, 1).shards
    told = {history.customer: seat(campaign, history) for shard in shards for history in read_shard(shard)}
    assert {customer: len(sitting.story) for customer, sitting in told.items()} == {
        person["id"]: counts[person["id"]] for person in people
    }
    assert {customer: amount(sitting) for customer, sitting in told.items()} == {
        person["id"]: float(sums[person["id"]]) for person in people
    }
    assert [found for sitting in told.values() for found in SOMEONE_ELSES.findall(str(sitting.telling))] == []


def amount(sitting: Sitting) -> float:
    """Return the sum that a Story tells, to a millionth; nothing where it tells none."""
    return round(math.fsum(fact.value for fact in sitting.story.facts if fact.key == "amount"), 6)


@EACH
def test_three_people_get_poster_page_and_letter_in_the_words_of_their_brand(name: str, tmp_path: Path) -> None:
    """Whoever did nothing, one thing, or a few is made and sent; nothing speaks of flights, or of what isn't known."""
    campaign = few(name, tmp_path)
    keys = keys_from(b"practice key of thirty-two bytes", campaign)
    made = make(campaign, tmp_path / "out", keys, workers=1, clock=practice_clock)
    send(campaign, tmp_path / "out", Outbox(tmp_path / "out" / "outbox", campaign.base_url), keys, clock=practice_clock)
    pages = [page.read_text("utf-8") for page in (tmp_path / "out" / "site" / "a").rglob("index.html")]
    letters = [letter(file) for file in (tmp_path / "out" / "outbox").glob("*.eml")]
    assert (made.made, len(pages), len(letters)) == (3, 3, 3)
    assert [found for text in (*pages, *letters) for found in SOMEONE_ELSES.findall(plain(text))] == []


def few(name: str, folder: Path) -> Campaign:
    """Return the campaign with three people of its sample and what they did, in files of their own."""
    campaign, people, done = data(name)
    write(folder / "people.csv", [person for person in people if person["id"] in SITTERS[name]])
    write(folder / "done.csv", [row for row in done if row[campaign.activity.columns.customer] in SITTERS[name]])
    return campaign.model_copy(
        update={
            "folder": folder,
            "builtin": False,
            "activity": campaign.activity.model_copy(update={"files": ["done.csv"]}),
            "people": campaign.people.model_copy(update={"file": "people.csv"}),
        }
    )


def write(file: Path, kept: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(kept[0]))
        writer.writeheader()
        writer.writerows(kept)


def letter(file: Path) -> str:
    """Return a letter's plain text."""
    part = message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def plain(page: str) -> str:
    """Return what a page says: no tags, and no drawing but its words."""
    return re.sub(r"<(style|path|g|script)\b[^>]*>|<[^>]+>", " ", page)
