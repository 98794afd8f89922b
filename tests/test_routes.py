"""The routes draw one bundle of threads for each activity, lose none, and set no name on a thread."""

import datetime as dt
import math
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import brand_years
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from stories import NORTHWING, awkward, story, telling

from artgen.drawing.canvas import CARD, COMPOSITIONS, PHONE, POSTER
from artgen.drawing.colour import hexes
from artgen.drawing.marks import Bristles, Dots, Gradient, Line, Shape, Spine
from artgen.drawing.rng import Rng
from artgen.drawing.svg import write
from artgen.drawing.theme import load, names
from artgen.drawing.typeset import set_line
from artgen.errors import StyleError
from artgen.history.columns import Activity, Place
from artgen.history.story import Story
from artgen.renderers._routes_flowers import bed
from artgen.renderers._routes_garden import DAYS, plant
from artgen.renderers._routes_layout import lay_out, spread
from artgen.renderers._routes_petals import RIGHT, seen
from artgen.renderers._routes_plan import plan
from artgen.renderers._routes_threads import onto, room_of, threads
from artgen.renderers._routes_words import phrases_of
from artgen.renderers.routes import routes
from artgen.words.phrases import locales

LINEN = load("linen")
COUNTS = (0, 1, 2, 4, 10, 23, 40, 60, 180, 400, 600)
# The least visible share of an activity's tinted veins in hundredths, counted in pixels; it may only be raised.
LEAST_SEEN = {60: 25, 180: 24, 546: 28, 600: 27}
FLIGHTS = {f"{count} flights": story(count) for count in COUNTS}
AWKWARD = {f"flights, {name}": told for name, told in awkward().items()}
RUNS = {f"{count} runs": brand_years.year("run", count) for count in (1, 2, 4, 40, 400)}
ODD_RUNS = {f"runs, {name}": told for name, told in brand_years.awkward().items()}
TOLD = {f"{count} flights": story(count) for count in (0, 1, 2, 23, 180, 600)} | ODD_RUNS
YEARS = FLIGHTS | AWKWARD | RUNS | ODD_RUNS


def marks(told, canvas=POSTER, theme=LINEN, **options):
    return list(routes.draw(told, canvas, theme, Rng("seed"), **routes.checked(options)))


def written(told, canvas=POSTER, **options):
    art = marks(told, canvas, **options)
    return write(canvas, LINEN, title="", description="", art=art, reveal=routes.reveal, style="routes")


def drawn(svg):
    return sorted(int(n) for found in re.findall(r'data-a="([\d ]+)"', svg) for n in found.split())


def said(told, vocabulary=NORTHWING):
    return routes.describe(told, telling(told), vocabulary)


def legend(told, vocabulary=NORTHWING):
    return routes.legend(told, telling(told), vocabulary)


def headings(told):
    return {item.heading for item in legend(told)}


def all_inside(sheet, canvas):
    return all(
        box.x >= 0 and box.y >= 0 and box.right <= canvas.width and box.bottom <= canvas.height
        for box in sheet.boxes.values()
    )


def threads_of(art):
    """Return how many threads each activity is drawn with."""
    found = Counter()
    for mark in art:
        if isinstance(mark, Bristles) and mark.of:
            found[mark.of[0]] += len(mark.starts)
    return found


def garden(told):
    return plant(told, plan(told), bed(POSTER, plan(told)))


def shares_in_pixels(told, to_unit=2):
    """Return how much of each activity's strips stays uncovered, counted in pixels of flat polygons."""
    size = int(POSTER.width * to_unit), int(POSTER.height * to_unit)
    sheet, areas = Image.new("I", size), Counter()
    for strip in (mark for mark in marks(told) if isinstance(mark, Shape) and mark.of):
        corner = strip.points.min(axis=0)
        own = Image.new("1", tuple(np.ceil(np.ptp(strip.points, axis=0) * to_unit + 2).astype(int).tolist()))
        ImageDraw.Draw(own).polygon([tuple(p) for p in ((strip.points - corner) * to_unit).tolist()], fill=1)
        ImageDraw.Draw(sheet).polygon([tuple(p) for p in (strip.points * to_unit).tolist()], fill=strip.of[0] + 1)
        areas[strip.of[0]] += int(np.asarray(own).sum())
    shown = np.bincount(np.asarray(sheet).ravel(), minlength=len(told) + 1)[1:]
    return {n: shown[n] / area for n, area in areas.items()}


