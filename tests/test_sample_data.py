"""The sample data is invented by a script, looks like life, and is what its READMEs say."""

import csv
import datetime as dt
import subprocess
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import airportsdata
import pytest

from artgen.campaigns import starter
from artgen.campaigns.model import FILE, builtin_names, load
from artgen.errors import CampaignError
from artgen.history.places import kilometres, place
from artgen.shipped import place as shipped

SAMPLES = shipped("sample_data")
TRAVEL = SAMPLES / "heart-of-travel"
LIMIT_BYTES = 2_000_000
NOT_IN_THE_FONTS = {"ARABIC", "HEBREW", "DEVANAGARI", "CJK", "HIRAGANA", "HANGUL", "THAI", "ARMENIAN"}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def left(flight: dict[str, str]) -> dt.datetime:
    return dt.datetime.fromisoformat(flight["departs"]).replace(tzinfo=zone(flight)).astimezone(dt.UTC)


def zone(flight: dict[str, str]) -> ZoneInfo:
    origin = place(flight["origin"])
    assert origin
    return ZoneInfo(origin.zone)


def flown_by_member() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for flight in FLIGHTS:
        if flight["status"] == "flown":
            found[flight["member"]].append(flight)
    return found


def connections() -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    for own in flown_by_member().values():
        yield from pairwise(own)


MEMBERS = rows(TRAVEL / "members.csv")
FLIGHTS = rows(TRAVEL / "flights.csv")


def test_the_script_writes_the_same_bytes_again(tmp_path: Path) -> None:
    """Another process with another hash seed, zone and locale makes exactly the committed files."""
    other = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Apia", "LC_ALL": "tr_TR.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, SAMPLES / "make_heart_of_travel.py", tmp_path], check=True, env=other)
    for name in ("members.csv", "flights.csv"):
        assert (tmp_path / name).read_bytes() == (TRAVEL / name).read_bytes(), name


def test_the_samples_stay_small() -> None:
    """Each campaign's sample is at most two megabytes, the aircraft's at most 700 KB."""
    sizes = {
        folder.name: sum(file.stat().st_size for file in folder.iterdir())
        for folder in SAMPLES.iterdir()
        if folder.is_dir()
    }
    assert max(sizes.values()) <= LIMIT_BYTES
    assert sizes["year-of-an-aircraft"] <= 700_000


def test_the_counts_are_those_of_the_readme() -> None:
    """300 members; 4,661 flights, of which 4,564 were flown and 97 cancelled."""
    statuses = [flight["status"] for flight in FLIGHTS]
    assert (len(MEMBERS), len(FLIGHTS), statuses.count("flown"), statuses.count("cancelled")) == (300, 4661, 4564, 97)


