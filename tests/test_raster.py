"""Rasters: two engines, one picture; JPEGs that hold pixels alone and keep their weight."""

import gc
import io
import random
import tracemalloc

import numpy as np
import pytest
from PIL import Image
from stories import NORTHWING, story, telling

from artgen import renderers as styles
from artgen.artwork import Look, compose
from artgen.drawing import theme
from artgen.errors import ArtgenError, StyleError
from artgen.publishing import raster
from artgen.publishing.raster import ENGINES, LETTER_IMAGE, SHARE_CARD, Print, engine, image_name, jpeg, rasterise

DIGEST = "1" * 64
SHEET = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1350" width="1080" height="1350">
<defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="10800" y2="0">
<stop offset="0" stop-color="#264080"/><stop offset="1" stop-color="#f79256"/></linearGradient></defs>
<rect width="1080" height="1350" fill="#f7f2ea"/>
<g transform="scale(.1)" fill="none" stroke-linecap="round" stroke-linejoin="round">
<path d="M1000 3000q1500 -2000 3000 0t3000 0t3000 0" stroke="#b23a48" stroke-width="120" stroke-opacity=".8"/>
<path d="M1000 5000q1500 -2000 3000 0t3000 0t3000 0" stroke="#264080" stroke-width="80" stroke-dasharray="0 160"/>
<path d="M1000 7000q1500 -2000 3000 0t3000 0t3000 0" stroke="url(#g)" stroke-width="300" stroke-dasharray="400 260"/>
<path d="M2000 9000l3000 2500l4000 -2000z" fill="#1a2130" fill-opacity=".55"/>
<path d="M1500 12500h0M1900 12500h0M2300 12500h0" stroke="#f79256" stroke-width="220"/>
</g></svg>"""


def noise(width: int, height: int) -> Image.Image:
    """The heaviest picture there is: every pixel a colour of its own."""
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))


@pytest.mark.parametrize("name", sorted(ENGINES))
@pytest.mark.parametrize("width", [300, 720, 1200])
def test_a_picture_has_the_asked_width_and_its_own_shape(name: str, width: int) -> None:
    """Whatever the width, the picture is RGB, of the view box's shape, and painted to its last pixel."""
    drawn = engine(name).pixels(SHEET, width)
    assert drawn.mode == "RGB"
    assert drawn.size == (width, round(width * 1.25))
    assert drawn.getpixel((width - 1, drawn.height - 1)) == (0xF7, 0xF2, 0xEA)


def test_both_engines_draw_the_same_picture() -> None:
    """Curves, dots, dashes, gradients and see-through areas differ by less than two levels of 255 on average."""
    one, other = (np.asarray(engine(name).pixels(SHEET, 600), int) for name in sorted(ENGINES))
    assert np.abs(one - other).mean() < 2


@pytest.mark.parametrize(("count", "paper"), [(0, "salt"), (4, "linen"), (60, "nocturne")])
def test_both_engines_draw_the_same_heart(count: int, paper: str) -> None:
    """A whole poster, bristles, words and legend, looks the same from either engine, on light paper and on dark."""
    year = story(count)
    look = Look(styles.load("heart"), theme.load(paper))
    poster = compose(look, year, telling(year), NORTHWING, "seed").svg
    one, other = (np.asarray(engine(name).pixels(poster, 600), int) for name in sorted(ENGINES))
    assert np.abs(one - other).mean() < 2


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_every_kind_of_mark_is_drawn(name: str) -> None:
    """A dash of no length is a round dot, a gradient runs, an area lets the paper through."""
    drawn = engine(name).pixels(SHEET, 1080)
    assert drawn.getpixel((150, 1250)) == (0xF7, 0x92, 0x56)
    assert drawn.getpixel((100, 500)) == (0x26, 0x40, 0x80)
    assert drawn.getpixel((100, 700)) == pytest.approx((57, 72, 124), abs=6)
    assert drawn.getpixel((500, 1000)) == pytest.approx((125, 127, 132), abs=3)


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_the_same_sheet_gives_the_same_pixels(name: str) -> None:
    """Drawing twice on one machine gives the same bytes."""
    once, twice = (engine(name).pixels(SHEET, 300).tobytes() for _ in range(2))
    assert once == twice


@pytest.mark.parametrize("name", sorted(ENGINES))
@pytest.mark.parametrize(
    "foreign", ["", "<p>no</p>", '<svg viewBox="0 0 10 10"><path', '<svg width="10" height="10"/>']
)
def test_what_we_did_not_write_is_refused(name: str, foreign: str) -> None:
    """No view box or broken markup raises a StyleError, in words."""
    with pytest.raises(StyleError):
        engine(name).pixels(foreign, 100)


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_an_engine_says_which_version_it_is(name: str) -> None:
    """It is part of every picture's name: a newer engine draws under a name of its own."""
    assert engine(name).version.split(".") > ["0", "0", "0"]


def test_an_unknown_engine_is_refused() -> None:
    """The error names the engines that there are."""
    with pytest.raises(ArtgenError, match="thorvg, librsvg"):
        engine("paint")


