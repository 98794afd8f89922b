"""The personal page as text: true to the Story, private, escaped, light, the same bytes each time."""

import gzip
import hashlib
import re
from dataclasses import replace

import abroad
import pytest
from fontTools.ttLib import TTFont
from pages import ADDRESSES, CAMPAIGN, EVERY, STYLES, Tree, made, read, seen, styled, words
from stories import awkward, story

from artgen.campaigns.model import Campaign, Wishes
from artgen.drawing import theme as themes
from artgen.errors import CampaignError
from artgen.publishing import page as publishing
from artgen.publishing.page import POLICY, shared_files
from artgen.publishing.shared import warm
from artgen.publishing.templates import escape
from artgen.shipped import place
from artgen.words.phrases import load, locales


@EVERY
def test_the_list_has_a_row_for_every_activity(name: str) -> None:
    """The readable list has one row for each activity of the year, in time order."""
    rows = read(name).all("li", "data-a")
    assert rows == [str(n) for n in range(int(name.split("-")[0]))]


@EVERY
def test_every_mark_has_a_row_and_every_row_a_mark(name: str) -> None:
    """Each activity that the picture shows stands in the list, and each row leads to a mark that is there."""
    tree = read(name)
    drawn = {n for names in tree.all("g", "data-a") for n in names.split()}
    framed = {name.removeprefix("a") for name in tree.all("rect", "id")}
    assert drawn | framed == set(tree.all("li", "data-a"))
    ids = {f"#{value}" for tag, attrs in tree.elements if (value := attrs.get("id"))}
    assert {link for link in tree.all("a", "href") if link.startswith("#")} <= ids
    assert set(tree.all("use", "href")) <= ids


@EVERY
def test_the_page_says_what_the_telling_says(name: str) -> None:
    """Name, sentence, figures, moments and rows stand on the page as they were told."""
    tree, telling = read(name), words(story(int(name.split("-")[0])))
    assert tree.texts["h1"] == [telling.name]
    assert telling.sentence in tree.texts["p"]
    assert tree.texts.get("dd", []) == [figure.value for figure in telling.figures]
    assert tree.texts.get("dt", []) == [figure.label for figure in telling.figures]
    assert [moment.heading for moment in telling.moments] == tree.texts.get("h3", [])[: len(telling.moments)]
    assert {f"{row.way}" for row in telling.rows} <= set(tree.texts.get("span", []))


@EVERY
def test_the_head_keeps_the_page_private(name: str) -> None:
    """The head forbids indexing, referrers and everything foreign."""
    tree = read(name)
    assert tree.meta("robots") == "noindex,nofollow,noarchive"
    assert tree.meta("referrer") == "no-referrer"
    assert tree.meta("Content-Security-Policy") == POLICY
    assert tree.meta("theme-color") == themes.load(name.split("-")[1]).ground


@EVERY
def test_the_card_carries_no_name_and_no_number(name: str) -> None:
    """What is seen by everyone to whom the address is pasted names nobody and counts nothing."""
    tree = read(name)
    said = " ".join(tree.meta(key) for key in ("og:title", "og:image:alt", "twitter:title", "twitter:image:alt"))
    assert story(int(name.split("-")[0])).name not in said
    assert not re.search(r"\d", said)
    assert tree.meta("og:image") == tree.meta("twitter:image") == "https://year.example.com/a/ab/token/card.jpg"
    assert (tree.meta("og:image:width"), tree.meta("og:image:height")) == ("1200", "630")


@EVERY
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    """Everything that the page loads stands on the same site, by a relative address, and nothing is a script."""
    tree = read(name)
    loaded = tree.all("link", "href") + tree.all("img", "src") + tree.all("image", "href") + tree.all("script", "src")
    assert all(re.fullmatch(r"(\.\./\.\./\.\./shared/)?[a-z0-9.-]+", link) for link in loaded)
    assert set(tree.all("script", "type")) <= {"application/json"}
    assert not [attrs for _, attrs in tree.elements if "style" in attrs or any(key.startswith("on") for key in attrs)]


@pytest.mark.parametrize("kind", sorted(awkward()))
def test_awkward_years_have_a_page(kind: str) -> None:
    """A name that is markup, missing or endless is text in one isolated headline; every activity has its row."""
    told = awkward()[kind]
    tree = Tree(made(told).html)
    assert tree.texts["h1"] == [told.name or "Your year in flight"]
    assert tree.texts["h1"][0] in tree.texts["bdi"]
    assert len(tree.all("li", "data-a")) == len(told)
    assert set(tree.all("script", "type")) <= {"application/json"}


def test_an_empty_year_makes_no_claim() -> None:
    """The page of an empty year has a sentence, the poster and the ways to say no; no number but the year."""
    tree = read("0-linen")
    assert "This one was drawn for you." in tree.texts["p"]
    assert not {"dl", "time", "em"} & set(tree.texts)
    assert not re.search(r"\d", re.sub(r"2025|30 June 2026|31 \w+ 20\d\d", "", " ".join(tree.texts["p"])))


