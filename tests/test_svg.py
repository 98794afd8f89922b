"""The writer turns marks into SVG text that says only what the marks say, the same in every reader."""

import io
import xml.etree.ElementTree as ET

import cairosvg
import numpy as np
import pytest
import pyvips
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from artgen.drawing.canvas import POSTER, PRINT, Box
from artgen.drawing.colour import hexes
from artgen.drawing.marks import (
    Bar,
    Bristles,
    Dots,
    Gradient,
    Line,
    Radial,
    Shape,
    Spine,
    Stamp,
    Symbol,
    Tuft,
    Tufts,
    turned,
)
from artgen.drawing.paths import curves, dots, number, outline, outlines, pairs, trace
from artgen.drawing.shift import moved
from artgen.drawing.svg import fragment, write
from artgen.drawing.theme import load
from artgen.errors import StyleError
from artgen.publishing.raster import ENGINES, ThorVg

SVG = "{http://www.w3.org/2000/svg}"
HILL = np.array([[0.0, 0.0], [10.0, 20.0], [20.0, 0.0], [30.0, 20.0], [40.0, 0.0]])
BLUE, RED = "#223366", "#aa3322"
NAN = float("nan")
SIGN = Symbol((Shape(HILL, ""),))
SUNSET = Gradient((0.0, 0.0), (40.0, 0.0), ((0.0, BLUE), (1.0, RED)))
places = st.floats(-500, 2000)
samples = st.integers(3, 12).flatmap(lambda n: arrays(float, (n, 2), elements=places))


def written(*art, title="t", description="d", frame=()):
    return write(
        POSTER, load("linen"), title=title, description=description, art=art, frame=frame, reveal="wipe", style="tidal"
    )


def parsed(*art, **words):
    return ET.fromstring(written(*art, **words).svg)


def drawn(d):
    pen = RecordingPen()
    parse_path(d, pen)
    return pen.value


def bent(points):
    """Return the spline as it is defined, in whole tenths: controls are the samples, ends their middles."""
    q = np.rint(points * 5) * 2
    ends = [*((q[1:-2] + q[2:-1]) / 2), q[-1]]
    curves = [("qCurveTo", (tuple(c), tuple(e))) for c, e in zip(q[1:-1], ends, strict=True)]
    return [("moveTo", (tuple(q[0]),)), *curves, ("endPath", ())]


@given(samples)
def test_a_bristle_is_the_spline_of_its_samples(points):
    """Written as mirrored curves, a bristle has exactly the controls and ends of a uniform B-spline: nothing drifts."""
    assert drawn(trace([curves(points, [0])])[0].d) == bent(points)


@given(st.lists(samples, min_size=1, max_size=5))
def test_many_paths_at_once_are_the_same_as_one_by_one(many):
    """A path's text does not depend on what else is on the sheet."""
    paths = [path for points in many for path in (curves(points, [0, 2]), outline(points), dots(points))]
    assert trace(paths) == [trace([path])[0] for path in paths]


def test_two_samples_are_a_straight_line_and_one_is_a_dot():
    """A curve too short to bend is drawn plainly."""
    assert trace([curves(HILL[:3], [0, 2])])[0].d == "m0 0l100 200m100-200h0"


def test_a_smooth_outline_is_a_ring_without_a_seam():
    """A closed smooth shape passes the middle of every pair of its points."""
    assert trace([outline(HILL[:4])])[0].d == "m150 100q-150-100-100 0t100 0 100 0-100 0z"


def test_an_outline_turns_sharply_at_its_corners_only():
    """A wash is two curves joined: it runs through its corners and is smooth between them."""
    lens = np.array([[0, 0], [5, -2], [10, 0], [5, 2]])
    assert trace([outline(lens, corners=(0, 2))])[0].d == "m0 0q50-20 100 0q-50 20-100 0z"


def test_a_straight_outline_keeps_its_points():
    """A shape that is not smooth has its points as corners."""
    assert trace([outline(HILL[:3], smooth=False)])[0].d == "m0 0l100 200 100-200z"


