"""The year played in Chromium: drawn in the order of time, paused, scrubbed, stepped, tapped; for everyone."""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from browser import SHIFTS, html_faults, lay, overhear, violations
from numpy.typing import NDArray
from pages import STYLES, published, styled
from PIL import Image
from playwright.sync_api import Browser, Page, Response

from artgen.publishing.shared import shared_files

PLAYED = {f"{style}-10": (style, 10, "linen", "en_US") for style in STYLES} | {
    "heart-1": ("heart", 1, "nocturne", "en_US"),
    "heart-3": ("heart", 3, "linen", "en_US"),
    "skies-1": ("skies", 1, "nocturne", "en_US"),
    "heart-0": ("heart", 0, "linen", "en_US"),
    "heart-23": ("heart", 23, "nocturne", "en_US"),
    "quilt-600": ("quilt", 600, "dusk-paper", "en_US"),
    "routes-600": ("routes", 600, "marigold-night", "en_US"),
    "skies-600": ("skies", 600, "salt", "en_US"),
    "arabic": ("heart", 10, "linen", "ar"),
}
EACH_STYLE = pytest.mark.parametrize("style", STYLES)
EVERY = pytest.mark.parametrize("name", [name for name in PLAYED if name != "heart-0"])
CAPTION = "[...document.querySelectorAll('.now p')].map(p => p.firstChild?.data || '').join('|')"
ROW = """n => {
  const row = document.querySelector(`#year [data-a="${n}"]`), text = part => row.querySelector(part).firstChild.data;
  return [text('.day'), text('.day + span'), text('.fact').trim()].join('|');
}"""
ON_MARK = """n => {
  const group = document.querySelector(`.stage [data-a="${n}"]`), box = group.getBoundingClientRect();
  for (let step = 0; step < 4000; step += 1) {
    const x = Math.floor(box.x + box.width * ((step * 0.618034) % 1));  // a press is told in whole pixels
    const y = Math.floor(box.y + box.height * ((step * 0.754878) % 1));
    if (document.elementFromPoint(x, y)?.closest('[data-a]') == group) return [x, y];
  }
  return null;
}"""


SHOWN = """[...document.querySelectorAll("a[href], button, input")].map((e, n) => [e, n])
  .filter(([e]) => e.checkVisibility({visibilityProperty: true})).map(([, n]) => n)"""
FOCUSED = """[[...document.querySelectorAll("a[href], button, input")].indexOf(document.activeElement),
  parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2]"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a page in each style, of one, of none, in Arabic, and of a year too heavy to stand in its page."""
    files = dict(shared_files())
    for name, said in PLAYED.items():
        files |= published(name, *styled(*said))
    return lay(tmp_path_factory.mktemp("played"), files)


@pytest.fixture
def view(browser: Browser, address: str) -> Iterator[Page]:
    """A small page whose clock stands still until it is told to run."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    opened = context.new_page()
    opened.clock.install()
    yield opened
    context.close()


def weight(url: str, body: bytes) -> int:
    return len(body) if url.endswith((".jpg", ".woff2")) else len(gzip.compress(body, 6))


def start(view: Page, address: str, name: str) -> Page:
    view.goto(f"{address}a/ab/{name}/index.html")
    view.click("#play")
    return view


def scrub(view: Page, thousandth: int) -> None:
    view.evaluate("to => { scrub.value = to; scrub.dispatchEvent(new Event('input')); }", thousandth)
    view.clock.run_for(500)


def first(view: Page, address: str, name: str) -> Page:
    """Open a page with its first activity lit and the slider in focus."""
    start(view, address, name).click("#toggle")
    view.click("#year [data-a='0'] a")
    view.focus("#scrub")
    view.clock.run_for(600)
    return view


def screen(view: Page) -> NDArray[np.int64]:
    """Return the stage as it is seen, four pixels as one, so that half a pixel's shift is none: (height, width, 3)."""
    shot = view.locator(".stage").screenshot()
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB").reduce(4), np.int64)


