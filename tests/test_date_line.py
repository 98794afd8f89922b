"""The date line: who flies east over it lands on the day before, and no sentence contradicts the days that it shows."""

from dataclasses import replace

import pytest
from kind_years import history, monthly, row
from moment_years import found, raw, record, story
from recount_moments import Raw
from stories import NORTHWING
from test_moments_words import Said, words

from artgen.history import mercy
from artgen.history.condition import When
from artgen.history.counts import Counts
from artgen.history.gently import tell_gently
from artgen.history.grace import NO_RULES, Action, Rule, Rules, grace
from artgen.history.history import History
from artgen.history.story import Story
from artgen.records import Recipient
from artgen.words.choice import span
from artgen.words.tell import tell_words
from artgen.words.voice import voice

# Each in the order in which it happened. East over the line and back: the way back is on the day before.
BACK = [
    raw("2025-01-01T09:00", "AKL-LIS", 298, 60),
    raw("2025-01-03T00:30", "AKL-JFK", 4405, 510),
    raw("2025-01-02T20:00", "JFK-AKL", 4405, 540),
]
# Over it at both ends of the year.
ENDS = [
    raw("2025-01-02T00:30", "AKL-JFK", 4405, 510),
    raw("2025-01-01T20:00", "JFK-AKL", 4405, 540),
    raw("2025-12-31T00:30", "AKL-JFK", 4405, 510),
    raw("2025-12-30T20:00", "JFK-AKL", 4405, 540),
]
YEARS = pytest.mark.parametrize("rows", [BACK, ENDS], ids=["back", "ends"])


def said(rows: list[Raw]) -> dict[str, Said]:
    """Return heading, text and caption of every moment of flights from Auckland."""
    return words(rows, NORTHWING, "AKL")


def left_out(rows: list[Raw], day: str) -> Story:
    """Tell the flights from Auckland without those of one day."""
    whole = History("c", Recipient("c", "Cy", "", "AKL"), tuple(map(record, rows)), counts=Counts(kept=len(rows)))
    date = row(day).start.date()
    rule = Rule("one day", Action.LEAVE_OUT, When(since=date, until=date), "a day nobody wants back")
    return tell_gently(grace(whole, Rules((rule,), off=NO_RULES.off), 2025), 2025)


@YEARS
def test_these_flights_are_listed_as_they_happened(rows: list[Raw]) -> None:
    """The picture keeps the order of time, in which a later flight has an earlier day."""
    starts = [one.start for one in story(rows, "AKL").activities]
    assert [start.timestamp() for start in starts] == sorted(start.timestamp() for start in starts)
    assert [start.date() for start in starts] != sorted(start.date() for start in starts)


def test_a_span_goes_from_the_earliest_day_to_the_latest() -> None:
    """Three days in a row end on the third, although the flight of the second is the last."""
    told = said(BACK)
    assert told["streak_days"][1].startswith("From 1 January to 3 January,")
    assert told["busiest_week"][1].startswith("From 1 January to 3 January,")
    whole = story(BACK, "AKL")
    assert span(whole.activities, voice(NORTHWING, whole))["span"] == "from 1 January to 3 January"


def test_a_pause_is_counted_between_the_days_that_it_names() -> None:
    """From 2 January to 30 December nothing happened, 362 days; the flights of those two days are its evidence."""
    pause = found(ENDS, "AKL")["longest_pause"]
    assert (pause.of, pause.value) == ((0, 3), 362)
    assert said(ENDS)["longest_pause"][1].startswith("From 2 January to 30 December,")


def test_the_year_opens_and_closes_on_its_first_and_last_day() -> None:
    """The first is that of 1 January, the last that of 31 December, in moments, facts, figures and the sentence."""
    whole, moments = story(ENDS, "AKL"), found(ENDS, "AKL")
    assert (moments["first_of_year"].of, moments["last_of_year"].of) == ((1,), (2,))
    assert (moments["first_of_year"].strength, moments["last_of_year"].strength) == (1, 1)
    assert (whole.fact("first").of, whole.fact("last").of) == ((1,), (2,))
    assert said(ENDS)["last_of_year"][:2] == (
        "And it closed where it opened.",
        "Auckland to New York at 00:30. The first flight, on 1 January, began in New York.",
    )
    assert tell_words(whole, NORTHWING).sentence.endswith(
        ", the first to Auckland in January, the last to New York in December."
    )


def test_figures_and_sentence_have_the_days_of_the_calendar() -> None:
    """Where no place is told, the first and the last day stand alone, and are the earliest and the latest."""
    told = tell_words(story([raw(f"2025-03-0{day}") for day in (3, 2, 5, 4)]), NORTHWING)
    assert told.sentence.endswith("the first on 2 March, the last on 5 March.")
    assert [(one.value, one.label) for one in told.figures][-2:] == [("2 Mar", "the first"), ("5 Mar", "the last")]
    quiet = tell_words(replace(story([raw(f"2025-03-0{day}") for day in (3, 2, 5, 4)]), softened=True), NORTHWING)
    assert (quiet.figures[-1].value, quiet.figures[-1].label) == ("2 Mar", "the first")


