"""Rows of a SQL query as text, a batch at a time; SQLAlchemy's door, opened only when a campaign names a database."""

import datetime as dt
import importlib
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from artgen.errors import InputError
from artgen.history.source import Query

FETCHED_ROWS = 10_000


def read(query: Query) -> Iterator[tuple[list[str], Sequence[Sequence[object]]]]:
    """Yield the names of the columns and a batch of rows; at least one batch, which may be empty.

    The rows stream: the driver is asked not to hold them all. Nothing is ever written: what a query changes is rolled
    back. Raises InputError in one sentence that names the database, without its user and password.
    """
    with _connected(query) as connection:
        streaming = connection.execution_options(stream_results=True, max_row_buffer=FETCHED_ROWS)
        result = streaming.exec_driver_sql(query.text)
        if not result.returns_rows:
            raise InputError(f"{query.shown}: the query gives no rows back; write one that begins with SELECT")
        names = list(result.keys())
        batches = result.partitions(FETCHED_ROWS)
        yield names, next(batches, [])
        for batch in batches:
            yield names, batch


@contextmanager
def _connected(query: Query) -> Iterator[Any]:
    """Open a connection and say any fault of the database in the house's words."""
    alchemy = _sqlalchemy()
    faults = alchemy.exc
    try:
        url = _address(alchemy, query)
        engine = alchemy.create_engine(url, poolclass=alchemy.pool.NullPool)
        with engine.connect() as connection:
            yield connection
    except faults.NoSuchModuleError as wrong:
        raise InputError(f"{query.shown}: artgen knows no database of this kind; look at the first word") from wrong
    except faults.SQLAlchemyError as wrong:
        said = str(getattr(wrong, "orig", None) or wrong).splitlines()[0]
        raise InputError(
            f"{query.shown}: {_without_secrets(said, query)}; look at the query and the address"
        ) from wrong
    except ImportError as wrong:
        raise InputError(f"{query.shown}: its driver isn't installed ({wrong.name}); install it with pip") from wrong


def _sqlalchemy() -> Any:
    try:
        return importlib.import_module("sqlalchemy")
    except ImportError as wrong:
        raise InputError("a query needs SQLAlchemy; install it with: pip install sqlalchemy") from wrong


def _address(alchemy: Any, query: Query) -> Any:
    """Read the address; refuse an SQLite file that isn't there, since SQLite itself would make an empty one.

    SQLAlchemy's own words are not passed on: they may repeat the address.
    """
    try:
        url = alchemy.engine.make_url(query.database)
    except (alchemy.exc.ArgumentError, ValueError):
        raise InputError("database: not an address; write one such as sqlite:///club.db") from None
    file = url.database if url.get_backend_name() == "sqlite" else None
    if file and file != ":memory:" and not Path(file).is_file():
        raise InputError(f"{query.shown}: there is no such file; check the name in the campaign")
    return url


def _without_secrets(said: str, query: Query) -> str:
    """Return a driver's words without the address they may repeat, in part or whole."""
    secrets = query.database.partition("://")[2].rpartition("@")[0].split(":", 1)
    for secret in (query.database, *secrets):
        if secret:
            said = said.replace(secret, "...")
    return said


def text(cell: object, name: str, query: Query) -> str:
    """Spell a cell as a CSV file would, an unknown one empty; raise InputError for what is no text, number or date.

    >>> query = Query("sqlite://", "")
    >>> [text(cell, "", query) for cell in ("x", None, True, 3, 0.1, Decimal("2.50"), dt.date(2025, 1, 5))]
    ['x', '', 'true', '3', '0.1', '2.50', '2025-01-05']
    >>> [text(cell, "", query) for cell in (float("nan"), Decimal("NaN"), "nan")]
    ['', '', 'nan']
    """
    if isinstance(cell, str):
        return cell
    if cell is None or (isinstance(cell, float | Decimal) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, int | float | dt.date):
        return str(cell)
    raise InputError(f"{query.shown}: column '{name}' holds {type(cell).__name__}; cast it to text, number or date")
