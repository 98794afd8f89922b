"""A History after grace told as a Story: in its tone, and true of the whole year although a part of it is unsaid."""

from dataclasses import replace

from artgen.history.facts import facts
from artgen.history.grace import Graced
from artgen.history.moments import chosen, ranked
from artgen.history.story import Fact, Moment, Story
from artgen.history.tell import Unit, tell
from artgen.history.tone import Tone

# What is said of one activity, or one month, over all others.
_OVER_OTHERS = frozenset({"longest", "shortest", "first", "last", "busiest_month"})

Claim = tuple[str, tuple[int, ...], float]


def tell_gently(graced: Graced, year: int, unit: Unit | None = None) -> Story:
    """Tell the year of a customer who is to be drawn; raise ValueError for one who is not.

    A moment, or a fact over others (the longest, the first), is told where it holds of the year as it was read,
    activities left out among them, and comes from none of those. Other moments take the place of untold ones.
    """
    if graced.history.held:
        raise ValueError("a History that is held can't be told")
    story = tell(graced.history, year, unit)
    if graced.tone == Tone() and not graced.left_out:
        return story
    true = _claims(tell(graced.read, year, unit), story) if graced.left_out else None
    found = [moment for moment in ranked(story.activities, story.home) if graced.tone.tells(moment)]
    moments = chosen([moment for moment in found if true is None or _claim(moment, graced) in true], story.activities)
    counted = [fact for fact in story.facts if graced.tone.counts(fact)]
    told = [it for it in counted if true is None or it.key not in _OVER_OTHERS or _claim(it, graced) in true]
    days = [(record.start.date(), n) for n, record in enumerate(graced.read.records)]
    ends = {n for _, n in (min(days), max(days))} if days else set()
    return replace(
        story,
        facts=tuple(told),
        moments=moments,
        softened=graced.tone.softened,
        whole=not len(story) or ends.isdisjoint(graced.left_out),
    )


def _claims(read: Story, told: Story) -> frozenset[Claim]:
    """Return all that can be claimed of the year as it was read, seen from the home that is told."""
    found: list[Fact | Moment] = [*facts(read.activities), *ranked(read.activities, told.home)]
    return frozenset((it.key, it.of, it.value) for it in found)


def _claim(told: Fact | Moment, graced: Graced) -> Claim:
    """Return what is claimed, its evidence by place in the year as it was read."""
    return told.key, tuple(graced.kept[n] for n in told.of), told.value
