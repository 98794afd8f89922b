"""Words from facts: each sentence is proved by the Story, unknown things stay unsaid, nothing is ranked or felt."""

import datetime as dt
import inspect
import math
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import COUNTS, NORTHWING, awkward, story

from artgen.errors import CampaignError
from artgen.history.columns import Activity
from artgen.history.facts import facts
from artgen.history.moments import KINDS, moments
from artgen.history.story import Fact, Moment, Story
from artgen.words.moments import RULES, tell_moment
from artgen.words.phrases import load, locales
from artgen.words.tell import tell_words
from artgen.words.telling import Figure, RouteCount, Telling
from artgen.words.vocabulary import Noun, Vocabulary
from artgen.words.voice import voice

COUNTED = pytest.mark.parametrize("count", COUNTS)
RUNS = Vocabulary(
    brand="Stride",
    activity=Noun("run", "runs"),
    verb="ran",
    unit=Noun("kilometre", "kilometres"),
    unit_short="km",
    place=Noun("place", "places"),
    phrase="on foot",
)
MONEY = replace(NORTHWING, unit=Noun("dollar", "dollars"), unit_short="$", amount="money")
NAN = float("nan")
FORBIDDEN = re.compile(
    r"!|\bonly\b|finally|holiday|amazing|congrat|love|happy|favou?rite|than most|top \d|everyone|others\b|average", re.I
)


def whole(told: Story) -> Story:
    """Give a synthetic year the facts and moments that history finds in it."""
    return replace(told, facts=facts(told.activities), moments=moments(told.activities, told.home))


def told(count: int, vocabulary: Vocabulary = NORTHWING) -> Telling:
    """Put the synthetic year of so many activities into words."""
    return tell_words(whole(story(count)), vocabulary)


def year(*activities: Activity) -> Story:
    """Make a year of activities, numbered in their order."""
    return whole(Story("Jo", 2025, tuple(replace(one, n=n) for n, one in enumerate(activities))))


def run(month: int, day: int, amount: float = NAN, category: str = "") -> Activity:
    """Make an activity of which a date is known, and at most amount and category."""
    start = dt.datetime(2025, month, day, tzinfo=dt.UTC)
    return Activity(n=0, start=start, timed=False, amount=amount, minutes=NAN, category=category)


def texts(telling: Telling) -> list[str]:
    """Return everything that is said of a year, but for the person's name."""
    said = [telling.tag, telling.sentence]
    said += [part for figure in telling.figures for part in (figure.value, figure.label)]
    said += [part for it in telling.moments for part in (it.day, it.heading, it.text, it.caption)]
    return said + [part for row in telling.rows for part in (row.month, row.day, row.way, row.way_short, row.fact)]


# The one sentence.


def test_the_sentence_counts_and_closes_on_the_same_place() -> None:
    """A year whose first and last activity lead to one place says so."""
    assert told(23).sentence == (
        "Twenty-three flights and 29,528 miles, and the year opened and closed on the way to Denver."
    )


def test_the_sentence_names_two_places_when_they_differ() -> None:
    """A year that ends elsewhere than it began names both places with their months."""
    assert told(10).sentence == (
        "Ten flights and 1,000 miles, the first to Kahului in January, the last to Honolulu in May."
    )


def test_a_single_activity_has_its_own_sentence() -> None:
    """One activity is named whole, and has no moments."""
    assert told(1).sentence == "One flight, and it was this one: Lisbon to New York, 12 October, 17:05."
    assert told(1).moments == ()


def test_an_empty_year_makes_no_claim() -> None:
    """An empty year has a tag and a sentence without a count, and nothing else."""
    empty = told(0)
    assert (empty.tag, empty.sentence) == ("For you", "This one was drawn for you.")
    assert (empty.figures, empty.moments, empty.rows, empty.routes) == ((), (), (), ())


def test_a_year_without_places_names_its_days() -> None:
    """Where no place is known, the sentence names the first and the last day."""
    sentence = tell_words(year(run(1, 3, 10), run(6, 23, 21.0975)), RUNS).sentence
    assert sentence == "Two runs and 31.1 kilometres, the first on 3 January, the last on 23 June."


def test_a_year_of_one_day_says_so() -> None:
    """Activities that all fall on one day are said to."""
    assert (
        tell_words(year(run(6, 23, 5), run(6, 23, 5)), RUNS).sentence == "Two runs and 10 kilometres, all on 23 June."
    )


