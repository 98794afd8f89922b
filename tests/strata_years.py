"""Years for the landscape's tests, made to crowd its ridges; and what its marks say, read back from them."""

import numpy as np
from brand_years import told, year

from artgen.drawing.canvas import POSTER
from artgen.drawing.marks import Bristles, Shape, Stamp
from artgen.drawing.rng import Rng
from artgen.drawing.theme import load
from artgen.history.story import Story
from artgen.renderers.strata import strata

LINEN = load("linen")
NAN = float("nan")


def marks(story, canvas=POSTER, theme=LINEN, seed="seed", **options):
    return list(strata.draw(story, canvas, theme, Rng(seed), **strata.checked(options)))


def bodies(drawn):
    """Return the outline of each mountain by activity: the first of its marks."""
    found = {}
    for mark in drawn:
        if mark.of and isinstance(mark, Shape):
            found.setdefault(mark.of[0], mark.points)
    return found


def heights(drawn):
    return {n: float(np.ptp(points[:, 1])) for n, points in bodies(drawn).items()}


def summits(drawn):
    return {n: points[points[:, 1].argmin()] for n, points in bodies(drawn).items()}


def layers(drawn, n):
    """Return how many layers a mountain has: its first open curves, before the crest that has but one."""
    rows = [mark for mark in drawn if mark.of == (n,) and isinstance(mark, Bristles)]
    return len(rows[0].starts) if len(rows) > 1 else 0


def flag(drawn, n):
    return next((mark.symbol for mark in drawn if mark.of == (n,) and isinstance(mark, Stamp)), None)


def crowded(seed: int) -> Story:
    """Return a year of 2 to 60 activities whose days or amounts crowd in one of five ways."""
    dice = np.random.default_rng(seed)
    count, way = int(dice.integers(2, 61)), seed % 5
    days = dice.integers(1, 366, count)
    if way == 3:
        days = dice.integers(0, 4, count) * 90 + dice.integers(1, 40, count)
    if way == 4:
        days = np.clip(dice.normal(180, 25, count), 1, 365).astype(int)
    amount = np.exp(dice.normal(2, (0.2, 0.5, 1.0, 0.3, 0.6)[way], count))
    hour = dice.uniform(0, 24, count)
    rows = [(int(d), float(h), "", float(a), "") for d, h, a in zip(days, hour, amount, strict=True)]
    return told("Ada", rows)


def of_amounts(*amounts: float, hour: float = 9.0) -> Story:
    """Return a year of one activity every ten days, of these amounts."""
    return told("Ada", [(10 * i + 3, hour, "Easy", amount, "") for i, amount in enumerate(amounts)])


def rows_of(count: int) -> list[tuple[int, float, str, float, str]]:
    """Return the rows of a runner's year: day, hour, kind, amount, place."""
    return [
        (one.start.timetuple().tm_yday, hour, one.category, one.amount, "")
        for one, hour in zip(year("run", count).activities, year("run", count).columns.hour.tolist(), strict=True)
    ]
