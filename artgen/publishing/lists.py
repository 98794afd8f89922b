"""Lists for people and their spreadsheets: CSV written whole or not at all, and in which no cell is a formula."""

import csv
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

_FORMULA = "=+-@\t\r\0＝＋－＠"


def write_list(file: Path, header: Sequence[str], rows: Iterable[Sequence[str | int]], partial: Path) -> None:
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


def cell(value: str | int) -> str | int:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> cell("=HYPERLINK(1)"), cell("Ada"), cell(-3)
    ("'=HYPERLINK(1)", 'Ada', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(tuple(_FORMULA)) else value