def test_years_run_from_no_flight_to_two_hundred() -> None:
    """Eleven members never fly, five fly once, most a few times; the busiest take 165, 180 and 200 flights."""
    flown = flown_by_member()
    counts = sorted(len(flown[member["member"]]) for member in MEMBERS)
    assert (counts.count(0), counts.count(1), counts[-3:]) == (11, 5, [165, 180, 200])
    assert counts[len(counts) // 2] == 6


def test_nobody_flies_before_landing() -> None:
    """A flight starts at least half an hour after the member's last one has landed."""
    pauses = [
        left(after) - left(before) - dt.timedelta(minutes=int(before["minutes"])) for before, after in connections()
    ]
    assert min(pauses) >= dt.timedelta(minutes=30)


def test_everybody_is_where_they_are() -> None:
    """A flight starts where the member's last one ended."""
    assert all(before["destination"] == after["origin"] for before, after in connections())


def test_every_departure_is_on_the_clock_once() -> None:
    """No time is skipped or shown twice when clocks change."""
    times = [left(flight).astimezone(zone(flight)) for flight in FLIGHTS]
    assert [time.replace(tzinfo=None).isoformat(timespec="minutes") for time in times] == [
        f["departs"] for f in FLIGHTS
    ]
    assert all(time.replace(fold=0).utcoffset() == time.replace(fold=1).utcoffset() for time in times)


def test_every_departure_is_in_the_year_of_the_campaign() -> None:
    """By the clock at the origin."""
    assert {flight["departs"][:4] for flight in FLIGHTS} == {"2025"}


def test_every_airport_is_known() -> None:
    """Origins, destinations and homes are in the gazetteer that artgen uses."""
    codes = {flight[end] for flight in FLIGHTS for end in ("origin", "destination")} | {m["home"] for m in MEMBERS}
    assert {code for code in codes if place(code) is None} == set()


def test_the_network_is_where_the_gazetteer_has_it() -> None:
    """The generator's own table has the same clock and the same place, to a few kilometres."""
    network = {row["airport"]: row for row in rows(SAMPLES / "northwing" / "network.csv")}
    known = airportsdata.load("IATA")
    assert {code for code, row in network.items() if known[code]["tz"] != row["zone"]} == set()
    astray = {
        code
        for code, row in network.items()
        if abs(known[code]["lat"] - float(row["latitude"])) > 0.1
        or abs(known[code]["lon"] - float(row["longitude"])) > 0.1
    }
    assert astray == set()


def test_minutes_fit_the_distance() -> None:
    """Block times give between 100 and 600 miles an hour, and no flight takes longer than twenty hours."""
    ways = [(place(flight["origin"]), place(flight["destination"]), int(flight["minutes"])) for flight in FLIGHTS]
    speeds = [kilometres(one, other) / 1.609344 / minutes * 60 for one, other, minutes in ways if one and other]
    assert min(speeds) > 100
    assert max(speeds) < 600
    assert max(minutes for *_, minutes in ways) < 20 * 60


def test_snow_falls_where_and_when_it_may() -> None:
    """No snow in July north of the tropics, none within them ever."""
    snowy = [(flight["departs"][5:7], place(flight["origin"])) for flight in FLIGHTS if flight["weather"] == "snow"]
    assert snowy
    assert {there.code for _, there in snowy if there and abs(there.latitude) < 30} == set()
    assert {there.code for month, there in snowy if there and month == "07" and there.latitude > 0} == set()


def test_one_weather_a_day_at_each_airport() -> None:
    """People who leave the same airport on the same day have the same sky."""
    skies = defaultdict(set)
    for flight in FLIGHTS:
        skies[flight["origin"], flight["departs"][:10]].add(flight["weather"])
    assert {len(seen) for seen in skies.values()} == {1}


def test_families_share_their_flights() -> None:
    """There are at least eleven groups of three or more members with the very same flight."""
    aboard = defaultdict(set)
    for flight in FLIGHTS:
        aboard[flight["departs"], flight["origin"], flight["destination"]].add(flight["member"])
    assert len({frozenset(group) for group in aboard.values() if len(group) > 2}) >= 11


def test_members_are_ids_first_names_and_addresses_that_reach_nobody() -> None:
    """Ids look alike, addresses are made from them and end in .example, and each stands once."""
    assert all(member["email"] == f"{member['member'].lower()}@members.northwing.example" for member in MEMBERS)
    assert sorted(member["member"] for member in MEMBERS) == [f"NW-{n:06d}" for n in range(1, 301)]


def test_names_are_composed_and_from_many_scripts() -> None:
    """All names are NFC; Greek and Cyrillic are among them, and one name of each script that the fonts lack."""
    names = [member["first_name"] for member in MEMBERS]
    assert [name for name in names if unicodedata.normalize("NFC", name) != name] == []
    scripts = [unicodedata.name(name[0]).split()[0] for name in names if name]
    assert {"LATIN", "GREEK", "CYRILLIC"} | NOT_IN_THE_FONTS == set(scripts)
    assert [scripts.count(script) for script in sorted(NOT_IN_THE_FONTS)] == [1] * 8
    assert names.count("") == 1


def test_ready_made_campaigns_find_their_data() -> None:
    """Every file that a ready-made campaign names stands in the samples, with the columns that it names."""
    for name in builtin_names():
        campaign = load(name)
        for file, columns in (
            (campaign.people.file, campaign.people.columns),
            (campaign.activity.files[0], campaign.activity.columns),
        ):
            header = campaign.path(file).read_text("utf-8").partition("\n")[0].split(",")
            assert {column for column in columns.model_dump().values() if column} <= set(header), (name, file)


def test_campaigns_know_every_word_of_their_data() -> None:
    """Each cabin, weather and status of Heart of Travel is in the campaign file."""
    activity = load("heart-of-travel").activity
    assert {flight["cabin"] for flight in FLIGHTS} == set(activity.grades)
    assert {flight["weather"] for flight in FLIGHTS} == set(activity.weathers)
    assert {flight["status"] for flight in FLIGHTS} - {"flown"} == set(activity.leave_out)


def test_letters_keep_a_warm_and_level_voice() -> None:
    """No letter of a shipped campaign shouts."""
    files = [*(Path(starter.__file__).parent).glob(f"*/{FILE}"), SAMPLES / "new-campaign" / FILE]
    assert len(files) == 7
    assert [file for file in files if "!" in str(tomllib.loads(file.read_text("utf-8"))["letter"])] == []


def test_a_new_campaign_can_be_read(tmp_path: Path) -> None:
    """It is named after its folder, and its data files stand beside it."""
    starter.write(tmp_path / "Spring Runs")
    campaign = load(str(tmp_path / "Spring Runs"))
    assert campaign.id == "spring-runs"
    assert all(campaign.path(file).is_file() for file in (campaign.people.file, *campaign.activity.files))


@pytest.mark.parametrize("table", ["wishes", "mailer", "sending", "publish"])
def test_what_a_new_campaign_keeps_aside_can_be_taken_up(table: str, tmp_path: Path) -> None:
    """A table that stands there behind #s is one that artgen takes when they go."""
    starter.write(tmp_path / "spring")
    before, _, rest = (tmp_path / "spring" / FILE).read_text("utf-8").partition(f"# [{table}]\n")
    aside, blank, after = rest.partition("\n\n")
    taken_up = aside.removeprefix("# ").replace("\n# ", "\n")
    (tmp_path / "spring" / FILE).write_text(f"{before}[{table}]\n{taken_up}{blank}{after}", "utf-8")
    assert len(getattr(load(str(tmp_path / "spring")), table).model_fields_set) >= 2


def test_a_new_campaign_leaves_what_is_there_alone(tmp_path: Path) -> None:
    """A folder that holds anything is refused by name, and nothing in it is touched."""
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(CampaignError, match="not empty"):
        starter.write(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_a_new_campaign_does_not_replace_a_file(tmp_path: Path) -> None:
    """A file of that name is refused and kept."""
    (tmp_path / "taken").write_text("mine", "utf-8")
    with pytest.raises(CampaignError, match="a file stands there"):
        starter.write(tmp_path / "taken")
    assert (tmp_path / "taken").read_text("utf-8") == "mine"
