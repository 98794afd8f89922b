"""Activity rows checked, a chunk at a time: each row is kept, left out by reason, or set aside as a fault."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from artgen.history import clock
from artgen.history.clock import Mask, Told, Written
from artgen.history.columns import WEATHERS, Floats, Ints
from artgen.history.counts import Counts
from artgen.history.fate import ID_LIMIT, NO_FAULT, TOLD, Fate
from artgen.history.names import brief
from artgen.history.omitted import SHOWN, Omitted
from artgen.history.places import place
from artgen.history.source import ActivityFiles
from artgen.history.table import Chunk
from artgen.records import Fault, Gravity

AMOUNT_LIMIT = 1e12
MINUTES_LIMIT = 366 * 24 * 60.0
UNKNOWN_GRADE = "a grade that the campaign doesn't know; drawn without one"
UNKNOWN_WEATHER = "a weather that the campaign doesn't know; drawn without one"

_NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_PLAIN_GRADES = {str(grade): grade for grade in range(4)}


@dataclass(frozen=True, slots=True)
class Checked:
    """A chunk after the check: `kept` rows ready for a shard, the faults, the counts.

    `unknown` counts, by reason and word, the grades and weathers that the campaign has no word for; `omitted`
    shows rows that are left out and no fault.
    """

    kept: pd.DataFrame
    faults: tuple[Fault, ...]
    counts: Counts
    unknown: Counter[tuple[str, str]]
    omitted: Omitted


@dataclass(frozen=True, slots=True)
class _Cells:
    text: dict[str, pd.Series]
    line: pd.Series
    reason: pd.Series
    written: Written
    told: Told
    zone: pd.Series
    amount: Floats
    no_amount: Mask
    minutes: Floats
    no_minutes: Mask
    lost_origin: Mask
    lost_destination: Mask


def check(chunk: Chunk, source: ActivityFiles, shown: str) -> Checked:
    """Give each row of a chunk its fate, the first that matches in the order of `Fate`.

    A row whose status the campaign leaves out, or outside the year by the local clock, is counted and no fault;
    every other row that is not kept is a fault naming file, line and column. An empty amount or duration is
    unknown and drawn. Thousands separators are refused, not guessed at.
    """
    cells = _read(chunk.frame, source)
    fate = _fate(cells, source)
    faults = (*chunk.faults, *_faults(cells, fate, source, shown))
    kept = fate == Fate.KEPT
    weathers = {"": "", **{word: word for word in WEATHERS}, **source.weathers}
    grades = {"": 0, **(source.grades or _PLAIN_GRADES)}
    columns = {
        "customer": cells.text["customer"],
        "local": cells.told.local,
        "utc": cells.told.utc,
        "fold": cells.told.fold,
        "timed": cells.written.timed,
        "zone": cells.zone,
        "amount": cells.amount + 0.0,
        "minutes": cells.minutes + 0.0,
        "origin": cells.text["origin"],
        "destination": cells.text["destination"],
        "category": _each(cells.text["category"], {}),
        "grade": cells.text["grade"].map(grades).fillna(0).astype("int64"),
        "weather": _each(cells.text["weather"], weathers),
        "status": _each(cells.text["status"], {}),
        "line": cells.line,
    }
    return Checked(
        kept=pd.DataFrame(columns)[kept],
        faults=faults,
        counts=Counts(read=chunk.read, left_out=_left_out(cells, fate, faults)),
        unknown=_strange(cells.text["grade"][kept], grades, UNKNOWN_GRADE)
        + _strange(cells.text["weather"][kept], weathers, UNKNOWN_WEATHER),
        omitted=_omitted(cells, fate, source, shown),
    )


def _read(frame: pd.DataFrame, source: ActivityFiles) -> _Cells:
    nothing = pd.Series("", frame.index, dtype=str)
    text = {role: frame.get(role, nothing) for role in source.columns.__dataclass_fields__}
    airports = source.places == "airports"
    for end in ("origin", "destination"):
        text[end] = text[end].str.upper() if airports else nothing
    lost_origin, lost_destination = _lost(text["origin"]), _lost(text["destination"])
    if airports and source.zone == "place" and source.columns.origin:
        lost_origin |= _mask(text["origin"] == "")
    written = clock.parse(text["when"])
    zone = _zones(text["origin"], source.zone)
    amount, no_amount = _numbers(text["amount"])
    minutes, no_minutes = _numbers(text["minutes"])
    return _Cells(
        text=text,
        line=frame["line"],
        reason=text["status"].astype(object).map(dict(source.leave_out)),
        written=written,
        told=clock.settle(written, zone),
        zone=zone,
        amount=amount,
        no_amount=no_amount,
        minutes=minutes,
        no_minutes=no_minutes,
        lost_origin=lost_origin,
        lost_destination=lost_destination,
    )


def _fate(cells: _Cells, source: ActivityFiles) -> Ints:
    written, local = cells.written, cells.told.local
    customer = cells.text["customer"]
    first, after = (int(np.datetime64(str(year), "s").astype(np.int64)) for year in (source.year, source.year + 1))
    matches: dict[Fate, Mask] = {
        Fate.LEFT_OUT: _mask(cells.reason.notna()),
        Fate.NO_CUSTOMER: _mask(customer == ""),
        Fate.LONG_CUSTOMER: _mask(customer.str.len() > ID_LIMIT),
        Fate.UNREAD_TIME: written.unread,
        Fate.NO_DATE: written.no_date,
        Fate.NO_TIME: written.no_time,
        Fate.UNKNOWN_PLACE: cells.lost_origin | cells.lost_destination,
        Fate.SKIPPED_TIME: cells.told.skipped,
        Fate.OTHER_YEAR: (local < first) | (local >= after),
        Fate.BAD_AMOUNT: cells.no_amount,
        Fate.NEGATIVE_AMOUNT: cells.amount < 0,
        Fate.LARGE_AMOUNT: cells.amount > AMOUNT_LIMIT,
        Fate.BAD_MINUTES: cells.no_minutes,
        Fate.NEGATIVE_MINUTES: cells.minutes < 0,
        Fate.LARGE_MINUTES: cells.minutes > MINUTES_LIMIT,
    }
    fate = np.zeros(len(local), np.int64)
    for name in sorted(matches):
        fate[(fate == Fate.KEPT) & matches[name]] = name
    return fate


def _faults(cells: _Cells, fate: Ints, source: ActivityFiles, shown: str) -> Iterator[Fault]:
    """Say where each row stands that is set aside, in the order of the file."""
    for at in np.flatnonzero(~np.isin(fate, NO_FAULT)).tolist():
        name = Fate(int(fate[at]))
        reason, role = TOLD[name]
        if name is Fate.UNKNOWN_PLACE and not cells.lost_origin[at]:
            role = "destination"
        cell = str(cells.text[role].iloc[at])
        yield Fault(
            Gravity.ROW,
            reason,
            customer="" if role == "customer" else str(cells.text["customer"].iloc[at]),
            file=shown,
            line=int(cells.line.iloc[at]),
            column=str(getattr(source.columns, role)),
            detail=f"{len(cell):,} characters" if name is Fate.LONG_CUSTOMER else brief(cell),
        )


def _omitted(cells: _Cells, fate: Ints, source: ActivityFiles, shown: str) -> Omitted:
    """Show the first rows that the campaign leaves out, and that lie in another year: these are no faults."""
    status, other = (np.flatnonzero(fate == name) for name in (Fate.LEFT_OUT, Fate.OTHER_YEAR))
    reasons = zip(cells.reason.iloc[status].tolist(), status.tolist(), strict=True)
    examples = [(reason, "status", at) for reason, at in _firsts(reasons)]
    examples += [(TOLD[Fate.OTHER_YEAR][0], "when", at) for at in other[:SHOWN].tolist()]
    years = cells.told.local[other].astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
    return Omitted(
        examples=tuple(
            Fault(
                Gravity.NOTICE,
                reason,
                customer=str(cells.text["customer"].iloc[at]),
                file=shown,
                line=int(cells.line.iloc[at]),
                column=str(getattr(source.columns, role)),
                detail=brief(str(cells.text[role].iloc[at])),
            )
            for reason, role, at in examples
        ),
        years=Counter(years.tolist()),
    )


def _firsts(rows: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Yield the first rows of each reason."""
    seen: Counter[str] = Counter()
    for reason, at in rows:
        seen[reason] += 1
        if seen[reason] <= SHOWN:
            yield reason, at


