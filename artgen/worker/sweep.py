"""The sweep: how rarely Python looks for circles of dead objects while a shard is made, and never among what is loaded.

As it comes, Python looks through the young objects whenever 700 more were made than died, and through all there are
whenever a quarter of them is new. A picture is thousands of small values that die without any search, so what was
looked through, again and again, were mostly modules: a twentieth of a customer's time, but for raster and encode.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

YOUNG = 10_000
"""After how many more objects made than died the young ones are looked through; their circles still go, only later."""


@contextmanager
def rare_sweeps() -> Iterator[None]:
    """Sweep rarely until the end of the block; then as before."""
    _spare_the_loaded()
    before, *older = gc.get_threshold()
    gc.set_threshold(max(YOUNG, before) if before else 0, *older)
    try:
        yield
    finally:
        gc.set_threshold(before, *older)


@lru_cache(maxsize=1)
def _spare_the_loaded() -> None:
    """Keep what stands at a process's first shard out of every later sweep: modules, mostly, which stay anyway."""
    gc.collect()
    gc.freeze()
