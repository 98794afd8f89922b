"""A Story in, a Telling out: every word that poster, page and letter say of a year, each from a fact of it."""

from collections import Counter

from artgen.history.columns import Activity
from artgen.history.evidence import by_day
from artgen.history.story import Story
from artgen.words.figures import figures, find
from artgen.words.moments import tell_moment
from artgen.words.telling import RouteCount, Row, Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice, capital, placed, route, voice


def tell_words(story: Story, vocabulary: Vocabulary) -> Telling:
    """Put a year into the brand's words; an empty one makes no claim about the year.

    A single activity has no moments, since the sentence says it whole. Raises CampaignError when the brand's language
    has no words, KeyError for a moment that has none.
    """
    speaking = voice(vocabulary, story)
    empty = not len(story)
    tag = speaking.phrases.say("tag.empty" if empty else "tag.year", phrase=vocabulary.phrase)
    return Telling(
        name=story.name,
        year=str(story.year),
        tag=capital(tag.strip()),
        sentence=_sentence(story, speaking),
        figures=figures(story, speaking),
        moments=() if len(story) < 2 else tuple(tell_moment(moment, story, speaking) for moment in story.moments),
        rows=tuple(_row(activity, speaking) for activity in story.activities),
        routes=_routes(story, speaking),
    )


def _row(activity: Activity, voice: Voice) -> Row:
    return Row(
        n=activity.n,
        month=voice.phrases.month(activity.start),
        day=voice.phrases.day(activity.start),
        day_short=voice.phrases.day_short(activity.start),
        way=voice.way(activity),
        way_short=voice.way_short(activity),
        fact=voice.fact(activity),
    )


def _routes(story: Story, voice: Voice) -> tuple[RouteCount, ...]:
    """Count the ways taken more than once, both directions together: home stands first, the most taken on top.

    In a year without ways, what else has a name is counted: places, or kinds.
    """
    home = story.home.code if story.home else ""
    counted: Counter[str] = Counter()
    for activity in story.activities:
        if taken := route(activity):
            one, other = sorted((place.code for place in taken), key=lambda code: (code != home, code))
            counted[voice.phrases.say("parts.way_short", origin=one, destination=other)] += 1
    if not counted:
        counted = Counter(voice.way(one) for one in story.activities if placed(one) or voice.category(one))
    often = sorted((-times, way) for way, times in counted.items() if times > 1)
    return tuple(RouteCount(way, -times) for times, way in often)


def _sentence(story: Story, voice: Voice) -> str:
    phrases = voice.phrases
    if not len(story):
        return phrases.say("sentence.empty")
    if len(story) == 1:
        only = story.activities[0]
        hour = phrases.time(only.start) if only.timed else ""
        said = [voice.named(only), phrases.day(only.start), hour]
        facts = phrases.say("parts.facts").join(part for part in said if part)
        return phrases.say("sentence.one", noun=voice.vocabulary.activity.one, facts=facts)
    closing = _closing(story, voice) if story.whole and not story.softened else ""
    return capital(phrases.say("sentence.many", opening=_opening(story, voice), closing=closing))


def _opening(story: Story, voice: Voice) -> str:
    activities = voice.activities(len(story))
    fact = find(story, "amount")
    if fact is None or not fact.of or not voice.tells(fact.value):
        return voice.phrases.say("opening.plain", activities=activities)
    if len(fact.of) == len(story):
        return voice.phrases.say("opening.amount", activities=activities, amount=voice.amount(fact.value))
    least = voice.amount(voice.phrases.floored(fact.value))
    return voice.phrases.say("opening.partly", activities=activities, amount=least)


def _closing(story: Story, voice: Voice) -> str:
    """Say how the year began and ended: the same place or way if it was, else two places, else two days."""
    phrases, (first, *_, last) = voice.phrases, by_day(story.activities)
    if first.start.date() == last.start.date():
        return phrases.say("closing.one_day", day=phrases.day(first.start))
    came, went = route(first), route(last)
    if came and went and came[1] == went[1]:
        return phrases.say("closing.same_destination", place=voice.place(went[1]))
    if came and went and first.start.month != last.start.month:
        return phrases.say(
            "closing.destinations",
            first=voice.place(came[1]),
            first_month=phrases.month(first.start),
            last=voice.place(went[1]),
            last_month=phrases.month(last.start),
        )
    return phrases.say("closing.days", first_day=phrases.day(first.start), last_day=phrases.day(last.start))
