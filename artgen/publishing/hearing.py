"""How a year is heard, a row a thing: said only of what this person's own year holds, in their words."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from artgen.history.story import Story
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import MONEY, voice


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that is heard; `example` says which list of the score is played alone to show it."""

    example: str
    heading: str
    text: str


def hearing(story: Story, telling: Telling, vocabulary: Vocabulary) -> Iterator[Heard]:
    """Yield the rows of a year; money is heard like any amount, but never told."""
    if not len(story):
        return
    speaking = voice(vocabulary, story)
    say = speaking.phrases.say
    placed = any(one.destination and one.destination.located for one in story.activities)
    amount = speaking.measure() if vocabulary.amount != MONEY else ""
    rows = [
        ("hour", "hour", "hour_text", bool(np.isfinite(story.columns.hour).any())),
        ("share", "amount", "amount_text", bool(np.isfinite(story.columns.amount).any() and amount)),
        ("x", "place", "place_text" if placed else "drawn_text", True),
        ("month", "season", "season_text", True),
        ("moment", "moment", "moment_text", bool(telling.moments)),
    ]
    for example, heading, text, there in rows:
        if there:
            yield Heard(example, say(f"page.hearing.{heading}"), say(f"page.hearing.{text}", amount=amount))
