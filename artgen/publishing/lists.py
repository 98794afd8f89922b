"""Lists for people and their spreadsheets: CSV written whole or not at all, and in which no cell is a formula."""

import csv
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

_FORMULA = "=+-@"
_LEADING = "\t\r\0"
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_NEVER = frozenset({"Cc", "Cs"})


def write_list(file: Path, header: Sequence[str], rows: Iterable[Sequence[str | float]], partial: Path) -> None:
    """Write a CSV (RFC 4180, UTF-8) row by row and put it in its place in one step."""
    partial.mkdir(exist_ok=True)
    handle, fresh = tempfile.mkstemp(dir=partial)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows([cell(value) for value in row] for row in rows)
        out.flush()
        os.fsync(out.fileno())
    os.replace(fresh, file)


def cell(value: str | float) -> str | float:
    """Return a cell that no spreadsheet takes for a formula, on one line, without control characters.

    Numbers stay numbers. A text gets a leading ' where the first thing to be seen in it is = + - @, or a twin of
    theirs such as the full-width one, and where it began with a tab, a carriage return or NUL.

    >>> cell("=HYPERLINK(1)"), cell("Ada"), cell(-3)
    ("'=HYPERLINK(1)", 'Ada', -3)
    >>> cell(" ＝1"), cell("two\\r\\nlines\\x00"), cell("")
    ("' ＝1", 'two lines', '')
    """
    if not isinstance(value, str) or (value.isprintable() and value[:1].isalnum()):
        return value
    seen = next((sign for sign in value if unicodedata.category(sign) not in _UNSEEN), "")
    formula = bool(seen) and unicodedata.normalize("NFKC", seen)[0] in _FORMULA
    folded = " ".join(value.splitlines()).replace("\t", " ")
    text = "".join(sign for sign in folded if unicodedata.category(sign) not in _NEVER)
    return f"'{text}" if formula or value.startswith(tuple(_LEADING)) else text


def line(values: Iterable[str | float]) -> bytes:
    """Return one line of a CSV as other software reads it best: texts in quotation marks, numbers and gaps bare.

    >>> line(["Ada", 'say "hi", you', 3, ""])
    b'"Ada","say ""hi"", you",3,\\r\\n'
    """
    return (",".join(_quoted(cell(value)) for value in values) + "\r\n").encode()


def _quoted(value: str | float) -> str:
    if not isinstance(value, str) or not value:
        return str(value)
    return '"' + value.replace('"', '""') + '"'