def apart(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Return the mean difference of two pictures, in levels of 255."""
    return float(np.abs(one - other).mean())


@EACH_STYLE
def test_the_year_draws_itself_and_ends_as_the_picture(style: str, view: Page, address: str) -> None:
    """The painted picture begins without marks, comes nearer to the whole, ends as it, and goes back."""
    view.goto(f"{address}a/ab/{style}-10/index.html")
    whole = screen(view)
    view.click("#play")
    far = []
    for place in (0, 500, 999):
        scrub(view, place)
        far.append(apart(screen(view), whole))
    view.evaluate("document.documentElement.classList.add('live')")
    scrub(view, 1000)
    view.evaluate("document.documentElement.classList.add('live')")
    end = apart(screen(view), whole)
    scrub(view, 500)
    assert far[0] > far[1] > far[2]
    assert end < 2
    assert abs(apart(screen(view), whole) - far[1]) < 0.5


@pytest.mark.parametrize("name", ["heart-1", "quilt-10"])
def test_it_plays_to_its_end(name: str, view: Page, address: str) -> None:
    """Played, the year lasts as long as its score says, 12 to 25 seconds, and ends with the year's own words."""
    start(view, address, name)
    seconds = view.evaluate("JSON.parse(document.getElementById('score').textContent).seconds")
    view.clock.run_for(int(seconds * 900))
    before = view.get_attribute("#toggle", "data-does")
    view.clock.run_for(int(seconds * 300))
    assert 12 <= seconds <= 25
    assert (before, view.get_attribute("#toggle", "data-does")) == ("pause", "again")
    assert view.inner_text(".now-day") == "2025"
    assert not view.evaluate("document.documentElement.classList.contains('live')")


def test_it_can_be_paused(view: Page, address: str) -> None:
    """Paused, the year stands still; played on, it goes on from there."""
    start(view, address, "heart-10")
    view.clock.run_for(3000)
    view.click("#toggle")
    view.clock.run_for(500)
    held = view.input_value("#scrub")
    view.clock.run_for(3000)
    still = view.input_value("#scrub")
    view.click("#toggle")
    view.clock.run_for(1000)
    assert held == still != "0"
    assert int(view.input_value("#scrub")) > int(held)


@EVERY
def test_a_step_lights_a_mark_and_tells_its_row(name: str, view: Page, address: str) -> None:
    """Each step goes to the next activity; the caption says date, place and amount as the list says them."""
    first(view, address, name)
    begun = view.evaluate(CAPTION)
    view.keyboard.press("ArrowUp")
    view.clock.run_for(600)
    n = min(1, PLAYED[name][1] - 1)
    assert begun == view.evaluate(ROW, 0)
    assert view.evaluate(CAPTION) == view.evaluate(ROW, n)
    assert view.locator("#year li.on").get_attribute("data-a") == str(n)
    assert view.evaluate("n => document.querySelector(`#year [data-a='${n}'] a`).ariaCurrent", n) == "true"


def test_the_slider_says_where_it_is(view: Page, address: str) -> None:
    """To a screen reader the slider says which activity of how many it stands at, and what its row says."""
    first(view, address, "heart-10")
    view.keyboard.press("ArrowRight")
    said = view.get_attribute("#scrub", "aria-valuetext") or ""
    day, way, fact = view.evaluate(ROW, 1).split("|")
    assert said == f"2 of 10. {day}: {way}, {fact}"


def test_a_screen_reader_is_not_flooded(view: Page, address: str) -> None:
    """While the year plays its caption is quiet to a screen reader; paused or stepped through, it speaks."""
    start(view, address, "heart-10")
    view.clock.run_for(4000)
    playing = view.get_attribute(".now", "aria-live")
    view.click("#after")
    view.clock.run_for(100)
    assert (playing, view.get_attribute(".now", "aria-live")) == ("off", "polite")


@EACH_STYLE
def test_a_tap_selects_a_mark(style: str, view: Page, address: str) -> None:
    """A tap on any mark that can be seen, or a finger's breadth beside it, tells what it stands for."""
    view.goto(f"{address}a/ab/{style}-10/index.html")
    x, y = view.evaluate(ON_MARK, 7)
    view.mouse.click(x, y)
    view.clock.run_for(600)
    assert view.evaluate(CAPTION) == view.evaluate(ROW, 7)


def test_a_tap_beside_a_mark_still_finds_it(view: Page, address: str) -> None:
    """A target is at least 24 px: a tap up to 12 px off a thin mark finds it, and one far from any lets go."""
    start(view, address, "heart-1")
    view.click("#toggle")
    scrub(view, 1000)
    box = view.evaluate("(b => [b.left, b.top, b.bottom])(document.querySelector('#a0').getBoundingClientRect())")
    reach = view.evaluate(
        "([left, top, bottom]) => { for (let y = top; y < bottom; y += 1)"
        " if (document.elementFromPoint(left + 1, y)?.closest('#a0')) return [left - 7, y]; return null; }",
        box,
    )
    view.mouse.click(*reach)
    view.clock.run_for(600)
    found = view.evaluate(CAPTION)
    view.mouse.click(box[0] + 3, box[2] - 3)
    view.clock.run_for(600)
    assert found == view.evaluate(ROW, 0)
    assert view.inner_text(".now-day") == "2025"


def test_a_row_leads_to_its_mark(view: Page, address: str) -> None:
    """Following a row of the list brings the picture into view with that mark lit and told."""
    view.emulate_media(reduced_motion="reduce")
    view.goto(f"{address}a/ab/quilt-10/index.html")
    view.click("#year [data-a='4'] a")
    view.clock.run_for(1500)
    assert view.evaluate(CAPTION) == view.evaluate(ROW, 4)
    assert view.evaluate("document.querySelector('.stage canvas').getBoundingClientRect().bottom") > 0


def test_it_can_be_played_by_keyboard_alone(view: Page, address: str) -> None:
    """Tab reaches Play after the skip link; Enter plays, arrows step, Space plays on, Escape closes and gives back."""
    view.goto(f"{address}a/ab/heart-10/index.html")
    view.keyboard.press("Tab")
    view.keyboard.press("Tab")
    reached = view.evaluate("document.activeElement.id")
    view.keyboard.press("Enter")
    playing = (view.evaluate("document.activeElement.id"), view.get_attribute("#toggle", "data-does"))
    view.clock.run_for(500)
    view.keyboard.press("ArrowRight")
    view.clock.run_for(500)
    stepped = view.get_attribute("#toggle", "data-does")
    walked = []
    for _ in range(4):
        view.keyboard.press("Tab")
        walked.append(view.evaluate("document.activeElement.id"))
    view.keyboard.press("Escape")
    assert (reached, playing, stepped) == ("play", ("toggle", "pause"), "play")
    assert walked == ["before", "after", "sound", "close"]
    assert view.evaluate("document.activeElement.id") == "play"
    assert view.locator("#player").is_hidden()


@pytest.mark.parametrize("name", ["heart-10", "skies-600"])
def test_with_reduced_motion_nothing_moves_by_itself(name: str, view: Page, address: str) -> None:
    """Asked for less motion, the year waits: picture, caption and slider change with a press and never between two."""
    view.emulate_media(reduced_motion="reduce")
    start(view, address, name)
    view.clock.run_for(100)
    before = (view.evaluate(CAPTION), view.input_value("#scrub"), screen(view))
    view.clock.run_for(40_000)
    after = (view.evaluate(CAPTION), view.input_value("#scrub"), screen(view))
    view.click("#toggle")
    view.clock.run_for(100)
    assert before[0] == view.evaluate(ROW, 0)
    assert before[:2] == after[:2]
    assert (before[2] == after[2]).all()
    assert view.evaluate(CAPTION) == view.evaluate(ROW, 1)
    assert apart(screen(view), after[2]) > 0


@pytest.mark.parametrize(
    ("name", "begin", "on", "again"),
    [
        ("heart-10", "Step through the year", "Next", "Play again"),
        ("arabic", "تصفّح العام خطوة خطوة", "التالي", "أعد العرض"),
    ],
)
def test_with_reduced_motion_the_key_says_next(
    name: str, begin: str, on: str, again: str, view: Page, address: str
) -> None:
    """The buttons say what a press does: the next activity, the whole year after the last, then the first again."""
    view.emulate_media(reduced_motion="reduce")
    view.goto(f"{address}a/ab/{name}/index.html")
    offered = view.inner_text("#play")
    view.click("#play")
    said = {view.get_attribute("#toggle", "aria-label")}
    view.locator("#toggle").focus()
    for n in range(1, 10):
        view.keyboard.press("Enter")
        assert view.evaluate(CAPTION) == view.evaluate(ROW, n)
    view.keyboard.press("Enter")
    view.clock.run_for(100)
    last = (view.inner_text(".now-day"), view.get_attribute("#toggle", "aria-label"))
    view.keyboard.press("Enter")
    assert (offered, said, last) == (begin, {on}, ("2025", again))
    assert view.evaluate(CAPTION) == view.evaluate(ROW, 0)
    assert view.locator("#after").is_hidden()


def test_who_asks_for_less_motion_amid_playing_gets_it(view: Page, address: str) -> None:
    """When the wish for less motion is switched on while the year plays, it stops there; off, it plays again."""
    start(view, address, "heart-10")
    view.clock.run_for(3000)
    view.emulate_media(reduced_motion="reduce")
    view.clock.run_for(200)
    held = view.input_value("#scrub")
    view.clock.run_for(3000)
    still = (view.input_value("#scrub"), view.get_attribute("#toggle", "data-does"))
    view.emulate_media(reduced_motion="no-preference")
    view.click("#toggle")
    view.clock.run_for(1000)
    assert still == (held, "after")
    assert int(view.input_value("#scrub")) > int(held)


def test_in_arabic_time_runs_from_the_right(view: Page, address: str) -> None:
    """Read from right to left, the first activity stands on the right, and the left arrow key goes on."""
    first(view, address, "arabic")
    view.keyboard.press("ArrowLeft")
    view.clock.run_for(600)
    earliest, latest = view.evaluate(
        "['first', 'last'].map(n => document.querySelector(`#strip rect:${n}-child`).getBoundingClientRect().x)"
    )
    assert earliest > latest
    assert view.evaluate(CAPTION) == view.evaluate(ROW, 1)


def test_where_the_picture_is_an_image_the_year_opens_it(view: Page, address: str) -> None:
    """A poster too heavy for its page opens from where the year has been, and is whole at its end."""
    view.goto(f"{address}a/ab/skies-600/index.html")
    whole = screen(view)
    view.click("#play")
    view.click("#toggle")
    far = []
    for place in (0, 500, 999, 1000):
        scrub(view, place)
        far.append(apart(screen(view), whole))
    scrub(view, 500)
    assert far[0] > 1.5 * far[1] > 3 * far[2] > 0
    assert far[3] < 0.5
    assert abs(apart(screen(view), whole) - far[1]) < 0.5


def test_where_the_picture_is_an_image_a_frame_is_lit(view: Page, address: str) -> None:
    """While it stands, the mark of the moment is framed; one that is picked is lit amid the dimmed image."""
    start(view, address, "skies-600")
    view.clock.run_for(3000)
    moving = view.locator(".frames .on").count()
    view.click("#toggle")
    scrub(view, 400)
    standing = view.locator(".frames .on").count()
    view.click("#year [data-a='300'] a")
    view.clock.run_for(1000)
    shades = view.evaluate("[...document.querySelectorAll('.stage image')].map(e => getComputedStyle(e).opacity)")
    framed = view.locator(".frames .on").get_attribute("id")
    view.keyboard.press("Escape")
    view.keyboard.press("Escape")
    view.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    x, y, width, height = view.eval_on_selector(
        ".frames rect:nth-child(300)", "e => (b => [b.x, b.y, b.width, b.height])(e.getBoundingClientRect())"
    )
    view.mouse.click(x + width / 2, y + height / 2)
    assert (moving, standing, shades) == (0, 1, ["0.35", "1"])
    assert f"#{framed}" == view.get_attribute("#year [data-a='300'] a", "href")
    assert view.locator("#year li.on").count() == 1


@pytest.mark.parametrize(("name", "many"), [("heart-1", 1), ("heart-3", 3), ("heart-10", 10)])
def test_the_strip_has_a_shape_for_each_activity(name: str, many: int, view: Page, address: str) -> None:
    """Few activities are hills, each as wide as its time and named by its day; more are strokes over the months."""
    start(view, address, name)
    hills = view.locator("#strip g").evaluate_all("all => all.map(e => e.getBoundingClientRect().width)")
    strip = view.evaluate("strip => document.getElementById('strip').getBoundingClientRect().width")
    days = view.locator("#months span").all_inner_texts()
    rows = view.locator("#year .day").all_inner_texts()
    assert view.locator("#strip > *").count() == many
    assert (days == rows) == (len(hills) == many) == (many < 8)
    assert sum(hills) == pytest.approx(strip if hills else 0, rel=0.02)


def test_a_lit_mark_stays_behind_what_frames_it(view: Page, address: str) -> None:
    """A ridge in the light is cut by its window as it is in the picture: the window's corners are as they were."""
    view.goto(f"{address}a/ab/skies-1/index.html")
    box = view.eval_on_selector(".stage > svg", "e => (b => [b.left, b.bottom])(e.getBoundingClientRect())")
    corner = {"x": box[0] + 4, "y": box[1] - 40, "width": 10, "height": 10}
    before = view.screenshot(clip=corner)
    view.click("#year [data-a='0'] a")
    view.clock.run_for(2000)
    view.evaluate("scrollTo(0, 0)")
    after = view.screenshot(clip=corner)
    shades = [np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), np.int64) for shot in (before, after)]
    assert apart(shades[0], shades[1]) < 12


