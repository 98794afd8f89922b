"""Looks by segment: the first look whose conditions hold, shared by weight, and a re-run touches only whom it must."""

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from desk_data import NOW
from kind_years import history, rows
from line import KEY, campaign, environment, run
from test_campaign import GOOD, written

from artgen.campaigns import starter
from artgen.campaigns.model import FILE, Campaign, load
from artgen.desk.checking.check import check, page
from artgen.errors import CampaignError
from artgen.history.history import History
from artgen.make import sources
from artgen.records import Recipient
from artgen.worker import UNREAD_DATE, notices, seat

SEGMENTS = """
looks = [
  { style = "heart", theme = "aurora", when = { activities = { below = 3 } }, edition = "quiet" },
  { style = "heart", theme = "linen", when = { segment = ["flyer", "Gold"] } },
  { style = "heart", theme = "dusk-paper", when = { category = "tempo", activities = { at_least = 2 } } },
  { style = "heart", theme = "salt", when = { person = { born = { after = 2000-01-01 } } } },
  { style = "heart", theme = "nocturne" },
]
"""
PAGE = Path(__file__).parent.parent / "docs" / "looks.md"
HEART = 'style = "heart", theme = "linen"'
FLYER = f'{{ {HEART}, when = {{ segment = "flyer" }} }}'
PLAIN = 'looks = [{ style = "heart", theme = "linen" }]\n'
MAPPED = GOOD.replace('name = "name" }', 'name = "name", segment = "tier" }').replace(
    'when = "at"', 'when = "at", category = "kind"'
)


def segmented(folder: Path, looks: str = SEGMENTS, text: str = MAPPED) -> Campaign:
    return load(written(folder, text.replace(PLAIN, looks)))


def refused(folder: Path, looks: str, text: str = MAPPED) -> str:
    with pytest.raises(CampaignError) as wrong:
        segmented(folder, looks, text)
    return str(wrong.value)


def runs(many: int, kind: str = "", **flags: str) -> History:
    year = history(*rows([f"{n // 27 + 1:02d}-{n % 27 + 1:02d}" for n in range(many)], kind), **flags)
    return replace(year, person=Recipient(year.customer, "Maya", ""))


@pytest.mark.parametrize(
    ("year", "theme"),
    [
        (runs(2, tier="flyer"), "aurora"),
        (runs(0), "aurora"),
        (runs(3, tier="flyer"), "linen"),
        (runs(3, tier="GOLD"), "linen"),
        (runs(3, tier="silver"), "nocturne"),
        (runs(3), "nocturne"),
        (runs(3, "tempo"), "dusk-paper"),
        (runs(3, "tempo", tier="gold", born="2001-02-03"), "linen"),
        (runs(3, born="2001-02-03"), "salt"),
        (runs(3, born="1999-02-03"), "nocturne"),
        (runs(3, born="long ago"), "nocturne"),
    ],
)
def test_the_first_look_whose_conditions_hold_is_taken(year: History, theme: str, tmp_path: Path) -> None:
    """Segment, count, category and columns of the people file say who gets which look; the last one takes the rest."""
    assert segmented(tmp_path).look_of(year).look.theme == theme


def test_the_columns_that_looks_ask_for_are_read(tmp_path: Path) -> None:
    """Segments and other columns come with the people, beside those of the rules of grace."""
    asked = '\n[[grace]]\nhold = "customer"\nwhen = { person = { complaint = "open" } }\nbecause = "a complaint"\n'
    people, _ = sources(segmented(tmp_path, text=MAPPED + asked))
    assert people.flags == ("born", "complaint", "tier")


def test_the_quiet_edition_tells_no_superlative(tmp_path: Path) -> None:
    """A look may ask for the edition that grace gives to a softened year; others are told in full."""
    chosen = segmented(tmp_path)
    assert [seat(chosen, runs(many)).story.softened for many in (2, 3)] == [True, False]


def test_a_date_that_cannot_be_read_is_a_notice(tmp_path: Path) -> None:
    """Who has no readable date gets the next look, and the team is told the column."""
    chosen, year = segmented(tmp_path), runs(3, born="long ago")
    noticed = list(notices(year, seat(chosen, year), chosen))
    assert [(fault.reason, fault.column) for fault in noticed] == [(UNREAD_DATE, "born")]


def test_people_are_shared_by_weight(tmp_path: Path) -> None:
    """Of looks for the same people one with three times the weight takes about three quarters of them."""
    looks = 'looks = [{ style = "heart", theme = "linen", weight = 3 }, { style = "heart", theme = "salt" }]\n'
    chosen = segmented(tmp_path, looks)
    given = Counter(chosen.look_of(replace(runs(3), customer=str(n))).look.theme for n in range(4000))
    assert 2800 < given["linen"] < 3200


