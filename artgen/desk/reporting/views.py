"""Who looked: the hits of access logs on people's pages, with the machines out as far as a log can tell.

It stays an upper bound: no tracking pixel, no script, no cookie, so a scanner that plays a browser slowly counts as
a person. Hits wait in a file of their own, deleted at the end; memory does not grow with people or logs.
"""

import datetime as dt
import hashlib
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from artgen.desk.reporting.access_log import Elsewhere, Hit, Unreadable, read
from artgen.errors import ArtgenError

SOON = 30
"""Seconds after a letter went out, within which mail scanners follow its links."""
CROWD, WITHIN = 5, 10
"""Whoever opens the pages of so many people within so many seconds is a scanner."""
RULES = (
    "counted are pages that were asked for with GET and answered (200, 206, 304)",
    "out is who doesn't say that they are a browser, or says that they are a bot, crawler, proxy, preview or scanner",
    f"out is what was asked for within {SOON} seconds after the letter went out: mail scanners follow links at once",
    f"out is whoever opens {CROWD} people's pages or more within {WITHIN} seconds, from one address with one agent",
    "not out is a scanner that plays a browser and takes its time: artgen knows no list of data centres, so the "
    "figures are the most it can have been",
    "the pictures in the letter are never counted: they would tell who opens mail",
)
OTHER, FAILED, MACHINE, AT_ONCE, TOO_MANY = (
    "not asked for with GET",
    "not answered with the page",
    "machines by their own word, or no browser",
    f"within {SOON} seconds after the letter",
    f"{CROWD} people's pages or more within {WITHIN} seconds",
)
_BROWSER = re.compile(r"(?:Mozilla|Opera)/")
_MACHINE = re.compile(
    r"(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|preview|prefetch|proxy|scanner|\bscan|monitor|validator|headless|"
    r"facebookexternalhit|facebot|whatsapp/|telegram|slack|discord|skypeuri|iframely|embedly|archiver|lighthouse|"
    r"curl|wget|python|java/|go-http|okhttp|libwww|phantom|barracuda|mimecast|proofpoint|safelinks|ms-office|"
    r"microsoft outlook|google-read-aloud|feedfetcher|urlgrabber|node-fetch|axios",
    re.IGNORECASE,
)
_PASTED = re.compile(
    r"facebookexternalhit|facebot|whatsapp/|telegrambot|slackbot|discordbot|twitterbot|linkedinbot|"
    r"skypeuripreview|pinterest|redditbot|viber|iframely|embedly|mastodon|bluesky",
    re.IGNORECASE,
)
_ANSWERED = (200, 206, 304)
_TABLES = """
CREATE TABLE person (id INTEGER PRIMARY KEY, customer TEXT UNIQUE, token TEXT, share TEXT, card TEXT, reached INTEGER);
CREATE TABLE hit (person INTEGER, what TEXT, at INTEGER, client BLOB);
CREATE TABLE fast (client BLOB, first INTEGER, last INTEGER, PRIMARY KEY (client, first)) WITHOUT ROWID;
CREATE TABLE seen (person INTEGER PRIMARY KEY, first INTEGER, saved INTEGER, shared INTEGER);
"""
_SEEN = """
INSERT INTO seen SELECT person, min(CASE what WHEN 'page' THEN at END),
  max(what = 'vector' OR (what = 'card' AND EXISTS (
    SELECT 1 FROM hit own WHERE own.person = hit.person AND own.what = 'page' AND own.client = hit.client)
    AND NOT EXISTS (
    SELECT 1 FROM hit own WHERE own.person = hit.person AND own.what = 'shown' AND own.client = hit.client))),
  max(what = 'pasted' OR (what = 'shown' AND NOT EXISTS (
    SELECT 1 FROM hit own WHERE own.person = hit.person AND own.what = 'page' AND own.client = hit.client)))
FROM hit GROUP BY person
"""


@dataclass(frozen=True, slots=True)
class Link:
    """One person's two pages, the picture on the second, and when their letter went out (seconds since 1970, or 0)."""

    customer: str
    token: str
    share: str
    card: str
    reached: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What one person's pages were asked for, as far as a log shows it."""

    viewed: bool = False
    saved: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Traffic:
    """Every line of the logs accounted for: lines = people + machines + elsewhere + strangers + unreadable + others.

    `people` are hits that stay, `machines` the ones that a rule took out, by rule; `strangers` are pages of nobody in
    this campaign, `others` the pictures of pages.
    """

    lines: int
    people: int
    machines: tuple[tuple[str, int], ...]
    elsewhere: int
    strangers: int
    unreadable: int
    others: int


