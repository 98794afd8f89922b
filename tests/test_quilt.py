"""The quilt gives every activity its own patch, as large and as banded as its amount, and sews 52 weeks in order."""

import re
from dataclasses import replace

import brand_years
import numpy as np
import pytest
import stories
from PIL import Image, ImageDraw

from artgen.drawing.canvas import CARD, COMPOSITIONS, PHONE, POSTER, PRINT
from artgen.drawing.colour import hexes, oklab_of
from artgen.drawing.marks import Bristles, Shape
from artgen.drawing.rng import Rng
from artgen.drawing.svg import write
from artgen.drawing.theme import load, names, part_of_day
from artgen.history.story import KINDS
from artgen.publishing.raster import ENGINES, engine
from artgen.renderers._quilt_bands import UNKNOWN, bands_of
from artgen.renderers._quilt_cut import WEEKS, cloth, cut, weeks
from artgen.renderers._quilt_figures import CABIN, figure
from artgen.renderers.quilt import quilt, swatches_of
from artgen.words.languages import SOURCE, read
from artgen.words.phrases import locales

COUNTS = (0, 1, 2, 4, 10, 23, 27, 39, 40, 60, 180, 400, 600)
MARIGOLD = load("marigold-paper")
AWKWARD = {f"run {name}": told for name, told in brand_years.awkward().items()}
AWKWARD |= {f"flight {name}": told for name, told in stories.awkward().items()}
NAN = float("nan")


def marks(told, canvas=POSTER, theme=MARIGOLD, seed="seed", **options):
    return list(quilt.draw(told, canvas, theme, Rng(seed), **quilt.checked(options)))


def written(told, canvas=POSTER, theme=MARIGOLD, **options):
    art = marks(told, canvas, theme, **options)
    return write(canvas, theme, title="", description="", art=art, reveal=quilt.reveal, style="quilt")


def sewn(told, canvas=POSTER, handcut=0.0):
    return cut(told.columns, canvas.art, Rng("seed"), handcut=handcut, rest=1.0)


def areas(quads):
    x, y = np.moveaxis(quads, 2, 0)
    u, v = np.roll(x, -1, axis=1), np.roll(y, -1, axis=1)
    return np.abs((x * v - u * y).sum(axis=1)) / 2


def outlines(told, canvas=POSTER, **options):
    """Return each patch's cloth: the first mark of its activity."""
    found = {}
    for mark in marks(told, canvas, **options):
        found.setdefault(mark.of, mark)
    return [found[(n,)] for n in range(len(told))]


def year(rows, **changes):
    return replace(brand_years.told("Ada", rows), **changes)


def spread(count, **fields):
    """Return a year of so many activities, a week apart, with fields (hour, kind, amount) that may be lists."""
    hour, kind, amount = (fields.get(name, usual) for name, usual in (("hour", 9.0), ("kind", "Easy"), ("amount", 5.0)))
    each = [value if isinstance(value, list) else [value] * count for value in (hour, kind, amount)]
    return year([(1 + 7 * i, at, what, much, "") for i, (at, what, much) in enumerate(zip(*each, strict=True))])


