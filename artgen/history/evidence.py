"""What several kinds of moments ask of a year: its groups, its places, and whether enough is known for a claim."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import TypeVar

from artgen.history.columns import Activity, Place

Activities = tuple[Activity, ...]
Key = TypeVar("Key", bound=Hashable)


def grouped(activities: Activities, by: Callable[[Activity], Key]) -> dict[Key, Activities]:
    """Return the activities by a key, in the order in which the keys first come."""
    groups: dict[Key, list[Activity]] = defaultdict(list)
    for one in activities:
        groups[by(one)].append(one)
    return {key: tuple(group) for key, group in groups.items()}


def by_day(activities: Activities) -> Activities:
    """Return the activities as a calendar has them: by their local days, those of one day in time order.

    It differs from time order over the date line: who flies east at 00:30 on 3 January lands on the 2nd.
    """
    return tuple(sorted(activities, key=lambda one: (one.start.date(), one.n)))


def by_time(activities: Activities) -> Activities:
    """Return the activities in the order in which they happened, whatever the days of their places."""
    return tuple(sorted(activities, key=lambda one: one.n))


def numbers(activities: Activities) -> tuple[int, ...]:
    """Return the n of each."""
    return tuple(one.n for one in activities)


def led(activity: Activity) -> bool:
    """Return whether it led from one place to another."""
    return bool(activity.origin and activity.destination and activity.origin.code != activity.destination.code)


def reached(activity: Activity, home: Place | None) -> Place | None:
    """Return where it led, unless that was home; for one that led nowhere, where it was."""
    if led(activity):
        return None if activity.destination == home else activity.destination
    return activity.destination or activity.origin


def all_placed(activities: Activities) -> bool:
    """Return whether no activity lacks a place that others of this year have: one end, or both."""
    ends = {(one.origin is not None) + (one.destination is not None) for one in activities}
    return len(ends) == 1 and 0 not in ends


def all_timed(activities: Activities) -> bool:
    """Return whether the hour of each is known."""
    return all(one.timed for one in activities)


def all_named(activities: Activities) -> bool:
    """Return whether the category of each is known."""
    return all(one.category for one in activities)
