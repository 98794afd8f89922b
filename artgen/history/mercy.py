"""The four mercies that every campaign has unless it says otherwise: patterns that ask for a quieter voice.

Each looks at one person's year alone, against thresholds that are stated here; nothing compares people.
"""

import datetime as dt
import re
from itertools import pairwise

from artgen.history.condition import Records, names_of

SUDDEN_STOP = "sudden stop"
SUDDEN_CLINICS = "sudden clinics"
LATE_NIGHTS = "late nights"
MONEY = "money"
MERCIES = (SUDDEN_STOP, SUDDEN_CLINICS, LATE_NIGHTS, MONEY)

STOP_DAYS = 100
STOP_ACTIVITIES = 6
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


def stops_suddenly(records: Records, year: int) -> bool:
    """Tell whether a regular year falls silent: its last 100 days or more are empty, after six activities or more.

    Regular means that no earlier pause, from New Year on, was half as long as the silence at the end.
    """
    if len(records) < STOP_ACTIVITIES:
        return False
    days = [dt.date(year, 1, 1), *(record.start.date() for record in records)]
    silence = (dt.date(year, 12, 31) - days[-1]).days
    longest = max((after - before).days for before, after in pairwise(days))
    return silence >= STOP_DAYS and 2 * longest < silence


def clinics(records: Records, watched: tuple[str, ...] = WATCHED) -> tuple[int, ...]:
    """Return the activities of a watched place or category where they are a sudden new pattern, else none.

    New: none of them lies in the first 30 days of the year. Sudden: three or more lie within 60 days.
    """
    named = {_plain(word) if word.isascii() or word < "\u3000" else word for word in watched}
    found = tuple(n for n, record in enumerate(records) if _names(named, record.category, *names_of(record)))
    days = [records[n].start.date() for n in found]
    if len(found) < CLINIC_TIMES or days[0].timetuple().tm_yday <= CLINIC_NEW_AFTER_DAYS:
        return ()
    windows = zip(days, days[CLINIC_TIMES - 1 :], strict=False)
    return found if any((last - first).days <= CLINIC_WITHIN_DAYS for first, last in windows) else ()


def late_nights(records: Records) -> tuple[int, ...]:
    """Return what began between 00:00 and 05:00, where that is five times or more and a tenth of all known hours."""
    timed = [n for n, record in enumerate(records) if record.timed]
    found = tuple(n for n in timed if records[n].start.hour < NIGHT_ENDS)
    return found if len(found) >= NIGHT_TIMES and len(found) >= NIGHT_SHARE * len(timed) else ()


def _names(watched: set[str], *said: str) -> bool:
    """Tell whether a watched word stands in a text as a word of its own.

    >>> _names({" hospital "}, "St Mary's Hospital"), _names({" hospital "}, "Hospitality suite")
    (True, False)
    """
    return any(word in text for text in map(_plain, said) for word in watched)


def _plain(text: str) -> str:
    return " ".join(["", *_WORD.findall(text.casefold()), ""])
