"""A style's words: the heart's in each language's own file, an outside style's beside it, English where it has none."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from stories import COUNTS, NORTHWING, awkward, story, telling

from artgen.drawing.style import LegendItem, Renderer
from artgen.errors import CampaignError
from artgen.history.facts import facts
from artgen.history.moments import moments
from artgen.history.story import Story
from artgen.renderers import load as load_style
from artgen.words.dialect import dialect, files
from artgen.words.phrases import load, locales
from artgen.words.tell import tell_words
from artgen.words.vocabulary import Vocabulary

HEART = load_style("heart")
YEARS = {str(count): story(count) for count in COUNTS} | awkward()
ENGLISH = 'fine = "the lean"\n[legend]\nrung = "one rung, one {noun}"\n'


def speaking(locale: str) -> Vocabulary:
    """Return the airline's words in another language."""
    return replace(NORTHWING, locale=locale)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A style's file with words beside it in English, and half of them in Arabic."""
    (tmp_path / "rungs.en_US.toml").write_text(ENGLISH, "utf-8")
    (tmp_path / "rungs.ar.toml").write_text('[legend]\nrung = "درجة"\n', "utf-8")
    return tmp_path / "rungs.py"


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("told", YEARS.values(), ids=YEARS)
def test_no_brace_is_left_unfilled(told: Story, locale: str) -> None:
    """In every language, whatever the year, the heart's words are filled in, and its short text is short."""
    seen = HEART.describe(told, telling(told), replace(NORTHWING, locale=locale))
    items = HEART.legend(told, telling(told), replace(NORTHWING, locale=locale))
    assert not set("{}") & set("".join([seen.title, seen.text, seen.alt, seen.quiet, seen.wish, *texts(items)]))
    assert len(seen.alt) <= 125


def texts(items: tuple[LegendItem, ...]) -> list[str]:
    """Return all that a legend says."""
    return [text for item in items for text in (item.heading, item.text, *item.labels)]


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("told", YEARS.values(), ids=YEARS)
def test_a_year_is_told_without_braces(told: Story, locale: str) -> None:
    """In every language, whatever the year, what is said of it is filled in."""
    full = replace(told, facts=facts(told.activities), moments=moments(told.activities, told.home))
    assert not set("{}") & set(repr(replace(tell_words(full, speaking(locale)), name="")))


def test_a_style_speaks_the_words_beside_it(outside: Path) -> None:
    """A style's own sentences stand in the language under the style's name."""
    assert dialect(outside, speaking("en_US")).say("rungs.legend.rung", noun="run") == "one rung, one run"
    assert dialect(outside, speaking("ar")).say("rungs.legend.rung") == "درجة"


def test_what_a_style_lacks_it_says_in_english(outside: Path) -> None:
    """A sentence that the style doesn't have in a language is said in English, the language's own stay."""
    spoken = dialect(outside, speaking("ar"))
    assert spoken.say("rungs.fine") == "the lean"
    assert spoken.say("page.keep") == load("ar").say("page.keep")


def test_a_language_goes_before_the_style(outside: Path) -> None:
    """What a language's own file says under the style's name stands over the style's own."""
    (outside.parent / "heart.en_US.toml").write_text('fine = "nothing"\nmore = "more"\n', "utf-8")
    spoken = dialect(outside.with_name("heart.py"), NORTHWING)
    assert spoken.say("heart.fine") == load("en_US").say("heart.fine")
    assert spoken.say("heart.more") == "more"


def test_a_sentence_that_nobody_has_is_named(outside: Path) -> None:
    """A sentence in neither is an error that names it."""
    with pytest.raises(KeyError, match=r"'rungs.legend.rail' has no words"):
        dialect(outside, speaking("ar")).say("rungs.legend.rail")


def test_a_missing_sentence_names_the_file_that_lacks_it(outside: Path) -> None:
    """A style's own words stand beside it, artgen's in artgen."""
    with pytest.raises(KeyError, match=r"'rungs.rail' has no words in rungs.en_US.toml beside the style; add it there"):
        dialect(outside, speaking("ar")).say("rungs.rail")
    with pytest.raises(KeyError, match=r"'page.rail' has no words in artgen/words/ar.toml; add it there"):
        dialect(outside, speaking("ar")).say("page.rail")


def test_broken_words_name_their_file(outside: Path) -> None:
    """A file beside a style that isn't TOML is an error that names it."""
    (outside.parent / "rungs.ja.toml").write_text("fine = ", "utf-8")
    with pytest.raises(CampaignError, match=r"rungs\.ja\.toml: .*; mend the file there"):
        dialect(outside, speaking("ja"))


def test_a_path_is_no_language(outside: Path) -> None:
    """A locale that has no words, or is a path, is refused as ever."""
    with pytest.raises(CampaignError, match="has no words yet"):
        dialect(outside, speaking("../rungs"))


def test_a_change_of_words_makes_anew(outside: Path) -> None:
    """The words beside a style are among the files that a run is remembered by."""
    assert [file.name for file in files(outside)] == ["rungs.ar.toml", "rungs.en_US.toml"]


def test_decoration_is_named_in_the_language() -> None:
    """What is not data is said in the person's language where it is known, else in the style's own words."""
    assert HEART.decoration(NORTHWING).startswith("the wobble, dryness and shade of bristles")
    assert HEART.decoration(speaking("ar")) == load("ar").say("heart.fine")
    assert replace(HEART, fine="the lean of each rung").decoration(speaking("ar")) == "the lean of each rung"


DATIVE = re.compile(
    r"\b(?:aus|bei|in|mit|nach|seit|von|zu) (?:weniger )?\{(?:activities|amount|middle|nouns?|unit)\}"
    r"|\b(?:aus|bei|in|mit) \{count\}(?! [A-ZÄÖÜ])"
)
"""What would ask for another case of a brand's own noun; artgen knows it as the nominative alone."""
STYLES = [load_style(name) for name in ("bloom", "heart", "quilt", "routes", "skies", "strata")]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_no_german_sentence_asks_for_a_case(style: Renderer) -> None:
    """No preposition that takes the dative stands before a noun of the brand: "aus 75 Flüge" would be wrong."""
    said = dialect(style.source, speaking("de")).table
    assert [text for text in said.values() if DATIVE.search(text)] == []


@pytest.mark.parametrize(
    ("locale", "key", "said"),
    [
        ("de", "many.flower", "Eine Blüte: 9 Blütenblätter für 75 Flüge im Jahr 2013"),
        ("de", "record.petal", "Die meisten Adern hat ein Blütenblatt: Graz, 75 Flüge."),
        ("es", "length.often", "Cuanto mayor el número de noches, más largo el pétalo."),
        ("pt", "length.often", "Quanto maior o número de noites, maior a pétala."),
        ("fr", "length.often", "Plus le nombre des achats est grand, plus un pétale est long."),
    ],
)
def test_a_sentence_fits_any_noun(locale: str, key: str, said: str) -> None:
    """A sentence about a brand's noun is right whatever its case, its gender or its first letter."""
    nouns = {"es": "noches", "pt": "noites", "fr": "achats"}.get(locale, "")
    values = {"petals": "9 Blütenblätter", "count": "75 Flüge", "year": "2013", "name": "Graz", "nouns": nouns}
    assert dialect(load_style("routes").source, speaking(locale)).say(f"routes.{key}", **values) == said
