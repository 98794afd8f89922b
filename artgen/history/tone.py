"""The tone in which one year is told: which moments stay unsaid, and whether the whole edition is a quiet one."""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise

from artgen.history.story import Moment, Story

FIRST, LAST = PLAIN = ("first_of_year", "last_of_year")
ABOUT_NIGHT = frozenset({"latest", "night_owl", "across_midnight"})
ABOUT_AMOUNT = frozenset({"longest"})
ABOUT_ABSENCE = frozenset({"longest_pause"})
AMOUNTS = frozenset({"amount", "longest", "shortest"})


@dataclass(frozen=True, slots=True)
class Tone:
    """How a Story is to be told; the plain one changes nothing.

    `softened`: the quiet edition. `stopped`: nothing is said of the year's last. `late`: nothing of nights. `money`:
    amounts are drawn and never told. `hushed` activities (by n) are no evidence of any moment. `left_out` are the
    starts of activities that grace left out: no first, last or pause is claimed over one of them.
    """

    softened: bool = False
    stopped: bool = False
    late: bool = False
    money: bool = False
    hushed: frozenset[int] = frozenset()
    left_out: tuple[dt.datetime, ...] = ()


def temper(story: Story, tone: Tone) -> Story:
    """Return the Story in its tone: fewer moments and facts, the same activities."""
    found = _ends(story) if tone.softened else story.moments
    return replace(
        story,
        facts=tuple(fact for fact in story.facts if not (tone.money and fact.key in AMOUNTS)),
        moments=tuple(moment for moment in found if _may_tell(moment, story, tone)),
        softened=tone.softened,
        whole=not any(_before(story, start) or _after(story, start) for start in tone.left_out),
    )


def _ends(story: Story) -> tuple[Moment, ...]:
    """Return the two moments of the quiet edition: the first and the last of a year of two or more."""
    many = len(story)
    return (Moment(FIRST, (0,)), Moment(LAST, (many - 1,))) if many > 1 else ()


def _may_tell(moment: Moment, story: Story, tone: Tone) -> bool:
    unsaid = {LAST} if tone.stopped else set()
    unsaid |= ABOUT_NIGHT if tone.late else set()
    unsaid |= ABOUT_AMOUNT if tone.money else set()
    return moment.key not in unsaid and tone.hushed.isdisjoint(moment.of) and not _contradicted(moment, story, tone)


def _contradicted(moment: Moment, story: Story, tone: Tone) -> bool:
    """Tell whether an activity that was left out makes a first, a last or a pause untrue."""
    if moment.key == FIRST:
        return any(_before(story, start) for start in tone.left_out)
    if moment.key == LAST:
        return any(_after(story, start) for start in tone.left_out)
    if moment.key not in ABOUT_ABSENCE:
        return False
    ends = pairwise(story.activities[n].start for n in moment.of)
    return any(before <= start <= after for before, after in ends for start in tone.left_out)


def _before(story: Story, start: dt.datetime) -> bool:
    return bool(story.activities) and start < story.activities[0].start


def _after(story: Story, start: dt.datetime) -> bool:
    return bool(story.activities) and start > story.activities[-1].start
