"""Every moment found again, slowly, from raw rows and with nothing of artgen: plain loops over the whole year.

The rules are those of docs/moments.md, written down a second time; numbers are typed here again on purpose.
"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from recount import PLACES, distance_km

YEAR_DAYS = 366
# What goes by time, not by the days of a calendar: over the date line a later flight may have an earlier day.
BY_TIME = ("farthest_from_home", "first_place", "round_count", "round_total")
Found = tuple[tuple[int, ...], float, float]


@dataclass(frozen=True)
class Raw:
    """One row as it happened; `ends` are codes of places, none, one or two; unknown numbers are None."""

    start: dt.datetime
    timed: bool
    ends: tuple[str, ...]
    amount: float | None
    minutes: float | None
    category: str

    @property
    def led(self) -> bool:
        """Tell whether it went from one place to another."""
        return len(self.ends) == 2 and self.ends[0] != self.ends[1]


def moments(rows: Sequence[Raw], home: str) -> dict[str, Found]:
    """Return evidence, value and strength of every moment of rows in time order, by key; evidence by its days."""
    order = calendar(rows)
    dated = {key: moment for key, moment in _all([rows[n] for n in order], home) if moment and key not in BY_TIME}
    found = {key: ([order[at] for at in of], value, strength) for key, (of, value, strength) in dated.items()}
    found |= {key: moment for key, moment in _all(rows, home) if moment and key in BY_TIME}
    return {key: (tuple(of), float(value), strength) for key, (of, value, strength) in found.items() if strength > 0}


def calendar(rows: Sequence[Raw]) -> list[int]:
    """Return the numbers of rows day by day, as the places' own calendars have it; within a day in time order."""
    order: list[int] = []
    for day in sorted({row.start.date() for row in rows}):
        order += [n for n, row in enumerate(rows) if row.start.date() == day]
    return order


def home_of(rows: Sequence[Raw]) -> str:
    """Return the place where most rows start, the first by code among equals."""
    best, times = "", 0
    for code in sorted(PLACES):
        starts = 0
        for row in rows:
            starts += bool(row.ends) and row.ends[0] == code
        if starts > times:
            best, times = code, starts
    return best


def _all(rows: Sequence[Raw], home: str) -> Iterator[tuple[str, tuple[Sequence[int], float, float] | None]]:
    if not rows:
        return
    yield from _edges(rows)
    if len(rows) == 1:
        return
    yield "longest", _largest([row.amount for row in rows])
    yield "longest_time", _largest([row.minutes for row in rows])
    yield "odd_one_out", _odd(rows)
    yield from _clock(rows)
    yield from _busy(rows)
    yield from _streaks(rows)
    yield "longest_pause", _pause(rows)
    yield from _seasons(rows, home)
    yield from _rounds(rows)
    yield "same_weekday", _weekday(rows, range(len(rows)))
    yield "same_date", _date(rows)
    if all(row.category for row in rows):
        yield from _categories(rows)
    ends = sorted({len(row.ends) for row in rows})
    if ends in ([1], [2]):
        yield from _places(rows, home)


def _edges(rows: Sequence[Raw]) -> Iterator[tuple[str, tuple[Sequence[int], float, float]]]:
    year = rows[-1].start.year
    since = (rows[0].start.date() - dt.date(rows[0].start.year, 1, 1)).days
    until = (dt.date(year + 1, 1, 1) - rows[-1].start.date()).days - 1
    yield "first_of_year", ([0], 0, 0.25 if since >= 45 else (60 - since) / 60)
    if len(rows) > 1:
        yield "last_of_year", ([len(rows) - 1], 0, 0.25 if until >= 45 else (60 - until) / 60)


def _largest(sizes: Sequence[float | None]) -> tuple[Sequence[int], float, float] | None:
    for n, size in enumerate(sizes):
        if size is None:
            return None
        larger = True
        for m, other in enumerate(sizes):
            larger = larger and (m == n or (other is not None and other < size))
        if larger and None not in sizes:
            return [n], size, 1 - _middle(list(sizes)) / size
    return None