def test_without_scripts_no_control_is_shown(browser: Browser, address: str) -> None:
    """With scripts off the page has its words, picture and list, and no button that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(f"{address}a/ab/heart-10/index.html")
    shown = [button for button in still.query_selector_all("button, input") if button.is_visible()]
    rows = still.locator("#year li[data-a]").count()
    drawn = still.locator(".stage > svg").bounding_box()
    context.close()
    assert shown == []
    assert rows == 10
    assert drawn is not None


def test_an_empty_year_has_nothing_to_play(view: Page, address: str) -> None:
    """A year without activity has no player and no error, and can be kept all the same."""
    heard = overhear(view)
    view.goto(f"{address}a/ab/heart-0/index.html")
    assert view.locator("#play, #player").count() == 0
    assert view.locator("[data-make=png]").is_visible()
    assert heard.errors == []


@EVERY
@pytest.mark.parametrize("width", [320, 640, 1440])
def test_the_player_fits(name: str, width: int, browser: Browser, address: str) -> None:
    """At any width, also that of a page shown at twice its size, the open player has room, and no error is told."""
    page = browser.new_page(viewport={"width": width, "height": 700})
    heard = overhear(page)
    start(page, address, name)
    page.click("#after")
    page.wait_for_timeout(100)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('#player button, #scrub')].filter(e => e.checkVisibility())"
        ".map(e => e.getBoundingClientRect()).filter(b => b.width < 24 || b.height < 24 || b.right > innerWidth).length"
    )
    page.close()
    assert (overflow, small, heard.errors) == (0, 0, [])
    assert [url for url in heard.asked if not url.startswith(address)] == []


@EVERY
def test_the_first_view_weighs_less_than_a_photo(name: str, browser: Browser, address: str) -> None:
    """On a phone the first view, pictures and script among it, comes to 300 KB in 8 requests at most; nothing moves."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{address}a/ab/{name}/index.html", wait_until="networkidle")
    moved = page.evaluate(SHIFTS)
    weighed = [weight(answer.url, answer.body()) for answer in answers]
    page.close()
    assert 5 <= len(weighed) <= 8
    assert sum(weighed) <= 300_000
    assert moved <= 0.05


