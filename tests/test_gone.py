"""The page for an address that has none: it stands alone, and speaks to everybody whom its campaign speaks to."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from abroad import campaign
from browser import html_faults, lay, violations
from pages import CAMPAIGN, Tree
from playwright.sync_api import Browser

from artgen.publishing.gone import gone, languages
from artgen.publishing.shared import GONE, shared_files
from artgen.words.phrases import load

ALL = ("de", "ar", "en_US", "en_GB", "es", "fr", "ja", "pt")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose gone page speaks every language."""
    files = {"index.html": gone([load(locale) for locale in ALL]).encode()}
    return lay(tmp_path_factory.mktemp("gone"), files)


def test_it_stands_alone() -> None:
    """It needs no other file; its policy allows its own style alone."""
    page = shared_files()[GONE].decode()
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    expected = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert Tree(page).meta("Content-Security-Policy") == expected
    assert not re.findall(r"(?:src|href)=", page)


def test_it_speaks_each_language_of_its_campaign() -> None:
    """Each language has a block that says which it is and how it is read, the campaign's own first, at the root too."""
    tree = Tree(shared_files(languages(campaign()))[GONE].decode())
    said = [attrs for tag, attrs in tree.elements if tag in ("html", "div")]
    assert said == [
        {"lang": "en-US", "dir": "ltr"},
        {"lang": "en-US", "dir": "ltr"},
        {"lang": "ar", "dir": "rtl"},
        {"lang": "ja", "dir": "ltr"},
    ]
    assert tree.texts["p"] == [load(locale).say("gone.text") for locale in ("en_US", "ar", "ja")]
    assert tree.texts["title"] == tree.texts["h1"] == [load("en_US").say("gone.heading")]


def test_what_two_languages_say_alike_is_said_once() -> None:
    """A campaign of one language, or of two kinds of English, has one block, in the one that comes first."""
    one = Tree(gone(languages(CAMPAIGN)))
    both = Tree(gone([load("en_GB"), load("de"), load("en_US")]))
    assert len(one.texts["p"]) == 1
    assert both.all("div", "lang") == ["en-GB", "de"]


def test_its_style_is_that_of_every_campaign() -> None:
    """The policy of all answers can name one style, whatever languages a campaign speaks."""
    pages = (gone([load("en_US")]), gone([load("ar"), load("ja")]))
    assert len({Tree(page).meta("Content-Security-Policy") for page in pages}) == 1


def test_the_html_is_valid(site: Path) -> None:
    """A strict reader of HTML finds nothing wrong in it."""
    assert html_faults(site) == ""


@pytest.mark.parametrize("width", [320, 1280])
def test_everyone_can_read_it(width: int, browser: Browser, address: str) -> None:
    """In eight languages it reads each in its own direction, widens no screen, and the checker finds nothing."""
    view = browser.new_page(viewport={"width": width, "height": 640})
    view.goto(address)
    overflow = view.evaluate("document.documentElement.scrollWidth - innerWidth")
    sides = view.eval_on_selector_all("[dir] > p", "all => all.map(e => getComputedStyle(e).direction)")
    found = violations(view)
    view.close()
    assert (overflow, found) == (0, [])
    assert sides.count("rtl") == 1