def _middle(numbers: list[float]) -> float:
    """Return the number with as many below as above, by taking the least and the greatest away until few are left."""
    left = list(numbers)
    while len(left) > 2:
        left.remove(min(left))
        left.remove(max(left))
    return sum(left) / len(left)


def _odd(rows: Sequence[Raw]) -> tuple[Sequence[int], float, float] | None:
    amounts = [row.amount for row in rows]
    if len(rows) < 8 or not all(amount is not None and amount > 0 for amount in amounts):
        return None
    habit = _middle([math.log10(amount) for amount in amounts])
    far = [abs(math.log10(amount) - habit) for amount in amounts]
    usual = _middle(far)
    if usual < 1e-9:
        return None
    scores = [0.6745 * away / usual for away in far]
    for n, score in enumerate(scores):
        rivals = [other for m, other in enumerate(scores) if m != n and other > score - 1e-5]
        if score >= 3.5 and not rivals:
            return [n], _middle(amounts), 1 - 1.75 / score
    return None


def _clock(rows: Sequence[Raw]) -> Iterator[tuple[str, tuple[Sequence[int], float, float] | None]]:
    yield "across_midnight", _midnight(rows)
    for row in rows:
        if not row.timed:
            return
    for minute in range(7 * 60):
        early = [n for n, row in enumerate(rows) if row.start.hour * 60 + row.start.minute == minute]
        if early:
            yield "earliest", ([early[0]], minute / 60, (420 - minute) / 180) if minute >= 240 else None
            break
    for after in range(7 * 60 - 1, -1, -1):
        minute = (21 * 60 + after) % 1440
        late = [n for n, row in enumerate(rows) if row.start.hour * 60 + row.start.minute == minute]
        if late:
            yield "latest", ([late[0]], minute / 60, min(1, (after + 1) / 300))
            break
    night = [n for n, row in enumerate(rows) if row.start.hour in (22, 23, 0, 1, 2, 3)]
    if len(night) >= 3 and 5 * len(night) >= len(rows):
        yield "night_owl", (night, len(night), len(night) / len(rows))


def _midnight(rows: Sequence[Raw]) -> tuple[Sequence[int], float, float] | None:
    known, across = 0, []
    for n, row in enumerate(rows):
        if row.timed and row.minutes is not None:
            known += 1
            end = dt.datetime.fromtimestamp(row.start.timestamp() + 60 * row.minutes, row.start.tzinfo)
            if len(row.ends) == 2:
                end = end.astimezone(dt.UTC).astimezone(_zone(row.ends[1]))
            if (end.year, end.month, end.day) > (row.start.year, row.start.month, row.start.day):
                across.append(n)
    if not across or len(across) > known - len(across):
        return None
    longest = across[0]
    for n in across:
        longest = n if rows[n].minutes > rows[longest].minutes else longest
    return [longest], rows[longest].minutes, (known - len(across)) / known


def _zone(code: str) -> dt.tzinfo:
    return ZoneInfo(PLACES[code][2])


def _busy(rows: Sequence[Raw]) -> Iterator[tuple[str, tuple[Sequence[int], float, float] | None]]:
    days = [[n for n, other in enumerate(rows) if other.start.date() == row.start.date()] for row in rows]
    most = max(len(day) for day in days)
    busy = [tuple(day) for day in days if len(day) == most]
    if most > 1:
        yield "busiest_day", (busy[0], most, (most - 1) / most / len(set(busy)))
    weeks = [[n for n, other in enumerate(rows) if _monday(other) == _monday(row)] for row in rows]
    yield "busiest_week", _busiest(rows, weeks)
    months = [[n for n, other in enumerate(rows) if other.start.month == row.start.month] for row in rows]
    yield "busiest_month", _busiest(rows, months)


def _monday(row: Raw) -> dt.date:
    day = row.start.date()
    while day.weekday():
        day -= dt.timedelta(days=1)
    return day


