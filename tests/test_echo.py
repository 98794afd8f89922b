"""Year two: last year may be remembered, quietly and only where it should be; its own pages and links live on."""

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from desk_data import PEOPLE, VISITS, write
from line import KEY, NOW, tree

from artgen import sitters
from artgen.campaigns.model import Campaign, load
from artgen.desk.explaining.explain import explain
from artgen.desk.explaining.foresee import Turn, foresee
from artgen.drawing import theme
from artgen.drawing.canvas import COMPOSITIONS
from artgen.drawing.marks import Bristles
from artgen.drawing.rng import Rng
from artgen.errors import CampaignError
from artgen.history.echo import remember
from artgen.history.grace import grace
from artgen.history.single import find
from artgen.history.story import Last
from artgen.ledger import Ledger
from artgen.make import before, make, remembered, sources
from artgen.publishing.links import Keys, open_keys, page_path
from artgen.renderers import load as load_style
from artgen.worker import draw, seat

RING = '\n[looks.options]\necho = "ring"\n'
LAST_YEAR = '\n[last_year]\ncampaign = "../2025"\n'
NEXT = tuple(row.replace("2025-", "2026-") for row in VISITS[:9])
FULL, SPARSE = Last(2024, (40,) * 12), Last(2024, (0, 0, 0, 1, *[0] * 8))


def year(folder: Path, visits: tuple[str, ...], id_: str, when: int, more: str = "", options: str = "") -> Campaign:
    """Write one year's campaign under an id of its own and load it."""
    file = write(folder, visits, PEOPLE) / "campaign.toml"
    said = file.read_text("utf-8").replace('id = "desk-data"', f'id = "{id_}"').replace("year = 2025", f"year = {when}")
    file.write_text(said.replace('theme = "linen"\n', f'theme = "linen"\n{options}') + more, "utf-8")
    return load(str(folder))


def two_years(folder: Path, options: str = RING) -> tuple[Campaign, Campaign]:
    """Write a campaign of 2025 and one of 2026 that names it."""
    first = year(folder / "2025", VISITS, "desk-2025", 2025)
    return first, year(folder / "2026", NEXT, "desk-2026", 2026, LAST_YEAR, options)


def keys(campaign: Campaign) -> Keys:
    return open_keys(campaign, {"ARTGEN_KEY": KEY}, campaign.folder)[0]


def made(campaign: Campaign, out: Path) -> None:
    now = dt.datetime.fromisoformat(f"{NOW}+00:00")
    make(campaign, out, keys(campaign), workers=1, clock=lambda: now)


def ring_of(last: Last, count: int = 23) -> list[Bristles]:
    """Return the ring that a heart has of last year."""
    told = replace(sitters.sample("flight", count).story, last=last)
    drawn = load_style("heart").draw(told, COMPOSITIONS["poster"], theme.load("linen"), Rng("seed"), echo="ring")
    return [mark for mark in drawn if isinstance(mark, Bristles) and not mark.of]


def test_last_year_is_remembered_by_month_and_place(tmp_path: Path) -> None:
    """Ada's twenty visits of 2025, counted by month, and where they were."""
    _, second = two_years(tmp_path)
    months = Counter(int(row.split(",")[1][5:7]) for row in VISITS if row.startswith("A,"))
    assert remembered(second, "A") == Last(2025, tuple(months[n] for n in range(1, 13)), ("Lisbon",))
    assert remembered(second, "nobody") is None


@pytest.mark.parametrize("does", ['hold = "customer"', 'soften = "year"', 'leave_out = "activities"'])
def test_what_was_handled_with_care_rests(tmp_path: Path, does: str) -> None:
    """A year that its own rules held, told quietly or left out whole is not remembered."""
    rule = f'\n[[grace]]\n{does}\nbecause = "care"\nwhen = {{ category = ["walk", "swim"] }}\n'
    first = year(tmp_path / "2025", VISITS, "desk-2025", 2025, rule)
    single = find(*sources(first), "A")
    assert single
    assert remember(grace(single.history, first.rules, 2025), 2025) is None


def test_a_style_sees_last_year_only_where_its_look_asks(tmp_path: Path) -> None:
    """With the echo off the poster is the one of a campaign without a year before, to the byte; with it, another."""
    posters = []
    for name, options in (("off", ""), ("on", RING)):
        _, second = two_years(tmp_path / name, options)
        single = find(*sources(second), "A")
        assert single
        sittings = [seat(second, single.history, last) for last in (None, remembered(second, "A"))]
        posters.append([draw(sitting).svg for sitting in sittings])
    (off_without, off_with), (on_without, on_with) = posters
    assert off_without == off_with == on_without != on_with


