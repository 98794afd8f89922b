"""The landscape: a mountain for each activity on its month's ridge, none hidden among sixty, and words that hold."""

import re
from dataclasses import replace
from itertools import pairwise

import brand_years
import numpy as np
import pytest
import stories
from brand_years import COFFEE, RUN, telling, year
from strata_years import LINEN, NAN, bodies, crowded, flag, heights, layers, marks, of_amounts, rows_of, summits

from artgen import sitters
from artgen.artwork import Look, compose
from artgen.drawing.canvas import CARD, COMPOSITIONS, PHONE, POSTER, PRINT
from artgen.drawing.colour import contrast
from artgen.drawing.marks import Bristles, Dots, Stamp
from artgen.drawing.rng import Rng
from artgen.drawing.svg import write
from artgen.drawing.theme import load, names
from artgen.publishing.raster import engine
from artgen.renderers._strata_peaks import stand, visible
from artgen.renderers._strata_scene import days_of, height_of_hour, quiet_weeks, record, scene
from artgen.renderers._strata_slopes import unit_of_story
from artgen.renderers.strata import grounds_of, strata, swatches_of
from artgen.words.phrases import locales

YEARS = {str(count): year("run", count) for count in (0, 1, 2, 4, 10, 23, 40, 60, 180, 400, 600)}
YEARS |= brand_years.awkward() | {f"flight {name}": told for name, told in stories.awkward().items()}
SMALL = {name: told for name, told in YEARS.items() if 0 < len(told) <= 60}
CANVASES = tuple(COMPOSITIONS.values())
LEAST = dict(strata.promise)[60]


def written(told, canvas=POSTER, theme=LINEN, **options):
    art = marks(told, canvas, theme, **options)
    return write(canvas, theme, title="", description="", art=art, reveal=strata.reveal, style="strata")


def composed(told, canvas=POSTER, words=RUN, theme="linen"):
    return compose(Look(strata, load(theme), {}, canvas), told, telling(told, "run"), words, "seed")


def groups(svg):
    return [int(n) for n in re.findall(r'data-a="([\d ]+)"', svg)]


def inside(box, sheet):
    return min(box.x - sheet.x, box.y - sheet.y, sheet.right - box.right, sheet.bottom - box.bottom) >= -0.5


def said(told, words=RUN):
    description = strata.describe(told, telling(told, "run"), words)
    return [description.title, description.text, description.alt, description.quiet, description.wish]


def legend(told, words=RUN):
    items = strata.legend(told, telling(told, "run"), words)
    return [text for item in items for text in (item.heading, item.text, *item.labels)]


def discs(told):
    return [mark for mark in marks(told) if isinstance(mark, Dots)]


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("told", YEARS.values(), ids=YEARS)
def test_each_activity_has_one_group_inside_the_sheet(told, canvas):
    """Whatever the year and the paper, each activity is drawn once and none leaves the sheet."""
    sheet = written(told, canvas)
    assert sorted(groups(sheet.svg)) == list(range(len(told)))
    assert all(inside(box, canvas.sheet) for box in sheet.boxes.values())


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("count", [1, 40, 400])
def test_summits_stand_in_the_art_box(count, canvas):
    """Every summit stands where no word does: inside the box that the art may fill."""
    tops = np.array(list(summits(marks(year("run", count), canvas)).values()))
    box = canvas.art
    assert (tops >= (box.x, box.y)).all()
    assert (tops <= (box.right, box.bottom)).all()


def test_the_same_year_gives_the_same_bytes():
    """Drawn twice, a year gives the same SVG; another seed gives other slopes."""
    told = year("run", 23)
    assert written(told).svg == written(told).svg
    assert not np.array_equal(bodies(marks(told))[0], bodies(marks(told, seed="other"))[0])


@pytest.mark.parametrize("count", [4, 40, 400])
def test_on_a_ridge_more_is_taller(count):
    """Within a month a larger amount never has the lower mountain."""
    told, tall = year("run", count), heights(marks(year("run", count)))
    for month in range(12):
        mine = sorted(np.flatnonzero(told.columns.month == month).tolist(), key=lambda n: told.columns.share[n])
        assert all(tall[a] <= tall[b] + 0.01 for a, b in pairwise(mine))


@pytest.mark.parametrize("count", [1, 4, 40, 400])
def test_layers_count_the_amount(count):
    """Counted back from its marks, a mountain has one layer for each whole unit of its amount."""
    told, drawn = year("run", count), marks(year("run", count))
    unit = unit_of_story(told)
    counted = [layers(drawn, n) for n in range(count)]
    assert counted == np.floor(told.columns.amount / unit + 1e-9).astype(int).tolist()