def _busiest(rows: Sequence[Raw], groups: list[list[int]]) -> tuple[Sequence[int], float, float] | None:
    best: list[int] = []
    for group in groups:
        best = group if len(group) > len(best) else best
    next_best = max((len(group) for group in groups if group != best), default=0)
    if len(best) < 3 or next_best == len(best) or len({rows[n].start.date() for n in best}) == 1:
        return None
    return best, len(best), 1 - next_best / len(best)


def _streaks(rows: Sequence[Raw]) -> Iterator[tuple[str, tuple[Sequence[int], float, float] | None]]:
    first = dt.date(min(row.start.year for row in rows), 1, 1)
    days = {row.start.date() for row in rows}
    mondays = {_monday(row) for row in rows}
    for key, had, step, least in (("streak_days", days, 1, 3), ("streak_weeks", mondays, 7, 4)):
        length, start = 0, first
        for ahead in range(-7, YEAR_DAYS):
            day = begin = first + dt.timedelta(days=ahead)
            while day in had:
                day += dt.timedelta(days=step)
            if (day - begin).days // step > length:
                length, start = (day - begin).days // step, begin
        if length >= least:
            end = start + dt.timedelta(days=length * step)
            of = [n for n, row in enumerate(rows) if start <= row.start.date() < end]
            yield key, (of, length, (length - least + 1) / length)


def _pause(rows: Sequence[Raw]) -> tuple[Sequence[int], float, float] | None:
    had = {row.start.toordinal() for row in rows}
    best, before = 0, 0
    for day in range(min(had), max(had)):
        after = day + 1
        while day in had and after not in had:
            after += 1
        if after - day > best and day in had:
            best, before = after - day, day
    of = [n for n, row in enumerate(rows) if row.start.toordinal() == before][-1:]
    of += [n for n, row in enumerate(rows) if row.start.toordinal() == before + best][:1]
    return (of, best, best / (best + 30)) if best >= 14 else None


def _seasons(rows: Sequence[Raw], home: str) -> Iterator[tuple[str, tuple[Sequence[int], float, float] | None]]:
    names = {12: 0, 1: 0, 2: 0, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 2, 9: 3, 10: 3, 11: 3}
    seasons: list[list[int]] = [[], [], [], []]
    months: list[list[int]] = [[] for _ in range(12)]
    for n, row in enumerate(rows):
        seasons[names[row.start.month]].append(n)
        months[row.start.month - 1].append(n)
    for number, season in enumerate(seasons):
        if len(season) == len(rows) >= 3:
            yield "one_season", (season, number, 1 - 2 / len(rows))
    if all(seasons) and not (home and -23.44 < PLACES[home][0] < 23.44):
        yield "every_season", (sorted(one[0] for one in seasons), 4, 4 * min(map(len, seasons)) / len(rows))
    if all(months):
        yield "every_month", (sorted(one[0] for one in months), 12, 12 * min(map(len, months)) / len(rows))


def _rounds(rows: Sequence[Raw]) -> Iterator[tuple[str, tuple[Sequence[int], float, float] | None]]:
    for count in (10_000, 5_000, 2_500, 1_000, 500, 250, 100, 50, 25, 10):
        if len(rows) >= count:
            yield "round_count", ([count - 1], count, min(1, math.log10(count) / 3))
            break
    total, passed, at = 0.0, 0, -1
    for n, row in enumerate(rows):
        if row.amount is None:
            break
        total += row.amount
        for zeros in range(2, 17):
            for goal in (10**zeros, 5 * 10**zeros):
                if passed < goal <= total:
                    passed, at = goal, n
    if at >= 2:
        yield "round_total", ([at], passed, 0.7 if set(str(passed)) == {"1", "0"} else 0.5)


def _beyond(of: Sequence[int], chance: float) -> tuple[Sequence[int], float, float] | None:
    excess = len(of) - chance
    if len(of) < 4 or excess < 0 or excess * excess < 9 * chance:
        return None
    return of, len(of), 1 - chance / len(of)


