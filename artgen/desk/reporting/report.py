"""The report of a campaign: every person of the ledger counted once, beside what logs and an outcome file tell of them.

Nothing is asked of a mailbox or a browser: no tracking pixel, no script. Memory does not grow with people or logs.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from artgen.campaigns.lots import lot
from artgen.campaigns.model import Campaign
from artgen.desk.reporting.access_log import files
from artgen.desk.reporting.lift import Arm, compare_means, compare_rates
from artgen.desk.reporting.outcomes import Outcomes
from artgen.desk.reporting.results import Cut, Lift, Results, cut, figures
from artgen.desk.reporting.views import Link, Seen, Traffic, Views
from artgen.errors import ArtgenError, MailError
from artgen.ledger import Ledger
from artgen.ledger.returns import Return, returns
from artgen.mailing.gist import read_gist
from artgen.mailing.wording import subject
from artgen.records import EventKind, State

Progress = Callable[[str, int, int], None]
SENT = (State.ACCEPTED, State.DELIVERED, State.BOUNCED, State.COMPLAINED)
_NO_LETTER = (State.SUPPRESSED, State.SKIPPED, State.HELD, State.FAULTY, State.REFUSED)
NONE = "(none)"
OTHER = "another: an empty year, no name, or a language without yours"
UNTOLD = "not known: the campaign, or artgen, has changed since"


def report(
    campaign: Campaign,
    out: Path,
    *,
    logs: Iterable[Path] = (),
    outcomes: Path | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Results:
    """Count what became of a campaign whose ledger is in `out`; raise ArtgenError for a file that can't be read."""
    ledger = out / "ledger.sqlite"
    with Ledger(ledger, campaign.id) as opened:
        total = sum(opened.tally().values())
    with ExitStack() as held:
        views, traffic = held.enter_context(Views()), None
        since = ""
        if named := files(logs):
            views.know(_links(returns(ledger, campaign.id)))
            traffic = views.read(named, lambda lines: progress("reading logs", lines, 0))
        if outcomes:
            since = min((one.reached for one in returns(ledger, campaign.id) if one.reached), default="")
            if not since:
                raise ArtgenError("no letter has gone out yet, so nothing can have come of it; send first")
        done = held.enter_context(Outcomes(outcomes, dt.date.fromisoformat(since[:10]))) if outcomes else None
        counting = _Counting(campaign, views, done)
        for n, one in enumerate(returns(ledger, campaign.id)):
            if n % 5000 == 0:
                progress("counting", n, total)
            counting.add(one)
        return counting.results(traffic, since)


