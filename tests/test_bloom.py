"""The style bloom: every flower counted back, its size, species, dye and place, and nobody lost under the others."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import brand_years
import numpy as np
import pytest
import stories

from artgen.artwork import Look, compose
from artgen.drawing.canvas import CARD, COMPOSITIONS, PHONE, POSTER
from artgen.drawing.marks import Shape, Stamp
from artgen.drawing.rng import Rng
from artgen.drawing.svg import write
from artgen.drawing.theme import load as theme_named
from artgen.errors import StyleError
from artgen.publishing.sight import visible_shares
from artgen.renderers._bloom_bouquet import gather
from artgen.renderers._bloom_crown import FEW, LUSH
from artgen.renderers._bloom_words import SEEN
from artgen.renderers.bloom import bloom
from artgen.words.dialect import dialect
from artgen.words.languages import read
from artgen.words.phrases import locales

PAPER, NIGHT = theme_named("lagoon-paper"), theme_named("dusk-night")
RUNS = {f"{count} runs": brand_years.year("run", count) for count in brand_years.COUNTS}
FLIGHTS = {f"{count} flights": stories.story(count) for count in stories.COUNTS}
AWKWARD = brand_years.awkward() | {f"flights, {name}": told for name, told in stories.awkward().items()}
YEARS = RUNS | FLIGHTS | AWKWARD
FULL = {name: told for name, told in YEARS.items() if len(told)}
LIMITS = [{"spread": 0.8}, {"spread": 1.1}, {"foliage": 0}, {"foliage": 1.4}, {"roundness": 0}, {"roundness": 1.3}]
HOURS = (6.0, 10.0, 14.0, 19.0, 23.0)

every_year = pytest.mark.parametrize("told", YEARS.values(), ids=YEARS)
every_full_year = pytest.mark.parametrize("told", FULL.values(), ids=FULL)
every_canvas = pytest.mark.parametrize("canvas", COMPOSITIONS.values(), ids=COMPOSITIONS)


def marks(told, canvas=POSTER, theme=PAPER, seed="seed", **options):
    return list(bloom.draw(told, canvas, theme, Rng(seed), **bloom.checked(options)))


def written(told, canvas=POSTER, theme=PAPER, **options):
    art = marks(told, canvas, theme, **options)
    return write(canvas, theme, title="", description="", art=art, reveal=bloom.reveal, style="bloom")


def stand(told, canvas=POSTER):
    return gather(told, canvas.art, 1.0, 1.0)


def drawn(sheet):
    return sorted(int(n) for n in re.findall(r'data-a="(\d+)"', sheet.svg))


def heads(told, canvas=POSTER, theme=PAPER, **options):
    return {mark.of[0]: mark for mark in marks(told, canvas, theme, **options) if mark.of and isinstance(mark, Stamp)}


def speaking(told, locale="en_US"):
    brand = "run" if any(one.category for one in told.activities) or told.name in brand_years.NAMES else "flight"
    if brand == "run":
        return told, brand_years.telling(told, "run"), replace(brand_years.RUN, locale=locale)
    return told, stories.telling(told), replace(stories.NORTHWING, locale=locale)


def on_one_day(one):
    """Return when on a day in July one of a crowd happened."""
    return dt.datetime(2025, 7, 19, 6, tzinfo=dt.UTC) + dt.timedelta(minutes=2 * one.n)


def inside(box, area):
    return box.x >= area.x and box.y >= area.y and box.right <= area.right and box.bottom <= area.bottom


@every_canvas
@every_year
def test_each_activity_has_one_flower(told, canvas):
    """Counted back from the SVG, the groups are the activities of the year: each once, none besides."""
    assert drawn(written(told, canvas)) == list(range(len(told)))


@every_canvas
@every_full_year
def test_flowers_stand_inside_the_art(told, canvas):
    """No flower reaches out of the room that the art has, and none stands on words."""
    at = stand(told, canvas)
    low, high = at.places - at.radii[:, None], at.places + at.radii[:, None]
    assert (low >= [canvas.art.x - 0.1, canvas.art.y - 0.1]).all()
    assert (high <= [canvas.art.right + 0.1, canvas.art.bottom + 0.1]).all()


@every_canvas
@pytest.mark.parametrize("count", brand_years.COUNTS)
def test_greens_stay_inside_the_sheet(count, canvas):
    """Leaves, blades and tails keep to the paper, and clear of a card's column of words."""
    area = replace(canvas.sheet, x=canvas.art.x - 22) if canvas is CARD else canvas.sheet
    for mark in marks(RUNS[f"{count} runs"], canvas):
        if isinstance(mark, Shape):
            (left, top), (right, bottom) = mark.points.min(axis=0), mark.points.max(axis=0)
            assert left >= area.x
            assert top >= area.y
            assert right <= area.right
            assert bottom <= area.bottom


