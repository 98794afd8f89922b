"""The skies draw one ridge for each activity, hide none, and say in words what they show."""

import datetime as dt
import re
import tomllib
from dataclasses import replace

import brand_years
import numpy as np
import pytest
from PIL import Image, ImageDraw
from stories import COUNTS, NORTHWING, awkward, story, telling

from artgen import sitters
from artgen.artwork import Look, compose
from artgen.drawing.canvas import CARD, COMPOSITIONS, PHONE, POSTER
from artgen.drawing.colour import hexes
from artgen.drawing.marks import Bristles, Dots, Line, Shape, Spine
from artgen.drawing.rng import Rng
from artgen.drawing.svg import write
from artgen.drawing.theme import load, names
from artgen.drawing.typeset import width, wrap
from artgen.renderers import load as load_style
from artgen.renderers._skies_light import lights
from artgen.renderers._skies_ridges import REACH, across, moments, raise_ridges
from artgen.renderers._skies_sun import lit
from artgen.renderers._skies_window import RIM, seat
from artgen.words.phrases import locales

SKIES = load_style("skies")
LINEN = load("linen")
YEARS = {str(count): story(count) for count in (*COUNTS, 40, 400, 600)} | awkward()
RUNS = {f"run {count}": brand_years.year("run", count) for count in brand_years.COUNTS} | brand_years.awkward()
ALL = YEARS | RUNS
DRAWN = {name: told for name, told in ALL.items() if len(told)}
SHORT = {name: told for name, told in DRAWN.items() if len(told) <= 60}
SITTERS = [one for one in (*sitters.awkward(), *sum(map(sitters.samples, sitters.BRANDS), ())) if len(one.story)]
# The least visible share of an activity in hundredths: of years to 60, to 200, and of all. May be raised, not lowered.
LEAST_SEEN = {60: 15, 200: 5, 600: 2}


# Sentences that say a thing by other means than English does: the noun, or the amount, is understood.
LEFT_OUT = {"legend.above_text"}
ARABIC_LEAVES = {"one.title", "one.text", "one.alt"}


def marks(told, canvas=POSTER, theme=LINEN, seed="seed", **options):
    return list(SKIES.draw(told, canvas, theme, Rng(seed), **SKIES.checked(options)))


def written(told, canvas=POSTER, **options):
    art = marks(told, canvas, **options)
    return write(canvas, LINEN, title="", description="", art=art, reveal=SKIES.reveal, style="skies")


def ridges(told, canvas=POSTER, relief=1.0):
    return raise_ridges(told.columns, seat(canvas, listed=True), Rng("seed"), relief=relief)


def drawn(svg):
    return sorted(int(n) for n in re.findall(r'data-a="(\d+)"', svg))


def bodies(told, n, **options):
    return [mark for mark in marks(told, **options) if isinstance(mark, Shape) and mark.of == (n,)]


def summit(told, n):
    return min(mark.points[:, 1].min() for mark in bodies(told, n))


def breadth(told):
    return ridges(told).breadth


def strays(sitter, canvas=POSTER, **options):
    """Return how far the landscape reaches beyond the window's rim, in user units; below 0 where it does not."""
    edge = seat(canvas, listed=True).edge(RIM)
    drawn = SKIES.draw(sitter.story, canvas, LINEN, Rng(sitter.name), **SKIES.checked(options))
    points = np.concatenate([mark.points for mark in drawn if mark.of and not isinstance(mark, Line)])
    return max(*(edge.min(axis=0) - points.min(axis=0)), *(points.max(axis=0) - edge.max(axis=0)))


def kinds(told, n):
    return {type(mark) for mark in marks(told) if mark.of == (n,) and not isinstance(mark, Shape | Line | Spine)}


def said(told, locale="en_US"):
    return SKIES.describe(told, telling(told), replace(NORTHWING, locale=locale))


def legend(told, locale="en_US"):
    return SKIES.legend(told, telling(told), replace(NORTHWING, locale=locale))


def texts(items):
    return [text for item in items for text in (item.heading, item.text, *item.labels)]


def changed(told, n, **fields):
    return replace(
        told, activities=(*told.activities[:n], replace(told.activities[n], **fields), *told.activities[n + 1 :])
    )


def every(told, **fields):
    return replace(told, activities=tuple(replace(one, **fields) for one in told.activities))