@pytest.mark.parametrize("name", [*(f"{style}-10" for style in STYLES), "heart-3", "heart-23", "arabic", "skies-600"])
def test_everyone_can_play_it(name: str, browser: Browser, address: str) -> None:
    """With the player open, on paper and at night, the accessibility checker finds nothing."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    start(page, address, name)
    page.click("#after")
    page.wait_for_timeout(600)
    found = violations(page)
    page.close()
    assert found == []


def test_in_forced_colours_every_key_has_an_edge(browser: Browser, address: str) -> None:
    """Where the reader's own colours are forced, each key of the player can be told from what it stands on."""
    page = browser.new_page()
    page.emulate_media(forced_colors="active")
    start(page, address, "heart-10")
    bare = page.evaluate(
        "[...document.querySelectorAll('#player button')].filter(e => e.checkVisibility()).map(getComputedStyle)"
        ".filter(s => s.borderTopColor == s.backgroundColor || s.borderTopWidth == '0px').length"
    )
    page.close()
    assert bare == 0


def test_the_html_is_valid_in_every_style(site: Path) -> None:
    """A strict reader of HTML finds nothing wrong in any of these pages."""
    assert html_faults(site) == ""


def test_nothing_sounds_before_a_press(browser: Browser, address: str) -> None:
    """The page opens silent; "Hear the year" sounds with the picture, pause silences it, and so does closing."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}a/ab/heart-10/index.html")
    before = page.evaluate("Number.isNaN(artgenSound.now())")
    page.click("#hear")
    page.wait_for_function("() => artgenSound.now() > 0.3")
    pressed = page.get_attribute("#sound", "aria-pressed")
    heard, shown = page.evaluate("[artgenSound.now(), scrub.value / 1000 * JSON.parse(score.textContent).seconds]")
    page.click("#toggle")
    paused = page.evaluate("Number.isNaN(artgenSound.now())")
    page.click("#toggle")
    page.wait_for_function("() => artgenSound.now() > 0.6")
    page.keyboard.press("Escape")
    closed = page.evaluate("Number.isNaN(artgenSound.now())")
    page.close()
    assert (before, pressed, paused, closed) == (True, "true", True, True)
    assert abs(heard - shown) < 0.5


def test_the_volume_is_the_slider_s(view: Page, address: str) -> None:
    """The slider for the volume is there while sound is on, has its name, and sets how loud the year is."""
    start(view, address, "heart-10")
    before = view.locator("#volume").is_visible()
    view.evaluate("() => { artgenSound.setVolume = loud => { window.loud = loud; }; }")
    view.click("#sound")
    view.focus("#volume")
    first = view.evaluate("window.loud")
    view.keyboard.press("Home")
    lowest = view.evaluate("window.loud")
    view.keyboard.press("End")
    label = view.get_attribute("#volume", "aria-label")
    assert (before, first, lowest, view.evaluate("window.loud"), label) == (False, 0.8, 0, 1, "Volume")
    view.click("#sound")
    assert view.locator("#volume").is_hidden()


def test_with_reduced_motion_the_year_can_be_heard(browser: Browser, address: str) -> None:
    """Asked for less motion, "Hear the year" sounds under the finished, still picture; a step silences it."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto(f"{address}a/ab/heart-10/index.html")
    page.click("#hear")
    page.wait_for_function("() => artgenSound.now() > 0.3")
    told = (page.evaluate(CAPTION), page.input_value("#scrub"))
    page.wait_for_function("() => artgenSound.now() > 1.5")
    after = (page.evaluate(CAPTION), page.input_value("#scrub"))
    page.click("#before")
    silent = page.evaluate("Number.isNaN(artgenSound.now())")
    pressed = page.get_attribute("#sound", "aria-pressed")
    page.close()
    assert told == after
    assert told[1] == "1000"
    assert (silent, pressed) == (True, "false")


@pytest.mark.parametrize("name", ["heart-10", "skies-600", "arabic"])
def test_the_keyboard_reaches_everything_in_order(name: str, view: Page, address: str) -> None:
    """Tab by Tab every link, button and field that is shown has its turn, in the order of the page, and shows it."""
    view.goto(f"{address}a/ab/{name}/index.html")
    shown = view.evaluate(SHOWN)
    walked = []
    for _ in shown:
        view.keyboard.press("Tab")
        walked.append(view.evaluate(FOCUSED))
    view.keyboard.press("Tab")
    assert [place for place, _ in walked] == shown
    assert [place for place, lined in walked if not lined] == []


def test_each_thing_that_is_heard_can_be_tried(browser: Browser, address: str) -> None:
    """Every row of how the year is heard has a button that plays an example of it."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}a/ab/heart-23/index.html")
    tried = page.eval_on_selector_all("[data-hear]", "all => all.map(button => button.dataset.hear)")
    for example in tried:
        page.click(f"[data-hear={example}]")
        page.wait_for_function("() => artgenSound.now() >= 0")
    page.close()
    assert tried == ["hour", "share", "x", "month", "moment"]
