"""Recount laws: on every ready-made campaign the sum of the parts is the source, by reason, customer and month."""

import csv
import math
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import recount
from harvest import Harvest, bring_in

from artgen.campaigns.model import Campaign, builtin_names, load
from artgen.history.counts import Counts
from artgen.history.source import expand
from artgen.history.story import Story
from artgen.history.tell import tell
from artgen.make import sources


@dataclass(frozen=True)
class Both:
    """One campaign counted twice: as artgen reads it, and row by row from the raw file."""

    campaign: Campaign
    found: Harvest
    stories: dict[str, Story]
    read: int
    reasons: Counter[str]
    kept: list[dict[str, str]]

    def column(self, role: str) -> str:
        """Return the file's column for a role."""
        return str(getattr(self.campaign.activity.columns, role))


@cache
def both(name: str) -> Both:
    """Bring in a ready-made campaign and count its rows by hand."""
    campaign = load(name)
    people, activities = sources(campaign)
    with tempfile.TemporaryDirectory() as folder:
        found = bring_in(people, activities, Path(folder) / "shards", shards=5)
    stories = {one.customer: tell(one, campaign.year) for one in found.histories if one.person and not one.held}
    rows = [row for file in expand(activities.files) for row in raw(file)]
    roles = campaign.activity.columns.model_dump()
    reasons, kept = recount.sorted_out(rows, roles, campaign.activity.leave_out, {*stories}, campaign.year)
    return Both(campaign, found, stories, len(rows), reasons, kept)


def raw(file: Path) -> list[dict[str, str]]:
    """Return the rows of a file as they stand there."""
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


campaigns = pytest.mark.parametrize("name", builtin_names())


@campaigns
def test_read_is_kept_and_left_out_by_reason(name: str) -> None:
    """Every row of the source has the one fate that a reader of the raw file gives it."""
    said = both(name)
    assert said.found.counts == Counts(said.read, len(said.kept), dict(sorted(said.reasons.items())))
    assert said.found.counts.whole


@campaigns
def test_the_stories_together_are_what_was_kept(name: str) -> None:
    """Each kept row is one activity of its own customer's Story; nobody has another's."""
    said = both(name)
    told = {customer: len(story) for customer, story in said.stories.items() if len(story)}
    assert told == dict(Counter(row[said.column("customer")] for row in said.kept))
    assert {fact.value for story in said.stories.values() for fact in story.facts if fact.key == "activities"} == {
        len(story) for story in said.stories.values()
    }


@campaigns
def test_each_story_stands_on_its_own_lines(name: str) -> None:
    """No line of the source is told twice."""
    said = both(name)
    lines = [one.line for story in said.stories.values() for one in story.activities]
    assert len(lines) == len({*lines}) == len(said.kept)


@campaigns
def test_days_are_those_of_the_source(name: str) -> None:
    """Each customer's activities stand on the days that the raw rows name, no more and no less on any."""
    said = both(name)
    told = Counter(
        (customer, f"{one.start:%F}") for customer, story in said.stories.items() for one in story.activities
    )
    assert told == Counter((row[said.column("customer")], row[said.column("when")][:10]) for row in said.kept)


@pytest.mark.parametrize("role", ["amount", "minutes"])
@campaigns
def test_sums_are_those_of_the_source(name: str, role: str) -> None:
    """The sums of all Stories are the sum of the kept rows' column, where there is one."""
    said = both(name)
    facts = [fact.value for story in said.stories.values() for fact in story.facts if fact.key == role]
    column = said.column(role)
    assert math.fsum(facts) == pytest.approx(math.fsum(float(row.get(column) or 0) for row in said.kept))
