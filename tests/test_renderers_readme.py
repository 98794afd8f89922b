"""The example in the styles' README is a whole style that works as printed."""

import re
from pathlib import Path

import pytest
from stories import NORTHWING, story, telling

import artgen.renderers
from artgen.artwork import Look, compose
from artgen.drawing.canvas import CARD, POSTER
from artgen.drawing.theme import load

README = Path(artgen.renderers.__file__).with_name("README.md").read_text("utf-8")


def example():
    printed: dict[str, object] = {}
    exec(README.partition("```python\n")[2].partition("```")[0], printed)
    return printed["rungs"]


@pytest.mark.parametrize("canvas", [POSTER, CARD], ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("count", [0, 1, 23, 180])
def test_the_example_draws_every_activity(count, canvas):
    """Copied from the page and run, it draws each activity once."""
    told = story(count)
    svg = compose(Look(example(), load("linen"), {}, canvas), told, telling(told), NORTHWING, "seed").svg
    assert [int(n) for n in re.findall(r'data-a="(\d+)"', svg)] == list(range(count))
