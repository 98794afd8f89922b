"""A Sitter: somebody made up who sits for a picture, with a year, a brand's words and the year told in them."""

from dataclasses import dataclass, replace

from artgen.history.story import Story
from artgen.history.tone import Tone
from artgen.sitters.brands import BRANDS
from artgen.words.tell import tell_words
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary


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
    """Return a sitter: the year in the brand's words."""
    vocabulary = BRANDS[brand]
    return Sitter(name, brand, story, vocabulary, tell_words(story, vocabulary))


def softened(story: Story) -> Story:
    """Return a year as it is told quietly."""
    quiet = Tone(softened=True)
    kept = tuple(moment for moment in story.moments if quiet.tells(moment))
    facts = tuple(fact for fact in story.facts if quiet.counts(fact))
    return replace(story, facts=facts, moments=kept, softened=True)
