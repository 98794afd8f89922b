"""A campaign file is strict: every slip is answered with the file, the key and what to do."""

from pathlib import Path

import pytest

from artgen.campaigns.model import builtin_names, load
from artgen.errors import CampaignError

GOOD = """
id = "spring-runs"
title = "A year of runs"
year = 2025
base_url = "https://year.example/"
brand = { name = "Longway" }
activity = { files = ["runs.csv"], zone = "Europe/Oslo", columns = { customer = "id", when = "at" } }
people = { file = "people.csv", columns = { customer = "id", name = "name" } }
looks = [{ style = "heart", theme = "linen" }]

[words]
activity = ["run", "runs"]
verb = "went for"
unit = ["kilometre", "kilometres"]
unit_short = "km"
phrase = "of running"

[letter]
subject = "{name}, your year"
thanks = "Thank you."
signed_by = "Longway"
sender = "year@longway.example"
"""


def written(folder: Path, text: str) -> str:
    (folder / "campaign.toml").write_text(text, "utf-8")
    return str(folder)


def test_a_folder_with_a_campaign_file_is_read(tmp_path: Path) -> None:
    """The vocabulary is the file's own."""
    assert load(written(tmp_path, GOOD)).vocabulary.activity.many == "runs"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("year = 2025", "year = 2025\nyaer = 1", "yaer: not a key that artgen knows"),
        ("year = 2025", "", "year: is needed and missing"),
        (
            "{name}, your year",
            "{nam}, your year",
            "letter.subject: {nam} can't be filled in; there are {name}, {year}",
        ),
        ("Thank you.", "Thank you, {}.", "letter.thanks: {} can't be filled in"),
        ("signed_by", 'subjects = ["{naem}"]\nsigned_by', "letter.subjects.1: {naem} can't be filled in"),
        ('zone = "Europe/Oslo"', 'zone = "Oslo"', "activity.zone: 'Oslo' is no IANA time zone"),
        ('base_url = "https://year.example/"', 'base_url = "year.example"', "base_url"),
        ("looks = [{", "looks = []\nx = [{", "looks"),
        ("year = 2025", "year = ", "mend the file there"),
        ("year = 2025", 'year = 2025\nfolder = "/"', "folder: not a key"),
        ('id = "spring-runs"', 'id = "../up"', "id"),
        ('zone = "Europe/Oslo"', 'zone = "column"', 'activity: zone = "column" and columns.zone belong together'),
        ('zone = "Europe/Oslo"', 'zone = "place"', 'activity: zone = "place" asks airports for their clock'),
        ('when = "at"', 'when = "at", zone = "tz"', "activity: zone = "),
        ('when = "at"', 'when = "at", latitude = "n"', "latitude and longitude belong together"),
        (
            'files = ["runs.csv"]',
            'files = ["runs.csv"], places = "coordinates"',
            'places = "coordinates" and the columns',
        ),
        (
            'files = ["runs.csv"]',
            'files = ["runs.csv"], unit = "kg"',
            "activity.unit: 'kg' can't be told in words.unit_sho",
        ),
        ('files = ["runs.csv"]', 'files = ["runs.csv"], units = { Kilo = "kg" }', "activity.unit: 'kg' can't be told"),
        ('files = ["runs.csv"]', 'query = "SELECT 1"', "query and database belong together; write both or neither"),
        ('files = ["runs.csv"], ', "", "activity: name the data once: either files, or query and database"),
        (
            'file = "people.csv"',
            'file = "p.csv", query = "SELECT 1", database = "sqlite:///p"',
            "people: name the data once",
        ),
    ],
)
def test_a_slip_names_the_file_and_the_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    """The message has the file, the key, and what is wrong."""
    with pytest.raises(CampaignError) as wrong:
        load(written(tmp_path, GOOD.replace(old, new)))
    assert "campaign.toml" in str(wrong.value)
    assert said in str(wrong.value)


def test_no_campaign_there_lists_the_ready_made_ones(tmp_path: Path) -> None:
    """A wrong name is answered with the names that work."""
    with pytest.raises(CampaignError, match="heart-of-travel"):
        load(str(tmp_path / "nothing"))


@pytest.mark.parametrize("name", builtin_names())
def test_every_ready_made_campaign_can_be_read(name: str) -> None:
    """Each ready-made campaign passes its own strictness and finds its files."""
    campaign = load(name)
    assert campaign.path(campaign.people.file).is_file()
