"""Activities, and the same as read-only columns: one pass, arrays, so that a style can be vectorised."""

import datetime as dt
import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WEATHERS = ("clear", "cloud", "rain", "snow", "wind")
SUN_SAMPLES = 9


@dataclass(frozen=True, slots=True)
class Place:
    """A place: `name` is what people call it (the city); degrees north and east, nan where only the name is known.

    `code` is its short name, the name itself where there is none. Two are the same place by code and name alone: a
    clinic stays one clinic, however far a phone's coordinates wander. `zone` is empty where nothing tells its clock.
    """

    code: str
    name: str
    latitude: float = field(compare=False)
    longitude: float = field(compare=False)
    zone: str = field(compare=False)

    @property
    def located(self) -> bool:
        """Tell whether the place can be found on the globe."""
        return not math.isnan(self.latitude)


@dataclass(frozen=True, slots=True)
class Activity:
    """One dated event; unknown numbers are nan, unknown texts empty.

    `n` counts from 0 in time order. `start` is aware, in the clock of the place where it happened; when
    `timed` is False only its date is known. `amount` is in the campaign's unit, `minutes` the duration.
    `grade` 0..3 is how special it was (cabin). `sun` holds the sun's height in degrees at nine even steps
    from start to end (empty when unknown), `rising` whether the sun was climbing at each of them.
    """

    n: int
    start: dt.datetime
    timed: bool
    amount: float
    minutes: float
    origin: Place | None = None
    destination: Place | None = None
    category: str = ""
    grade: int = 0
    weather: str = ""
    sun: tuple[float, ...] = ()
    rising: tuple[bool, ...] = ()
    line: int = 0


@dataclass(frozen=True, eq=False)
class Columns:
    """The activities as read-only arrays of length N in time order.

    `day` 1..366, `month` 0..11, `hour` 0..24 local (nan unknown), `amount` (nan unknown), `share` of the
    largest amount 0..1 (unknown amounts get the median share, or 1 where none is known), `minutes`,
    `grade` 0..3, `weather` index into WEATHERS (-1 unknown), `sun` (N, 9) degrees, `rising` (N, 9).
    """

    day: Ints
    month: Ints
    hour: Floats
    amount: Floats
    share: Floats
    minutes: Floats
    grade: Ints
    weather: Ints
    sun: Floats
    rising: NDArray[np.bool_]


def stack(activities: tuple[Activity, ...]) -> Columns:
    """Return the columns of activities in their order.

    >>> stack(()).share.shape, stack(()).sun.shape
    ((0,), (0, 9))
    """
    unknown = (float("nan"),) * SUN_SAMPLES
    still = (False,) * SUN_SAMPLES
    amount = np.array([a.amount for a in activities], float)
    known = amount[np.isfinite(amount)]
    largest = known.max() if known.size and known.max() > 0 else 1.0
    share = np.clip(amount / largest, 0, 1)
    filler = float(np.median(known / largest)) if known.size else 1.0
    columns = Columns(
        day=np.array([a.start.timetuple().tm_yday for a in activities], np.int64),
        month=np.array([a.start.month - 1 for a in activities], np.int64),
        hour=np.array([_hour(a) for a in activities], float),
        amount=amount,
        share=np.where(np.isfinite(share), share, filler),
        minutes=np.array([a.minutes for a in activities], float),
        grade=np.array([a.grade for a in activities], np.int64),
        weather=np.array([_weather(a) for a in activities], np.int64),
        sun=np.array([a.sun or unknown for a in activities], float).reshape(-1, SUN_SAMPLES),
        rising=np.array([a.rising or still for a in activities], bool).reshape(-1, SUN_SAMPLES),
    )
    for name in columns.__dataclass_fields__:
        array: NDArray[np.generic] = getattr(columns, name)
        array.flags.writeable = False
    return columns


def _hour(activity: Activity) -> float:
    return activity.start.hour + activity.start.minute / 60 if activity.timed else float("nan")


def _weather(activity: Activity) -> int:
    return WEATHERS.index(activity.weather) if activity.weather in WEATHERS else -1