def test_an_unknown_amount_has_no_layers():
    """A mountain whose amount is unknown claims none."""
    drawn = marks(of_amounts(4.0, NAN, 8.0))
    assert [layers(drawn, n) > 0 for n in range(3)] == [True, False, True]


@pytest.mark.parametrize("count", [4, 40, 180])
def test_months_go_from_far_to_near(count):
    """Later months are painted later, and their mountains stand lower on the sheet."""
    told, drawn = year("run", count), marks(year("run", count))
    month = told.columns.month
    painted = [month[n] for n in bodies(drawn)]
    feet = {n: points[:, 1].max() for n, points in bodies(drawn).items()}
    assert painted == sorted(painted)
    assert all(feet[a] < feet[b] for a in feet for b in feet if month[a] < month[b])


@pytest.mark.parametrize("told", [*SMALL.values(), YEARS["400"]], ids=[*SMALL, "400"])
def test_days_run_from_left_to_right(told):
    """Within a month a later day never stands further left."""
    tops, day = summits(marks(told, ruggedness=0.0)), days_of(told)
    for month in range(12):
        mine = sorted(np.flatnonzero(told.columns.month == month).tolist(), key=lambda n: day[n])
        assert all(tops[a][0] <= tops[b][0] + 0.01 for a, b in pairwise(mine))


