"""Moments of the clock, by the clock of the place: the earliest, the latest, many in the night, across midnight."""

import datetime as dt
import math

from artgen.history.clock import zone_of
from artgen.history.columns import Activity, Place
from artgen.history.evidence import Activities, all_timed, numbers
from artgen.history.story import Moment

LATE_FROM_HOUR = 21
LATE_UNTIL_HOUR = 4
LATE_MINUTES = 300
EARLY_UNTIL_HOUR = 7
NIGHT_FROM_HOUR = 22
NIGHTS = 3
NIGHT_SHARE = 0.2

_DAY = 24 * 60


def earliest(activities: Activities, home: Place | None) -> Moment | None:
    """Find the earliest start, between 04:00 and 07:00, where none is earlier; `value` the hour.

    Every hour must be known. Among equals the first. Strength: the share of those three hours that it was early by.
    """
    if not activities or not all_timed(activities):
        return None
    minutes = [_minute(one) for one in activities]
    early = min(minutes)
    if not LATE_UNTIL_HOUR * 60 <= early < EARLY_UNTIL_HOUR * 60:
        return None
    strength = (EARLY_UNTIL_HOUR * 60 - early) / ((EARLY_UNTIL_HOUR - LATE_UNTIL_HOUR) * 60)
    return Moment("earliest", (activities[minutes.index(early)].n,), early / 60, strength)


def latest(activities: Activities, home: Place | None) -> Moment | None:
    """Find the latest start, between 21:00 and 04:00, when a night ends; `value` the hour.

    Every hour must be known. Among equals the first. Strength: the share of five hours after 21:00, at most 1.
    """
    if not activities or not all_timed(activities):
        return None
    late = [(_minute(one) - LATE_FROM_HOUR * 60) % _DAY for one in activities]
    night = (LATE_UNTIL_HOUR - LATE_FROM_HOUR) * 60 % _DAY
    most = max((minutes for minutes in late if minutes < night), default=-1)
    if most < 0:
        return None
    found = activities[late.index(most)]
    return Moment("latest", (found.n,), _minute(found) / 60, min(1.0, (most + 1) / LATE_MINUTES))


def night_owl(activities: Activities, home: Place | None) -> Moment | None:
    """Find the starts between 22:00 and 04:00: `value` many, three or more, and a fifth of all or more.

    Every hour must be known. Strength: their share of all.
    """
    if not all_timed(activities):
        return None
    late = tuple(one for one in activities if not LATE_UNTIL_HOUR <= one.start.hour < NIGHT_FROM_HOUR)
    if len(late) < max(NIGHTS, NIGHT_SHARE * len(activities)):
        return None
    return Moment("night_owl", numbers(late), len(late), len(late) / len(activities))


def across_midnight(activities: Activities, home: Place | None) -> Moment | None:
    """Find the longest that began on one day and ended on a later one; `value` its minutes; among equals the first.

    None where more than half of those whose end is known did so. Strength: the share of those that did not.
    """
    known = [(one, end) for one in activities if (end := ended(one))]
    across = [one for one, end in known if end.date() > one.start.date()]
    if not across or 2 * len(across) > len(known):
        return None
    found = max(across, key=lambda one: one.minutes)
    return Moment("across_midnight", (found.n,), found.minutes, 1 - len(across) / len(known))


def ended(activity: Activity) -> dt.datetime | None:
    """Return when an activity ended, by the clock of the place where it did; None where hour or duration is unknown."""
    if not activity.timed or math.isnan(activity.minutes):
        return None
    end = activity.start.astimezone(dt.UTC) + dt.timedelta(minutes=activity.minutes)
    place = activity.destination
    return end.astimezone(zone_of(place.zone) if place and place.zone else activity.start.tzinfo)


def _minute(activity: Activity) -> int:
    return activity.start.hour * 60 + activity.start.minute
