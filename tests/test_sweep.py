"""The sweep: circles of dead objects are looked for rarely while a shard is made, and they still go."""

import gc
import weakref

import pytest

from artgen.worker.sweep import YOUNG, rare_sweeps


class Circle:
    """An object that only a sweep can free."""

    def __init__(self) -> None:
        self.itself = self


def test_a_shard_is_made_with_rare_sweeps_and_leaves_them_as_they_were() -> None:
    """Who calls for a shard keeps their own thresholds."""
    before = gc.get_threshold()
    with rare_sweeps():
        within = gc.get_threshold()
    assert (within, gc.get_threshold()) == ((YOUNG, *before[1:]), before)


def test_a_shard_that_fails_leaves_the_thresholds_as_they_were() -> None:
    """A fault on the way changes nothing for who called."""
    before = gc.get_threshold()
    with pytest.raises(KeyError), rare_sweeps():
        raise KeyError
    assert gc.get_threshold() == before


def test_what_was_loaded_before_is_never_looked_through() -> None:
    """From the first shard on there is something that no sweep looks at."""
    with rare_sweeps():
        assert gc.get_freeze_count() > 0


def test_circles_of_a_shard_are_still_freed() -> None:
    """A dead circle that a shard makes goes with one of the next sweeps, so memory stays level."""
    with rare_sweeps():
        dead = weakref.ref(Circle())
        gc.collect(0)
    assert dead() is None


def test_a_host_that_never_sweeps_is_left_alone() -> None:
    """A threshold of 0 means never, and stays so."""
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with rare_sweeps():
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)
