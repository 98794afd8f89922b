"""The law of words: what a style says fits, is filled in, names nobody, tells no money, and claims nothing untrue."""

import re
from collections.abc import Iterator
from dataclasses import asdict, replace

from artgen.artwork.legend import legend_marks
from artgen.artwork.side import Side
from artgen.conformance.finding import Finding, note
from artgen.conformance.picture import described, kind
from artgen.drawing import theme as themes
from artgen.drawing.canvas import Box
from artgen.drawing.marks import Line
from artgen.drawing.style import Description, LegendItem, Renderer
from artgen.drawing.typeset import ELLIPSIS, covers
from artgen.errors import StyleError
from artgen.history.facts import facts
from artgen.renderers import failure
from artgen.sitters import Sitter
from artgen.sitters.sitter import sit
from artgen.words.lint import lint
from artgen.words.vocabulary import Vocabulary

LAW = "words"
MOST_ALT = 125
ON_POSTER = 4
"""So many items of a legend stand on the poster; the page shows all."""
PRICE = 731.07
STRANGER = "Zebulon"
_COLUMN = Box(0, 0, 218, 50)
_ACTIVITY = re.compile(r"\bactivit(?:y|ies)\b", re.IGNORECASE)


def said(renderer: Renderer, sitter: Sitter, locale: str) -> Iterator[Finding]:
    """Read all that a style says of one year in one language."""
    speaking = sitter.speaking(locale)
    where = f"{sitter.name} in {locale}"
    try:
        seen, items = _told(renderer, speaking)
        found = [
            *(_described(seen) if len(sitter) else _empty(seen, items, speaking.vocabulary)),
            *_kind(seen, items, speaking),
            *(_legend(items, len(sitter), locale, _data(speaking)) if len(sitter) else ()),
        ]
    except Exception as wrong:
        # Whatever a style raises, or gives that can't even be read, is a finding about that style.
        found = [Finding(LAW, f"{failure(wrong, renderer.source)}; every year must be described in every language")]
    for finding in found:
        yield replace(finding, where=where)


def of_money(renderer: Renderer, sitter: Sitter) -> Iterator[Finding]:
    """See that prices are drawn and never told, and that nobody's name is."""
    priced = tuple(replace(one, amount=PRICE) for one in sitter.story.activities)
    story = replace(sitter.story, name=STRANGER, activities=priced, facts=facts(priced), moments=())
    try:
        text = " ".join(_texts(*_told(renderer, sit(sitter.name, "coffee", story))))
    except Exception as wrong:
        # Whatever a style raises is a finding about that style.
        yield Finding(LAW, failure(wrong, renderer.source), sitter.name)
        return
    total = f"{PRICE * len(priced):,.0f}"
    if re.search(rf"731|{total}|{total.replace(',', '')}", text):
        yield Finding("words, money", "an amount of money is told; draw it, and say nothing of it", sitter.name)
    if STRANGER in text:
        yield Finding("words, name", "the person's name is said; descriptions name nobody", sitter.name)


def _told(renderer: Renderer, sitter: Sitter) -> tuple[Description, tuple[LegendItem, ...]]:
    items: object = renderer.legend(sitter.story, sitter.telling, sitter.vocabulary)
    if not isinstance(items, tuple | list):
        raise StyleError(f"legend gives {kind(items)}; return a tuple of LegendItem")
    if strange := [item for item in items if not isinstance(item, LegendItem)]:
        raise StyleError(f"legend gives {kind(strange[0])} among its items; return a tuple of LegendItem")
    return described(renderer, sitter), tuple(items)


def _texts(seen: Description, items: tuple[LegendItem, ...]) -> list[str]:
    told = [text for item in items for text in (item.heading, item.text, *item.labels)]
    return [text for text in (*asdict(seen).values(), *told) if text]


def _described(seen: Description) -> Iterator[Finding]:
    for part in ("title", "text", "alt"):
        if not getattr(seen, part).strip():
            yield Finding(LAW, f"the description's {part} is empty; say what the picture looks like")
    if len(seen.alt) > MOST_ALT:
        yield Finding("words, alt", f"alt has {len(seen.alt)} characters, at most {MOST_ALT} are read out")


