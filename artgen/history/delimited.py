"""Comma, semicolon and tab separated text, strictly: exact line numbers, no byte guessed at, one row in memory."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from artgen.errors import InputError

DELIMITERS = (",", ";", "\t")
ROW_LIMIT = 64_000_000
ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
_UNCLOSED = "unexpected end of data"
_DECLARED = re.compile(r'\ufeff?"?sep=([^\w"\r\n])"? *[\r\n]*', re.IGNORECASE)
_DECLARED_LIMIT = 32


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row that can't be taken apart into cells, and why."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a file's columns, and the line that they stand on."""

    names: tuple[str, ...]
    line: int

    @property
    def hint(self) -> str:
        """Say how columns are told apart where there is but one, which may hold them all; to stand behind a message."""
        return "; columns are separated by comma, semicolon or tab" if len(self.names) == 1 else ""


Row = list[str] | Ragged


def read(file: Path, needed: tuple[str, ...]) -> tuple[Header, Iterator[tuple[int, Row]]]:
    """Return the header and the rows under it, each with the line that it starts on; blank lines are no rows.

    The delimiter is the one that a first line `sep=;` declares, as Excel reads it, else the one under which the header
    holds most of the `needed` names. Raises InputError for an empty file, for bytes that are not the encoding's, and
    for a quote that is opened and never closed.
    """
    encoding = _encoding(file)
    delimiter = _delimiter(file, encoding, needed)
    rows = _rows(file, encoding, delimiter)
    for line, row in rows:
        if isinstance(row, Ragged):
            raise InputError(f"{file}: line {line}: the header can't be read ({row.detail}); mend its quotes")
        return Header(tuple(name.strip() for name in row), line), rows
    raise InputError(f"{file}: the file is empty; it needs a header line with the names of the columns")


def _encoding(file: Path) -> str:
    with file.open("rb") as opened:
        start = opened.read(4096)
    if start.startswith((ZIP, GZIP)):
        raise InputError(f"{file}: this is a spreadsheet or a compressed file; save it as CSV (UTF-8) and name that")
    if start.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise InputError(f"{file}: the text is UTF-32; save it as CSV (UTF-8)")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in start.splitlines()[0] if start else False:
        raise InputError(f"{file}: line 1: NUL bytes in the header; if it is UTF-16 without its mark, save it as UTF-8")
    return "utf-8-sig"


def _delimiter(file: Path, encoding: str, needed: tuple[str, ...]) -> str:
    with file.open(encoding=encoding, errors="replace", newline="") as text:
        declared = _DECLARED.fullmatch(text.readline(_DECLARED_LIMIT))
    if declared:
        return declared[1]
    best, most = DELIMITERS[0], (-1, 0)
    for delimiter in DELIMITERS:
        _, row = next(_rows(file, encoding, delimiter), (0, [""]))
        names = [] if isinstance(row, Ragged) else [name.strip() for name in row]
        score = (len({*needed} & {*names}), len(names))
        if score > most:
            best, most = delimiter, score
    return best


def _rows(file: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(ROW_LIMIT)
    with file.open(encoding=encoding, newline="") as text:
        reader = csv.reader(_lines(text, file), delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except UnicodeDecodeError as wrong:
                raise _not_text(file, encoding, delimiter) from wrong
            except csv.Error as wrong:
                if str(wrong) == _UNCLOSED or "field limit" in str(wrong):
                    raise InputError(f"{file}: line {line}: a quote is opened there and never closed") from wrong
                yield line, Ragged("broken quotes", str(wrong))
                continue
            if row:
                yield line, row


def _lines(text: TextIO, file: Path) -> Iterator[str]:
    """Yield the lines of a file; one that declares its delimiter as a blank one, which is no row and still counts."""
    number = 0
    while line := text.readline(ROW_LIMIT):
        number += 1
        if len(line) == ROW_LIMIT:
            raise InputError(f"{file}: line {number}: longer than {ROW_LIMIT:,} characters; is this a CSV file?")
        yield "\n" if number == 1 and _DECLARED.fullmatch(line) else line


def _not_text(file: Path, encoding: str, delimiter: str) -> InputError:
    """Say where the first byte stands that isn't the encoding's: file, line, column."""
    lenient, lost = ("utf-16", "replace") if encoding == "utf-16" else ("utf-8", "surrogateescape")
    header: list[str] = []
    with file.open(encoding=lenient, errors=lost, newline="") as text, suppress(csv.Error):
        reader = csv.reader(_lines(text, file), delimiter=delimiter)
        line = 1
        for row in reader:
            for at, cell in enumerate(row):
                if any(sign == "\ufffd" if lost == "replace" else "\udc80" <= sign <= "\udcff" for sign in cell):
                    column = f", column '{header[at]}'" if at < len(header) else ""
                    name = encoding.removesuffix("-sig").upper()
                    told = f"a byte there is not {name}; save the file as CSV (UTF-8)"
                    return InputError(f"{file}: line {line}{column}: {told}")
            header = header or [name.strip().lstrip("\ufeff") for name in row]
            line = reader.line_num + 1
    return InputError(f"{file}: the text is not sound {encoding}; save the file as CSV (UTF-8)")
