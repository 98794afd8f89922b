"""The score: a year set to time, the same for eye and ear."""

import json

import numpy as np
import pytest
from pages import STYLES, Tree, read, styled

from artgen.publishing.score import EVEN_BELOW, LONGEST, SHORTEST, score
from artgen.sitters import BRANDS, COUNTS, awkward, sample
from artgen.sitters.sitter import Sitter

SITTERS = {one.name: one for one in (*(sample(brand, n) for brand in BRANDS for n in COUNTS), *awkward())}
EVERY = pytest.mark.parametrize("sitter", SITTERS.values(), ids=SITTERS)
LISTS = ("at", "lasts", "day", "month", "hour", "share", "x", "from", "kind", "moment")


@EVERY
def test_time_goes_on_and_ends(sitter: Sitter) -> None:
    """Any year lasts 12 to 25 seconds; activities begin in order, each is drawn for a while, and all end in time."""
    played = score(sitter.story)
    assert SHORTEST <= played.seconds <= LONGEST
    assert (np.diff(played.at) >= 0).all()
    assert (played.lasts > 0.05).all()
    assert (played.at + played.lasts <= played.seconds + 1e-9).all()


@EVERY
def test_what_is_later_in_the_year_plays_later(sitter: Sitter) -> None:
    """An activity of an earlier month begins before its bar ends, and of a later one not before its bar begins."""
    played, month = score(sitter.story), sitter.story.columns.month
    assert len(played.bars) == (12 if len(sitter) >= EVEN_BELOW else 0)
    if len(played.bars):
        assert (played.at >= played.bars[month] - 1e-9).all()
        assert (played.at <= np.append(played.bars, played.seconds)[month + 1]).all()


def test_a_crowd_is_not_played_at_once() -> None:
    """Forty activities of one day take their time: more than a seventh of the year's."""
    played = score(SITTERS["one day"].story)
    assert played.at[-1] - played.at[0] > played.seconds / 7


@pytest.mark.parametrize("style", STYLES)
def test_the_block_has_a_value_for_each_activity(style: str) -> None:
    """Every list of the block is as long as the year, within its limits, and agrees with the page's list."""
    tree = Tree(styled(style, 10)[0].html)
    block = json.loads(tree.texts["script"][-1])
    assert {len(block[name]) for name in LISTS} == {len(tree.all("li", "data-a"))}
    assert all(0 <= value <= 1 for name in ("share", "x", "from") for value in block[name])
    assert all(hour is None or 0 <= hour < 24 for hour in block["hour"])
    assert sum(block["moment"]) == len(tree.texts.get("em", []))


def test_the_block_names_nobody() -> None:
    """The block is numbers and their names: no text of the year is in it."""
    text = read("23-linen").texts["script"][-1]
    assert not {type(value) for value in json.loads(text).values()} - {int, float, bool, list}


def test_an_empty_year_has_no_score() -> None:
    """Where nothing happened there is nothing to play."""
    assert "application/json" not in read("0-linen").all("script", "type")
