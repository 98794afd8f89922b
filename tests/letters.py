"""Faces taken away, to be tested: what is drawn where the packages of the extra are not installed."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from artgen.artwork import lettering
from artgen.drawing import families, runs, typeset

_REMEMBERED = (
    families.others,
    families.emoji,
    runs.runs,
    runs.is_drawn,
    typeset.drawable,
    typeset.set_line,
    lettering.draws,
)


@contextmanager
def bare() -> Iterator[None]:
    """Hide the faces of the extra, and forget before and after what was set in them."""
    with mock.patch.object(families, "_extra", return_value=""):
        _forget()
        yield
    _forget()


def _forget() -> None:
    for remembered in _REMEMBERED:
        remembered.cache_clear()
