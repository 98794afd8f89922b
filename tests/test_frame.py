"""The frame says what the telling says, inside its margins, in the theme's colours, the same on any machine."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ribbons import describe, legend, ramps, ribbons, swatches, textures
from stories import COUNTS, NORTHWING, awkward, story, telling

from artgen.artwork import Look, compose, shows_name
from artgen.artwork.card import card_frame
from artgen.artwork.legend import legend_marks
from artgen.artwork.poster import Said, poster_frame
from artgen.artwork.side import Side
from artgen.drawing.canvas import CARD, PHONE, POSTER, PRINT, Box
from artgen.drawing.colour import contrast
from artgen.drawing.marks import Bar, Bristles, Gradient, Line
from artgen.drawing.shift import moved
from artgen.drawing.style import LegendItem
from artgen.drawing.theme import load, names
from artgen.drawing.typeset import ELLIPSIS, graphemes, set_line
from artgen.errors import StyleError

LINEN, DUSK = load("linen"), load("dusk-paper")
SHEETS = [(POSTER, LINEN), (POSTER, DUSK), (PHONE, LINEN), (PHONE, DUSK), (PRINT, LINEN), (PRINT, DUSK)]
SHEET_NAMES = [f"{canvas.name} {theme.voice}" for canvas, theme in SHEETS]
AWKWARD = awkward()
ALLOWED = {"svg", "title", "desc", "defs", "linearGradient", "stop", "path", "rect", "g", "use"}
HANG = 5.0
labels = st.text(st.sampled_from("WMmabcé-’ Ωж9") | st.characters(), max_size=80)


def framed(told, said=None, theme=LINEN, canvas=POSTER, rtl=False):
    said = said or telling(told)
    explained = legend(told, said, NORTHWING)
    words = describe(told, said, NORTHWING)
    return list(poster_frame(canvas, theme, Said(said, NORTHWING, swatches(told, theme), explained, words, rtl=rtl)))


def composed(told, canvas=POSTER, theme="linen", said=None):
    return compose(Look(ribbons, load(theme), {}, canvas), told, said or telling(told), NORTHWING, "seed")


def lines(marks):
    return [mark for mark in marks if isinstance(mark, Line)]


def texts(marks):
    return [mark.text for mark in lines(marks)]


def extent(line):
    breadth = set_line(line.text, line.size, line.weight, line.track, line.voice).width
    return (line.x - breadth, line.x) if line.anchor == "end" else (line.x, line.x + breadth)


def touching(marks):
    """Return the pairs of lines whose letters, from cap height to a little under the baseline, overlap."""
    boxes = [(*extent(line), line.y - 0.73 * line.size, line.y + 0.02 * line.size, line.text) for line in lines(marks)]
    return [
        (a[4], b[4])
        for a, b in combinations([box for box in boxes if box[4]], 2)
        if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
    ]


def outside(marks, left, right):
    return [line.text for line in lines(marks) if extent(line)[0] < left - HANG or extent(line)[1] > right + HANG]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("canvas", [POSTER, CARD], ids=["poster", "card"])
def test_the_same_arguments_give_the_same_bytes(count, canvas):
    """A sheet does not remember that it was drawn before."""
    assert composed(story(count), canvas) == composed(story(count), canvas)


def test_another_process_zone_and_locale_give_the_same_bytes():
    """Neither hash seed, nor time zone, nor locale shows in a sheet."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_frame import composed, story, CARD, POSTER\n"
        "print(*(composed(story(23), canvas).digest for canvas in (POSTER, CARD)))"
    )
    elsewhere = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Chatham", "LC_ALL": "C"}
    said = subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__).parent)], env=elsewhere, capture_output=True, check=True
    )
    assert said.stdout.decode().split() == [composed(story(23), canvas).digest for canvas in (POSTER, CARD)]


@pytest.mark.parametrize("told", AWKWARD.values(), ids=AWKWARD)
@pytest.mark.parametrize("canvas", [POSTER, CARD], ids=["poster", "card"])
def test_awkward_years_give_a_plain_well_formed_sheet(told, canvas):
    """A name that is markup, or any other oddity, adds no element that was not meant."""
    root = ET.fromstring(composed(told, canvas).svg)
    assert {element.tag.split("}")[1] for element in root.iter()} <= ALLOWED


@pytest.mark.parametrize("count", COUNTS)
def test_every_activity_has_a_box_and_a_swatch(count):
    """What the page points at is there for each activity."""
    made = composed(story(count))
    assert len(made.boxes) == len(made.swatches) == count
    assert None not in made.boxes