@pytest.mark.parametrize("canvas", [POSTER, PHONE, CARD, PRINT], ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("told", SMALL.values(), ids=SMALL)
def test_no_peak_is_hidden_in_a_small_year(told, canvas):
    """Up to sixty, every summit can be seen and the promised share of every mountain."""
    sight = visible(stand(told, scene(told, canvas), Rng("seed"), 1.0), scene(told, canvas))
    assert not sight.topped.any()
    assert sight.shares.min() >= LEAST


@pytest.mark.parametrize("seed", range(30))
def test_no_peak_is_hidden_in_a_crowded_year(seed):
    """However sixty activities crowd, at every breadth that may be chosen, the promise holds."""
    told, canvas = crowded(seed), CANVASES[seed % len(CANVASES)]
    for breadth in (0.7, 1.0, 1.4):
        sight = visible(stand(told, scene(told, canvas), Rng(str(seed)), breadth), scene(told, canvas))
        assert not sight.topped.any()
        assert sight.shares.min() >= LEAST


@pytest.mark.parametrize("canvas", [POSTER, CARD], ids=lambda canvas: canvas.name)
def test_a_daily_habit_is_a_range_of_tall_mountains(canvas):
    """Hundreds that are all alike stand higher than their ridge has room, none hidden, without flags of one kind.

    Low ones with a flag on each were rows of flags on hardly any mountain.
    """
    habit, on = sitters.named("one cup a day").story, scene(sitters.named("one cup a day").story, canvas)
    peaks = stand(habit, on, Rng("seed"), 1.0)
    sight = visible(peaks, on)
    assert np.median(peaks.height) > 1.7 * np.median(on.room()[:11])
    assert sight.shares.min() > 0.02
    assert not sight.topped.any()
    assert not any(isinstance(mark, Stamp) for mark in marks(habit, canvas))
    assert "flag" not in " ".join([*said(habit), *legend(habit)]).lower()


def test_where_kinds_differ_the_flags_of_a_daily_habit_fly():
    """Two kinds are told apart by their flags, however alike their peaks are; unknown kinds are said to be that."""
    rows = [(day, 8.1, ("Flat white", "Tea", "")[day % 3], 4.2, "") for day in range(1, 366)]
    two, unknown = brand_years.told("Ada", rows), brand_years.told("Ada", [(*row[:2], "", *row[3:]) for row in rows])
    assert sum(isinstance(mark, Stamp) for mark in marks(two)) == 365
    assert "Flag and summit" in legend(two)
    assert "No flag flies, as no kind is known." in said(unknown)[1]


@pytest.mark.parametrize(("count", "day"), [(1, 1), (3, 1), (3, 31), (3, 365)])
def test_a_few_at_the_edge_of_a_month_stand_on_the_sheet_whole(count, day):
    """A mountain of the first or the last of a month is not cut above its foot, and still stands on its own side."""
    few = brand_years.told("Ada", [(day, 7.0 + hour, "Easy", 5.0, "") for hour in range(count)])
    on = scene(few, POSTER)
    peaks = stand(few, on, Rng("seed"), 1.0)
    above_foot = 1 - 0.2 ** (1 / peaks.bend)
    assert (peaks.x - peaks.left * above_foot).min() > on.view.x
    assert (peaks.x + peaks.right * above_foot).max() < on.view.right
    assert ((peaks.x < on.view.centre[0]) == (day == 1)).all()


@pytest.mark.parametrize("day", [20, 200, 340])
def test_a_lone_crowded_month_is_a_range_of_its_own(day):
    """Where one day holds very many, their mountains are the picture: the highest takes up a quarter of the art."""
    crowd = brand_years.told("Ada", [(day, *row[1:]) for row in rows_of(180)])
    peaks = stand(crowd, scene(crowd, POSTER), Rng("seed"), 1.0)
    assert peaks.height.max() > 0.25 * POSTER.art.height


def test_what_is_seen_is_what_pixels_show():
    """The measure agrees with a drawing: a mountain before another of its breadth hides all but its own height."""
    told = brand_years.told("Ada", [(15, 12.0, "", 1.0, ""), (45, 12.0, "", 9.0, "")])
    on = scene(told, POSTER)
    peaks = stand(told, on, Rng("seed"), 1.0)
    stacked = replace(peaks, x=peaks.x * 0 + 500, foot=np.array([600.0, 620.0]), height=np.array([90.0, 200.0]))
    sight = visible(replace(stacked, left=np.full(2, 80.0), right=np.full(2, 80.0), bend=np.ones(2)), on)
    assert sight.topped.tolist() == [True, False]
    assert sight.cover[0] == 1
    assert sight.shares[0] < 0.1
    assert sight.shares[1] == 1


def test_a_flag_has_the_cut_of_its_kind():
    """Kinds share no flag, an unknown kind flies none from its pole, and where none is known there is no pole."""
    told = replace(YEARS["eight kinds"], kinds=())
    drawn, kind = marks(told), told.kind
    cuts = {n: flag(drawn, n) for n in range(len(told))}
    assert len(set(cuts.values())) == 6
    assert all((cuts[a] is cuts[b]) == (kind[a] == kind[b]) for a in cuts for b in cuts)
    assert not any(isinstance(mark, Stamp) for mark in marks(YEARS["no kinds"]))


@pytest.mark.parametrize(
    "told",
    [
        replace(year("run", 40), softened=True),
        replace(year("run", 1), softened=True),
        YEARS["no amounts"],
        YEARS["all equal"],
        of_amounts(3.0, 9.0, 9.0),
        of_amounts(3.0, 9.0, float("nan")),
        replace(of_amounts(3.0, 9.0, 5.0), facts=()),
        YEARS["0"],
    ],
    ids=["softened", "softened one", "unknown", "equal", "shared", "one unknown", "hushed", "zero"],
)
def test_no_sun_where_there_is_no_record(told):
    """Softened years, unknown or equal amounts and a shared record have a plain sky and no word of a largest."""
    assert record(told) is None
    assert not discs(told)
    assert not re.search(r"\b(sun|moon|largest)\b", " ".join([*said(told), *legend(told)]).lower())


def test_the_disc_stands_over_the_record_as_high_as_its_hour():
    """A later morning is a higher sun over the same day, and by night it is the moon."""
    suns = [discs(of_amounts(3.0, 9.0, 5.0, hour=hour))[0].points[0] for hour in (6.0, 9.0, 12.0)]
    assert suns[0][1] > suns[1][1] > suns[2][1]
    moon = of_amounts(3.0, 9.0, 5.0, hour=22.0)
    assert "moon" in " ".join(said(moon))
    assert height_of_hour(22.0) == pytest.approx(height_of_hour(3.5))
    assert "as high as its hour" not in " ".join(said(of_amounts(3.0, 9.0, hour=NAN)))


def test_a_ripple_is_a_week_without_a_peak():
    """Ripples are counted back as the weeks without an activity; a softened year has none."""
    told = year("run", 40)
    rippled = [mark for mark in marks(told) if isinstance(mark, Bristles) and not mark.of]
    assert sum(len(mark.starts) for mark in rippled) == len(quiet_weeks(told)) > 10
    assert not [mark for mark in marks(replace(told, softened=True)) if isinstance(mark, Bristles) and not mark.of]


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda canvas: canvas.name)
def test_the_empty_year_names_nobody_and_counts_nothing(canvas):
    """Still water is the same for everyone and stands for no activity, and no digit is said."""
    one, other = (written(replace(YEARS["0"], name=name), canvas) for name in ("Wren", "Ada"))
    assert one.svg == other.svg
    assert not groups(one.svg)
    assert not re.search(r"\d", " ".join(said(YEARS["0"])))
    assert not legend(YEARS["0"])


