"""A moment put into words: for each kind one rule that picks the sentence which the data can prove."""

from collections.abc import Callable

from artgen.history.story import Moment, Story
from artgen.words import absences, extremes, firsts, habits, hours, patterns, rhythms
from artgen.words.choice import Choice
from artgen.words.telling import TellingMoment
from artgen.words.voice import Voice, capital


def tell_moment(moment: Moment, story: Story, voice: Voice) -> TellingMoment:
    """Put one moment into words; raise KeyError for a kind that has no rule or no words."""
    if moment.key not in RULES:
        raise KeyError(f"moment '{moment.key}' has no rule in artgen/words/moments.py; add one, and its words")
    choice = RULES[moment.key](moment, story, voice)
    room = f"moment.{moment.key}.{choice.variant}"
    heading, text, caption = (
        capital(voice.phrases.say(f"{room}.{part}", **choice.values)) for part in ("heading", "text", "caption")
    )
    day = voice.phrases.day(story.activities[moment.of[0]].start)
    return TellingMoment(moment.key, moment.of, day, heading, text, caption)


RULES: dict[str, Callable[[Moment, Story, Voice], Choice]] = {
    "first_of_year": firsts.first_of_year,
    "last_of_year": firsts.last_of_year,
    "first_place": firsts.first_place,
    "new_category": firsts.new_category,
    "round_count": firsts.round_count,
    "round_total": firsts.round_total,
    "longest": extremes.longest,
    "longest_time": extremes.longest_time,
    "odd_one_out": extremes.odd_one_out,
    "farthest_from_home": extremes.farthest_from_home,
    "busiest_day": rhythms.busiest_day,
    "busiest_week": rhythms.busiest_week,
    "busiest_month": rhythms.busiest_month,
    "streak_days": rhythms.streak_days,
    "streak_weeks": rhythms.streak_weeks,
    "earliest": hours.earliest,
    "latest": hours.latest,
    "night_owl": hours.night_owl,
    "across_midnight": hours.across_midnight,
    "longest_pause": absences.longest_pause,
    "return_to_place": absences.return_to_place,
    "return_to_category": absences.return_to_category,
    "most_taken_route": habits.most_taken_route,
    "most_visited_place": habits.most_visited_place,
    "most_frequent_category": habits.most_frequent_category,
    "same_weekday": patterns.same_weekday,
    "same_date": patterns.same_date,
    "same_place_weekday": patterns.same_place_weekday,
    "one_season": patterns.one_season,
    "every_season": patterns.every_season,
    "every_month": patterns.every_month,
}
