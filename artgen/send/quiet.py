"""Quiet hours by the recipient's own clock: they only delay, and never decide that somebody gets no letter."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from artgen.campaigns.sending import Sending
from artgen.history.clock import zones


def asleep(said: Iterable[str], sending: Sending, now: dt.datetime) -> tuple[str, ...]:
    """Return the zones of those given in which it is a quiet hour now; one that is none counts as the campaign's."""
    hours = _hours(sending)
    if not hours:
        return ()
    return tuple(zone for zone in said if _quiet(now.astimezone(_zone(zone, sending)).time(), *hours))


def wakes(sleeping: Iterable[str], sending: Sending, now: dt.datetime) -> dt.datetime | None:
    """Return when, in UTC, the first of these zones leaves its quiet hours; None where there is none."""
    hours = _hours(sending)
    if not hours:
        return None
    return min((_next(hours[1], _zone(zone, sending), now) for zone in sleeping), default=None)


def _hours(sending: Sending) -> tuple[dt.time, dt.time] | None:
    if not sending.quiet_hours:
        return None
    begin, end = map(dt.time.fromisoformat, sending.quiet_hours.split("-"))
    return (begin, end) if begin != end else None


def _quiet(time: dt.time, begin: dt.time, end: dt.time) -> bool:
    return begin <= time < end if begin < end else time >= begin or time < end


def _zone(said: str, sending: Sending) -> ZoneInfo:
    return ZoneInfo(said if said in zones() else sending.zone)


def _next(end: dt.time, zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    here = now.astimezone(zone)
    days = (here.date() + dt.timedelta(days=ahead) for ahead in (0, 1, 2))
    ends = (dt.datetime.combine(day, end, zone).astimezone(dt.UTC) for day in days)
    return next(moment for moment in ends if moment > now)
