"""The heart in words: what it looks like, how to read it, and the small samples of its legend.

Colours are told by month, never by season's name: July is winter for some.
"""

from collections.abc import Iterator

import numpy as np

from artgen.drawing.colour import hexes
from artgen.drawing.marks import Bar, Bristles, Gradient, Mark
from artgen.drawing.style import Description, LegendItem
from artgen.drawing.theme import Theme
from artgen.history.columns import WEATHERS
from artgen.history.story import Story
from artgen.words.telling import Row, Telling
from artgen.words.vocabulary import Vocabulary

ALT_LIMIT = 125
_PARTS = ((1 / 2, "half"), (1 / 3, "a third"), (1 / 4, "a quarter"), (1 / 5, "a fifth"))
_DOUBT = 1.05


def describe_heart(story: Story, telling: Telling, vocabulary: Vocabulary, shown: float) -> Description:
    """Say what the picture looks like; `shown` is the visible share of its most hidden stroke. No name is said."""
    noun = vocabulary.activity
    if not len(story):
        quiet = "A heart in a single line. Nothing in it is counted or measured."
        line = "A heart drawn in one unbroken brush line."
        wish = "Drawn in one breath, and meant for you."
        return Description("A heart, drawn in one breath", f"{line} It holds no figures.", line, quiet, wish)
    if len(story) == 1:
        title = f"A heart in one brush stroke: the one {noun.one} in {telling.year}"
        text = f"A heart painted in a single brush stroke: the one {noun.one} in {telling.year}, "
        text += f"{_said(telling.rows[0], noun.one)}."
        return Description(title, text, _short(f"{title}.", "A heart painted in a single brush stroke."))
    count = f"A heart of {len(story)} brush strokes"
    each = f"{count}, one for each {noun.one} in {telling.year}"
    first, last = telling.rows[0].month, telling.rows[-1].month
    inner, outer = (first, last) if first != last else ("the first", "the last")
    order = f"{inner[:1].upper()}{inner[1:]} at the centre, {outer} at the edge."
    sentences = [
        f"{each}{_totals(telling, vocabulary)}.",
        f"They wind outward in order of time, from {inner} at the centre to {outer} at the edge.",
        _lengths(story, telling, vocabulary),
        _colours(story, vocabulary),
        _layers(shown),
    ]
    alt = _short(f"{each}. {order}", f"{each}.", f"{count}. {order}")
    return Description(each, " ".join(sentences), alt)


def legend_heart(story: Story, telling: Telling, vocabulary: Vocabulary) -> tuple[LegendItem, ...]:
    """Explain stroke, length, colour and texture, each with the activities that show it best."""
    if not len(story):
        return ()
    columns, noun = story.columns, vocabulary.activity
    last = len(story) - 1
    stroke = f"One stroke is one {noun.one}.\nThis year, one."
    if last:
        inner, outer = telling.rows[0].month, telling.rows[-1].month
        order = f"{inner} inside, {outer} out" if inner != outer else "the first inside, the last out"
        stroke = f"One stroke is one {noun.one},\n{order}"
    extremes = (int(np.argmax(columns.share)), int(np.argmin(columns.share)))
    lit = np.isfinite(columns.sun[:, 0])
    sun = np.where(lit, columns.sun[:, 0], 0.0)
    day = (int(np.argmax(sun)), int(np.argmin(sun))) if lit.any() else (0, last)
    ramps, labels = (_both, ("Month", "Hour")) if lit.any() else (_months, ("Month",))
    items = [
        LegendItem("How to read this", stroke, of=_once(0, last)),
        LegendItem("Length and breadth", _breadths(story, vocabulary), of=_once(*extremes)),
        LegendItem("Colour", "", of=_once(*day), draw=ramps, labels=labels, stacked=True),
    ]
    if (columns.weather >= 0).any():
        found = [int(np.argmax(columns.weather == kind)) for kind in range(len(WEATHERS)) if kind in columns.weather]
        names = tuple(vocabulary.weathers.get(kind, kind) for kind in WEATHERS)
        items.append(LegendItem("Texture", "", of=_once(*found), draw=_textures, labels=names))
    elif last:
        items.append(LegendItem("Layers", "Strokes overlap; later\nones lie over earlier", of=_once(0, last)))
    return tuple(items)


def _said(row: Row, noun: str) -> str:
    way = "" if row.way.lower() == noun.lower() else f"{row.way} "
    return ", ".join(part for part in (f"{way}on {row.day}", row.fact) if part)


