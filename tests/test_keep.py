"""What a person can take along or show, made in Chromium: files that open, one sheet, a link that names nobody."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from browser import html_faults, lay, overhear, violations
from pages import CAMPAIGN, STYLES, Tree, published, styled
from PIL import Image
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from artgen.drawing import theme as themes
from artgen.publishing import raster
from artgen.publishing.share import share_page
from artgen.publishing.shared import shared_files
from artgen.sitters import BRANDS

KEPT = {f"{style}-10": (style, 10, "linen") for style in STYLES} | {
    "heart-0": ("heart", 0, "nocturne"),
    "skies-600": ("skies", 600, "salt"),
}
EVERY = pytest.mark.parametrize("name", KEPT)
SHARED = "https://year.example.com/s/cd/other/"
PAPERS = {"A4": ("210mm", "297mm"), "Letter": ("8.5in", "11in"), "18x24": ("18in", "24in")}


def others(brand: str, theme: str, *, empty: bool = False) -> str:
    return share_page(
        campaign=CAMPAIGN,
        vocabulary=BRANDS[brand],
        theme=themes.load(theme),
        address=SHARED,
        picture="card.jpg",
        root="../../../",
        empty=empty,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a page in each style, one of an empty year, one with an image, and a page for others."""
    files = dict(shared_files())
    for name, said in KEPT.items():
        files |= published(name, *styled(*said))
    files["s/cd/other/index.html"] = others("flight", "nocturne").encode()
    files["s/cd/other/card.jpg"] = files["a/ab/heart-10/poster.jpg"]
    return lay(tmp_path_factory.mktemp("kept"), files)


def opened(browser: Browser, address: str, name: str) -> Page:
    view = browser.new_page(viewport={"width": 390, "height": 844})
    view.goto(f"{address}a/ab/{name}/index.html")
    return view


