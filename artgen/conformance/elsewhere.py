"""The other process: it draws a style once more and watches what it touches meanwhile; run by `sameness`.

Reads {"file", "name", "poses"} from the standard input and writes {"digests", "touched"} to the standard output, where
nothing else is written: what a style prints goes with the complaints.
"""

import builtins
import datetime as dt
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np

from artgen import sitters
from artgen.conformance.picture import Picture, Pose, draw, drawn_alone
from artgen.drawing import theme as themes
from artgen.drawing.canvas import COMPOSITIONS
from artgen.history.places import place as known
from artgen.renderers import from_file
from artgen.shipped import place

CLOCKS = (
    "time",
    "time_ns",
    "monotonic",
    "monotonic_ns",
    "perf_counter",
    "perf_counter_ns",
    "localtime",
    "gmtime",
    "ctime",
)
NETWORK = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.")
PROCESSES = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")
FILES = ("open", "os.listdir", "os.scandir", "sqlite3.connect", "os.remove", "os.rename", "os.mkdir", "shutil.")
_CODE = {".py", ".pyc", ".so", ".pyd", ".dll"}


class Watch:
    """What a style touched while it was drawing, each thing once."""

    def __init__(self) -> None:
        self.touched: dict[str, None] = {}
        self.on = False

    def note(self, what: str) -> None:
        """Keep it, while watching."""
        if self.on:
            self.touched[what] = None

    def event(self, name: str, given: tuple[Any, ...]) -> None:
        """Hear what the interpreter is asked for."""
        if not self.on:
            return
        if name.startswith(NETWORK):
            self.note("the style uses the network while it draws; everything it needs is in the story")
        elif name.startswith(PROCESSES):
            self.note("the style starts a process while it draws; draw in Python")
        elif name.startswith(FILES) and not _ours(given):
            self.note(
                f"the style touches a file while it draws ({given[0] if given else name}); read it as it is imported"
            )

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch what happens inside."""
        state = random.getstate(), repr(np.random.get_state())
        self.on = True
        try:
            yield
        finally:
            self.on = False
        if (random.getstate(), repr(np.random.get_state())) != state:
            self.touched["the style draws from the global random numbers; take them from rng.fork"] = None


def _ours(given: tuple[Any, ...]) -> bool:
    """Tell whether a file is code, or a font or theme that artgen itself reads."""
    if not given or not isinstance(given[0], str | bytes):
        return True
    path = Path(given[0].decode() if isinstance(given[0], bytes) else given[0])
    return path.suffix in _CODE or path.is_relative_to(place("assets")) or path.is_dir()


def _stop_clocks(watch: Watch) -> None:
    """Let every clock that a style imports from now on tell that it was read."""
    for name in CLOCKS:
        setattr(time, name, _told(getattr(time, name), _read(f"time.{name}"), watch))
    time.sleep = _told(time.sleep, "the style sleeps while it draws; take the waiting out", watch)
    for name in ("date", "datetime"):
        setattr(dt, name, _dated(getattr(dt, name), watch))


def _hear_prints(watch: Watch) -> None:
    """Let a style that prints be told so, as it is imported too."""
    plain = builtins.print

    def telling(*given: Any, **how: Any) -> None:
        watch.touched["the style prints; take print() out, a command's answer may go to another program"] = None
        plain(*given, **how)

    builtins.print = telling


def _read(clock: str) -> str:
    return f"the style reads the clock while it draws ({clock}); take dates from the story"


def _told(clock: Callable[..., Any], what: str, watch: Watch) -> Callable[..., Any]:
    def telling(*given: Any) -> Any:
        watch.note(what)
        return clock(*given)

    return telling


def _dated(real: Any, watch: Watch) -> Any:
    class Alike(type):
        def __instancecheck__(cls, one: object) -> bool:
            return isinstance(one, real)

    made = Alike(real.__name__, (real,), {})
    for name in ("now", "utcnow", "today"):
        if hasattr(real, name):
            setattr(made, name, staticmethod(_told(getattr(real, name), _read(f"{real.__name__}.{name}"), watch)))
    return made


def _digest(drawn: object) -> str:
    return drawn.artwork.digest if isinstance(drawn, Picture) else str(drawn)


def main() -> None:
    """Draw what is asked."""
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asked = json.loads(sys.stdin.read())
    poses = [Pose(sitters.named(who), themes.load(theme), COMPOSITIONS[paper]) for who, theme, paper in asked["poses"]]
    known("LIS")
    watch = Watch()
    sys.addaudithook(watch.event)
    _stop_clocks(watch)
    _hear_prints(watch)
    renderer = from_file(Path(asked["file"]), asked["name"])
    digests = []
    for pose in poses:
        # What a style raises is told when it is drawn with its words.
        with watch.watching(), suppress(Exception):
            drawn_alone(renderer, pose)
        digests.append(_digest(draw(renderer, pose)))
    with answer:
        json.dump({"digests": digests, "touched": list(watch.touched)}, answer)


if __name__ == "__main__":
    main()
