"""The style contract: one decorated generator of marks declares its options, legend, description and swatches."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from artgen.drawing.canvas import Canvas
from artgen.drawing.declaration import complete, needed, promised
from artgen.drawing.inset import as_on_poster
from artgen.drawing.marks import Mark
from artgen.drawing.options import Option, Span, Value, options_of
from artgen.drawing.theme import Theme
from artgen.errors import StyleError
from artgen.history.story import Story
from artgen.words.dialect import dialect
from artgen.words.phrases import Phrases
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary

__all__ = [
    "API",
    "Description",
    "Draw",
    "Grounds",
    "LegendItem",
    "OnCard",
    "Option",
    "Renderer",
    "Reveal",
    "Span",
    "Value",
    "renderer",
]

API = 1
Reveal = Literal["spine", "wipe", "grow"]
OnCard = Literal["own", "poster"]


@dataclass(frozen=True, slots=True)
class Description:
    """What a picture looks like: `alt` is at most 125 characters.

    For an empty year `wish` is the style's own sentence, which stands in for the year's on poster, page and
    letter, and `quiet` the small line under it; neither claims anything about the year.
    """

    title: str
    text: str
    alt: str
    quiet: str = ""
    wish: str = ""


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One thing to know: a heading, a line or two, and either the person's own marks (`of`) or drawn samples.

    `draw(theme, width, height)` yields marks inside a box of that size with its origin at the top left; `labels`
    are words under the drawn samples, left to right at even steps (or beside them,
    each in the middle of its equal row, when `stacked`).
    """

    heading: str
    text: str
    of: tuple[int, ...] = ()
    draw: Callable[[Theme, float, float], Iterable[Mark]] | None = None
    labels: tuple[str, ...] = ()
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the words stand on where a style paints the whole sheet: '#rrggbb' behind the top line and behind the foot.

    The frame chooses inks that can be read on them (Theme.on).
    """

    head: str
    foot: str


Draw = Callable[..., Iterator[Mark]]


@dataclass(frozen=True, slots=True)
class Renderer:
    """A style: `draw(story, canvas, theme, rng, **options)` yields marks; the same arguments, the same marks.

    `describe(story, telling, vocabulary)` and `legend(story, telling, vocabulary)` put it into words;
    `swatches(story, theme)` gives the two paints of each activity; `fine` names what is decoration, not data, or is
    the key of a phrase that does ("tidal.fine"). `groups` says likewise how activities share marks, empty where each
    has its own. `promise` holds (most, least): years of at most `most` activities show each of them by at least the
    share `least` (0..1) of its marks. `keyed` asks for the key beside the name; `grounds(story, canvas, theme)` says
    what lies behind the words where that isn't the theme's ground. `card` says what a card shows: an "own"
    composition, or the "poster"'s, smaller, which is then drawn once for both.
    """

    name: str
    api: int
    by: str
    reveal: Reveal
    draw: Draw
    describe: Callable[[Story, Telling, Vocabulary], Description]
    legend: Callable[[Story, Telling, Vocabulary], tuple[LegendItem, ...]]
    swatches: Callable[[Story, Theme], tuple[tuple[str, str], ...]]
    mark: str
    fine: str
    options: tuple[Option, ...]
    needs: frozenset[str]
    help: str
    groups: str = ""
    promise: tuple[tuple[int, float], ...] = ()
    keyed: bool = True
    grounds: Callable[[Story, Canvas, Theme], Grounds] | None = None
    card: OnCard = "own"

    @property
    def source(self) -> Path:
        """Return the file in which the style is drawn."""
        return _drawn_in(self.draw) or Path(self.name)

    def phrases(self, vocabulary: Vocabulary) -> Phrases:
        """Return a language with the words that stand beside this style in it."""
        return dialect(self.source, vocabulary)

    def decoration(self, vocabulary: Vocabulary) -> str:
        """Say what is decoration, not data."""
        return self.phrases(vocabulary).table.get(self.fine, self.fine)

    def checked(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """Return every option with its value; raise StyleError on an unknown name or a value outside its limits."""
        known = {option.name: option for option in self.options}
        for name in given:
            if name not in known:
                raise StyleError(f"style '{self.name}' has no option '{name}'; it has: {', '.join(known) or 'none'}")
        return {
            name: option.checked(given[name], self.name) if name in given else option.default
            for name, option in known.items()
        }


@complete
def renderer(
    name: str,
    *,
    api: int,
    by: str,
    reveal: Reveal,
    mark: str,
    fine: str,
    describe: Callable[[Story, Telling, Vocabulary], Description],
    legend: Callable[[Story, Telling, Vocabulary], tuple[LegendItem, ...]],
    swatches: Callable[[Story, Theme], tuple[tuple[str, str], ...]],
    needs: Iterable[str] = (),
    groups: str = "",
    promise: Iterable[tuple[int, float]] = (),
    keyed: bool = True,
    grounds: Callable[[Story, Canvas, Theme], Grounds] | None = None,
    card: OnCard = "own",
    **unknown: object,
) -> Callable[[Draw], Renderer]:
    """Declare a style from its generator: the signature's keyword-only arguments are its options.

    `api` is the contract that the style was made for. A newer one is refused by name, whatever else it declares; an
    older one goes on working, since what is added later has a default.
    """
    if not isinstance(api, int) or isinstance(api, bool):
        raise StyleError(f"style '{name}': api = {api!r} is no whole number; write api={API}")
    if api > API:
        raise StyleError(
            f"style '{name}' was made for style contract {api}; this artgen knows {API}: install a newer one"
        )
    if unknown:
        raise StyleError(f"style '{name}' declares {', '.join(sorted(unknown))}, which contract {API} doesn't know")

    def declare(draw: Draw) -> Renderer:
        return Renderer(
            name=name,
            api=api,
            by=by,
            reveal=reveal,
            draw=as_on_poster(draw) if card == "poster" else draw,
            describe=describe,
            legend=legend,
            swatches=swatches,
            mark=mark,
            fine=fine,
            options=tuple(options_of(draw, name)),
            needs=needed(name, needs),
            help=inspect.getdoc(draw) or "",
            groups=groups,
            promise=promised(name, promise),
            keyed=keyed,
            grounds=grounds,
            card=card,
        )

    return declare


@lru_cache(maxsize=64)
def _drawn_in(draw: Draw) -> Path | None:
    file = inspect.getsourcefile(inspect.unwrap(draw))
    return Path(file) if file else None
