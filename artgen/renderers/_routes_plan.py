"""The plan of a year's routes: which places are hubs, what each petal stands for, and who lies on which side of it."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from artgen.history.columns import Activity, Place
from artgen.history.story import Story

Kind = Literal["chart", "routes", "places", "days", "months"]
FEW = 40
_SPROUT = 12
_FEWEST_PLACES = 3
_MORE_HUBS = 2
_HUB_FLIGHTS, _HUB_SHARE, _HUB_PARTNERS = 6, 0.06, 3
YEAR_DAYS = 366


@dataclass(frozen=True, slots=True)
class Petal:
    """One petal of the flower `hub` (its index): the activities of its right and left half, inmost first.

    `place` stands at its tip; None where it is a day, a month or all that has no place. `turn` is the direction of a
    day or a month, in degrees clockwise from January at the top, nan elsewhere.
    """

    hub: int
    place: Place | None
    right: tuple[int, ...]
    left: tuple[int, ...]
    turn: float = math.nan

    @property
    def activities(self) -> tuple[int, ...]:
        """Return the activities of both halves in time order, each once."""
        return tuple(sorted({*self.right, *self.left}))


@dataclass(frozen=True, slots=True)
class Plan:
    """How a year is laid out.

    `kind` says what a petal is: a route ("routes"), a place ("places"), a day or a month; in a "chart" each activity
    is a leaf of its own between two places. `hubs` are the middles of the flowers, the fullest first; `stems` lead
    from hub to hub, `links` between two places that are none. In `ways` the right half holds what led outward and
    the left what led back; else the activities of a petal lie right and left in turn, and one alone fills both halves.
    """

    kind: Kind
    hubs: tuple[Place | None, ...]
    petals: tuple[Petal, ...]
    stems: tuple[int, ...] = ()
    links: tuple[int, ...] = ()

    @property
    def ways(self) -> bool:
        """Tell whether the halves of a petal are out and back."""
        return self.kind in ("chart", "routes")


@lru_cache(maxsize=4)
def plan(story: Story) -> Plan:
    """Lay out a year that holds at least one activity; kept, since poster, card and words ask for the same."""
    activities = story.activities
    places = {place for one in activities for place in (one.origin, one.destination) if place}
    if any(_between(one) for one in activities):
        drawn = _routes(story)
        known = all(place.located for place in places) and all(one.origin or one.destination for one in activities)
        centre = drawn.hubs[0]
        if len(story) <= FEW and known and centre and centre.located:
            return Plan("chart", drawn.hubs[:1], ())
        return drawn
    if places and (len(places) >= _FEWEST_PLACES or len(story) <= _SPROUT):
        return _places(activities, story.home)
    return _dates(activities, story.home)


def _between(one: Activity) -> bool:
    return one.origin is not None and one.destination is not None and one.origin != one.destination


def _first(counts: Counter[Place]) -> Place | None:
    return min(counts, key=lambda place: (-counts[place], place.code, place.name), default=None)


def _visits(activities: Iterable[Activity]) -> Counter[Place]:
    return Counter(place for one in activities for place in (one.origin, one.destination) if place)


def _hubs(story: Story) -> list[Place]:
    """Return home, or the place of most ends, and up to two places that carry many of the activities beside it."""
    between = [one for one in story.activities if _between(one)]
    visits = _visits(between)
    home = story.home if story.home in visits else _first(visits)
    hubs = [home] if home else []
    for _ in range(_MORE_HUBS):
        beside = [one for one in between if one.origin not in hubs and one.destination not in hubs]
        found = _first(_visits(beside))
        if not found or _visits(beside)[found] < max(_HUB_FLIGHTS, _HUB_SHARE * len(story)):
            break
        ends = [(one.origin, one.destination) for one in beside]
        if len({place for pair in ends if found in pair for place in pair}) <= _HUB_PARTNERS:
            break
        hubs.append(found)
    return hubs


def _routes(story: Story) -> Plan:
    hubs = _hubs(story)
    while True:
        halves, stems, links = _sort(story.activities, hubs)
        full = [sum(len(right) + len(left) for (at, _), (right, left) in halves.items() if at == hub) for hub in hubs]
        bare = [hub for hub, count in zip(hubs, full, strict=True) if not count]
        if not bare or len(hubs) == 1:
            break
        hubs.remove(bare[0])
    order = sorted(range(len(hubs)), key=lambda i: (-full[i], i))
    rank = {hubs[i]: at for at, i in enumerate(order)}
    petals = tuple(Petal(rank[hub], place, tuple(right), tuple(left)) for (hub, place), (right, left) in halves.items())
    return Plan("routes", tuple(hubs[i] for i in order), petals, tuple(stems), tuple(links))


Halves = dict[tuple[Place, Place | None], tuple[list[int], list[int]]]


def _sort(activities: tuple[Activity, ...], hubs: list[Place]) -> tuple[Halves, list[int], list[int]]:
    """Sort the activities into petals (hub, place), stems and links; what has no way of its own goes where it can."""
    halves: Halves = {}
    stems: list[int] = []
    links: list[int] = []
    astray: list[Activity] = []
    for one in activities:
        origin, destination = one.origin, one.destination
        if origin is None or destination is None or origin == destination:
            astray.append(one)
        elif origin in hubs and destination in hubs:
            stems.append(one.n)
        elif origin in hubs:
            halves.setdefault((origin, destination), ([], []))[0].append(one.n)
        elif destination in hubs:
            halves.setdefault((destination, origin), ([], []))[1].append(one.n)
        else:
            links.append(one.n)
    at = {place: hub for hub, place in reversed(halves)}
    for one in astray:
        place = one.destination or one.origin
        if place is None or place in hubs:
            right, left = halves.setdefault((place or hubs[0], None), ([], []))
            (right if len(right) <= len(left) else left).append(one.n)
        else:
            right, left = halves.setdefault((at.get(place, hubs[0]), place), ([], []))
            (right if one.destination else left).append(one.n)
    return {key: (sorted(right), sorted(left)) for key, (right, left) in halves.items()}, stems, links


def _turns(numbers: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Lay activities right and left in turn; one alone is on both sides."""
    return (tuple(numbers[::2]), tuple(numbers[1::2])) if len(numbers) > 1 else (tuple(numbers), tuple(numbers))


def _places(activities: tuple[Activity, ...], home: Place | None) -> Plan:
    """Make each place a petal, the most visited first."""
    groups: dict[Place | None, list[int]] = {}
    for one in activities:
        place = one.destination or one.origin
        groups.setdefault(None if place == home else place, []).append(one.n)
    order = sorted(
        groups, key=lambda place: (place is None, -len(groups[place]), *((place.code, place.name) if place else ()))
    )
    return Plan("places", (home,), tuple(Petal(0, place, *_turns(groups[place])) for place in order))


def _dates(activities: tuple[Activity, ...], home: Place | None) -> Plan:
    """Make each activity a petal in the direction of its day; in a full year each month one."""
    if len(activities) <= FEW:
        day = [(one.n, 360 * (one.start.timetuple().tm_yday - 1) / YEAR_DAYS) for one in activities]
        return Plan("days", (home,), tuple(Petal(0, None, (n,), (n,), turn) for n, turn in day))
    months: dict[int, list[int]] = {}
    for one in activities:
        months.setdefault(one.start.month - 1, []).append(one.n)
    petals = tuple(Petal(0, None, *_turns(months[month]), 30.0 * month) for month in sorted(months))
    return Plan("months", (home,), petals)