def test_partly_known_amounts_are_said_honestly() -> None:
    """Where some amounts are unknown, the sum is the least there was, and the figure says how many are known."""
    telling = tell_words(year(run(1, 3, 10), run(1, 4), run(6, 23, 5)), RUNS)
    assert telling.sentence.startswith("Three runs and at least 15 kilometres, ")
    assert telling.figures[1] == Figure("15", "kilometres, 2 of 3 known")


@pytest.mark.parametrize(
    ("known", "said"),
    [((200.3, 49.3), "249"), ((20.44, 15.44), "35.8"), ((20.4, 15.5), "35.9"), ((99.9, 0.07), "99.9")],
)
def test_at_least_so_much_is_never_more_than_is_known(known: tuple[float, float], said: str) -> None:
    """Where some amounts are unknown, sentence and figure round the sum down: 249.6 is not at least 250."""
    telling = tell_words(year(run(1, 3, known[0]), run(1, 4), run(6, 23, known[1])), RUNS)
    assert telling.sentence.startswith(f"Three runs and at least {said} kilometres, ")
    assert telling.figures[1] == Figure(said, "kilometres, 2 of 3 known")


def test_unknown_amounts_are_not_said() -> None:
    """Where no amount is known, none is said."""
    telling = tell_words(whole(awkward()["unknown amounts"]), NORTHWING)
    assert telling.sentence.startswith("Twenty-three flights, and the year opened")
    assert not [text for text in texts(telling) if re.search(r"mile|\bmi\b|nan", text)]


def test_money_is_never_told() -> None:
    """An amount of money is in no text, whatever it is."""
    assert not [text for text in texts(told(23, MONEY)) if re.search(r"dollar|\$|4,904|29,528", text)]


# Figures.


def test_four_figures_of_a_year_of_flights() -> None:
    """Count, sum, places and the longest way stand on top."""
    assert told(23).figures == (
        Figure("23", "flights"),
        Figure("29,528", "miles"),
        Figure("13", "airports"),
        Figure("LHR – AUS", "longest, 4,904 mi"),
    )


def test_four_figures_of_one_flight() -> None:
    """A single flight shows its way with its hours, in the singular."""
    aloft = replace(NORTHWING, duration="in the air")
    assert told(1, aloft).figures == (
        Figure("1", "flight"),
        Figure("3,358", "miles"),
        Figure("2", "airports"),
        Figure("LIS – JFK", "7.1 hours in the air"),
    )


def test_four_figures_where_little_is_known() -> None:
    """Where only dates are known, days and months stand in, and nothing is made up."""
    assert tell_words(year(run(1, 3), run(3, 9), run(3, 9)), RUNS).figures == (
        Figure("3", "runs"),
        Figure("March", "busiest month, 2 runs"),
        Figure("2", "days"),
        Figure("3 Jan", "the first"),
    )


@COUNTED
def test_every_year_has_four_figures_or_none(count: int) -> None:
    """There are four figures, or none for an empty year, and the first is the count."""
    assert [figure.value for figure in told(count).figures][:1] == [f"{count}"][: min(count, 1)]
    assert len(told(count).figures) == 4 * min(count, 1)


# Rows and routes.


@COUNTED
def test_a_row_for_each_activity(count: int) -> None:
    """Rows are the activities, in their order."""
    assert [row.n for row in told(count).rows] == [one.n for one in story(count).activities]


def test_a_row_says_what_is_known() -> None:
    """A row has the day, the way in full and in codes, and the known facts."""
    row = told(23).rows[0]
    assert (row.month, row.day, row.day_short) == ("January", "11 January", "11 Jan")
    assert (row.way, row.way_short, row.fact) == ("Austin to Denver", "AUS – DEN", "776 miles, 06:15, clear")


def test_a_row_without_a_place_is_named_by_what_is_known() -> None:
    """Where no place is known an activity is named by category, else amount, else the noun; nothing is said twice."""
    rows = tell_words(year(run(1, 1, 5, "hill"), run(1, 2, 21.0975), run(1, 3)), RUNS).rows
    assert [(row.way, row.way_short, row.fact) for row in rows] == [
        ("Hill", "Hill", "5 kilometres"),
        ("21.1 kilometres", "21.1 km", ""),
        ("Run", "Run", ""),
    ]


