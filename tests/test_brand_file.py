"""The brand file: what it says is kept by every campaign, and a slip is told with both files and both lines."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_campaign import GOOD
from test_looks import PAGE, runs

from artgen.campaigns.lines import KeyPath, lines
from artgen.campaigns.model import FILE, Campaign, load
from artgen.errors import CampaignError
from artgen.records import Recipient
from artgen.shipped import place
from artgen.worker import seat

ROOT = Path(__file__).parent.parent
BRAND = """name = "Longway"
postal_address = "Longway, Oslo"
theme = "longway.toml"

[vary]
words = ["postal_address"]
themes = ["salt"]
styles = ["heart", "bloom"]
accent = { hue = [20, 40], chroma = [0.1, 0.2] }
seasons = { lightness = [0.4, 0.9] }
"""
LONGWAY = 'inherits = "linen"\nground = "#faf6ee"\n'
BRANDED = GOOD.replace('brand = { name = "Longway" }', 'brand = "../brand.toml"')
PLAIN = '{ style = "heart", theme = "linen" }'


def region(
    folder: Path, look: str, *, campaign: str = BRANDED, brand: str = BRAND, partner: str = "", own: str = LONGWAY
) -> str:
    """Write a brand, its theme, a region's campaign under it with one look and a theme file of the region's own."""
    (folder / "north").mkdir()
    (folder / "brand.toml").write_text(brand, "utf-8")
    (folder / "longway.toml").write_text(own, "utf-8")
    (folder / "north" / "partner.toml").write_text(partner, "utf-8")
    (folder / "north" / FILE).write_text(campaign.replace(PLAIN, look), "utf-8")
    return str(folder / "north")


def opened(folder: Path, look: str, **said: str) -> Campaign:
    return load(region(folder, look, **said))


def refused(folder: Path, look: str, **said: str) -> str:
    with pytest.raises(CampaignError) as wrong:
        opened(folder, look, **said)
    return str(wrong.value).replace(f"{folder}/", "")


def worn(theme: str, style: str = "heart") -> str:
    return f'{{ style = "{style}", theme = "{theme}" }}'


@pytest.mark.parametrize(
    ("look", "partner"),
    [
        (worn("../longway.toml"), ""),
        (worn("salt"), ""),
        (worn("partner.toml"), 'inherits = "../longway.toml"\naccent = [0.53, 0.16, 25]'),
        (worn("partner.toml"), 'inherits = "../longway.toml"'),
    ],
)
def test_a_campaign_within_the_limits_is_read(look: str, partner: str, tmp_path: Path) -> None:
    """The brand's own theme, one that it lists, and a file that varies what may vary, within its limits."""
    assert opened(tmp_path, look, partner=partner).brand.name == "Longway"


@pytest.mark.parametrize(
    ("look", "said", "files"),
    [
        (
            worn("linen"),
            "north/campaign.toml line 9: looks.1.theme: 'linen' is not among the themes of brand.toml line 7"
            " (longway.toml, salt); take one of those",
            {},
        ),
        (
            worn("../longway.toml", "skies"),
            "north/campaign.toml line 9: looks.1.style: 'skies' is not among the styles of brand.toml line 8"
            " (heart, bloom); take one of those",
            {},
        ),
        (
            worn("partner.toml"),
            "north/partner.toml line 2: accent: hue 262 is outside 20..40, the limits of brand.toml line 9",
            {"partner": 'inherits = "../longway.toml"\naccent = [0.45, 0.16, 262]'},
        ),
        (
            worn("partner.toml"),
            "north/partner.toml line 3: accent: chroma 0.05 is outside 0.1..0.2",
            {"partner": 'inherits = "../longway.toml"\n\naccent = [0.5, 0.05, 30]'},
        ),
        (
            worn("partner.toml"),
            "north/partner.toml line 2: ground: differs from longway.toml, which brand.toml line 3 locks; take",
            {"partner": 'inherits = "../longway.toml"\nground = "#ffffff"'},
        ),
        (
            worn("partner.toml"),
            "north/partner.toml line 1: ground: differs from longway.toml, which brand.toml line 3 locks",
            {"partner": 'inherits = "salt"'},
        ),
        (
            worn("partner.toml"),
            "north/partner.toml line 2: voice: differs from longway.toml, which brand.toml line 3 locks",
            {"partner": 'inherits = "../longway.toml"\nvoice = "warm"'},
        ),
        (
            worn("../longway.toml"),
            "north/campaign.toml line 6: brand.name: is 'Longwave', not 'Longway' as brand.toml line 1 locks",
            {"campaign": GOOD.replace('{ name = "Longway" }', '{ file = "../brand.toml", name = "Longwave" }')},
        ),
        (
            worn("salt"),
            "north/campaign.toml line 9: looks.1.theme: 'salt': ground is #f0f6f7, not #faf6ee as brand.toml "
            "line 2 locks it",
            {"brand": 'name = "Longway"\nground = "#faf6ee"\n'},
        ),
        (
            worn("dusk-paper"),
            "north/campaign.toml line 9: looks.1.theme: 'dusk-paper': voice is not the typeface that "
            "brand.toml line 2 locks, 'swiss'",
            {"brand": 'name = "Longway"\ntypeface = "swiss"\n'},
        ),
    ],
)
def test_a_slip_names_both_files_and_both_lines(look: str, said: str, files: dict[str, str], tmp_path: Path) -> None:
    """Whoever goes beyond what the brand allows reads where, and where the brand says so."""
    assert said in refused(tmp_path, look, **files)