@pytest.mark.parametrize(("canvas", "theme"), SHEETS, ids=SHEET_NAMES)
@settings(max_examples=20)
@given(name=labels, tag=labels, brand=labels, value=labels, label=labels, way=labels, day=labels, rtl=st.booleans())
def test_no_text_leaves_the_margins_of_a_sheet(canvas, theme, name, tag, brand, value, label, way, day, rtl):
    """However long or odd the words are, they stay between the margins."""
    said = telling(story(23))
    said = replace(
        said,
        name=name,
        tag=tag,
        figures=tuple(replace(figure, value=value, label=label) for figure in said.figures),
        rows=tuple(replace(row, way_short=way, day_short=day) for row in said.rows),
    )
    explained = (LegendItem(value, way), LegendItem(label, tag, draw=textures, labels=(way, day, tag)))
    words = describe(story(23), said, NORTHWING)
    vocabulary = replace(NORTHWING, brand=brand)
    around = Said(said, vocabulary, swatches(story(23), theme), explained, words, rtl=rtl)
    made = list(poster_frame(canvas, theme, around))
    assert outside(made, canvas.margin, canvas.width - canvas.margin) == []
    assert touching(made) == []


def test_long_words_of_a_brand_stop_before_their_neighbours():
    """Brand, tag, figures and key give way instead of running into each other."""
    long = "Wonderfully long words of a brand " * 4
    said = replace(telling(story(23)), tag=long)
    said = replace(said, figures=tuple(replace(figure, value=long, label=long) for figure in said.figures))
    said = replace(said, rows=tuple(replace(row, way_short=long, day_short=long) for row in said.rows))
    words = describe(story(23), said, NORTHWING)
    vocabulary = replace(NORTHWING, brand=long)
    made = list(poster_frame(POSTER, LINEN, Said(said, vocabulary, swatches(story(23), LINEN), (), words)))
    assert outside(made, 64, 1016) == []
    assert touching(made) == []


@settings(max_examples=40)
@given(tag=labels, brand=labels, value=labels, label=labels, sentence=labels)
def test_no_text_leaves_the_column_of_a_card(tag, brand, value, label, sentence):
    """A card's words stay left of its art."""
    said = telling(story(23))
    said = replace(said, tag=tag, figures=tuple(replace(f, value=value, label=label) for f in said.figures))
    quiet = replace(telling(story(0)), tag=tag, sentence=sentence)
    made = [list(card_frame(CARD, LINEN, words, replace(NORTHWING, brand=brand))) for words in (said, quiet)]
    assert [outside(marks, CARD.margin, CARD.art.x) for marks in made] == [[], []]
    assert [touching(marks) for marks in made] == [[], []]


@pytest.mark.parametrize(("canvas", "theme"), SHEETS, ids=SHEET_NAMES)
@pytest.mark.parametrize("told", [*AWKWARD.values(), *map(story, COUNTS)], ids=[*AWKWARD, *map(str, COUNTS)])
def test_no_two_lines_of_a_sheet_touch(told, canvas, theme):
    """Name, key, figures and legend keep clear of each other, of the art, and of the edges."""
    made = framed(told, theme=theme, canvas=canvas)
    assert touching(made) == []
    assert outside(made, canvas.margin, canvas.width - canvas.margin) == []
    assert max(line.y for line in lines(made)) < canvas.height - (150 if canvas is PHONE else 30)
    loudest = max(lines(made), key=lambda line: line.size)
    assert loudest.y - 0.73 * loudest.size > canvas.art.bottom


@pytest.mark.parametrize(("canvas", "theme"), SHEETS, ids=SHEET_NAMES)
def test_a_sheet_read_from_the_right_is_the_other_way_round(canvas, theme):
    """Every line keeps its height and stands as far from the right as it stood from the left."""
    there, back = (lines(framed(story(4), theme=theme, canvas=canvas, rtl=rtl)) for rtl in (False, True))
    words = [line for line in there if line.text != "rain"]
    assert len(there) == len(back)
    mirrored = {(line.text, line.y, round(canvas.width - extent(line)[1], 1)) for line in back}
    samples = {
        label for item in legend(story(4), telling(story(4)), NORTHWING) if not item.stacked for label in item.labels
    }
    assert {(one.text, one.y, round(extent(one)[0], 1)) for one in words if one.text not in samples} <= mirrored


