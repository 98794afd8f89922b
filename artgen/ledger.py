"""The ledger: one SQLite row per customer of a campaign, the one record of what was made and sent.

A claim is committed durably before anything goes on the wire and settled after it; an address takes part in at
most one letter of a campaign. Only the coordinator opens it.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from artgen.errors import LedgerError
from artgen.records import Claim, Fault, Gravity, Outcome, Receipt, State, Verdict

SCHEMA = 1
_TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- The columns of `person` that say when, and so differ between two equal runs.
INSERT INTO about VALUES ('timing', 'round made_at claimed_at settled_at');
CREATE TABLE person (
  campaign TEXT NOT NULL,
  customer TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  generation INTEGER NOT NULL DEFAULT 0,
  inputs TEXT NOT NULL,
  token TEXT NOT NULL,
  artwork TEXT NOT NULL,
  image TEXT NOT NULL,
  card TEXT NOT NULL,
  letter TEXT NOT NULL,
  drawn INTEGER NOT NULL,
  svg_bytes INTEGER NOT NULL,
  send_id TEXT NOT NULL DEFAULT '',
  sent_to TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0,
  detail TEXT NOT NULL DEFAULT '',
  round INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  claimed_at TEXT NOT NULL DEFAULT '',
  settled_at TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (campaign, customer)
) WITHOUT ROWID;
CREATE UNIQUE INDEX one_letter_an_address ON person (campaign, sent_to) WHERE sent_to <> '';
CREATE INDEX queue ON person (campaign, state, customer);
CREATE TABLE fault (
  gravity TEXT NOT NULL, reason TEXT NOT NULL, customer TEXT NOT NULL, file TEXT NOT NULL,
  line INTEGER NOT NULL, column_name TEXT NOT NULL, detail TEXT NOT NULL
);
"""
SendId = Callable[[str, int], str]
"""How a customer and its generation become the opaque id of their one letter."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record of a customer already: the inputs' digest, and whether a letter was claimed for it."""

    inputs: str
    sealed: bool
    drawn: int
    generation: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One published customer as lists show it."""

    customer: str
    name: str
    state: State
    token: str
    image: str
    card: str
    send_id: str


class Ledger:
    """An open ledger of one campaign; a context manager that leaves no journal behind."""

    def __init__(self, file: Path, campaign: str) -> None:
        self.campaign = campaign
        try:
            new = not file.exists()
            self._db = sqlite3.connect(file, isolation_level=None, timeout=30)
            if new:
                file.chmod(0o600)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._migrate(file)
        except sqlite3.Error as wrong:
            raise LedgerError(f"{file}: can't be used as a ledger ({wrong}); name another --out folder") from wrong

    def _migrate(self, file: Path) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            raise LedgerError(f"{file}: written by a newer artgen (schema {version}); update artgen to use it")
        if version == 0:
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {SCHEMA}; COMMIT;")
        self.bind("campaign", self.campaign, "the campaign's id")

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextmanager
    def _commit(self) -> Iterator[sqlite3.Connection]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as wrong:
            raise LedgerError(
                f"the ledger can't be written ({wrong}); free the disk or the lock and run again"
            ) from wrong

    def bind(self, key: str, value: str, what: str) -> None:
        """Remember a value at the first call; later calls with another one raise LedgerError naming `what`."""
        with self._commit() as db:
            db.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", (key, value))
            stored = db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()[0]
        if stored != value:
            raise LedgerError(
                f"{what} has changed since this output folder was made; links would break: "
                "put it back, or name a new --out folder"
            )

    def open_round(self) -> int:
        """Begin a make: return its number and forget the last one's faults."""
        with self._commit() as db:
            db.execute("DELETE FROM fault")
            last = db.execute("SELECT max(round) FROM person WHERE campaign = ?", (self.campaign,)).fetchone()[0]
        return (last or 0) + 1

    def known(self, customers: Iterable[str]) -> dict[str, Known]:
        """Return what is on record of the given customers."""
        found: dict[str, Known] = {}
        for customer in customers:
            row = self._db.execute(
                "SELECT inputs, send_id, drawn, generation FROM person WHERE campaign = ? AND customer = ?",
                (self.campaign, customer),
            ).fetchone()
            if row:
                found[customer] = Known(row[0], bool(row[1]), row[2], row[3])
        return found

    def record(self, receipts: Iterable[Receipt], faults: Iterable[Fault], *, round_: int, at: str) -> None:
        """Write receipts and faults in one commit; a person whose letter was claimed keeps all that was sent."""
        with self._commit() as db:
            for r in receipts:
                sealed = db.execute(
                    "UPDATE person SET round = ? WHERE campaign = ? AND customer = ? AND send_id <> ''",
                    (round_, self.campaign, r.customer),
                ).rowcount
                if sealed:
                    continue
                if r.inputs and not r.artwork and r.state is State.MADE:
                    db.execute(
                        "UPDATE person SET round = ?, name = ?, address = ? WHERE campaign = ? AND customer = ?",
                        (round_, r.name, r.address, self.campaign, r.customer),
                    )
                    continue
                db.execute(
                    """
                    INSERT INTO person (campaign, customer, name, address, state, reason, inputs, token, artwork,
                      image, card, letter, drawn, svg_bytes, round, made_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (campaign, customer) DO UPDATE SET name = excluded.name, address = excluded.address,
                      state = excluded.state, reason = excluded.reason, inputs = excluded.inputs,
                      token = excluded.token, artwork = excluded.artwork, image = excluded.image,
                      card = excluded.card, letter = excluded.letter, drawn = excluded.drawn,
                      svg_bytes = excluded.svg_bytes, round = excluded.round, made_at = excluded.made_at
                    """,
                    (self.campaign, r.customer, r.name, r.address, r.state, r.reason, r.inputs, r.token, r.artwork,
                     r.image, r.card, r.letter, r.drawn, r.svg_bytes, round_, at),
                )  # fmt: skip
            db.executemany(
                "INSERT INTO fault VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(f.gravity, f.reason, f.customer, f.file, f.line, f.column, f.detail) for f in faults],
            )

    def faults(self) -> Iterator[Fault]:
        """Yield the last make's faults in an order that depends on them alone."""
        for row in self._db.execute(
            "SELECT DISTINCT * FROM fault ORDER BY gravity, reason, customer, file, line, 6, 7"
        ):
            yield Fault(Gravity(row[0]), *row[1:])

    def fault_count(self, gravity: Gravity) -> int:
        """Count the last make's faults of one gravity."""
        query = "SELECT count(*) FROM (SELECT DISTINCT * FROM fault WHERE gravity = ?)"
        return int(self._db.execute(query, (gravity,)).fetchone()[0])

    def tally(self, *, round_: int | None = None) -> dict[State, int]:
        """Count people by state, all of them or those that the given make saw."""
        query = "SELECT state, count(*) FROM person WHERE campaign = ? AND (? IS NULL OR round = ?) GROUP BY state"
        return {State(state): n for state, n in self._db.execute(query, (self.campaign, round_, round_))}

    def unpublished(self, round_: int, state: State) -> int:
        """Count the people in a state that the given make saw and who have no page."""
        query = "SELECT count(*) FROM person WHERE campaign = ? AND round = ? AND state = ? AND token = ''"
        return int(self._db.execute(query, (self.campaign, round_, state)).fetchone()[0])

    def published(self) -> int:
        """Count everyone who has a page."""
        query = "SELECT count(*) FROM person WHERE campaign = ? AND token <> ''"
        return int(self._db.execute(query, (self.campaign,)).fetchone()[0])

    def largest_svg(self) -> int:
        """Return the size of the largest poster in bytes."""
        query = "SELECT coalesce(max(svg_bytes), 0) FROM person WHERE campaign = ?"
        return int(self._db.execute(query, (self.campaign,)).fetchone()[0])

    def entries(self) -> Iterator[Entry]:
        """Yield everyone who has a page, by customer id."""
        query = """SELECT customer, name, state, token, image, card, send_id FROM person
                    WHERE campaign = ? AND token <> '' ORDER BY customer"""
        with closing(self._db.execute(query, (self.campaign,))) as rows:
            for row in rows:
                yield Entry(row[0], row[1], State(row[2]), *row[3:])

    def find(self, customer: str) -> Entry | None:
        """Return the published customer with this id, or None."""
        query = """SELECT customer, name, state, token, image, card, send_id FROM person
                    WHERE campaign = ? AND customer = ? AND token <> ''"""
        row = self._db.execute(query, (self.campaign, customer)).fetchone()
        return Entry(row[0], row[1], State(row[2]), *row[3:]) if row else None

    def waiting(self) -> int:
        """Count those who are made, have an address, and no letter claimed."""
        query = "SELECT count(*) FROM person WHERE campaign = ? AND state = ? AND address <> ''"
        return int(self._db.execute(query, (self.campaign, State.MADE)).fetchone()[0])

    def claim(self, after: str, *, send_id: SendId, at: str) -> Claim | None:
        """Take the next waiting person whose id is greater than `after`, durably; None when nobody is left.

        Someone whose address already got this campaign's letter under another id is held, not claimed.
        """
        while True:
            with self._commit() as db:
                row = db.execute(
                    """SELECT customer, name, address, token, image, letter, generation FROM person
                       WHERE campaign = ? AND state = ? AND address <> '' AND customer > ? ORDER BY customer LIMIT 1""",
                    (self.campaign, State.MADE, after),
                ).fetchone()
                if row is None:
                    return None
                customer, name, address, token, image, letter, generation = row
                identity = send_id(customer, generation)
                try:
                    db.execute(
                        """UPDATE person SET state = ?, send_id = ?, sent_to = address, claimed_at = ?,
                           attempts = attempts + 1 WHERE campaign = ? AND customer = ?""",
                        (State.CLAIMED, identity, at, self.campaign, customer),
                    )
                except sqlite3.IntegrityError:
                    db.execute(
                        "UPDATE person SET state = ?, reason = ? WHERE campaign = ? AND customer = ?",
                        (State.HELD, "this address already has its letter", self.campaign, customer),
                    )
                    after = customer
                    continue
            return Claim(identity, customer, name, address, token, image, letter)

    def open_claims(self) -> list[tuple[str, str]]:
        """Return (customer, send id) of claims that nobody settled: a sender died in between."""
        query = "SELECT customer, send_id FROM person WHERE campaign = ? AND state = ? ORDER BY customer"
        return list(self._db.execute(query, (self.campaign, State.CLAIMED)))

    def settle(self, customer: str, outcome: Outcome, *, at: str) -> None:
        """Write the end of an attempt; what definitely did not go out is waiting again, the one step back there is."""
        state = {
            Verdict.ACCEPTED: State.ACCEPTED,
            Verdict.REFUSED: State.REFUSED,
            Verdict.UNKNOWN: State.UNKNOWN,
            Verdict.DEFINITELY_NOT: State.MADE,
        }[outcome.verdict]
        with self._commit() as db:
            db.execute(
                """UPDATE person SET state = ?, detail = ?, settled_at = ?,
                   sent_to = CASE WHEN ? = 'made' THEN '' ELSE sent_to END,
                   send_id = CASE WHEN ? = 'made' THEN '' ELSE send_id END
                   WHERE campaign = ? AND customer = ? AND state = ?""",
                (state, outcome.detail, at, state, state, self.campaign, customer, State.CLAIMED),
            )
