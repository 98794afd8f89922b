"""Rows of a file as text, in chunks: a bad row costs one row; a file that can't be read at all is one clear error."""

import base64
import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from artgen.errors import InputError
from artgen.history import database, delimited
from artgen.history.delimited import Ragged
from artgen.history.names import brief
from artgen.history.source import Query
from artgen.records import Fault, Gravity

CHUNK_ROWS = 10_000
CHUNK_CHARACTERS = 32_000_000
CELL_LIMIT = 65_536
NO_ROWS = "no rows under the header"
CELL_TOO_LONG = f"a cell longer than {CELL_LIMIT:,} characters"
_PER_MINUTE = {"s": 60.0, "ms": 6e4, "us": 6e7, "ns": 6e10}
_NO_TEXT = (pa.types.is_nested, pa.types.is_binary, pa.types.is_large_binary, pa.types.is_duration)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a file: `frame` has one text column per mapped column, and `line`; `faults` the rows set aside.

    Cells are trimmed, unknown ones empty. `line` counts lines of a CSV from 1, and rows of a Parquet file from 1.
    """

    frame: pd.DataFrame
    faults: tuple[Fault, ...] = ()

    @property
    def read(self) -> int:
        """Return how many rows of the file are in here, good and bad."""
        return len(self.frame) + sum(fault.gravity is Gravity.ROW for fault in self.faults)


def read(file: Path | Query, columns: Mapping[str, str], shown: str) -> Iterator[Chunk]:
    """Read a CSV or Parquet file, or a query, whose column each of ours is; `shown` names it in faults.

    Raises InputError for what is wrong with the file as a whole: missing, empty, not text, a column missing or twice.
    """
    if isinstance(file, Query):
        yield from _counted(_query(file, columns, shown), columns, shown)
        return
    try:
        with file.open("rb") as opened:
            parquet = opened.read(4) == b"PAR1"
        chunks = _parquet(file, columns, shown) if parquet else _csv(file, columns, shown)
        yield from _counted(chunks, columns, shown)
    except FileNotFoundError as wrong:
        raise InputError(f"{file}: there is no such file; check the name in the campaign") from wrong
    except OSError as wrong:
        raise InputError(f"{file}: can't be read ({wrong.strerror or wrong}); check the path and its rights") from wrong


def _counted(chunks: Iterator[Chunk], columns: Mapping[str, str], shown: str) -> Iterator[Chunk]:
    """Yield the chunks, and one without rows and with a notice where there are none."""
    rows = 0
    for chunk in chunks:
        rows += chunk.read
        yield chunk
    if not rows:
        empty = pd.DataFrame({name: pd.Series(dtype=str) for name in columns} | {"line": pd.Series(dtype="int64")})
        yield Chunk(empty, (Fault(Gravity.NOTICE, NO_ROWS, file=shown),))


def _csv(file: Path, columns: Mapping[str, str], shown: str) -> Iterator[Chunk]:
    header, rows = delimited.read(file, tuple(columns.values()))
    places = _positions(header.names, columns, f"{file}: line {header.line}", header.hint)
    cells: list[list[str]] = []
    lines: list[int] = []
    faults: list[Fault] = []
    weight = 0
    for line, row in rows:
        if isinstance(row, Ragged):
            faults.append(Fault(Gravity.ROW, row.reason, file=shown, line=line, detail=row.detail))
        elif len(row) != len(header.names):
            told = f"{len(row)} cells under a header of {len(header.names)}"
            faults.append(Fault(Gravity.ROW, "wrong number of cells", file=shown, line=line, detail=told))
        else:
            kept = [row[place] for place in places]
            size = sum(map(len, kept))
            if size > CELL_LIMIT and max(map(len, kept)) > CELL_LIMIT:
                faults.append(_too_long(kept, tuple(columns.values()), shown, line))
            else:
                cells.append(kept)
                lines.append(line)
                weight += size
        if len(lines) + len(faults) >= CHUNK_ROWS or weight >= CHUNK_CHARACTERS:
            yield _chunk([pa.array(column, pa.string()) for column in zip(*cells, strict=True)], columns, lines, faults)
            cells, lines, faults, weight = [], [], [], 0
    if lines or faults:
        yield _chunk([pa.array(column, pa.string()) for column in zip(*cells, strict=True)], columns, lines, faults)


def _query(query: Query, columns: Mapping[str, str], shown: str) -> Iterator[Chunk]:
    first = 1
    for names, rows in database.read(query):
        places = _positions(names, columns, query.shown)
        lines = list(range(first, first + len(rows)))
        first += len(rows)
        cells = [[database.text(row[place], names[place], query) for row in rows] for place in places]
        if rows:
            yield _without_giants([pa.array(one, pa.string()) for one in cells], columns, lines, shown)


def _parquet(file: Path, columns: Mapping[str, str], shown: str) -> Iterator[Chunk]:
    names = list(dict.fromkeys(columns.values()))
    try:
        opened = pq.ParquetFile(file)
        _positions(opened.schema_arrow.names, columns, str(file))
        forgotten = {name: kind for name, kind in _forgotten(opened).items() if name in names}
        first = 1
        for batch in opened.iter_batches(batch_size=CHUNK_ROWS, columns=names):
            batch.validate(full=True)
            cells = {name: batch.column(name) for name in names}
            cells |= {name: cells[name].cast(kind) for name, kind in forgotten.items()}
            texts = [_text(cells[name], file, name, role) for role, name in columns.items()]
            lines = list(range(first, first + len(batch)))
            first += len(batch)
            yield _without_giants(texts, columns, lines, shown)
    except pa.ArrowException as wrong:
        raise InputError(f"{file}: not a sound Parquet file ({str(wrong).splitlines()[0]}); write it again") from wrong


def _forgotten(opened: pq.ParquetFile) -> dict[str, pa.DataType]:
    """Return the type of each column of durations in a dictionary: pyarrow writes it down and reads bare numbers."""
    written = (opened.metadata.metadata or {}).get(b"ARROW:schema")
    fields = pa.ipc.read_schema(pa.py_buffer(base64.b64decode(written))) if written else ()
    kinds = {field.name: field.type.value_type for field in fields if pa.types.is_dictionary(field.type)}
    return {name: kind for name, kind in kinds.items() if pa.types.is_duration(kind)}


def _text(column: pa.Array, file: Path, name: str, role: str) -> pa.Array:
    """Spell a column as a CSV file would; what is unknown is empty: null, and a number that is NaN.

    A duration is the one type whose unit no text tells: it is turned into minutes, or refused.
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if role == "minutes" and pa.types.is_duration(column.type):
        column = pc.divide(column.cast(pa.int64()).cast(pa.float64(), safe=False), _PER_MINUTE[column.type.unit])
    if any(tells_nothing(column.type) for tells_nothing in _NO_TEXT):
        raise InputError(f"{file}: column '{name}' holds {column.type}; write it as text, number or date")
    return pc.if_else(pc.is_null(column, nan_is_null=True), "", column.cast(pa.string()))


