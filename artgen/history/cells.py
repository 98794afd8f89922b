"""Cells of a column read all at once: numbers as people write them, words that are known, flags."""

import unicodedata
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from artgen.history.columns import Floats
from artgen.history.names import brief

Mask = NDArray[np.bool_]

_NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"


def numbers(cells: pd.Series) -> tuple[Floats, Mask]:
    """Return the numbers (nan for an empty cell), and where a cell holds none; thousands separators are no number."""
    written = pa.array(cells, pa.string())
    plain = pc.match_substring_regex(written, _NUMBER)
    digits = pc.if_else(plain, pc.utf8_ltrim(written, "+"), pa.scalar(None, pa.string()))
    found = np.asarray(digits.cast(pa.float64()).to_numpy(zero_copy_only=False), float)
    wrong = ~np.asarray(plain.to_numpy(zero_copy_only=False), bool) & mask(cells != "")
    return found, wrong | np.isinf(found)


def words(cells: pd.Series, known: Mapping[str, str]) -> pd.Series:
    """Return each word as it is known (unknown ones empty), or cleaned where nothing is known of words."""
    at, names = pd.factorize(cells)
    texts = np.array([known.get(name, "") if known else brief(name) for name in names] or [""], object)
    return pd.Series(texts[at], cells.index, dtype=str)


def folded(word: str) -> str:
    """Return a word as it is compared without regard to case, or to how its accents are composed.

    >>> folded("Rembourse\\u0301") == folded("REMBOURSÉ") == folded("remboursé")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())


def mask(flags: pd.Series) -> Mask:
    """Return flags as an array; what is missing is not set."""
    return flags.to_numpy(dtype=bool, na_value=False)
