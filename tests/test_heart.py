"""The heart draws one stroke for each activity, loses none, and says in words what it shows.

Its golden pictures are drawn anew by `python tests/goldens.py heart`; look at them before you commit them.
"""

import datetime as dt
import re
from dataclasses import replace
from itertools import permutations

import goldens
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from stories import COUNTS, NORTHWING, awkward, story, telling

from artgen.artwork import Look, compose
from artgen.drawing.brush import Strokes, hairs, lay, waving
from artgen.drawing.canvas import CARD, POSTER
from artgen.drawing.heartline import heartline
from artgen.drawing.marks import Bristles, Dots, Shape, Spine, Tufts
from artgen.drawing.rng import Rng
from artgen.drawing.svg import write
from artgen.drawing.theme import load, names
from artgen.drawing.visibility import beside_holes, grid, paint_order, seen
from artgen.errors import StyleError
from artgen.history.columns import SUN_SAMPLES, WEATHERS, Activity
from artgen.history.story import Story
from artgen.renderers._heart_spiral import wind
from artgen.renderers.heart import heart, shares_of

LINEN = load("linen")
AWKWARD = awkward()
MANY = COUNTS[1:]
# The least visible share of a stroke's body in hundredths, counted in pixels of flat polygons at 4 to the unit;
# 2 is a stroke that crosses itself. A change may raise these numbers, never lower them.
LEAST_SEEN = {2: 55, 4: 42, 10: 29, 23: 34, 60: 30, 180: 27, 546: 7}


def marks(told, canvas=POSTER, theme=LINEN, seed="seed", **options):
    return list(heart.draw(told, canvas, theme, Rng(seed), **heart.checked(options)))


def written(told, canvas=POSTER, **options):
    art = marks(told, canvas, **options)
    return write(canvas, LINEN, title="", description="", art=art, reveal=heart.reveal, style="heart")


def composed(told, canvas=POSTER):
    return compose(Look(heart, LINEN, {}, canvas), told, telling(told), NORTHWING, "seed")


def drawn(svg):
    return sorted(int(n) for n in re.findall(r'data-a="(\d+)"', svg))


def inside(box, canvas):
    return min(box.x, box.y) >= 0 and box.right <= canvas.width and box.bottom <= canvas.height


def all_inside(sheet, canvas):
    return all(inside(box, canvas) for box in sheet.boxes.values())


def shares_in_pixels(told, to_unit=4):
    size = int(POSTER.width * to_unit), int(POSTER.height * to_unit)
    sheet, areas = Image.new("I", size), {}
    for body in (mark for mark in marks(told) if isinstance(mark, Shape)):
        corner = body.points.min(axis=0)
        own = Image.new("1", tuple(np.ceil(np.ptp(body.points, axis=0) * to_unit + 2).astype(int).tolist()))
        ImageDraw.Draw(own).polygon([tuple(p) for p in ((body.points - corner) * to_unit).tolist()], fill=1)
        ImageDraw.Draw(sheet).polygon([tuple(p) for p in (body.points * to_unit).tolist()], fill=body.of[0] + 1)
        areas[body.of[0]] = np.asarray(own).sum()
    seen_now = np.bincount(np.asarray(sheet).ravel(), minlength=len(told) + 1)[1:]
    return seen_now / np.array([areas[n] for n in range(len(told))])


def apart(pair):
    one, other = (np.array([int(paint[i : i + 2], 16) for i in (1, 3, 5)]) for paint in pair)
    return np.abs(one - other).max()


def bristles(told, n):
    return np.sort(
        np.concatenate([m.points for m in marks(told) if isinstance(m, Bristles | Tufts) and m.of == (n,)]), axis=0
    )


def rings(*levels, turns=1.0):
    one = np.ones(len(levels))
    level = np.array(levels)
    return Strokes(0 * one, turns * one, level, level, 0.2 * one, 0 * one, 0 * one, np.inf, 0.0)


