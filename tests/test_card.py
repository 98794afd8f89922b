"""The share card that is made of the poster's pixels: the picture that the card's own SVG would give, and no name."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from artgen import artwork, renderers
from artgen.artwork import Artwork, Lettering, Look, compose, plate
from artgen.conformance import told
from artgen.drawing import theme
from artgen.drawing.canvas import CARD, POSTER
from artgen.drawing.inset import SCALE, on_poster
from artgen.publishing.card import Card
from artgen.publishing.raster import LETTER_IMAGE, STAGE_IMAGE, Print, engine
from artgen.renderers import load
from artgen.sitters import sample
from artgen.sitters.sitter import Sitter

SHOWN = [found.name for found in renderers.listed() if found.origin == "artgen" and load(found.name).card == "poster"]
THEMES = ("linen", "nocturne", "dusk-paper")
STACKED = "Z\u0302\u030c\u0303\u0301" * 9
NAMES = ("Maximiliane Theodora von und zu Hohenstein", f"{STACKED} {STACKED}", "محمد عبد الرحمن", "", "</text><script>")


def look(style: str, worn: str) -> Look:
    return Look(load(style), theme.load(worn))


def poster(sitter: Sitter, seen: Look) -> Artwork:
    return compose(seen, sitter.story, told(seen.renderer, sitter), sitter.vocabulary, "seed")


def card(sitter: Sitter, seen: Look, made: Print = LETTER_IMAGE) -> np.ndarray:
    """Return the pixels of a card as a run makes them."""
    whole = poster(sitter, seen)
    words = plate(seen, Lettering(sitter.story, told(seen.renderer, sitter), sitter.vocabulary))
    drawn = engine().pixels(whole.svg, made.width)
    return np.asarray(Card(words, whole.inset).pixels(drawn, engine())).astype(int)


def direct(sitter: Sitter, seen: Look) -> np.ndarray:
    """Return the pixels of the card's own SVG."""
    words = told(seen.renderer, sitter)
    drawn = compose(seen.on(CARD), sitter.story, words, sitter.vocabulary, "seed")
    return np.asarray(engine().pixels(drawn.svg, 1200)).astype(int)


def named(name: str) -> Sitter:
    sitter = sample("flight", 4)
    return replace(sitter, telling=replace(sitter.telling, name=name), story=replace(sitter.story, name=name))


@pytest.mark.parametrize("made", [LETTER_IMAGE, STAGE_IMAGE], ids=["letter", "stage"])
@pytest.mark.parametrize(("style", "worn", "count"), [*product(SHOWN, THEMES, (0, 1, 4, 23, 180))])
def test_the_poster_made_small_is_the_card(style: str, worn: str, count: int, made: Print) -> None:
    """Eyes can't tell it from the card's own SVG drawn at that size."""
    sitter, seen = sample("flight", count), look(style, worn)
    apart = np.abs(card(sitter, seen, made) - direct(sitter, seen))
    assert apart.mean() <= 1.5
    assert (apart.max(axis=2) > 40).mean() <= 0.01


@pytest.mark.parametrize("name", NAMES, ids=["long", "stacked", "arabic", "none", "markup"])
@pytest.mark.parametrize("style", SHOWN)
def test_no_name_reaches_the_card(style: str, name: str) -> None:
    """Two people of one year have the same card to the last pixel, however tall the letters of a name are."""
    for worn in THEMES:
        assert np.array_equal(card(named(name), look(style, worn)), card(named("Jo"), look(style, worn)))


def test_what_a_card_shows_ends_above_the_words() -> None:
    """Marks piled on a name take their height from what is shown, and the foot of the picture stays whole."""
    whole = poster(named(NAMES[1]), look("heart", "linen"))
    assert whole.inset is not None
    assert POSTER.art.bottom - 10 < whole.inset.part.bottom
    assert poster(named("Jo"), look("heart", "linen")).inset.part.bottom >= whole.inset.part.bottom


@pytest.mark.parametrize("found", renderers.listed(), ids=lambda found: found.name)
def test_only_a_poster_says_what_its_card_shows(found: renderers.Listed) -> None:
    """A style whose card is its own has nothing laid on it, and no other sheet has."""
    style, sitter = load(found.name), sample("flight", 1)
    sheets = [
        compose(Look(style, theme.load("linen"), {}, canvas), sitter.story, sitter.telling, sitter.vocabulary, "seed")
        for canvas in (POSTER, CARD)
    ]
    assert [sheet.inset is not None for sheet in sheets] == [style.card == "poster", False]


@pytest.mark.parametrize("style", [found.name for found in renderers.listed() if found.origin == "artgen"])
@pytest.mark.parametrize("count", [0, 4])
def test_a_card_alone_is_the_composed_card(style: str, count: int) -> None:
    """What a run writes for a card is what the gallery shows and the judge has judged."""
    sitter, seen = sample("run", count), look(style, "linen")
    words = (sitter.story, told(seen.renderer, sitter), sitter.vocabulary)
    assert artwork.share_card(seen, Lettering(*words), "seed") == compose(seen.on(CARD), *words, "seed").svg


def test_a_card_has_another_name_when_the_poster_changes() -> None:
    """What is laid on it is a part of what its name stands for."""
    words = Card(
        "<svg></svg>\n".replace("<svg", '<svg viewBox="0 0 1200 630"'), poster(named(""), look("heart", "linen")).inset
    )
    one, other = (poster(sample("flight", count), look("heart", "linen")) for count in (4, 23))
    assert words.name(one, engine()) != words.name(other, engine())
    assert words.name(one, engine()) == words.name(one, engine())


def test_every_mark_on_a_card_is_where_the_poster_has_it() -> None:
    """Boxes of the card, laid back on the poster, are the poster's."""
    sitter, seen = sample("flight", 23), look("heart", "linen")
    small = compose(seen.on(CARD), sitter.story, sitter.telling, sitter.vocabulary, "seed")
    for there, here in zip(poster(sitter, seen).boxes, small.boxes, strict=True):
        assert on_poster(here.x, here.y) == pytest.approx((there.x, there.y), abs=0.3)
        assert here.width == pytest.approx(SCALE * there.width, abs=0.3)
