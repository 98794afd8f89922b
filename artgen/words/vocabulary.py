"""The brand's own words: nouns, verb, unit and place, so that a flight is never called an activity."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Noun:
    """A countable word: one 'flight', many 'flights'."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How a brand speaks of what its customers did.

    `verb` is the past tense ("took 23 flights" -> "took"); `unit` counts the amount ("miles"), `unit_short`
    stands behind a number ("mi"); `phrase` follows "Your year" ("in flight"); `grade` names what a grade
    above 0 is ("a premium cabin"), empty where the data has none; `weathers` and `categories` rename;
    `amount` is what the amount measures ("distance"; "money" is drawn but never told); `duration` follows the
    hours of one activity ("in the air"), empty where nobody would say it.
    """

    brand: str
    activity: Noun
    verb: str
    unit: Noun
    unit_short: str
    place: Noun
    phrase: str
    amount: str = "distance"
    grade: str = ""
    duration: str = ""
    weathers: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    locale: str = "en_US"