def laid_one_by_one(on, wanted):
    order, left = [], list(range(len(on.spots)))
    while left:
        over = np.bincount(np.concatenate([on.spots[n] for n in left]), minlength=len(on.covered))
        shown = [on.areas[on.spots[n][over[on.spots[n]] == 1]].sum() / on.whole[n] for n in left]
        wanted = min(wanted, max(shown) - 1e-12)
        order.append(left.pop(next(i for i, share in enumerate(shown) if share >= wanted)))
    return order


@st.composite
def years(draw):
    """Histories of 0 to 60 activities: any amounts, unknown ones, missing hours, leap days, crowded hours."""
    whens = draw(st.lists(st.integers(0, 366 * 1440 - 1), max_size=60))
    whens = draw(st.sampled_from([whens, [whens[0]] * len(whens) if whens else []]))
    amounts = st.one_of(st.just(float("nan")), st.just(0.0), st.just(100.0), st.floats(0, 1e9))
    suns = st.one_of(st.just(()), st.lists(st.floats(-90, 90), min_size=SUN_SAMPLES, max_size=SUN_SAMPLES).map(tuple))
    start = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    made = []
    for n, minute in enumerate(sorted(whens)):
        sun = draw(suns)
        made.append(
            Activity(
                n=n,
                start=start + dt.timedelta(minutes=minute),
                timed=bool(sun),
                amount=draw(amounts),
                minutes=float("nan"),
                grade=draw(st.integers(0, 3)),
                weather=draw(st.sampled_from(["", *WEATHERS])),
                sun=sun,
                rising=(True,) * len(sun),
            )
        )
    return Story("", 2024, tuple(made))