@pytest.mark.parametrize("count", [0, 4, 40, 400])
def test_the_same_year_gives_the_same_bytes(count):
    """Drawn twice, a year gives the same SVG."""
    told = RUNS[f"{count} runs"]
    assert written(told).svg == written(told).svg


def test_two_years_differ():
    """Two people get two pictures."""
    assert written(RUNS["40 runs"]).svg != written(AWKWARD["all equal"]).svg


def test_the_seed_moves_no_flower():
    """Where a flower stands and how large it is is data: another seed turns it, and leaves it in its place."""
    one, other = heads(RUNS["40 runs"], seed="a"), heads(RUNS["40 runs"], seed="b")
    assert {n: head.matrix[4:] for n, head in one.items()} == {n: head.matrix[4:] for n, head in other.items()}
    assert any(one[n].matrix[:4] != other[n].matrix[:4] for n in one)


@every_full_year
def test_more_is_a_larger_flower(told):
    """Whoever has the larger amount has no smaller flower, and equal amounts have equal ones."""
    order = np.argsort(told.columns.share, kind="stable")
    radii, share = stand(told).radii[order], told.columns.share[order]
    assert (np.diff(radii) >= -1e-9).all()
    assert np.allclose(np.diff(radii)[np.diff(share) == 0], 0)


def test_size_keeps_within_what_the_words_say():
    """One giant among forty has four times the usual area, not four hundred: its neighbours stay flowers."""
    radii = stand(AWKWARD["one giant"]).radii
    assert (radii.max() / np.median(radii)) ** 2 == pytest.approx(4.41, rel=0.05)


@every_full_year
def test_months_open_from_january_to_december(told):
    """The rays go from left to right in the order of the year, and each flower begins between those beside its own."""
    at = stand(told)
    assert (np.diff(at.months) > 0).all()
    away = at.homes - at.crown.foot
    bearing = np.arctan2(away[:, 0], -away[:, 1])
    middles = np.concatenate([[-np.inf], at.months, [np.inf]])
    month = told.columns.month
    assert (bearing > middles[month]).all()
    assert (bearing < middles[month + 2]).all()


@pytest.mark.parametrize("name", ["23 runs", "60 runs", "400 runs", "546 flights"])
def test_days_go_outward_from_the_tie(name):
    """Within a month, whoever is later starts farther along the crown's chord."""
    told, at = YEARS[name], stand(YEARS[name])
    away = at.homes - at.crown.foot
    near, far = at.crown.chord(np.arctan2(away[:, 0], -away[:, 1]))
    height = (np.hypot(*away.T) ** 2 - near**2) / (far**2 - near**2)
    later = np.diff(height)[np.diff(told.columns.month) == 0]
    assert (later >= -1e-6).all()


@pytest.mark.parametrize(("name", "diameters"), [("4 runs", 0.3), ("40 runs", 0.45), ("400 runs", 0.35)])
def test_flowers_step_aside_a_little(name, diameters):
    """To make room, a flower moves on average less than this part of its breadth."""
    at = stand(YEARS[name])
    assert (np.hypot(*(at.places - at.homes).T) / (2 * at.radii)).mean() < diameters


def test_flowers_of_one_moment_part():
    """Four in the same hour of the same day stand beside each other."""
    told = brand_years.told("Ada", [(200, 9.0, "Easy", 5.0, "")] * 4)
    places = stand(told).places
    apart = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))
    assert apart[np.triu_indices(4, 1)].min() > 1.5 * stand(told).radii.min()


@pytest.mark.parametrize("count", [180, 400])
def test_a_crowd_of_one_day_fills_the_crown(count):
    """Where all stand on one day, flowers reach down to the crown's foot: no bare green shows below them."""
    year = brand_years.year("run", count)
    crowd = replace(year, activities=tuple(replace(one, start=on_one_day(one)) for one in year.activities))
    crown = stand(crowd).crown
    assert stand(crowd).places[:, 1].max() > crown.y + 0.8 * crown.along
    assert visible_shares(written(crowd).svg, 480).min() >= 0.33


def test_species_is_the_kind_and_dye_the_hour():
    """Flowers are stamped from one drawing exactly where kind and part of the day are the same."""
    rows = [(3 * i + 1, HOURS[i % 5], f"Kind {i // 5 % 8}", 5.0, "") for i in range(120)]
    told = brand_years.told("Ada", rows)
    drawings = {n: id(head.symbol) for n, head in heads(told).items()}
    said = {n: (int(told.kind[n]), i % 5) for i, n in enumerate(range(len(told)))}
    assert len(set(drawings.values())) == len(set(said.values())) == 30
    assert len({(drawings[n], said[n]) for n in drawings}) == 30


