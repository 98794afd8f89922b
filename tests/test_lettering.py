"""Poster and card are lettered in a language that the fonts can draw; page and letter stay in the person's own."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from abroad import campaign, drawn
from letters import bare
from line import campaign as small
from line import run
from stories import NORTHWING, story
from test_languages import flyer

from artgen.artwork import Look, compose
from artgen.artwork.lettering import drawn_in, draws
from artgen.campaigns.model import FILE, load
from artgen.drawing import theme as themes
from artgen.drawing.canvas import CARD
from artgen.drawing.faces import glyph_outline
from artgen.drawing.marks import LOUD
from artgen.drawing.typeset import set_line
from artgen.errors import CampaignError
from artgen.make import OTHER_LETTERS
from artgen.renderers import load as load_style
from artgen.words.languages import locales
from artgen.worker import draw, seat

LOCALE = pytest.mark.parametrize("locale", ["ar", "ja"])
JAPANESE = """
[words.translations.ja]
activity = ["フライト", "フライト"]
unit = ["キロ", "キロ"]
unit_short = "km"
place = ["空港", "空港"]
phrase = "空を旅した"
duration = "機内"
grade = "上級の座席"
"""
OWN = [("activity = [", 'activity = ["フライト", "フライト"]\n#'), ('locale = "en_US"', 'locale = "ja"')]


@pytest.fixture
def without_extra() -> Iterator[None]:
    """The faces that come with artgen alone."""
    with bare():
        yield


@pytest.mark.parametrize("locale", locales())
def test_every_language_can_be_drawn(locale: str) -> None:
    """Where the extra is installed, posters are lettered in whatever language artgen speaks."""
    assert draws(locale)


@pytest.mark.parametrize("locale", locales())
def test_japanese_alone_takes_the_extra(locale: str, without_extra: None) -> None:
    """What comes with artgen draws every language in letters, and says that it can't draw Chinese characters."""
    assert draws(locale) == (locale != "ja")


@LOCALE
@pytest.mark.parametrize("count", [0, 1, 23, 180])
def test_a_sheet_in_other_letters_is_the_english_sheet(count: int, locale: str) -> None:
    """What is set on the sheet is word for word what a person who reads English gets, so that no box is empty."""
    look, own, artwork = drawn(story(count), locale)
    _, english, theirs = drawn(story(count), "en_US")
    assert artwork.svg.partition("</desc>")[2] == theirs.svg.partition("</desc>")[2]
    card = compose(look.on(CARD), own.story, own.telling, own.vocabulary, "seed", english)
    same = compose(look.on(CARD), english.story, english.telling, english.vocabulary, "seed")
    assert card.svg.partition("</desc>")[2] == same.svg.partition("</desc>")[2]


@LOCALE
@pytest.mark.parametrize("count", [0, 1, 23])
def test_what_is_said_of_a_sheet_stays_in_the_persons_language(count: int, locale: str) -> None:
    """Description and legend, which page and letter say, are in the person's own language."""
    _, own, artwork = drawn(story(count), locale)
    assert artwork.description == drawn(story(count), locale)[0].renderer.describe(
        own.story, own.telling, own.vocabulary
    )
    assert not {"heart", "stroke", "flight"} & set(artwork.description.text.lower().split())
    assert not {"How to read this", "Colour"} & {item.heading for item in artwork.legend}


def test_a_person_is_seated_in_both_languages(without_extra: None) -> None:
    """Whoever reads Japanese is told in Japanese and drawn in English, whoever reads English in English alone."""
    japanese, english = (seat(campaign(), flyer(tag)) for tag in ("ja", ""))
    assert (japanese.vocabulary.locale, japanese.lettering and japanese.lettering.vocabulary.locale) == ("ja", "en_US")
    assert (english.vocabulary.locale, english.lettering) == ("en_US", None)
    assert draw(japanese).svg.partition("</desc>")[2] == draw(english).svg.partition("</desc>")[2]