def _totals(telling: Telling, vocabulary: Vocabulary) -> str:
    known = (vocabulary.unit.one, vocabulary.unit.many, vocabulary.place.one, vocabulary.place.many)
    said = [f"{it.value} {it.label}" for it in telling.figures[1:3] if it.label.startswith(known)]
    return f": {', '.join(said)}" if said else ""


def _amount(vocabulary: Vocabulary) -> str:
    return "size" if vocabulary.amount == "money" else vocabulary.amount


def _breadths(story: Story, vocabulary: Vocabulary) -> str:
    if len(story) == 1:
        said = "One stroke draws the whole heart"
    elif np.isfinite(story.columns.amount).any():
        said = _amount(vocabulary).capitalize()
    else:
        said = f"All alike: no {_amount(vocabulary)} is known"
    if vocabulary.grade and (story.columns.grade > 0).any():
        return f"{said}. Bright thread: {vocabulary.grade}"
    return said if len(story) == 1 or said.startswith("All") else f"{said}: more is longer and broader"


def _lengths(story: Story, telling: Telling, vocabulary: Vocabulary) -> str:
    amount = story.columns.amount
    known = np.isfinite(amount)
    what = _amount(vocabulary)
    if not known.any():
        return f"All are alike in length, as no {what} is known."
    if np.ptp(amount[known]) == 0:
        said = f"All are alike in length, as every known {what} is the same."
    else:
        row = telling.rows[int(np.nanargmax(amount))]
        said = f"Length and breadth follow the {what}; the longest stroke is {_said(row, vocabulary.activity.one)}."
    missing = int((~known).sum())
    return said + (f" Where the {what} is unknown ({missing}), a stroke is of middling length." if missing else "")


def _colours(story: Story, vocabulary: Vocabulary) -> str:
    unlit = int((~np.isfinite(story.columns.sun[:, 0])).sum())
    if unlit == len(story):
        return "Colour follows the month; the hour is unknown."
    said = "One edge of each stroke takes its colour from the month, the other from the height of the sun"
    return said + (f"; where the hour is unknown ({unlit}), both follow the month." if unlit else ".")


def _layers(shown: float) -> str:
    least = next((word for part, word in _PARTS if shown >= part * _DOUBT), "")
    seen = f"at least {least} of each can be seen" if least else "a few are mostly covered"
    return f"Strokes overlap, mostly later ones over earlier ones; {seen}."


def _short(*candidates: str) -> str:
    """Return the first candidate that fits an alternative text, or the last one cut at a word."""
    fitting = (text for text in candidates if len(text) <= ALT_LIMIT)
    return next(fitting, candidates[-1][:ALT_LIMIT].rpartition(" ")[0])


def _once(*numbers: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))


def _ramp(colours: list[str], width: float, y: float) -> Bar:
    stops = tuple((i / (len(colours) - 1), colour) for i, colour in enumerate(colours))
    return Bar(0, y, width, 9, Gradient((0, y), (width, y), stops))


def _months(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    yield _ramp(hexes(theme.season(np.linspace(1, 365, 25))), width, height / 2 - 4.5)


def _both(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw the year from January to December, and under it a day from midnight to midnight."""
    yield _ramp(hexes(theme.season(np.linspace(1, 365, 25))), width, height / 4 - 4.5)
    hours = np.linspace(0, 24, 33)
    sun = 16 - 46 * np.cos(hours / 24 * 2 * np.pi)
    yield _ramp(hexes(theme.hour(sun, hours < 12)), width, 3 * height / 4 - 4.5)


def _textures(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw three bristles of each weather at even steps."""
    step = width / len(WEATHERS)
    along = np.linspace(0, 0.73 * step, 9)
    dashes = {"rain": (0.3 * step, 0.14 * step), "snow": (0.0, 0.12 * step)}
    for i, kind in enumerate(WEATHERS):
        wave = 1.6 * np.sin(along / step * 17) if kind == "wind" else 0 * along
        rows = [np.stack([i * step + along, height * at + wave], axis=-1) for at in (0.25, 0.5, 0.75)]
        broad, opacity = (3.4, 0.35) if kind == "cloud" else (1.3, 0.9)
        yield Bristles(np.concatenate(rows), (0, 9, 18), theme.ink, broad, opacity, dashes.get(kind, ()))