@pytest.mark.parametrize("canvas", [POSTER, CARD, PHONE, PRINT], ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("count", COUNTS)
def test_each_activity_has_one_group(count, canvas):
    """Counted back from the SVG, the groups are the year's activities, each once, and none in an empty year."""
    svg = written(brand_years.year("coffee", count), canvas).svg
    assert sorted(int(n) for n in re.findall(r'data-a="(\d+)"', svg)) == list(range(count))


@pytest.mark.parametrize("told", AWKWARD.values(), ids=AWKWARD)
def test_awkward_years_stay_inside_the_sheet(told):
    """Whatever is awkward about a year, every patch is drawn, and within the art box but for half the binding."""
    for canvas in (POSTER, CARD):
        boxes = written(told, canvas).boxes
        assert sorted(boxes) == list(range(len(told)))
        art = canvas.art
        for box in boxes.values():
            assert art.x - 3 <= box.x
            assert box.right <= art.right + 3
            assert art.y - 3 <= box.y
            assert box.bottom <= art.bottom + 3


@pytest.mark.parametrize("count", COUNTS[1:])
def test_blocks_are_the_weeks_in_reading_order(count):
    """The 52 blocks fill the art box without a gap, row after row, each row from left to right."""
    made = sewn(brand_years.year("run", count))
    assert len(made.blocks) == WEEKS
    assert areas(made.blocks).sum() == pytest.approx(POSTER.art.width * POSTER.art.height, rel=1e-9)
    corner = np.round(made.blocks[:, 0], 3)
    assert sorted(map(tuple, corner[:, ::-1].tolist())) == list(map(tuple, corner[:, ::-1].tolist()))


@pytest.mark.parametrize("count", [4, 40, 400])
def test_a_patch_lies_in_the_block_of_its_week(count):
    """Every patch is within the block of its own week; days 365 and 366 are in the last."""
    told = brand_years.year("run", count)
    made = sewn(told, handcut=1.0)
    assert (made.week == np.minimum((told.columns.day - 1) // 7, 51)).all()
    low, high = made.blocks.min(axis=1)[made.week], made.blocks.max(axis=1)[made.week]
    assert (made.patches >= low[:, None] - 1e-6).all()
    assert (made.patches <= high[:, None] + 1e-6).all()


def test_the_last_days_join_the_last_week():
    """Days 365 and 366 join week 52."""
    leap = stories.awkward()["leap day"]
    assert weeks(leap.columns).max() == WEEKS - 1


@pytest.mark.parametrize("count", [2, 23, 40, 180, 600])
def test_more_of_the_amount_is_more_cloth(count):
    """All over the quilt a patch's area follows its amount alone; a leaning seam changes it little."""
    told = brand_years.year("run", count)
    per = areas(sewn(told).patches) / cloth(told.columns)
    assert np.ptp(per) < 1e-6 * per.mean()
    rising = np.argsort(told.columns.amount, kind="stable")
    differs = np.diff(told.columns.amount[rising]) > 0
    assert (np.diff(areas(sewn(told).patches)[rising])[differs] > 0).all()
    by_hand = areas(sewn(told, handcut=1.0).patches) / cloth(told.columns)
    assert np.abs(by_hand / per - 1).max() < 0.12


def test_more_of_the_amount_is_more_bands():
    """Sorted by amount, bands never fall, and the largest has more than the least."""
    told = brand_years.year("run", 60)
    bands = bands_of(told, np.full(60, 80.0))[np.argsort(told.columns.amount)]
    assert (np.diff(bands) >= 0).all()
    assert bands[-1] > bands[0]


def test_an_unknown_amount_has_one_band():
    """Among known amounts, one band says unknown and nothing else does; where all are unknown, all are alike."""
    some = spread(10, amount=[NAN, *(float(i) for i in range(1, 10))])
    assert bands_of(some, np.full(10, 80.0)).tolist().count(UNKNOWN) == 1
    assert len(set(bands_of(spread(10, amount=NAN), np.full(10, 80.0)).tolist())) == 1


def test_figures_have_the_paint_of_their_hour():
    """A figure's paint is that of the part of its day; without an hour it is none of those."""
    told = spread(5, hour=[6.0, 10.0, 14.0, 19.0, 23.0])
    shown = [paint for paint, _ in swatches_of(told, MARIGOLD)]
    assert shown == hexes(MARIGOLD.clock_paints[part_of_day(told.columns.hour)])
    assert not {paint for paint, _ in swatches_of(spread(5, hour=NAN), MARIGOLD)} & set(shown)
    assert all(any(mark.of == (n,) and getattr(mark, "fill", "") == shown[n] for mark in marks(told)) for n in range(5))


@pytest.mark.parametrize("theme", [load(name) for name in names()], ids=lambda theme: theme.name)
def test_a_figure_stands_out_from_its_cloth(theme):
    """In every theme, hour and season, figure and cloth differ in lightness: the pattern can be read without colour."""
    told = year([(1 + 14 * i, hour, "Easy", 5.0, "") for i in range(26) for hour in (6.0, 10.0, 14.0, 19.0, 23.0, NAN)])
    lightness = np.array([[oklab_of(paint)[0] for paint in pair] for pair in swatches_of(told, theme)])
    assert np.abs(np.diff(lightness)).min() > 0.15


def test_each_kind_has_its_pattern():
    """Seven patterns look different: five kinds, any other, and the unknown one."""
    drawn = {figure(kind, 3, 0)[0].points.tobytes() for kind in range(CABIN, KINDS + 1)}
    assert len(drawn) == KINDS + 2


def test_kinds_are_sewn_in_their_patterns():
    """Patches are alike where their kinds are; the sixth kind and the seventh are both other."""
    told = spread(9, kind=[*(f"Kind {i}" for i in range(7)), "", "Kind 0"])
    sewn_as = [
        tuple(len(mark.points) for mark in marks(told) if mark.of == (n,) and isinstance(mark, Shape)) for n in range(9)
    ]
    assert sewn_as[0] == sewn_as[8]
    assert sewn_as[5] == sewn_as[6]
    assert told.kind.tolist() == [0, 1, 2, 3, 4, KINDS, KINDS, -1, 0]


@pytest.mark.parametrize("kind", range(CABIN, KINDS + 1))
@pytest.mark.parametrize("fourfold", [False, True])
def test_figures_stay_in_their_patch(kind, fourfold):
    """Whatever its bands and turn, a figure lies within the unit square."""
    for bands in range(1, 6):
        for turn in range(4):
            points = np.concatenate([layer.points for layer in figure(kind, bands, turn, fourfold=fourfold)])
            assert points.min() >= -1e-9
            assert points.max() <= 1 + 1e-9


def test_the_star_is_on_the_largest_alone():
    """One star, on the largest; none in a soft year, nor where amounts are unknown, alike, or of one activity."""
    told = brand_years.year("run", 23)
    assert told.largest == int(np.argmax(told.columns.amount))
    without = {
        mark.of for mark in marks(replace(told, softened=True)) if isinstance(mark, Shape) and len(mark.points) == 16
    }
    starred = [mark.of for mark in marks(told) if isinstance(mark, Shape) and len(mark.points) == 16]
    assert starred == [(told.largest,)]
    assert not without
    for plain in (spread(4), spread(4, amount=NAN), brand_years.year("run", 1), replace(told, softened=True)):
        assert plain.largest is None


def test_there_is_no_star_where_one_amount_is_unknown_or_money_is_hushed():
    """The largest of what is known isn't marked, nor the largest that isn't to be told."""
    hushed = replace(brand_years.year("run", 23), facts=())
    for plain in (spread(4, amount=[1.0, 9.0, NAN, 5.0]), hushed):
        assert not [mark for mark in marks(plain) if isinstance(mark, Shape) and len(mark.points) == 16]


@pytest.mark.parametrize("count", [1, 23, 400])
def test_plain_weeks_have_seven_stitched_lines(count):
    """Weeks without a patch are plain cloth, each with seven lines."""
    told = brand_years.year("run", count)
    ground = [mark for mark in marks(told) if not mark.of]
    plain = WEEKS - len(set(weeks(told.columns).tolist()))
    assert sum(isinstance(mark, Shape) for mark in ground) == plain + 1
    lines = [
        mark
        for mark in ground
        if isinstance(mark, Bristles) and len(mark.points) == 2 * len(mark.starts) and mark.stroke != MARIGOLD.ground
    ]
    assert sum(len(mark.starts) for mark in lines) == 7 * plain


@pytest.mark.parametrize("count", [1, 23, 180, 600])
def test_every_seam_is_sewn_once(count):
    """A block of many patches has one seam less than patches, and 52 blocks have 51 seams: none lies on another."""
    told = brand_years.year("run", count)
    made = sewn(told, handcut=1.0)
    assert len(made.seams) == count - len(set(weeks(told.columns).tolist()))
    assert len(made.joins) == WEEKS - 1


@pytest.mark.parametrize("count", [0, 180, 600])
def test_rasterisers_agree_on_a_quilt(count):
    """On the card, where seams are finest, both engines draw the same picture but for one pixel in 300."""
    svg = written(brand_years.year("run", count), CARD).svg
    one, other = (np.asarray(engine(name).pixels(svg, 1200), int) for name in sorted(ENGINES))
    apart = np.abs(one - other)
    assert apart.mean() < 0.6
    assert (apart.max(axis=-1) > 40).mean() < 1 / 300


def test_an_empty_quilt_is_sewn_in_small_pieces():
    """No mark of the whole cloth holds more than a few curves: a rasteriser is slow on hundreds in one path."""
    for canvas in (POSTER, CARD):
        assert max(len(mark.starts) for mark in marks(brand_years.year("run", 0), canvas)) <= 8


def test_one_activity_more_never_makes_another_quilt():
    """From ten activities to sixty, one more changes the room of plain cloth and the size of patches little."""
    told, plain, size = brand_years.year("run", 60), [], []
    order = Rng("order").generator.permutation(60).tolist()
    for count in range(10, 61):
        kept = [told.activities[i] for i in sorted(order[:count])]
        made = sewn(replace(told, activities=tuple(replace(one, n=n) for n, one in enumerate(kept))))
        plain.append(areas(made.blocks[made.resting]).sum() / (POSTER.art.width * POSTER.art.height))
        size.append(np.sqrt(np.median(areas(made.patches))))
    assert np.abs(np.diff(plain)).max() < 0.04
    assert np.abs(np.diff(np.log(size))).max() < 0.1


def shares_seen(told, canvas, to_unit=2):
    """Return how much of each patch the seams leave to be seen, counted in pixels."""
    box = canvas.sheet
    size = int(box.width * to_unit), int(box.height * to_unit)
    sheet = Image.new("I", size)
    draw = ImageDraw.Draw(sheet)
    for n, mark in enumerate(outlines(told, canvas)):
        draw.polygon([tuple(p) for p in (mark.points * to_unit).tolist()], fill=n + 1)
    whole = np.bincount(np.asarray(sheet).ravel(), minlength=len(told) + 1)[1:]
    for seam in [m for m in marks(told, canvas) if isinstance(m, Bristles) and not m.of][-3:]:
        for ring in np.split(seam.points * to_unit, list(seam.starts)[1:]):
            draw.line([tuple(p) for p in ring.tolist()], fill=0, width=max(1, round(seam.width * to_unit)))
    return np.bincount(np.asarray(sheet).ravel(), minlength=len(told) + 1)[1:] / whole


@pytest.mark.parametrize("canvas", [POSTER, CARD], ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("count", [23, 60, 600])
def test_every_patch_is_seen(count, canvas):
    """As promised, seams leave nearly the whole of every patch to be seen."""
    least = next(share for most, share in quilt.promise if count <= most)
    assert shares_seen(brand_years.year("run", count), canvas).min() >= least


def test_an_empty_year_is_one_cloth_for_everyone():
    """A year of nothing shows no patch and names nobody; seed and person change nothing."""
    one, other = marks(brand_years.year("run", 0)), marks(stories.story(0), seed="another")
    assert not any(mark.of for mark in one)
    assert [mark.points.tobytes() for mark in one] == [mark.points.tobytes() for mark in other]


def test_the_same_year_is_the_same_quilt():
    """The same arguments give the same bytes; another seed leans the seams elsewhere."""
    told = brand_years.year("coffee", 40)
    assert written(told).svg == written(told).svg
    assert marks(told)[1].points.tobytes() != marks(told, seed="other")[1].points.tobytes()


@pytest.mark.parametrize(
    "options", [{"handcut": 0}, {"handcut": 2}, {"rest": 0.4}, {"rest": 1.6}, {"stitches": "plain"}]
)
@pytest.mark.parametrize("count", [0, 1, 4, 40, 600])
def test_options_hold_at_their_limits(count, options):
    """At either end of every option, each activity is drawn inside the sheet, its corners still in their order."""
    told = brand_years.year("run", count)
    sheet = written(told, CARD, **options)
    assert sorted(sheet.boxes) == list(range(count))
    for mark in outlines(told, **options):
        turned = np.roll(mark.points, -1, axis=0) - mark.points
        following = np.roll(turned, -1, axis=0)
        assert (turned[:, 0] * following[:, 1] - turned[:, 1] * following[:, 0] > 0).all()


@pytest.mark.parametrize("count", [23, 600])
def test_the_picture_stays_small(count):
    """At most 400 KB of SVG and 20,000 marks, however full the year."""
    for canvas in COMPOSITIONS.values():
        sheet = written(brand_years.year("run", count), canvas)
        assert len(sheet.svg) <= 400_000
        assert sheet.marks <= 20_000


@pytest.mark.parametrize("locale", sorted({*locales(), SOURCE} - {"en_GB"}))
def test_every_language_says_all_of_it(locale):
    """Each language has every sentence of the quilt, with the same braces."""
    files = {name: read(quilt.source.with_name(f"quilt.{name}.toml")) for name in (SOURCE, locale)}
    assert files[locale].keys() == files[SOURCE].keys()


@pytest.mark.parametrize("locale", locales())
def test_every_year_is_told_in_every_language(locale):
    """Whatever the year, the words are filled in, the short text is short, and money is never told."""
    brand = replace(brand_years.COFFEE, locale=locale)
    years = {str(count): brand_years.year("coffee", count) for count in (0, 1, 4, 40, 600)} | brand_years.awkward()
    for told in (*years.values(), replace(years["40"], softened=True)):
        telling = brand_years.telling(told, "coffee")
        seen, items = quilt.describe(told, telling, brand), quilt.legend(told, telling, brand)
        said = [seen.title, seen.text, seen.alt, seen.quiet, seen.wish]
        said += [text for item in items for text in (item.heading, item.text, *item.labels)]
        assert not set("{}") & set("".join(said))
        assert 0 < len(seen.alt) <= 125
        assert "activity" not in "".join(said).lower()


def test_what_is_said_is_what_was_sewn():
    """The description counts the patches and the blocks that have some, and names the largest unless told softly."""
    told = brand_years.year("run", 40)
    telling, pieced = brand_years.telling(told, "run"), len(set(weeks(told.columns).tolist()))
    text = quilt.describe(told, telling, brand_years.RUN).text
    assert "40 patches" in text
    assert f"patches: {pieced};" in text
    assert f"lines: {WEEKS - pieced}." in text
    assert telling.rows[told.largest].day in text
    assert "star" not in quilt.describe(replace(told, softened=True), telling, brand_years.RUN).text