@LOCALE
def test_a_person_is_drawn_in_their_own_letters(locale: str) -> None:
    """Whoever reads Japanese or Arabic has a poster that is lettered in it, word for word what it would say."""
    seated = seat(campaign(), flyer(locale))
    assert seated.lettering is None
    assert draw(seated).svg.partition("</desc>")[2] != draw(seat(campaign(), flyer(""))).svg.partition("</desc>")[2]


@pytest.mark.parametrize("theme", ["linen", "marigold-paper"])
def test_a_japanese_poster_has_japanese_characters(theme: str) -> None:
    """A name in characters that Chinese writes otherwise is drawn as Japanese writes them, in either voice."""
    own = drawn(replace(story(4), name="直海"), "ja", theme)[1]
    look = Look(load_style("heart"), themes.load(theme))
    artwork = compose(look, own.story, own.telling, own.vocabulary, "seed")
    loud = [set_line("直海", 92, LOUD, voice=f"{look.theme.voice}:{tongue}").runs[0] for tongue in ("ja", "zh_Hans")]
    japanese, chinese = ([glyph_outline(run.face, glyph.number) for glyph in run.glyphs] for run in loud)
    assert all(outline in artwork.svg for outline in japanese)
    assert not any(outline in artwork.svg for outline in chinese)


def test_amounts_on_the_sheet_are_in_the_unit_of_its_words(tmp_path: Path, without_extra: None) -> None:
    """Where the other language measures in kilometres, the sheet still says miles with the number of miles."""
    folder = small(tmp_path / "small", members=1, extra=JAPANESE)
    seated = seat(load(str(folder)), flyer("ja"))
    plain = seat(load(str(folder)), flyer(""))
    assert seated.telling.figures[1].label.endswith("キロ")
    assert seated.lettering is not None
    assert seated.lettering.telling.figures == plain.telling.figures


def test_the_campaigns_own_language_goes_first(without_extra: None) -> None:
    """Of the languages that the fonts can draw, the first on offer is taken, and the person's own before all."""
    offered = [replace(NORTHWING, locale=name) for name in ("ja", "de", "en_US")]
    assert drawn_in(replace(NORTHWING, locale="ja"), offered).locale == "de"
    assert drawn_in(replace(NORTHWING, locale="es"), offered).locale == "es"


def test_a_campaign_whose_letters_cannot_be_drawn_is_refused(tmp_path: Path, without_extra: None) -> None:
    """A campaign in Japanese alone is told, before anything is drawn, what would give its posters letters."""
    folder = small(tmp_path / "small", members=1)
    text = (folder / FILE).read_text("utf-8")
    for old, new in OWN:
        text = text.replace(old, new)
    (folder / FILE).write_text(text, "utf-8")
    with pytest.raises(
        CampaignError, match=r"can't draw 'ja'; add brand words .*translations\.en_US.*artgen\[scripts\]"
    ):
        load(str(folder))


def test_the_run_says_it_once(tmp_path: Path) -> None:
    """A language that no face has letters for is one notice of the run, however many read it."""
    folder = small(tmp_path / "small", members=3, extra=JAPANESE.replace(".ja]", ".chr]"))
    (folder / "chr.toml").write_text('inherits = "en_US"\n[dates]\none = "ᎠᎴ"\n', "utf-8")
    text = (folder / FILE).read_text("utf-8")
    (folder / FILE).write_text(text.replace('id = "small"', 'id = "small"\nlanguages = ["chr.toml"]'), "utf-8")
    run("make", folder, "--out", tmp_path / "out", "--workers", 1)
    with (tmp_path / "out" / "faults.csv").open(encoding="utf-8") as file:
        noticed = [row for row in csv.DictReader(file) if row["reason"] == OTHER_LETTERS]
    assert [(row["gravity"], row["customer"], row["detail"]) for row in noticed] == [
        ("notice", "", "chr: posters and cards are lettered in en_US")
    ]
