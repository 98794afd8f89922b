"""Tidal is judged as every style is: on every kind of year, theme and paper. Run it with `pytest`."""

from tidal import tidal

from artgen.conformance import check


def test_style():
    """Nothing is found; what is found is printed, with what to mend."""
    assert not check(tidal)