def test_routes_are_counted_both_ways() -> None:
    """Both directions are one route, home first; the most taken come first, ties by name; once is no route."""
    assert told(23).routes[:3] == (
        RouteCount("AUS – DEN", 3),
        RouteCount("AUS – BOS", 2),
        RouteCount("AUS – MEX", 2),
    )
    assert told(180).routes[0] == RouteCount("ORD – LGA", 37)
    assert min(route.times for route in told(180).routes) == 2


def test_an_unknown_hour_is_not_told() -> None:
    """Where the hour is unknown, no text has a time of day, a light or a dark in it."""
    telling = tell_words(whole(awkward()["missing hours"]), NORTHWING)
    assert not [
        text for text in texts(telling) if re.search(r"\d\d:\d\d|\bdark|light\b(?<!flight)|nightfall|latest", text)
    ]


def test_two_airports_of_one_city_are_told_apart() -> None:
    """A city with two airports in the year is said with the code, so that a count of one is not read as of both."""
    aircraft, commuter = told(546), told(23)
    assert "New York JFK to Boston" in {row.way for row in aircraft.rows}
    assert "Austin to New York" in {row.way for row in commuter.rows}


# Moments.


def test_every_moment_of_history_has_words() -> None:
    """Each kind of moment that history can find has a rule here, and no rule is left over."""
    assert {kind.key for kind in KINDS} == set(RULES)


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("key", sorted(RULES))
def test_every_rule_has_its_phrases(key: str, locale: str) -> None:
    """Every sentence of a moment has a heading, a text and a caption in every language."""
    variants = re.findall(r'Choice\(\s*"(\w+)"|"(\w+)" if \w|else "(\w+)"', inspect.getsource(RULES[key]))
    named = {f"{variant}.{part}" for names in variants for variant in names if variant for part in PARTS}
    assert named == set(load(locale).under(f"moment.{key}"))


PARTS = ("heading", "text", "caption")


def test_an_unknown_moment_names_the_file_to_mend() -> None:
    """A moment that has no rule raises an error which says where to add it."""
    odd = replace(story(2), moments=(Moment("odd", (0,)),))
    with pytest.raises(KeyError, match=r"moment 'odd' has no rule in artgen/words/moments\.py"):
        tell_words(odd, NORTHWING)


def test_an_unknown_phrase_names_the_file_to_mend() -> None:
    """A phrase that a language lacks raises an error which names the key and the file."""
    with pytest.raises(KeyError, match=r"'moment\.odd' has no words in artgen/words/en_US\.toml"):
        load("en_US").say("moment.odd")


def test_an_unknown_language_is_refused() -> None:
    """A locale without words is refused with those that there are; a path is no locale."""
    for locale in ("de_DE", "../en_US"):
        with pytest.raises(CampaignError, match=r"has no words yet; there are: ar, de, en_GB, en_US"):
            tell_words(story(1), replace(NORTHWING, locale=locale))


def heading(count: int, moment: Moment) -> tuple[str, str, str]:
    """Put one moment of a synthetic year into words."""
    full = whole(story(count))
    made = tell_moment(moment, full, voice(NORTHWING, full))
    return made.heading, made.text, made.caption


def test_moments_say_what_happened() -> None:
    """Each kind of moment has its sentence, from the activities that prove it."""
    assert heading(23, Moment("first_of_year", (0,))) == (
        "The year began in the dark.",
        "Austin to Denver at 06:15, before first light.",
        "The first of the year",
    )
    assert heading(23, Moment("last_of_year", (22,))) == (
        "It closed on the way it opened.",
        "Austin to Denver once more, as on 11 January, 776 miles.",
        "The last of the year",
    )
    assert heading(23, Moment("longest", (13,))) == (
        "The longest was the way home.",
        "London to Austin, 4,904 miles, in daylight from start to end.",
        "The longest of your year",
    )
    assert heading(23, Moment("busiest_day", (9, 10), 2)) == (
        "One day, two flights.",
        "Austin to New York at 08:05, New York to London at 18:30.",
        "Two flights in one day",
    )
    assert heading(23, Moment("farthest_from_home", (10,), 7900)) == (
        "London was the farthest from Austin.",
        "New York to London at 18:30, 3,442 miles.",
        "The farthest from home",
    )
    assert heading(23, Moment("latest", (15,), 22.9)) == (
        "22:55, the latest start of your year.",
        "Seattle to Austin, 1,769 miles.",
        "The latest start",
    )
    assert heading(23, Moment("longest_pause", (19, 20), 43)) == (
        "Forty-three days between two flights.",
        "From 14 October to 26 November, the longest pause of the year.",
        "Before the longest pause",
    )
    assert heading(10, Moment("most_taken_route", tuple(range(10)), 10)) == (
        "Honolulu and Kahului, ten times.",
        "Five times to Kahului, five times to Honolulu.",
        "The way you took most",
    )


