"""The personal page: one Story's picture, words and list as static HTML; nothing in it asks another host for anything.

The readable list holds the words: every row points at its mark, and every mark has a row. What a script needs besides
to play the year and to let it be heard is the score, one block of numbers (`artgen.publishing.score`). No inline style.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import east_asian_width
from urllib.parse import urljoin

from artgen.artwork import Artwork, Look
from artgen.campaigns.model import Campaign
from artgen.drawing.style import Grounds, LegendItem
from artgen.history.story import Story
from artgen.publishing.hearing import hearing
from artgen.publishing.page_lines import lines
from artgen.publishing.plates import Sheet, crop, frames, plate, sample, series, store, take_apart
from artgen.publishing.rows import months
from artgen.publishing.score import written
from artgen.publishing.share import POLICY, card
from artgen.publishing.shared import FOLDER, shared, shared_files, warm
from artgen.publishing.templates import Markup, escape, render
from artgen.publishing.ways import asked_in, ways
from artgen.words.phrases import Phrases, load, spoken
from artgen.words.telling import Telling, TellingMoment
from artgen.words.vocabulary import Vocabulary

__all__ = ["Page", "page", "shared_files"]

# A page with the poster in it may come to 150 KB gzipped. It is weighed by what our drawing and our list pack to, and
# not by packing it, because packed sizes differ between builds of zlib and the same input must make the same page.
INLINE_BYTES = 150_000
DRAWING_PACKS, TEXT_PACKS = 0.44, 0.16
INLINE_NODES = 5_000
PLATE_MARKS = 6
_ROW_NODES = 4
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where one person's page and pictures stand: `page` is absolute and ends in a slash, the pictures are relative
    to it, and `root` leads from it to the site.

    `share` is the absolute address of the page for others, `unsubscribe` where this person asks for no more letters;
    either may be empty.
    """

    page: str
    poster: str
    card: str
    vector: str
    root: str = "../../../"
    share: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A written page in UTF-8; `needs_vector` tells that it links to the poster as an SVG file, to be published too."""

    body: bytes
    needs_vector: bool

    @property
    def html(self) -> str:
        """Return the page as text."""
        return self.body.decode()


def page(
    *,
    artwork: Artwork,
    telling: Telling,
    story: Story,
    campaign: Campaign,
    vocabulary: Vocabulary,
    look: Look,
    addresses: Addresses,
) -> Page:
    """Write the page of one person from the poster `artwork`.

    A poster too heavy to stand in the page is shown as its image, and its SVG becomes a file to download. Raises
    CampaignError when a link of the brand is none.
    """
    made = _Making(artwork, telling, story, campaign, vocabulary, look, addresses, take_apart(artwork.svg))
    drawn = len(made.sheet.picture.encode())
    nodes = made.sheet.nodes + _ROW_NODES * len(story)
    if nodes <= INLINE_NODES and DRAWING_PACKS * drawn <= INLINE_BYTES:
        body = _write(made, _inline(made), Markup(), "").encode()
        if DRAWING_PACKS * drawn + TEXT_PACKS * (len(body) - drawn) <= INLINE_BYTES:
            return Page(body, needs_vector=False)
    shown = {n for moment in telling.moments for n in moment.of[:PLATE_MARKS]}
    shown.update(n for item in artwork.legend for n in item.of)
    return Page(_write(made, _image(made), store(made.sheet, shown), addresses.vector).encode(), needs_vector=True)


@dataclass(frozen=True, slots=True)
class _Making:
    artwork: Artwork
    telling: Telling
    story: Story
    campaign: Campaign
    vocabulary: Vocabulary
    look: Look
    addresses: Addresses
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class _Plate:
    """A moment as the page shows it: its marks alone, and where the link leads."""

    words: TellingMoment
    date: str
    plate: Markup
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class _Sample:
    """One thing to know, with its picture."""

    item: LegendItem
    lines: tuple[str, ...]
    marks: Markup
    drawn: Markup
    shown: str


def _write(made: _Making, stage: Markup, stored: Markup, vector: str) -> str:
    phrases, telling, campaign, places = spoken(made.vocabulary), made.telling, made.campaign, made.addresses
    mark = "m" if stored else "a"
    return render(
        "page/page.html",
        words=phrases,
        made=made,
        policy=POLICY,
        title=_title(made, phrases),
        card=card(phrases, made.vocabulary.phrase, urljoin(places.page, places.card), empty=not telling.rows),
        shared=f"{places.root}{FOLDER}/",
        files=shared(made.look.theme),
        brand=campaign.brand,
        ways=ways(
            campaign,
            page=places.page,
            share=places.share,
            unsubscribe=asked_in(places.unsubscribe, campaign, phrases.locale),
        ),
        noun=made.vocabulary.activity,
        telling=telling,
        size=_size(telling.name or telling.tag),
        serif=bool(telling.rows) and warm(made.look.theme, _loud(made, phrases)),
        player=_player(phrases.locale, made.vocabulary.language_file, telling.year) if telling.rows else "",
        stage=stage,
        moments=list(_moments(made, phrases, mark)),
        legend=list(_legend(made, phrases, mark)),
        fine=phrases.say("page.fine", fine=made.look.renderer.decoration(made.vocabulary)) if telling.rows else "",
        hearing=list(hearing(made.story, telling, made.vocabulary)),
        months=list(months(telling, made.sheet, made.artwork.swatches)),
        score=Markup(written(made.story, telling, made.artwork)) if telling.rows else "",
        vector=vector,
        full=_full(made),
        file_name=f"artwork-{telling.year}",
        closing=_closing(made, phrases),
        store=stored,
        frame=Markup("" if stored else made.sheet.frame),
    )


@lru_cache(maxsize=64)
def _player(locale: str, file: str, year: str) -> Markup:
    """Return the player, which is the same for all who are spoken to in a language."""
    return Markup(render("page/player.html", say=load(locale, file).say, year=year))


def _inline(made: _Making) -> Markup:
    return _stage(made, f'<g id="poster">{made.sheet.picture}</g>')


def _image(made: _Making) -> Markup:
    canvas, source = made.artwork.canvas, escape(made.addresses.poster)
    image = f'<image id="poster" href="{source}" width="{canvas.width:.0f}" height="{canvas.height:.0f}"/>'
    return _stage(made, f'{image}<g class="frames">{frames(made.sheet, made.artwork)}</g>')


def _stage(made: _Making, picture: str) -> Markup:
    """Show the art of the poster; the inner frame keeps the poster's own words out of a wider or higher place."""
    seen, words = crop(made.artwork), made.artwork.description
    view = f"{seen.x:.0f} {seen.y:.0f} {seen.width:.0f} {seen.height:.0f}"
    place = f'x="{seen.x:.0f}" y="{seen.y:.0f}" width="{seen.width:.0f}" height="{seen.height:.0f}"'
    whole = f"0 0 {made.artwork.canvas.width:.0f} {made.artwork.canvas.height:.0f}"
    return Markup(
        f'<svg viewBox="{view}" data-poster="{whole}" role="img" aria-labelledby="picture-title picture-text">'
        f'<title id="picture-title">{escape(words.title)}</title><desc id="picture-text">{escape(words.text)}</desc>'
        f'<svg {place} viewBox="{view}">{picture}</svg></svg>'
    )


