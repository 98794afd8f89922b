"""Grace: the rules by which a year is told more quietly, in part, or not at all; they look at one person alone.

Every rule looks at the year as it was read, so their order decides one thing only: under which of two reasons an
activity is counted that both leave out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from artgen.history import mercy
from artgen.history.condition import Records, UnreadableFlag, When
from artgen.history.counts import Counts
from artgen.history.history import ON_HOLD, History
from artgen.history.mercy import LATE_NIGHTS, MONEY, SUDDEN_CLINICS, SUDDEN_STOP, WATCHED
from artgen.history.tone import Tone
from artgen.records import Fault, Gravity

LEFT_OUT = "left out by grace"
HELD = "held by grace"
UNREADABLE = "a date that a rule can't read"

_BECAUSE = {
    SUDDEN_STOP: "a regular year that falls silent",
    SUDDEN_CLINICS: "a sudden new pattern of clinics or hospitals",
    LATE_NIGHTS: "many late nights",
    MONEY: "amounts of money are never praise",
}


class Action(StrEnum):
    """What a rule does; `hush`, the mercies' own, keeps single kinds of moments untold."""

    LEAVE_OUT = "leave out"
    SOFTEN = "soften"
    HOLD = "hold"
    HUSH = "hush"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a campaign: what it is called, what it does, when, and why."""

    name: str
    action: Action
    when: When
    because: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a campaign: its own, the mercies switched off, the words watched, and whether amounts are money."""

    own: tuple[Rule, ...] = ()
    off: frozenset[str] = frozenset()
    watched: tuple[str, ...] = WATCHED
    money: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """Return the columns of the people file that are asked about, sorted."""
        return tuple(sorted({flag.column for rule in self.own for flag in rule.when.person}))


NO_RULES = Rules(off=frozenset(mercy.MERCIES))


@dataclass(frozen=True, slots=True)
class Applied:
    """One rule that applies to one customer, and how many activities it concerns."""

    customer: str
    rule: str
    action: Action
    because: str
    activities: int


@dataclass(frozen=True, slots=True)
class Graced:
    """A History after grace, the tone in which it is to be told, and the rules that applied, in their order.

    `read` is the History as it was read, `left_out` which of its activities are no longer there (by place in it).
    """

    history: History
    read: History
    tone: Tone = field(default_factory=Tone)
    left_out: tuple[int, ...] = ()
    applied: tuple[Applied, ...] = ()

    @property
    def kept(self) -> tuple[int, ...]:
        """Return which activities of the year as it was read are told, in order."""
        out = set(self.left_out)
        return tuple(n for n in range(len(self.read.records)) if n not in out)


@dataclass(frozen=True, slots=True)
class _Found:
    applied: Applied
    meant: tuple[int, ...]


def grace(history: History, rules: Rules, year: int) -> Graced:
    """Apply a campaign's rules to one customer: hold, else leave activities out and set the tone.

    A customer who gets nothing anyway is handed back as is. Where a rule asks for a date and the cell holds
    something else, the customer is held: doubt is parked.
    """
    if history.person is None or history.held:
        return Graced(history, history)
    found = tuple(_find(history, rules, year))
    applied = tuple(one.applied for one in found)
    if holding := [one for one in applied if one.action is Action.HOLD]:
        return Graced(_held(history, holding[0]), history, applied=applied)
    out: dict[int, str] = {}
    for one in found:
        if one.applied.action is Action.LEAVE_OUT:
            out = {**dict.fromkeys(one.meant, one.applied.because), **out}
    left = tuple(n for n in range(len(history.records)) if n not in out)
    kept = replace(history, records=tuple(history.records[n] for n in left), counts=_counts(history, out))
    return Graced(kept, history, _tone(found, left), tuple(sorted(out)), applied)


def explain(history: History, rules: Rules, year: int) -> tuple[Applied, ...]:
    """Return the rules that apply to a customer, in their order: the campaign's own, then the mercies."""
    return grace(history, rules, year).applied


def _find(history: History, rules: Rules, year: int) -> Iterator[_Found]:
    for rule in rules.own:
        action, because = rule.action, rule.because
        try:
            meant = rule.when.found(history.records, history.flags)
        except UnreadableFlag:
            action, because, meant = Action.HOLD, UNREADABLE, ()
        if meant is not None and not (action is Action.LEAVE_OUT and not meant):
            yield _Found(Applied(history.customer, rule.name, action, because, len(meant)), meant)
    for name, action, meant in _mercies(history.records, rules, year):
        if name not in rules.off:
            yield _Found(Applied(history.customer, name, action, _BECAUSE[name], len(meant)), meant)


def _mercies(records: Records, rules: Rules, year: int) -> Iterator[tuple[str, Action, tuple[int, ...]]]:
    everything = tuple(range(len(records)))
    if mercy.stops_suddenly(records, year):
        yield SUDDEN_STOP, Action.SOFTEN, everything
    if clinics := mercy.clinics(records, rules.watched):
        yield SUDDEN_CLINICS, Action.SOFTEN, clinics
    if nights := mercy.late_nights(records):
        yield LATE_NIGHTS, Action.HUSH, nights
    if rules.money and records:
        yield MONEY, Action.HUSH, everything


def _tone(found: tuple[_Found, ...], left: tuple[int, ...]) -> Tone:
    """Return the tone; activities are named by their place among those that are left to be told."""
    names = {one.applied.rule: set(one.meant) for one in found if one.applied.rule in _BECAUSE}
    hushed = names.get(SUDDEN_CLINICS, set())
    return Tone(
        softened=any(one.applied.action is Action.SOFTEN for one in found),
        stopped=SUDDEN_STOP in names,
        late=LATE_NIGHTS in names,
        money=MONEY in names,
        hushed=frozenset(at for at, n in enumerate(left) if n in hushed),
    )


def _held(history: History, why: Applied) -> History:
    reason = f"{HELD}: {why.because}"
    fault = Fault(Gravity.CUSTOMER, reason, history.customer, detail=why.rule)
    counts = Counts(left_out={ON_HOLD: len(history.records)} if history.records else {})
    return replace(history, records=(), held=reason, faults=(*history.faults, fault), counts=counts)


def _counts(history: History, out: dict[int, str]) -> Counts:
    reasons = [f"{LEFT_OUT}: {because}" for because in out.values()]
    left_out = {reason: reasons.count(reason) for reason in sorted(set(reasons))}
    return Counts(kept=len(history.records) - len(out), left_out=left_out)
