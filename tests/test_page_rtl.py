"""Pages and letters in Arabic and Japanese: read in their own direction, by everyone, in one language throughout."""

import re
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from abroad import letter, made
from browser import html_faults, jpeg, lay, violations
from pages import Tree
from playwright.sync_api import Browser

from artgen.publishing.page import shared_files
from artgen.words.phrases import load, locales

PAGES = tuple(f"{count}-{locale}" for locale in ("ar", "ja") for count in (0, 23))
EACH = pytest.mark.parametrize("name", PAGES)
LOCALE = pytest.mark.parametrize("locale", ["ar", "ja"])
ENGLISH = re.compile(r"\b(?:the|your|of|and|is|in|to|year|flights?|miles)\b", re.I)
STRIP = {"ar": "بألوان اللوحة", "ja": "絵の色で"}
BOX = "e => { const b = e.getBoundingClientRect(); return [b.left, b.right]; }"


def seen(name: str) -> str:
    count, locale = name.split("-")
    return made(int(count), locale).html


def parts(count: int, locale: str) -> tuple[str, Tree]:
    """Return a letter's plain text, and its HTML read back."""
    message = BytesParser(policy=policy.default).parsebytes(letter(count, locale).message)
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    return plain.get_content(), Tree(html.get_content())


def squeezed(text: str) -> str:
    """Return a text with its blanks made single, and none at an end."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a page for each count and locale."""
    files = dict(shared_files())
    for name in PAGES:
        files |= {f"a/ab/{name}/index.html": seen(name).encode(), f"a/ab/{name}/poster.jpg": jpeg(1200, 1500)}
    return lay(tmp_path_factory.mktemp("abroad"), files)


@pytest.mark.parametrize("locale", locales())
def test_a_language_knows_its_direction(locale: str) -> None:
    """Arabic is read from right to left, every other language that artgen speaks from left to right."""
    assert load(locale).direction == ("rtl" if locale == "ar" else "ltr")


@EACH
def test_the_page_says_its_language_and_direction(name: str) -> None:
    """The page's language and direction stand at its root, and its headline is the name as it is written."""
    root = dict(Tree(seen(name)).elements)["html"]
    assert (root["lang"], root["dir"]) == {"ar": ("ar", "rtl"), "ja": ("ja", "ltr")}[name.split("-")[1]]


@EACH
def test_the_page_is_in_one_language(name: str) -> None:
    """Nothing on the page is left in English, but for names of places, codes and the brand."""
    tree = Tree(seen(name))
    said = [
        text for tag in ("title", "desc", "h1", "h2", "h3", "p", "dt", "a", "em") for text in tree.texts.get(tag, [])
    ]
    assert [text for text in said if ENGLISH.search(text)] == []


def test_the_html_is_valid(site: Path) -> None:
    """A strict reader of HTML finds nothing wrong in any page."""
    assert html_faults(site) == ""


@EACH
def test_everyone_can_read_it(name: str, browser: Browser, address: str) -> None:
    """The accessibility checker finds no violation of WCAG 2.2 AA."""
    view = browser.new_page(viewport={"width": 390, "height": 844})
    view.goto(f"{address}a/ab/{name}/index.html")
    found = violations(view)
    view.close()
    assert found == []


@EACH
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_it_never_scrolls_sideways(name: str, width: int, browser: Browser, address: str) -> None:
    """At any width nothing stands out to either side, and there is nothing to scroll to."""
    view = browser.new_page(viewport={"width": width, "height": 844})
    view.goto(f"{address}a/ab/{name}/index.html")
    overflow = view.evaluate("document.documentElement.scrollWidth - innerWidth")
    out = view.eval_on_selector_all(
        "h1, h2, h3, p, dd, dt, img, .stage > svg",
        "all => all.map(e => e.getBoundingClientRect()).filter(b => b.left < -9 || b.right > innerWidth + 9).length",
    )
    view.close()
    assert (overflow, out) == (0, 0)


def test_the_layout_mirrors_and_the_picture_does_not(browser: Browser, address: str) -> None:
    """In Arabic the words stand right of the picture, and a sample keeps its words under it, January on the left."""
    view = browser.new_page(viewport={"width": 1440, "height": 900})
    view.goto(f"{address}a/ab/23-ar/index.html")
    words, stage = view.eval_on_selector(".words", BOX), view.eval_on_selector(".stage", BOX)
    clear, wind = (view.eval_on_selector(f".read .each span:{which}-child", BOX) for which in ("first", "last"))
    turned = view.evaluate(
        "[...document.querySelectorAll('svg')].filter(e => getComputedStyle(e).transform != 'none').length"
    )
    view.close()
    assert words[0] >= stage[1] - 1
    assert clear[1] <= wind[0]
    assert turned == 0


def test_joined_letters_are_not_spaced(browser: Browser, address: str) -> None:
    """No Arabic text has its letters moved together or apart."""
    view = browser.new_page()
    view.goto(f"{address}a/ab/23-ar/index.html")
    spaced = view.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => /[\\u0600-\\u06ff]/.test([...e.childNodes].map("
        "n => n.data).join('')) && getComputedStyle(e).letterSpacing != 'normal').map(e => e.outerHTML)"
    )
    view.close()
    assert spaced == []


@LOCALE
def test_the_letter_says_its_direction_wherever_it_is_kept(locale: str) -> None:
    """Language and direction stand at the root, the direction on body and tables too: some readers drop a root."""
    _, tree = parts(23, locale)
    direction = load(locale).direction
    assert tree.all("html", "lang") == [locale]
    assert {attrs.get("dir") for tag, attrs in tree.elements if tag in ("html", "body", "table")} == {direction}
    far = {"rtl": "left", "ltr": "right"}[direction]
    assert {side for side in tree.all("td", "align") if side != "center"} == {far}


@LOCALE
@pytest.mark.parametrize("count", [0, 1, 23])
def test_both_parts_of_a_letter_agree(count: int, locale: str) -> None:
    """Every paragraph and heading of the HTML stands in the plain text, but for the strip's, which it hasn't."""
    plain, tree = parts(count, locale)
    said = [squeezed(text) for tag in ("h2", "p") for text in tree.texts.get(tag, [])]
    missing = [text for text in said[:-2] if text not in squeezed(plain) and STRIP[locale] not in text]
    assert missing in ([], ["Northwing"], ["Northwing", "2025"])
    assert not ENGLISH.search(squeezed(tree.texts["h1"][0]))


@LOCALE
def test_the_letter_survives_the_wire(locale: str) -> None:
    """Subject and text come out of the message as they went in, and hold the name."""
    message = BytesParser(policy=policy.default).parsebytes(letter(23, locale).message)
    name = {"ar": "مريم", "ja": "さくら"}[locale]
    assert name in str(message["Subject"])
    assert not message.defects


def test_the_letter_mirrors(browser: Browser) -> None:
    """In Arabic the year stands left of the brand, and the strip begins on the right."""
    view = browser.new_page(viewport={"width": 700, "height": 900})
    view.set_content(letter(23, "ar").html)
    brand, year = (view.locator(".brand").nth(n).evaluate(BOX) for n in (0, 1))
    first, last = (view.eval_on_selector(f".strip tr:first-child td:{which}-child", BOX) for which in ("first", "last"))
    headline = view.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing")
    view.close()
    assert year[1] < brand[1]
    assert last[1] <= first[0]
    assert headline in ("0px", "normal")
