"""Every shipped theme can be read and told apart; a faulty theme file is answered with the key and what to do."""

import itertools
from pathlib import Path

import contrasts
import numpy as np
import pytest
from stories import NORTHWING, story, telling

from artgen.artwork import Look, compose
from artgen.drawing import theme as themes
from artgen.drawing.colour import hexes, oklab_of
from artgen.drawing.families import european
from artgen.drawing.marks import LOUD
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import width
from artgen.drawing.vision import LIMIT, NORMAL, VISIONS, alike, seen
from artgen.errors import StyleError
from artgen.renderers import load
from artgen.shipped import place

FONTS = place("assets") / "fonts"
LINEN = (place("assets") / "themes" / "linen.toml").read_text("utf-8")
ALL = pytest.mark.parametrize("theme", [themes.load(name) for name in themes.names()], ids=themes.names())
KNOWN_ALIKE = {"aurora": 1, "nocturne": 2}


def written(folder: Path, text: str, name: str = "own.toml") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def refused(folder: Path, text: str) -> str:
    with pytest.raises(StyleError) as wrong:
        themes.read(written(folder, text))
    return str(wrong.value).removeprefix(f"{folder}/")


def test_there_are_ten_grounds_and_more() -> None:
    """A brand may choose among ten grounds that differ to the eye."""
    grounds = {theme.ground for theme in map(themes.load, themes.names())}
    assert len(grounds) >= 10


def test_contrast_only_ever_rises() -> None:
    """No text of a shipped theme is fainter than it once was."""
    assert contrasts.dropped(contrasts.measured(), contrasts.held()) == []


def test_the_ratchet_follows_a_better_contrast() -> None:
    """A contrast that was bettered is held from then on, as is a new theme's."""
    assert contrasts.measured() == contrasts.held(), "raise the ratchet: python tests/contrasts.py"


def test_the_page_of_themes_tells_the_measures_of_today() -> None:
    """The tables of docs/themes.md are those that the themes give now."""
    text = contrasts.DOCS.read_text("utf-8")
    assert contrasts.fresh(text) == text, "write the tables anew: python tests/contrasts.py"


@ALL
def test_later_is_deeper(theme: Theme) -> None:
    """The parts of the day fall in lightness; the night alone may be lifted where the ground is dark."""
    falling = theme.clock_paints[: 4 if theme.dark else 5, 0]
    assert all(before > after for before, after in itertools.pairwise(falling))


@ALL
def test_the_parts_of_the_day_are_told_apart_by_all(theme: Theme) -> None:
    """Hours are told by colour alone in some styles, so no vision may confuse two of them."""
    confused = [pair for pair in themes.look_alikes(theme) if pair.one in ("early", "morning", "afternoon", "evening")]
    assert confused == []


@ALL
def test_seasons_that_look_alike_are_the_known_ones(theme: Theme) -> None:
    """Only the pairs that the page of themes names rely on their place in the year."""
    assert len(themes.look_alikes(theme)) <= KNOWN_ALIKE.get(theme.name, 0)


@pytest.mark.parametrize("vision", VISIONS)
def test_greys_look_the_same_in_every_vision(vision: str) -> None:
    """Missing cones leave lightness as it is: a grey stays that grey."""
    greys = [(lightness, 0, 0) for lightness in (0, 0.25, 0.5, 0.75, 1)]
    assert np.abs(seen(greys, vision) - seen(greys, NORMAL)).max() < 0.01


def test_red_and_green_look_alike_without_green_cones() -> None:
    """The classic pair is nearer than the limit for deuteranopia, and for it alone among three visions."""
    pair = [oklab_of("#c04040"), oklab_of("#60802c")]
    confused = {vision for vision in (NORMAL, "deuteranopia", "tritanopia") if alike(("a", "b"), pair, vision)}
    assert confused == {"deuteranopia"}


