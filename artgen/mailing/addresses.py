"""A list of addresses, read strictly: every line is an address or is named, and none is ever shown."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from artgen.errors import InputError
from artgen.history.address import BadAddress, normalise
from artgen.history.delimited import Ragged, read

COLUMNS = ("email", "address", "e-mail", "email address", "email_address", "emailaddress")
_SHOWN = 5


def addresses(file: Path) -> list[str]:
    """Return the normalised addresses of a CSV: its only column, or the one called email or address.

    Raise InputError naming the lines that hold none; nothing is taken of a file that is wrong anywhere, since who is
    left out of such a list gets a letter.
    """
    if not file.is_file():
        raise InputError(f"{file}: no such file; a list of addresses is a CSV with one column, or a column 'email'")
    found, wrong = [], []
    for line, cell in _cells(file):
        try:
            found.append(normalise(cell))
        except BadAddress as slip:
            wrong.append((line, str(slip)))
    if wrong:
        line, why = wrong[0]
        rest = ", ".join(f"{line:,}" for line, _ in wrong[1:_SHOWN])
        more = f" (and in {len(wrong) - 1:,} more: {rest}{', ...' if len(wrong) > _SHOWN else ''})" if rest else ""
        raise InputError(f"{file}: line {line:,}: {why}{more}; mend these lines, or take them out")
    return found


def _cells(file: Path) -> Iterator[tuple[int, str]]:
    header, rows = read(file, COLUMNS)
    names = [name.lower() for name in header.names]
    at = next((names.index(name) for name in COLUMNS if name in names), None)
    if at is None and (len(names) > 1 or "@" not in names[0]):
        told = f"no column is called 'email'; name one so, or give a file of addresses alone{header.hint}"
        raise InputError(f"{file}: line {header.line}: {told}")
    first = [] if at is not None else [(header.line, [*header.names])]
    for line, row in chain(first, rows):
        if isinstance(row, Ragged) or len(row) <= (at or 0):
            raise InputError(f"{file}: line {line:,}: the line can't be taken apart into cells; mend its quotes")
        cell = row[at or 0].strip()
        if cell or len(row) > 1:
            yield line, cell
