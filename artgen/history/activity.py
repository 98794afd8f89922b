"""Activity rows checked, a chunk at a time: each row is kept, left out by reason, or set aside as a fault."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from artgen.history import clock, units, whereabouts
from artgen.history.cells import Mask, folded, mask, numbers, words
from artgen.history.clock import Told, Written
from artgen.history.columns import WEATHERS, Floats, Ints
from artgen.history.counts import Counts
from artgen.history.fate import CONTROL, ID_LIMIT, NO_FAULT, TOLD, Fate, told_id
from artgen.history.names import brief
from artgen.history.omitted import SHOWN, Omitted
from artgen.history.source import ActivityFiles
from artgen.history.table import Chunk
from artgen.history.whereabouts import Whereabouts
from artgen.records import Fault, Gravity

AMOUNT_LIMIT = 1e12
MINUTES_LIMIT = 366 * 24 * 60.0
UNKNOWN_GRADE = "a grade that the campaign doesn't know; drawn without one"
UNKNOWN_WEATHER = "a weather that the campaign doesn't know; drawn without one"

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
    there: Whereabouts
    amount: Floats
    no_amount: Mask
    no_unit: Mask
    minutes: Floats
    no_minutes: Mask


def check(chunk: Chunk, source: ActivityFiles, shown: str) -> Checked:
    """Give each row of a chunk its fate, the first that matches in the order of `Fate`.

    A row whose status the campaign leaves out (in whatever case it is written), or outside the year by the local
    clock, is counted and no fault; every other row that is not kept is a fault naming file, line and column. An empty
    amount or duration is unknown and drawn. Thousands separators are refused, not guessed at. Amounts come out in the
    campaign's unit.
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
        "zone": cells.there.zone,
        "amount": cells.amount + 0.0,
        "minutes": cells.minutes + 0.0,
        "origin": cells.there.ends["origin"],
        "destination": cells.there.ends["destination"],
        "category": words(cells.text["category"], {}),
        "grade": cells.text["grade"].map(grades).fillna(0).astype("int64"),
        "weather": words(cells.text["weather"], weathers),
        "status": words(cells.text["status"], {}),
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
    there = whereabouts.find(text, source)
    written = clock.parse(text["when"])
    amount, no_amount = numbers(text["amount"])
    minutes, no_minutes = numbers(text["minutes"])
    if source.columns.unit:
        factor = units.factors(text["unit"], source.units, source.measure)
    else:
        factor = np.full(len(frame), units.factor(source.unit or source.measure, source.measure) or np.nan)
    return _Cells(
        text=text,
        line=frame["line"],
        reason=_reasons(text["status"], source.leave_out),
        written=written,
        told=clock.settle(written, there.zone),
        there=there,
        amount=amount * factor,
        no_amount=no_amount,
        no_unit=np.isnan(factor) & ~np.isnan(amount),
        minutes=minutes,
        no_minutes=no_minutes,
    )


def _reasons(statuses: pd.Series, leave_out: Mapping[str, str]) -> pd.Series:
    """Return why each row is left out by its status: as it is spelled, else as it is folded; nan where it stays."""
    alike: dict[str, str] = {}
    for word, reason in leave_out.items():
        alike.setdefault(folded(word), reason)
    known = {name: leave_out.get(name, alike.get(folded(name))) for name in statuses.unique()}
    return statuses.astype(object).map(known)


def _fate(cells: _Cells, source: ActivityFiles) -> Ints:
    written, local = cells.written, cells.told.local
    customer = cells.text["customer"]
    first, after = (int(np.datetime64(str(year), "s").astype(np.int64)) for year in (source.year, source.year + 1))
    matches: dict[Fate, Mask] = {
        Fate.LEFT_OUT: mask(cells.reason.notna()),
        Fate.NO_CUSTOMER: mask(customer == ""),
        Fate.LONG_CUSTOMER: mask(customer.str.len() > ID_LIMIT),
        Fate.CONTROL_CUSTOMER: mask(customer.str.contains(CONTROL)),
        Fate.UNREAD_TIME: written.unread,
        Fate.NO_DATE: written.no_date,
        Fate.NO_TIME: written.no_time,
        Fate.UNKNOWN_PLACE: np.any([np.zeros(len(local), bool), *cells.there.lost.values()], axis=0),
        Fate.UNKNOWN_ZONE: cells.there.unzoned,
        Fate.SKIPPED_TIME: cells.told.skipped,
        Fate.OTHER_YEAR: (local < first) | (local >= after),
        Fate.BAD_AMOUNT: cells.no_amount,
        Fate.NEGATIVE_AMOUNT: cells.amount < 0,
        Fate.UNKNOWN_UNIT: cells.no_unit,
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
        if name is Fate.UNKNOWN_PLACE:
            role = next(column for column, lost in cells.there.lost.items() if lost[at])
        cell = str(cells.text[role].iloc[at])
        yield Fault(
            Gravity.ROW,
            reason,
            customer="" if role == "customer" else str(cells.text["customer"].iloc[at]),
            file=shown,
            line=int(cells.line.iloc[at]),
            column=str(getattr(source.columns, role)),
            detail=told_id(cell) if role == "customer" else brief(cell),
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


def _strange(cells: pd.Series, known: Mapping[str, Any], reason: str) -> Counter[tuple[str, str]]:
    said = Counter(cells.tolist())
    strange: Counter[tuple[str, str]] = Counter()
    for word, times in said.items():
        if word not in known:
            strange[reason, brief(word)] += times
    return strange
