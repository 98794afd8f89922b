"""What becomes of an activity row: one fate each, in order of precedence, and how the team reads it."""

import re
from enum import IntEnum

ID_LIMIT = 256
CONTROL = r"[\x00-\x1f\x7f-\x9f]"


class Fate(IntEnum):
    """The fates in the order in which they are looked for: a row gets the first that matches."""

    KEPT = 0
    LEFT_OUT = 1
    NO_CUSTOMER = 2
    LONG_CUSTOMER = 3
    CONTROL_CUSTOMER = 4
    UNREAD_TIME = 5
    NO_DATE = 6
    NO_TIME = 7
    UNKNOWN_PLACE = 8
    UNKNOWN_ZONE = 9
    SKIPPED_TIME = 10
    OTHER_YEAR = 11
    BAD_AMOUNT = 12
    NEGATIVE_AMOUNT = 13
    UNKNOWN_UNIT = 14
    LARGE_AMOUNT = 15
    BAD_MINUTES = 16
    NEGATIVE_MINUTES = 17
    LARGE_MINUTES = 18


# The reason as it is counted, and the column that the fault names. LEFT_OUT has the campaign's own reasons.
TOLD: dict[Fate, tuple[str, str]] = {
    Fate.NO_CUSTOMER: ("no customer id", "customer"),
    Fate.LONG_CUSTOMER: (f"customer id longer than {ID_LIMIT} characters", "customer"),
    Fate.CONTROL_CUSTOMER: ("customer id with a control character", "customer"),
    Fate.UNREAD_TIME: ("time can't be read", "when"),
    Fate.NO_DATE: ("no such date", "when"),
    Fate.NO_TIME: ("no such time", "when"),
    Fate.UNKNOWN_PLACE: ("unknown place", "origin"),
    Fate.UNKNOWN_ZONE: ("unknown time zone", "zone"),
    Fate.SKIPPED_TIME: ("time skipped by the clock", "when"),
    Fate.OTHER_YEAR: ("outside the year", "when"),
    Fate.BAD_AMOUNT: ("amount is not a number", "amount"),
    Fate.NEGATIVE_AMOUNT: ("amount is negative", "amount"),
    Fate.UNKNOWN_UNIT: ("unknown unit", "unit"),
    Fate.LARGE_AMOUNT: ("amount is too large to be true", "amount"),
    Fate.BAD_MINUTES: ("minutes are not a number", "minutes"),
    Fate.NEGATIVE_MINUTES: ("minutes are negative", "minutes"),
    Fate.LARGE_MINUTES: ("minutes are more than a year", "minutes"),
}
NO_FAULT = (Fate.KEPT, Fate.LEFT_OUT, Fate.OTHER_YEAR)


def fate_of(customer: str) -> Fate:
    """Return what becomes of a row by its customer id alone: KEPT where that can be used."""
    if not customer:
        return Fate.NO_CUSTOMER
    if len(customer) > ID_LIMIT:
        return Fate.LONG_CUSTOMER
    return Fate.CONTROL_CUSTOMER if re.search(CONTROL, customer) else Fate.KEPT


def told_id(customer: str) -> str:
    """Return what a fault tells of an id that can't be used, never the id itself.

    >>> told_id("x" * 300), told_id("a\\x00b"), told_id("")
    ('300 characters', 'U+0000', '')
    """
    if len(customer) > ID_LIMIT:
        return f"{len(customer):,} characters"
    found = re.search(CONTROL, customer)
    return f"U+{ord(found[0]):04X}" if found else ""