def test_a_year_that_begins_by_day_is_not_called_dark() -> None:
    """The dark is said of a sun below -6 degrees alone: before dawn where it climbs, after nightfall where it sinks."""
    first = story(23).activities[0]
    lit = [replace(first, sun=(height,) * 9, rising=(climbs,) * 9) for height, climbs in ((-5, True), (-7, False))]
    day, evening = (
        tell_moment(Moment("first_of_year", (0,)), year(one, one), voice(NORTHWING, year(one, one))) for one in lit
    )
    assert day.heading == "The year opened with Austin to Denver."
    assert evening.text == "Austin to Denver at 06:15, after nightfall."


def test_daylight_is_said_when_the_sun_never_sets() -> None:
    """The light of the longest is said when the sun was up, or down, at every step of the way."""
    longest = story(23).activities[13]
    said = [
        tell_moment(Moment("longest", (0,)), told_year, voice(NORTHWING, told_year)).text
        for sun in ((20.0,) * 9, (20.0,) * 8 + (-1.0,), (-20.0,) * 9)
        for told_year in [year(replace(longest, sun=sun), longest)]
    ]
    assert [text.partition("15:20")[2] for text in said] == [
        ", in daylight from start to end.",
        ".",
        ", in the dark from start to end.",
    ]


# Laws.


@COUNTED
@pytest.mark.parametrize("vocabulary", [NORTHWING, RUNS, MONEY], ids=["flights", "runs", "money"])
def test_no_text_judges(count: int, vocabulary: Vocabulary) -> None:
    """No text has an exclamation mark, a feeling, an "only", or a comparison with other people."""
    assert [text for text in texts(told(count, vocabulary)) if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize("kind", sorted(awkward()))
def test_awkward_years_are_told(kind: str) -> None:
    """Every awkward year has words, without a number that isn't one and without braces left open."""
    telling = tell_words(whole(awkward()[kind]), NORTHWING)
    assert telling.name == awkward()[kind].name
    assert [text for text in texts(telling) if re.search(r"\bnan\b|\binf\b|[{}]|  |^,|, ,", text)] == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
            st.one_of(st.just(NAN), st.floats(0, 20_000)),
            st.sampled_from(["", "hill", "track"]),
        ),
        max_size=12,
    )
)
def test_any_year_is_told_within_its_facts(days: list[tuple[dt.date, float, str]]) -> None:
    """Whatever is known of a year, its words count its rows, and say the sum of what is known."""
    made = year(*(run(day.month, day.day, amount, category) for day, amount, category in sorted(days, key=str)))
    telling = tell_words(made, RUNS)
    phrases, known = load("en_US"), [amount for _, amount, _ in days if not math.isnan(amount)]
    total = math.fsum(known) if len(known) == len(days) else phrases.floored(math.fsum(known))
    assert len(telling.rows) == len(days)
    assert [figure.value for figure in telling.figures[:1]] == [str(len(days))] * bool(days)
    sums = [figure.value for figure in telling.figures if figure.label.startswith("kilomet")]
    assert sums == [phrases.number(total)] * bool(known)


def test_facts_are_where_the_numbers_come_from() -> None:
    """A changed fact changes the words: nothing is counted a second time here."""
    changed = replace(whole(story(23)), facts=(Fact("amount", 12345.0, tuple(range(23))), Fact("places", 7, (0,))))
    telling = tell_words(changed, NORTHWING)
    assert [figure.value for figure in telling.figures[1:3]] == ["12,345", "7"]
    assert "12,345 miles" in telling.sentence


def test_one_moment_has_the_date_of_each_clock_that_tells_it() -> None:
    """Two equal moments in two zones are two days, whichever was asked for first."""
    there = dt.datetime(2025, 6, 24, 8, 0, tzinfo=ZoneInfo("Pacific/Auckland"))
    here = there.astimezone(ZoneInfo("Europe/Lisbon"))
    assert here == there
    say = load("en_US")
    assert (say.day(there), say.day(here)) == ("24 June", "23 June")
    assert (say.day_short(here), say.day_short(there)) == ("23 Jun", "24 Jun")
