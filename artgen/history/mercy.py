"""The four mercies that every campaign has unless it says otherwise: patterns that ask for a quieter voice.

Each looks at one person's year alone, against thresholds that are stated here; nothing compares people.
"""

import datetime as dt
import re
from functools import lru_cache
from itertools import pairwise

from artgen.history.condition import Records, names_of
from artgen.history.history import Record

SUDDEN_STOP = "sudden stop"
SUDDEN_CLINICS = "sudden clinics"
LATE_NIGHTS = "late nights"
MONEY = "money"
MERCIES = (SUDDEN_STOP, SUDDEN_CLINICS, LATE_NIGHTS, MONEY)

STOP_DAYS = 100
STOP_ACTIVITIES = 6
STOP_MONTHS = 3
CLINIC_TIMES = 3
CLINIC_WITHIN_DAYS = 60
CLINIC_NEW_AFTER_DAYS = 30
NIGHT_ENDS = 5
NIGHT_TIMES = 5
NIGHT_SHARE = 0.1

# What a place or a category is called where illness or mourning is near; a campaign adds its own with `watch`.
WATCHED = (
    *("clinic", "clinics", "hospital", "hospitals", "hospice", "infirmary", "emergency room", "intensive care"),
    *("oncology", "dialysis", "chemotherapy", "radiotherapy", "rehab", "funeral", "funeral home", "cemetery"),
    *("crematorium", "klinik", "krankenhaus", "hospiz", "friedhof", "hôpital", "clinique", "cimetière"),
    *("clínica", "cementerio", "tanatorio", "clínicas", "hospitales", "hospitais", "cemitério"),
    *("病院", "クリニック", "مستشفى", "عيادة"),
)
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = "\u3000"


def stops_suddenly(records: Records, year: int) -> bool:
    """Tell whether a regular year falls silent: its last 100 days or more are empty.

    Regular means six activities or more, in three months or more, and that no earlier pause, from New Year on, was
    half as long as the silence at the end.
    """
    if len(records) < STOP_ACTIVITIES or len({record.start.month for record in records}) < STOP_MONTHS:
        return False
    days = [dt.date(year, 1, 1), *sorted(record.start.date() for record in records)]
    silence = (dt.date(year, 12, 31) - days[-1]).days
    longest = max((after - before).days for before, after in pairwise(days))
    return silence >= STOP_DAYS and 2 * longest < silence


def clinics(records: Records, watched: tuple[str, ...] = WATCHED) -> tuple[int, ...]:
    """Return the activities of a watched place or category where they are a sudden new pattern, else none.

    New: none of them lies in the first 30 days of the year. Sudden: three or more lie within 60 days.
    """
    found = tuple(n for n, record in enumerate(records) if any(_names(watched, said) for said in _said(record)))
    days = sorted(records[n].start.date() for n in found)
    if len(found) < CLINIC_TIMES or days[0].timetuple().tm_yday <= CLINIC_NEW_AFTER_DAYS:
        return ()
    windows = zip(days, days[CLINIC_TIMES - 1 :], strict=False)
    return found if any((last - first).days <= CLINIC_WITHIN_DAYS for first, last in windows) else ()


def late_nights(records: Records) -> tuple[int, ...]:
    """Return what began between 00:00 and 05:00, where that is five times or more and a tenth of all known hours."""
    timed = [n for n, record in enumerate(records) if record.timed]
    found = tuple(n for n in timed if records[n].start.hour < NIGHT_ENDS)
    return found if len(found) >= NIGHT_TIMES and len(found) >= NIGHT_SHARE * len(timed) else ()


def _said(record: Record) -> tuple[str, ...]:
    return (record.category, *names_of(record)) if record.category else names_of(record)


@lru_cache(maxsize=16_384)
def _names(watched: tuple[str, ...], said: str) -> bool:
    """Tell whether a watched word stands in a text as a word of its own, or anywhere in a script without spaces.

    >>> _names(("hospital",), "St Mary's Hospital"), _names(("hospital",), "Hospitality suite")
    (True, False)
    """
    plain = _plain(said)
    return any((word if word > _UNSPACED else _plain(word)) in plain for word in watched)


def _plain(text: str) -> str:
    return " ".join(["", *_WORD.findall(text.casefold()), ""])
