"""The people of a proof: those who matter most, by rules that are stated; the same people in any order choose alike.

Lots are drawn from campaign and customer, and everyone has one lot: the ten at random are likely to stand for a style,
a theme and a language as well, so that few people show much.
"""

import hashlib
import math
import unicodedata
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from artgen.desk.checking.survey import Spectrum
from artgen.desk.proving.alike import MOST, Twins
from artgen.desk.proving.readings import Reading
from artgen.drawing.graphemes import graphemes
from artgen.history.grace import Action
from artgen.records import Person

A_DOZEN = 12
AT_RANDOM = 10
_OF_A_RULE, _SPARE = 2, 8
_RIGHT_TO_LEFT = ("R", "AL")
_DONE = {
    Action.SOFTEN: "told more quietly",
    Action.LEAVE_OUT: "told in part",
    Action.HUSH: "some moments untold",
    Action.HOLD: "held",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of reason to look at somebody, and what to look for."""

    key: str
    title: str
    look_for: str


GROUPS = (
    Group("edge", "The edges", "Is the emptiest poster still a present? Is the fullest one still clear? Does every "
          "name stand on poster, page and letter as its owner would write it?"),
    Group("grace", "Told with grace", "Would this person be glad of it? Does anything here hurt, praise the wrong "
          "thing, or leave a hole that asks a question?"),
    Group("style", "Every style", "Can you say what a mark means after ten seconds? Does the legend tell the truth?"),
    Group("theme", "Every theme", "Is it your brand? Read the smallest words on the phone."),
    Group("language", "Every language", "Let somebody who speaks it read poster, page, subject and letter aloud."),
    Group("segment", "Every segment", "Does this group get the look and the words that you meant for it?"),
    Group("alike", "The two most alike", "Would these two people, side by side, believe that each poster is theirs?"),
    Group("outlier", "The farthest from the rest", "Is this a real year or a slip in the data? Is the unit right?"),
    Group("random", "Ten at random", "Nobody chose these. This is what most people get."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is in the proof: a group's key, and why, as a team reads it."""

    group: str
    why: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """One person of the proof with all the reasons, in the order of the groups."""

    person: Person
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class Few:
    """The first few people by a key that ends with their lot, whatever order they come in."""

    most: int
    ranked: list[tuple[tuple[float, ...], str, Person]] = field(default_factory=list)

    def add(self, key: tuple[float, ...], person: Person) -> None:
        """Take somebody in who is among the first."""
        if len(self.ranked) < self.most or (key, person.customer) < self.ranked[-1][:2]:
            insort(self.ranked, (key, person.customer, person), key=lambda one: one[:2])
            del self.ranked[self.most :]

    def __iter__(self) -> Iterator[Person]:
        return (person for _, _, person in self.ranked)


@dataclass(slots=True)
class Choice:
    """People read from the data, then seen in the ledger, once each; memory does not grow with them."""

    campaign: str
    unit: str = ""
    unshown: frozenset[str] = frozenset()
    people: int = 0
    _rules: dict[tuple[str, Action], list[tuple[float, str]]] = field(default_factory=dict)
    _met: Counter[tuple[str, Action]] = field(default_factory=Counter)
    _usual: Spectrum = field(default_factory=Spectrum)
    _high: list[tuple[float, str]] = field(default_factory=list)
    _low: list[tuple[float, str]] = field(default_factory=list)
    _wanted: frozenset[str] = frozenset()
    _found: dict[str, Person] = field(default_factory=dict)
    _edges: dict[str, Few] = field(default_factory=dict)
    _kinds: dict[tuple[str, str], Few] = field(default_factory=dict)
    _sizes: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lots: Few = field(default_factory=lambda: Few(MOST))
    _least: Few = field(default_factory=lambda: Few(MOST // 2))

    def read(self, said: Iterable[Reading]) -> None:
        """Take in what the data say."""
        for one in said:
            for applied in one.applied:
                key = (applied.rule, applied.action)
                self._met[key] += 1
                _keep(self._rules.setdefault(key, []), self._lot(one.customer), one.customer)
            if one.usual > 0:
                self._usual.add(one.usual)
                _keep(self._high, -one.usual, one.customer)
                _keep(self._low, one.usual, one.customer)
        candidates = [*self._high, *self._low, *(one for few in self._rules.values() for one in few)]
        self._wanted = frozenset(customer for _, customer in candidates)

    def see(self, people: Iterable[Person]) -> None:
        """Look once at everyone in the ledger; who has no page can't be shown."""
        for person in people:
            if not person.token:
                continue
            self.people += 1
            lot = self._lot(person.customer)
            if person.customer in self._wanted:
                self._found[person.customer] = person
            for name, key in _edges(person, person.customer in self.unshown):
                self._edges.setdefault(name, Few(1)).add((*key, lot), person)
            for kind in _kinds(person):
                self._sizes[kind] += 1
                self._kinds.setdefault(kind, Few(1)).add((not person.drawn, lot), person)
            self._lots.add((lot,), person)
            if person.drawn:
                self._least.add((person.drawn, lot), person)

    @property
    def crowd(self) -> tuple[Person, ...]:
        """Return at most 2,000 among whom look-alikes are looked for: half at random, half with the least activity.

        Empty years are not among them: they are alike because there is nothing to tell them apart by.
        """
        busy = {person.customer: person for person in self._least}
        for person in self._lots:
            if person.drawn and len(busy) < MOST:
                busy.setdefault(person.customer, person)
        return tuple(busy[customer] for customer in sorted(busy))

    def chosen(self, twins: Twins | None = None) -> tuple[Chosen, ...]:
        """Return everyone to be looked at, in the order of the groups, each once with all reasons."""
        reasons: dict[str, list[Reason]] = {}
        people: dict[str, Person] = {}
        for group in GROUPS:
            for why, person in self._of(group.key, twins):
                people[person.customer] = person
                reasons.setdefault(person.customer, []).append(Reason(group.key, why))
        return tuple(Chosen(people[customer], tuple(why)) for customer, why in reasons.items())

    @property
    def unlisted(self) -> int:
        """Return how many segments are too small to be among the dozen that are shown."""
        return max(0, sum(kind == "segment" for kind, _ in self._sizes) - A_DOZEN)

    def _of(self, group: str, twins: Twins | None) -> Iterator[tuple[str, Person]]:
        if group == "edge":
            yield from self._edgy()
        elif group == "grace":
            yield from self._graced()
        elif group == "alike" and twins:
            crowd = {person.customer: person for person in self.crowd}
            for one, other in ((twins.one, twins.other), (twins.other, twins.one)):
                yield f"differs from {other} by {twins.distance:.2f} of 100", crowd[one]
        elif group == "outlier":
            yield from self._outlier()
        elif group == "random":
            yield from (("at random", person) for _, person in zip(range(AT_RANDOM), self._lots, strict=False))
        else:
            largest = sorted((-size, name) for (kind, name), size in self._sizes.items() if kind == group)
            if len(largest) == 1 and group in ("language", "segment"):
                return
            for size, name in largest[: A_DOZEN if group == "segment" else None]:
                for person in self._kinds[group, name]:
                    yield f"{name}, {_people(-size)}", person

    def _edgy(self) -> Iterator[tuple[str, Person]]:
        for name in _EDGES:
            for person in self._edges.get(name, ()):
                told = f": {person.drawn:,}" if name in (_EMPTIEST, _FULLEST) else ""
                yield f"{name}{told}", person

    def _graced(self) -> Iterator[tuple[str, Person]]:
        for (rule, action), few in sorted(self._rules.items()):
            shown = [self._found[customer] for _, customer in few if customer in self._found]
            for person in shown[:_OF_A_RULE]:
                yield f"{rule}: {_DONE[action]}, {_people(self._met[rule, action])}", person

    def _outlier(self) -> Iterator[tuple[str, Person]]:
        middle = self._usual.median()
        ends = [next(((amount, who) for amount, who in end if who in self._found), None) for end in self._ends()]
        ranked = sorted(
            (-abs(math.log10(amount / middle)), who, amount) for end in ends if end for amount, who in [end]
        )
        for away, who, amount in ranked[:1]:
            if away:
                unit = f" {self.unit}" if self.unit else ""
                told = f"{_short(amount)}{unit} an activity, where the middle customer has {_short(middle)}{unit}"
                yield told, self._found[who]

    def _ends(self) -> tuple[list[tuple[float, str]], list[tuple[float, str]]]:
        return [(-amount, who) for amount, who in self._high], self._low

    def _lot(self, customer: str) -> float:
        return int.from_bytes(hashlib.sha256(f"proof\0{self.campaign}\0{customer}".encode()).digest()[:6], "big")


_EMPTIEST, _FULLEST = "the fewest activities", "the most activities"
_LONGEST, _NAMELESS, _RTL, _UNSHOWN = (
    "the longest name",
    "no name",
    "a name read from right to left",
    "a name that the poster's fonts lack",
)
_EDGES = (_EMPTIEST, _FULLEST, _LONGEST, _NAMELESS, _RTL, _UNSHOWN)


def _edges(person: Person, unshown: bool) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield what somebody may be the utmost of, and how far they are."""
    yield _EMPTIEST, (person.drawn,)
    yield _FULLEST, (-person.drawn,)
    if not person.name:
        yield _NAMELESS, (not person.drawn,)
        return
    yield _LONGEST, (-len(graphemes(person.name)),)
    if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in person.name):
        yield _RTL, (not person.drawn,)
    if unshown:
        yield _UNSHOWN, (not person.drawn,)


def _kinds(person: Person) -> Iterator[tuple[str, str]]:
    of = (("style", person.style), ("theme", person.theme), ("language", person.locale), ("segment", person.segment))
    return (kind for kind in of if kind[1])


def _keep(few: list[tuple[float, str]], key: float, customer: str) -> None:
    """Keep the first few by key; more than are shown, since not everybody in the data has a page."""
    if len(few) < _SPARE or (key, customer) < few[-1]:
        insort(few, (key, customer))
        del few[_SPARE:]


def _people(many: int) -> str:
    return "1 person" if many == 1 else f"{many:,} people"


def _short(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 100 else f"{amount:,.3g}"