def test_coordinates_beyond_the_prepared_numbers_are_written_too():
    """A far point is as exact as a near one."""
    assert trace([curves(np.array([[9000.0, 0.0], [-9000.0, 9000.0]]), [0])])[0].d == "m90000 0l-180000 90000"


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_numbers_are_short_and_true(value, places):
    """A number reads back within half of its last place, and is never a negative nothing or padded."""
    text = number(value, places)
    assert abs(float(text) - value) <= 0.5000001 * 10**-places
    assert not text.startswith(("-0", "0.")) or text == "0"
    assert text not in {"-", "-0", ""}


def picture(d, reader):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200">'
        '<rect width="400" height="200" fill="#ffffff"/><g transform="scale(.1)" fill="none" stroke-linecap="round">'
        f'<path d="{d}" stroke="#000000" stroke-width="60"/></g></svg>'
    )
    return np.asarray(READERS[reader](svg).convert("L"), int)


READERS = {
    "librsvg": lambda svg: Image.open(io.BytesIO(pyvips.Image.new_from_buffer(svg.encode(), "").pngsave_buffer())),
    "thorvg": lambda svg: ThorVg().pixels(svg, 400),
    "cairosvg": lambda svg: Image.open(io.BytesIO(cairosvg.svg2png(bytestring=svg.encode()))),
}


@pytest.mark.parametrize("reader", READERS)
def test_readers_draw_mirrored_curves_like_spelled_out_ones(reader):
    """Leaving the controls to the reader changes no pixel by more than a shade."""
    wave = np.stack([np.linspace(20, 380, 40), 100 + 70 * np.sin(np.linspace(0, 19, 40))], axis=1)
    spelled = "".join(
        f"{'M' if op == 'moveTo' else 'Q'}{' '.join(f'{x:g} {y:g}' for x, y in at)}" for op, at in bent(wave)[:-1]
    )
    assert np.abs(picture(trace([curves(wave, [0])])[0].d, reader) - picture(spelled, reader)).max() <= 40


def test_each_activity_has_one_group_in_paint_order():
    """A mark of one activity is found by its number, a mark of several by all of theirs."""
    root = parsed(Bristles(HILL, [0], BLUE, 2, of=(3,)), Dots(HILL, RED, 3, of=(3,)), Bar(0, 0, 9, 9, RED, of=(1, 2)))
    art = root.find(f"{SVG}g[@data-art]")
    assert [(group.get("id"), group.get("data-a"), len(group)) for group in art] == [("a3", "3", 2), ("a1", "1 2", 1)]


def test_ground_and_decoration_stand_bare():
    """A mark that names no activity is in no group."""
    art = parsed(Bar(0, 0, 9, 9, RED)).find(f"{SVG}g[@data-art]")
    assert [element.tag for element in art] == [f"{SVG}rect"]


def test_a_spine_is_said_on_its_group_and_not_drawn():
    """The page finds the mid-line and the breadth of an activity in tenths."""
    written_once = written(Spine(HILL[:2], 4.25, (0,)), Bristles(HILL, [0], BLUE, 2, of=(0,)))
    assert '<g id="a0" data-a="0" data-s="0,0 100,200" data-w="42"><path' in written_once.svg
    assert written_once.marks == 1


@pytest.mark.parametrize("place", [NAN, float("inf"), -1e9])
@pytest.mark.parametrize("corner", range(4))
def test_a_spine_of_places_that_are_none_is_refused(place, corner):
    """Whichever of its numbers it is."""
    points = np.arange(4.0)
    points[corner] = place
    with pytest.raises(StyleError, match="finite numbers"):
        pairs(points.reshape(2, 2))


def test_a_colour_that_is_no_number_has_no_name():
    """A style that divides by nothing hears of it; nothing is painted black for it."""
    with pytest.raises(ValueError, match="no number"):
        hexes([[0.5, 0.1, 0.1], [0.5, NAN, 0.1]])


