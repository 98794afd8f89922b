"""The page under the keyboard, in a reader's own colours and letters, and with long words: nobody is left behind."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import abroad
import pytest
from browser import jpeg, lay
from pages import CAMPAIGN, made, published, styled
from playwright.sync_api import Browser, Page
from stories import story

from artgen.campaigns.model import Brand
from artgen.history.story import Story
from artgen.publishing.shared import shared_files

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
PAGES = {
    "heart": ("heart", 10, "linen", "en_US"),
    "night": ("bloom", 10, "nocturne", "en_US"),
    "arabic": ("heart", 10, "linen", "ar"),
}
HERE = "(b => [b.top >= 0, b.bottom <= innerHeight])(document.activeElement.getBoundingClientRect())"
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
WIDER = """[...document.querySelectorAll('h1, h2, h3, p, dd, dt, .top span, .year a > span')]
  .filter(e => e.getBoundingClientRect().right > innerWidth || e.getBoundingClientRect().left < -9
    || (e.clientWidth && e.scrollWidth > e.clientWidth + 1)).map(e => e.textContent.slice(0, 40))"""


def far(told: Story) -> Story:
    """Give a year a name and places of eighty letters without a blank."""
    moved = tuple(
        replace(
            one,
            origin=one.origin and replace(one.origin, name=LONG, code=LONG),
            destination=one.destination and replace(one.destination, name=LONG, code=LONG),
        )
        for one in told.activities
    )
    return replace(told, name=LONG, activities=moved)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a page on paper, one at night, one in Arabic, one in Japanese, and one of very long words."""
    files = dict(shared_files())
    for name, said in PAGES.items():
        files |= published(name, *styled(*said))
    brand = CAMPAIGN.model_copy(update={"brand": Brand(name=LONG[:60])})
    written = {"long": made(far(story(10)), campaign=brand).html, "japanese": abroad.made(23, "ja").html}
    for name, html in written.items():
        files |= {f"a/ab/{name}/index.html": html.encode(), f"a/ab/{name}/poster.jpg": jpeg(1200, 1500)}
    return lay(tmp_path_factory.mktemp("reach"), files)


@pytest.fixture
def view(browser: Browser, address: str) -> Iterator[Page]:
    """A phone's page where nothing moves or scrolls by and by."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(f"{address}a/ab/heart/index.html")
    yield opened
    context.close()


def end(view: Page) -> Page:
    """Press Play, and be at the end of the year."""
    view.click("#play")
    view.evaluate("() => { scrub.value = 1000; scrub.dispatchEvent(new Event('input')); }")
    view.wait_for_timeout(300)
    return view


@pytest.mark.parametrize("left", ["document.activeElement.blur()", "0"])
def test_below_the_player_space_and_arrows_are_the_page_s(left: str, view: Page) -> None:
    """Who pressed Play and scrolled on scrolls with Space, wherever the focus is; the year stays as it is."""
    end(view).evaluate(f"{left}; scrollTo(0, 2000)")
    view.keyboard.press("Space")
    view.wait_for_function("() => scrollY > 2300")
    view.keyboard.press("ArrowLeft")
    assert (view.inner_text(".now-day"), view.get_attribute("#toggle", "data-does")) == ("2025", "again")


def test_in_sight_of_the_player_space_and_arrows_are_its_own(view: Page) -> None:
    """Where the picture is seen an arrow steps and Space plays on, wherever the focus is."""
    end(view).evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    view.keyboard.press("ArrowLeft")
    view.wait_for_timeout(300)
    stepped = view.inner_text(".now-day")
    view.keyboard.press("Space")
    assert stepped == view.inner_text("#year [data-a='9'] .day")
    assert view.inner_text(".now-day") == "2025"


def test_with_the_focus_in_the_player_its_keys_work_unseen(view: Page) -> None:
    """Who moves by keyboard alone keeps the player's keys where the picture is out of sight."""
    end(view)
    view.keyboard.press("Tab")
    view.evaluate("scrollTo(0, 2000)")
    view.keyboard.press("ArrowLeft")
    assert view.inner_text(".now-day") == view.inner_text("#year [data-a='9'] .day")


@pytest.mark.parametrize("link", ["#year [data-a='7'] a", ".plate"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900), (320, 256)])
def test_picked_by_keyboard_the_focus_goes_along_and_back(link: str, width: int, height: int, view: Page) -> None:
    """A row or a moment followed by keyboard leads to the player's key, in sight; Escape leads back to where it was."""
    view.set_viewport_size({"width": width, "height": height})
    view.locator(link).first.focus()
    view.keyboard.press("Enter")
    view.wait_for_timeout(300)
    went = (view.evaluate("document.activeElement.id"), view.evaluate(HERE))
    view.keyboard.press("Escape")
    view.keyboard.press("Escape")
    back = view.locator(link).first.evaluate("e => e == document.activeElement")
    assert went == ("toggle", [True, True])
    assert back
    assert view.evaluate("(b => b.bottom > 0 && b.top < innerHeight)(document.activeElement.getBoundingClientRect())")


def test_closing_takes_the_focus_from_nobody(view: Page) -> None:
    """Escape with the focus outside the player closes it and leaves the focus where it is."""
    end(view).focus("#print")
    view.keyboard.press("Escape")
    assert view.locator("#player").is_hidden()
    assert view.evaluate("document.activeElement.id") == "print"


