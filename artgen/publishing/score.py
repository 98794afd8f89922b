"""The score: one year as time, so that the picture that plays and the sound that goes with it can't disagree.

It stands in the page as `<script type="application/json" id="score">`, which a policy of `script-src 'self'` leaves
alone, since a block of data is never run. It is one object. Numbers of the whole:

    year      2025
    south     true where home lies south of the equator, so that seasons are half a year off
    seconds   how long the year plays, 12 to 25
    bars      the second at which each month begins, twelve of them; empty below eight activities, which play evenly

and lists with one value for each activity, in time order, so that the place in the list is its n:

    at        the second at which it begins; it never goes down
    lasts     for how many seconds its mark is drawn
    day       1..366 of the year
    month     0..11
    hour      0..24, local; null where it is unknown
    share     0..1 of the year's largest amount
    x         0..1, left to right: west to east of home (.5) where places are known, else where its mark stands
    from      the same for where it began; x again where nothing else is known
    kind      0..4 for the brand's categories, 5 for any other, -1 unknown
    moment    1 where it is the first of a moment's activities, else 0

Nothing in it names a person, a place or a sum of money; the words of the year are the page's list.

The page's script (`assets/page/play.js`) hands the whole object to `artgenSound.start(score)`, always followed by
`artgenSound.at(seconds)`, which says from where it plays; `stop()` is pause, scrub and end, and `setVolume(0..1)` the
slider. It asks `artgenSound.now()`, where there is one, for the second that is heard, so that the ear leads the eye.
"""

import json
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.artwork import Artwork
from artgen.history.columns import Floats, Place
from artgen.history.story import Story
from artgen.words.telling import Telling

SHORTEST, LONGEST = 12.0, 25.0
EVEN_BELOW = 8
PLACES = 16
_REST = 0.32
_CROWD = 2
_TAIL = 1.2


@dataclass(frozen=True, slots=True)
class Score:
    """When each activity begins and how long its mark is drawn, in seconds (N,); `bars` are twelve or none."""

    seconds: float
    at: Floats
    lasts: Floats
    bars: Floats


def score(story: Story) -> Score:
    """Set a year to time: a month a bar, an empty month a third of one; below eight activities each plays alone.

    The length is 13 + 5.2 log10 N seconds. A bar has sixteen places, by day; those who share a place follow each other
    inside it, and a crowded place takes longer.
    """
    count, columns = len(story), story.columns
    seconds = round(min(LONGEST, max(SHORTEST, 13 + 5.2 * math.log10(max(1, count)))), 1)
    if count < EVEN_BELOW:
        each = seconds / max(1, count)
        return Score(seconds, each * np.arange(count, dtype=float), np.full(count, each), np.empty(0))
    days = np.array([activity.start.day for activity in story.activities])
    place = columns.month * PLACES + np.minimum((days - 1) * PLACES // 31, PLACES - 1)
    held = np.bincount(place, minlength=12 * PLACES)
    lived = held.reshape(12, PLACES).any(axis=1)
    weight = np.where(lived, 1.0, _REST).repeat(PLACES) * np.maximum(1, held / _CROWD)
    edges = np.concatenate(([0.0], np.cumsum(weight))) * (seconds - _TAIL) / weight.sum()
    within = np.arange(count) - np.searchsorted(place, place)
    at = edges[place] + (edges[place + 1] - edges[place]) * within / held[place]
    lasts = np.minimum(0.5 + 1.15 * np.sqrt(columns.share), max(0.12, 4 * seconds / count))
    lasts = np.minimum(lasts, seconds - at).astype(float)
    return Score(seconds, at, lasts, edges[: 12 * PLACES : PLACES])


def written(story: Story, telling: Telling, artwork: Artwork) -> str:
    """Write the score of a year as JSON; see the module for what each key says."""
    played, columns = score(story), story.columns
    began, ended = _across(story, artwork)
    moments = {moment.of[0] for moment in telling.moments}
    return json.dumps(
        {
            "year": story.year,
            "south": bool(story.home and story.home.latitude < 0),
            "seconds": played.seconds,
            "bars": _rounded(played.bars),
            "at": _rounded(played.at),
            "lasts": _rounded(played.lasts),
            "day": columns.day.tolist(),
            "month": columns.month.tolist(),
            "hour": [value if math.isfinite(value) else None for value in _rounded(columns.hour)],
            "share": _rounded(columns.share),
            "x": _rounded(ended),
            "from": _rounded(began),
            "kind": story.kind.tolist(),
            "moment": [int(n in moments) for n in range(len(story))],
        },
        separators=(",", ":"),
    )


def _rounded(values: NDArray[np.float64]) -> list[float]:
    return [round(value, 2) for value in values.tolist()]


def _across(story: Story, artwork: Artwork) -> tuple[Floats, Floats]:
    """Return where each activity began and ended, 0..1 from left to right."""
    drawn = np.array([(box.x + box.width / 2) / artwork.canvas.width if box else 0.5 for box in artwork.boxes], float)
    home = story.home or next((one.origin for one in story.activities if one.origin and one.origin.located), None)
    if home is None or not home.located:
        return np.clip(drawn, 0, 1), np.clip(drawn, 0, 1)
    began, ended = (
        np.array([_east(getattr(one, end), home) for one in story.activities], float)
        for end in ("origin", "destination")
    )
    ended = np.where(np.isfinite(ended), ended, began)
    ended = np.where(np.isfinite(ended), ended, np.clip(drawn, 0, 1))
    return np.where(np.isfinite(began), began, ended), ended


def _east(place: Place | None, home: Place) -> float:
    """Return how far east of home a place lies, 0..1 with home at .5; what is near is held apart. nan where unknown."""
    if place is None or not place.located:
        return math.nan
    east = (place.longitude - home.longitude + 180) % 360 - 180
    return 0.5 + math.copysign(0.425, east) * float(min(1.0, abs(east) / 90) ** 0.6)