@pytest.mark.parametrize("option", strata.options, ids=lambda option: option.name)
@pytest.mark.parametrize("told", [YEARS["0"], YEARS["1"], YEARS["40"], YEARS["180"]], ids=len)
def test_every_option_holds_at_its_limits(told, option):
    """At both ends of an option each activity is drawn once, inside the sheet."""
    for value in (option.span.low, option.span.high):
        sheet = written(told, **{option.name: value})
        assert sorted(groups(sheet.svg)) == list(range(len(told)))
        assert all(inside(box, POSTER.sheet) for box in sheet.boxes.values())


@pytest.mark.parametrize("theme", names())
def test_words_can_be_read_on_their_grounds(theme):
    """In every theme the inks chosen for sky and December's ground are at least 4.5:1."""
    drawn, told = load(theme), year("run", 40)
    for ground in (grounds_of(told, POSTER, drawn).head, grounds_of(told, POSTER, drawn).foot):
        inks = drawn.on(ground)
        assert min(contrast(inks.ink, ground), contrast(inks.muted, ground)) >= 4.5
    assert grounds_of(told, CARD, drawn).foot == drawn.ground


@pytest.mark.parametrize("canvas", [POSTER, PRINT, PHONE], ids=lambda canvas: canvas.name)
def test_the_foot_is_one_flat_colour(canvas):
    """Under the words the sheet shows the declared ground and nothing else."""
    told = year("run", 40)
    pixels = np.asarray(engine("librsvg").pixels(written(told, canvas).svg, 360))
    under = pixels[int(len(pixels) * (canvas.art.bottom + 50) / canvas.height) : -4, 2:-2]
    foot = grounds_of(told, canvas, LINEN).foot
    assert np.abs(under - np.array([int(foot[i : i + 2], 16) for i in (1, 3, 5)])).max() <= 1


@pytest.mark.parametrize("count", [0, 40])
def test_both_engines_draw_it_alike(count):
    """ThorVG and librsvg differ by less than two levels on average."""
    svg = composed(YEARS[str(count)]).svg
    one, other = (np.asarray(engine(name).pixels(svg, 360), float) for name in ("thorvg", "librsvg"))
    assert np.abs(one - other).mean() < 2


def test_swatches_are_the_paints_of_ridge_and_flag():
    """Activities of one month share the first paint, those of one kind the second; words stand on December's."""
    told = year("run", 60)
    pairs, month, kind = swatches_of(told, LINEN), told.columns.month, told.kind
    assert len({pair[0] for pair in pairs}) == len(set(month.tolist()))
    assert len({pair[1] for pair in pairs}) == len(set(kind.tolist()))
    assert pairs[-1][0] == grounds_of(told, POSTER, LINEN).foot


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("told", YEARS.values(), ids=YEARS)
def test_every_language_says_it_whole(told, locale):
    """In every language, whatever the year, no brace is left, nothing is empty, and the short text is short."""
    words = replace(RUN, locale=locale)
    texts, items = said(told, words), strata.legend(told, telling(told, "run"), words)
    assert not set("{}") & set("".join([*texts, *legend(told, words)]))
    assert all(texts[:3])
    assert len(texts[2]) <= 125
    assert all(item.heading and (item.text or item.labels) for item in items)


def test_every_language_has_the_same_sentences():
    """No language lacks a sentence of the landscape, so that none falls back to English."""
    tables = [strata.phrases(replace(RUN, locale=locale)) for locale in locales() if locale != "en_GB"]
    english = strata.phrases(RUN).under("strata")
    assert all(table.under("strata").keys() == english.keys() for table in tables)
    own = [table for table in tables if table.locale != "en_US"]
    assert all(table.say("strata.empty.wish") != english["empty.wish"] for table in own)


@pytest.mark.parametrize("count", [1, 4, 40])
def test_money_is_never_told(count):
    """Where the amount is money, no figure of it is said: layers are equal steps."""
    told = year("coffee", count)
    text = " ".join([*said(told, COFFEE), *legend(told, COFFEE)])
    known = {f"{amount:g}" for amount in told.columns.amount} | {f"{unit_of_story(told):g} cups"}
    assert not known & set(re.findall(r"[\d.]+(?: cups)?", text.replace(str(told.year), ""))) - {str(count)}


def test_the_first_four_items_explain_the_peak():
    """On the poster stand: how to read it, and flags, height and sun where there is room for them."""
    few = [item.heading for item in strata.legend(year("run", 1), telling(year("run", 1), "run"), RUN)]
    many = [item.heading for item in strata.legend(year("run", 40), telling(year("run", 40), "run"), RUN)]
    assert few[:4] == ["How to read this", "Height and layers", "Flag and summit", "Sun"]
    assert many[:5] == ["How to read this", "Flag and summit", "More flags", "Sun", "Height and layers"]
