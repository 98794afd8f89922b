"""What the log of a mail server (Postfix, Exim) proves of letters: that it took one, and what became of it.

A letter is known by its Message-ID. That Postfix has seen one proves nothing, since it is noted before the letter is
whole: only a queue that holds it, or an attempt to pass it on, does. Addresses and what other servers said are left.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from artgen.mailing.events import NoEvent, moment
from artgen.mailing.tail import Place, batches
from artgen.records import Event, EventKind

_POSTFIX = re.compile(
    r"(?P<when>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) \S+ "
    r"postfix[\w.-]*/(?P<daemon>[\w/-]+)\[\d+\]: (?P<queue>[0-9A-Za-z]{6,20}): (?P<rest>.*)"
)
_EXIM = re.compile(
    r"(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?) (?:\[\d+\] )?"
    r"(?P<queue>\w{6}-\w{6,11}-\w{2,4}) (?P<what><=|=>|->|>>|\*\*|==|Completed)(?P<rest>.*)"
)
_SEEN = re.compile(r"message-id=<?([a-z2-7]{26})@")
_TAKEN = re.compile(r" id=([a-z2-7]{26})@")
_STATUS = re.compile(r"\bdsn=([245]\.\d{1,3}\.\d{1,3}), status=([a-z]+)")
_CODE = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
_NOBODY = re.compile(r"5\.1\.(1|2|3|6|10)|5\.2\.1|5\.4\.4")
"""Codes (RFC 3463) that say there is no such mailbox or domain; others say that this letter was not wanted."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(slots=True)
class MailLog:
    """Reads a log line by line; `open` are the letters in the server's queue, with what was told of each already.

    `now` gives lines without a year theirs. Lines without a zone are read as UTC.
    """

    now: dt.datetime
    open: dict[str, list[str]] = field(default_factory=dict)

    def read(self, line: str) -> Event | None:
        """Return what a line proves, or None; raise NoEvent for a line about a letter whose time can't be read."""
        if match := _POSTFIX.match(line):
            return self._postfix(match["queue"], match["daemon"], match["rest"], match["when"])
        if match := _EXIM.match(line):
            return self._exim(match["queue"], match["what"], match["rest"], match["when"])
        return None

    def _postfix(self, queue: str, daemon: str, rest: str, when: str) -> Event | None:
        if daemon.endswith("cleanup"):
            if match := _SEEN.match(rest):
                self.open[queue] = [match[1]]
            return None
        if queue not in self.open:
            return None
        if rest == "removed":
            del self.open[queue]
            return None
        if "status=expired" in rest:
            return self._once(queue, EventKind.SOFT_BOUNCE, when, "expired")
        if match := _STATUS.search(rest):
            kind = {"sent": EventKind.DELIVERY, "deferred": EventKind.DELAY, "bounced": bounce(match[1])}.get(match[2])
            return self._once(queue, kind, when, match[1]) if kind else None
        return self._once(queue, EventKind.SEND, when, "") if rest.endswith("(queue active)") else None

    def _exim(self, queue: str, what: str, rest: str, when: str) -> Event | None:
        if what == "<=":
            if match := _TAKEN.search(rest):
                self.open[queue] = [match[1]]
                return self._once(queue, EventKind.SEND, when, "")
            return None
        if queue not in self.open:
            return None
        if what == "Completed":
            del self.open[queue]
            return None
        codes = _CODE.findall(rest)
        code = codes[-1] if codes else ""
        kind = {"**": bounce(code), "==": EventKind.DELAY}.get(what, EventKind.DELIVERY)
        return self._once(queue, kind, when, code)

    def _once(self, queue: str, kind: EventKind, when: str, detail: str) -> Event | None:
        """Return the event, the first time that a queued letter has one of its kind: a server tries for days."""
        send_id, *told = self.open[queue]
        if kind in told:
            return None
        self.open[queue].append(kind.value)
        return Event(send_id, kind, self._moment(when), detail)

    def _moment(self, when: str) -> str:
        if not when[:1].isalpha():
            date, _, rest = when.partition(" ")
            return moment(f"{date}T{rest.replace(' ', '')}" if rest else when)
        if when[:3] not in _MONTHS:
            raise NoEvent("no time")
        month, day = _MONTHS.index(when[:3]) + 1, int(when[4:6])
        now = self.now.astimezone(dt.UTC) + dt.timedelta(days=1)
        year = now.year if (month, day) <= (now.month, now.day) else now.year - 1
        return moment(f"{year}-{month:02}-{day:02}T{when[7:]}")


def bounce(code: str) -> EventKind:
    """Return whether a code says that there is no such mailbox, or only that this letter did not arrive.

    >>> bounce("5.1.1").value, bounce("5.7.1").value
    ('bounce', 'soft bounce')
    """
    return EventKind.BOUNCE if _NOBODY.fullmatch(code) else EventKind.SOFT_BOUNCE


@dataclass(frozen=True, slots=True)
class Proofs:
    """What some lines prove, the numbers of those that can't be read, and how far was read, as it is remembered."""

    events: tuple[Event, ...]
    unreadable: tuple[int, ...]
    after: str


def read_log(file: Path, remembered: str, now: dt.datetime) -> Iterator[Proofs]:
    """Yield what a mail server's log proves, from where reading stopped; a line not yet whole waits."""
    place, _, kept = remembered.partition("\t")
    log = MailLog(now, json.loads(kept) if kept else {})
    for batch in batches(file, Place.of(place)):
        events, unreadable = [], []
        for line in batch.lines:
            if not line.whole:
                continue
            try:
                event = log.read(line.content.decode("utf-8", "replace").rstrip("\r\n"))
            except NoEvent:
                unreadable.append(line.number)
            else:
                events += [event] if event else []
        yield Proofs(tuple(events), tuple(unreadable), f"{batch.after.text}\t{json.dumps(log.open)}")
