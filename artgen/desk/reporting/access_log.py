"""Access logs of a CDN or web server, line by line: what was asked for below the site, by whom they say they are.

CloudFront's standard log (its `#Fields:` line says where what stands) and the combined log format of Apache and nginx,
plain or gzipped. A line that is neither is counted; none is guessed at.
"""

import datetime as dt
import gzip
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote

from artgen.errors import InputError

_COMBINED = re.compile(
    r'(?P<client>\S+) \S+ .*?\[(?P<at>[^\]]+)\] "(?P<method>[A-Z]+) (?P<path>\S+)[^"]*" (?P<status>\d{3}) \S+'
    r'(?: "(?:[^"\\]|\\.)*" "(?P<agent>(?:[^"\\]|\\.)*)")?'
)
_OURS = re.compile(r"/(?P<room>[as])/(?P<first>[a-z2-7]{2})/(?P<token>(?P=first)[a-z2-7]{24})/(?P<file>[a-z0-9.-]*)$")
_FIELDS = "#Fields:"
NEEDED = ("date", "time", "c-ip", "cs-method", "cs-uri-stem", "sc-status", "cs(User-Agent)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST = 65_536
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Hit:
    """One request below the site: when (seconds since 1970, UTC), from which address and agent, what was answered.

    `room` is "a" for a person's own page and "s" for the one they show others; `file` is empty for the page itself.
    None of it is ever shown: addresses and tokens are people's.
    """

    at: int
    client: str
    agent: str
    method: str
    status: int
    room: str
    token: str
    file: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A request for something else of the site."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that no known log has."""


def files(names: Iterable[Path]) -> tuple[Path, ...]:
    """Return the log files that paths, folders and patterns mean, each once, sorted; raise InputError for none."""
    found: set[Path] = set()
    for name in names:
        if name.is_dir():
            matches = [file for file in name.rglob("*") if file.is_file()]
        else:
            matches = [name] if name.is_file() else [file for file in name.parent.glob(name.name) if file.is_file()]
        if not matches:
            raise InputError(f"{name}: no access log there; look at the folder and the pattern")
        found.update(matches)
    return tuple(sorted(found))


def read(file: Path) -> Iterator[Hit | Elsewhere | Unreadable]:
    """Yield what each line of a log says, one line in memory; raise InputError for a file that can't be read."""
    columns: dict[str, int] = {}
    try:
        with _opened(file) as lines:
            while line := lines.readline(_LONGEST):
                text = line.decode("utf-8", "replace").rstrip("\r\n")
                if text.startswith(_FIELDS):
                    columns = {name: n for n, name in enumerate(text.removeprefix(_FIELDS).split())}
                    if missing := [name for name in NEEDED if name not in columns]:
                        raise InputError(f"{file}: the log has no field {missing[0]}; let the CDN write it and go on")
                elif text and not text.startswith("#"):
                    yield _tabbed(text.split("\t"), columns) if columns else _combined(text)
    except (OSError, EOFError) as wrong:
        raise InputError(f"{file}: can't be read to its end ({wrong}); fetch it again") from wrong


def _combined(text: str) -> Hit | Elsewhere | Unreadable:
    found = _COMBINED.match(text)
    if not found:
        return Unreadable()
    try:
        at = _moment(found["at"])
    except ValueError:
        return Unreadable()
    return _hit(at, found["client"], found["agent"] or "", found["method"], found["status"], found["path"])


def _tabbed(cells: list[str], columns: dict[str, int]) -> Hit | Elsewhere | Unreadable:
    if len(cells) < len(columns):
        return Unreadable()
    said = {name: cells[columns[name]] for name in NEEDED}
    try:
        at = dt.datetime.fromisoformat(f"{said['date']}T{said['time']}+00:00")
    except ValueError:
        return Unreadable()
    agent = unquote(unquote(said["cs(User-Agent)"]))
    status = said["sc-status"]
    return _hit(at, said["c-ip"], agent, said["cs-method"], status, said["cs-uri-stem"])


def _hit(at: dt.datetime, client: str, agent: str, method: str, status: str, path: str) -> Hit | Elsewhere | Unreadable:
    ours = _OURS.search(path.partition("?")[0])
    if not ours:
        return Elsewhere()
    if not status.isdigit():
        return Unreadable()
    file = "" if ours["file"] == "index.html" else ours["file"]
    seconds = int(at.timestamp())
    return Hit(seconds, client, "" if agent == "-" else agent, method, int(status), ours["room"], ours["token"], file)


def _moment(text: str) -> dt.datetime:
    """Read "10/Oct/2026:13:55:36 +0200", whose month is English in every locale."""
    day, month, rest = text.split("/", 2)
    return dt.datetime.strptime(f"{day} {_MONTHS.index(month) + 1} {rest}", "%d %m %Y:%H:%M:%S %z")


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    with file.open("rb") as raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        if not packed:
            yield raw
            return
        with gzip.open(raw) as unpacked:
            yield unpacked  # type: ignore[misc]
