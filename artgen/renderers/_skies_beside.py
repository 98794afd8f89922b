"""The list beside the window, in figures and codes, for it is the same in every language: month, day, way and time.

A year of many has its months, and how many each holds. A short one has the hour and the sun's height of each ridge.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.marks import Line
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import covers, cut, width
from artgen.history.columns import Activity
from artgen.history.story import Story
from artgen.renderers._skies_light import known
from artgen.renderers._skies_ridges import Ridges
from artgen.renderers._skies_window import Seat
from artgen.words.voice import route

Floats = NDArray[np.float64]

MOST_ROWS = 30
MOST_COURSES = 6
_LEADING = 1.32
_MONTH, _DAY = 2.1, 2.1
_GAP = 0.9


def beside(story: Story, view: Seat, theme: Theme, ridges: Ridges) -> dict[int, tuple[Line, ...]]:
    """Return the lines of each activity, by its number; those that belong to no single one under -1."""
    if view.beside is None:
        return {}
    if len(story) > MOST_ROWS:
        return {-1: tuple(_months(story, view, theme, ridges))}
    return _rows(story, view, theme, ridges)


def way(activity: Activity) -> str:
    """Return the codes of a way, "AUS – DEN", or the name of the one place; empty where the type can't set it."""
    if taken := route(activity):
        said = f"{taken[0].code} – {taken[1].code}"
    else:
        place = activity.destination or activity.origin
        said = place.name if place else ""
    return said if covers(said) else ""


def _rows(story: Story, view: Seat, theme: Theme, ridges: Ridges) -> dict[int, tuple[Line, ...]]:
    box = view.beside
    assert box is not None
    size = view.size
    begins = ridges.base[:: ridges.moments]
    count = len(begins)
    y = _spaced(begins + 4, size * _LEADING, view.window.bottom - 0.04 * view.window.height)
    ways = [way(one) for one in story.activities]
    times = [f"{one.start:%H:%M}" if one.timed else "" for one in story.activities]
    clock = width("00:00", size, voice=theme.voice)
    day_at, way_at = box.x + _MONTH * size, box.x + (_MONTH + _DAY) * size
    widest = max(width(text, size, 500, voice=theme.voice) for text in ways)
    room = box.right - way_at - (clock + _GAP * size if any(times) else 0)
    time_at = way_at + (min(widest, room) + _GAP * size if widest else 0.0)
    made: dict[int, tuple[Line, ...]] = {}
    before = 0
    for n, activity in enumerate(story.activities):
        lines = []
        at, month = round(float(y[n]), 1), activity.start.month
        if month != before:
            lines.append(Line(box.x, at, f"{month:02d}", size, theme.muted, of=(n,), voice=theme.voice))
        before = month
        lines.append(Line(day_at, at, f"{activity.start.day:02d}", size, theme.muted, of=(n,), voice=theme.voice))
        if ways[n]:
            text = cut(ways[n], room, size, 500, voice=theme.voice)
            lines.append(Line(way_at, at, text, size, theme.ink, 500, of=(n,), voice=theme.voice))
        if times[n]:
            lines.append(Line(time_at, at, times[n], size, theme.muted, of=(n,), voice=theme.voice))
        if count <= MOST_COURSES:
            lines.extend(_course(story, n, ridges, theme, (way_at, time_at if widest else way_at + 4 * size), size))
        made[n] = tuple(lines)
    return made


def _course(story: Story, n: int, ridges: Ridges, theme: Theme, at: tuple[float, float], size: float) -> Iterator[Line]:
    """Yield the time and the sun's height where each later ridge of an activity begins, where they are known."""
    activity, sunlit = story.activities[n], bool(known(story.columns).sun[n])
    if not activity.timed or not np.isfinite(activity.minutes):
        return
    for m in range(n * ridges.moments + 1, (n + 1) * ridges.moments):
        part = float(ridges.begin[m])
        y = round(float(ridges.base[m]) + 4, 1)
        then = activity.start + dt.timedelta(minutes=part * activity.minutes)
        yield Line(at[0], y, f"{then:%H:%M}", 0.9 * size, theme.muted, of=(n,), voice=theme.voice)
        if sunlit:
            height = round(float(np.interp(part * 8, range(9), activity.sun)))
            text = f"{height:+d}°".replace("-", "−") if height else "0°"
            yield Line(at[1], y, text, 0.9 * size, theme.muted, of=(n,), voice=theme.voice)


def _months(story: Story, view: Seat, theme: Theme, ridges: Ridges) -> Iterator[Line]:
    box = view.beside
    assert box is not None
    size = view.size
    groups = [(month, list(of)) for month, of in groupby(range(len(story)), lambda n: int(story.columns.month[n]))]
    y = _spaced(ridges.base[[of[0] * ridges.moments for _, of in groups]] + 4, 2 * size, view.window.bottom - 2 * size)
    for (month, of), at in zip(groups, np.round(y, 1).tolist(), strict=True):
        yield Line(box.x, at, f"{month + 1:02d}", size, theme.muted, voice=theme.voice)
        yield Line(box.x + (_MONTH + _DAY) * size, at, f"{len(of)}", size, theme.ink, 500, voice=theme.voice)


def _spaced(y: Floats, least: float, lowest: float) -> Floats:
    """Return baselines at least `least` apart, none below `lowest` where there is room, moved as little as it takes."""
    order = np.arange(len(y)) * least
    down = np.maximum.accumulate(y - order) + order
    last = max(lowest, float(down[0] + order[-1]))
    up: Floats = np.minimum(down, last - order[::-1])
    return up
