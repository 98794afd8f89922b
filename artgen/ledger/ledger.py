"""An open ledger: what was made of each customer, and the doors to what was sent and heard."""

import sqlite3
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from artgen.errors import LedgerError
from artgen.ledger.beginning import begin, damaged, emptied, refuse_empty, unwritable
from artgen.ledger.doubts import Doubts
from artgen.ledger.erasure import Erasure
from artgen.ledger.moves import follow, move
from artgen.ledger.queue import Queue
from artgen.ledger.revocation import Revocation, is_for_good
from artgen.ledger.runs import Runs
from artgen.ledger.spared import Spared
from artgen.ledger.tables import SCHEMA, bring_up
from artgen.ledger.tombstones import Tombstones
from artgen.ledger.whole import whole
from artgen.publishing.links import page_path, share_path, vector
from artgen.records import Fault, Gravity, Person, Receipt, State

_ENTRY = "customer, name, state, token, image, card, send_id"
_PERSON = tuple(field.name for field in fields(Person))


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record of a customer already: the inputs' digest, and whether a letter was claimed for it.

    `revoked` tells that their page was taken down, `for_good` that they are to have none again.
    """

    inputs: str
    sealed: bool
    drawn: int
    generation: int
    revoked: bool = False
    for_good: bool = False


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
        self.campaign, self._file = campaign, file
        try:
            if not file.exists():
                begin(file)
            refuse_empty(file)
            there = f"{file.absolute().as_uri()}?mode=rw"
            self._db = sqlite3.connect(there, uri=True, isolation_level=None, timeout=30)
            self._bring_up(file)
        except sqlite3.OperationalError as wrong:
            raise unwritable(file, f"{file}: can't be opened ({wrong})") from wrong
        except sqlite3.Error as wrong:
            raise damaged(file, f"can't be used as a ledger ({wrong})") from wrong

    def _bring_up(self, file: Path) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if not version:
            raise emptied(file)
        if version > SCHEMA:
            raise LedgerError(f"{file}: written by a newer artgen (schema {version}); update artgen to use it")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        with self.commit() as db:
            bring_up(db)
        self.bind("campaign", self.campaign, "the campaign's id")

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @property
    def queue(self) -> Queue:
        """Return this ledger's sending side."""
        return Queue(self._db, self.commit, self.campaign)

    @property
    def runs(self) -> Runs:
        """Return this ledger's runs of sending."""
        return Runs(self._db, self.commit)

    @property
    def doubts(self) -> Doubts:
        """Return this ledger's letters in doubt."""
        return Doubts(self._db, self.commit, self.campaign)

    @property
    def spared(self) -> Spared:
        """Return this ledger's people whom letters may spare."""
        return Spared(self._db, self.commit, self.campaign)

    @property
    def revocation(self) -> Revocation:
        """Return this ledger's revoked pages."""
        return Revocation(self._db, self.commit, self.campaign)

    @property
    def erasure(self) -> Erasure:
        """Return this ledger's erased people."""
        return Erasure(self._db, self.commit, self.campaign)

    @property
    def tombstones(self) -> Tombstones:
        """Return the tombstones of pages that were taken down."""
        return Tombstones(self._db, self.commit)

    @contextmanager
    def commit(self) -> Iterator[sqlite3.Connection]:
        """Do all of a block durably or none of it; raise LedgerError where the disk or a lock forbids it."""
        try:
            with whole(self._db) as db:
                yield db
        except sqlite3.OperationalError as wrong:
            raise unwritable(self._file, f"the ledger can't be written ({wrong})") from wrong

    def bind(self, key: str, value: str, what: str) -> None:
        """Remember a value at the first call; later calls with another one raise LedgerError naming `what`."""
        with self.commit() as db:
            db.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", (key, value))
            stored = db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()[0]
        if stored != value:
            raise LedgerError(
                f"{what} has changed since this output folder was made; links would break: "
                "put it back; a new --out folder would write to everybody again"
            )

    def open_round(self) -> int:
        """Begin a make: return its number and forget the last one's faults; it lasts until `Approvals.made` ends it."""
        with self.commit() as db:
            db.execute("DELETE FROM fault")
            db.execute("INSERT OR REPLACE INTO about VALUES ('making', 'yes')")
            last = db.execute("SELECT max(round) FROM person WHERE campaign = ?", (self.campaign,)).fetchone()[0]
        return (last or 0) + 1

    def known(self, customers: Iterable[str]) -> dict[str, Known]:
        """Return what is on record of the given customers."""
        found: dict[str, Known] = {}
        for customer in customers:
            row = self._db.execute(
                """SELECT inputs, send_id, drawn, generation, revoked_at FROM person
                   WHERE campaign = ? AND customer = ?""",
                (self.campaign, customer),
            ).fetchone()
            if row:
                found[customer] = Known(row[0], bool(row[1]), row[2], row[3], bool(row[4]), is_for_good(row[4]))
        return found

    def record(self, receipts: Iterable[Receipt], faults: Iterable[Fault], *, round_: int, at: str) -> None:
        """Write receipts and faults in one commit; a person whose letter was claimed keeps all that was sent."""
        with self.commit() as db:
            for r in receipts:
                follow(db, r, at)
                sealed = db.execute(
                    "UPDATE person SET round = ? WHERE campaign = ? AND customer = ? AND send_id <> ''",
                    (round_, self.campaign, r.customer),
                ).rowcount
                if sealed:
                    move(db, self.campaign, r)
                    self._show_again(db, r)
                    continue
                if r.inputs and not r.artwork and r.state is State.MADE:
                    db.execute(
                        """UPDATE person SET round = ?, name = ?, address = ?, address_hash = ?, unsubscribe = ?,
                             share = ?, look = ?, style = ?, theme = ?, locale = ?, segment = ?, zone = ?, consent = ?,
                             moved_to = '', moved_hash = ''
                           WHERE campaign = ? AND customer = ?""",
                        (round_, r.name, r.address, r.address_hash, r.unsubscribe, r.share, r.look, r.style, r.theme,
                         r.locale, r.segment, r.zone, r.consent, self.campaign, r.customer),
                    )  # fmt: skip
                    continue
                db.execute(
                    """
                    INSERT INTO person (campaign, customer, name, address, state, reason, inputs, token, artwork,
                      image, card, letter, drawn, svg_bytes, round, made_at, address_hash, unsubscribe, share, look,
                      style, theme, locale, segment, zone, consent, raster)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (campaign, customer) DO UPDATE SET name = excluded.name, address = excluded.address,
                      state = excluded.state, reason = excluded.reason, inputs = excluded.inputs,
                      token = excluded.token, artwork = excluded.artwork, image = excluded.image,
                      card = excluded.card, letter = excluded.letter, drawn = excluded.drawn,
                      svg_bytes = excluded.svg_bytes, round = excluded.round, made_at = excluded.made_at,
                      address_hash = excluded.address_hash, unsubscribe = excluded.unsubscribe,
                      share = excluded.share, look = excluded.look, style = excluded.style, theme = excluded.theme,
                      locale = excluded.locale, segment = excluded.segment, zone = excluded.zone,
                      consent = excluded.consent, raster = excluded.raster, moved_to = '', moved_hash = '',
                      revoked_at = CASE WHEN excluded.artwork <> '' THEN '' ELSE revoked_at END
                    """,
                    (self.campaign, r.customer, r.name, r.address, r.state, r.reason, r.inputs, r.token, r.artwork,
                     r.image, r.card, r.letter, r.drawn, r.svg_bytes, round_, at, r.address_hash, r.unsubscribe,
                     r.share, r.look, r.style, r.theme, r.locale, r.segment, r.zone, r.consent, r.raster),
                )  # fmt: skip
            db.executemany(
                "INSERT INTO fault VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(f.gravity, f.reason, f.customer, f.file, f.line, f.column, f.detail) for f in faults],
            )

    def links(self, customers: Iterable[str]) -> tuple[str, ...]:
        """Return the tokens of all that is published of these customers, but for those whose letter was claimed."""
        query = "SELECT token, share FROM person WHERE campaign = ? AND customer = ? AND token <> '' AND send_id = ''"
        found = (self._db.execute(query, (self.campaign, customer)).fetchone() for customer in customers)
        return tuple(token for row in found if row for token in row if token)

    def superseded(self, receipts: Iterable[Receipt]) -> Iterator[str]:
        """Yield the paths of pictures on record that new ones of the same pages take the place of."""
        query = "SELECT token, share, image, card, artwork FROM person WHERE campaign = ? AND customer = ?"
        for r in receipts:
            row = self._db.execute(query, (self.campaign, r.customer)).fetchone() if r.artwork else None
            if row and all(row) and row[:2] == (r.token, r.share):
                page, share = page_path(r.token), share_path(r.share)
                yield from {page + row[2], page + vector(row[4])} - {page + r.image, page + vector(r.artwork)}
                yield from {share + row[3]} - {share + r.card}

    def _show_again(self, db: sqlite3.Connection, r: Receipt) -> None:
        """Write the new link of somebody whose page was revoked after their letter was claimed; the letter stays."""
        if r.artwork:
            db.execute(
                """UPDATE person SET inputs = ?, token = ?, share = ?, artwork = ?, image = ?, card = ?, drawn = ?,
                     svg_bytes = ?, raster = ?, reason = '', revoked_at = ''
                   WHERE campaign = ? AND customer = ? AND token = '' AND revoked_at <> ''""",
                (r.inputs, r.token, r.share, r.artwork, r.image, r.card, r.drawn, r.svg_bytes, r.raster, self.campaign,
                 r.customer),
            )  # fmt: skip

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
        query = f"SELECT {_ENTRY} FROM person WHERE campaign = ? AND token <> '' ORDER BY customer"  # noqa: S608
        with closing(self._db.execute(query, (self.campaign,))) as rows:
            for row in rows:
                yield Entry(row[0], row[1], State(row[2]), *row[3:])

    def rooms(self) -> Generator[str]:
        """Yield the folders of all pages, then of all share pages, each in the order of their bytes."""
        for column, path in (("token", page_path), ("share", share_path)):
            query = f"SELECT {column} FROM person WHERE campaign = ? AND token <> '' AND {column} <> '' ORDER BY 1"  # noqa: S608
            with closing(self._db.execute(query, (self.campaign,))) as rows:
                yield from (path(token) for (token,) in rows)

    def find(self, customer: str) -> Entry | None:
        """Return the published customer with this id, or None."""
        query = f"SELECT {_ENTRY} FROM person WHERE campaign = ? AND customer = ? AND token <> ''"  # noqa: S608
        row = self._db.execute(query, (self.campaign, customer)).fetchone()
        return Entry(row[0], row[1], State(row[2]), *row[3:]) if row else None

    def people(self) -> Iterator[Person]:
        """Yield everyone on record, by customer id."""
        query = f"SELECT {', '.join(_PERSON)} FROM person WHERE campaign = ? ORDER BY customer"  # noqa: S608
        with closing(self._db.execute(query, (self.campaign,))) as rows:
            for row in rows:
                yield Person(**dict(zip(_PERSON, row, strict=True)) | {"state": State(row[_PERSON.index("state")])})
