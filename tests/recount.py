"""The same year counted slowly, from raw rows and with nothing of artgen, to check what artgen counts."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

UTC = dt.UTC
# Name, latitude, longitude and zone of the places that the generated rows use.
PLACES = {
    "LIS": (38.7813, -9.13592, "Europe/Lisbon"),
    "JFK": (40.639928, -73.778692, "America/New_York"),
    "NRT": (35.7647, 140.386, "Asia/Tokyo"),
    "AKL": (-37.0081, 174.792, "Pacific/Auckland"),
}
Row = Mapping[str, str]


def fate(row: Row, people: Sequence[str], year: int) -> str:
    """Return why a row is left out; nothing when it is kept."""
    if row["status"] == "cancelled":
        return "cancelled"
    if not row["customer"]:
        return "no customer id"
    start, wrong = when(row)
    if wrong in ("time can't be read", "no such date", "no such time"):
        return wrong
    if row["origin"] not in PLACES or (row["destination"] and row["destination"] not in PLACES):
        return "unknown place"
    if wrong:
        return wrong
    if start.year != year:
        return "outside the year"
    for name, negative in (("amount", "amount is negative"), ("minutes", "minutes are negative")):
        if row[name]:
            number = float(row[name]) if row[name].lstrip("-").replace(".", "").isdigit() else math.nan
            if not math.isfinite(number):
                return negative.replace("negative", "not a number")
            if number < 0:
                return negative
    return "" if row["customer"] in people else "no such person"


def when(row: Row) -> tuple[dt.datetime, str]:
    """Return the start by the clock of the origin, or why there is none."""
    never = dt.datetime(1, 1, 1, tzinfo=UTC)
    zone = ZoneInfo(PLACES[row["origin"]][2]) if row["origin"] in PLACES else UTC
    text = row["when"].replace("T", " ")
    day, _, clock = text.partition(" ")
    try:
        date = dt.date(*(int(part) for part in day.split("-")))
    except ValueError:
        return never, "no such date" if day.count("-") == 2 else "time can't be read"
    except TypeError:
        return never, "time can't be read"
    if clock.endswith("Z"):
        return dt.datetime.combine(date, dt.time.fromisoformat(clock[:-1]), UTC).astimezone(zone), ""
    if clock == "24:00":
        date, clock = date + dt.timedelta(days=1), "00:00"
    try:
        naive = dt.datetime.combine(date, dt.time.fromisoformat(clock or "00:00"))
    except ValueError:
        return never, "no such time"
    aware = naive.replace(tzinfo=zone)
    if clock and aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        return aware, "time skipped by the clock"
    return aware, ""


def facts(rows: Sequence[Row]) -> dict[str, float]:
    """Count one customer's kept rows; what nothing is known of is not there."""
    starts = sorted((when(row)[0] for row in rows), key=lambda start: start.astimezone(UTC))
    amounts = [float(row["amount"]) for row in rows if row["amount"]]
    minutes = [float(row["minutes"]) for row in rows if row["minutes"]]
    places = {row[end] for row in rows for end in ("origin", "destination")} - {""}
    found: dict[str, float] = {"activities": len(rows)}
    if amounts:
        found["amount"] = math.fsum(amounts)
    if amounts and len(amounts) == len(rows):
        found |= {"longest": max(amounts), "shortest": min(amounts)}
    if minutes:
        found["minutes"] = math.fsum(minutes)
    if rows:
        months = Counter(start.month for start in starts)
        found["busiest_month"] = min(months, key=lambda month: (-months[month], month))
        days = [start.date() for start in starts]
        found["first"], found["last"] = (start.timetuple().tm_yday for start in (min(days), max(days)))
        found["places"] = len(places)
    return found


def distance_km(one: str, other: str) -> float:
    """Return the great-circle distance by the angle between two vectors, not by haversines."""
    vectors = []
    for code in (one, other):
        north, east = (math.radians(degrees) for degrees in PLACES[code][:2])
        vectors.append((math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)))
    a, b = vectors
    cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    dot = sum(x * y for x, y in zip(a, b, strict=True))
    return 6371.0088 * math.atan2(math.hypot(*cross), dot)


def sorted_out(
    rows: Iterable[Row], roles: Mapping[str, str], left_out: Mapping[str, str], people: Collection[str], year: int
) -> tuple[Counter[str], list[Row]]:
    """Count sound rows by the reason why they are left out, with the status first, and return those that are kept.

    `roles` are the file's columns by what they say, `left_out` the reason of each status; times are local.
    """
    reasons: Counter[str] = Counter()
    kept = []
    for row in rows:
        status, customer = row.get(roles["status"], ""), row[roles["customer"]]
        if status in left_out:
            reasons[left_out[status]] += 1
        elif row[roles["when"]][:4] != str(year):
            reasons["outside the year"] += 1
        elif customer not in people:
            reasons["no such person"] += 1
        else:
            kept.append(row)
    return reasons, kept
