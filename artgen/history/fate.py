"""What becomes of an activity row: one fate each, in order of precedence, and how the team reads it."""

from enum import IntEnum

ID_LIMIT = 256


class Fate(IntEnum):
    """The fates in the order in which they are looked for: a row gets the first that matches."""

    KEPT = 0
    LEFT_OUT = 1
    NO_CUSTOMER = 2
    LONG_CUSTOMER = 3
    UNREAD_TIME = 4
    NO_DATE = 5
    NO_TIME = 6
    UNKNOWN_PLACE = 7
    UNKNOWN_ZONE = 8
    SKIPPED_TIME = 9
    OTHER_YEAR = 10
    BAD_AMOUNT = 11
    NEGATIVE_AMOUNT = 12
    UNKNOWN_UNIT = 13
    LARGE_AMOUNT = 14
    BAD_MINUTES = 15
    NEGATIVE_MINUTES = 16
    LARGE_MINUTES = 17


# The reason as it is counted, and the column that the fault names. LEFT_OUT has the campaign's own reasons.
TOLD: dict[Fate, tuple[str, str]] = {
    Fate.NO_CUSTOMER: ("no customer id", "customer"),
    Fate.LONG_CUSTOMER: (f"customer id longer than {ID_LIMIT} characters", "customer"),
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