@pytest.mark.parametrize(
    ("art", "why"),
    [
        ([Dots(HILL * np.nan, RED, 3, of=(7,))], r"style 'tidal', mark 0 \(Dots of activity 7\).*finite"),
        ([Bar(0, 0, 9, 9, RED), Bristles(HILL + np.inf, [0], RED, 3)], r"mark 1 \(Bristles\).*finite"),
        ([Bar(0, float("nan"), 9, 9, RED)], "nan is no place"),
        ([Bar(0, 0, 9, 9, "red")], "'red' is no colour"),
        ([Shape(HILL, "#12345g")], "no colour"),
        ([Bristles(HILL, [0], Gradient((0, 0), (1, 1), ((0, "url(x)"),)), 3)], "no colour"),
        ([Dots(HILL, RED, 0)], "no breadth"),
        ([Dots(HILL, RED, 3, opacity=2)], "opacity 2 is outside"),
        ([Bristles(HILL, [1], RED, 3)], "starts that begin at 0"),
        ([Bristles(HILL, [0, 3, 3], RED, 3)], "increasing order"),
        ([Tufts(HILL, [0, 2], [Tuft(1, RED, 3)], of=(4,))], r"Tufts of activity 4.*tufts that begin at 0"),
        ([Tufts(HILL, [1], [Tuft(0, RED, 3)])], "starts and tufts that begin at 0"),
        ([Tufts(HILL, [0], [])], "starts and tufts that begin at 0"),
        ([Tufts(HILL, [0, 2], [Tuft(0, RED, 3), Tuft(0, BLUE, 3)])], "increasing order"),
        ([Tufts(HILL, [0, 2], [Tuft(0, RED, 3), Tuft(2, BLUE, 3)])], "increasing order"),
        ([Tufts(HILL, [0, 2], [Tuft(0, RED, 3), Tuft(1, "blue", 3)])], "'blue' is no colour"),
        ([Shape(HILL[:0], RED)], "at least one row"),
        ([Line(0, 0, "a", 10, RED, weight=700)], "no font of weight 700"),
        (["<script>"], "this is no mark"),
        ([Dots(HILL, RED, 3, of=(1,)), Dots(HILL, RED, 3), Dots(HILL, RED, 3, of=(1,))], "activity 1 do not lie"),
        ([Spine(HILL, 3, (1,)), Spine(HILL, 3, (1,))], "activity 1 needs one spine"),
        ([Stamp(SIGN, turned(9, 9, NAN), of=(1,))], r"mark 0 \(Stamp of activity 1\): .* can't scale or turn a stamp"),
        ([Stamp(SIGN, (np.inf, 0, 0, 1, 9, 9))], "can't scale or turn a stamp; a matrix holds finite numbers"),
        ([Stamp(SIGN, (1, 0, 0, 1))], r"mark 0 \(Stamp\): ValueError"),
        (
            [Bar(0, 0, 9, 9, Gradient((0, 0), (1, 1), ((NAN, RED), (1, RED))))],
            r"\(Bar\): a stop .* at nan, outside 0..1",
        ),
        (
            [Bar(0, 0, 9, 9, Radial((0, 0), 9, ((0, RED), (100, RED))))],
            "a stop of its paint stands at 100, outside 0..1",
        ),
        (
            [Bar(0, 0, 9, 9, Gradient((0, 0), (1, 1), [(0, RED), (1, RED)]))],
            "the stops of its fill are no tuple of tuples; write",
        ),
        (
            [Bar(0, 0, -30, 3, RED, of=(2,))],
            r"\(Bar of activity 2\): -30 by 3: width and height of a Bar are at least 0",
        ),
        ([Bar(0, 0, 3, NAN, RED)], r"mark 0 \(Bar\): nan"),
        ([Bristles(HILL, [0], RED, 3, dash=(-3, 2))], r"\(Bristles\): dash = \(-3, 2\): no dash and no gap"),
        ([Bristles(HILL, [0], RED, 3, dash=(NAN, 2))], r"\(Bristles\): nan"),
        ([Bristles(HILL, [0], RED, 3, dash=3)], r"dash = 3 is no tuple; one of one is written dash=\(3,\)"),
        ([Bristles(HILL, [0], RED, -1)], "-1 is no breadth"),
        ([Bristles(HILL, [0], RED, NAN)], "nan is no breadth"),
        ([Bristles(HILL, [0], RED, 3, opacity=NAN)], "opacity nan is outside 0..1"),
        ([Stamp(SIGN, turned(9, 9), opacity=-1)], r"mark 0 \(Stamp\): opacity -1 is outside 0..1"),
        ([Bristles(HILL, 0, RED, 3)], r"starts = 0 is no tuple; one of one is written starts=\(0,\)"),
        ([Shape(HILL, "", of=(4,))], r"\(Shape of activity 4\): its fill is empty; only inside a Symbol it may be"),
        ([Stamp(SIGN, turned(9, 9), BLUE), Shape(HILL, "")], r"mark 1 \(Shape\): its fill is empty"),
        ([Bar(0, 0, 9, 9, Radial((0, 0), 9, (RED, BLUE)))], "the stops of its fill are no tuple of tuples"),
        ([Bar(0, 0, 9, 9, RED, within=Box(0, 0, 9, 9))], r"mark 0 \(Bar\): within = Box\(.*\) is no Shape"),
        ([Dots(HILL, RED, "8px")], r"mark 0 \(Dots\): size = '8px' is no number"),
        ([Dots(HILL.astype(object), RED, 3), Dots(np.array([["a", "b"]]), RED, 3)], r"mark \d \(Dots\): "),
        ([Line(0, 0, "a", 10, RED, anchor="center")], r"\(Line\): anchor = 'center' is none of start, middle, end"),
        ([Dots(HILL, RED, 3, of=7)], r"mark 0 \(Dots\): of = 7 is no tuple; one of one is written of=\(7,\)"),
        ([Bar(0, 0, 9, 9, RED, of=0)], r"mark 0 \(Bar\): of = 0 is no tuple"),
        ([Spine(HILL, 3, 7)], r"mark 0 \(Spine\): of = 7 is no tuple"),
        ([Spine(HILL, NAN, (1,))], "width nan is no breadth of a spine"),
        ([Tufts(HILL, (0,), (Tuft(0, "red", 2),), (1,))], r"\(Tufts of activity 1\): 'red' is no colour"),
        ([Tufts(HILL, (0, 2), (Tuft(0, RED[:6], 2), Tuft(1, RED[6] + RED, 2)))], "'#[0-9a-f]{5}' is no colour"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(art, why):
    """A style that draws nonsense hears which mark it was and why."""
    with pytest.raises(StyleError, match=why):
        written(*art)


@given(st.text(), st.text())
def test_any_title_and_description_stay_text(title, description):
    """Whatever a name holds, the sheet is well-formed and has no element that was not meant."""
    root = parsed(title=title, description=description)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {"svg", "title", "desc", "defs", "rect", "g"}


def test_markup_in_a_title_is_read_back_as_it_was():
    """Escaping loses nothing but what XML can't hold."""
    assert parsed(title="</title><script>]]>&amp;\x00").find(f"{SVG}title").text == "</title><script>]]>&amp;"


def test_a_gradient_is_defined_once_where_it_is_first_used():
    """Equal gradients share one definition."""
    svg = written(Shape(HILL, SUNSET), Bristles(HILL, [0], SUNSET, 3)).svg
    assert svg.count("<linearGradient") == 1
    assert svg.count("url(#p0)") == 2


def test_a_glyph_is_defined_once():
    """A letter's outline stands in the sheet once, however often it is set."""
    root = parsed(Line(0, 50, "noon", 20, BLUE))
    assert len(root.findall(f"{SVG}defs/{SVG}path")) == 2
    assert len(root.findall(f".//{SVG}use")) == 4


def test_boxes_hold_strokes_and_all_marks_of_an_activity():
    """The page can point at an activity: its box is in user units and holds half of each stroke."""
    boxes = written(Bristles(HILL, [0], BLUE, 4, of=(0,)), Bar(100, 5, 10, 10, RED, of=(0,))).boxes
    assert boxes == {0: Box(-2, -2, 112, 24)}


def test_the_frame_claims_no_activity():
    """A key or a legend around the art does not move an activity's box."""
    made = written(Bristles(HILL, [0], BLUE, 4, of=(0,)), frame=[Bar(900, 900, 10, 10, RED, of=(0,))])
    assert made.boxes == {0: Box(-2, -2, 44, 24)}


def test_a_fragment_keeps_its_names_apart():
    """Marks written into a page bring names of their own, so that two pictures on it never share one."""
    assert "url(#k1p0)" in fragment([Shape(HILL, SUNSET)], prefix="k1")


SQUARE = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]])
GLOW = Radial((300.0, 300.0), 200.0, ((0.0, "#ff0000"), (1.0, "#ff0000", 0.0)))


