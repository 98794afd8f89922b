"""The largest of a year: told and marked where every amount is known and may be told, and nowhere else."""

from dataclasses import replace

import pytest
from kind_years import YEAR, history, row

from artgen import renderers
from artgen.history.columns import stack
from artgen.history.facts import facts
from artgen.history.gently import tell_gently
from artgen.history.grace import Rules, grace
from artgen.history.story import Fact
from artgen.sitters import BRANDS, sample
from artgen.sitters.flights import year
from artgen.words.figures import figures
from artgen.words.lint import CLAIM, lint
from artgen.words.phrases import locales
from artgen.words.tell import tell_words
from artgen.words.voice import voice

NAN = float("nan")
STYLES = ("heart", "skies", "routes", "bloom", "strata", "quilt")
WAYS = ("LIS-JFK", "JFK-NRT", "NRT-LIS", "LIS-JFK", "JFK-LIS", "LIS-NRT")


def told(*amounts, money=False):
    """Return a year of six with these amounts, told after grace, whose money rule may be on."""
    rows = [row(f"{month:02}-{10 + month}", "bus", way=way) for month, way in zip(range(1, 12, 2), WAYS, strict=True)]
    rows = [replace(one, amount=amount) for one, amount in zip(rows, amounts, strict=True)]
    return tell_gently(grace(history(*rows), Rules(money=money), YEAR), YEAR)


KNOWN = told(10, 25, 10, 500, 15, 20)
UNKNOWN = told(10, 25, 10, 500, NAN, 20)
HUSHED = told(10, 25, 10, 500, 15, 20, money=True)
SHARED = told(10, 25, 10, 500, 500, 20)


def texts(style, story, brand, locale):
    """Return all that a style says of a year, in a brand's words and a language."""
    vocabulary = replace(BRANDS[brand], locale=locale)
    words = story, tell_words(story, vocabulary), vocabulary
    seen, items = renderers.load(style).describe(*words), renderers.load(style).legend(*words)
    return [seen.title, seen.text, seen.alt, *(text for it in items for text in (it.heading, it.text, *it.labels))]


def claims(style, story, brand, locale):
    """Return the superlatives in all that a style says."""
    vocabulary = replace(BRANDS[brand], locale=locale)
    found = lint(texts(style, story, brand, locale), vocabulary, proved=("busiest_month", "moment"))
    return [one.words for one in found if one.rule == CLAIM]


def test_the_largest_is_the_one_that_all_known_amounts_prove():
    """One alone over others that are all known is the largest; a shared one isn't, nor a single activity."""
    assert KNOWN.largest == 3
    assert KNOWN.extremes == (3, 0)
    assert SHARED.largest is None
    assert SHARED.extremes == (3, 0)
    assert (year(1).largest, year(0).largest, year(0).extremes) == (None, None, ())


def test_one_unknown_amount_and_there_is_no_longest():
    """What isn't known may be more than all that is: neither a fact nor the Story knows a largest or a smallest."""
    assert not {"longest", "shortest"} & {fact.key for fact in UNKNOWN.facts}
    assert UNKNOWN.fact("amount") == Fact("amount", 565, (0, 1, 2, 3, 5))
    assert (UNKNOWN.largest, UNKNOWN.extremes) == (None, ())
    stale = replace(KNOWN, activities=UNKNOWN.activities)
    assert (stale.largest, stale.extremes) == (None, ())


def test_where_money_is_hushed_or_the_year_is_quiet_there_is_no_largest():
    """Amounts are drawn, and neither the largest nor the smallest is pointed at."""
    assert stack(HUSHED.activities).amount.max() == 500
    for story in (HUSHED, replace(KNOWN, softened=True), sample("coffee", 23).story):
        assert (story.largest, story.extremes) == (None, ())


def test_the_next_figure_stands_in_for_a_longest_that_is_not_known():
    """Four figures still, and none of them a longest."""
    brand = BRANDS["flight"]
    assert [one.label for one in figures(KNOWN, voice(brand, KNOWN))] == [
        "flights",
        "miles",
        "airports",
        "longest, 500 mi",
    ]
    assert [one.label for one in figures(UNKNOWN, voice(brand, UNKNOWN))] == [
        "flights",
        "miles, 5 of 6 known",
        "airports",
        "the first",
    ]


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("style", STYLES)
def test_no_style_says_a_largest_where_one_amount_is_unknown(style, locale):
    """Neither description nor legend has a superlative, in any language."""
    assert claims(style, UNKNOWN, "flight", locale) == []


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("style", STYLES)
def test_no_style_says_a_largest_of_hushed_money(style, locale):
    """Neither description nor legend has a superlative of money, in any language."""
    assert claims(style, HUSHED, "coffee", locale) == []


@pytest.mark.parametrize("style", STYLES)
def test_no_style_names_the_largest_where_it_is_not_to_be_told(style):
    """The day of the largest stands in the words of a proved one, and not in those of the others."""
    day = tell_words(KNOWN, BRANDS["flight"]).rows[3].day
    assert day in " ".join(texts(style, KNOWN, "flight", "en_US"))
    assert day not in " ".join(texts(style, UNKNOWN, "flight", "en_US"))
    assert day not in " ".join(texts(style, HUSHED, "coffee", "en_US"))


@pytest.mark.parametrize("story", [UNKNOWN, HUSHED], ids=["unknown", "hushed"])
@pytest.mark.parametrize("style", STYLES)
def test_no_legend_points_at_the_largest_where_it_is_not_to_be_told(style, story):
    """The page cuts samples from the activities a legend names, and says their days: none of them by its size."""
    items = renderers.load(style).legend(story, tell_words(story, BRANDS["coffee"]), BRANDS["coffee"])
    assert (3, 0) not in [item.of for item in items]
    assert (3,) not in [item.of for item in items]


def test_facts_of_one_alone_know_its_amount():
    """A single known activity is the longest and the shortest of its year, as a fact."""
    assert {"longest", "shortest"} <= {fact.key for fact in facts(year(1).activities)}