def test_an_empty_or_quiet_year_has_no_echo(tmp_path: Path) -> None:
    """Nobody who stayed away, and nobody whose year is told quietly, is reminded of the year before."""
    _, second = two_years(tmp_path)
    single = find(*sources(second), "A")
    assert single
    assert seat(second, replace(single.history, records=()), FULL).story.last is None
    look = second.looks[0].model_copy(update={"edition": "quiet"})
    assert seat(second.model_copy(update={"looks": [look]}), single.history, FULL).story.last is None


@pytest.mark.parametrize("count", [1, 4, 23])
def test_the_ring_has_one_size_whatever_the_years_held(count: int) -> None:
    """The ring of one activity and that of 480 bound the same room, and none of their hairs claims an activity."""
    bounds = []
    for last in (FULL, SPARSE):
        points = np.concatenate([mark.points for mark in ring_of(last, count)])
        bounds.append(np.concatenate([points.min(axis=0), points.max(axis=0)]))
    assert np.allclose(bounds[0], bounds[1], atol=0.03 * float(bounds[0][2] - bounds[0][0]))


def test_the_ring_never_breaks_and_tells_its_own_months_apart() -> None:
    """A month of none has one hair, the busiest has most; months are compared with their own year alone."""
    assert len(ring_of(SPARSE)) == 11 + 6
    assert len(ring_of(FULL)) == len(ring_of(Last(2024, (1,) * 12))) == 12 * 6


@pytest.mark.parametrize("locale", ["en_US", "de", "fr", "es", "pt", "ja", "ar"])
def test_the_ring_is_said_in_every_language(locale: str) -> None:
    """The description and the first line of the legend name the year that the ring stands for."""
    style = load_style("heart")
    for count in (1, 23):
        sitter = sitters.sample("flight", count).speaking(locale)
        told = (replace(sitter.story, last=FULL), sitter.telling, sitter.vocabulary)
        said = style.describe(*told).text, style.legend(*told)[0].text
        assert all(re.search("2024", text) for text in said)
        assert "2024" not in style.describe(sitter.story, sitter.telling, sitter.vocabulary).text


def test_both_years_live_side_by_side(tmp_path: Path) -> None:
    """Making this year touches no byte of last year's; the same person has two links, and plan and make agree."""
    first, second = two_years(tmp_path)
    made(first, tmp_path / "out-2025")
    kept = tree(tmp_path / "out-2025")
    made(second, tmp_path / "out-2026")
    assert tree(tmp_path / "out-2025") == kept
    roots = []
    for campaign, out in ((first, tmp_path / "out-2025"), (second, tmp_path / "out-2026")):
        with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
            entry = ledger.find("A")
        assert entry
        roots.append(page_path(entry.token))
        assert (out / "site" / roots[-1] / "index.html").is_file()
    assert roots[0] != roots[1]
    assert foresee(second, tmp_path / "out-2026", keys(second), workers=1).turns == {Turn.UNCHANGED: 2}
    said = explain(second, "A", tmp_path / "out-2026", keys(second), address=False).said
    assert said.standing.startswith("as it stands now")


def test_a_changed_last_year_draws_again_whom_it_touches(tmp_path: Path) -> None:
    """One more visit of Ada's in last year's file: she is drawn again, Ben is not."""
    _, second = two_years(tmp_path)
    made(second, tmp_path / "out")
    with (tmp_path / "2025" / "visits.csv").open("a", encoding="utf-8") as file:
        file.write("A,2025-06-06T10:00,9,LIS,walk,done\n")
    assert foresee(second, tmp_path / "out", keys(second), workers=1).turns == {Turn.AGAIN: 1, Turn.UNCHANGED: 1}


@pytest.mark.parametrize(("id_", "when"), [("desk-2026", 2025), ("desk-2025", 2026)])
def test_another_year_than_the_one_before_is_refused(tmp_path: Path, id_: str, when: int) -> None:
    """A campaign of the same id would share its links, and one of the same year is no year before."""
    year(tmp_path / "2025", VISITS, id_, when)
    second = year(tmp_path / "2026", NEXT, "desk-2026", 2026, LAST_YEAR)
    with pytest.raises(CampaignError, match="name an earlier campaign that has an id of its own"):
        before(second)