def _empty(seen: Description, items: tuple[LegendItem, ...], vocabulary: Vocabulary) -> Iterator[Finding]:
    """Read the zero edition: it claims nothing about the year, and stands for those whose year is left out."""
    yield from _described(seen)
    text = " ".join(_texts(seen, items))
    if items:
        yield Finding("words, zero", "an empty year has a legend; there is nothing to read, return ()")
    if found := re.search(r"\d", text):
        yield Finding("words, zero", f"an empty year is told with a figure ({found[0]}); count nothing in it")
    nouns = {vocabulary.activity.one, vocabulary.activity.many}
    if named := next((noun for noun in sorted(nouns) if re.search(rf"\b{re.escape(noun)}\b", text, re.IGNORECASE)), ""):
        yield Finding(
            "words, zero", f"an empty year speaks of “{named}”; it may also stand where something was left out"
        )
    for part, use in (("wish", "the sentence that stands for the year's"), ("quiet", "the small line under it")):
        if not getattr(seen, part):
            yield note("words, zero", f"the zero edition has no `{part}`: {use}")


def _kind(seen: Description, items: tuple[LegendItem, ...], sitter: Sitter) -> Iterator[Finding]:
    """Look for what no brand would say, in any of the texts."""
    story, vocabulary, texts = sitter.story, sitter.vocabulary, _texts(seen, items)
    data = _data(sitter)
    plain = " ".join(texts)
    for name in sorted(data, key=len, reverse=True):
        plain = plain.replace(name, "")
    if set("{}") & set(plain):
        yield Finding("words, braces", f"a brace is left unfilled in “{next(t for t in texts if set('{}') & set(t))}”")
    if vocabulary.locale.startswith("en") and (found := _ACTIVITY.search(plain)):
        yield Finding("words, noun", f"“{found[0]}” is no word of the brand's; take vocabulary.activity")
    proved = () if story.softened else tuple(fact.key for fact in story.facts)
    for wrong in lint(texts, vocabulary, proved=proved, names=data)[:1]:
        yield Finding("words, kind", str(wrong))


def _data(sitter: Sitter) -> set[str]:
    """Return the names that come from the data, which no style can choose."""
    story, vocabulary = sitter.story, sitter.vocabulary
    kinds = {one.category for one in story.activities}
    ends = {end.name for one in story.activities for end in (one.origin, one.destination, story.home) if end}
    return {name for name in (*kinds, *ends, vocabulary.brand, *vocabulary.categories.values()) if name}


def _begins(cut: str, data: set[str]) -> bool:
    """Tell whether what was cut is a name from the data: it may be as long as it likes."""
    return any(name.startswith(cut.removesuffix(ELLIPSIS).rstrip()) for name in data)


def _legend(items: tuple[LegendItem, ...], count: int, locale: str, data: set[str]) -> Iterator[Finding]:
    if not items:
        yield Finding("words, legend", "the legend is empty; say in at least one item how to read the picture")
    for i, item in enumerate(items):
        if not item.heading.strip() or not (item.text.strip() or item.draw):
            yield Finding("words, legend", "an item of the legend lacks its heading, or both text and samples")
        if item.of and not set(item.of) <= set(range(count)):
            yield Finding("words, legend", f"“{item.heading}” points at activities that this year doesn't have")
        if i < ON_POSTER and (cut := _cut(item, locale)) and not _begins(cut, data):
            yield Finding("words, legend fits", f"“{cut}” is cut in the legend; say “{item.heading}” in fewer words")


def _cut(item: LegendItem, locale: str) -> str:
    """Return the line of a legend's item that had no room, or nothing."""
    texts = (item.heading, item.text, *item.labels)
    if not all(map(covers, texts)) or any(ELLIPSIS in text for text in texts):
        return ""
    marks = legend_marks(item, _COLUMN, themes.load("linen"), Side(_COLUMN.width, rtl=locale.startswith("ar")))
    return next((mark.text for mark in marks if isinstance(mark, Line) and mark.text.endswith(ELLIPSIS)), "")
