"""Look and Artwork: what a picture is made with, the finished sheet as values, and `compose` between them."""

import hashlib
from dataclasses import dataclass, field, replace

from artgen.artwork.card import card_frame
from artgen.artwork.clearance import between
from artgen.artwork.headline import shows_name
from artgen.artwork.lettering import Lettering
from artgen.artwork.poster import Said, poster_frame
from artgen.drawing.answers import described, explained, grounded, painted
from artgen.drawing.canvas import CARD, POSTER, Box, Canvas
from artgen.drawing.inset import Inset
from artgen.drawing.marks import Mark
from artgen.drawing.refusal import taken
from artgen.drawing.rng import Rng
from artgen.drawing.style import Description, LegendItem, Renderer, Value
from artgen.drawing.svg import Written, write
from artgen.drawing.theme import Theme
from artgen.drawing.tongues import speaking
from artgen.errors import StyleError
from artgen.history.story import Story
from artgen.words.phrases import spoken
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary

__all__ = ["Artwork", "Lettering", "Look", "compose", "plate", "share_card", "shows_name"]


@dataclass(frozen=True, slots=True)
class Look:
    """Style, options, theme and paper: everything that decides how a Story is drawn."""

    renderer: Renderer
    theme: Theme
    options: dict[str, Value] = field(default_factory=dict)
    canvas: Canvas = POSTER

    def on(self, canvas: Canvas) -> "Look":
        """Return the same look on another paper."""
        return Look(self.renderer, self.theme, self.options, canvas)


@dataclass(frozen=True, slots=True)
class Artwork:
    """A finished sheet: SVG text, its sha256 (hex), its words, and where each activity stands on it.

    `boxes` (user units) and `swatches` (two '#rrggbb') are by activity n; a box is None where an activity has
    no mark of its own on this sheet. `marks` counts drawn shapes. `inset` says what of a poster its card shows, in a
    style whose card does.
    """

    svg: str
    digest: str
    canvas: Canvas
    description: Description
    legend: tuple[LegendItem, ...]
    boxes: tuple[Box | None, ...]
    swatches: tuple[tuple[str, str], ...]
    art: Box
    marks: int
    inset: Inset | None = None


def compose(
    look: Look,
    story: Story,
    telling: Telling,
    vocabulary: Vocabulary,
    seed: str,
    lettering: Lettering | None = None,
) -> Artwork:
    """Draw a Story in a look and set its words around it; the same arguments give the same bytes.

    A card is seen by others, so it carries no name, neither drawn nor in its title. `lettering` is what is set around
    the art where that is in another language than what is said of it.
    """
    style, canvas = look.renderer, look.canvas
    own = Lettering(story, telling, vocabulary)
    drawn = lettering or own
    theme = _speaking(look.theme, drawn.vocabulary.locale)
    description, legend = _said(style, own)
    swatches = painted(style.name, style.swatches(story, theme), len(story))
    if canvas.name == CARD.name:
        frame = _on_card(look, drawn, theme)
        title, text = telling.tag, vocabulary.brand
    else:
        words, items = _said(style, lettering) if lettering else (description, legend)
        said = Said(drawn.telling, drawn.vocabulary, swatches, items, words, style.keyed, _from_right(drawn))
        head, foot = _grounded(look, story, theme)
        frame = tuple(taken(poster_frame(canvas, foot, said, head), style.name))
        title, text = description.title, description.text
    written = _written(look, story, theme, seed, frame, title=title, text=text)
    return Artwork(
        svg=written.svg,
        digest=hashlib.sha256(written.svg.encode()).hexdigest(),
        canvas=canvas,
        description=description,
        legend=legend,
        boxes=tuple(written.boxes.get(n) for n in range(len(story))),
        swatches=swatches,
        art=canvas.art,
        marks=written.marks,
        inset=between(frame) if canvas.name == POSTER.name and style.card == "poster" else None,
    )


def share_card(look: Look, words: Lettering, seed: str, lettering: Lettering | None = None) -> str:
    """Return the SVG of a look's card, to the byte as `compose` writes it, without saying again what it looks like."""
    theme, frame = _around(look, lettering or words)
    title, text = words.telling.tag, words.vocabulary.brand
    return _written(look.on(CARD), words.story, theme, seed, frame, title=title, text=text).svg


def plate(look: Look, words: Lettering, lettering: Lettering | None = None) -> str:
    """Return a card's ground and words as SVG, without art: the plate on which the poster's picture is laid."""
    theme, frame = _around(look, lettering or words)
    said = {"title": words.telling.tag, "description": words.vocabulary.brand, "style": look.renderer.name}
    return write(CARD, theme, art=(), frame=frame, reveal=look.renderer.reveal, **said).svg


def _around(look: Look, drawn: Lettering) -> tuple[Theme, tuple[Mark, ...]]:
    """Return the theme of a look's card in the language that it is lettered in, and the card's words."""
    theme = _speaking(look.theme, drawn.vocabulary.locale)
    return theme, _on_card(look.on(CARD), drawn, theme)


def _written(
    look: Look, story: Story, theme: Theme, seed: str, frame: tuple[Mark, ...], *, title: str, text: str
) -> Written:
    """Draw the art and write the sheet; raise StyleError for an activity that the year doesn't have."""
    style, canvas = look.renderer, look.canvas
    art = style.draw(story, canvas, theme, Rng(seed).fork(style.name), **style.checked(look.options))
    written = write(
        canvas, theme, title=title, description=text, art=art, frame=frame, reveal=style.reveal, style=style.name
    )
    if written.boxes and max(written.boxes) >= len(story):
        raise StyleError(f"style '{style.name}' drew activity {max(written.boxes)} of a year that has {len(story)}")
    return written


def _on_card(look: Look, drawn: Lettering, theme: Theme) -> tuple[Mark, ...]:
    _, foot = _grounded(look, drawn.story, theme)
    return tuple(card_frame(look.canvas, foot, drawn.telling, drawn.vocabulary, rtl=_from_right(drawn)))


def _from_right(words: Lettering) -> bool:
    return spoken(words.vocabulary).direction == "rtl"


def _grounded(look: Look, story: Story, theme: Theme) -> tuple[Theme, Theme]:
    """Return the theme of the words above the art, and of those below it or beside it."""
    style = look.renderer
    if style.grounds is None:
        return theme.on(theme.ground), theme.on(theme.ground)
    under = grounded(style.name, style.grounds(story, look.canvas, theme))
    return theme.on(under.head), theme.on(under.foot)


def _speaking(theme: Theme, locale: str) -> Theme:
    """Return a theme whose voice speaks a language, where that decides how letters look or which way they run."""
    voice = speaking(theme.voice, locale)
    return theme if voice == theme.voice else replace(theme, voice=voice)


def _said(style: Renderer, words: Lettering) -> tuple[Description, tuple[LegendItem, ...]]:
    told = (words.story, words.telling, words.vocabulary)
    return described(style.name, style.describe(*told)), explained(style.name, style.legend(*told))
