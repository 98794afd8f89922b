"""What comes back: who asked for no more letters, what bounced, what arrived; the same news twice changes nothing.

How far each source was read is written in the same commit as what was read there, so a hearing that is ended at any
moment is only ever late.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.errors import InputError
from artgen.ledger import Ledger
from artgen.ledger.events import Events, Recorded
from artgen.ledger.suppression import Suppression, earlier, leavers
from artgen.mailing.addresses import addresses
from artgen.mailing.events import NoEvent, moment, read_file
from artgen.mailing.mta import read_log
from artgen.mailing.tail import Line, Place, batches
from artgen.publishing.links import TOKEN_LENGTH, Keys
from artgen.records import EventKind

Clock = Callable[[], dt.datetime]
Progress = Callable[[str, int, int], None]
LEAVERS = "unsubscribed.log"
"""The log, in a campaign's output folder, of the unsubscribe page when it is tried on this machine."""
_SHOWN = 5
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz234567")


@dataclass(slots=True)
class Heard:
    """What one hearing brought: counts and places, never an address or a token.

    `settled` are doubts that were proven, `strangers` is news of letters that this ledger never gave, `unreadable`
    are the places that hold no news although they should, `missing` the sources that are not there (yet).
    """

    new: Counter[EventKind] = field(default_factory=Counter)
    suppressed: int = 0
    settled: int = 0
    doubts: int = 0
    strangers: int = 0
    unreadable: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unknown_hashes: int = 0

    def take(self, recorded: Recorded) -> None:
        """Count what was written down."""
        self.new += recorded.new
        self.suppressed += recorded.suppressed
        self.strangers += len(recorded.strangers)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield what is shown, as label and value."""
        for kind in EventKind:
            if self.new[kind]:
                yield kind.value, f"{self.new[kind]:,}"
        yield "newly suppressed", f"{self.suppressed:,}"
        if self.settled:
            yield "doubts settled", f"{self.settled:,}"
        if self.doubts:
            yield "in doubt still", f"{self.doubts:,}"
        if self.strangers:
            yield "not of this campaign", f"{self.strangers:,}"
        if self.unreadable:
            more = f" and {len(self.unreadable) - _SHOWN:,} more" if len(self.unreadable) > _SHOWN else ""
            yield "could not be read", "; ".join(self.unreadable[:_SHOWN]) + more
        if self.missing:
            yield "not there (yet)", ", ".join(self.missing)
        if self.unknown_hashes:
            yield (
                "not carried over",
                f"{self.unknown_hashes:,}, suppressed by lists under another key; name those lists too",
            )


def hear(
    campaign: Campaign,
    out: Path,
    ledger: Ledger,
    keys: Keys,
    *,
    clock: Clock,
    anew: bool = False,
    progress: Progress = lambda what, done, total: None,
) -> Heard:
    """Read all news since last time from every source of the campaign, and bring people's states up to it.

    With `anew` each source is read from its beginning. Raise InputError for a source that is not the one that was
    read before, or a list of addresses with a line that is none.
    """
    ledger.bind("key", keys.fingerprint, "the campaign's key")
    ear = _Ear(campaign, out, ledger, keys, clock, anew, progress)
    doubts = ear.events.doubts()
    ear.lists()
    ear.ledgers()
    ear.leavers()
    ear.files()
    ear.mail_log()
    ear.queue()
    ear.events.follow(ear.at())
    ear.heard.doubts = ear.events.doubts()
    ear.heard.settled = max(0, doubts - ear.heard.doubts)
    return ear.heard


def fresh(campaign: Campaign, out: Path, ledger: Ledger, keys: Keys, *, clock: Clock) -> Heard:
    """Read what can keep a letter back and is quickly read; for use before each letter is planned, and while sending.

    These are lists and earlier campaigns' ledgers that changed, and who left.
    """
    ear = _Ear(campaign, out, ledger, keys, clock, False, lambda what, done, total: None)
    ear.lists()
    ear.ledgers()
    ear.leavers()
    return ear.heard


@dataclass(frozen=True, slots=True)
class _Ear:
    """One hearing: the campaign's sources, and what was heard so far."""

    campaign: Campaign
    out: Path
    ledger: Ledger
    keys: Keys
    clock: Clock
    anew: bool
    progress: Progress
    heard: Heard = field(default_factory=Heard)

    @property
    def events(self) -> Events:
        return Events(self.ledger)

    def at(self) -> str:
        return self.clock().astimezone(dt.UTC).isoformat(timespec="milliseconds")

    def place(self, name: str) -> str:
        return "" if self.anew else self.events.place(name)

    def lists(self) -> None:
        """Suppress whoever stands in a list of addresses that changed since it was read; the rest stay suppressed."""
        for name in self.campaign.sending.suppression:
            file = self.campaign.path(name)
            if self._changed(f"list {name}", file):
                seen = _look(file)
                hashes = [self.keys.address_hash(address) for address in addresses(file)]
                self.heard.suppressed += Suppression(self.ledger).add(hashes, f"on {name}", "list", self.at())
                self.events.record([], {f"list {name}": seen})

    def ledgers(self) -> None:
        """Suppress whom an earlier campaign's ledger suppresses."""
        for name, file in self._history():
            if not self._changed(f"ledger {name}", file, Path(f"{file}-wal")):
                continue
            seen, (key, rows) = _look(file, Path(f"{file}-wal")), earlier(file)
            hashes: dict[str, list[str]] = {}
            for hashed, address, reason in rows:
                known = hashed if key == self.keys.fingerprint else address and self.keys.address_hash(address)
                hashes.setdefault(reason, []).append(known)
                self.heard.unknown_hashes += not known
            for reason, known_hashes in hashes.items():
                self.heard.suppressed += Suppression(self.ledger).add(known_hashes, reason, "history", self.at())
            self.events.record([], {f"ledger {name}": seen})

    def _history(self) -> Iterator[tuple[str, Path]]:
        """Yield earlier campaigns' ledgers, as named and where they are."""
        for name in self.campaign.sending.history:
            place = self.campaign.path(name)
            yield name, place / "ledger.sqlite" if place.is_dir() else place

    def leavers(self) -> None:
        """Read the logs of the unsubscribe page."""
        named = self.campaign.sending.unsubscribed
        logs = {named: self.campaign.path(named)} if named else {}
        for name, file in (logs | {LEAVERS: self.out / LEAVERS}).items():
            if file.is_file():
                self._leavers(name, file)
            elif name == named:
                self.heard.missing.append(name)

    def _leavers(self, name: str, file: Path) -> None:
        for batch in batches(file, Place.of(self.place(name))):
            left, wrong = [], []
            for line in batch.lines:
                if line.whole and line.content.strip():
                    said = _leaver(line)
                    left += [said] if said else []
                    wrong += [] if said else [f"{name}: line {line.number:,}"]
            remember = {name: batch.after.text}
            before = self._left_before([token for token, _ in left])
            self.heard.take(self.events.leave(left, self._send_id, remember))
            self.heard.strangers -= before
            self.heard.unreadable += wrong

    def _left_before(self, tokens: list[str]) -> int:
        """Suppress who left by the link of an earlier campaign's letter; return how many these are.

        That comes before the place is written down up to which was read: a hearing that ends in between reads it again.
        """
        found: set[str] = set()
        for _, file in self._history() if tokens else ():
            for token, address in leavers(file, tokens):
                hashed = [self.keys.address_hash(address)]
                self.heard.suppressed += Suppression(self.ledger).add(hashed, "unsubscribed", "history", self.at())
                found.add(token)
        return len(found)

    def files(self) -> None:
        """Read the files of events, or all files in the folders that are named."""
        for name in self.campaign.sending.events:
            file = self.campaign.path(name)
            if file.is_dir():
                inside = sorted(one for one in file.rglob("*") if one.is_file() and not one.name.startswith("."))
                for one in inside:
                    self._file(f"{name.rstrip('/')}/{one.relative_to(file).as_posix()}", one)
            elif file.is_file():
                self._file(name, file)
            else:
                self.heard.missing.append(name)

    def _file(self, name: str, file: Path) -> None:
        if file.suffix in (".gz", ".zip", ".bz2"):
            raise InputError(f"{file}: is compressed; unpack it, or let SES's events be stored as plain JSON")
        for news in read_file(file, Place.of(self.place(name))):
            self.heard.take(self.events.record(news.events, {name: news.after.text}))
            self.heard.strangers += news.strangers
            self.heard.unreadable += [f"{name}: line {line:,}" for line in news.unreadable]
            self.progress(f"hearing {name}", news.after.lines, 0)

    def mail_log(self) -> None:
        """Read the log of the mail server."""
        name = self.campaign.sending.mail_log
        if not name:
            return
        file = self.campaign.path(name)
        if not file.is_file():
            self.heard.missing.append(name)
            return
        for proofs in read_log(file, self.place(name), self.clock()):
            self.heard.take(self.events.record(proofs.events, {name: proofs.after}))
            self.heard.unreadable += [f"{name}: line {line:,}" for line in proofs.unreadable]
            self.progress(f"hearing {name}", 0, 0)

    def queue(self) -> None:
        """Empty the queue of events; a message is deleted once what it tells is written down."""
        if not self.campaign.sending.queue:
            return
        from artgen.mailing.sqs import EventQueue  # boto3 is slow to import, and most campaigns have no queue

        queue, seen = EventQueue(self.campaign.sending.queue), 0
        while messages := queue.receive():
            recorded = self.events.record(one.event for one in messages if one.event)
            self.heard.take(recorded)
            done = [one for one in messages if one.ours and not (one.event and one.event.send_id in recorded.strangers)]
            queue.delete(done)
            self.heard.strangers += sum(one.readable and not one.ours for one in messages)
            self.heard.unreadable += ["a message in sending.queue" for one in messages if not one.readable]
            seen += len(messages)
            self.progress("hearing the queue", seen, 0)

    def _send_id(self, customer: str, generation: int) -> str:
        return self.keys.send_id(self.campaign.id, customer, generation)

    def _changed(self, place: str, file: Path, beside: Path | None = None) -> bool:
        return not file.is_file() or self.place(place) != _look(
            file, beside
        )  # a missing one is told of by who reads it


def _look(file: Path, beside: Path | None = None) -> str:
    """Return what is seen of a file, and of one beside it, from outside; it differs after they were written anew."""
    looks = (one.stat() for one in (file, beside) if one and one.is_file())
    return " ".join(f"{seen.st_size} {seen.st_mtime_ns} {seen.st_ino}" for seen in looks)


def _leaver(line: Line) -> tuple[str, str] | None:
    """Return (token, when) of a line "2026-01-15T09:00:00Z token", or None where it is none."""
    when, _, token = line.content.strip().partition(b" ")
    if len(token) != TOKEN_LENGTH or not set(token) <= _LETTERS:
        return None
    try:
        return token.decode("ascii"), moment(when.decode("ascii", "replace"))
    except NoEvent:
        return None
