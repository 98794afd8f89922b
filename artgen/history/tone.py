"""The tone in which one year is told: what stays unsaid of it, and whether the whole edition is a quiet one."""

from dataclasses import dataclass

from artgen.history.moments import KINDS
from artgen.history.story import Fact, Moment

LAST = "last_of_year"
PLAIN = frozenset({"first_of_year", LAST})
ABOUT_NIGHT = frozenset(kind.key for kind in KINDS if kind.family in ("late", "early"))
ABOUT_AMOUNT = frozenset({"longest", "odd_one_out", "round_total"})
AMOUNTS = frozenset({"amount", "longest", "shortest"})


@dataclass(frozen=True, slots=True)
class Tone:
    """How a Story is to be told; the plain one leaves nothing unsaid.

    `softened`: the quiet edition, whose only moments are the first and the last. `stopped`: nothing is said of the
    last. `late`: nothing of nights. `money`: amounts are drawn and never told. `hushed` activities (by n) are no
    evidence of any moment.
    """

    softened: bool = False
    stopped: bool = False
    late: bool = False
    money: bool = False
    hushed: frozenset[int] = frozenset()

    def tells(self, moment: Moment) -> bool:
        """Tell whether a moment may be told in this tone."""
        unsaid = {LAST} if self.stopped else set()
        unsaid |= ABOUT_NIGHT if self.late else set()
        unsaid |= ABOUT_AMOUNT if self.money else set()
        plain = moment.key in PLAIN or not self.softened
        return plain and moment.key not in unsaid and self.hushed.isdisjoint(moment.of)

    def counts(self, fact: Fact) -> bool:
        """Tell whether a fact may be told in this tone."""
        return not (self.money and fact.key in AMOUNTS)
