"""Rows of a SQL query as text, a batch at a time; SQLAlchemy's door, opened only when a campaign names a database."""

import datetime as dt
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from artgen.errors import InputError
from artgen.history.source import Query

FETCHED_ROWS = 10_000


def read(query: Query) -> Iterator[tuple[list[str], list[tuple[str, ...]]]]:
    """Yield the names of the columns and a batch of rows; at least one batch, which may be empty.

    Cells are spelled as in a CSV file, unknown ones empty. The rows stream: the driver is asked not to hold them
    all. Nothing is ever written: what a query changes is rolled back. Raises InputError in one sentence that names
    the database without its password.
    """
    with _connected(query) as connection:
        streaming = connection.execution_options(stream_results=True, max_row_buffer=FETCHED_ROWS)
        result = streaming.exec_driver_sql(query.text)
        if not result.returns_rows:
            raise InputError(f"{query.shown}: the query gives no rows back; write one that begins with SELECT")
        names = list(result.keys())
        batches = result.partitions(FETCHED_ROWS)
        yield names, _texts(next(batches, []), names, query)
        for batch in batches:
            yield names, _texts(batch, names, query)


@contextmanager
def _connected(query: Query) -> Iterator[Any]:
    """Open a connection and say any fault of the database in the house's words."""
    alchemy, faults = _sqlalchemy()
    try:
        url = alchemy.engine.make_url(query.database)
        _there(url, query)
        engine = alchemy.create_engine(url, poolclass=alchemy.pool.NullPool)
        with engine.connect() as connection:
            yield connection
    except faults.NoSuchModuleError as wrong:
        raise InputError(f"{query.shown}: artgen knows no database of this kind; look at the first word") from wrong
    except faults.ArgumentError as wrong:
        raise InputError("database: not an address; write one such as sqlite:///club.db") from wrong
    except faults.SQLAlchemyError as wrong:
        said = str(getattr(wrong, "orig", None) or wrong).splitlines()[0]
        raise InputError(
            f"{query.shown}: {_without_secrets(said, query)}; look at the query and the address"
        ) from wrong
    except ImportError as wrong:
        raise InputError(f"{query.shown}: its driver isn't installed ({wrong.name}); install it with pip") from wrong


def _sqlalchemy() -> tuple[Any, Any]:
    try:
        return importlib.import_module("sqlalchemy"), importlib.import_module("sqlalchemy.exc")
    except ImportError as wrong:
        raise InputError("a query needs SQLAlchemy; install it with: pip install 'artgen[sql]'") from wrong


def _there(url: Any, query: Query) -> None:
    """Refuse an SQLite file that isn't there; SQLite itself would make an empty one."""
    file = url.database if url.get_backend_name() == "sqlite" else None
    if file and file != ":memory:" and not Path(file).is_file():
        raise InputError(f"{query.shown}: there is no such file; check the name in the campaign")


def _without_secrets(said: str, query: Query) -> str:
    """Return a driver's words without the address they may repeat, in part or whole."""
    secrets = query.database.partition("://")[2].rpartition("@")[0].split(":", 1)
    for secret in (query.database, *secrets):
        if secret:
            said = said.replace(secret, "...")
    return said


def _texts(rows: Any, names: list[str], query: Query) -> list[tuple[str, ...]]:
    return [tuple(_text(cell, name, query) for name, cell in zip(names, row, strict=True)) for row in rows]


def _text(cell: object, name: str, query: Query) -> str:
    """Spell a cell as a CSV file would.

    >>> query = Query("sqlite://", "")
    >>> [_text(cell, "", query) for cell in ("x", None, True, 3, 0.1, Decimal("2.50"), dt.date(2025, 1, 5))]
    ['x', '', 'true', '3', '0.1', '2.50', '2025-01-05']
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
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
