"""The quilt in words: what it looks like, how much of the year is pieced, and what its bands and dyes say.

Plain cloth is said to be plain, never that nothing happened in its week: something may have been left out of kindness.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from artgen.drawing.style import Description
from artgen.history.columns import Activity
from artgen.history.story import KINDS, Story
from artgen.renderers._quilt_bands import comparable, largest
from artgen.renderers._quilt_cut import WEEKS, weeks
from artgen.words.dialect import dialect
from artgen.words.phrases import Phrases
from artgen.words.telling import Row, Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice, placed

ALT_LIMIT = 125


def describe_quilt(story: Story, telling: Telling, vocabulary: Vocabulary) -> Description:
    """Say what the picture looks like, block by block and patch by patch; no name is said."""
    words = spoken_by(vocabulary)
    say = words.say
    if not len(story):
        title, text, alt, quiet, wish = (
            say(f"quilt.empty.{part}") for part in ("title", "text", "alt", "quiet", "wish")
        )
        return Description(title, text, alt, quiet, wish)
    values = {"noun": vocabulary.activity.one, "year": telling.year}
    voice = Voice(vocabulary, words)
    if len(story) == 1:
        said = _said(telling.rows[0], story.activities[0], voice)
        alt = _short(*(say(f"quilt.one.{part}", **values) for part in ("alt", "alt_short")))
        sentences = [say("quilt.one.text", said=said, **values), _colours(story, words)]
        return Description(say("quilt.one.title", **values), joined(words, sentences), alt)
    values |= {"count": words.number(len(story)), "order": say("quilt.many.order")}
    values["title"] = say("quilt.many.title", **values)
    sentences = [
        say("quilt.many.text", **values),
        _blocks(story, words),
        *_patterns(story, voice),
        *_bands(story, telling, voice),
        _colours(story, words),
        say("quilt.seams"),
    ]
    alt = _short(*(say(f"quilt.many.{part}", **values) for part in ("alt", "alt_title", "alt_short")))
    return Description(values["title"], joined(words, sentences), alt)


def spoken_by(vocabulary: Vocabulary) -> Phrases:
    """Return a language with the quilt's own words in it."""
    return dialect(Path(__file__).with_name("quilt.py"), vocabulary)


def kinds_drawn(story: Story) -> list[int]:
    """Return the kinds of this year: the known ones in their order, then any other, then the unknown."""
    found = sorted(set(story.kind.tolist()))
    return [*(kind for kind in found if kind >= 0), *(kind for kind in found if kind < 0)]


def named(kind: int, story: Story, voice: Voice) -> str:
    """Return what a kind is called: the brand's word, "other" or "unknown"."""
    if 0 <= kind < KINDS:
        name = story.drawn_kinds[kind]
        return voice.vocabulary.categories.get(name, name)
    return voice.phrases.say("quilt.pattern.unknown" if kind < 0 else "quilt.pattern.other")


def joined(words: Phrases, sentences: list[str]) -> str:
    """Return sentences one after the other, as the language sets them."""
    return ("" if words.locale.startswith("ja") else " ").join(sentences)


def _said(row: Row, activity: Activity, voice: Voice) -> str:
    say = voice.phrases.say
    way = row.way if placed(activity) else voice.named(activity)
    said = say("quilt.said", way=way, day=row.day) if way else say("quilt.said_day", day=row.day)
    return say("parts.facts").join(part for part in (said, row.fact) if part)


def _blocks(story: Story, words: Phrases) -> str:
    pieced = len(np.unique(weeks(story.columns)))
    if pieced == WEEKS:
        return words.say("quilt.many.blocks_all")
    return words.say("quilt.many.blocks", pieced=words.number(pieced), plain=words.number(WEEKS - pieced))


def _patterns(story: Story, voice: Voice) -> Iterator[str]:
    words, kinds = voice.phrases, kinds_drawn(story)
    known = [kind for kind in kinds if kind >= 0]
    if not known:
        yield words.say("quilt.pattern.alike")
        return
    each = [
        words.say("quilt.pattern.item", kind=named(kind, story, voice), pattern=words.say(f"quilt.pattern.p{kind}"))
        for kind in known
    ]
    yield words.say("quilt.pattern.each", list=words.say("parts.facts").join(each))
    if missing := int((story.kind < 0).sum()):
        yield words.say("quilt.pattern.missing", count=words.number(missing))


def _bands(story: Story, telling: Telling, voice: Voice) -> Iterator[str]:
    words, amount, known = voice.phrases, voice.measure(), np.isfinite(story.columns.amount)
    star = largest(story)
    if not known.any():
        yield words.say(f"quilt.bands.{'unknown' if amount else 'unmeasured'}", amount=amount)
        return
    if not comparable(story):
        yield words.say("quilt.bands.equal", amount=amount)
        return
    if star is None:
        yield words.say("quilt.bands.more", amount=amount)
    else:
        said = _said(telling.rows[star], story.activities[star], voice)
        yield words.say("quilt.bands.largest", amount=amount, said=said)
    if missing := int((~known).sum()):
        yield words.say("quilt.bands.missing", amount=amount, count=words.number(missing))


def _colours(story: Story, words: Phrases) -> str:
    unknown = int(np.isnan(story.columns.hour).sum())
    known = "month" if unknown == len(story) else "partly" if unknown else "both"
    return words.say(f"quilt.colour.{known}", count=words.number(unknown))


def _short(*candidates: str) -> str:
    """Return the first candidate that fits an alternative text, or the last one cut at a word."""
    fitting = (text for text in candidates if len(text) <= ALT_LIMIT)
    return next(fitting, candidates[-1][:ALT_LIMIT].rpartition(" ")[0])