def pixel(engine, svg, x, y):
    return engine().pixels(svg, 1080).getpixel((x, y))


def test_several_outlines_of_one_paint_are_one_path():
    """A shape with `starts` is written as one element that closes each of its outlines, straight or smooth."""
    for smooth in (False, True):
        both = written(Shape(np.vstack([SQUARE, SQUARE + 200]), BLUE, smooth=smooth, starts=(0, 4), of=(0,)))
        assert both.marks == 2
        assert both.svg.count("<path") == 1
        assert trace([outlines(np.vstack([SQUARE, SQUARE + 200]), (0, 4), smooth=smooth)])[0].d.count("z") == 2
        assert both.boxes[0] == Box(0, 0, 300, 300)


def test_each_of_several_straight_outlines_stands_where_it_should():
    """SVG goes on from where a closed outline began: the next one's first step is counted from there."""
    both = outlines(np.vstack([HILL[:3], HILL[:3] + 200]), (0, 3), smooth=False)
    assert trace([both])[0].d == "m0 0l100 200 100-200zm2000 2000l100 200 100-200z"


def test_curves_apart_are_paths_of_their_own_under_one_paint():
    """Each curve that lies `apart` has its own element with its own place; paint and breadth are said once."""
    both = Bristles(np.vstack([HILL, HILL + 200]), (0, len(HILL)), BLUE, 3, 0.5, apart=True, of=(0,))
    made = written(both)
    alone = [trace([curves(HILL + shift, (0,))])[0].d for shift in (0, 200)]
    assert "".join(f'<path d="{d}"/>' for d in alone) in made.svg
    assert made.svg.count(BLUE) == 1
    assert made.marks == 2


