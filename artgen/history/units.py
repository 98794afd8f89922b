"""Units of amounts: what the source measures in, turned into the unit that the campaign speaks of."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pandas as pd

from artgen.history.columns import Floats

# What one of each is in the first of its row, exactly: the international yard and pound (1959), and the SI.
_MEASURES: tuple[dict[str, Fraction], ...] = (
    {
        "m": Fraction(1),
        "cm": Fraction("0.01"),
        "km": Fraction(1000),
        "in": Fraction("0.0254"),
        "ft": Fraction("0.3048"),
        "yd": Fraction("0.9144"),
        "mi": Fraction("1609.344"),
        "nmi": Fraction(1852),
    },
    {
        "g": Fraction(1),
        "kg": Fraction(1000),
        "t": Fraction(1_000_000),
        "oz": Fraction("28.349523125"),
        "lb": Fraction("453.59237"),
    },
    {"l": Fraction(1), "ml": Fraction("0.001"), "cl": Fraction("0.01"), "dl": Fraction("0.1")},
    {"s": Fraction(1), "min": Fraction(60), "h": Fraction(3600), "d": Fraction(86_400)},
)


def factor(unit: str, to: str) -> float | None:
    """Return what an amount is multiplied by to be told in another unit; None where one can't be turned into it.

    Every unit is itself, also one that isn't in the table: a currency, a cup. Spellings are exact.

    >>> factor("km", "mi"), factor("min", "h"), factor("cups", "cups")
    (0.621371192237334, 0.016666666666666666, 1.0)
    >>> factor("kg", "km"), factor("KM", "km"), factor("EUR", "USD")
    (None, None, None)
    """
    if unit == to:
        return 1.0
    for measure in _MEASURES:
        if unit in measure and to in measure:
            return float(measure[unit] / measure[to])
    return None


def known(unit: str) -> bool:
    """Tell whether a unit is one that can be turned into others."""
    return any(unit in measure for measure in _MEASURES)


def factors(cells: pd.Series, words: Mapping[str, str], to: str) -> Floats:
    """Return the factor of each row's unit, nan where it is unknown; `words` are the source's own names of units."""
    at, names = pd.factorize(cells)
    found = [factor(words.get(name, name), to) if name else None for name in names]
    return np.array([np.nan if one is None else one for one in found] or [np.nan])[at]
