"""The results of a campaign as plain values for terminal, page and lists; whatever is a sum adds up by construction."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from artgen.desk.reporting.lift import Arm, Compared, Interval, wilson
from artgen.desk.reporting.views import Traffic

SMALL = 10
"""Groups of fewer people are never shown apart: what one person did is nobody's business."""
MOST_GROUPS = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """One group: how many have a page, and what came of their letters; all from `delivered` on are among the sent.

    sent = delivered + bounced + unheard. A letter in doubt is not among the sent.
    """

    people: int = 0
    sent: int = 0
    delivered: int = 0
    bounced: int = 0
    unheard: int = 0
    complained: int = 0
    unsubscribed: int = 0
    clicked: int = 0
    viewed: int = 0
    saved: int = 0
    shared: int = 0

    @property
    def seen(self) -> Interval:
        """Return the share of the sent who opened their page, at most."""
        return wilson(self.viewed, self.sent)


NAMES = tuple(field.name for field in fields(Figures))


@dataclass(frozen=True, slots=True)
class Group:
    """People who have something in common, and their figures."""

    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Cut:
    """Everybody with a page, cut into groups by one thing; `folded` are small groups that stand in the last one."""

    by: str
    groups: tuple[Group, ...]
    folded: int


@dataclass(frozen=True, slots=True)
class OutcomeRows:
    """The rows of an outcome file: rows = counted + before + strangers + the counts of all reasons.

    `before` happened before the first letter, `strangers` are of people who have no page in the campaign.
    """

    rows: int
    counted: int
    before: int
    strangers: int
    set_aside: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """What letters did to outcomes since the first of them.

    Everyone who has a page, an address and agreed is in one of the arms, whatever became of the letter: `unsent` of
    the first have none (yet), `crossed` of the second got one all the same.
    """

    since: dt.date
    letters: Arm
    holdout: Arm
    unsent: int
    crossed: int
    rate: Compared
    amount: Compared


@dataclass(frozen=True, slots=True)
class Results:
    """What became of a campaign: `states` are all people, `why` those without a letter by reason.

    `heard`, `clicks` and `traffic` tell what could be measured at all. `early` opened a page without a letter that is
    known to have gone out, `doubted` are those of them whose letter is in doubt: it came.
    """

    campaign: str
    title: str
    brand: str
    year: int
    states: tuple[tuple[str, int], ...]
    why: tuple[tuple[str, int], ...]
    total: Figures
    cuts: tuple[Cut, ...]
    heard: bool
    clicks: bool
    traffic: Traffic | None
    days: tuple[tuple[dt.date, int], ...]
    early: int
    doubted: int
    outcomes: OutcomeRows | None
    lift: Lift | None

    @property
    def people(self) -> int:
        """Return how many people the ledger knows."""
        return sum(many for _, many in self.states)


def figures(counts: Counter[str]) -> Figures:
    """Return counted things as figures; what came of sent letters is told apart here alone."""
    known = {name: counts[name] for name in NAMES}
    return Figures(**{**known, "unheard": counts["sent"] - counts["delivered"] - counts["bounced"]})


def cut(by: str, counted: dict[str, Counter[str]]) -> Cut | None:
    """Return groups in order of size, the small ones together; None where there is nothing to compare.

    A few small ones are never told by taking the others from the whole: they stand together with as many more as it
    takes to be ten people.

    >>> cut("look", {"a": Counter(people=90), "b": Counter(people=12), "c": Counter(people=3)}).groups[-1].name
    'b and 1 smaller group'
    """
    order = sorted(counted, key=lambda name: (-counted[name]["people"], name))
    kept = [name for name in order if counted[name]["people"] >= SMALL][:MOST_GROUPS]
    folded = [name for name in order if name not in kept]
    joined = ""
    while kept and folded and _people(counted, folded) < SMALL:
        joined = kept.pop()
        folded.insert(0, joined)
    groups = [Group(name, figures(counted[name])) for name in kept]
    if folded:
        together: Counter[str] = sum((counted[name] for name in folded), Counter())
        groups.append(Group(_together(joined, len(folded)), figures(together)))
    return Cut(by, tuple(groups), len(folded)) if len(groups) > 1 else None


def _together(largest: str, many: int) -> str:
    if not largest:
        return f"{many} small groups together"
    return f"{largest} and {many - 1} smaller group{'s' * (many > 2)}"


def _people(counted: dict[str, Counter[str]], names: Iterable[str]) -> int:
    return sum(counted[name]["people"] for name in names)