def test_days_on_both_sides_of_one_day_are_not_all_on_it() -> None:
    """Where the first and the last to happen share a day, and one between is on another, two days are said."""
    rows = [raw("2025-01-02", ""), raw("2025-01-03", ""), raw("2025-01-02", "")]
    assert tell_words(story(rows), NORTHWING).sentence.endswith("the first on 2 January, the last on 3 January.")


@YEARS
def test_moments_are_told_in_the_order_of_the_days_beside_them(rows: list[Raw]) -> None:
    """The day beside a moment is its first, and none is told before one of an earlier day."""
    whole = story(rows, "AKL")
    days = [whole.activities[moment.of[0]].start.date() for moment in whole.moments]
    firsts = [min(whole.activities[n].start.date() for n in moment.of) for moment in whole.moments]
    assert days == firsts == sorted(days)
    shown = [int(moment.day.split()[0]) for moment in tell_words(whole, NORTHWING).moments]
    assert shown == [day.day for day in days]


def test_a_place_is_new_when_it_is_reached() -> None:
    """The way there is the first time and the farthest, not the way back, which is on the day before."""
    rows = [*(raw(f"2025-05-{day:02d}T09:00", "AKL-AKL") for day in range(1, 7)), *BACK[1:]]
    rows[-2:] = [raw("2025-06-03T00:30", "AKL-JFK"), raw("2025-06-02T20:00", "JFK-AKL")]
    moments = found(rows, "AKL")
    assert (moments["first_place"].of, moments["farthest_from_home"].of) == ((6,), (6,))
    assert said(rows)["first_place"][1] == "Auckland to New York at 00:30, after six flights without a new airport."


def test_a_round_number_is_counted_as_it_happened() -> None:
    """The tenth is the tenth mark of the picture, whatever its day."""
    rows = [raw("2025-05-01T09:00", "AKL-AKL", 0)] * 9 + [raw("2025-06-03T00:30", "AKL-JFK", 60)]
    moments = found([*rows, raw("2025-06-02T20:00", "JFK-AKL", 60)], "AKL")
    assert (moments["round_count"].of, moments["round_total"].of) == ((9,), (10,))


def test_a_new_category_and_its_return_go_by_days() -> None:
    """A category that is listed on the 2nd isn't new on the 3rd, and was there last on the later of both days."""
    rows = [raw("2025-01-01T09:00", "AKL-AKL", kind="tea")] * 6
    rows += [raw("2025-01-03T00:30", "AKL-JFK", kind="rum"), raw("2025-01-02T20:00", "JFK-AKL", kind="rum")]
    rows += [raw("2025-02-01T09:00", "AKL-AKL", kind="tea"), raw("2025-04-03T09:00", "AKL-AKL", kind="rum")]
    told = said(rows)
    assert told["new_category"][1] == "2 January at 20:00, after six flights of another kind."
    assert told["return_to_category"][:2] == (
        "Rum again, after ninety days.",
        "Once on 3 January, and next on 3 April.",
    )


def test_the_first_of_each_season_is_its_first_day() -> None:
    """Where a season begins on the way back, the list has that day."""
    rows = [raw("2025-01-09T09:00", "AKL-AKL"), raw("2025-03-03T00:30", "AKL-JFK"), raw("2025-03-02T20:00", "JFK-AKL")]
    rows += [raw("2025-06-01T09:00", "AKL-AKL"), raw("2025-09-01T09:00", "AKL-AKL")]
    assert said(rows)["every_season"][1] == "Its first in each: 9 January, 2 March, 1 June, 1 September."
    rows[:3] = [raw("2025-03-01T00:30", "AKL-JFK"), raw("2025-02-28T20:00", "JFK-AKL")]
    assert said(rows)["every_season"][1] == "Its first in each: 28 February, 1 March, 1 June, 1 September."


@pytest.mark.parametrize(("day", "whole"), [("01-01", False), ("12-31", False), ("01-02", True), ("12-30", True)])
def test_no_first_or_last_is_claimed_where_its_day_is_left_out(day: str, whole: bool) -> None:
    """A year without its first or last day isn't whole; one without the day beside it is."""
    assert left_out(ENDS, day).whole is whole


def test_mercies_go_by_days() -> None:
    """A silence begins after the last day, and a pattern in the first thirty days isn't sudden."""
    assert not mercy.stops_suddenly((*monthly(8), row("09-23"), row("09-22")), 2025)
    clinics = tuple(row(day, "hospital") for day in ("01-31", "01-30", "02-20"))
    assert mercy.clinics(clinics) == ()
    assert mercy.clinics(history(*clinics[:1], *clinics[2:], row("03-01", "hospital")).records) == (0, 1, 2)