def _without_giants(texts: Sequence[pa.Array], columns: Mapping[str, str], lines: list[int], shown: str) -> Chunk:
    giant = pa.array([False] * len(lines))
    for text in texts:
        giant = pc.or_(giant, pc.greater(pc.utf8_length(text), CELL_LIMIT))
    faults = []
    for at in pc.indices_nonzero(giant).to_pylist():
        row = [text[at].as_py() for text in texts]
        faults.append(_too_long(row, tuple(columns.values()), shown, lines[at]))
    sound = pc.invert(giant)
    kept = pc.filter(pa.array(lines, pa.int64()), sound).to_pylist()
    return _chunk([pc.filter(text, sound) for text in texts], columns, kept, faults)


def _too_long(row: Sequence[str], names: Sequence[str], shown: str, line: int) -> Fault:
    name, cell = max(zip(names, row, strict=True), key=lambda pair: len(pair[1]))
    told = f"{len(cell):,} characters"
    return Fault(Gravity.ROW, CELL_TOO_LONG, file=shown, line=line, column=name, detail=told)


def _chunk(texts: Sequence[pa.Array], columns: Mapping[str, str], lines: list[int], faults: Sequence[Fault]) -> Chunk:
    texts = texts or [pa.array([], pa.string())] * len(columns)
    trimmed = {name: pc.utf8_trim_whitespace(text) for name, text in zip(columns, texts, strict=True)}
    return Chunk(pa.table({**trimmed, "line": pa.array(lines, pa.int64())}).to_pandas(), tuple(faults))


def _positions(header: Sequence[str], columns: Mapping[str, str], where: str, apart: str = "") -> list[int]:
    """Return where each column stands; `apart` says how they are told apart, where that may be what is wrong."""
    times = Counter(header)
    for name in columns.values():
        if not times[name]:
            known = [] if apart else [had.casefold() for had in times]
            near = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
            meant = next((had for had in times if near and had.casefold() == near[0]), "")
            hint = f"did you mean '{brief(meant)}'? " if brief(meant) else ""
            there = ", ".join(brief(had) or ("(not shown)" if had else "(no name)") for had in times)
            raise InputError(f"{where}: there is no column '{name}'; {hint}The file has: {there}"[:1000] + apart)
        if times[name] > 1:
            raise InputError(f"{where}: column '{name}' stands there {times[name]} times; rename or drop one")
    return [header.index(name) for name in columns.values()]