@pytest.mark.parametrize("theme", [PAPER, NIGHT], ids=lambda theme: theme.name)
def test_an_unknown_hour_has_a_dye_of_its_own(theme):
    """Where some hours are known, an unknown one is none of theirs; where none is, the month is told instead."""
    hours = [*HOURS, float("nan")]
    some = brand_years.told("Ada", [(20 + i, hour, "Easy", 5.0, "") for i, hour in enumerate(hours)])
    assert len({body for body, _ in bloom.swatches(some, theme)}) == 6
    none = AWKWARD["no hours"]
    by_month = {month: body for month, (body, _) in zip(none.columns.month, bloom.swatches(none, theme), strict=True)}
    assert len(set(by_month.values())) == len(set(none.columns.month.tolist()))


def test_a_month_without_flowers_is_a_blade():
    """There are as many blades of grass as months without a flower."""
    for told in (RUNS["1 runs"], RUNS["4 runs"], AWKWARD["one month"], RUNS["400 runs"]):
        blades = [mark for mark in marks(told) if isinstance(mark, Shape) and mark.opacity == 0.78]
        assert sum(len(blade.starts) for blade in blades) == 12 - len(set(told.columns.month.tolist()))


@pytest.mark.parametrize(
    ("name", "canvas"),
    [("4 flights", POSTER), ("23 flights", PHONE), ("60 runs", POSTER), ("60 flights", CARD), ("one day", POSTER)],
)
def test_half_of_each_flower_is_seen(name, canvas):
    """Counted in pixels, up to sixty flowers each show at least half of themselves."""
    assert visible_shares(written(YEARS[name], canvas).svg).min() >= 0.5


@pytest.mark.parametrize("name", ["180 flights", "400 runs"])
def test_a_third_of_each_flower_is_seen_in_a_lush_year(name):
    """Counted in pixels, hundreds of flowers each show at least a third of themselves."""
    assert visible_shares(written(YEARS[name]).svg, 480).min() >= 0.33


def test_what_is_promised_is_what_is_said():
    """The promise of the style and the sentence about it speak of the same years and shares."""
    assert [most for most, _ in bloom.promise] == [most for most, _ in SEEN]


@every_canvas
def test_an_empty_year_is_a_drawing_and_no_data(canvas):
    """The zero edition is drawn, and no mark of it stands for anything; it is the same for everyone."""
    art = marks(RUNS["0 runs"], canvas)
    assert len(art) > 20
    assert all(mark.of == () for mark in art)
    assert written(RUNS["0 runs"], canvas).svg == written(FLIGHTS["0 flights"], canvas).svg


@pytest.mark.parametrize("locale", locales())
def test_an_empty_year_makes_no_claim(locale):
    """Its words hold no figure, wish something, and need no legend."""
    said = bloom.describe(*speaking(RUNS["0 runs"], locale))
    assert said.wish
    assert said.quiet
    assert not re.search(r"\d", said.title + said.text + said.alt + said.quiet + said.wish)
    assert bloom.legend(*speaking(RUNS["0 runs"], locale)) == ()


@pytest.mark.parametrize("locale", locales())
@every_year
def test_words_are_filled_in_and_fit(told, locale):
    """In every language, whatever the year, no brace is left, no name is said, and the short text is short."""
    words = speaking(replace(told, name="Zebulon"), locale)
    said, items = bloom.describe(*words), bloom.legend(*words)
    texts = [said.title, said.text, said.alt, said.quiet, said.wish]
    texts += [text for item in items for text in (item.heading, item.text, *item.labels)]
    assert not set("{}") & set("".join(texts))
    assert "Zebulon" not in "".join(texts)
    assert 0 < len(said.alt) <= 125


def test_no_language_lacks_a_sentence():
    """Each language has the sentences of English, and is not told in it."""
    beside = Path(bloom.source).parent
    english = read(beside / "bloom.en_US.toml")
    for locale in ("de", "es", "fr", "pt", "ja", "ar"):
        assert read(beside / f"bloom.{locale}.toml").keys() == english.keys()
        own = dialect(bloom.source, replace(brand_years.RUN, locale=locale))
        assert own.say("bloom.empty.wish") != english["empty.wish"]


def test_a_single_flower_is_described_as_what_it_was():
    """One activity gets a sentence of its own."""
    text = bloom.describe(*speaking(RUNS["1 runs"])).text
    assert "A single flower (daisy) on its stalk among eleven blades of grass: the one run in 2025" in text


def test_many_are_described_by_count_kind_order_and_largest():
    """The description says how many, which species are what, the order, the largest, and how far to trust places."""
    told = RUNS["40 runs"]
    text = bloom.describe(*speaking(told)).text
    assert text.startswith("A hand-tied bouquet of 40 flowers, one for each run in 2025.")
    assert all(f"{kind} – " in text for kind in told.drawn_kinds)
    assert "January at the left to December at the right" in text
    assert "the largest is" in text
    assert "Places are about right" in text