def boxes_of_names(art):
    """Return the rectangles of all names but those in the eyes of flowers, which stand over everything."""
    for mark in art:
        if isinstance(mark, Line):
            set_ = set_line(mark.text, mark.size, mark.weight, voice=mark.voice)
            x = mark.x - set_.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor]
            yield mark.text, (x, mark.y - 0.7 * mark.size, x + set_.width, mark.y)


def samples(art):
    """Return points close together along every thread and strip."""
    found = []
    for mark in art:
        if mark.of and isinstance(mark, Bristles):
            for a, b in pairwise([*mark.starts, len(mark.points)]):
                found.append(_fine(mark.points[a:b]))
        elif mark.of and isinstance(mark, Shape):
            found.append(_fine(mark.points))
    return np.concatenate(found)


def _fine(points, steps=80):
    at = np.linspace(0, len(points) - 1, steps)
    return np.stack([np.interp(at, np.arange(len(points)), points[:, k]) for k in (0, 1)], axis=-1)


@st.composite
def years(draw):
    """Years of 0 to 70 activities between up to nine places, some lost, some the same, some without a place at all."""
    globe = st.one_of(st.just((math.nan, math.nan)), st.tuples(st.floats(-89, 89), st.floats(-180, 180)))
    places = [Place(f"P{i}", f"Place {i}", *draw(globe), "") for i in range(draw(st.integers(1, 9)))]
    ends = st.one_of(st.none(), st.sampled_from(places))
    many = draw(st.sampled_from([0, 1, 2, 3, 12, 41, 70]))
    days = sorted(draw(st.lists(st.integers(0, 365), min_size=many, max_size=many)))
    start = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    amounts = st.one_of(st.just(math.nan), st.just(0.0), st.floats(0, 1e7))
    made = [
        Activity(n, start + dt.timedelta(days=day), False, draw(amounts), draw(amounts), draw(ends), draw(ends))
        for n, day in enumerate(days)
    ]
    return Story("", 2024, tuple(made), home=draw(ends))