def test_on_the_smallest_screen_the_key_is_seen(view: Page) -> None:
    """Where picture and keys have no room at once, pressing Play by keyboard brings the key that has the focus."""
    view.set_viewport_size({"width": 320, "height": 256})
    view.focus("#play")
    view.keyboard.press("Enter")
    view.wait_for_timeout(300)
    assert view.evaluate("document.activeElement.id") == "toggle"
    assert view.evaluate(HERE) == [True, True]


@pytest.mark.parametrize("width", [320, 720, 1024, 1280])
def test_long_words_widen_nothing(width: int, browser: Browser, address: str) -> None:
    """A name, places and a brand of sixty to eighty letters without a blank break, and no page scrolls sideways."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}a/ab/long/index.html")
    still = (page.evaluate(OVERFLOW), page.evaluate(WIDER))
    page.click("#year [data-a='3'] a")
    played = (page.evaluate(OVERFLOW), page.evaluate(WIDER))
    page.close()
    assert (still, played) == ((0, []), (0, []))


def test_a_japanese_heading_stays_in_its_line(browser: Browser, address: str) -> None:
    """A phrase that may not break within has room at 320 px, and breaks where it has none."""
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{address}a/ab/japanese/index.html")
    heading = "text => { document.querySelector('.moment h3').textContent = text; }"
    page.evaluate(heading, "ここで100,000キロメートルに。")
    lines = page.evaluate(
        "(e => e.clientHeight / parseFloat(getComputedStyle(e).lineHeight))(document.querySelector('.moment h3'))"
    )
    fits = page.evaluate(OVERFLOW)
    page.evaluate(heading, "100,000,000,000,000キロメートルに。")
    broken = page.evaluate(OVERFLOW)
    page.close()
    assert (round(lines), fits, broken) == (2, 0, 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_words_are_the_reader_s_and_pictures_keep_their_ground(
    scheme: str, browser: Browser, address: str
) -> None:
    """A legend's labels have the reader's own colour, and what was painted stands on the ground it was painted for."""
    context = browser.new_context(forced_colors="active", color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}a/ab/night/index.html")
    words = page.evaluate(
        "['.read .labels', '.read p', '.read h3'].map(e => getComputedStyle(document.querySelector(e)).color)"
    )
    grounds = page.evaluate(
        "['.stage', '.plate', '.read figure'].map(e => getComputedStyle(document.querySelector(e)).backgroundColor)"
    )
    context.close()
    assert len(set(words)) == 1
    assert set(grounds) == {"rgb(12, 17, 36)"}


def test_a_dark_page_prints_on_white(browser: Browser, address: str) -> None:
    """Printed with its backgrounds, a page at night doesn't blacken the paper round its poster."""
    page = browser.new_page(color_scheme="dark")
    page.goto(f"{address}a/ab/night/index.html")
    page.emulate_media(media="print")
    said = page.evaluate("(s => [s.colorScheme, s.backgroundColor])(getComputedStyle(document.documentElement))")
    page.close()
    assert said == ["light", "rgba(0, 0, 0, 0)"]


@pytest.mark.parametrize(("width", "height"), [(720, 450), (740, 360), (667, 375)])
def test_the_year_never_lies_on_the_picture(width: int, height: int, browser: Browser, address: str) -> None:
    """On a phone on its side brand and year stand over the words, beside the picture."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{address}a/ab/heart/index.html")
    year, picture = (
        page.eval_on_selector(part, "e => (b => [b.left, b.right])(e.getBoundingClientRect())")
        for part in (".top span + span", ".stage > svg")
    )
    page.close()
    assert year[1] <= picture[0]


def test_on_a_very_wide_screen_the_header_is_as_wide_as_the_hero(browser: Browser, address: str) -> None:
    """Brand and year keep to the width of what they stand over."""
    page = browser.new_page(viewport={"width": 3840, "height": 1600})
    page.goto(f"{address}a/ab/heart/index.html")
    header, hero = (
        page.eval_on_selector(part, "e => (b => [b.left, b.right])(e.getBoundingClientRect())")
        for part in (".top", ".hero")
    )
    page.close()
    assert header == hero


def test_a_day_in_arabic_stays_on_its_line(browser: Browser, address: str) -> None:
    """The longest day of the list, "17 أغسطس", doesn't break."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}a/ab/arabic/index.html")
    lines = page.evaluate(
        "(e => { e.textContent = '17 أغسطس'; const r = document.createRange(); r.selectNodeContents(e);"
        " return new Set([...r.getClientRects()].map(b => Math.round(b.top))).size; })(document.querySelector('.day'))"
    )
    page.close()
    assert lines == 1


def test_text_grows_with_the_reader_s_letters(browser: Browser, address: str) -> None:
    """With letters of twice the usual size paragraphs, days, labels and buttons are twice as large, in their room."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}a/ab/heart/index.html")
    sizes = (
        "[...document.querySelectorAll('.read p, .day, .fact, .fine, .small, .button, h2, dt, time, .labels, .ear p')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    usual = page.evaluate(sizes)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    large, overflow = page.evaluate(sizes), page.evaluate(OVERFLOW)
    page.close()
    assert large == [2 * size for size in usual]
    assert overflow == 0


def test_who_asks_for_more_contrast_gets_it(browser: Browser, address: str) -> None:
    """What is muted, and every line, is then as dark as the ink."""
    page = browser.new_page(contrast="more")
    page.goto(f"{address}a/ab/night/index.html")
    said = page.evaluate(
        "[['.read p', 'color'], ['h2', 'borderTopColor'], ['h1', 'color']]"
        ".map(([part, what]) => getComputedStyle(document.querySelector(part))[what])"
    )
    page.close()
    assert len(set(said)) == 1