def test_looks_of_equal_weight_stay_with_whom_they_had(tmp_path: Path) -> None:
    """Writing the weight that a look has anyway moves nobody."""
    plain = 'looks = [{ style = "heart", theme = "linen" }, { style = "heart", theme = "salt" }]\n'
    looks = [segmented(tmp_path, said) for said in (plain, plain.replace('salt"', 'salt", weight = 1'))]
    years = [replace(runs(3), customer=str(n)) for n in range(200)]
    assert [looks[0].look_of(year).look.theme for year in years] == [
        looks[1].look_of(year).look.theme for year in years
    ]


def test_looks_under_one_condition_share_its_people(tmp_path: Path) -> None:
    """Two looks with the same when, one below the other, are both given, and to nobody else."""
    also = FLYER.replace("linen", "salt")
    chosen = segmented(tmp_path, f'looks = [{FLYER}, {also}, {{ style = "heart", theme = "aurora" }}]\n')
    flyers = {chosen.look_of(replace(runs(3, tier="flyer"), customer=str(n))).look.theme for n in range(40)}
    others = {chosen.look_of(replace(runs(3), customer=str(n))).look.theme for n in range(40)}
    assert (flyers, others) == ({"linen", "salt"}, {"aurora"})


@pytest.mark.parametrize(
    ("looks", "text", "said"),
    [
        (f"looks = [{FLYER}]\n", MAPPED, "campaign.toml: looks.1: has a when, so whoever meets none would get no"),
        (f"looks = [{{ {HEART} }}, {FLYER}]\n", MAPPED, "looks.1: has no when, so it takes everyone"),
        (
            f"looks = [{FLYER}, {{ {HEART} }}]\n",
            GOOD,
            "looks.1: asks for a segment; name its column: people",
        ),
        (
            f"looks = [{FLYER}, {FLYER.replace('flyer', 'gold')}, {FLYER}, {{ {HEART} }}]\n",
            MAPPED,
            "looks.3: the same when stands further up, and takes them all; put this look right below it",
        ),
        (
            f'looks = [{{ {HEART}, when = {{ category = "race" }} }}, {{ {HEART} }}]\n',
            GOOD,
            "looks.1: asks for the category; name its column in activity.columns",
        ),
        (f"looks = [{{ {HEART}, when = {{}} }}, {{ {HEART} }}]\n", MAPPED, "looks.1.when: asks nothing"),
        (f"looks = [{{ {HEART}, when = {{ segment = [] }} }}, {{ {HEART} }}]\n", MAPPED, "segment is empty; write one"),
        (f"looks = [{{ {HEART}, when = {{ segmnt = 1 }} }}, {{ {HEART} }}]\n", MAPPED, "segmnt: not a key that artgen"),
        (f"looks = [{{ {HEART}, weight = 0 }}]\n", MAPPED, "looks.1.weight"),
        (f'looks = [{{ {HEART}, edition = "loud" }}]\n', MAPPED, "looks.1.edition"),
        (
            'looks = [{ style = "heart", theme = "linnen" }]\n',
            MAPPED,
            "looks.1.theme: theme 'linnen' is not known",
        ),
        ('looks = [{ style = "heart", theme = "own.toml" }]\n', MAPPED, "own.toml: can't be read"),
    ],
)
def test_a_slip_in_the_looks_is_told(looks: str, text: str, said: str, tmp_path: Path) -> None:
    """A look that nobody would get, or a person without one, is an error that says which and what to do."""
    assert said in refused(tmp_path, looks, text)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("linen.toml", "there is another theme called 'linen'"),
        ("North Wing.toml", "is called by small letters, digits"),
    ],
)
def test_a_theme_file_has_a_name_of_its_own(file: str, said: str, tmp_path: Path) -> None:
    """A theme file may not pass for one of artgen's, and its name fits into a page's class."""
    (tmp_path / file).write_text('inherits = "linen"')
    assert said in refused(tmp_path, f'looks = [{{ style = "heart", theme = "{file}" }}]\n')


def test_a_person_may_wish_for_a_theme_of_the_campaign(tmp_path: Path) -> None:
    """The people file may name a theme file that a look uses, by its name; a theme that isn't there changes nothing."""
    (tmp_path / "ours.toml").write_text('inherits = "linen"\naccent = "#7a2e12"')
    ours = '{ style = "heart", theme = "ours.toml", when = { segment = "x" } }'
    chosen = segmented(tmp_path, f"looks = [{ours}, {{ {HEART} }}]\n")
    wishes = [
        replace(runs(3), person=Recipient("a", "Maya", "", theme=theme)) for theme in ("ours", "salt", "none", "")
    ]
    assert [seat(chosen, wish).look.theme.name for wish in wishes] == ["ours", "salt", "linen", "linen"]