class Views:
    """Everybody's links beside the hits on them, in a file of its own; a context manager that deletes it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="artgen-report-")
        self._db = sqlite3.connect(Path(self._folder.name) / "views.sqlite", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA temp_store=FILE")
        self._db.executescript(_TABLES)
        self._counts: Counter[str] = Counter()
        self._salt = hashlib.blake2b(self._folder.name.encode(), digest_size=16).digest()

    def __enter__(self) -> "Views":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
        self._folder.cleanup()

    def know(self, links: Iterable[Link]) -> None:
        """Take in whose pages there are; once, before any log."""
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO person (customer, token, share, card, reached) VALUES (?, ?, ?, ?, ?)",
            ((one.customer, one.token, one.share, one.card, one.reached) for one in links if one.token),
        )
        self._db.execute("COMMIT")
        self._db.execute("CREATE UNIQUE INDEX page ON person (token)")
        self._db.execute("CREATE INDEX shown ON person (share)")

    def read(self, files: Iterable[Path], progress: Callable[[int], None] = lambda lines: None) -> Traffic:
        """Read all logs and settle who is a person; return what became of every line."""
        self._db.execute("BEGIN")
        try:
            for file in files:
                for line in read(file):
                    self._counts["lines"] += 1
                    if self._counts["lines"] % 10_000 == 0:
                        progress(self._counts["lines"])
                    self._take(line)
            self._leave_out_crowds()
            self._db.execute("CREATE INDEX mine ON hit (person, what, client)")
            self._db.execute(_SEEN)
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as wrong:
            raise ArtgenError(
                f"the access logs can't be worked through ({wrong}); make room for them in /tmp"
            ) from wrong
        named = (OTHER, FAILED, MACHINE, AT_ONCE, TOO_MANY)
        return Traffic(
            lines=self._counts["lines"],
            people=int(self._db.execute("SELECT count(*) FROM hit").fetchone()[0]),
            machines=tuple((rule, self._counts[rule]) for rule in named),
            elsewhere=self._counts["elsewhere"],
            strangers=self._counts["strangers"],
            unreadable=self._counts["unreadable"],
            others=self._counts["others"],
        )

    def of(self, customer: str) -> Seen:
        """Return what one person's pages were asked for."""
        row = self._db.execute(
            "SELECT first IS NOT NULL, saved, shared FROM seen JOIN person ON id = person WHERE customer = ?",
            (customer,),
        ).fetchone()
        return Seen(bool(row[0]), bool(row[1]), bool(row[2])) if row else Seen()

    def days(self) -> Iterator[tuple[dt.date, int]]:
        """Yield each day (UTC) on which somebody's page was opened for the first time, and for how many it was."""
        query = (
            "SELECT date(first, 'unixepoch') day, count(*) FROM seen WHERE first IS NOT NULL GROUP BY day ORDER BY day"
        )
        for day, people in self._db.execute(query):
            yield dt.date.fromisoformat(day), people

    def _take(self, line: Hit | Elsewhere | Unreadable) -> None:
        match line:
            case Elsewhere():
                self._counts["elsewhere"] += 1
            case Unreadable():
                self._counts["unreadable"] += 1
            case Hit():
                self._weigh(line)

    def _weigh(self, hit: Hit) -> None:
        known = "token" if hit.room == "a" else "share"
        row = self._db.execute(f"SELECT id, card, reached FROM person WHERE {known} = ?", (hit.token,)).fetchone()  # noqa: S608
        if row is None:
            self._counts["strangers"] += 1
            return
        person, card, reached = row
        what = _what(hit, card)
        if not what:
            self._counts["others"] += 1
        elif rule := _rule(hit, what, reached):
            self._counts[rule] += 1
        else:
            client = hashlib.blake2b(f"{hit.client}\0{hit.agent}".encode(), digest_size=8, key=self._salt).digest()
            self._db.execute("INSERT INTO hit VALUES (?, ?, ?, ?)", (person, what, hit.at, client))

    def _leave_out_crowds(self) -> None:
        """Take out what one client asked for while it opened too many people's pages; only the last few are kept."""
        query = "SELECT client, person, at FROM hit WHERE what IN ('page', 'shown') ORDER BY client, at"
        met: dict[int, int] = {}
        whose = b""
        for client, person, at in self._db.execute(query):
            if client != whose:
                whose, met = client, {}
            met.pop(person, None)
            met[person] = at
            for early in [one for one, last in met.items() if last <= at - WITHIN] or list(met)[:-CROWD]:
                del met[early]
            if len(met) >= CROWD:
                self._db.execute("INSERT OR REPLACE INTO fast VALUES (?, ?, ?)", (client, at - WITHIN + 1, at))
        self._counts[TOO_MANY] += self._db.execute(
            """DELETE FROM hit WHERE what IN ('page', 'shown') AND EXISTS (
                 SELECT 1 FROM fast WHERE fast.client = hit.client AND hit.at BETWEEN fast.first AND fast.last)"""
        ).rowcount


def _what(hit: Hit, card: str) -> str:
    """Say what was asked for: a page, the page for others (by a person, or a messenger's preview), a file to keep.

    The card is shown on the page for others, and kept from the person's own; who asked tells which it was.
    """
    if hit.room == "a":
        return "vector" if hit.file.endswith(".svg") else "" if hit.file else "page"
    if hit.file:
        return "card" if hit.file == card else ""
    return "pasted" if _PASTED.search(hit.agent) else "shown"


def _rule(hit: Hit, what: str, reached: int) -> str:
    """Return the rule that takes a hit out; empty where none does."""
    if hit.method != "GET":
        return OTHER
    if hit.status not in _ANSWERED:
        return FAILED
    if what != "pasted" and (not _BROWSER.match(hit.agent) or _MACHINE.search(hit.agent)):
        return MACHINE
    return AT_ONCE if what == "page" and reached and 0 <= hit.at - reached < SOON else ""