def _weekday(rows: Sequence[Raw], among: Sequence[int]) -> tuple[Sequence[int], float, float] | None:
    best: list[int] = []
    for weekday in range(7):
        of = [n for n in among if rows[n].start.weekday() == weekday]
        best = of if len(of) > len(best) else best
    return _beyond(best, len(among) / 7)


def _date(rows: Sequence[Raw]) -> tuple[Sequence[int], float, float] | None:
    best: list[int] = []
    for date in range(1, 32):
        firsts: dict[int, int] = {}
        for n, row in enumerate(rows):
            if row.start.day == date and row.start.month not in firsts:
                firsts[row.start.month] = n
        best = list(firsts.values()) if len(firsts) > len(best) else best
    return _beyond(best, 12 * len({row.start.date() for row in rows}) / 365)


def _categories(rows: Sequence[Raw]) -> Iterator[tuple[str, tuple[Sequence[int], float, float] | None]]:
    names = [row.category for row in rows]
    if len(set(names)) > 1:
        yield "most_frequent_category", _most(names)
    yield "new_category", _new([{name} for name in names], set())
    yield "return_to_category", _again(rows, [{name} for name in names], [{name} for name in names])


def _places(rows: Sequence[Raw], home: str) -> Iterator[tuple[str, tuple[Sequence[int], float, float] | None]]:
    touched = [set(row.ends) for row in rows]
    arrived = ["" if row.led and row.ends[1] == home else row.ends[-1] for row in rows]
    yield "most_taken_route", _most(["-".join(sorted(row.ends)) if row.led else "" for row in rows])
    yield "most_visited_place", _most(arrived)
    yield "first_place", _new(touched, {home})
    yield "return_to_place", _again(rows, touched, [{name} - {""} for name in arrived])
    if len(set(arrived) - {""}) > 1:
        times = {}
        for code in sorted(set(arrived) - {""}):
            there = [n for n, name in enumerate(arrived) if name == code]
            for weekday in range(7):
                times[code, weekday] = [n for n in there if rows[n].start.weekday() == weekday]
        most = max(len(of) for of in times.values())
        code, weekday = next(pair for pair, of in times.items() if len(of) == most)
        yield "same_place_weekday", _beyond(times[code, weekday], arrived.count(code) / 7)
    far, there = 0.0, 0
    for n, row in enumerate(rows):
        for code in row.ends:
            if distance_km(home, code) > far + 1e-6:
                far, there = distance_km(home, code), n
    if far > 0:
        yield "farthest_from_home", ([there], far, far / (far + 2000))


def _most(names: Sequence[str]) -> tuple[Sequence[int], float, float] | None:
    for name in names:
        of = [n for n, other in enumerate(names) if other == name]
        rivals = [other for other in names if other not in ("", name) and names.count(other) >= len(of)]
        if name and len(of) >= 3 and not rivals:
            return of, len(of), (len(of) - 2) / len(of)
    return None


def _new(names: Sequence[set[str]], known: set[str]) -> tuple[Sequence[int], float, float] | None:
    news = [n for n, now in enumerate(names) if now - known - {had for before in names[:n] for had in before}]
    best, at = 4, -1
    for n in news:
        before = max((m for m in news if m < n), default=-1)
        if n - before - 1 > best:
            best, at = n - before - 1, n
    return ([at], best, best / (best + 5)) if at >= 0 else None


def _again(
    rows: Sequence[Raw], touched: Sequence[set[str]], arrived: Sequence[set[str]]
) -> tuple[Sequence[int], float, float] | None:
    best, of = 59, (0, 0)
    for after in range(len(rows)):
        for before in range(after - 1):
            names = touched[before] & arrived[after]
            between = {name for m in range(before + 1, after) for name in touched[m]}
            days = (rows[after].start.date() - rows[before].start.date()).days
            if names - between and days > best:
                best, of = days, (before, after)
    return (of, best, best / (best + 90)) if best >= 60 else None
