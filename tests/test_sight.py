"""What share of an activity can be seen is counted in pixels: what hides it, and what does not."""

import numpy as np
import pytest

from artgen import sitters
from artgen.artwork import Look, compose
from artgen.drawing.canvas import COMPOSITIONS, POSTER
from artgen.drawing.marks import Bar, Bristles, Gradient, Mark, Radial, Shape, Stamp, Symbol, turned
from artgen.drawing.svg import write
from artgen.drawing.theme import load
from artgen.errors import StyleError
from artgen.publishing.sight import visible_shares
from artgen.renderers import load as load_style

LINEN = load("linen")
UNDER = Bar(100, 100, 400, 400, "#aa2244", of=(0,))
FADING = ((0.0, "#112233", 1.0), (1.0, "#112233", 0.0))


def shares(*marks: Mark, frame: tuple[Mark, ...] = ()) -> list[float]:
    """Write marks and return the share of each activity, to two decimals."""
    svg = write(POSTER, LINEN, title="", description="", art=marks, frame=frame, reveal="wipe", style="test").svg
    return np.round(visible_shares(svg), 2).tolist()


def square(x: float, y: float, side: float, **paint: object) -> Shape:
    """Return a square with straight edges."""
    corners = np.array([[x, y], [x + side, y], [x + side, y + side], [x, y + side]], float)
    return Shape(corners, smooth=False, **{"fill": "#224466", **paint})


@pytest.mark.parametrize(
    ("over", "seen"),
    [
        (Bar(300, 0, 400, 900, "#224466", of=(1,)), [0.5, 1.0]),
        (Bar(300, 0, 400, 900, "#224466", 0.5, of=(1,)), [0.5, 1.0]),
        (Bar(300, 0, 400, 900, "#224466", 0.2, of=(1,)), [1.0, 1.0]),
        (Bar(300, 0, 400, 900, "#224466"), [0.5]),
        (Bar(300, 0, 400, 900, "#224466", 0.2), [1.0]),
        (Bar(0, 0, 900, 900, Radial((300, 300), 400, FADING)), [1.0]),
        (Bar(0, 0, 900, 900, Gradient((0, 0), (0, 900), ((0.0, "#112233"), (1.0, "#332211"))), of=(1,)), [0.0, 1.0]),
        (Stamp(Symbol((square(0, 0, 100),)), turned(300, 0, 0, 9), of=(1,)), [0.5, 1.0]),
        (square(0, 0, 900, within=square(100, 100, 200), of=(1,)), [0.75, 1.0]),
        (Bristles(np.array([[0, 300], [900, 300]], float), (0,), "#224466", 200, of=(1,)), [0.5, 1.0]),
    ],
    ids=["mark", "half clear", "veil", "decoration", "thin air", "glow", "gradient", "stamp", "within", "stroke"],
)
def test_what_lies_over_a_mark_hides_it_unless_it_is_a_veil(over: Mark, seen: list[float]) -> None:
    """Half covered is half seen, by data or decoration; below 0.4 of opacity nothing is hidden."""
    assert shares(UNDER, over) == seen


def test_activities_of_one_mark_share_its_number() -> None:
    """A mark that stands for three shows each of them as far as itself."""
    assert shares(Bar(0, 0, 100, 100, "#aa2244", of=(0, 2, 3)), Bar(0, 0, 100, 75, "#224466", of=(1,))) == [
        0.25,
        1.0,
        0.25,
        0.25,
    ]


def test_an_activity_without_a_mark_has_no_share() -> None:
    """It is nan, not 0: nothing of it was drawn."""
    assert np.isnan(shares(Bar(0, 0, 9, 9, "#aa2244", of=(1,)))[0])


def test_who_is_only_a_veil_is_measured_all_the_same() -> None:
    """A mark that is sheer by design counts whole."""
    assert shares(Bar(0, 0, 90, 90, "#aa2244", 0.2, of=(0,))) == [1.0]


def test_the_words_around_the_art_hide_nothing() -> None:
    """The frame is not part of the picture."""
    assert shares(UNDER, frame=(Bar(0, 0, 900, 900, "#000000"),)) == [1.0]


@pytest.mark.parametrize("canvas", COMPOSITIONS.values(), ids=COMPOSITIONS)
def test_every_sheet_can_be_measured(canvas: object) -> None:
    """Poster, phone, card and print, bleed included, at any width with about the same result."""
    sitter = sitters.sample("flight", 4)
    look = Look(load_style("heart"), LINEN, {}, canvas)
    svg = compose(look, sitter.story, sitter.telling, sitter.vocabulary, sitter.name).svg
    assert visible_shares(svg, 720) == pytest.approx(visible_shares(svg, 480), abs=0.02)


def test_a_foreign_picture_is_refused() -> None:
    """Only sheets that artgen wrote can be read."""
    with pytest.raises(StyleError, match="holds no art"):
        visible_shares("<svg></svg>")
