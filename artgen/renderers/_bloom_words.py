"""The bouquet in words: what it looks like, which species and dyes it has, and how far its places can be trusted.

A blade of grass is said to be a month without a flower, never one in which nothing happened: something may have been
left out of kindness.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from artgen.drawing.style import Description
from artgen.drawing.theme import part_of_day
from artgen.history.story import KINDS, Story
from artgen.renderers._bloom_crown import FEW, LUSH
from artgen.renderers._bloom_flora import SPECIES
from artgen.words.dialect import dialect
from artgen.words.phrases import Phrases
from artgen.words.sentences import alt_text, joined
from artgen.words.sentences import said as said_of
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice, capital

HOURS = ("5–9", "9–12", "12–17", "17–21", "21–5")
"""The parts of the day, as a clock says them in any language."""
SEEN = ((60, "half"), (600, "third"))
"""The share of each flower that is in view, for years of at most so many."""


def describe_bloom(story: Story, telling: Telling, vocabulary: Vocabulary) -> Description:
    """Say what the picture looks like, species by species; no name is said."""
    words = spoken_by(vocabulary)
    say = words.say
    if not len(story):
        title, text, alt, quiet, wish = (
            say(f"bloom.empty.{part}") for part in ("title", "text", "alt", "quiet", "wish")
        )
        return Description(title, text, alt, quiet, wish)
    voice = Voice(vocabulary, words)
    values = {"noun": vocabulary.activity.one, "year": telling.year}
    if len(story) == 1:
        values["flower"] = flower(species_drawn(story)[0], words)
        said = said_of(telling.rows[0], story.activities[0], voice, "bloom")
        alt = alt_text(*(capital(say(f"bloom.one.{part}", **values)) for part in ("alt", "alt_short")))
        sentences = [say("bloom.one.text", said=said, **values), say("bloom.one.grass"), _colours(story, words)]
        return Description(say("bloom.one.title", **values), joined(words, sentences), alt)
    values["count"] = words.number(len(story))
    values["title"] = say("bloom.many.title", **values)
    sentences = [
        say("bloom.many.text", **values),
        *_species(story, voice),
        say("bloom.place.lush" if len(story) > LUSH else "bloom.place.days"),
        *_grass(story, words),
        *_sizes(story, telling, voice),
        _colours(story, words),
        *_seen(story, words),
    ]
    alt = alt_text(*(capital(say(f"bloom.many.{part}", **values)) for part in ("alt", "alt_title", "alt_short")))
    return Description(values["title"], joined(words, sentences), alt)


def spoken_by(vocabulary: Vocabulary) -> Phrases:
    """Return a language with the bouquet's own words in it."""
    return dialect(Path(__file__).with_name("bloom.py"), vocabulary)


def species_drawn(story: Story) -> list[int]:
    """Return the species of this year, as indexes of SPECIES: those of known kinds first, in the kinds' order."""
    found = sorted(set(story.kind.tolist()))
    return [*(kind for kind in found if kind >= 0), *(len(SPECIES) - 1 for kind in found if kind < 0)]


def flower(species: int, words: Phrases) -> str:
    """Return the name of a flower, as it stands within a sentence."""
    return words.say(f"bloom.flower.{SPECIES[species]}")


def named(species: int, story: Story, voice: Voice) -> str:
    """Return the kind that a species stands for: the brand's word, "other" or "unknown"."""
    if species < KINDS:
        name = story.drawn_kinds[species]
        return voice.vocabulary.categories.get(name, name)
    return voice.phrases.say("bloom.kind.other" if species == KINDS else "bloom.kind.unknown")


def measured(story: Story, voice: Voice) -> str:
    """Return which words fit the amounts of a year: unmeasured, unknown, equal or known."""
    amount = story.columns.amount
    known = amount[np.isfinite(amount)]
    if not voice.measure():
        return "unmeasured"
    if not len(known):
        return "unknown"
    return "equal" if float(np.ptp(known)) == 0 else "known"


def timed(story: Story) -> str:
    """Return how many of the hours are known: none, some or all."""
    known = np.isfinite(story.columns.hour)
    return "all" if known.all() else "some" if known.any() else "none"


def _species(story: Story, voice: Voice) -> Iterator[str]:
    say, found = voice.phrases.say, species_drawn(story)
    if not story.drawn_kinds:
        yield say("bloom.kind.alike", flower=flower(found[0], voice.phrases))
        return
    kinds = np.where(story.kind < 0, len(SPECIES) - 1, story.kind)
    counts = np.bincount(kinds, minlength=len(SPECIES)).tolist()
    items = [
        say(
            "bloom.kind.item",
            kind=named(species, story, voice),
            flower=flower(species, voice.phrases),
            count=voice.phrases.number(counts[species]),
        )
        for species in found
    ]
    yield say("bloom.kind.each", list=say("parts.facts").join(items))


def _grass(story: Story, words: Phrases) -> Iterator[str]:
    if len(np.unique(story.columns.month)) < 12:
        yield words.say("bloom.grass")


def _sizes(story: Story, telling: Telling, voice: Voice) -> Iterator[str]:
    say, amount, kind = voice.phrases.say, voice.measure(), measured(story, voice)
    top = story.largest
    if kind == "known" and top is not None:
        said = said_of(telling.rows[top], story.activities[top], voice, "bloom")
        yield say("bloom.size.largest", amount=amount, said=said)
    else:
        yield say(f"bloom.size.{kind}", amount=amount)
    missing = int((~np.isfinite(story.columns.amount)).sum())
    if missing and kind in ("known", "equal"):
        yield say("bloom.size.missing", amount=amount, count=voice.phrases.number(missing))


def _colours(story: Story, words: Phrases) -> str:
    known = timed(story)
    if known == "none":
        return words.say("bloom.colour.none")
    hour = story.columns.hour
    counts = np.bincount(part_of_day(hour[np.isfinite(hour)]), minlength=len(HOURS)).tolist()
    items = [
        words.say("bloom.colour.item", hours=hours, count=words.number(count))
        for hours, count in zip(HOURS, counts, strict=True)
        if count
    ]
    missing = words.number(int(np.isnan(hour).sum()))
    return words.say(f"bloom.colour.{known}", list=words.say("parts.facts").join(items), count=missing)


def _seen(story: Story, words: Phrases) -> Iterator[str]:
    if FEW < len(story) <= SEEN[-1][0]:
        yield words.say(f"bloom.seen.{next(share for most, share in SEEN if len(story) <= most)}")