@pytest.mark.parametrize("canvas", [POSTER, PHONE, CARD], ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("count", COUNTS)
def test_each_flight_is_drawn_once(count, canvas):
    """Counted back from the SVG, the groups are the activities of the story: each once, none besides."""
    sheet = written(story(count), canvas)
    assert drawn(sheet.svg) == list(range(count))
    assert all_inside(sheet, canvas)


@pytest.mark.parametrize(
    "told", [*AWKWARD.values(), *RUNS.values(), *ODD_RUNS.values()], ids=[*AWKWARD, *RUNS, *ODD_RUNS]
)
def test_years_without_a_map_are_drawn_whole(told):
    """Without places, hours, amounts or kinds, every activity is drawn, inside the sheet."""
    for canvas in COMPOSITIONS.values():
        sheet = written(told, canvas)
        assert drawn(sheet.svg) == list(range(len(told)))
        assert all_inside(sheet, canvas)


@settings(deadline=None, max_examples=40)
@given(years())
def test_any_year_is_drawn_whole_and_inside_the_sheet(told):
    """Whatever places a year knows, each activity is drawn once, in finite numbers, inside poster and card."""
    for canvas in (POSTER, CARD):
        sheet = written(told, canvas)
        assert drawn(sheet.svg) == list(range(len(told)))
        assert all_inside(sheet, canvas)
    assert len(said(told).alt) <= 125


@pytest.mark.parametrize("count", [0, 1, 23, 180])
def test_the_same_year_gives_the_same_bytes(count):
    """Drawn twice, a year gives the same SVG."""
    assert written(story(count)).svg == written(story(count)).svg


@pytest.mark.parametrize("canvas", [POSTER, CARD], ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("count", [1, 4, 23, 60])
def test_threads_are_counted_from_minutes(count, canvas):
    """Each activity is drawn with as many threads as its minutes, divided by what one stands for, give."""
    told = story(count)
    made = threads(told, charted=count <= 40, room=room_of(canvas))
    alone = {n for n in range(count) if n not in plan(told).links and n not in plan(told).stems}
    found = threads_of(marks(told, canvas))
    for n in alone:
        assert abs(found[n] - told.columns.minutes[n] / made.step) <= 1


@pytest.mark.parametrize("count", [23, 60, 180, 600])
def test_a_card_has_fewer_threads(count):
    """On a card, that has half a poster's room, threads are fewer, since as many would lie on each other."""
    card, poster = (threads_of(marks(story(count), canvas)).total() for canvas in (CARD, POSTER))
    assert card < 0.85 * poster


@pytest.mark.parametrize("count", [4, 180])
def test_only_what_is_played_has_mid_lines(count):
    """A poster gives each activity the mid-line that a page plays; a card is never played, and gives none."""
    assert written(story(count)).svg.count(" data-s=") == count
    assert written(story(count), CARD).svg.count(" data-s=") == 0


@pytest.mark.parametrize("count", [4, 23, 180])
def test_dashed_threads_are_drawn_by_twos(count):
    """No path holds more than two dashed threads: a rasteriser is slow on many dashes in one."""
    dashed = [mark for mark in marks(story(count)) if isinstance(mark, Bristles) and mark.dash]
    assert dashed
    assert max(len(mark.starts) for mark in dashed) <= 2


def test_longer_flights_have_more_threads():
    """The flight with most minutes has most threads."""
    told = story(23)
    assert threads_of(marks(told)).most_common(1)[0][0] == int(np.argmax(told.columns.minutes))


@pytest.mark.parametrize("count", [60, 180, 600])
def test_out_lies_right_and_back_lies_left(count):
    """Seen from the hub, each vein that leads outward is on the right half of its petal, each that leads back left."""
    told, made = story(count), plan(story(count))
    for petal in made.petals:
        hub = made.hubs[petal.hub]
        assert all(told.activities[n].origin == hub for n in petal.right)
        assert all(told.activities[n].destination == hub for n in petal.left)
    grown = garden(told)
    inner, outer = grown.veins.edges(grown.petals)
    assert ((inner + outer > 0) == (grown.veins.side == RIGHT)).all()


@pytest.mark.parametrize("told", [story(180), brand_years.year("run", 400)], ids=["flights", "runs"])
def test_veins_lie_in_order_of_time(told):
    """In each half of each petal the first activity lies at the midrib, the last at the rim."""
    made = garden(told)
    _, outer = made.veins.edges(made.petals)
    for petal in range(len(made.petals.number)):
        for side in (0, 1):
            mine = (made.veins.petal == petal) & (made.veins.side == side)
            assert (np.diff(np.abs(outer[mine])[np.argsort(made.veins.activity[mine])]) > 0).all()


def test_the_middle_of_a_thread_has_the_paint_of_its_month():
    """Each gradient's middle is the season's paint of its activity's day, to the week."""
    told = story(180)
    day = np.clip(np.rint((told.columns.day - 8) / DAYS) * DAYS + 8, 1, 365)
    paint = hexes(onto(LINEN, LINEN.season(day), 0.03))
    found = [mark for mark in marks(told) if isinstance(mark, Bristles) and isinstance(mark.stroke, Gradient)]
    assert len(found) >= 180
    assert all(mark.stroke.stops[1][1] == paint[mark.of[0]] for mark in found)


def test_farther_places_have_longer_petals():
    """Around one hub, length follows distance."""
    made, told = plan(story(180)), story(180)
    flower = lay_out(made, told).flowers[0]
    length = {made.petals[i].place.code: reach for i, reach in zip(flower.petals, flower.reach.tolist(), strict=True)}
    assert length["SIN"] > length["NRT"] > length["LHR"] > length["SEA"] > length["DEN"] > length["DTW"]


def test_petals_without_a_map_point_to_their_day():
    """Where no place is known, petals go round with the year, January at the top, in order of time."""
    told = ODD_RUNS["runs, nothing but dates"]
    made = plan(told)
    flower = lay_out(made, told).flowers[0]
    order = [made.petals[i].right[0] for i in flower.petals]
    begin = order.index(0)
    assert order[begin:] + order[:begin] == sorted(order)
    assert made.kind == "days"


def test_a_full_year_without_a_map_has_a_petal_for_each_month():
    """Nothing but dates, two hundred of them, is a flower of twelve months, each in its direction."""
    start = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    made = [Activity(n, start + dt.timedelta(days=n), False, math.nan, math.nan) for n in range(365)]
    told = Story("Ada", 2025, tuple(made))
    flower = lay_out(plan(told), told).flowers[0]
    assert plan(told).kind == "months"
    assert np.allclose(np.sort(flower.turn % 360), np.arange(12) * 30, atol=1.5)
    assert drawn(written(told).svg) == list(range(365))


@given(st.lists(st.tuples(st.floats(0, 359), st.floats(1, 12)), min_size=1, max_size=24))
def test_spreading_keeps_order_and_room(petals):
    """Spread petals stay in the order of the compass, and no two are closer than their rooms ask."""
    aim, room = np.sort([at for at, _ in petals]), np.array([wide for _, wide in petals])
    turn = spread(aim, room)
    assert (np.diff(turn) >= (room[1:] + room[:-1]) / 2 - 1e-6).all()
    assert turn[-1] - turn[0] <= 360 - (room[0] + room[-1]) / 2 + 1e-6 or len(petals) == 1


@pytest.mark.parametrize(("count", "hundredths"), LEAST_SEEN.items())
def test_no_vein_is_lost_under_another_petal(count, hundredths):
    """Counted in pixels, the most hidden activity still shows this much of its veins."""
    assert min(shares_in_pixels(story(count)).values()) >= hundredths / 100


@pytest.mark.parametrize("seed", ["one", "two", "three"])
def test_a_crowd_of_petals_makes_room(seed):
    """A hundred places in one quarter of the sky hide no vein: petals over others are made narrower."""
    dice = Rng(seed).generator
    hub = Place("HUB", "Hub", 20.0, 0.0, "")
    globe = zip(dice.uniform(22, 70, 110).tolist(), dice.uniform(5, 60, 110).tolist(), strict=True)
    places = [Place(f"P{i}", f"Place {i}", *at, "") for i, at in enumerate(globe)]
    start = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    ways = [(hub, one) if i % 2 else (one, hub) for i in range(5) for one in places]
    made = [
        Activity(n, start + dt.timedelta(hours=15 * n), False, math.nan, float(dice.uniform(30, 600)), *ends)
        for n, ends in enumerate(ways)
    ]
    grown = garden(Story("", 2025, tuple(made), home=hub))
    assert seen(grown.petals, grown.veins)[0].min() >= 0.15


def test_runs_are_seen_too():
    """A year at a few places hides none of its activities either."""
    assert min(shares_in_pixels(brand_years.year("run", 180)).values()) >= 0.1


@pytest.mark.parametrize("canvas", [POSTER, PHONE, CARD], ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("count", [1, 4, 23, 40, 60, 180, 600])
def test_no_name_stands_on_a_thread(count, canvas):
    """No thread and no petal runs through a name or a figure outside the eyes."""
    art = marks(story(count), canvas)
    points = samples(art)
    last = max(i for i, mark in enumerate(art) if mark.of)
    eyes = {hub.code for hub in plan(story(count)).hubs} if count > 40 else set()
    checked = 0
    for text, (left, top, right, bottom) in boxes_of_names([m for i, m in enumerate(art) if i > last or m.of == ()]):
        if text in eyes or text.isdigit():
            continue
        x, y = points[:, 0], points[:, 1]
        assert not ((x > left) & (x < right) & (y > top) & (y < bottom)).any(), text
        checked += 1
    assert checked >= 2


@pytest.mark.parametrize("count", [60, 180, 600])
def test_names_are_large_on_a_phone(count):
    """On the phone's sheet a name is at least a fiftieth of its width; on the poster there are at most a dozen."""
    sizes = [mark.size for mark in marks(story(count), PHONE) if isinstance(mark, Line) and mark.weight == 600]
    assert sum(size >= PHONE.width / 50 for size in sizes) >= 5
    codes = [mark for mark in marks(story(count)) if isinstance(mark, Line) and mark.weight == 600]
    assert len(codes) <= 12 + 3


@pytest.mark.parametrize("options", [{"names": 0}, {"names": 24}, {"airports": "none"}], ids=str)
@pytest.mark.parametrize("count", [0, 1, 40, 180])
def test_options_hold_at_their_limits(count, options):
    """At every option's limits the picture is whole and inside the sheet."""
    sheet = written(story(count), **options)
    assert drawn(sheet.svg) == list(range(count))
    assert all_inside(sheet, POSTER)


def test_an_option_past_its_limit_is_refused():
    """Nobody can name a hundred places."""
    with pytest.raises(StyleError, match="names = 100 is outside"):
        routes.checked({"names": 100})


def test_names_can_be_left_out():
    """With no names asked for, no place is named but at the eye."""
    assert not [mark for mark in marks(story(60), names=0) if isinstance(mark, Line) and mark.text == "LGA"]


@pytest.mark.parametrize("canvas", COMPOSITIONS.values(), ids=COMPOSITIONS)
@pytest.mark.parametrize("home", [story(0).home, None], ids=["home", "nowhere"])
def test_an_empty_year_is_a_sky_and_no_data(home, canvas):
    """The zero edition has a bright star among many faint ones, and no mark of it stands for anything."""
    art = marks(replace(story(0), home=home), canvas)
    assert all(mark.of == () for mark in art)
    assert sum(len(mark.points) for mark in art if isinstance(mark, Dots)) > 300
    assert not any(re.search(r"\d", mark.text) for mark in art if isinstance(mark, Line))


def test_an_empty_year_makes_no_claim():
    """Its words hold no figure; without a home they speak of a star alone."""
    told = story(0)
    assert said(told).wish == "Home, and every place there is."
    assert said(told).quiet == "The bright star is Austin. The faint ones are airports, each in its true direction."
    nowhere = said(replace(told, home=None))
    assert "airport" not in nowhere.quiet
    assert not any(re.search(r"\d", text) for text in (said(told).text, nowhere.text, nowhere.quiet, nowhere.wish))
    assert legend(told) == ()


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_words_are_filled_in_and_short_enough(told, locale):
    """In every language, whatever the year, no brace is left, an alternative text is short, and nobody is named."""
    words = replace(NORTHWING, locale=locale)
    seen, items = said(replace(told, name="Zebulon"), words), legend(told, words)
    texts = [seen.title, seen.text, seen.alt, seen.quiet, seen.wish]
    texts += [text for item in items for text in (item.heading, item.text, *item.labels)]
    assert not set("{}") & set("".join(texts))
    assert "Zebulon" not in "".join(texts)
    assert 0 < len(seen.alt) <= 125


@pytest.mark.parametrize("locale", locales())
def test_every_language_has_every_sentence(locale):
    """No sentence of the style falls back to English, but in the other English."""
    english = phrases_of(NORTHWING).under("routes")
    there = phrases_of(replace(NORTHWING, locale=locale)).under("routes")
    assert set(english) <= set(there)
    assert locale.startswith("en") or sum(there[key] == english[key] for key in english) < 8


@pytest.mark.parametrize("told", [told for told in YEARS.values() if len(told)], ids=lambda told: len(told))
def test_the_legend_points_at_this_year(told):
    """The first four items stand for themselves, and every item points at activities of this very year."""
    items = legend(told)
    assert len(items) >= 5
    assert all(item.of and set(item.of) <= set(range(len(told))) for item in items[:4])
    assert all(set(item.of) <= set(range(len(told))) for item in items)


def test_the_legend_explains_what_is_there_and_nothing_else():
    """Lines between tips, smaller flowers, rings, dots and open petals are explained where they are drawn."""
    assert {"Lines from tip to tip", "Rings", "Faint dots", "Bends"} <= headings(story(180))
    assert "Smaller flowers" not in headings(story(180))
    assert "Smaller flowers" in headings(story(600))
    assert not {"Rings", "Faint dots", "Stars"} & headings(ODD_RUNS["runs, no places"])
    lost = story(60).activities[:50] + tuple(
        replace(one, origin=None, destination=None) for one in story(60).activities[50:]
    )
    assert "A petal without a star" in headings(replace(story(60), activities=lost))


def test_rings_are_in_the_brands_unit():
    """Where amounts are miles between places, the rings are miles; where there are none, kilometres."""
    told = story(60)
    unmeasured = replace(told, activities=tuple(replace(one, amount=math.nan) for one in told.activities))
    (miles,) = (item.text for item in legend(told) if item.heading == "Rings")
    (metric,) = (item.text for item in legend(unmeasured) if item.heading == "Rings")
    assert "in miles" in miles
    assert "in kilometres" in metric


def test_a_softened_year_has_no_record():
    """The quiet edition names no fullest petal and no most."""
    told = replace(story(180), softened=True)
    assert "fullest petal holds" in said(story(180)).text
    assert "fullest petal holds" not in said(told).text
    assert "most" not in said(replace(story(23), softened=True)).text


def test_one_flight_has_its_own_sentence():
    """A single leaf is described as what it was, and money is never told."""
    assert "the one flight in 2025, Lisbon to New York on 12 October" in said(story(1)).text
    cup = brand_years.year("coffee", 1)
    words = brand_years.COFFEE
    text = routes.describe(cup, brand_years.telling(cup, "coffee"), words).text
    assert "4.2" not in text


def test_every_activity_can_be_played():
    """Each activity has one mid-line of at most fourteen points that runs from where it began to where it ended."""
    told = story(60)
    middles = [mark for mark in marks(told) if isinstance(mark, Spine)]
    assert sorted(mark.of[0] for mark in middles) == list(range(60))
    hub = garden(told).bouquet.middles[0]
    for mark in middles:
        one = told.activities[mark.of[0]]
        if "ORD" in (one.origin.code, one.destination.code):
            away = np.hypot(*(mark.points - hub).T)
            assert (away[0] < away[-1]) == (one.origin.code == "ORD")


@pytest.mark.parametrize("theme", names())
def test_each_activity_has_two_swatches(theme):
    """The key can show the paints of every activity, in every theme."""
    pairs = routes.swatches(story(23), load(theme))
    assert len(pairs) == 23
    assert all(re.fullmatch("#[0-9a-f]{6}", paint) for pair in pairs for paint in pair)


@pytest.mark.parametrize(("count", "kilobytes"), [(1, 110), (23, 240), (180, 330), (600, 490)])
def test_drawings_stay_small(count, kilobytes):
    """The art keeps within its size and its count of marks."""
    sheet = written(story(count))
    assert len(sheet.svg.encode()) <= 1024 * kilobytes
    assert sheet.marks <= 20_000


@pytest.mark.parametrize("count", [60, 180, 400])
def test_a_first_flight_beside_all_flowers_is_drawn(count) -> None:
    """A year may begin on a way that no hub's flower holds."""
    told = story(count)
    first, second, *others = told.activities
    met = second.destination
    away = replace(met, code="XXA", latitude=48.1, longitude=16.9)
    for beside in (replace(first, origin=away, destination=met), replace(first, origin=met, destination=away)):
        assert drawn(written(replace(told, activities=(beside, second, *others))).svg) == list(range(count))