def test_the_limit_parts_what_is_listed_from_what_is_not() -> None:
    """Two greys a hair nearer than the limit are listed, a hair farther are not."""
    near, far = [(0.5, 0, 0), (0.5 + LIMIT - 0.006, 0, 0)], [(0.5, 0, 0), (0.5 + LIMIT + 0.006, 0, 0)]
    assert alike(("a", "b"), near, NORMAL)
    assert not alike(("a", "b"), far, NORMAL)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("accent =", "acent =", "own.toml: accent: is needed and missing; add it, or let the file take it"),
        ("dark = false", "dark = false\nacent = 1", "own.toml: acent: not a key of a theme; did you mean accent?"),
        ("muted = [0.5, 0.02, 265]", "muted = [0.6, 0.02, 265]", "own.toml: muted: is 3.55:1 on ground; text needs"),
        (
            "muted = [0.5, 0.02, 265]",
            'muted = "#706e6a"',
            "own.toml: muted: is 4.18:1 on glow; text needs 4.5:1",
        ),
        ("muted = [0.5, 0.02, 265]", "muted = [50, 0.02, 265]", "own.toml: muted: write a colour as [lightness 0..1"),
        ("muted = [0.5, 0.02, 265]", 'muted = "grey"', "own.toml: muted: write a colour as"),
        ("dark = false", "dark = true", "own.toml: dark: is true, and the ink is darker than the ground"),
        ("  [0.793, 0.135, 64],", "  [0.893, 0.135, 64],", "own.toml: clock: morning (0.89) is not darker than early"),
        ("dusk = [0.62,", "dusk = [0.82,", "own.toml: dusk: dusk (0.82) is not darker than dawn (0.80)"),
        ("  [0.873, 0.085, 75],", "  [0.95, 0.03, 80],", "own.toml: clock: early can hardly be seen on the ground"),
        ("  [0.5, 0.165, 18],", "  [0.72, 0.175, 52],", "own.toml: seasons: July and October look alike"),
        ("  [0.5, 0.165, 18],\n", "", "own.toml: seasons: has the wrong number of colours; give 4"),
        ("  [-12, 0.38", "  [-30, 0.38", "own.toml: sky: -30 degrees stands after -24; put the heights in rising"),
        ("  [-12, 0.38, 0.11, 275]", '  ["-12"]', "own.toml: sky.2: write [the sun's height in degrees"),
        ("  [-12, 0.38", "  [nan, 0.38", "own.toml: sky.2: write [the sun's height in degrees"),
        ("  [-12, 0.38", "  [inf, 0.38", "own.toml: sky.2: write [the sun's height in degrees"),
        ("dark = false", 'dark = false\nvoice = "loud"', "own.toml: voice: "),
        ("dark = false", "dark = ", "mend the file there"),
        (
            "dark = false",
            'dark = false\ninherits = "linnen"',
            "own.toml: inherits: write a theme file (.toml) or one of",
        ),
        ("dark = false", 'dark = false\ninherits = "own.toml"', "comes back to a file it started from"),
        ("dark = false", 'dark = false\ninherits = "brand.toml"', "brand.toml: can't be read (No such file"),
    ],
)
def test_a_faulty_theme_is_told_the_key_and_what_to_do(old: str, new: str, said: str, tmp_path: Path) -> None:
    """Each slip in a theme file is answered in one sentence that begins with the file and the key."""
    assert old in LINEN
    assert said in refused(tmp_path, LINEN.replace(old, new))


def test_a_theme_may_be_two_lines_on_top_of_another(tmp_path: Path) -> None:
    """What a file doesn't say it takes from the theme it inherits from."""
    own = themes.read(written(tmp_path, 'inherits = "linen"\naccent = "#7a2e12"'))
    linen = themes.load("linen")
    assert (own.name, own.accent, own.ground) == ("own", "#7a2e12", linen.ground)
    assert hexes(own.season_paints) == hexes(linen.season_paints)


def test_a_colour_of_the_brand_stays_as_it_is_written(tmp_path: Path) -> None:
    """A '#rrggbb' is drawn as that very colour, to the last digit."""
    inks = [f"#{red:02x}1f{blue:02x}" for red in range(0, 64, 7) for blue in range(0, 64, 5)]
    read = [themes.read(written(tmp_path, f'inherits = "linen"\nink = "{ink}"')).ink for ink in inks]
    assert read == inks


def test_a_theme_may_inherit_from_a_file_beside_it(tmp_path: Path) -> None:
    """A region's file stands on the brand's."""
    written(tmp_path, 'inherits = "dusk-paper"\naccent = "#5a1e62"', "brand.toml")
    assert themes.read(written(tmp_path, 'inherits = "brand.toml"')).accent == "#5a1e62"