def _left_out(cells: _Cells, fate: Ints, faults: tuple[Fault, ...]) -> dict[str, int]:
    counted = Counter(fault.reason for fault in faults if fault.gravity is Gravity.ROW)
    counted.update(cells.reason[fate == Fate.LEFT_OUT].tolist())
    counted[TOLD[Fate.OTHER_YEAR][0]] += int(np.count_nonzero(fate == Fate.OTHER_YEAR))
    return {reason: counted[reason] for reason in sorted(counted) if counted[reason]}


def _lost(codes: pd.Series) -> Mask:
    at, names = pd.factorize(codes)
    unknown = np.array([name != "" and place(name) is None for name in names] or [False])
    return unknown[at]


def _zones(origin: pd.Series, zone: str) -> pd.Series:
    """Return each row's zone; where there is no place to ask, the clock is taken as it is written: UTC."""
    if zone != "place":
        return pd.Series(zone, origin.index, dtype=str)
    at, names = pd.factorize(origin)
    found = [place(name) for name in names]
    zones = np.array([there.zone if there else "UTC" for there in found] or ["UTC"], object)
    return pd.Series(zones[at], origin.index, dtype=str)


def _numbers(cells: pd.Series) -> tuple[Floats, Mask]:
    """Return the numbers (nan for an empty cell), and where a cell holds none."""
    written = pa.array(cells, pa.string())
    plain = pc.match_substring_regex(written, _NUMBER)
    digits = pc.if_else(plain, pc.utf8_ltrim(written, "+"), pa.scalar(None, pa.string()))
    numbers = np.asarray(digits.cast(pa.float64()).to_numpy(zero_copy_only=False), float)
    wrong = ~np.asarray(plain.to_numpy(zero_copy_only=False), bool) & _mask(cells != "")
    return numbers, wrong | np.isinf(numbers)


def _each(cells: pd.Series, known: Mapping[str, str]) -> pd.Series:
    """Return each word as it is known (unknown ones empty), or cleaned where nothing is known of words."""
    at, names = pd.factorize(cells)
    texts = np.array([known.get(name, "") if known else brief(name) for name in names] or [""], object)
    return pd.Series(texts[at], cells.index, dtype=str)


def _strange(cells: pd.Series, known: Mapping[str, Any], reason: str) -> Counter[tuple[str, str]]:
    words = Counter(cells.tolist())
    strange: Counter[tuple[str, str]] = Counter()
    for word, times in words.items():
        if word not in known:
            strange[reason, brief(word)] += times
    return strange


def _mask(flags: pd.Series) -> Mask:
    return flags.to_numpy(dtype=bool, na_value=False)
