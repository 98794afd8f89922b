"""The year before, as little of it as a style needs: it is remembered, never measured against this one."""

from artgen.history.grace import Graced
from artgen.history.history import Record
from artgen.history.places import place
from artgen.history.story import Last


def remember(graced: Graced, year: int) -> Last | None:
    """Return what may be remembered of last year, by that year's own rules of grace.

    None for a year that was held, set aside, told quietly or empty: what was handled with care then rests now.
    """
    history = graced.history
    if history.person is None or history.held or graced.tone.softened or not history.records:
        return None
    months = [record.start.month for record in history.records]
    places = {found.name for record in history.records for found in map(place, _ends(record)) if found}
    return Last(year, tuple(months.count(month) for month in range(1, 13)), tuple(sorted(places)))


def _ends(record: Record) -> tuple[str, ...]:
    return tuple(end for end in (record.origin, record.destination) if end)