def test_what_a_theme_inherits_counts_in_its_digest(tmp_path: Path) -> None:
    """A changed parent makes another theme, and the same words make the same one."""
    digests = []
    for accent in ("#5a1e62", "#5a1e63", "#5a1e62"):
        written(tmp_path, f'inherits = "dusk-paper"\naccent = "{accent}"', "brand.toml")
        themes._read.cache_clear()
        themes._made.cache_clear()
        digests.append(themes.read(written(tmp_path, 'inherits = "brand.toml"')).digest)
    assert digests[0] == digests[2] != digests[1]


def test_an_edited_theme_is_read_anew(tmp_path: Path) -> None:
    """Saving a theme file changes what the next picture is drawn in."""
    before = themes.read(written(tmp_path, 'inherits = "linen"\naccent = "#7a2e12"'))
    after = themes.read(written(tmp_path, 'inherits = "linen"\naccent = "#12487a"'))
    assert (before.accent, after.accent) == ("#7a2e12", "#12487a")


def test_a_theme_brings_its_own_font_files(tmp_path: Path) -> None:
    """A typeface is four files beside the theme; those not given are taken from the next lighter one."""
    fonts = FONTS / "inter-tight"
    for weight in (400, 600):
        (tmp_path / f"Brand-{weight}.ttf").write_bytes((fonts / f"InterTight-{weight}.ttf").read_bytes())
    text = 'inherits = "marigold-paper"\n[type]\nregular = "Brand-400.ttf"\nsemibold = "Brand-600.ttf"'
    voice = themes.read(written(tmp_path, text)).voice
    files = [Path(european(weight, voice)[0].file).name for weight in (400, 500, 600, LOUD)]
    assert files == ["Brand-400.ttf", "Brand-400.ttf", "Brand-600.ttf", "Brand-400.ttf"]


def test_a_poster_is_set_in_the_brands_typeface(tmp_path: Path) -> None:
    """Words are set in the brand's font files, and letters that those lack in artgen's: never an empty box."""
    (tmp_path / "Brand.ttf").write_bytes((FONTS / "instrument-serif" / "InstrumentSerif-400.ttf").read_bytes())
    own = themes.read(written(tmp_path, 'inherits = "linen"\ntype = { regular = "Brand.ttf" }'))
    plain = themes.load("linen")
    told = story(4)
    svgs = [compose(Look(load("heart"), it), told, telling(told), NORTHWING, "s").svg for it in (own, plain)]
    assert width("Maya", 40, voice=own.voice) != width("Maya", 40, voice=plain.voice)
    assert width("Maya Ελένη", 40, voice=own.voice) > width("Maya", 40, voice=own.voice) > 0
    assert svgs[0] != svgs[1]
    assert str(tmp_path) not in svgs[0]


def test_another_font_makes_another_digest(tmp_path: Path) -> None:
    """A font file that was exchanged under its name makes another theme."""
    fonts = FONTS / "inter-tight"
    digests = []
    for weight in (400, 500):
        (tmp_path / "Brand.ttf").write_bytes((fonts / f"InterTight-{weight}.ttf").read_bytes())
        themes._read.cache_clear()
        themes._made.cache_clear()
        digests.append(themes.read(written(tmp_path, 'inherits = "linen"\ntype = { regular = "Brand.ttf" }')).digest)
    assert digests[0] != digests[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('type = { regular = "none.ttf" }', "own.toml: type.regular: "),
        ('type = { medium = "web.woff2" }', "own.toml: type.regular: is needed and missing"),
        ('type = { regular = "web.woff2" }', "type.regular: web.woff2 is not a TTF or OTF font; convert it"),
        (
            'type = { regular = "a:b.ttf" }',
            "a:b.ttf has a colon or a line break in its path; rename that folder or file",
        ),
        ('voice = "warm"\ntype = { regular = "web.woff2" }', "voice: the typeface is that of [type]; take one"),
    ],
)
def test_a_faulty_typeface_is_told_too(text: str, said: str, tmp_path: Path) -> None:
    """A font that isn't there, or isn't one, is named."""
    (tmp_path / "web.woff2").write_bytes(b"wOF2 and more")
    assert said in refused(tmp_path, f'inherits = "linen"\n{text}')
