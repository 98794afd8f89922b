"""A campaign of invented rows for the checks of a desk: written as a test says them, with one plain campaign file."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from artgen.campaigns.model import FILE, load
from artgen.desk.checking.check import check
from artgen.desk.checking.findings import Findings, Look

NOW = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
CAMPAIGN = """
id = "desk-data"
title = "Desk Data"
year = 2025
base_url = "https://desk.example/"
[brand]
name = "Desk"
[words]
activity = ["visit", "visits"]
verb = "made"
unit = ["kilometre", "kilometres"]
unit_short = "km"
phrase = "on the way"
[activity]
files = ["visits.csv"]
zone = "Europe/Lisbon"
places = "airports"
[activity.columns]
customer = "who"
when = "when"
amount = "km"
origin = "at"
category = "kind"
status = "status"
[activity.leave_out]
cancelled = "cancelled"
[people]
file = "people.csv"
[people.columns]
customer = "who"
name = "name"
address = "mail"
[[looks]]
style = "heart"
theme = "linen"
[letter]
subject = "Your {year}"
thanks = "Thank you."
signed_by = "Desk"
sender = "Desk <desk@desk.example>"
"""
# Forty visits of two people that nothing is wrong with, on other days and hours and of other kinds.
VISITS = tuple(
    f"{'AB'[n % 2]},2025-{n % 12 + 1:02d}-{n % 27 + 1:02d}T{8 + n % 9:02d}:{n:02d},{5 + n},LIS,{kind},done"
    for n, kind in enumerate(("walk", "swim") * 20)
)
PEOPLE = ("A,Ada,ada@desk.example", "B,Ben,ben@desk.example")


def write(folder: Path, visits: Sequence[str] = VISITS, people: Sequence[str] = PEOPLE, more: str = "") -> Path:
    """Write the campaign into a folder, which is made; `more` is added to its file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(CAMPAIGN + more, "utf-8")
    (folder / "visits.csv").write_text("\n".join(["who,when,km,at,kind,status", *visits]) + "\n", "utf-8")
    (folder / "people.csv").write_text("\n".join(["who,name,mail", *people]) + "\n", "utf-8")
    return folder


def checked(folder: Path, visits: Sequence[str] = VISITS, people: Sequence[str] = PEOPLE, more: str = "") -> Findings:
    """Write the campaign and check it as of January 2026."""
    return check(load(str(write(folder, visits, people, more))), NOW)


def look(said: Findings, key: str) -> Look:
    """Return the look called `key`."""
    return next(one for one in said.looks if one.key == key)
