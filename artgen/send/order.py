"""What a person asks of a run of sending, and how the run tells the time, hears, and learns that it is to stop."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass

from artgen.campaigns.model import Campaign
from artgen.ledger import Ledger
from artgen.publishing.links import Keys

Clock = Callable[[], dt.datetime]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """At most `limit` letters (None: all); past the gate after the canary; waiting for people who are asleep."""

    limit: int | None = None
    past_canary: bool = False
    wait: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """What a run asks while it runs, and whom it tells.

    `steady` counts seconds and never jumps back, `sleep` waits some, `stopped` says that a person asked for the end,
    `listen` takes in what was heard since the last batch, and `progress` is told letters done and letters planned.
    """

    steady: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    stopped: Callable[[], bool] = lambda: False
    listen: Callable[[Ledger], None] = lambda ledger: None
    progress: Progress = lambda done, total: None


@dataclass(frozen=True, slots=True)
class Job:
    """All that one run of sending works with, but for the mailer."""

    campaign: Campaign
    ledger: Ledger
    keys: Keys
    clock: Clock
    order: Order
    watch: Watch

    @property
    def at(self) -> str:
        """Return the moment it is, as the ledger writes it."""
        return stamp(self.clock())


def stamp(moment: dt.datetime) -> str:
    """Return a moment as the ledger writes it: UTC, to the millisecond, so that texts sort as times do.

    >>> stamp(dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC))
    '2026-01-02T03:04:05.000+00:00'
    """
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")
