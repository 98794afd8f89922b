"""A Sitter: somebody made up who sits for a picture, with a year, a brand's words and the year told in them."""

from dataclasses import dataclass, replace

from artgen.history.story import Story
from artgen.history.tone import Tone
from artgen.sitters.brands import BRANDS
from artgen.words.tell import tell_words
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import MONEY


@dataclass(frozen=True, slots=True)
class Sitter:
    """One year to draw; `name` says which, as "flight 23" or "one giant", and is nobody's first name.

    `brand` is "flight", "run" or "coffee". The name is the seed, too.
    """

    name: str
    brand: str
    story: Story
    vocabulary: Vocabulary
    telling: Telling

    def __len__(self) -> int:
        return len(self.story)

    def speaking(self, locale: str) -> "Sitter":
        """Return the same sitter told in another language; the brand's nouns stay."""
        vocabulary = replace(self.vocabulary, locale=locale)
        return replace(self, vocabulary=vocabulary, telling=tell_words(self.story, vocabulary))


def sit(name: str, brand: str, story: Story) -> Sitter:
    """Return a sitter: the year in the brand's words, and where these are of money in the tone that hushes it."""
    vocabulary = BRANDS[brand]
    told = _in_tone(Tone(money=True), story) if vocabulary.amount == MONEY else story
    return Sitter(name, brand, told, vocabulary, tell_words(told, vocabulary))


def softened(story: Story) -> Story:
    """Return a year as it is told quietly."""
    return replace(_in_tone(Tone(softened=True), story), softened=True)


def _in_tone(tone: Tone, story: Story) -> Story:
    kept = tuple(moment for moment in story.moments if tone.tells(moment))
    return replace(story, facts=tuple(fact for fact in story.facts if tone.counts(fact)), moments=kept)