def painted_share(told, to_unit=2):
    """Paint every ridge as a flat polygon, far to near, and count whose pixels are left."""
    made = ridges(told)
    size = int(POSTER.width * to_unit), int(POSTER.height * to_unit)
    sheet, own = Image.new("I", size), np.zeros(len(told))
    hole = Image.new("1", size)
    ImageDraw.Draw(hole).polygon([tuple(p) for p in (seat(POSTER, listed=True).edge() * to_unit).tolist()], fill=1)
    inside = np.asarray(hole)
    for m, n in enumerate(made.of.tolist()):
        upper, lower = (np.stack([made.x[m], edge[m]], axis=-1) for edge in (made.crest, made.under))
        outline = [tuple(p) for p in (np.concatenate([upper, lower[::-1]]) * to_unit).tolist()]
        alone = Image.new("1", size)
        ImageDraw.Draw(alone).polygon(outline, fill=1)
        own[n] += (np.asarray(alone) & inside).sum()
        ImageDraw.Draw(sheet).polygon(outline, fill=n + 1)
    left = np.bincount(np.asarray(sheet)[inside], minlength=len(told) + 1)[1:]
    return left / own


@pytest.mark.parametrize("told", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("canvas", COMPOSITIONS.values(), ids=COMPOSITIONS)
def test_every_activity_is_drawn_once_and_on_the_paper(told, canvas):
    """Whatever the year and the paper, each activity has one group, and no mark leaves the sheet."""
    sheet = written(told, canvas)
    assert drawn(sheet.svg) == list(range(len(told)))
    assert all(box.x >= 0 and box.y >= 0 for box in sheet.boxes.values())
    assert all(box.right <= canvas.width and box.bottom <= canvas.height for box in sheet.boxes.values())
    assert sheet.marks <= 20_000


@pytest.mark.parametrize("canvas", COMPOSITIONS.values(), ids=COMPOSITIONS)
def test_the_window_hangs_in_the_art_box(canvas):
    """Window and rim stand inside the art box of every paper, beside the list or alone."""
    art = canvas.art
    for listed in (True, False):
        edge = seat(canvas, listed=listed).edge(9.0)
        assert (edge >= [art.x - 0.01, art.y - 0.01]).all()
        assert (edge <= [art.right + 0.01, art.bottom + 0.01]).all()


@pytest.mark.parametrize("theme", names())
@pytest.mark.parametrize("canvas", COMPOSITIONS.values(), ids=COMPOSITIONS)
def test_an_empty_year_draws_nobody(theme, canvas):
    """The empty year has a window at first light, the same for everyone, and no mark that names an activity."""
    one, other = (
        write(
            canvas,
            load(theme),
            title="",
            description="",
            art=marks(story(0), canvas, load(theme), seed),
            reveal=SKIES.reveal,
            style="skies",
        ).svg
        for seed in ("a", "b")
    )
    assert one == other
    assert drawn(one) == []


@pytest.mark.parametrize("count", [1, 4, 23, 180, 546])
def test_the_same_year_is_the_same_picture(count):
    """Drawn twice with one seed, a year gives the same bytes; another seed moves decoration."""
    told = story(count)
    assert written(told).svg == written(told).svg
    assert (
        written(told).svg
        != write(
            POSTER, LINEN, title="", description="", art=marks(told, seed="other"), reveal="wipe", style="skies"
        ).svg
    )


def test_hundreds_of_one_hour_fill_the_window():
    """Where hundreds share an hour, each is a ridge from side to side and is called one; at hours of their own, hills.

    A hill a day at eight in the morning was a roll of cloth in a window half empty.
    """
    same, apart = sitters.named("one cup a day"), sitters.named("coffee 400")
    window = seat(POSTER, listed=True).window
    assert (ridges(same.story).x[:, [0, -1]] == [window.x - REACH, window.right + REACH]).all()
    assert (np.ptp(ridges(apart.story).x, axis=1) < 0.75 * window.width).all()
    assert legend(same.story)[0].heading == "One ridge is one flight"
    assert legend(apart.story)[0].heading == "One hill is one flight"
    assert ridges(same.story).shares.min() >= 0.02


@pytest.mark.parametrize("told", DRAWN.values(), ids=DRAWN)
def test_nobody_is_hidden(told):
    """Every activity shows at least its share, as the promise says for short years."""
    least = next(share for most, share in LEAST_SEEN.items() if len(told) <= most)
    assert 100 * ridges(told).shares.min() >= least - 0.01
    if len(told) <= 60:
        assert ridges(told).shares.min() >= next(share for most, share in SKIES.promise if len(told) <= most)


@pytest.mark.parametrize(
    "told", [story(23), story(60), RUNS["run 60"], RUNS["one day"]], ids=["23", "60", "run", "day"]
)
def test_pixels_agree_that_nobody_is_hidden(told):
    """Counted in pixels of flat polygons inside the window, the promise holds."""
    assert painted_share(told).min() >= dict(SKIES.promise)[60]


@pytest.mark.parametrize("relief", [0.5, 1.0, 1.6])
@pytest.mark.parametrize("sitter", SITTERS, ids=lambda sitter: sitter.name)
def test_nothing_of_the_landscape_lies_outside_the_rim(sitter, relief):
    """Whoever sits, and however high the ridges are asked for, none rises over the window's rim."""
    assert strays(sitter, relief=relief) < 0


@pytest.mark.parametrize("canvas", COMPOSITIONS.values(), ids=COMPOSITIONS)
def test_on_no_paper_a_ridge_lies_outside_the_rim(canvas):
    """A mountain that would leave its window is lowered on every paper."""
    assert strays(sitters.named("flight 4"), canvas, relief=1.6) < 0


def test_a_ridge_at_the_brim_is_not_cut_flat():
    """The summit of a lowered ridge is still one place, and of two over the brim the higher stays the higher."""
    told = sitters.named("four equal").story
    high, low = (ridges(told, relief=relief).crest for relief in (1.6, 1.5))
    assert ((high == high.min(axis=1)[:, None]).sum(axis=1) == 1).all()
    assert high.min() < low.min()


def test_time_runs_down():
    """A later activity stands nearer, and lower in the window."""
    for told in (story(4), story(23), story(180), story(546)):
        assert (np.diff(ridges(told).base) > 0).all()


def test_short_years_fill_the_window():
    """A year of few tells each activity in several ridges, one after the other; from sixteen on, in one."""
    for told in SHORT.values():
        assert len(bodies(told, 0, haze=0)) == moments(len(told))


def test_more_is_higher():
    """A larger amount raises its ridge; nothing else is changed by it but what it hides."""
    told = story(23)
    amount = told.activities[5].amount
    assert summit(changed(told, 5, amount=4.0 * amount), 5) < summit(told, 5)


def test_longer_is_broader():
    """A longer duration broadens its ridge; where no duration is known, breadth follows the amount."""
    told = every(story(23), minutes=60.0)
    assert breadth(changed(told, 5, minutes=30.0))[5] < breadth(told)[5]
    told = every(story(23), minutes=float("nan"), amount=100.0)
    assert breadth(changed(told, 5, amount=30.0))[5] < breadth(told)[5]


def test_later_in_the_day_is_further_right():
    """Summits stand in the order of the clock from midnight to midnight, at the middle of their course."""
    told = every(story(23), minutes=float("nan"))
    place = across(told.columns)
    assert (np.argsort(place) == np.argsort(told.columns.hour)).all()
    assert ((place >= 0) & (place < 1)).all()


def test_an_unknown_hour_stands_in_the_middle():
    """A summit without an hour stands in the middle; where none has one, the day of the month decides."""
    told = changed(story(23), 5, timed=False, sun=(), rising=())
    assert across(told.columns)[5] == 0.5
    nobody = every(story(23), timed=False, sun=(), rising=())
    days = [one.start.day for one in nobody.activities]
    assert (np.diff(across(nobody.columns)[np.argsort(days)]) >= -0.04).all()


def test_colour_is_the_sky_at_the_sun():
    """Where the sun's height is known, light is the theme's sky at that height, from the beginning to the end."""
    told = story(23)
    made = lights(told.columns, LINEN, np.arange(23), np.tile([0.0, 1.0], (23, 1)))
    for end, at in ((0, 0), (1, 8)):
        sky = np.stack([np.interp(told.columns.sun[:, at], LINEN.sky_at, LINEN.sky[:, i]) for i in range(3)], axis=-1)
        assert hexes(made[:, end]) == hexes(sky)


def test_colour_without_sun_follows_clock_and_month():
    """Without a sun's height light goes from the hour to the month; without an hour the month alone decides."""
    told = every(story(23), sun=(), rising=())
    both = lights(told.columns, LINEN, np.arange(23), np.tile([0.0, 1.0], (23, 1)))
    same_hour = [n for n, one in enumerate(told.activities) if one.start.hour == 18]
    assert len(set(hexes(both[same_hour][:, 1]))) > 1
    plain = every(told, timed=False, start=dt.datetime(2025, 6, 1, tzinfo=dt.UTC))
    made = lights(plain.columns, LINEN, np.arange(23), np.full((23, 1), 0.5))
    assert hexes(made[:, 0]) == hexes(LINEN.season(plain.columns.day))


def test_weather_has_its_own_marks():
    """Rain and cloud add strokes, snow adds dots, a clear day nothing but its crest; the rest stays as it was."""
    told = every(story(23), weather="clear")
    most = told.largest
    n = 5 if most != 5 else 6
    plain = sum(isinstance(mark, Bristles) for mark in marks(told))
    for weather, kind in (("rain", Bristles), ("snow", Dots), ("cloud", Bristles)):
        other = changed(told, n, weather=weather)
        assert kind in kinds(other, n)
        assert sum(isinstance(mark, Bristles) for mark in marks(other)) == plain + (kind is Bristles)
    assert Dots not in kinds(told, n)


@pytest.mark.parametrize("told", DRAWN.values(), ids=DRAWN)
def test_weather_stays_in_the_window(told):
    """No streak, dot or bar lies outside the window."""
    view = seat(POSTER, listed=True)
    for mark in marks(told):
        if isinstance(mark, Dots) or (isinstance(mark, Bristles) and mark.of and not mark.smooth):
            side = view.window.x + view.inset(mark.points[:, 1])
            assert (mark.points[:, 0] > side).all()
            assert (mark.points[:, 0] < 2 * view.window.centre[0] - side).all()


def test_one_disc_for_the_largest_and_none_for_a_softened_year():
    """The disc belongs to the one largest amount; equal amounts, unknown ones and softened years have none."""

    def discs(told):
        return [mark for mark in marks(told) if isinstance(mark, Dots) and len(mark.points) == 1]

    told = every(story(23), weather="")
    assert [mark.of for mark in discs(told)] == [(int(np.nanargmax(told.columns.amount)),)]
    assert discs(replace(told, softened=True)) == []
    assert discs(every(told, amount=5.0)) == []
    assert discs(every(told, amount=float("nan"))) == []
    assert discs(changed(told, 5, amount=float("nan"))) == []
    assert discs(replace(told, facts=())) == []
    assert len(discs(story(1))) == 1
    assert discs(every(story(1), timed=False, sun=(), rising=())) == []


@pytest.mark.parametrize("told", DRAWN.values(), ids=DRAWN)
def test_the_legend_explains_the_disc_where_there_is_one(told):
    """A disc has its line in the legend, with the activity it belongs to; where there is none, so has the legend."""
    explained = [item.of for item in legend(told) if item.heading == "Sun or moon"]
    assert explained == ([(lit(told),)] if lit(told) >= 0 else [])


def test_the_text_names_whose_disc_it_is():
    """The description says which activity has the largest amount, in every language."""
    told = story(23)
    for locale in locales():
        assert telling(told).rows[told.largest].way in said(told, locale).text


@pytest.mark.parametrize("locale", locales())
def test_every_sentence_of_the_alternative_text_begins_large(locale):
    """Where all ridges stand in one month it is told of the first and the last, which begin a sentence too."""
    alt = said(every(story(4), start=dt.datetime(2025, 3, 1, tzinfo=dt.UTC)), locale).alt
    begun = [sentence[:1] for sentence in re.split(r"(?<=[.。])\s*", alt) if sentence]
    assert len(begun) == 2
    assert not any(letter.islower() for letter in begun)


def test_a_softened_year_names_no_largest():
    """A softened year says nothing of a largest amount, in no language, neither in text nor legend."""
    soft = replace(story(23), softened=True)
    for locale in locales():
        assert len(legend(soft, locale)) == len(legend(story(23), locale)) - 1
        assert len(said(soft, locale).text) < len(said(story(23), locale).text)


def test_the_list_says_month_day_way_and_time():
    """To thirty activities each has its line beside the window, in figures and codes; the month once."""
    told = story(23)
    lines = [mark.text for mark in marks(told) if isinstance(mark, Line) and mark.of == (0,)]
    assert lines == ["01", "11", "AUS – DEN", "06:15"]
    assert [mark.text for mark in marks(told) if isinstance(mark, Line) and mark.of == (1,)] == [
        "15",
        "DEN – AUS",
        "18:40",
    ]


def test_a_long_year_lists_its_months():
    """Above thirty the months are listed, and how many each holds: together the year."""
    for told in (story(60), story(180), RUNS["run 600"]):
        lines = [mark for mark in marks(told) if isinstance(mark, Line)]
        assert not any(mark.of for mark in lines)
        assert sum(int(mark.text) for mark in lines[1::2]) == len(told)
        assert [int(mark.text) for mark in lines[::2]] == sorted({one.start.month for one in told.activities})


def test_a_list_keeps_to_its_box():
    """No line of the list leaves its box, on any paper, however long its places are called."""
    long = every(
        RUNS["run 23"], destination=replace(RUNS["run 23"].activities[0].destination, code="x" * 60, name="W" * 60)
    )
    for told in (story(4), story(23), long):
        for canvas in (POSTER, PHONE):
            beside = seat(canvas, listed=True).beside
            for line in (mark for mark in marks(told, canvas) if isinstance(mark, Line)):
                assert line.x + width(line.text, line.size, line.weight, voice=line.voice) <= beside.right + 0.1
                assert beside.y <= line.y <= beside.bottom


def test_a_card_lists_few():
    """On a card the list stands for at most twelve activities."""
    assert any(isinstance(mark, Line) for mark in marks(story(10), CARD))
    assert not any(isinstance(mark, Line) for mark in marks(story(23), CARD))


@pytest.mark.parametrize("option", SKIES.options, ids=lambda option: option.name)
@pytest.mark.parametrize("count", [1, 23, 60, 400])
def test_options_hold_at_their_limits(option, count):
    """At either end of each option every activity is drawn and seen."""
    for value in (option.span.low, option.span.high):
        assert drawn(written(story(count), **{option.name: value}).svg) == list(range(count))
    assert ridges(story(count), relief=1.6).shares.min() > 0.015


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("told", ALL.values(), ids=ALL)
def test_words_are_filled_in(told, locale):
    """In every language, whatever the year, no brace is left, nothing is empty, and the short text is short."""
    description, items = said(told, locale), legend(told, locale)
    assert not set("{}") & set(
        "".join([*map(str, (description.text, description.title, description.alt)), *texts(items)])
    )
    assert description.title
    assert 0 < len(description.alt) <= 125
    assert bool(description.wish) == (len(told) == 0)
    assert len(items) >= 4 or not len(told)


def test_every_language_has_all_words():
    """Each of the seven languages has the same sentences, with the same braces to fill."""
    braces = re.compile(r"{\w+}")
    own = {locale: _own(locale) for locale in ("en_US", "de", "es", "fr", "pt", "ja", "ar")}
    for locale, table in own.items():
        assert table.keys() == own["en_US"].keys(), locale
        lost = {
            key for key, text in table.items() if set(braces.findall(own["en_US"][key])) != set(braces.findall(text))
        }
        assert lost <= (ARABIC_LEAVES if locale == "ar" else LEFT_OUT), locale


def _own(locale):
    read = tomllib.loads(SKIES.source.with_name(f"skies.{locale}.toml").read_text("utf-8"))
    flat = {}
    for key, value in read.items():
        flat |= {f"{key}.{name}": text for name, text in value.items()} if isinstance(value, dict) else {key: value}
    return flat


@pytest.mark.parametrize("locale", ["en_US", "de", "es", "fr", "pt"])
@pytest.mark.parametrize("voice", ["swiss", "warm"])
def test_a_legend_fits_its_column(locale, voice):
    """What stands in the poster's four columns is never cut: headings on one line, texts on two."""
    for told in SHORT.values():
        for item in legend(told, locale)[:4]:
            assert width(item.heading, 0.8 * 12.8, 500, voice=voice) <= 218
            if item.draw is None:
                lines = [line for part in item.text.split("\n") for line in wrap(part, 218, 12.8, 3, voice=voice)]
                assert len(lines) <= 2 or len(wrap(item.text, 218, 12.8, 3, voice=voice)) <= 2, item.text


def test_legend_and_text_say_what_colour_follows():
    """Colour by sun, by clock and by month are each said, and what differs for some is said for how many."""
    told = story(23)
    assert "height of the sun" in said(told).text
    assert "hour of the clock" in said(every(told, sun=(), rising=())).text
    assert "follows the month" in said(every(told, sun=(), rising=(), timed=False)).text
    assert "(1)" in said(changed(told, 5, sun=(), rising=())).text
    assert legend(every(told, sun=(), rising=()))[2].stacked


def test_a_sheet_is_light():
    """A poster of 23 weighs at most 400 KB."""
    told = story(23)
    look = Look(SKIES, LINEN, {}, POSTER)
    assert len(compose(look, told, telling(told), NORTHWING, "seed").svg) <= 400 * 1024
