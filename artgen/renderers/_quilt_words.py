"""The quilt in words: what it looks like, how much of the year is pieced, and what its bands and dyes say.

Plain cloth is said to be plain, never that nothing happened in its week: something may have been left out of kindness.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from artgen.drawing.style import Description
from artgen.history.story import Story
from artgen.renderers._quilt_bands import comparable
from artgen.renderers._quilt_cut import WEEKS, weeks
from artgen.words.dialect import dialect
from artgen.words.phrases import Phrases
from artgen.words.sentences import alt_text, joined, kind_said, kinds_seen
from artgen.words.sentences import said as said_of
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice


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
        said = said_of(telling.rows[0], story.activities[0], voice, "quilt")
        alt = alt_text(*(say(f"quilt.one.{part}", **values) for part in ("alt", "alt_short")))
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
    alt = alt_text(*(say(f"quilt.many.{part}", **values) for part in ("alt", "alt_title", "alt_short")))
    return Description(values["title"], joined(words, sentences), alt)


def spoken_by(vocabulary: Vocabulary) -> Phrases:
    """Return a language with the quilt's own words in it."""
    return dialect(Path(__file__).with_name("quilt.py"), vocabulary)


def named(kind: int, story: Story, voice: Voice) -> str:
    """Return what a kind is called in the legend of patterns."""
    return kind_said(kind, story, voice, "quilt.pattern")


def _blocks(story: Story, words: Phrases) -> str:
    pieced = len(np.unique(weeks(story.columns)))
    if pieced == WEEKS:
        return words.say("quilt.many.blocks_all")
    return words.say("quilt.many.blocks", pieced=words.number(pieced), plain=words.number(WEEKS - pieced))


def _patterns(story: Story, voice: Voice) -> Iterator[str]:
    words, kinds = voice.phrases, kinds_seen(story)
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
    star = story.largest
    if not known.any():
        yield words.say(f"quilt.bands.{'unknown' if amount else 'unmeasured'}", amount=amount)
        return
    if not comparable(story):
        yield words.say("quilt.bands.equal", amount=amount)
        return
    if star is None:
        yield words.say("quilt.bands.more", amount=amount)
    else:
        said = said_of(telling.rows[star], story.activities[star], voice, "quilt")
        yield words.say("quilt.bands.largest", amount=amount, said=said)
    if missing := int((~known).sum()):
        yield words.say("quilt.bands.missing", amount=amount, count=words.number(missing))


def _colours(story: Story, words: Phrases) -> str:
    unknown = int(np.isnan(story.columns.hour).sum())
    known = "month" if unknown == len(story) else "partly" if unknown else "both"
    return words.say(f"quilt.colour.{known}", count=words.number(unknown))