def tufted(apart, within=None):
    """Three curves in two paints, as Tufts and as a Bristles for each paint."""
    points, starts = np.vstack([HILL, HILL[:3] + 200, HILL[:1] + 300]), (0, 5, 8)
    tufts = (Tuft(0, SUNSET, 4, 0.5, (0.0, 6.0)), Tuft(2, RED, 9))
    alike = {"of": (2,), "apart": apart, "within": within}
    each = (
        Bristles(points[:8], (0, 5), SUNSET, 4, 0.5, (0.0, 6.0), **alike),
        Bristles(points[8:], (0,), RED, 9, **alike),
    )
    return Tufts(points, starts, tufts, **alike), each


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("within", [None, Shape(SQUARE, "", smooth=False)])
def test_tufts_are_what_as_many_bristles_would_be(apart, within):
    """Bristles of several paints in one mark are written to the byte as a mark for each, and reach as far."""
    together, each = tufted(apart, within)
    before = Dots(HILL, BLUE, 2, of=(1,))
    assert written(before, together, Bar(0, 0, 9, 9, RED)) == written(before, *each, Bar(0, 0, 9, 9, RED))


def test_tufts_move_as_as_many_bristles_would():
    """On another sheet, smaller, they are still the same."""
    together, each = tufted(apart=True)
    assert written(*moved([together], 30, 7, 0.5)) == written(*moved(each, 30, 7, 0.5))
    assert written(*moved([together], 30, 7, 0.5)) != written(together)


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_curves_apart_lie_one_on_the_other(name):
    """Where two sheer curves cross, paint lies on paint if they are apart; together they are one area."""
    cross = np.array([[300.0, 100.0], [300.0, 500.0], [100.0, 300.0], [500.0, 300.0]])
    together, apart = (
        pixel(ENGINES[name], written(Bristles(cross, (0, 2), BLUE, 80, 0.5, smooth=False, apart=lies)).svg, 300, 300)
        for lies in (False, True)
    )
    assert sum(apart) < sum(together) - 60


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_what_lies_outside_an_area_is_not_drawn(name):
    """Every engine shows only what lies `within`; the activity's box ends there too, and an area is defined once."""
    window = Shape(SQUARE + 200, "", smooth=False)
    art = [
        Bar(0, 0, 1000, 250, BLUE, of=(0,), within=window),
        Shape(SQUARE * 9, RED, smooth=False, of=(1,), within=window),
    ]
    made = written(*art)
    assert made.svg.count("<clipPath") == 1
    assert made.boxes == {0: Box(200, 200, 100, 50), 1: Box(200, 200, 100, 100)}
    ground = pixel(ENGINES[name], made.svg, 600, 100)
    assert pixel(ENGINES[name], made.svg, 150, 225) == ground
    assert pixel(ENGINES[name], made.svg, 250, 250) != ground


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_a_radial_paint_fades_from_its_centre(name):
    """Every engine draws a glow strongest in the middle and gone at its radius."""
    svg = written(Bar(0, 0, 600, 600, GLOW)).svg
    ground = pixel(ENGINES[name], svg, 20, 20)
    middle, between = pixel(ENGINES[name], svg, 300, 300), pixel(ENGINES[name], svg, 400, 300)
    assert middle[0] > 245
    assert middle[1] < 10
    assert ground[1] > between[1] > middle[1]


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_a_stamp_is_the_symbol_where_its_matrix_puts_it(name):
    """A symbol is defined once; each stamp turns, scales and colours it, and its box is where it lies."""
    symbol = Symbol((Shape(SQUARE, "", smooth=False), Shape(SQUARE + np.array([100.0, 0.0]), RED, smooth=False)))
    made = written(
        Stamp(symbol, turned(200, 300), BLUE, of=(0,)), Stamp(symbol, turned(900, 300, 90, (2, 1)), "#00ff00", of=(1,))
    )
    assert made.svg.count('<g id="s0"') == 1
    assert made.marks == 4
    assert made.boxes[0] == Box(200, 300, 200, 100)
    assert made.boxes[1] == Box(800, 300, 100, 400)
    seen = [pixel(ENGINES[name], made.svg, *at) for at in ((250, 350), (350, 350), (850, 400), (850, 600))]
    wanted = [(0x22, 0x33, 0x66), (0xAA, 0x33, 0x22), (0, 255, 0), (0xAA, 0x33, 0x22)]
    assert all(abs(a - b) < 3 for got, want in zip(seen, wanted, strict=True) for a, b in zip(got, want, strict=True))


def test_a_symbol_names_no_activity():
    """Whose mark it is says the stamp; a symbol that says it too is refused."""
    with pytest.raises(StyleError, match="a symbol needs marks, and none that names an activity"):
        written(Stamp(Symbol((Bar(0, 0, 9, 9, BLUE, of=(3,)),)), turned(0, 0)))


def test_a_print_is_larger_than_its_sheet_by_the_bleed():
    """The ground of a print reaches three millimetres past every edge of eighteen inches by twenty-four."""
    svg = write(PRINT, load("linen"), title="", description="", art=(), reveal="wipe", style="tidal").svg
    bleed = 1080 * 3 / 457.2
    assert [float(v) for v in ET.fromstring(svg).get("viewBox").split()] == pytest.approx(
        [-bleed, -bleed, 1080 + 2 * bleed, 1440 + 2 * bleed], abs=0.001
    )