def test_what_may_vary_may_be_said(tmp_path: Path) -> None:
    """A word that the brand lets vary is the campaign's own; the others come from the brand file."""
    own = 'brand = { file = "../brand.toml", postal_address = "Longway, Bergen" }'
    brand = opened(tmp_path, worn("salt"), campaign=GOOD.replace('brand = { name = "Longway" }', own)).brand
    assert (brand.name, brand.postal_address) == ("Longway", "Longway, Bergen")


WISHES = """[wishes]
hide_url = "https://longway.example/hide"
delete_url = "https://longway.example/delete/{token}"
"""


@pytest.mark.parametrize(
    ("own", "there"),
    [
        ("", ("https://longway.example/hide", "", "https://longway.example/delete/{token}")),
        (
            '[wishes]\nhide_url = "https://north.example/hide"\nwrong_url = "https://north.example/wrong"\n',
            ("https://north.example/hide", "https://north.example/wrong", "https://longway.example/delete/{token}"),
        ),
    ],
)
def test_a_brand_says_where_those_go_who_would_rather_not(
    own: str, there: tuple[str, str, str], tmp_path: Path
) -> None:
    """A campaign has the ways out of its brand file, and says itself what the brand lets vary or doesn't say."""
    brand = BRAND.replace('"postal_address"]', '"postal_address", "hide_url"]') + WISHES
    said = opened(tmp_path, worn("salt"), brand=brand, campaign=BRANDED + own).wishes
    assert (said.hide_url, said.wrong_url, said.delete_url) == there


@pytest.mark.parametrize(
    "own", ['[wishes]\ndelete_url = "https://north.example/no"', '[wishes]\ndelete_url = ""  # none']
)
def test_a_way_out_that_the_brand_keeps_is_kept(own: str, tmp_path: Path) -> None:
    """No campaign leads people elsewhere, or nowhere, against its brand."""
    said = refused(tmp_path, worn("salt"), brand=BRAND + WISHES, campaign=f"{BRANDED}\n{own}\n")
    assert "north/campaign.toml line 25: wishes.delete_url: is '" in said
    assert "not 'https://longway.example/delete/{token}' as brand.toml line 13 locks it; take it out" in said


def test_a_typeface_may_vary_where_the_brand_says_so(tmp_path: Path) -> None:
    """With typeface = true a region's own theme may speak in another voice."""
    brand = BRAND.replace("[vary]", "[vary]\ntypeface = true")
    partner = 'inherits = "../longway.toml"\nvoice = "warm"'
    assert opened(tmp_path, worn("partner.toml"), brand=brand, partner=partner)


@pytest.mark.parametrize(("hue", "fits"), [(350, True), (10, True), (30, False), (330, False)])
def test_limits_of_a_hue_may_run_over_north(hue: int, fits: bool, tmp_path: Path) -> None:
    """Reds lie on both sides of 0: [340, 20] holds what lies between."""
    brand = BRAND.replace("[20, 40]", "[340, 20]")
    partner = f'inherits = "../longway.toml"\naccent = [0.5, 0.16, {hue}]'
    said = {"brand": brand, "partner": partner}
    assert (
        opened(tmp_path, worn("partner.toml"), **said)
        if fits
        else "hue" in refused(tmp_path, worn("partner.toml"), **said)
    )


