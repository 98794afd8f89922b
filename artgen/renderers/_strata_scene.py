"""The lie of the land: where the sky ends, where each month's ridge runs, and where a day stands on it.

Composed for each sheet: the words stand on December's ground, on a card in a column of their own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artgen.drawing.canvas import CARD, Box, Canvas
from artgen.history.story import Story

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MONTHS = 12
WEEKS = 52
DAYS = 31.0
FEW, CROWD, DENSE = 6, 60, 120
_GUTTER, _AIR = 12.0, 10.0
_RISE, _SET = 5.5, 20.0
_LEVEL = 0.75
_EDGE, _AWAY = 0.1, 0.19
_LONE, _LONE_HEIGHT, _LONE_NEED = 0.8, 2.2, (5.0, 11.0)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One landscape on one sheet, in user units.

    `view` is what is painted, `left` and `right` are where the months begin and end, `ceiling` is as high as anything
    may reach, `horizon` where January runs. `ridges` (13,) are the heights of the twelve ridges and of the floor before
    December; `tallest` is the height of the largest peak, `broadest` half its foot, both at mid-distance; `disc` is
    how large the sun is, as a share of the view.
    """

    view: Box
    left: float
    right: float
    ceiling: float
    horizon: float
    ridges: Floats
    tallest: float
    broadest: float
    disc: float

    @property
    def radius(self) -> float:
        """Return the radius of the sun or the moon."""
        return self.disc * min(self.view.width, 0.8 * self.view.height)

    @property
    def width(self) -> float:
        """Return how far the month reaches across the sheet."""
        return self.right - self.left

    def across(self, days: ArrayLike) -> Floats:
        """Return where days of the month stand, 0 its first midnight and 31 the end of a long one."""
        return self.left + self.width * np.asarray(days, float) / DAYS

    def room(self) -> Floats:
        """Return the depth (12,) from each ridge to the one before it."""
        return np.diff(self.ridges)


def scene(story: Story, canvas: Canvas) -> Scene:
    """Compose the landscape of a year: busy months have more depth, quiet ones lie close together."""
    count, art, sheet = max(1, len(story)), canvas.art, canvas.sheet
    carded = canvas.name == CARD.name
    view = Box(art.x - _GUTTER, 0, canvas.width - art.x + _GUTTER, canvas.height) if carded else sheet
    near = art.bottom - (8 if carded else 3)
    horizon = art.y + (near - art.y) * (0.44 if count <= FEW else 0.41) if len(story) else canvas.height * 0.40
    inset = _over(count, 46.0, 40.0, 30.0, 6.0) if not carded else 34.0
    if _at_edge(story):
        inset = _AWAY * view.width
    tall = (near - art.y) * _over(count, 0.46, 0.37, 0.26, 0.15) * (1.04 if carded else 1.0)
    if _lone(story):
        tall *= _LONE_HEIGHT
    broad = (0.94 * view.width if carded else min(view.width, 0.9 * canvas.height)) * _over(
        count, 0.41, 0.30, 0.160, 0.115
    )
    ridges = np.r_[_ridges(story, horizon, near), view.bottom + 12]
    return Scene(
        view,
        art.x + inset,
        art.right - inset,
        art.y + _AIR,
        horizon,
        ridges,
        tall,
        broad,
        0.100 if count <= FEW else 0.084,
    )


def days_of(story: Story) -> Floats:
    """Return the day of the month of each activity (n,), its hour counted in; its noon where the hour is unknown."""
    day = np.array([activity.start.day - 1 for activity in story.activities], float)
    hour = story.columns.hour
    return day + np.where(np.isfinite(hour), hour, 12.0) / 24


def record(story: Story) -> int | None:
    """Return the one activity of the largest amount: the one over which the sun or the moon stands.

    None where there is none or it isn't to be told. One activity alone needs no amount, its disc tells its hour.
    """
    if len(story) == 1:
        return 0 if np.isfinite(story.columns.hour[0]) and not story.softened else None
    return story.largest


def level(story: Story) -> bool:
    """Tell whether very many peaks are nearly alike in height, as those of a daily habit are."""
    return len(story) > DENSE and float(np.quantile(story.columns.share, 0.05)) > _LEVEL


def quiet_weeks(story: Story) -> Ints:
    """Return the weeks 0..51 of the year in which nothing happened; days 365 and 366 belong to the last."""
    busy = np.minimum((story.columns.day - 1) // 7, WEEKS - 1)
    return np.flatnonzero(np.bincount(busy, minlength=WEEKS) == 0)


def height_of_hour(hour: float) -> float:
    """Return how high the disc of an hour stands, 0 at the horizon to 1 at the zenith: sun by day, moon by night.

    >>> [round(height_of_hour(hour), 2) for hour in (5.5, 12.75, 20, 0.75)]
    [0.0, 1.0, 0.0, 1.0]
    """
    by_day = is_day(hour)
    since, span = ((hour - _RISE), _SET - _RISE) if by_day else ((hour - _SET) % 24, 24 - _SET + _RISE)
    return float(np.sin(np.pi * np.clip(since / span, 0, 1)))


def is_day(hour: float) -> bool:
    """Return whether the sun is shown at an hour, and not the moon.

    >>> is_day(9.5), is_day(21), is_day(3)
    (True, False, False)
    """
    return _RISE <= hour < _SET


def _at_edge(story: Story) -> bool:
    """Tell whether a few peaks all stand where the month begins or ends, and their feet would lie beyond the sheet."""
    days = days_of(story) / DAYS
    return 0 < len(story) <= FEW and bool((np.abs(days - 0.5) > 0.5 - _EDGE).all())


def _lone(story: Story) -> bool:
    """Tell whether one month holds nearly all of very many: its ridge is the whole range."""
    return len(story) > CROWD and np.bincount(story.columns.month).max() > _LONE * len(story)


def _ridges(story: Story, horizon: float, near: float) -> Floats:
    """Lay out the twelve ridges from the horizon to the foreground."""
    held = np.bincount(story.columns.month, minlength=MONTHS)[:MONTHS].astype(float) if len(story) else np.ones(MONTHS)
    need = np.clip(np.sqrt(held / max(held.mean(), 1e-9)), 0.35, 2.2)
    if _lone(story):
        # The room of a ridge is that behind the next one.
        need[held.argmax()], need[min(held.argmax() + 1, MONTHS - 1)] = _LONE_NEED
    step = (0.62 + 0.76 * np.arange(MONTHS) / (MONTHS - 1)) * (0.5 + 0.5 * need)
    share = np.r_[0, np.cumsum(step[1:])] / step[1:].sum()
    lines: Floats = horizon + (near - horizon) * share
    return lines


def _over(count: int, one: float, few: float, some: float, many: float) -> float:
    return float(np.interp(np.log(count), np.log([1, 4, 60, 500]), [one, few, some, many]))
