"""The brand's own words: nouns, verb, unit and place, so that a flight is never called an activity."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Noun:
    """A countable word: one 'flight', many 'flights'; `forms` adds those that a language needs beside them.

    They are called as CLDR calls them (zero, two, few, many, other); a form that isn't there is said as `many`.
    """

    one: str
    many: str
    forms: dict[str, str] = field(default_factory=dict)

    def form(self, name: str) -> str:
        """Return the word in the form that CLDR calls `name`.

        >>> night = Noun("noc", "nocy", {"few": "noce"})
        >>> night.form("one"), night.form("few"), night.form("other")
        ('noc', 'noce', 'nocy')
        """
        return self.forms.get(name, self.one if name == "one" else self.many)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How a brand speaks of what its customers did.

    `verb` is the past tense ("took 23 flights" -> "took"); `unit` counts the amount ("miles"), `unit_short`
    stands behind a number ("mi"); `phrase` follows "Your year" ("in flight"); `grade` names what a grade
    above 0 is ("a premium cabin"), empty where the data has none; `weathers` and `categories` rename;
    `amount` is what the amount measures: a quality ("distance"), or what is counted, in the word of `unit` ("nights");
    "money" is drawn but never told, and empty says that nothing is measured. `duration` follows the
    hours of one activity ("in the air"), empty where nobody would say it. `measured` is how a language other than the
    campaign's own calls the amount; `language_file` is its file where the campaign brings one.
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
    measured: str = ""
    language_file: str = ""

    @property
    def counted(self) -> bool:
        """Return whether the amount is a count of its unit (nights), and not a quality measured in it (distance)."""
        return (self.measured or self.amount) == self.unit.many
