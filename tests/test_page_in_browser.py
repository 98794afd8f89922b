"""The personal page in Chromium: quiet on the wire, readable by all, whole without scripts, printed on one sheet."""

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest
from browser import SHIFTS, html_faults, jpeg, lay, overhear, violations
from pages import EVERY, NAMES, made, seen
from playwright.sync_api import Browser
from stories import story

from artgen.publishing.page import shared_files

ONE_LINE = ("Jo", "Momo", "Emma", "Mommy", "Charlie", "William", "Maximilian", "Bartholomew", "مريم", "Ελευθερία")
ONE_LINE += ("さくら", "王", "田中太郎", "欧阳娜娜", "長谷川健太郎", "김민준")
NAMED = dict.fromkeys(ONE_LINE, 1) | {"司徒欧阳上官慕容诸葛东方独孤": 2, "Annemarie-Sophie von Hohenstein": 3}
WARM = {"Zoë": {"Instrument Serif"}, "Łukasz": {"Instrument Serif"}, "Ελένη": {"Inter Tight"}}
LINES = """(() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector("h1 bdi"));
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
})()"""

WIDTHS = pytest.mark.parametrize("width", [320, 390, 1440])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the shared files and a page for each count and theme."""
    files = dict(shared_files())
    for name in NAMES:
        files |= {
            f"a/ab/{name}/index.html": seen(name).html.encode(),
            f"a/ab/{name}/poster.jpg": jpeg(1200, 1500),
            f"a/ab/{name}/poster.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        }
    for n, name in enumerate(NAMED):
        files[f"a/ab/named-{n}/index.html"] = made(replace(story(1), name=name)).html.encode()
        files[f"a/ab/named-{n}/poster.jpg"] = jpeg(1200, 1500)
    for n, name in enumerate(WARM):
        files[f"a/ab/warm-{n}/index.html"] = made(replace(story(23), name=name), "dusk-paper").html.encode()
        files[f"a/ab/warm-{n}/poster.jpg"] = jpeg(1200, 1500)
    return lay(tmp_path_factory.mktemp("site"), files)


def test_the_html_is_valid(site: Path) -> None:
    """A strict reader of HTML finds nothing wrong in any page."""
    assert html_faults(site) == ""


@EVERY
@WIDTHS
def test_no_error_no_stranger_no_sideways_scroll(name: str, width: int, browser: Browser, address: str) -> None:
    """At any width a page loads without an error, asks no other host for anything, and doesn't scroll sideways."""
    view = browser.new_page(viewport={"width": width, "height": 844})
    heard = overhear(view)
    view.goto(f"{address}a/ab/{name}/index.html", wait_until="networkidle")
    view.evaluate("scrollTo(0, document.body.scrollHeight)")
    view.wait_for_load_state("networkidle")
    overflow = view.evaluate("document.documentElement.scrollWidth - innerWidth")
    view.close()
    assert heard.errors == []
    assert [url for url in heard.asked if not url.startswith(address)] == []
    assert overflow <= 0


@pytest.mark.parametrize("name", NAMED)
def test_a_name_stays_whole(name: str, browser: Browser, address: str) -> None:
    """In any script a name of one word stands on one line of any screen, and a longer one on few."""
    view = browser.new_page()
    view.goto(f"{address}a/ab/named-{list(NAMED).index(name)}/index.html", wait_until="networkidle")
    lines = []
    for width in (320, 390, 1000, 1280):
        view.set_viewport_size({"width": width, "height": 900})
        lines.append(view.evaluate(LINES))
    view.close()
    assert max(lines) <= NAMED[name]


@pytest.mark.parametrize(("name", "faces"), WARM.items())
def test_a_warm_theme_is_loud_in_its_serif(name: str, faces: set[str], browser: Browser, address: str) -> None:
    """In the warm voice a name stands in the poster's serif where that has all its letters, else in the page's."""
    view = browser.new_page(viewport={"width": 390, "height": 844})
    heard = overhear(view)
    view.goto(f"{address}a/ab/warm-{list(WARM).index(name)}/index.html", wait_until="networkidle")
    family = view.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily.split(',')[0]")
    loaded = view.evaluate("[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family.split(' fall')[0])")
    found, moved = violations(view), view.evaluate(SHIFTS)
    view.close()
    assert {part.strip('"') for part in (family, *loaded)} == faces | {"Inter Tight"}
    assert family.strip('"') in faces
    assert (found, heard.errors) == ([], [])
    assert moved <= 0.05