def test_a_wish_does_not_go_beyond_the_brand(tmp_path: Path) -> None:
    """A theme in the people file that the brand doesn't list is not taken."""
    campaign = opened(tmp_path, worn("../longway.toml"))
    wishes = (replace(runs(3), person=Recipient("a", "Maya", "", theme=theme)) for theme in ("salt", "nocturne"))
    assert [seat(campaign, wish).look.theme.name for wish in wishes] == ["salt", "longway"]


def test_the_brand_file_of_the_page_is_read_as_printed(tmp_path: Path) -> None:
    """The example of docs/looks.md is a brand file, and a partner's theme within its limits is read."""
    (brand,) = [
        text for text in re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL) if "[vary]" in text
    ]
    for name in ("northwing", "northwing-night"):
        (tmp_path / f"{name}.toml").write_text(f'inherits = "dusk-{"night" if "-" in name else "paper"}"', "utf-8")
    partner = 'inherits = "../northwing.toml"\naccent = [0.5, 0.15, 30]'
    campaign = opened(tmp_path, worn("partner.toml", "skies"), brand=brand, partner=partner)
    assert campaign.brand.privacy_url == "https://northwing.example/privacy"


@pytest.mark.parametrize(
    ("brand", "said"),
    [
        ('nmae = "x"', "brand.toml: nmae: not a key that artgen knows"),
        ('name = "x"\n[vary]\naccent = { hues = [1, 2] }', "brand.toml: vary.accent.hues: not a key"),
        ('name = "x"\n[vary]\naccent = { chroma = [0.2, 0.1] }', "chroma: 0.2 lies above 0.1; exchange them"),
        ('name = "x"\nlines = 3', "brand.toml: lines: not a key of a brand file; take it out"),
        ("name = ", "mend the file there"),
        ('name = "x"\ntheme = "none.toml"', "brand.toml line 2: theme: none.toml: can't be read"),
    ],
)
def test_a_faulty_brand_file_is_told(brand: str, said: str, tmp_path: Path) -> None:
    """A slip in the brand file itself is told like any other."""
    assert said in refused(tmp_path, worn("longway.toml"), brand=brand)


def test_a_brand_file_that_is_missing_is_told(tmp_path: Path) -> None:
    """The campaign names a file that isn't there."""
    campaign = BRANDED.replace("../brand.toml", "../none.toml")
    assert "brand: there is no file ../none.toml" in refused(tmp_path, worn("salt"), campaign=campaign)


def keys(said: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    items = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from keys(value, (*path, key))


def test_every_key_of_every_file_has_its_line() -> None:
    """The search for lines finds what tomllib reads, no more and no less, in each TOML file of the project."""
    listed = subprocess.run(["git", "ls-files", "*.toml"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    for file in listed or [str(file) for file in place("assets").rglob("*.toml")]:
        text = (ROOT / file).read_text("utf-8")
        assert set(lines(text)) == set(keys(tomllib.loads(text))), file


TRICKY = '''# a = 1
a = "]#}\\" = " # [x]
"b c".d = [ # one
  "x", """
y = 1 \\""" z
""", { e = 'it' , f = {} },
]
[t . "u.v"]
w = \'\'\'
[no]\'\'\'
[[n]]
[n.o]
p = 2025-01-01
[[n]]
q = [[1, 2], []]
[[n.r]]
s = +inf
'''


def test_lines_are_those_on_which_a_key_stands() -> None:
    """Comments, strings of many lines, quoted and dotted keys and tables in tables mislead nobody."""
    found = lines(TRICKY)
    assert set(found) == set(keys(tomllib.loads(TRICKY)))
    places = {"a": 2, "b c.d": 3, "b c.d.1": 4, "b c.d.2.f": 6, "t.u.v.w": 9, "n": 11, "n.0.o.p": 13, "n.1.q.1": 15}
    dotted = {".".join(map(str, path)): line for path, line in found.items()}
    assert {key: dotted[key] for key in places} == places
    assert dotted["n.1.r.0.s"] == 17
