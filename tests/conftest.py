"""Every run tries the same examples: no randomness, no memory of the last run, no clock."""

from browser import one_address, one_browser
from hypothesis import settings

__all__ = ["one_address", "one_browser"]

settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.load_profile("same")

collect_ignore = ["outside"]
"""A package of somebody else's, with a module that can't be imported on purpose; it is installed, never collected."""
