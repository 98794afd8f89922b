"""The example in the styles' README is the style that `artgen style new` writes, and it works as printed."""

import re
import tomllib

import pytest

from artgen import sitters
from artgen.artwork import Look, compose
from artgen.drawing.canvas import CARD, POSTER
from artgen.drawing.theme import load
from tests.readme import STYLES, with_example

README = STYLES.read_text("utf-8")


def example():
    printed: dict[str, object] = {}
    exec(README.partition("```python\n")[2].partition("```")[0], printed)
    return printed["tidal"]


def test_the_example_is_the_one_that_is_written():
    """One finished style: printed in the README, written by the command; `make readme` copies it."""
    assert with_example(README) == README


def test_the_look_is_one_that_a_campaign_takes():
    """What the README prints for a campaign file is a look, with its theme."""
    printed = README.partition("```toml\n")[2].partition("```")[0]
    assert tomllib.loads(printed) == {"looks": [{"style": "tidal", "theme": "linen"}]}


@pytest.mark.parametrize("canvas", [POSTER, CARD], ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("count", [0, 1, 23, 180])
def test_the_example_draws_every_activity(count, canvas):
    """Copied from the page and run, it draws each activity once."""
    sitter = sitters.sample("flight", count)
    look = Look(example(), load("linen"), {}, canvas)
    svg = compose(look, sitter.story, sitter.telling, sitter.vocabulary, "seed").svg
    assert [int(n) for n in re.findall(r'data-a="(\d+)"', svg)] == list(range(count))