def saved(view: Page, kind: str) -> tuple[str, bytes]:
    """Press a button that makes a file; return the file's name and content."""
    with view.expect_download(timeout=90_000) as waiting:
        view.click(f"[data-make={kind}]")
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def pixels(picture: Image.Image, width: int = 600) -> "np.ndarray[tuple[int, ...], np.dtype[np.int64]]":
    return np.asarray(picture.convert("RGB").resize((width, width * 5 // 4)), np.int64)


@EVERY
def test_the_poster_is_saved_as_a_large_picture(name: str, browser: Browser, address: str) -> None:
    """The PNG is 3200 x 4000, like what artgen rasterises in every part, and holds nothing but pixels."""
    view = opened(browser, address, name)
    heard = overhear(view)
    file, content = saved(view, "png")
    told = view.inner_text("#kept")
    view.close()
    picture = Image.open(io.BytesIO(content))
    expected = raster.engine().pixels(styled(*KEPT[name])[1].svg, 1200)
    assert picture.size == (3200, 4000)
    assert np.abs(pixels(picture) - pixels(expected)).mean() <= 2
    assert np.abs(pixels(picture, 60) - pixels(expected, 60)).max() <= 24
    assert not picture.info.keys() - {"srgb", "gamma", "dpi"}
    assert (file, told) == ("artwork-2025.png", "Saved as artwork-2025.png.")
    assert heard.errors == []


@EVERY
def test_the_wallpaper_leaves_room_for_a_clock(name: str, browser: Browser, address: str) -> None:
    """The wallpaper is 9:16; its upper fifth is plain, its art is there, and it is named like the poster."""
    view = opened(browser, address, name)
    file, content = saved(view, "wallpaper")
    view.close()
    picture = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.int64)
    clock, art = picture[:512], picture[1000:2000]
    assert picture.shape == (2560, 1440, 3)
    assert np.abs(clock - clock[0, 0]).max() <= 8
    assert np.abs(art - clock[0, 0]).mean() > 2
    assert file == "artwork-2025-phone.png"


@EVERY
def test_the_print_file_is_one_sheet(name: str, browser: Browser, address: str) -> None:
    """The PDF opens strictly, is one page of 18 by 24 inches, and holds the poster as wide as the page."""
    view = opened(browser, address, name)
    _, content = saved(view, "pdf")
    view.close()
    (page,) = PdfReader(io.BytesIO(content), strict=True).pages
    (picture,) = page.images
    assert (page.mediabox.width, page.mediabox.height) == (18 * 72, 24 * 72)
    assert picture.image is not None
    assert picture.image.size == (3200, 4000)


@pytest.mark.parametrize("style", STYLES)
def test_the_vector_file_stands_alone(style: str, browser: Browser, address: str) -> None:
    """The SVG that the browser writes draws the same poster on its own."""
    view = opened(browser, address, f"{style}-10")
    _, content = saved(view, "svg")
    view.close()
    engine, svg = raster.engine(), content.decode()
    drawn, expected = (engine.pixels(text, 600) for text in (svg, styled(style, 10)[1].svg))
    assert np.abs(pixels(drawn) - pixels(expected)).mean() < 0.5
    assert not re.search("class=|aria-|<script|<!--", svg)


def test_a_device_without_room_gets_what_it_has_room_for(browser: Browser, address: str) -> None:
    """Where the largest picture can't be made, half its size is; where none can, the page says what is ready."""
    view = opened(browser, address, "heart-10")
    view.evaluate(
        "() => { const whole = HTMLCanvasElement.prototype.toBlob;"
        " window.most = 2000; HTMLCanvasElement.prototype.toBlob = function (done, ...rest) {"
        " return this.width > window.most ? done(null) : whole.call(this, done, ...rest); }; }"
    )
    _, content = saved(view, "png")
    view.evaluate("window.most = 1")
    view.click("[data-make=png]")
    view.locator("#kept", has_text="This device has no room").wait_for()
    view.close()
    assert Image.open(io.BytesIO(content)).size == (1600, 2000)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ["heart-10", "strata-10", "skies-600"])
def test_it_prints_alone_on_one_sheet(name: str, paper: str, browser: Browser, address: str) -> None:
    """Printed on any of the papers, also amid playing, the page is one sheet with the poster and nothing else."""
    view = opened(browser, address, name)
    view.click("#play")
    view.wait_for_timeout(300)
    view.evaluate("dispatchEvent(new Event('beforeprint'))")
    width, height = PAPERS[paper]
    printed = PdfReader(io.BytesIO(view.pdf(width=width, height=height, print_background=True)))
    view.emulate_media(media="print")
    shown = view.evaluate(
        "[...document.querySelectorAll('h1, h2, section, header, #player')].filter(e => e.offsetHeight).length"
    )
    view.close()
    assert len(printed.pages) == 1
    assert printed.pages[0].extract_text().strip() == ""
    assert shown == 0


def test_the_share_sheet_of_the_device_gets_the_link_for_others(browser: Browser, address: str) -> None:
    """Where the device has a sheet for sharing it is handed the page for others and a title that names nobody."""
    view = opened(browser, address, "heart-10")
    view.evaluate("navigator.share = async given => { window.given = given; }")
    view.click("#share")
    given = view.evaluate("window.given")
    view.close()
    assert given == {"title": "A year in flight, drawn", "url": SHARED}


@pytest.mark.parametrize("button", ["#share", "#copy"])
def test_the_link_is_copied(button: str, browser: Browser, address: str) -> None:
    """Where there is no such sheet the link is copied, and the page says so."""
    view = opened(browser, address, "heart-10")
    view.evaluate(
        "() => { delete Navigator.prototype.share; Object.defineProperty(navigator, 'clipboard',"
        " { value: { writeText: async text => { window.copied = text; } } }); }"
    )
    view.click(button)
    view.locator("#shared:not(:empty)").wait_for()
    copied, told = view.evaluate("window.copied"), view.inner_text("#shared")
    view.close()
    assert (copied, told) == (SHARED, "The link is copied.")


def test_a_link_that_cannot_be_copied_can_be_read(browser: Browser, address: str) -> None:
    """Where copying is forbidden the link stands in a field, selected; the checker has nothing against it."""
    view = opened(browser, address, "heart-10")
    view.evaluate(
        "() => { delete Navigator.prototype.share; Object.defineProperty(navigator, 'clipboard',"
        " { value: { writeText: async () => { throw new Error('no'); } } }); }"
    )
    view.click("#share")
    view.locator("#shared:not(:empty)").wait_for()
    selected = view.evaluate("(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.activeElement)")
    found = violations(view)
    view.close()
    assert selected == SHARED
    assert found == []


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("empty", [False, True])
def test_the_page_for_others_names_nobody(brand: str, empty: bool) -> None:
    """It holds the card, the brand and the year: no script, no other number, and no way to the person's own page."""
    html = others(brand, "linen", empty=empty)
    tree = Tree(html)
    said = " ".join(text for tag in ("title", "h1", "p", "a") for text in tree.texts.get(tag, []))
    assert set(re.findall(r"\d+", said)) <= {"2025"}
    assert tree.all("img", "src") == ["card.jpg"]
    assert tree.meta("robots") == "noindex,nofollow,noarchive"
    assert not tree.all("script", "src")
    assert not re.search(r"""["'/]a/""", html)


def test_the_card_can_be_kept(browser: Browser, address: str) -> None:
    """Poster and card are plain links to files under names that say nothing of the person, with scripts off as well."""
    context = browser.new_context(java_script_enabled=False)
    view = context.new_page()
    view.goto(f"{address}a/ab/heart-10/index.html")
    offered = view.locator("a[download]").evaluate_all("all => all.map(a => [a.getAttribute('href'), a.download])")
    context.close()
    assert offered == [["poster.jpg", "artwork-2025.jpg"], ["card.jpg", "artwork-2025-card.jpg"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_gone_page_can_be_read_by_everyone(scheme: str, browser: Browser, address: str) -> None:
    """Where there is no page, what stands there is accessible by day and night, quiet, and asks for nothing more."""
    view = browser.new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    heard = overhear(view)
    view.goto(f"{address}404.html", wait_until="networkidle")
    found, overflow = violations(view), view.evaluate("document.documentElement.scrollWidth - innerWidth")
    view.close()
    assert (found, heard.errors, overflow) == ([], [], 0)
    assert heard.asked == [f"{address}404.html"]


def test_the_page_for_others_can_be_read_by_everyone(site: Path, browser: Browser, address: str) -> None:
    """The page for others is valid, accessible, quiet, and asks no other host for anything."""
    view = browser.new_page(viewport={"width": 320, "height": 700})
    heard = overhear(view)
    view.goto(f"{address}s/cd/other/index.html", wait_until="networkidle")
    found, overflow = violations(view), view.evaluate("document.documentElement.scrollWidth - innerWidth")
    view.close()
    assert (found, heard.errors, overflow) == ([], [], 0)
    assert [url for url in heard.asked if not url.startswith(address)] == []
    assert html_faults(site) == ""
