"""What was heard of letters: the same news twice is one row, and a person's state follows from all of it.

So the order in which news comes doesn't matter: a complaint outweighs a bounce, that a delivery, and any of them
proves that a letter in doubt was accepted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from artgen.ledger.ledger import Ledger
from artgen.ledger.moves import LEFT, follow_all
from artgen.ledger.queue import SendId
from artgen.ledger.suppression import put
from artgen.records import Event, EventKind, State

_MEANING = (
    (EventKind.SEND, State.ACCEPTED),
    (EventKind.DELAY, State.ACCEPTED),
    (EventKind.SOFT_BOUNCE, State.BOUNCED),
    (EventKind.REJECT, State.REFUSED),
    (EventKind.CLICK, State.DELIVERED),
    (EventKind.DELIVERY, State.DELIVERED),
    (EventKind.BOUNCE, State.BOUNCED),
    (EventKind.COMPLAINT, State.COMPLAINED),
)
"""What each kind says of a letter, what weighs least first."""
_LETTERED = (State.UNKNOWN, State.ACCEPTED, State.REFUSED, State.DELIVERED, State.BOUNCED, State.COMPLAINED)
_SUPPRESSES = {
    EventKind.BOUNCE: "bounced",
    EventKind.COMPLAINT: "complained",
    EventKind.UNSUBSCRIBE: LEFT,
}
_WEIGHT = " ".join(("CASE kind", *(f"WHEN '{kind}' THEN {n}" for n, (kind, _) in enumerate(_MEANING)), "END"))
_STATE = " ".join(("CASE top.kind", *(f"WHEN '{kind}' THEN '{state}'" for kind, state in _MEANING), "END"))
_DETAIL = f"CASE {_STATE} WHEN '{State.ACCEPTED}' THEN 'proven' ELSE rtrim(top.kind || ' ' || top.detail) END"
_KINDS = ", ".join(f"'{kind}'" for kind, _ in _MEANING)
_STATES = ", ".join(f"'{state}'" for state in _LETTERED)
# A letter that may have been accepted can't come to be less than that by word of its own sending.
_FOLLOW_ALL = f"""
UPDATE person SET state = {_STATE}, detail = {_DETAIL}
  FROM (SELECT send_id, kind, detail, row_number() OVER (PARTITION BY send_id ORDER BY {_WEIGHT} DESC, at) AS place
          FROM event WHERE kind IN ({_KINDS})) AS top
 WHERE top.place = 1 AND person.campaign = ?1 AND person.send_id = top.send_id AND person.send_id <> ''
   AND person.state IN ({_STATES}) AND (person.state <> {_STATE} OR person.detail <> {_DETAIL})
   AND (person.state = '{State.UNKNOWN}' OR {_STATE} <> '{State.ACCEPTED}')
"""  # noqa: S608
# Without its second half the index of letters that were sent, which holds no empty ids, could not be used.
_WHO = "SELECT address_hash, moved_hash, unsubscribe FROM person WHERE send_id = ? AND send_id <> ''"
_FOLLOW = _FOLLOW_ALL.replace("FROM event WHERE", "FROM event WHERE send_id = ?2 AND")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a batch of news brought: new rows by kind, whom it suppressed, and send ids that this ledger never gave."""

    new: Counter[EventKind] = field(default_factory=Counter)
    suppressed: int = 0
    strangers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rates:
    """How many letters were accepted, and how many of these bounced or were complained about."""

    accepted: int
    bounced: int
    complained: int


@dataclass(frozen=True, slots=True)
class Events:
    """What was heard back, in an open ledger."""

    ledger: Ledger

    def record(self, events: Iterable[Event], remember: Mapping[str, str] | None = None) -> Recorded:
        """Write down news, what follows from it, and in the same commit how far was read (`remember`, by place)."""
        new: Counter[EventKind] = Counter()
        suppressed, strangers = 0, set()
        with self.ledger.commit() as db:
            for event in events:
                row = db.execute(_WHO, (event.send_id,)).fetchone()
                if row is None:
                    strangers.add(event.send_id)
                    continue
                mailbox, moved, token = row
                left = event.kind is EventKind.UNSUBSCRIBE
                written = (event.send_id, event.kind, event.at, token if left else event.detail)
                if not db.execute("INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?)", written).rowcount:
                    continue
                new[event.kind] += 1
                if reason := _SUPPRESSES.get(event.kind):
                    suppressed += put(db, (mailbox, moved) if left else (mailbox,), reason, "heard", event.at)
                db.execute(_FOLLOW, (self.ledger.campaign, event.send_id))
            for place, value in (remember or {}).items():
                db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (f"heard {place}", value))
        return Recorded(new, suppressed, frozenset(strangers))

    def leave(
        self, tokens: Iterable[tuple[str, str]], send_id: SendId, remember: Mapping[str, str] | None = None
    ) -> Recorded:
        """Take down whoever asked for no more letters, as (token, when); a token of nobody here is a stranger."""
        new: Counter[EventKind] = Counter()
        suppressed, strangers = 0, set()
        with self.ledger.commit() as db:
            for token, at in tokens:
                row = db.execute(
                    """SELECT customer, generation, send_id, address_hash, moved_hash FROM person
                       WHERE unsubscribe = ? AND unsubscribe <> ''""",
                    (token,),
                ).fetchone()
                if row is None:
                    strangers.add(token)
                    continue
                customer, generation, given, *mailboxes = row
                written = (given or send_id(customer, generation), EventKind.UNSUBSCRIBE, at, token)
                if db.execute("INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?)", written).rowcount:
                    new[EventKind.UNSUBSCRIBE] += 1
                    suppressed += put(db, mailboxes, LEFT, "heard", at)
            for place, value in (remember or {}).items():
                db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (f"heard {place}", value))
        return Recorded(new, suppressed, frozenset(strangers))

    def place(self, name: str) -> str:
        """Return how far a place was read, as it was remembered; empty where it never was."""
        with self.ledger.commit() as db:
            row = db.execute("SELECT value FROM about WHERE key = ?", (f"heard {name}",)).fetchone()
        return str(row[0]) if row else ""

    def follow(self, at: str) -> int:
        """Bring everyone's state up to all that was heard; whoever left by a link has left under a new address too.

        News can be heard while its letter is still being settled, so this is asked anew at each hearing. Return how
        many people moved.
        """
        with self.ledger.commit() as db:
            moved = db.execute(_FOLLOW_ALL, (self.ledger.campaign,)).rowcount
            follow_all(db, at)
        return moved

    def doubts(self) -> int:
        """Count the letters of which it is not known whether they were accepted."""
        return self.ledger.tally().get(State.UNKNOWN, 0)

    def counts(self) -> dict[EventKind, int]:
        """Count all that was heard, by kind."""
        with self.ledger.commit() as db:
            rows = dict(db.execute("SELECT kind, count(*) FROM event GROUP BY kind"))
        return {kind: rows[kind] for kind in EventKind if kind in rows}

    def rates(self, among: Callable[[str], bool] = lambda customer: True) -> Rates:
        """Return what became of the accepted letters of those customers that `among` is true of."""
        states = Counter(person.state for person in self.ledger.people() if person.send_id and among(person.customer))
        bounced, complained = states[State.BOUNCED], states[State.COMPLAINED]
        accepted = states[State.ACCEPTED] + states[State.DELIVERED] + bounced + complained
        return Rates(accepted, bounced, complained)