def test_the_year_is_as_loud_as_the_name_in_the_warm_voice():
    """It stands at the end of the name's line, and gives way to a name that needs the room."""
    short, long = (framed(replace(story(4), name=name), theme=DUSK) for name in ("Jo", "Maximiliane " * 9))
    assert [line.size for line in lines(short) if line.text == "2025"] == [104.0]
    assert [line.size for line in lines(long) if line.text == "2025"] == [16.0]


def test_a_phone_has_no_small_print():
    """On a phone's sheet nothing is set smaller than 19 units but a name in need of room: neither key nor legend."""
    for theme in (LINEN, DUSK):
        assert min(line.size for line in lines(framed(story(23), theme=theme, canvas=PHONE)) if line.text) >= 16


@pytest.mark.parametrize("theme", names())
@pytest.mark.parametrize("count", [0, 23, 180])
def test_text_is_in_the_themes_colours_and_legible(theme, count):
    """Every word has at least 4.5:1 on the ground."""
    chosen = load(theme)
    words = lines([*framed(story(count), theme=chosen), *card_frame(CARD, chosen, telling(story(count)), NORTHWING)])
    assert {line.fill for line in words} <= {chosen.ink, chosen.muted}
    assert min(contrast(line.fill, chosen.ground) for line in words) >= 4.5


def test_a_short_year_has_every_activity_in_its_key():
    """Up to 24 activities, each has a row with its way, its day and its two paints."""
    made = framed(story(23))
    rows = [(row.way_short, row.day_short) for row in telling(story(23)).rows]
    assert [pair for pair in zip(texts(made), texts(made)[1:], strict=False) if pair in rows] == rows
    assert len([mark for mark in made if isinstance(mark, Bar) and mark.width == 15]) == 46


def test_a_long_year_has_its_twelve_most_taken_ways():
    """Above 24 activities the key counts ways instead."""
    said = telling(story(180))
    shown = [text for text in texts(framed(story(180))) if text.startswith("× ")]
    assert shown == [f"× {route.times}" for route in said.routes[:12]]


def test_an_activity_without_a_way_is_known_by_its_day():
    """A brand without places gets a key of days."""
    shown = texts(framed(AWKWARD["nothing but dates"]))
    assert "11 Jan" in shown
    assert not any("–" in text and "Jan" in text for text in shown)


def test_an_empty_year_says_one_sentence_and_no_number():
    """No figure, no key and no legend: the year is the only number."""
    shown = texts(framed(story(0)))
    assert "Drawn in one breath, and meant for you." in shown
    assert [text for text in shown if any(letter.isdigit() for letter in text)] == ["2025"]


@pytest.mark.parametrize("name", ["", "ᏣᎳᎩ"])
def test_a_name_that_cannot_be_shown_gives_way_to_the_tag(name):
    """Without a name the tag stands large, once."""
    made = lines(framed(replace(story(23), name=name)))
    assert not shows_name(name)
    assert [line.text for line in made if line.size > 60] == ["Your year in flight"]
    assert len([line for line in made if line.text == "Your year in flight"]) == 1


def test_a_name_is_one_loud_word_beside_the_key():
    """A name of usual length stands at full size on its baseline."""
    loud = max(lines(framed(story(23))), key=lambda line: line.size)
    assert (loud.text, loud.size, loud.y) == ("Maya", 92, 1128)


def test_a_double_name_breaks_at_its_hyphen():
    """A long name stays loud and whole in two lines, with the key beside it."""
    made = lines(framed(replace(story(23), name="Maximiliane-Charlotte")))
    assert [line.text for line in made if line.size > 30] == ["Maximiliane-", "Charlotte"]
    assert "AUS – DEN" in [line.text for line in made]


def test_an_absurd_name_ends_in_an_ellipsis():
    """Three hundred letters become two lines of the name's beginning."""
    told = AWKWARD["three hundred letters"]
    made = [line.text for line in lines(framed(told)) if line.size > 30]
    assert len(made) == 2
    assert made[1].endswith(ELLIPSIS)
    assert told.name.startswith(" ".join(made).removesuffix(ELLIPSIS))


def test_a_long_name_is_cut_between_graphemes():
    """A letter with its accents is not torn apart at the end of a line."""
    name = "I\u0328\u0301" * 200
    made = [line.text for line in lines(framed(replace(story(23), name=name))) if line.size > 30]
    assert set(graphemes("".join(made).removesuffix(ELLIPSIS))) == set(graphemes(name))


def test_a_card_carries_no_name():
    """Two people of the same year have the same card: neither its words nor its title tell them apart."""
    renamed = replace(story(23), name="Zebediah")
    assert composed(renamed, CARD).svg == composed(story(23), CARD).svg
    assert composed(renamed).svg != composed(story(23)).svg


