"""Where a campaign's letters stand, and what sending would do: lines of label and value, never a name or an address."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from artgen.campaigns.model import Campaign
from artgen.ledger import Ledger
from artgen.ledger.runs import Run
from artgen.records import State
from artgen.send import Plan
from artgen.send.canary import look

Line = tuple[str, str]
_SILENT_S = 60
_SHOWN = 12


def standing(campaign: Campaign, ledger: Ledger, now: dt.datetime) -> Iterator[Line]:
    """Yield how many customers stand where, why some get no letter, how far a run of sending is, and what is next.

    What the canary's gate says now takes the place of what it said when the run ended: more may have come back since.
    """
    tally = ledger.tally()
    yield "posters", f"{ledger.published():,}"
    yield "letters waiting", f"{ledger.queue.waiting():,}"
    for state in State:
        if tally.get(state):
            yield state.value, f"{tally[state]:,}"
    reasons = [(why, count) for _, why, count in ledger.spared.reasons() if why]
    for why, count in reasons[:_SHOWN]:
        yield "no letter", f"{count:,} {why}"
    if reasons[_SHOWN:]:
        yield "no letter", f"{sum(count for _, count in reasons[_SHOWN:]):,} for {len(reasons) - _SHOWN} other reasons"
    if since := ledger.runs.paused:
        yield "paused", f"since {since[:16].replace('T', ' ')} UTC; `artgen resume` lets it go on"
    if run := ledger.runs.last():
        gate = look(campaign, ledger, now)
        yield from _running(replace(run, note="") if gate.note else run, now)
        if gate.note:
            yield "canary", gate.note


def planned(plan: Plan, mailer: str) -> Iterator[Line]:
    """Yield what sending would do."""
    yield "would leave", f"{plan.letters:,} letters by {mailer}"
    if plan.first:
        yield "first", f"{plan.first:,} as the canary; the rest after what came back of them is known to be good"
    if plan.held:
        yield "not now", plan.held
    if plan.asleep:
        yield "not now", f"{plan.asleep:,} are in their quiet hours"
    for (state, why), count in plan.why_not.items():
        yield "no letter", f"{count:,} {why or state.value}"
    if plan.per_second:
        yield "at most", f"{plan.per_second:g} letters a second"
    if plan.seconds is not None and plan.letters:
        yield "takes", f"{spell(plan.seconds)} at least"
    if plan.days > 1:
        yield "on", f"{plan.days:,} days, by the quota of a day"
    if plan.cost:
        yield "costs", f"{plan.cost:,.2f}, at the price you gave for a thousand"


def spell(seconds: float) -> str:
    """Say how long something takes.

    >>> spell(4), spell(600), spell(9_000), spell(200_000)
    ('less than a minute', '10 min', '2 h 30 min', '2 d 7 h')
    """
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 24 else f"{hours // 24} d {hours % 24} h"


def _running(run: Run, now: dt.datetime) -> Iterator[Line]:
    began = run.began_at[:16].replace("T", " ")
    if run.ended_at:
        yield "last run", f"{began} UTC by {run.mailer}: {run.settled:,} of {run.planned:,} letters"
        if run.note:
            yield "it ended", run.note
        return
    silent = (now - dt.datetime.fromisoformat(run.beat_at)).total_seconds()
    yield "sending", f"since {began} UTC by {run.mailer}: {run.settled:,} of {run.planned:,} letters"
    if silent > _SILENT_S:
        yield "but", f"no sign of life for {spell(silent)}; if it was killed, run the same command again"
    elif run.per_second:
        left = spell((run.planned - run.settled) / run.per_second)
        yield "rate", f"{run.per_second:g} a second; {left} to go"