def test_a_jpeg_holds_pixels_alone() -> None:
    """Nothing of where a picture came from is in the file: no EXIF, no comment, no profile."""
    tagged = engine().pixels(SHEET, 300)
    tagged.info.update(comment=b"Maya", exif=b"Exif\0\0Maya", icc_profile=b"Maya")
    made = jpeg(tagged, 100_000)
    read = Image.open(io.BytesIO(made))
    assert sorted(read.info) == ["jfif", "jfif_density", "jfif_unit", "jfif_version"]
    assert b"Maya" not in made
    assert dict(read.getexif()) == {}


def test_a_picture_that_is_just_too_heavy_keeps_its_quality() -> None:
    """It is made progressive, which is lighter and takes longer, and nothing else of it changes."""
    picture = engine().pixels(SHEET, 1200)
    plain = jpeg(picture, 10**9)
    dense = jpeg(picture, len(plain) - 1)
    read, once = (Image.open(io.BytesIO(made)) for made in (dense, plain))
    assert (read.info.get("progressive"), once.info.get("progressive")) == (1, None)
    assert read.quantization == once.quantization
    assert np.array_equal(np.asarray(read), np.asarray(once))


@pytest.mark.parametrize("share", [0.9, 0.75, 0.68])
def test_a_heavy_picture_is_brought_under_its_weight(share: float) -> None:
    """Its quality goes down just so far that it fits, and the same bytes come out each time."""
    heavy = noise(400, 400)
    most = int(share * len(jpeg(heavy, 10**9)))
    lighter = jpeg(heavy, most)
    assert 0.9 * most < len(lighter) <= most
    assert lighter == jpeg(heavy, most)


def test_a_very_full_picture_is_made_narrower_where_it_may_be() -> None:
    """A faithful customer loses no picture: it goes down by tenths, keeps its shape, and no further than it must."""
    heavy = noise(400, 500)
    most = int(0.85 * len(jpeg(heavy, 10**9, 60)))
    with pytest.raises(StyleError, match="draw fewer"):
        jpeg(heavy, most)
    read = Image.open(io.BytesIO(jpeg(heavy, most, narrowest=300)))
    assert read.size == (360, 450)
    with pytest.raises(StyleError, match="draw fewer"):
        jpeg(heavy, most // 4, narrowest=300)


def test_a_picture_that_can_not_be_made_light_is_refused() -> None:
    """Under quality 60 it would no longer be worth giving: the error says how heavy it is and what to do."""
    with pytest.raises(StyleError, match="draw fewer or broader marks"):
        jpeg(noise(400, 400), 20_000)


@pytest.mark.parametrize("made", [LETTER_IMAGE, SHARE_CARD])
def test_rasterising_keeps_the_budget(made: Print) -> None:
    """The letter's picture and the card are 1200 px wide and within their bytes."""
    picture = rasterise(SHEET, made, engine())
    assert len(picture) <= made.most_bytes
    assert Image.open(io.BytesIO(picture)).width == 1200


def test_a_picture_is_named_by_what_is_drawn_and_how() -> None:
    """Another sheet, size, quality, weight or engine makes another name; the same makes the same."""
    names = [
        image_name(DIGEST, LETTER_IMAGE, engine()),
        image_name(DIGEST.replace("1", "2"), LETTER_IMAGE, engine()),
        image_name(DIGEST, LETTER_IMAGE, engine("librsvg")),
        image_name(DIGEST, Print(800, 85, 250_000), engine()),
        image_name(DIGEST, Print(1200, 80, 250_000), engine()),
        image_name(DIGEST, Print(1200, 85, 200_000), engine()),
    ]
    assert len(set(names)) == len(names)
    assert image_name(DIGEST, LETTER_IMAGE, engine()) == names[0]
    assert names[0].endswith(".jpg")
    assert len(names[0]) == 20


def test_another_way_to_encode_makes_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """What shapes a JPEG's bytes shapes its name as well: a link never shows an old picture for a new one."""
    picture = engine().pixels(SHEET, 300)
    before = jpeg(picture, 100_000), image_name(DIGEST, LETTER_IMAGE, engine())
    monkeypatch.setitem(raster._JPEG, "subsampling", "4:4:4")
    now = jpeg(picture, 100_000), image_name(DIGEST, LETTER_IMAGE, engine())
    assert (before[0] == now[0], before[1] == now[1]) == (False, False)


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_an_engine_keeps_nothing_of_a_picture(name: str) -> None:
    """Three hundred sheets of different length leave no more behind than a hundred bytes each."""
    sheets = [SHEET.replace("<defs>", f"<defs>{' ' * n}") for n in range(320)]
    small = engine(name)
    tracemalloc.start()
    try:
        for sheet in sheets[:20]:
            small.pixels(sheet, 20)
        before = tracemalloc.get_traced_memory()[0]
        for sheet in sheets[20:]:
            small.pixels(sheet, 20)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] - before < 30_000
    finally:
        tracemalloc.stop()