def test_counts_in_the_words_add_up():
    """The species, and the hours, of the description count every activity once."""
    text = bloom.describe(*speaking(RUNS["40 runs"])).text
    kinds, hours = (sum(map(int, re.findall(r"\((\d+)\)", part))) for part in text.split("Petals"))
    assert (kinds, hours) == (40, 40)


def test_a_softened_year_has_no_largest():
    """Neither words nor legend point at the largest of a softened year."""
    told = replace(RUNS["40 runs"], softened=True)
    assert told.largest is None
    assert "largest" not in bloom.describe(*speaking(told)).text
    assert next(item for item in bloom.legend(*speaking(told)) if item.heading == "Size").of == ()


def test_money_is_drawn_but_not_told():
    """No price stands in the words of a year of cups."""
    told = brand_years.year("coffee", 4)
    words = (told, brand_years.telling(told, "coffee"), brand_years.COFFEE)
    said, items = bloom.describe(*words), bloom.legend(*words)
    everything = said.title + said.text + "".join(item.text for item in items)
    assert not any(f"{one.amount:g}" in everything for one in told.activities)


def test_a_brand_without_kinds_hears_nothing_of_them():
    """Where no kind is known all are one flower, and the legend has no species."""
    told = AWKWARD["no kinds"]
    assert not any("Species" in item.heading for item in bloom.legend(*speaking(told)))
    assert "All are of one species (dog rose)." in bloom.describe(*speaking(told)).text


@every_full_year
def test_the_legend_points_at_this_year(told):
    """Each item of the legend shows activities of this very year, and the first four say how to read it."""
    items = bloom.legend(*speaking(told))
    assert len(items) >= 3
    assert all(set(item.of) <= set(range(len(told))) for item in items)
    assert any("Colour" in item.heading for item in items[:4])


@pytest.mark.parametrize("theme", [PAPER, NIGHT], ids=lambda theme: theme.name)
@every_full_year
def test_legend_samples_can_be_drawn(told, theme):
    """The samples of each legend are marks that stay near their box."""
    for item in bloom.legend(*speaking(told)):
        if item.draw:
            art = list(item.draw(theme, 198.0, 13.0))
            sheet = write(POSTER, theme, title="", description="", art=art, reveal="grow", style="bloom")
            assert art
            assert sheet.marks < 1200


@pytest.mark.parametrize("options", LIMITS, ids=str)
@pytest.mark.parametrize("name", ["0 runs", "1 runs", "4 runs", "40 runs", "400 runs"])
def test_options_hold_at_their_limits(name, options):
    """At every option's limits the year is whole and inside the sheet."""
    sheet = written(YEARS[name], **options)
    assert drawn(sheet) == list(range(len(YEARS[name])))
    assert all(inside(box, POSTER.sheet) for box in sheet.boxes.values())


def test_an_option_past_its_limit_is_refused():
    """A crown can't be twice as wide."""
    with pytest.raises(StyleError, match="spread = 2 is outside"):
        bloom.checked({"spread": 2})


def test_without_foliage_there_are_no_leaves():
    """At 0 the option takes every leaf away, and no flower."""
    bare, leafy = (written(RUNS["40 runs"], foliage=value) for value in (0, 1))
    assert bare.marks < leafy.marks - 40
    assert drawn(bare) == drawn(leafy)


@every_year
def test_drawings_stay_small(told):
    """No year needs more than twenty thousand shapes or 250 KB of drawing."""
    sheet = written(told)
    assert sheet.marks <= 18_000
    assert len(sheet.svg) <= 250 * 1024


def test_a_poster_can_be_composed():
    """The whole sheet, frame and legend included, is written for a poster."""
    told, telling, words = speaking(RUNS["40 runs"])
    made = compose(Look(bloom, PAPER, {}, POSTER), told, telling, words, "seed")
    assert len(made.boxes) == 40
    assert len(made.svg) <= 400 * 1024


def test_a_leap_year_keeps_its_months():
    """The last of December of a leap year stands in December, far out."""
    told = stories.awkward()["leap day"]
    assert told.activities[-1].start.date() == dt.date(2024, 12, 31)
    at = stand(told)
    assert at.homes[-1][0] > at.crown.x


def test_compositions_change_where_the_count_does():
    """A few are arranged one by one, each with its stalk; from seven on stalks are shared; lush ones hide them."""
    assert FEW < LUSH
    few, many = (marks(RUNS[name]) for name in ("4 runs", "10 runs"))
    assert all(sum(mark.of == (n,) for mark in few) > 1 for n in range(4))
    assert all(sum(mark.of == (n,) for mark in many) == 1 for n in range(10))
