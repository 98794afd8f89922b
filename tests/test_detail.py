"""Detail follows the size it is drawn at: on a card, seen at one pixel a unit, nothing is drawn too fine to be seen."""

import detail
import goldens
import pytest

from artgen import renderers, sitters
from artgen.drawing import theme
from artgen.drawing.canvas import CARD
from artgen.drawing.rng import Rng
from artgen.drawing.svg import write

STYLES = goldens.built_in()
FINEST = 0.5


def card(style: str, count: int) -> str:
    """A year's art on a card, without the words beside it."""
    renderer = renderers.load(style)
    story = sitters.sample(goldens.series(style).brand, count).story
    art = renderer.draw(story, CARD, theme.load("linen"), Rng("detail"), **renderer.checked({}))
    kept = {"title": "", "description": "", "reveal": renderer.reveal, "style": style}
    return write(CARD, theme.load("linen"), art=art, **kept).svg


@pytest.mark.parametrize("count", [0, 1, 23, 180, 600])
@pytest.mark.parametrize("style", STYLES)
def test_nothing_on_a_card_is_too_fine_to_be_seen(style: str, count: int) -> None:
    """No line is thinner than half a pixel, and none, nor any area, reaches less than that both across and down."""
    drawn = list(detail.details(card(style, count), 1.0))
    assert drawn
    assert [one for one in drawn if one.breadth < FINEST] == []
    assert [one for one in drawn if 0 < max(one.reach) < FINEST] == []
