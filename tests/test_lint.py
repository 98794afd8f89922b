"""The linter of words: it finds what may not be said, and finds nothing in what artgen says, in any language."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from desk_data import NOW, look, write
from hypothesis import given, settings
from hypothesis import strategies as st
from kind_years import history, row
from stories import COUNTS, NORTHWING, awkward, story
from test_campaign import GOOD, written

from artgen.campaigns.manners import lint_campaign
from artgen.campaigns.model import FILE, builtin_names, load
from artgen.desk.checking.check import check
from artgen.drawing.style import LegendItem
from artgen.history.facts import facts
from artgen.history.gently import tell_gently
from artgen.history.grace import Rules, grace
from artgen.history.moments import moments
from artgen.history.story import Story
from artgen.renderers import load as load_style
from artgen.words.lint import CLAIM, LISTS, MARK, NUMBER, SHARE, WHY, lint, lint_phrases, lint_telling
from artgen.words.phrases import load as load_phrases
from artgen.words.phrases import locales
from artgen.words.tell import tell_words
from artgen.words.telling import Figure, TellingMoment
from artgen.words.vocabulary import Noun, Vocabulary

HEART = load_style("heart")
YEARS = {str(count): story(count) for count in COUNTS if count < 500} | awkward()
FEW = ("0", "1", "2", "23", "nothing but dates")
BRANDS = {
    "flights": NORTHWING,
    "money": replace(NORTHWING, unit=Noun("dollar", "dollars"), unit_short="$", amount="money"),
    "nothing measured": replace(NORTHWING, amount=""),
}


def whole(told: Story, *, softened: bool = False) -> Story:
    """A synthetic year with the facts and moments that history finds in it."""
    found = moments(told.activities, told.home)
    plain = tuple(moment for moment in found if moment.key in ("first_of_year", "last_of_year"))
    return replace(told, facts=facts(told.activities), moments=plain if softened else found, softened=softened)


def beside(told: Story, vocabulary: Vocabulary) -> list[str]:
    """All that the heart says beside the Telling: description and legend."""
    telling = tell_words(told, vocabulary)
    seen, items = HEART.describe(told, telling, vocabulary), HEART.legend(told, telling, vocabulary)
    return [seen.title, seen.text, seen.alt, seen.quiet, seen.wish, *texts(items)]


def texts(items: tuple[LegendItem, ...]) -> list[str]:
    """All that a legend says."""
    return [text for item in items for text in (item.heading, item.text, *item.labels)]


def rules(text: str, **more: object) -> list[str]:
    """The rules that a text breaks."""
    return [found.rule for found in lint([text], NORTHWING, **more)]


# What it finds.


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Only four flights.", "belittling"),
        ("You took just one flight.", "belittling"),
        ("Finally home.", "shaming"),
        ("Too many late nights.", "shaming"),
        ("In the 90th percentile.", "comparing"),
        ("More flights than most.", "comparing"),
        ("You flew more than others.", "comparing"),
        ("You are in the top 5 of members.", "comparing"),
        ("A year to love.", "feeling"),
        ("Congratulations to you.", "feeling"),
        ("What a year!", MARK),
        ("¡Qué año", MARK),
        ("すごい！", MARK),
        ("40 % by night.", SHARE),
        ("Your farthest flight.", CLAIM),
        ("The longest was here.", CLAIM),
        ("1 flights.", NUMBER),
        ("Two flight.", NUMBER),
        ("Twenty-one flight in June.", NUMBER),
        ("At 1 airports.", NUMBER),
    ],
)
def test_each_rule_finds_its_text(text: str, rule: str) -> None:
    """Words, marks, shares, claims and counts that may not be said are found, and nothing else is."""
    assert rules(text) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "Justice and Onlyville.",
        "1,001 flights, 31.1 miles.",
        "One flight, twenty-one flights, 2 airports.",
        "21 flights.",
    ],
)
def test_a_part_of_a_word_or_a_number_is_no_finding(text: str) -> None:
    """Words are judged whole, and numbers too."""
    assert rules(text) == []


def test_the_words_of_the_data_are_not_judged() -> None:
    """A place or a kind may be called as it likes."""
    assert rules("Love Field to Only, Tennessee.", names={"Love Field", "Only"}) == []
    assert rules("Love Field to Only, Tennessee.", names={"Love Field"}) == ["belittling"]


def test_a_claim_needs_the_fact_that_proves_it() -> None:
    """The largest is proved by its fact, the farthest by a moment alone."""
    assert rules("The longest flight.", proved=("longest",)) == []
    assert rules("The busiest month.", proved=("longest",)) == [CLAIM]


def test_a_finding_says_what_is_wrong_and_where() -> None:
    """Each finding reads as a sentence with the words, the reason and the text."""
    assert str(lint(["Only 1 flight."], NORTHWING)[0]) == "'Only' makes a year small; leave it out (“Only 1 flight.”)"
    assert set(LISTS) | {MARK, SHARE, NUMBER, CLAIM} == set(WHY)


def test_a_whole_telling_is_judged() -> None:
    """Sentence, figures, moments and what stands beside are all looked at; a moment without evidence is not heard."""
    told = whole(story(23))
    plain = tell_words(told, NORTHWING)
    bad = replace(
        plain,
        sentence="Only this.",
        figures=(Figure("1", "flights"),),
        moments=(TellingMoment("latest", (3,), "3 May", "The latest start.", "Alone!", "x"),),
    )
    assert {found.rule for found in lint_telling(told, bad, NORTHWING, ["Love."])} == {
        "belittling",
        "feeling",
        MARK,
        NUMBER,
    }


def test_a_softened_year_has_no_superlative_at_all() -> None:
    """What is fine in a year is a finding in its quiet edition."""
    told = whole(story(23))
    telling = tell_words(told, NORTHWING)
    assert lint_telling(told, telling, NORTHWING) == ()
    assert {found.rule for found in lint_telling(replace(told, softened=True), telling, NORTHWING)} == {CLAIM}


# What it doesn't find: laws over all that artgen says.


@pytest.mark.parametrize("softened", [False, True], ids=["plain", "softened"])
@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("kind", YEARS)
def test_every_year_is_told_within_the_rules(kind: str, brand: str, softened: bool) -> None:
    """Poster, legend, description and moments of every test year pass, in both editions."""
    told = whole(YEARS[kind], softened=softened)
    assert lint_telling(told, tell_words(told, BRANDS[brand]), BRANDS[brand], beside(told, BRANDS[brand])) == ()


@pytest.mark.parametrize("softened", [False, True], ids=["plain", "softened"])
@pytest.mark.parametrize("kind", FEW)
@pytest.mark.parametrize("locale", locales())
def test_every_language_tells_within_its_rules(locale: str, kind: str, softened: bool) -> None:
    """In each language, poster, legend, description and moments pass its own lists."""
    told, vocabulary = whole(YEARS[kind], softened=softened), replace(NORTHWING, locale=locale)
    assert [
        str(found) for found in lint_telling(told, tell_words(told, vocabulary), vocabulary, beside(told, vocabulary))
    ] == []


DAYS = st.lists(
    st.builds(
        lambda day, hour, way, kind, amount: row(
            (dt.date(2025, 1, 1) + dt.timedelta(days=day)).strftime("%m-%d"), kind, hour, way=way, amount=amount
        ),
        st.integers(0, 364),
        st.integers(0, 23),
        st.sampled_from(("", "LIS", "LIS-JFK", "JFK-LIS", "OSL-JFK")),
        st.sampled_from(("", "clinic", "hill")),
        st.one_of(st.just(float("nan")), st.floats(0, 1e4), st.just(1.0)),
    ),
    max_size=30,
)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(DAYS, st.sampled_from(sorted(BRANDS)))
def test_any_year_is_told_within_the_rules(records: list, brand: str) -> None:
    """Whatever a year holds, after grace its words pass."""
    told = tell_gently(grace(history(*records), Rules(money=brand == "money"), 2025), 2025)
    assert lint_telling(told, tell_words(told, BRANDS[brand]), BRANDS[brand]) == ()


@pytest.mark.parametrize("locale", locales())
def test_every_sentence_of_a_language_passes(locale: str) -> None:
    """No sentence of a language file has a word of its own lists, an exclamation mark or a share."""
    assert [f"{key}: {found}" for key, found in lint_phrases(load_phrases(locale))] == []


@pytest.mark.parametrize("locale", locales())
def test_every_language_has_its_lists(locale: str) -> None:
    """Each language says what it refuses: four lists, and the superlatives by what proves them."""
    said = load_phrases(locale).under("lint")
    assert {name for name in said if "." not in name} == set(LISTS)
    assert {name.removeprefix("claims.") for name in said if "." in name} == {"longest", "busiest_month", "moment"}


@pytest.mark.parametrize("locale", locales())
def test_a_word_of_each_list_is_found_in_each_language(locale: str) -> None:
    """The first word of every list is found when it is said."""
    vocabulary = replace(NORTHWING, locale=locale)
    said = {key: text.split(",")[0].strip(" *") for key, text in load_phrases(locale).under("lint").items()}
    silent = [key for key, word in said.items() if not lint([f"x {word} x"], vocabulary)]
    assert silent == []


# Campaigns.


@pytest.mark.parametrize("name", builtin_names())
def test_every_ready_made_campaign_has_manners(name: str) -> None:
    """The texts of each ready-made campaign pass."""
    assert [f"{key}: {found}" for key, found in lint_campaign(load(name))] == []


def test_what_a_team_writes_is_warned_of(tmp_path: Path) -> None:
    """Each finding names its key in the campaign file."""
    bad = GOOD.replace('thanks = "Thank you."', 'thanks = "You ran more than most!"')
    found = lint_campaign(load(written(tmp_path, bad)))
    assert [(key, one.rule) for key, one in found] == [("letter.thanks", "comparing"), ("letter.thanks", MARK)]


def test_a_check_shows_what_a_team_wrote(tmp_path: Path) -> None:
    """`artgen check` looks at the words, and names the key."""
    folder = write(tmp_path, ["A,2025-05-05,1,LIS,walk,done"])
    file = folder / FILE
    file.write_text(file.read_text("utf-8").replace('phrase = "on the way"', 'phrase = "to love"'), "utf-8")
    seen = look(check(load(str(folder)), NOW), "words")
    assert (seen.verdict, seen.value, [one.column for one in seen.examples]) == ("suspicious", 1, ["words.phrase"])
