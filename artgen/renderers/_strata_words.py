"""The landscape in words: what it looks like, what a peak, a layer, a flag and the disc in the sky say.

A week without a peak is said to be that, never that nothing happened in it: something may have been left out of
kindness. Money is never told: its layers are equal steps.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from artgen.drawing.style import Description
from artgen.history.story import Story
from artgen.renderers._strata_mountains import flies
from artgen.renderers._strata_scene import CROWD, is_day, quiet_weeks, record
from artgen.renderers._strata_slopes import unit_of_story
from artgen.words.dialect import dialect
from artgen.words.phrases import Phrases
from artgen.words.sentences import alt_text, joined, kind_said, kinds_seen
from artgen.words.sentences import said as said_of
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice


def describe_strata(story: Story, telling: Telling, vocabulary: Vocabulary) -> Description:
    """Say what the picture looks like, ridge by ridge and peak by peak; no name is said."""
    words = spoken_by(vocabulary)
    say = words.say
    if not len(story):
        title, text, alt, quiet, wish = (
            say(f"strata.empty.{part}") for part in ("title", "text", "alt", "quiet", "wish")
        )
        return Description(title, text, alt, quiet, wish)
    values = {"noun": vocabulary.activity.one, "year": telling.year}
    voice = Voice(vocabulary, words)
    if len(story) == 1:
        row = telling.rows[0]
        values |= {"said": said_of(row, story.activities[0], voice, "strata"), "month": row.month}
        alt = alt_text(*(say(f"strata.one.{part}", **values) for part in ("alt", "alt_short")))
        sentences = [
            say("strata.one.text", **values),
            *_alone(story, voice),
            *_kinds(story, voice),
            *_ripples(story, words),
        ]
        return Description(say("strata.one.title", **values), joined(words, sentences), alt)
    values |= {"count": words.number(len(story)), "order": say("strata.many.order")}
    values["title"] = say("strata.many.title", **values)
    sentences = [
        say("strata.many.text", **values),
        say("strata.many.ridges"),
        *_heights(story, voice),
        *_kinds(story, voice),
        *_disc(story, telling, voice),
        *_ripples(story, words),
        say("strata.many.overlap" if len(story) <= CROWD else "strata.many.crowd"),
    ]
    alt = alt_text(*(say(f"strata.many.{part}", **values) for part in ("alt", "alt_title", "alt_short")))
    return Description(values["title"], joined(words, sentences), alt)


def spoken_by(vocabulary: Vocabulary) -> Phrases:
    """Return a language with the landscape's own words in it."""
    return dialect(Path(__file__).with_name("strata.py"), vocabulary)


def named(kind: int, story: Story, voice: Voice) -> str:
    """Return what a kind is called beside its flag."""
    return kind_said(kind, story, voice, "strata.kind")


def layer_of(story: Story, voice: Voice) -> str:
    """Return what one layer stands for, "2 km"; empty where it may not be told or nothing has layers."""
    unit = unit_of_story(story)
    return voice.amount_short(unit) if unit else ""


def alike(story: Story, voice: Voice) -> str:
    """Return why all peaks are alike in height: "unmeasured", "unknown" or "equal"; empty where they are not."""
    amount = story.columns.amount
    known = amount[np.isfinite(amount)]
    if not known.size:
        return "unknown" if voice.measure() else "unmeasured"
    return "equal" if len(story) > 1 and np.ptp(known) == 0 else ""


def disc_of(story: Story) -> str:
    """Return what stands in the sky: "sun", "moon", "day" for a sun whose height tells no hour; empty for nothing."""
    top = record(story)
    if top is None:
        return ""
    hour = float(story.columns.hour[top])
    return "day" if not np.isfinite(hour) else "sun" if is_day(hour) else "moon"


def _alone(story: Story, voice: Voice) -> Iterator[str]:
    say, unit = voice.phrases.say, layer_of(story, voice)
    if unit:
        yield say("strata.one.layers", unit=unit)
    elif unit_of_story(story):
        yield say("strata.one.layers_money")
    if disc := disc_of(story):
        yield say(f"strata.one.{disc}")


def _heights(story: Story, voice: Voice) -> Iterator[str]:
    say, values = voice.phrases.say, {"amount": voice.measure()}
    why = alike(story, voice)
    yield say(f"strata.height.{why or 'more'}", **values)
    if unit := layer_of(story, voice):
        yield say("strata.height.layers", unit=unit)
    elif unit_of_story(story):
        yield say("strata.height.layers_money")
    missing = int((~np.isfinite(story.columns.amount)).sum())
    if missing and why in ("", "equal"):
        yield say("strata.height.missing", count=voice.phrases.number(missing), **values)


def _kinds(story: Story, voice: Voice) -> Iterator[str]:
    say = voice.phrases.say
    if (story.kind < 0).all():
        yield say("strata.kind.missing")
    if not flies(story):
        return
    told = [
        say("strata.kind.item", kind=named(kind, story, voice), flag=say(f"strata.kind.f{kind if kind >= 0 else 6}"))
        for kind in kinds_seen(story)
    ]
    yield say("strata.kind.each", list=say("parts.facts").join(told))


def _disc(story: Story, telling: Telling, voice: Voice) -> Iterator[str]:
    top = record(story)
    if top is not None:
        said = said_of(telling.rows[top], story.activities[top], voice, "strata")
        yield voice.phrases.say(f"strata.disc.{disc_of(story)}", said=said)


def _ripples(story: Story, words: Phrases) -> Iterator[str]:
    if not story.softened and (count := len(quiet_weeks(story))):
        yield words.say("strata.ripple.weeks", count=words.number(count))
