"""The first line for one shard: what runs in every process, and on every machine, that draws."""

from artgen.worker.elsewhere import way
from artgen.worker.likeness import digest, styles
from artgen.worker.mending import mended
from artgen.worker.shard import (
    DIED,
    UNDRAWN,
    UNKNOWN_LANGUAGE,
    UNKNOWN_THEME,
    UNREAD_DATE,
    UNSHOWN_NAME,
    Commission,
    Done,
    Task,
    inputs,
    notices,
    remembered,
    work,
)
from artgen.worker.sitting import Sitting, draw, seat

__all__ = [
    "DIED",
    "UNDRAWN",
    "UNKNOWN_LANGUAGE",
    "UNKNOWN_THEME",
    "UNREAD_DATE",
    "UNSHOWN_NAME",
    "Commission",
    "Done",
    "Sitting",
    "Task",
    "digest",
    "draw",
    "inputs",
    "mended",
    "notices",
    "remembered",
    "seat",
    "styles",
    "way",
    "work",
]