def test_samples_of_a_campaign_are_drawn_once():
    """On the next sheet they stand as they did, and elsewhere where they should."""
    drawn = []

    def sample(theme, width, height):
        drawn.append(width)
        yield Bar(0, 0, width, height, theme.ink)

    item = LegendItem("Colour", "", draw=sample, labels=("Season", "Hour"))
    box = Box(540, 1262, 218, 50)
    first, again = (list(legend_marks(replace(item, of=(n,)), box, LINEN, Side(1080))) for n in (0, 5))
    assert (first, len(drawn)) == (again, 1)
    beside = list(legend_marks(item, replace(box, x=40), LINEN, Side(1080)))
    assert [mark.x for mark in beside] == pytest.approx([mark.x - 500 for mark in first])


def test_samples_are_moved_to_their_place_in_the_legend():
    """A drawn sample lands inside its item's column, gradients with it."""
    item = LegendItem("Colour", "", draw=ramps, labels=("Season", "Hour"), stacked=True)
    bars = [mark for mark in legend_marks(item, Box(540, 1262, 218, 50), LINEN, Side(1080)) if isinstance(mark, Bar)]
    assert min(bar.x for bar in bars) >= 540
    assert max(bar.x + bar.width for bar in bars) <= 758
    assert all(1262 < bar.y < 1312 for bar in bars)


def test_a_legend_breaks_its_text_where_it_says_so():
    """A style may say where its two lines part."""
    item = LegendItem("Length", "Distance.\nMore is longer")
    assert texts(legend_marks(item, Box(0, 0, 218, 50), LINEN, Side(1080))) == ["Length", "Distance.", "More is longer"]


def test_long_labels_take_two_columns_of_the_legend():
    """Five long words under five samples stand whole, and what no longer has room is left to the page."""
    kinds = LegendItem("Kind", "", draw=textures, labels=("Flat white", "Long run", "Cold brew", "Intervals", "Pastry"))
    items = (LegendItem("One", "first"), kinds, LegendItem("Three", "third"), LegendItem("Four", "fourth"))
    said = Said(
        telling(story(4)), NORTHWING, swatches(story(4), LINEN), items, describe(story(4), telling(story(4)), NORTHWING)
    )
    words = texts(poster_frame(POSTER, LINEN, said))
    assert {*kinds.labels, "One", "Three"} <= set(words)
    assert "Four" not in words


def test_a_gradient_moves_with_its_mark():
    """A ramp of one bar keeps its colours where they were on it."""
    ramp = Gradient((0.0, 4.0), (90.0, 4.0), ((0.0, LINEN.ink), (1.0, LINEN.muted)))
    (bar,) = moved([Bar(0, 0, 90, 8, ramp)], 500, 1000)
    assert (bar.x, bar.y, bar.fill.start, bar.fill.end) == (500, 1000, (500, 1004), (590, 1004))


def test_a_name_is_shown_whole_or_not_at_all():
    """A name that would lose a letter does not stand there mutilated."""
    assert shows_name("Anna")
    assert not shows_name("Anna ᏣᎳᎩ")


def test_moving_marks_keeps_their_shape():
    """A mark moved there and back is where it was."""
    drawn = [mark for mark in textures(LINEN, 200, 13) if isinstance(mark, Bristles)]
    back = list(moved(moved(drawn, 30, -7), -30, 7))
    assert [mark.points.tolist() for mark in back] == [mark.points.tolist() for mark in drawn]


def test_a_style_that_miscounts_its_swatches_is_refused():
    """One pair of paints an activity, or the key would lie."""
    careless = replace(ribbons, swatches=lambda told, theme: ())
    with pytest.raises(StyleError, match="0 swatches for 23"):
        compose(Look(careless, LINEN), story(23), telling(story(23)), NORTHWING, "seed")


def test_a_style_that_draws_an_activity_too_many_is_refused():
    """A mark may only name an activity of this year."""
    careless = replace(ribbons, draw=lambda *given, **options: iter([Bar(0, 0, 9, 9, "#000000", of=(23,))]))
    with pytest.raises(StyleError, match="drew activity 23 of a year that has 23"):
        compose(Look(careless, LINEN), story(23), telling(story(23)), NORTHWING, "seed")


def test_another_seed_moves_decoration_only():
    """The seed changes the hand, not what is said."""
    looks = Look(ribbons, LINEN)
    one, other = (compose(looks, story(4), telling(story(4)), NORTHWING, seed) for seed in ("one", "other"))
    assert one.svg != other.svg
    assert one.description == other.description