@pytest.mark.parametrize("canvas", [POSTER, CARD], ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("count", COUNTS)
def test_each_activity_is_drawn_once(count, canvas):
    """Counted back from the SVG, the groups are the activities of the story: each once, none besides."""
    assert drawn(composed(story(count), canvas).svg) == list(range(count))


@pytest.mark.parametrize("count", MANY)
def test_each_activity_has_one_spine(count):
    """The page can play every stroke: each has one mid-line of at most fourteen points and a breadth."""
    middles = [mark for mark in marks(story(count)) if isinstance(mark, Spine)]
    assert sorted(mark.of[0] for mark in middles) == list(range(count))
    assert all(len(mark.points) <= 14 and mark.width > 0 for mark in middles)


@settings(deadline=None, max_examples=60)
@given(years())
def test_any_year_is_drawn_whole_and_inside_the_sheet(told):
    """Whatever a year holds, each activity is drawn once, in finite numbers, inside poster and card."""
    for canvas in (POSTER, CARD):
        sheet = written(told, canvas)
        assert drawn(sheet.svg) == list(range(len(told)))
        assert all_inside(sheet, canvas)


@pytest.mark.parametrize("canvas", [POSTER, CARD], ids=lambda canvas: canvas.name)
@pytest.mark.parametrize(
    "told", [story(count) for count in COUNTS] + list(AWKWARD.values()), ids=lambda told: len(told)
)
def test_strokes_stay_inside_the_sheet(told, canvas):
    """No stroke leaves the paper."""
    assert all_inside(written(told, canvas), canvas)


@pytest.mark.parametrize("count", [0, 1, 23])
def test_the_same_year_gives_the_same_bytes(count):
    """Drawn twice, a year gives the same SVG."""
    assert composed(story(count)).digest == composed(story(count)).digest


def test_two_years_differ():
    """Two people get two pictures."""
    assert composed(story(23)).digest != composed(story(60)).digest


def test_the_seed_moves_bristles_but_no_stroke():
    """Where a stroke runs is data: another seed leaves every mid-line where it was."""
    one, other = marks(story(23), seed="a"), marks(story(23), seed="b")
    spines = [[mark.points.tolist() for mark in drawn_ if isinstance(mark, Spine)] for drawn_ in (one, other)]
    assert spines[0] == spines[1]


def test_a_changed_amount_changes_the_picture():
    """Twice the distance on one day is another heart."""
    told = story(23)
    changed = replace(told, activities=(replace(told.activities[0], amount=2000.0), *told.activities[1:]))
    assert written(changed).svg != written(told).svg


@pytest.mark.parametrize("field", [{"weather": "snow"}, {"grade": 3}, {"sun": (), "rising": ()}], ids=str)
def test_everything_the_legend_explains_is_drawn(field):
    """Weather, grade and hour each change the stroke of their activity."""
    told = story(4)
    changed = replace(told, activities=(replace(told.activities[0], **field), *told.activities[1:]))
    assert written(changed).svg != written(told).svg


def test_a_larger_amount_is_a_longer_and_broader_stroke():
    """Length and breadth follow the amount."""
    strokes, _ = wind((0.2, 0.2, 1.0, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2))
    assert int(np.argmax(strokes.breadth)) == 2
    assert (strokes.end - strokes.start)[2] > 1.5 * (strokes.end - strokes.start)[3]


def test_the_year_winds_outward():
    """No stroke begins before the one before it, and the last lies far outside the first."""
    strokes, _ = wind(shares_of(story(60)))
    assert np.all(np.diff(strokes.start) >= 0)
    assert strokes.level(np.array([59]), np.array([0.5])) > 4 * strokes.level(np.array([0]), np.array([0.5]))


@pytest.mark.parametrize(("count", "hundredths"), LEAST_SEEN.items())
def test_no_stroke_is_lost_under_the_others(count, hundredths):
    """Counted in pixels, the most hidden stroke still shows this much of itself."""
    assert shares_in_pixels(story(count)).min() >= hundredths / 100


def test_a_hidden_stroke_is_lifted_above_its_cover():
    """Three strokes on one ring would hide two; painted in the found order on steps aside, all are seen."""
    on = grid(heartline(0.0), rings(0.55, 0.50, 0.6))
    assert paint_order(on, 0.3).shares.min() > seen(on, np.arange(3))[0].min()


CROWDED = pytest.mark.parametrize(
    "levels", [(0.5, 0.55, 0.6, 0.52, 0.57), (0.4, 0.4, 0.45, 0.43, 0.6), (0.9, 0.5, 0.6, 0.7, 0.8)]
)


@CROWDED
@pytest.mark.parametrize("wanted", [0.05, 0.3, 1.0])
def test_no_order_shows_more_of_the_most_hidden_stroke(levels, wanted):
    """The least that a stroke shows is what is wanted, or else the most of all orders."""
    on = grid(heartline(0.0), rings(*levels))
    best = max(seen(on, np.array(order))[0].min() for order in permutations(range(len(levels))))
    assert paint_order(on, wanted).shares.min() >= min(wanted, best) - 1e-9


@CROWDED
def test_of_the_orders_that_show_enough_the_nearest_to_time_is_painted(levels):
    """Whoever can stay where the year has them stays there, from the first on."""
    on = grid(heartline(0.0), rings(*levels))
    orders = list(permutations(range(len(levels))))
    least = [seen(on, np.array(order))[0].min() for order in orders]
    first = next(order for order, shown in zip(orders, least, strict=True) if shown >= max(least) - 1e-9)
    assert paint_order(on, max(least) - 1e-9).order.tolist() == list(first)


@pytest.mark.parametrize("count", [4, 23, 60, 180])
def test_the_painting_order_is_the_one_laid_stroke_by_stroke(count):
    """Whole stretches of the year laid at once, and what shows kept up to date, change nothing."""
    on = grid(heartline(0.0), wind(shares_of(story(count)))[0])
    assert paint_order(on, 0.3).order.tolist() == laid_one_by_one(on, 0.3)


@given(st.lists(st.sampled_from([0.02, 0.05, 0.3, 1.0]), min_size=1, max_size=40))
def test_a_heart_keeps_its_promise_whatever_the_amounts(amounts):
    """A few long strokes among many short ones are the hardest; still nobody shows less than is promised."""
    ((_, promised),) = heart.promise
    assert wind(tuple(amounts))[1].shares.min() >= promised


def test_the_order_of_time_stays_where_all_are_seen():
    """Strokes that don't cover each other are painted in the order of time."""
    assert paint_order(grid(heartline(0.0), rings(0.3, 0.6, 0.9)), 0.3).order.tolist() == [0, 1, 2]


def test_a_hole_is_found_by_its_rim():
    """Strokes with bare ground between them are named; strokes side by side are not."""
    assert beside_holes(grid(heartline(0.0), rings(0.4, 0.8))).tolist() == [0, 1]
    assert beside_holes(grid(heartline(0.0), rings(0.4, 0.41))).tolist() == []


@given(st.floats(-3, 40))
def test_bends_count_the_way_round_and_back(turn):
    """Counting the way in bends and back is the way itself."""
    line = heartline(4.0)
    assert line.unbend(line.bends(turn)) == pytest.approx(turn, abs=1e-9)


@pytest.mark.parametrize("options", [{"tilt": 0}, {"tilt": 12}, {"lushness": 0.4}, {"lushness": 1.6}], ids=str)
@pytest.mark.parametrize("count", [0, 1, 4, 60])
def test_options_hold_at_their_limits(count, options):
    """At every option's limits the picture is whole and inside the sheet."""
    sheet = written(story(count), **options)
    assert drawn(sheet.svg) == list(range(count))
    assert all_inside(sheet, POSTER)


def test_an_option_past_its_limit_is_refused():
    """A heart can't lean by 40 degrees."""
    with pytest.raises(StyleError, match="tilt = 40 is outside"):
        heart.checked({"tilt": 40})


@pytest.mark.parametrize(("count", "kilobytes"), [(1, 110), (23, 330), (180, 360), (546, 640)])
def test_posters_stay_small(count, kilobytes):
    """A whole poster keeps within its size; 400 KB at 23 is the promise, these are today's."""
    assert len(composed(story(count)).svg.encode()) <= 1024 * kilobytes


@pytest.mark.parametrize("count", COUNTS)
def test_no_year_needs_more_than_twenty_thousand_marks(count):
    """Every bristle, flake and glyph counted."""
    assert composed(story(count)).marks <= 20_000


def test_the_card_shows_the_strokes_of_the_poster():
    """It is the same picture, smaller: not one mark more or less."""
    assert written(story(23), CARD).marks == written(story(23)).marks


@pytest.mark.parametrize("theme", names())
@pytest.mark.parametrize("told", [story(0), story(23), AWKWARD["nothing but dates"]], ids=("none", "known", "unknown"))
def test_each_activity_has_two_swatches(told, theme):
    """The key can show both paints of every stroke."""
    pairs = heart.swatches(told, load(theme))
    assert len(pairs) == len(told)
    assert all(re.fullmatch("#[0-9a-f]{6}", paint) for pair in pairs for paint in pair)


def test_unknown_hours_carry_the_month_on_both_edges():
    """Without an hour the two paints of a stroke are close; with it, some are far apart."""
    assert max(apart(pair) for pair in heart.swatches(AWKWARD["missing hours"], LINEN)) < 60
    assert max(apart(pair) for pair in heart.swatches(story(23), LINEN)) > 120


def test_wind_ripples_the_bristles():
    """A windy day bends the bristles themselves."""
    told = story(4)
    calm = replace(told, activities=(replace(told.activities[0], weather="clear"), *told.activities[1:]))
    assert not np.array_equal(bristles(told, 0), bristles(calm, 0))


def test_snow_falls_as_loose_flakes():
    """A snowy day has flakes of its own over its stroke; a clear one has none."""
    told = story(4)
    assert {mark.of for mark in marks(told) if isinstance(mark, Dots)} == {(2,)}


@pytest.mark.parametrize("canvas", [POSTER, CARD], ids=lambda canvas: canvas.name)
def test_an_empty_year_is_a_drawing_and_no_data(canvas):
    """The zero edition has a drawn line, and no mark of it stands for anything."""
    art = marks(story(0), canvas)
    assert len(art) > 10
    assert all(mark.of == () for mark in art)


def test_an_empty_year_makes_no_claim():
    """Its words hold no figure and say so."""
    said = heart.describe(story(0), telling(story(0)), NORTHWING)
    assert said.quiet == "A heart in a single line. Nothing in it is counted or measured."
    assert not re.search(r"\d", said.title + said.text + said.alt + said.quiet)
    assert heart.legend(story(0), telling(story(0)), NORTHWING) == ()


@pytest.mark.parametrize("told", [*(story(count) for count in COUNTS), *AWKWARD.values()], ids=lambda told: len(told))
def test_words_fit_and_name_nobody(told):
    """An alternative text is at most 125 characters, and no word of the heart says who it is for."""
    said = heart.describe(told, telling(replace(told, name="Zebulon")), NORTHWING)
    assert 0 < len(said.alt) <= 125
    assert "Zebulon" not in said.title + said.text + said.alt + said.quiet


def test_one_activity_has_its_own_sentence():
    """A single stroke is described as what it was."""
    said = heart.describe(story(1), telling(story(1)), NORTHWING)
    assert "the one flight in 2025, Lisbon to New York on 12 October, 3,358 miles." in said.text


def test_many_are_described_by_count_totals_record_and_order():
    """The description says how many, how much, the longest, the order and how strokes lie."""
    text = heart.describe(story(23), telling(story(23)), NORTHWING).text
    assert "A heart of 23 brush strokes, one for each flight in 2025: 29,528 miles, 13 airports." in text
    assert "from January at the centre to December at the edge" in text
    assert "the longest stroke is London to Austin on 15 June, 4,904 miles" in text
    assert "at least a quarter of each can be seen" in text


def test_a_crowded_year_says_what_is_covered():
    """Where a few strokes are hardly seen, the words admit it."""
    assert "a few are mostly covered" in heart.describe(story(546), telling(story(546)), NORTHWING).text


def test_what_is_unknown_is_not_claimed():
    """Unknown hours, amounts and weathers are said to be unknown, or not spoken of."""
    told = AWKWARD["nothing but dates"]
    said = heart.describe(told, telling(told), NORTHWING).text
    items = {item.heading: item for item in heart.legend(told, telling(told), NORTHWING)}
    assert "no distance is known" in said
    assert "the hour is unknown" in said
    assert "Texture" not in items
    assert items["Colour"].labels == ("Month",)


@pytest.mark.parametrize("told", [story(count) for count in MANY] + list(AWKWARD.values()), ids=lambda told: len(told))
def test_the_legend_has_at_most_four_items_from_this_year(told):
    """Each item of the legend points at activities of this very year."""
    items = heart.legend(told, telling(told), NORTHWING)
    assert 3 <= len(items) <= 4
    assert all(set(item.of) <= set(range(len(told))) for item in items)
    assert [item.heading for item in items if not item.of] == ([] if told.extremes else ["Length and breadth"])


@pytest.mark.parametrize(("count", "options"), goldens.SMALL)
def test_small_drawings_keep_their_bytes(count, options):
    """The smallest drawings are kept as SVG, to be read when they change."""
    kept = (goldens.KEPT / "heart" / f"art_{count:03d}.svg").read_text("utf-8")
    assert goldens.art("heart", count, CARD, **options) == kept


@pytest.mark.parametrize(("count", "apart"), [(4, True), (23, True), (60, False), (180, False)])
def test_bristles_are_paths_of_their_own_while_a_page_can_hold_them(count, apart):
    """Where strokes are few, each bristle is a path of its own, which draws faster; many stay together."""
    bristles = [mark for mark in marks(story(count)) if isinstance(mark, Tufts)]
    assert {mark.apart for mark in bristles} == {apart}


@given(st.lists(st.floats(-1_000, 1_000), max_size=60))
def test_a_looked_up_wave_is_the_sine(angles):
    """What trembles, trembles as it did: no angle, however far or negative, is off by more than a thousandth."""
    assert np.abs(waving(np.array(angles)) - np.sin(angles)).max(initial=0) <= 0.001


@given(st.lists(st.floats(-2, 40), min_size=1, max_size=60), st.sampled_from([0.0, 4.0, 12.0]))
def test_a_turn_looked_up_is_the_one_that_a_search_would_find(bends, tilt):
    """The table of near steps says to the last bit what interpolation by search says."""
    line, bends = heartline(tilt), np.array(bends)
    whole = np.floor(bends)
    assert (line.unbend(bends) == whole + np.interp(bends - whole, line.bend, line.turn)).all()


@pytest.mark.parametrize("tilt", [0.0, 4.0, 12.0])
def test_every_step_of_a_heart_can_be_looked_up(tilt):
    """The steps' own ends are the hardest places: each is found, from both sides."""
    line = heartline(tilt)
    places = np.concatenate([line.bend, np.nextafter(line.bend, 0), np.nextafter(line.bend, 2)])
    whole = np.floor(places)
    assert (line.unbend(places) == whole + np.interp(places - whole, line.bend, line.turn)).all()


@pytest.mark.parametrize("count", [1, 4, 23, 60, 180, 546])
def test_bristles_run_where_their_strokes_do(count):
    """Looked up in tables, a sample is where level and breadth of its stroke put it, to half a unit of a poster.

    Only where a brush lands, and where it turns at the cleft, its breadth changes so fast that a table rounds it; three
    in a hundred lie there.
    """
    line, (strokes, _) = heartline(4.0), wind(shares_of(story(count)))
    still = np.zeros(len(strokes))
    spread = hairs(strokes, np.full(len(strokes), 12), still, still, Rng("lay").generator)
    points, sizes = lay(line, strokes, spread, 40)
    off = []
    for i, some in enumerate(np.split(points, np.cumsum(sizes)[:-1])):
        which = spread.stroke[i : i + 1]
        ends = line.bends(strokes.turn(which, spread.begin[i])), line.bends(strokes.turn(which, spread.finish[i]))
        turn = line.unbend(np.linspace(*ends, len(some))[:, 0])
        u = (turn - strokes.start[which]) / (strokes.end - strokes.start)[which]
        half = spread.across[i] * strokes.half(line, which, u)
        off.append(np.hypot(*(line.at(turn, strokes.level(which, u) + half) - some).T))
    apart = 440 * np.concatenate(off)
    assert np.quantile(apart, 0.97) <= 0.5
    assert apart.max() <= 10


@pytest.mark.parametrize("turn", [-1e-300, -1e-17, 0.0, 1.0, np.nextafter(1.0, 0), np.nextafter(7.0, 0)])
def test_a_turn_a_hairs_breadth_from_a_whole_one_is_looked_up(turn):
    """What is all but a whole turn is one: the line has a point, a breadth and a way there."""
    line = heartline(4.0)
    assert line.at(turn, 1.0) == pytest.approx(line.at(0.0, 1.0), abs=1e-9)
    assert 0.80 <= line.breadth(turn) <= 1.06
    assert line.bends(turn) == pytest.approx(turn, abs=1e-9)


@pytest.mark.parametrize("count", [4, 23, 60, 180])
def test_a_painting_order_shows_what_it_says(count):
    """The shares that words rest on are those of painting in that order from the ground up."""
    strokes, painted = wind(shares_of(story(count)))
    shares, _ = seen(grid(heartline(0.0), strokes), painted.order)
    assert (shares == painted.shares).all()