@pytest.mark.parametrize("count", [0, 1, 23])
@pytest.mark.parametrize("locale", locales())
def test_what_the_page_says_of_the_card_is_so(locale: str, count: int) -> None:
    """The sentence on what others see speaks of figures where the card has some, and of none in an empty year."""
    say, text = load(locale).say, styled("heart", count, locale=locale)[0].html
    said = [key for key in ("share_text", "share_text_empty", "share_own") if escape(say(f"page.{key}")) in text]
    assert said == ["share_text" if count else "share_text_empty"]


def test_the_sentence_on_what_others_see_is_true() -> None:
    """A card with four figures on it is not promised to be without them."""
    (said,) = [text for text in Tree(styled("heart", 23)[0].html).texts["p"] if text.startswith("What others see")]
    assert said == "What others see is a page of its own: the picture and its figures, without your name."


def test_the_same_year_makes_the_same_bytes() -> None:
    """A page made twice is the same."""
    assert made(story(23)).html == made(story(23)).html


def campaign(**wishes: str) -> Campaign:
    return CAMPAIGN.model_copy(update={"wishes": Wishes(**wishes)})


def test_a_person_can_say_no() -> None:
    """Each wish is a plain link to where the operator answers it, with the page's own token and no script."""
    asked = campaign(
        hide_url="https://example.com/hide",
        wrong_url="https://example.com/wrong?lang=en",
        delete_url="https://example.com/{token}/delete",
    )
    links = Tree(made(story(10), campaign=asked).html).all("a", "href")
    assert [link for link in links if "example.com" in link and "token" in link] == [
        "https://example.com/hide?token=token",
        "https://example.com/wrong?lang=en&token=token",
        "https://example.com/token/delete",
    ]


@pytest.mark.parametrize("locale", ["ar", "ja"])
def test_the_link_to_leave_asks_in_the_pages_language(locale: str) -> None:
    """No more letters can be asked for in the language of the page, as in that of the letter."""
    look, own, artwork = abroad.drawn(story(23), locale)
    made_ = publishing.page(
        artwork=artwork,
        telling=own.telling,
        story=own.story,
        campaign=abroad.campaign(),
        vocabulary=own.vocabulary,
        look=look,
        addresses=replace(ADDRESSES, unsubscribe="https://example.com/leave?token=t"),
    )
    assert f"https://example.com/leave?token=t&lang={locale}" in Tree(made_.html).all("a", "href")


def test_without_endpoints_there_is_still_a_way_out() -> None:
    """A campaign that sets none of them keeps its contact link; one without any says to answer the letter."""
    mute = CAMPAIGN.model_copy(update={"brand": CAMPAIGN.brand.model_copy(update={"contact_url": ""})})
    assert CAMPAIGN.brand.contact_url in read("23-linen").all("a", "href")
    assert any("Answer the letter" in text for text in Tree(made(story(1), campaign=mute).html).texts["p"])


@pytest.mark.parametrize("key", Wishes.model_fields)
def test_a_wish_that_leads_nowhere_is_refused(key: str) -> None:
    """An endpoint that is no web or mail address stops the campaign, with its key."""
    with pytest.raises(CampaignError, match=rf"wishes\.{key}: 'javascript:no\?token=token' is no link"):
        made(story(1), campaign=campaign(**{key: "javascript:no"}))


def test_a_link_that_is_none_is_refused() -> None:
    """A contact or privacy address that is no web or mail address stops the campaign, with its key."""
    brand = CAMPAIGN.brand.model_copy(update={"contact_url": "javascript:alert(1)"})
    with pytest.raises(CampaignError, match=r"brand\.contact_url: 'javascript:alert\(1\)' is no link"):
        made(story(1), campaign=CAMPAIGN.model_copy(update={"brand": brand}))


@pytest.mark.parametrize("lushness", [1.0, 1.6])
@pytest.mark.parametrize("count", [0, 1, 10, 23, 180, 546])
def test_the_html_stays_light(count: int, lushness: float) -> None:
    """However many activities and bristles, the packed page is under 150 KB and its pictures under 5,000 nodes."""
    html = made(story(count), lushness=lushness).html
    drawn = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(gzip.compress(html.encode(), 6, mtime=0)) <= 150_000
    assert sum(text.count("<") - text.count("</") for text in drawn) <= 5_000


def test_a_page_with_an_image_leaves_room_for_it() -> None:
    """Where the picture is an image of up to 250 KB, the packed page of 546 activities takes at most 42 KB."""
    assert len(gzip.compress(seen("546-salt").html.encode(), 6, mtime=0)) <= 42_000


def test_a_heavy_poster_is_shown_as_its_image() -> None:
    """Where the poster is too heavy, the page shows its image and offers the SVG; else the poster stands inline."""
    assert seen("546-salt").needs_vector
    assert not seen("23-linen").needs_vector
    assert read("546-salt").all("image", "href") == ["poster.jpg"]
    assert "poster.svg" in read("546-salt").all("a", "href")
    assert "poster.svg" not in read("23-linen").all("a", "href")