@EVERY
def test_everyone_can_read_it(name: str, browser: Browser, address: str) -> None:
    """The accessibility checker finds no violation of WCAG 2.2 AA, and every target is at least 24 px high."""
    view = browser.new_page(viewport={"width": 390, "height": 844})
    view.goto(f"{address}a/ab/{name}/index.html")
    found = violations(view)
    small = view.evaluate(
        "[...document.querySelectorAll('a:not(.skip)')].map(a => a.getBoundingClientRect().height).filter(h => h < 24)"
    )
    view.close()
    assert found == []
    assert small == []


@EVERY
def test_the_first_view_is_light_and_still(name: str, browser: Browser, address: str) -> None:
    """The first view takes at most 8 requests and 190 KB without pictures, and nothing moves as they arrive."""
    view = browser.new_page(viewport={"width": 390, "height": 844})
    answers = []
    view.on("response", lambda response: answers.append(response))
    view.goto(f"{address}a/ab/{name}/index.html", wait_until="networkidle")
    moved = view.evaluate(SHIFTS)
    weighed = [gzip.compress(answer.body(), 6) for answer in answers if not answer.url.endswith("poster.jpg")]
    view.close()
    assert len(answers) <= 8
    assert sum(map(len, weighed)) <= 190_000
    assert moved <= 0.05


@pytest.mark.parametrize("name", ["0-linen", "23-nocturne", "546-salt"])
def test_it_prints_on_one_page(name: str, browser: Browser, address: str) -> None:
    """Printed, the page is the poster, alone, on one sheet."""
    view = browser.new_page()
    view.goto(f"{address}a/ab/{name}/index.html", wait_until="networkidle")
    view.emulate_media(media="print")
    shown = view.evaluate("[...document.querySelectorAll('h1, section, header')].filter(e => e.offsetHeight).length")
    stage, sheet = (view.locator(part).bounding_box() or {} for part in (".stage", ".sheet"))
    printed = view.pdf(format="A4", print_background=True)
    view.close()
    assert shown == 0
    assert (stage["width"], stage["height"]) == (0, 0)
    assert sheet["height"] > 500
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_a_row_lights_its_mark(browser: Browser, address: str) -> None:
    """Following a row of the list lights its mark and dims the others, with scripts off."""
    context = browser.new_context(java_script_enabled=False)
    view = context.new_page()
    view.goto(f"{address}a/ab/23-linen/index.html")
    view.click("li[data-a='5'] a")
    lit, other = (view.locator(f"#{name}").evaluate("e => getComputedStyle(e).opacity") for name in ("a5", "a6"))
    context.close()
    assert (float(lit), float(other)) == (1, 0.18)


def test_a_row_frames_its_mark_in_an_image(browser: Browser, address: str) -> None:
    """Where the picture is an image, following a row draws a frame where its mark stands."""
    view = browser.new_page()
    view.goto(f"{address}a/ab/546-salt/index.html")
    view.click("li[data-a='5'] a")
    lit, other = (view.locator(f"#{name}").evaluate("e => getComputedStyle(e).stroke") for name in ("a5", "a6"))
    view.close()
    assert lit != "none"
    assert other == "none"


def test_it_reads_from_a_folder(site: Path, browser: Browser) -> None:
    """Opened as a file, with no server, the page has its style and its picture."""
    view = browser.new_page()
    view.goto((site / "a/ab/23-linen/index.html").as_uri())
    ground = view.evaluate("getComputedStyle(document.body).backgroundColor")
    wide = view.locator(".stage > svg").bounding_box()
    view.close()
    assert ground == "rgb(247, 242, 234)"
    assert wide is not None
    assert wide["width"] > 300
