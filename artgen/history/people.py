"""People rows checked: ids opaque, addresses normalised; who can't be written to is set aside with the reason."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from artgen.history.address import BadAddress, mailbox, normalise
from artgen.history.counts import Counts
from artgen.history.fate import TOLD, Fate, fate_of, told_id
from artgen.history.names import brief
from artgen.history.places import place
from artgen.history.source import PeopleFile, mapping
from artgen.history.table import Chunk, read
from artgen.records import Fault, Gravity

THEME_LIMIT = 60
LANGUAGE_LIMIT = 35


@dataclass(frozen=True, slots=True)
class Checked:
    """A chunk of people after the check: `kept` rows ready for a shard, the rows set aside, the counts.

    A kept row's `trouble` says why its customer must be set aside (empty: nothing), `row` is a digest of what
    it says, `box` one of the mailbox (empty: no address): equal digests are equal rows, and shared mailboxes.
    `flags` is JSON of what its flagged columns say.
    """

    kept: pd.DataFrame
    faults: tuple[Fault, ...]
    counts: Counts


def count(source: PeopleFile) -> int:
    """Return how many rows the people file has, reading it once."""
    columns = {"customer": source.columns.customer}
    return sum(chunk.read for chunk in read(source.file, columns, source.shown))


def check(chunk: Chunk, source: PeopleFile, shown: str) -> Checked:
    """Check a chunk of people; a row without a usable id is set aside, everything else is decided by customer."""
    columns = mapping(source.columns)
    flagged = [chunk.frame[f"{FLAG}{name}"].tolist() for name in source.flags]
    flags = [list(said) for said in zip(*flagged, strict=True)] or [[]] * len(chunk.frame)
    blank = [""] * len(chunk.frame)
    cells = {role: chunk.frame[role].tolist() if role in columns else blank for role in _ROLES}
    rows, faults = [], list(chunk.faults)
    for line, said, *row in zip(chunk.frame["line"].tolist(), flags, *cells.values(), strict=True):
        customer, name, address, home, theme, language = row
        if (fate := fate_of(customer)) is not Fate.KEPT:
            reason, _ = TOLD[fate]
            faults.append(Fault(Gravity.ROW, reason, "", shown, line, source.columns.customer, told_id(customer)))
            continue
        usable, trouble = _address(address)
        rows.append(
            {
                "customer": customer,
                "name": name,
                "address": usable,
                "trouble": trouble,
                "home": home.upper() if source.places == "airports" else "",
                "theme": brief(theme, THEME_LIMIT),
                "language": brief(language, LANGUAGE_LIMIT),
                "flags": json.dumps(dict(zip(source.flags, said, strict=True))) if said else "",
                "row": _digest("\0".join([*row, *said])),
                "box": _digest(mailbox(usable)) if usable else b"",
                "line": line,
            }
        )
    left_out = Counter(fault.reason for fault in faults if fault.gravity is Gravity.ROW)
    counts = Counts(chunk.read, len(rows), {reason: left_out[reason] for reason in sorted(left_out)})
    return Checked(pd.DataFrame(rows, columns=KEPT), tuple(faults), counts)


KEPT = ["customer", "name", "address", "trouble", "home", "theme", "language", "flags", "row", "box", "line"]
FLAG = "flag: "
_ROLES = ("customer", "name", "address", "home", "theme", "language")


def columns_of(source: PeopleFile) -> dict[str, str]:
    """Return what is read of a people file: our name of each column to the file's, flagged ones by their own."""
    return mapping(source.columns) | {f"{FLAG}{name}": name for name in source.flags}


def known_home(code: str) -> bool:
    """Tell whether a home can be shown on a map."""
    return not code or place(code) is not None


def _address(address: str) -> tuple[str, str]:
    if not address:
        return "", ""
    try:
        return normalise(address), ""
    except BadAddress as wrong:
        return "", str(wrong)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]
