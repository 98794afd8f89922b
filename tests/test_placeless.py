"""Years without places (orders, stays, runs, gifts): named as a sentence would name them, and nothing is made up."""

import datetime as dt
from dataclasses import replace

from artgen.history.columns import Activity
from artgen.history.facts import facts
from artgen.history.moments import moments
from artgen.history.story import Moment, Story
from artgen.renderers._heart_words import describe_heart, legend_heart
from artgen.words.moments import tell_moment
from artgen.words.tell import tell_words
from artgen.words.telling import Figure, RouteCount, TellingMoment
from artgen.words.vocabulary import Noun, Vocabulary
from artgen.words.voice import voice

NAN = float("nan")
CUPS = Vocabulary(
    brand="Tidewick",
    activity=Noun("order", "orders"),
    verb="placed",
    unit=Noun("cup", "cups"),
    unit_short="cups",
    place=Noun("place", "places"),
    phrase="of coffee",
    amount="cups",
)
GIFTS = replace(CUPS, activity=Noun("gift", "gifts"), unit=Noun("gift", "gifts"), amount="")


def order(day: str, drink: str = "", cups: float = NAN) -> Activity:
    """Make an order of a date or a time."""
    start = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    return Activity(0, start, "T" in day, cups, NAN, category=drink)


def year(*orders: Activity) -> Story:
    """Make a year of orders, with the facts and moments that history finds in it."""
    numbered = tuple(replace(one, n=n) for n, one in enumerate(orders))
    return Story("Jo", 2025, numbered, facts(numbered), moments(numbered, None))


def said(story: Story, kind: str, *of: int) -> TellingMoment:
    """Put one moment of a year into words."""
    return tell_moment(Moment(kind, of, float(len(of))), story, voice(CUPS, story))


FLAT, CHAI, PLAIN = (
    order("2025-03-04T08:10", "flat white", 2),
    order("2025-03-04T14:00", "chai", 1),
    order("2025-06-09"),
)


def test_a_kind_is_said_in_its_own_letters() -> None:
    """The first of the year is a sentence of its own, and the kind within it has no stray capital."""
    first = said(year(FLAT, CHAI), "first_of_year", 0)
    assert (first.heading, first.text) == (
        "The first order of the year.",
        "The first of two orders: flat white, 2 cups, 08:10.",
    )


def test_the_last_is_a_sentence_too() -> None:
    """The last of the year says what is known of it."""
    last = said(year(FLAT, CHAI), "last_of_year", 1)
    assert (last.heading, last.text) == (
        "And the last order of the year.",
        "The last of two orders: chai, 1 cup, 14:00.",
    )


def test_what_has_no_name_is_not_named() -> None:
    """Where only a date is known, the noun isn't given as a name."""
    assert said(year(PLAIN, order("2025-07-01")), "first_of_year", 0).text == "The first of two orders."
    assert tell_words(year(PLAIN), CUPS).sentence == "One order, and it was this one: 9 June."


def test_one_named_order_has_its_sentence() -> None:
    """A single order is named by its kind, day and hour."""
    assert tell_words(year(FLAT), CUPS).sentence == "One order, and it was this one: flat white, 4 March, 08:10."


def test_no_month_is_busy_for_one() -> None:
    """Where no month has two, none is called the busiest; first and last day stand in."""
    assert tell_words(year(PLAIN, order("2025-07-01"), order("2025-08-02")), CUPS).figures == (
        Figure("3", "orders"),
        Figure("9 Jun", "the first"),
        Figure("2 Aug", "the last"),
        Figure("3", "days"),
    )


def test_a_shared_largest_has_no_day() -> None:
    """Where two are the largest, the figure names neither day."""
    largest = [order(f"2025-0{month}-01", "chai", cups) for month, cups in ((1, 3), (2, 1), (3, 3))]
    assert tell_words(year(*largest), CUPS).figures[2] == Figure("3 cups", "largest")
    assert tell_words(year(*largest[:2]), CUPS).figures[2] == Figure("3 cups", "largest, 1 January")


def test_kinds_are_counted_where_there_are_no_ways() -> None:
    """The key of a long year counts what its activities are called, the most frequent on top; a single one is none."""
    many = [
        order(f"2025-01-{n:02d}", drink, 1) for n, drink in enumerate(["chai", "filter", "chai", "mocha", "chai"], 1)
    ]
    assert tell_words(year(*many, order("2025-02-01", "filter")), CUPS).routes == (
        RouteCount("Chai", 3),
        RouteCount("Filter", 2),
    )
    assert tell_words(year(PLAIN, PLAIN), CUPS).routes == ()


def test_a_count_is_read_as_a_count() -> None:
    """Cups are a number of cups in legend and description, not a greater cups."""
    told = year(FLAT, CHAI)
    words = tell_words(told, CUPS)
    assert legend_heart(told, words, CUPS)[1].text == "Number of cups: more is longer and broader"
    assert "follow the number of cups; the longest stroke is flat white on 4 March, 2 cups, 08:10." in (
        describe_heart(told, words, CUPS, 1.0).text
    )


def test_what_is_not_measured_is_not_missing() -> None:
    """A campaign that measures nothing says so, instead of speaking of unknown distances."""
    told = year(PLAIN, order("2025-07-01"))
    words = tell_words(told, GIFTS)
    assert legend_heart(told, words, GIFTS)[1].text == "All alike: none is measured"
    assert "All are alike in length, as none is measured." in describe_heart(told, words, GIFTS, 1.0).text


def test_a_known_hour_is_not_called_unknown() -> None:
    """Without a place there is no sun, but an hour that is known is not said to be unknown; a date's is."""
    timed, dated = year(FLAT, CHAI), year(PLAIN, PLAIN)
    assert "Colour follows the month. " in describe_heart(timed, tell_words(timed, CUPS), CUPS, 1.0).text
    assert "the hour is unknown" in describe_heart(dated, tell_words(dated, CUPS), CUPS, 1.0).text


def test_no_hour_ramp_without_a_sun() -> None:
    """The legend shows the ramp of the hour only where a sun was over it."""
    told = year(FLAT, CHAI)
    assert legend_heart(told, tell_words(told, CUPS), CUPS)[2].labels == ("Month",)
