"""The synthetic years of flights, as the tests call them, and a plain telling of them in English."""

from artgen.history.columns import Activity
from artgen.history.story import Story
from artgen.sitters.brands import NORTHWING
from artgen.sitters.flights import GRADES, YEAR, awkward
from artgen.sitters.flights import year as story
from artgen.words.telling import Figure, RouteCount, Row, Telling

__all__ = ["COUNTS", "GRADES", "NORTHWING", "YEAR", "awkward", "story", "telling"]

COUNTS = (0, 1, 2, 4, 10, 23, 60, 180, 546)


def telling(told: Story) -> Telling:
    """Put a story into plain English, enough for a frame around its picture."""
    rows = tuple(_row(activity) for activity in told.activities)
    ways: dict[tuple[str, ...], list[str]] = {}
    for activity, row in zip(told.activities, rows, strict=True):
        if activity.origin and activity.destination:
            ways.setdefault(tuple(sorted((activity.origin.code, activity.destination.code))), []).append(row.way_short)
    often = sorted(ways.values(), key=len, reverse=True)
    count = len(rows)
    return Telling(
        name=told.name,
        year=str(told.year),
        tag="Your year in flight" if count else "For you",
        sentence="Drawn in one breath, and meant for you." if not count else f"{count} flights in {told.year}.",
        figures=_figures(told) if count else (),
        moments=(),
        rows=rows,
        routes=tuple(RouteCount(way[0], len(way)) for way in often if len(way) > 1),
    )


def _figures(told: Story) -> tuple[Figure, ...]:
    miles = [a.amount if a.amount == a.amount else 0.0 for a in told.activities]
    longest = told.activities[miles.index(max(miles))]
    places = {place.code for a in told.activities for place in (a.origin, a.destination) if place}
    return (
        Figure(f"{len(miles)}", "flight" if len(miles) == 1 else "flights"),
        Figure(f"{sum(miles):,.0f}", "miles"),
        Figure(f"{len(places)}", "airports"),
        Figure(_row(longest).way_short or "–", f"longest, {max(miles):,.0f} mi"),
    )


def _row(activity: Activity) -> Row:
    start, origin, destination = activity.start, activity.origin, activity.destination
    return Row(
        n=activity.n,
        month=f"{start:%B}",
        day=f"{start.day} {start:%B}",
        day_short=f"{start.day} {start:%b}",
        way=f"{origin.name} to {destination.name}" if origin and destination else "",
        way_short=f"{origin.code} – {destination.code}" if origin and destination else "",
        fact=f"{activity.amount:,.0f} miles" if activity.amount == activity.amount else "",
    )
