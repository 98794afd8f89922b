"""Who is affected by which rule of grace, and what a changed campaign file would change, before it counts."""

import heapq
from collections import Counter
from dataclasses import replace

from artgen.desk.checking.findings import MOST_EXAMPLES, Affected, Change, Example, Findings, Kindness, Trial, shown
from artgen.history.grace import LEFT_OUT, Action, Graced, Rules
from artgen.history.mercy import MERCIES

_MAIN = ("customers with a picture", "customers held by grace", "customers told quietly", "activities drawn")
_Key = tuple[str, str, str]


class Effects:
    """Customers and activities counted by the rules that apply to them, with the first few ids of each rule."""

    def __init__(self) -> None:
        self._customers: Counter[_Key] = Counter()
        self._activities: Counter[_Key] = Counter()
        self._first: dict[_Key, list[str]] = {}
        self._held = self._softened = self._left_out = 0

    def add(self, graced: Graced) -> None:
        """Count what the rules did to one customer."""
        for one in graced.applied:
            key = (one.rule, one.action.value, one.because)
            self._customers[key] += 1
            self._activities[key] += one.activities
            few = [*self._first.get(key, ()), one.customer]
            self._first[key] = heapq.nsmallest(MOST_EXAMPLES, few)
        held = any(one.action is Action.HOLD for one in graced.applied)
        self._held += held
        self._softened += graced.tone.softened and not held
        left_out = graced.history.counts.left_out
        self._left_out += sum(many for reason, many in left_out.items() if reason.startswith(LEFT_OUT))

    def kindness(self, rules: Rules) -> Kindness:
        """Return what was counted, in the order of the campaign; a rule that met nobody is there with nothing."""
        own = [(rule.name, rule.action.value, rule.because) for rule in rules.own]
        rest = sorted(key for key in self._customers if key not in own)
        met = {rule for rule, _, _ in self._customers}
        idle = [(name, "built in", "") for name in MERCIES if name not in met | rules.off]
        return Kindness(self._held, self._softened, self._left_out, tuple(map(self._affected, [*own, *rest, *idle])))

    def _affected(self, key: _Key) -> Affected:
        examples = tuple(Example(customer=shown(customer)) for customer in self._first.get(key, ()))
        return Affected(*key, self._customers[key], self._activities[key], examples)


def compare(now: Findings, tried: Findings, file: str) -> Findings:
    """Return the findings with what a changed campaign file comes to: the main counts, and whatever else differs."""
    sides = [_counted(findings) for findings in (now, tried)]
    names = [*sides[0], *(name for name in sides[1] if name not in sides[0])]
    changes = [Change(name, sides[0].get(name, 0), sides[1].get(name, 0)) for name in names]
    told = tuple(change for change in changes if change.now != change.tried or change.what in _MAIN)
    return replace(now, trial=Trial(file, told, tried.grace.rules))


def _counted(said: Findings) -> dict[str, int]:
    there, grace = said.customers, said.grace
    return {
        **dict(zip(_MAIN, (there.active + there.idle, grace.held, grace.softened, said.activities.kept), strict=True)),
        "customers set aside": there.set_aside,
        "people rows kept": said.people.kept,
        **{f"look {n}: {share.look}": share.customers for n, share in enumerate(said.shares, 1)},
        **{f"activities: {reason.reason}": reason.count for reason in said.activities.reasons},
    }