@pytest.mark.parametrize(("locale", "serif"), [("de", 1), ("es", 1), ("fr", 1), ("pt", 1), ("ar", 0), ("ja", 0)])
def test_a_warm_page_keeps_its_serif_in_any_language_that_it_writes(locale: str, serif: int) -> None:
    """The poster's serif is on the page in every language written in its letters, headings and dates among them."""
    html = styled("bloom", 60, "orchard-paper", locale)[0].html
    assert html.count("orchard-paper serif") == serif
    assert len(re.findall("preload.*instrument-serif", html)) == serif


@pytest.mark.parametrize("count", [180, 546])
@pytest.mark.parametrize("style", STYLES)
def test_every_style_stays_light(style: str, count: int) -> None:
    """In any style a crowded year's packed page is under 150 KB and its pictures under 5,000 nodes, inline or not."""
    html = styled(style, count)[0].html
    drawn = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(gzip.compress(html.encode(), 6, mtime=0)) <= 150_000
    assert sum(text.count("<") - text.count("</") for text in drawn) <= 5_000


@pytest.mark.parametrize(("limit", "most"), [("INLINE_BYTES", 90_000), ("INLINE_NODES", 2_000)])
def test_each_limit_alone_decides_for_the_image(limit: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A poster beyond either limit, its weight or its nodes, gives way to its image; one activity's stays."""
    monkeypatch.setattr(publishing, limit, most)
    assert made(story(23)).needs_vector
    assert not made(story(1)).needs_vector


def test_every_shared_file_is_named_by_its_bytes() -> None:
    """A shared file's name holds the digest of its content, so that it may be kept for ever."""
    hashed = {path: content for path, content in shared_files().items() if path not in ("404.html", "shared/ofl.txt")}
    assert {path.split(".")[-2] for path in hashed} == {hashlib.sha256(c).hexdigest()[:10] for c in hashed.values()}


def test_what_the_style_sheet_asks_for_is_published() -> None:
    """Every address in the style sheet is a shared file."""
    (sheet,) = [content.decode() for path, content in shared_files().items() if path.endswith(".css")]
    assert {f"shared/{name}" for name in re.findall(r"url\(([^)]*)\)", sheet)} <= set(shared_files())
    assert "@import" not in sheet


@pytest.mark.parametrize("name", themes.names())
def test_the_page_has_the_colours_of_the_theme(name: str) -> None:
    """The style sheet's colours of a theme are those that the poster is drawn with."""
    (sheet,) = [content.decode() for path, content in shared_files().items() if path.endswith(".css")]
    theme = themes.load(name)
    said = f"--ground: {theme.ground}; --ink: {theme.ink}; --muted: {theme.muted}; --accent: {theme.accent};"
    assert f".t-{name} {{ {said}" in sheet


def test_the_serif_has_every_letter_that_it_is_asked_for() -> None:
    """Whatever is set in the warm headline's face can be written in it: no name has letters of two faces."""
    font = TTFont(place("assets") / "fonts" / "instrument-serif" / "InstrumentSerif-400.ttf")
    theme = themes.load("dusk-paper")
    written = {sign for sign in range(0x20, 0x3000) if warm(theme, chr(sign))}
    assert written - set(font.getBestCmap()) == set()
    assert set(map(ord, "Zoë Łukasz Åsa Ñandú İpek Čeněk’s – 2025")) <= written


def test_the_licences_of_the_fonts_are_published() -> None:
    """Beside the fonts stands their licence, which names who made each."""
    licence = shared_files()["shared/ofl.txt"].decode()
    assert {"The Inter Project Authors", "The Instrument Serif Project Authors"} <= set(
        re.findall(r"The [\w ]+ Authors", licence)
    )
    assert "SIL OPEN FONT LICENSE" in licence


def test_the_style_sheet_is_whole_in_readable_parts() -> None:
    """Every part of the style sheet is published, and none is over 300 lines."""
    (sheet,) = [content.decode() for path, content in shared_files().items() if path.endswith(".css")]
    parts = {part.name: part.read_text("utf-8") for part in (place("assets") / "page").glob("*.css")}
    assert [name for name, text in parts.items() if text[-200:] not in sheet] == []
    assert [name for name, text in parts.items() if text.count("\n") > 300] == []


@pytest.mark.parametrize(
    ("style", "count", "locale", "said"),
    [
        ("bloom", 10, "en_US", ["Size: more is larger", "January left, December right"]),
        ("bloom", 1, "ja", ["この年は一輪", "草の葉：花のない月"]),
        ("heart", 10, "en_US", ["One stroke is one flight, January inside, May out"]),
        ("quilt", 1, "de", ["Ein Flicken ist 1 cup, ein Block eine Woche: Reihe für Reihe"]),
        ("strata", 1, "ja", ["その日の上、高さは時刻"]),
    ],
)
def test_what_a_legend_says_does_not_run_together(style: str, count: int, locale: str, said: list[str]) -> None:
    """Two sentences of a legend stand in two paragraphs; one that the poster set on two lines stands in one."""
    told = Tree(styled(style, count, "linen", locale)[0].html).texts["p"]
    assert [text for text in told if text in said] == said