def test_the_looks_in_the_starter_work_when_uncommented(tmp_path: Path) -> None:
    """The two looks that the starter shows, and the columns that they need, can be taken as they are."""
    starter.write(tmp_path / "new")
    file = tmp_path / "new" / FILE
    said = re.sub(
        r"(?m)^# (\[\[looks]]|style = |theme = |edition = |when = \{ (?:act|seg)|segment = )", r"\1", file.read_text()
    )
    file.write_text(said, "utf-8")
    people = tmp_path / "new" / "people.csv"
    lines = people.read_text("utf-8").splitlines()
    people.write_text("\n".join([f"{lines[0]},tier,theme", *(f"{line},flyer," for line in lines[1:])]), "utf-8")
    assert [share.customers for share in check(load(str(file.parent)), NOW).shares] == [1, 5, 0, 0]


def test_the_looks_of_the_page_are_read_as_printed(tmp_path: Path) -> None:
    """The example of docs/looks.md does what the sentence above it says."""
    printed = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1]
    chosen = segmented(tmp_path, "", MAPPED + printed)
    years = (runs(2, tier="flyer"), runs(3, tier="flyer"), runs(3, tier="gold"))
    assert [chosen.look_of(year).look.style for year in years] == ["heart", "heart", "bloom"]
    assert [chosen.look_of(year).look.edition for year in years] == ["quiet", "full", "full"]


def test_a_check_counts_who_gets_which_look(tmp_path: Path) -> None:
    """Before anything is drawn a team reads how many customers each look is for, on screen and page."""
    small = tiered(tmp_path / "small")
    found = check(load(str(small)), NOW)
    assert [(share.look, share.who, share.customers) for share in found.shares] == [
        ("heart, ours.toml", "segment gold", 4),
        ("heart, linen", "everyone else", 8),
    ]
    assert "heart, ours.toml" in page(found)


def tiered(folder: Path) -> Path:
    """Write a campaign of twelve members, every third of them gold, who get a theme of the campaign's own."""
    campaign(folder, members=12)
    with (folder / "members.csv").open(encoding="utf-8", newline="") as text:
        header, *people = csv.reader(text)
    with (folder / "members.csv").open("w", encoding="utf-8", newline="") as text:
        tiers = [[*row, "" if n % 3 else "gold"] for n, row in enumerate(people)]
        csv.writer(text).writerows([[*header, "tier"], *tiers])
    (folder / "ours.toml").write_text('inherits = "linen"\naccent = "#7a2e12"\n')
    said = (folder / FILE).read_text("utf-8")
    looks = said[said.index("[[looks]]") : said.index("[letter]")]
    ours = '[[looks]]\nstyle = "heart"\ntheme = "ours.toml"\nwhen = { segment = "gold" }\n\n'
    said = said.replace(looks, ours + '[[looks]]\nstyle = "heart"\ntheme = "linen"\n\n')
    said = said.replace('home = "home"', 'home = "home"\nsegment = "tier"')
    (folder / FILE).write_text(said, "utf-8")
    return folder


def made(small: Path) -> tuple[int, str, dict[str, bytes]]:
    """Make a campaign; return how many were drawn now, all links, and the people's pages by path."""
    run("make", small, "--workers", 1, env=environment(ARTGEN_KEY=KEY))
    out = small / "out"
    links = "\n".join(line.rpartition(",")[0] for line in (out / "links.csv").read_text("utf-8").splitlines())
    pages = {str(file.relative_to(out)): file.read_bytes() for file in (out / "site" / "a").rglob("index.html")}
    return json.loads((out / "summary.json").read_text("utf-8"))["newly_made"], links, pages


def test_a_changed_look_makes_again_only_whom_it_touches(tmp_path: Path) -> None:
    """A new colour in a theme file, or another look's theme, draws its people anew under the same links."""
    small = tiered(tmp_path / "small")
    drawn, links, before = made(small)
    (small / "ours.toml").write_text('inherits = "linen"\naccent = "#12487a"\n')
    gold, same_links, after = made(small)
    said = (small / FILE).read_text("utf-8")
    (small / FILE).write_text(said.replace('theme = "linen"', 'theme = "salt"'), "utf-8")
    rest, _, _ = made(small)
    assert (drawn, gold, rest) == (12, 4, 8)
    assert same_links == links
    assert sum(before[path] != after[path] for path in before) == 4


def test_a_page_in_a_theme_of_its_own_finds_its_colours(tmp_path: Path) -> None:
    """The colours of a campaign's own theme are published in a file that its pages, and no others, ask for."""
    small = tiered(tmp_path / "small")
    _, _, pages = made(small)
    (colours,) = (small / "out" / "site" / "shared").glob("theme.*.css")
    assert "--accent: #7a2e12" in colours.read_text("utf-8")
    asking = [content for content in pages.values() if colours.name.encode() in content]
    assert len(asking) == 4
    assert all(b'class="t-ours"' in content for content in asking)