class _Counting:
    """Counters for everything a report tells, to be given one person after the other."""

    def __init__(self, campaign: Campaign, views: Views, done: Outcomes | None) -> None:
        self.campaign, self.views, self.done = campaign, views, done
        self.states: Counter[State] = Counter()
        self.why: Counter[str] = Counter()
        self.total: Counter[str] = Counter()
        self.groups: dict[str, dict[str, Counter[str]]] = {by: {} for by in ("segment", "look", "language", "subject")}
        self.heard: set[EventKind] = set()
        self.asides: Counter[str] = Counter()
        self.letters, self.holdout = Arm(), Arm()

    def add(self, one: Return) -> None:
        """Count one person everywhere they belong."""
        self.states[one.state] += 1
        if one.state in _NO_LETTER:
            self.why[f"{one.state}: {one.reason}" if one.reason else one.state.value] += 1
        self.heard |= one.heard
        if not one.token:
            return
        seen, sent = self.views.of(one.customer), one.state in SENT
        facts = Counter(_facts(one, seen, sent=sent))
        self.total += facts
        for by, name in self._names(one, sent=sent):
            self.groups[by].setdefault(name, Counter()).update(facts)
        if seen.viewed and not sent:
            self.asides["early"] += 1
            self.asides["doubted"] += one.state is State.UNKNOWN
        if self.done:
            self._compare(one, self.done, sent=sent)

    def results(self, traffic: Traffic | None, since: str) -> Results:
        """Return all that was counted."""
        campaign, rows = self.campaign, self.done.rows(self.asides["rows"]) if self.done else None
        cuts = (cut(by, counted) for by, counted in self.groups.items())
        lift = None
        if rows and self.holdout.people:
            lift = Lift(
                since=dt.date.fromisoformat(since[:10]),
                letters=self.letters,
                holdout=self.holdout,
                unsent=self.asides["unsent"],
                crossed=self.asides["crossed"],
                rate=compare_rates(self.letters, self.holdout),
                amount=compare_means(self.letters, self.holdout),
            )
        return Results(
            campaign=campaign.id,
            title=campaign.title,
            brand=campaign.brand.name,
            year=campaign.year,
            states=tuple((state.value, self.states[state]) for state in State if self.states[state]),
            why=tuple(sorted(self.why.items(), key=lambda one: (-one[1], one[0]))),
            total=figures(self.total),
            cuts=tuple(one for one in cuts if isinstance(one, Cut)),
            heard=bool(self.heard - {EventKind.UNSUBSCRIBE, EventKind.LIFT}),
            clicks=EventKind.CLICK in self.heard,
            traffic=traffic,
            days=tuple(self.views.days()) if traffic else (),
            early=self.asides["early"],
            doubted=self.asides["doubted"],
            outcomes=rows,
            lift=lift,
        )

    def _names(self, one: Return, *, sent: bool) -> Iterator[tuple[str, str]]:
        if self.campaign.people.columns.segment:
            yield "segment", one.segment or NONE
        yield "look", one.look or NONE
        yield "language", one.locale or NONE
        if sent and self.campaign.letter.subjects:
            yield "subject", self._subject(one)

    def _subject(self, one: Return) -> str:
        """Name the subject that somebody read: the one drawn for them may not have been theirs to have."""
        try:
            number = subject(one.name, self.campaign, read_gist(one.letter), one.variant).number
        except MailError:
            return UNTOLD
        said = (self.campaign.letter.subject, *self.campaign.letter.subjects)
        return OTHER if number is None else f"{number + 1}: {said[number]}"

    def _compare(self, one: Return, outcomes: Outcomes, *, sent: bool) -> None:
        """Put one person into an arm, by lot alone: what became of their letter must not decide whom it is held to."""
        done = outcomes.of(one.customer)
        self.asides["rows"] += done.rows
        columns, consents = self.campaign.people.columns, self.campaign.people.consents
        if not one.addressed or (columns.consent and one.consent.strip().lower() not in consents):
            return
        if lot("holdout", self.campaign.id, one.customer) < self.campaign.sending.holdout:
            self.holdout = self.holdout.with_one(done.outcomes, done.amount)
            self.asides["crossed"] += one.written
        else:
            self.letters = self.letters.with_one(done.outcomes, done.amount)
            self.asides["unsent"] += not sent


def _facts(one: Return, seen: Seen, *, sent: bool) -> Iterator[str]:
    """Name what is true of one person; all but having a page is asked of sent letters alone."""
    yield "people"
    if not sent:
        return
    yield "sent"
    true = {
        "delivered": one.state in (State.DELIVERED, State.COMPLAINED),
        "bounced": one.state is State.BOUNCED,
        "complained": one.state is State.COMPLAINED,
        "unsubscribed": EventKind.UNSUBSCRIBE in one.heard,
        "clicked": EventKind.CLICK in one.heard,
        "viewed": seen.viewed,
        "saved": seen.saved,
        "shared": seen.shared,
    }
    yield from (name for name, holds in true.items() if holds)


def _links(everyone: Iterable[Return]) -> Iterator[Link]:
    for one in everyone:
        if one.token:
            reached = dt.datetime.fromisoformat(one.reached) if one.reached else None
            seconds = int((reached if reached.tzinfo else reached.replace(tzinfo=dt.UTC)).timestamp()) if reached else 0
            yield Link(one.customer, one.token, one.share, one.card, seconds)
