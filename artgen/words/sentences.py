"""What every style says alike of a picture: one activity in a sentence, the kinds by name, an alternative text."""

from collections.abc import Iterable

from artgen.history.columns import Activity
from artgen.history.story import KINDS, Story
from artgen.words.phrases import Phrases
from artgen.words.telling import Row
from artgen.words.voice import Voice, placed

ALT_LIMIT = 125
"""The most characters of an alternative text: screen readers read longer ones in pieces."""


def said(row: Row, activity: Activity, voice: Voice, style: str) -> str:
    """Tell one activity within a sentence, by the style's `said` and `said_day`: what, when, how much."""
    name = row.way if placed(activity) else voice.named(activity)
    say = voice.phrases.say
    told = say(f"{style}.said", way=name, day=row.day) if name else say(f"{style}.said_day", day=row.day)
    return say("parts.facts").join(part for part in (told, row.fact) if part and part != name)


def kinds_seen(story: Story) -> list[int]:
    """Return the kinds of this year: the known ones in their order, then any other (KINDS), then the unknown (-1)."""
    found = sorted(set(story.kind.tolist()))
    return [*(kind for kind in found if kind >= 0), *(kind for kind in found if kind < 0)]


def kind_said(kind: int, story: Story, voice: Voice, where: str) -> str:
    """Name a kind: in the brand's word, or by the phrase `other` or `unknown` of a style's group ("quilt.pattern")."""
    if 0 <= kind < KINDS:
        name = story.drawn_kinds[kind]
        return voice.vocabulary.categories.get(name, name)
    return voice.phrases.say(f"{where}.unknown" if kind < 0 else f"{where}.other")


def joined(phrases: Phrases, sentences: Iterable[str]) -> str:
    """Return sentences one after the other, as the language sets them."""
    return ("" if phrases.locale.startswith("ja") else " ").join(sentences)


def alt_text(*candidates: str) -> str:
    """Return the first candidate that fits an alternative text, or the last one cut at a word.

    >>> alt_text("far too long " * 20, "short enough")
    'short enough'
    """
    fitting = (text for text in candidates if len(text) <= ALT_LIMIT)
    return next(fitting, candidates[-1][:ALT_LIMIT].rpartition(" ")[0])