def _moments(made: _Making, phrases: Phrases, mark: str) -> Iterator[_Plate]:
    for moment in made.telling.moments:
        shown = [n for n in moment.of[:PLATE_MARKS] if n in made.sheet.groups]
        yield _Plate(
            words=moment,
            date=made.story.activities[moment.of[0]].start.date().isoformat(),
            plate=plate(made.sheet, made.artwork, shown, mark=mark),
            target=made.sheet.groups[shown[0]] if shown else "",
            label=phrases.say("page.show", caption=moment.caption, day=moment.day),
        )


def _legend(made: _Making, phrases: Phrases, mark: str) -> Iterator[_Sample]:
    before: set[tuple[int, ...]] = set()
    for i, item in enumerate(made.artwork.legend):
        shown = [] if item.of in before else [n for n in item.of if n in made.sheet.groups]
        before.add(item.of)
        yield _Sample(
            item=item,
            lines=lines(item, made.artwork),
            marks=series(made.sheet, made.artwork, shown, mark=mark),
            drawn=sample(item, made.look.theme, prefix=f"k{i}"),
            shown=_shown(made, shown, phrases),
        )


def _shown(made: _Making, of: list[int], phrases: Phrases) -> str:
    """Say which activities a sample is cut from, left to right."""
    if not of:
        return ""
    rows = [made.telling.rows[n] for n in of]
    said = [row.day if len(rows) > _NAMED else phrases.say("page.named", way=row.way, day=row.day) for row in rows]
    return phrases.say("page.shown", list=phrases.say("page.and").join(said))


def _title(made: _Making, phrases: Phrases) -> str:
    name = f"\u2068{made.telling.name}\u2069" if made.telling.name else ""
    kind = "title" if made.telling.rows else "title_empty"
    key = f"page.{kind}" if name else f"page.{kind}_nameless"
    return phrases.say(key, name=name, year=made.telling.year, phrase=made.vocabulary.phrase)


def _closing(made: _Making, phrases: Phrases) -> str:
    """Say who made it, from what, until when it stays, and who can open it."""
    campaign = made.campaign
    said = [
        phrases.say(
            "page.made_by" if made.telling.rows else "page.made_by_empty",
            brand=campaign.brand.name,
            nouns=made.vocabulary.activity.many,
            year=made.telling.year,
        ),
        phrases.say("page.stays", until=campaign.until(phrases)) if campaign.stays_until else "",
        phrases.say("page.link"),
    ]
    return " ".join(part for part in said if part)


def _full(made: _Making) -> Grounds | None:
    """Return what lies behind the words where the style paints the whole sheet: it runs on above and below the art."""
    grounds = made.look.renderer.grounds
    return grounds(made.story, made.artwork.canvas, made.look.theme) if grounds else None


def _loud(made: _Making, phrases: Phrases) -> str:
    """Return all that is set loud: one face for all of it, so no word has letters of two."""
    said = made.telling
    headings = (phrases.say(key) for key in ("page.keep_heading", "page.share_heading"))
    return "".join((said.name or said.tag, *headings, *{row.day_short for row in said.rows}))


def _size(loud: str) -> str:
    """Return how the loud word is set, so that it stays on one line of a phone where it can, and on a few where not."""
    breadth = sum(1.9 if east_asian_width(sign) in "WF" else 1.3 if not sign.islower() else 1.0 for sign in loud)
    return next(
        (name for most, name in ((5, ""), (7, "wide"), (12, "mid"), (60, "long")) if breadth <= most), "longest"
    )
