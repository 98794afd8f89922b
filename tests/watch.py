"""A watch over one process: what it calls, draws and puts, and which files, modules, fonts and connections it opens."""

import gc
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import uharfbuzz
from PIL.Image import Image

from artgen.artwork import Artwork

ONCE = ("modules", "fonts", "code compiled", "clients", "connections", "processes")
"""What the first customer of a process pays for, and nobody after."""


@dataclass(slots=True)
class Seen:
    """What was done while somebody watched: `once` are those of ONCE, by name."""

    calls: int = 0
    once: Counter[str] = field(default_factory=Counter)
    pictures: list[tuple[str, int]] = field(default_factory=list)
    artworks: list[Artwork] = field(default_factory=list)
    put: dict[str, bytes] = field(default_factory=dict)
    requests: int = 0
    files_read: int = 0


class Watch:
    """Sees every call and every file, module, font and connection of this process, while it is told to.

    It changes nothing in artgen: it listens to Python's own events, so what artgen does another way is seen as well.
    """

    def __init__(self) -> None:
        self._seen: Seen | None = None
        self._out = ""
        sys.addaudithook(self._heard)

    @contextmanager
    def watching(self, out: Path) -> Iterator[Seen]:
        """Yield what is seen till the end of the block; files below `out` are what is made, and don't count."""
        gc.collect()
        gc.disable()
        self._out, known = str(out), set(sys.modules)
        self._seen = seen = Seen()
        kinds = {name: getattr(uharfbuzz, name) for name in ("Face", "Font")}
        for name, kind in kinds.items():
            setattr(uharfbuzz, name, self._counted(kind))
        sys.setprofile(self._called)
        try:
            yield seen
        finally:
            sys.setprofile(None)
            self._seen = None
            for name, kind in kinds.items():
                setattr(uharfbuzz, name, kind)
            gc.enable()
            seen.once["modules"] += len(set(sys.modules) - known)

    def _counted(self, kind: type) -> type:
        def opened(cls: type, *given: object) -> object:
            if self._seen:
                self._seen.once["fonts"] += 1
            return kind.__new__(cls, *given)

        return type(kind.__name__, (kind,), {"__new__": opened})

    def _heard(self, event: str, given: tuple[object, ...]) -> None:
        if not self._seen:
            return
        # A shard looks at its own memory once, in /proc, which no disk holds.
        if event == "open" and isinstance(given[0], str) and not given[0].startswith((self._out, "/proc/")):
            self._seen.files_read += 1
        elif event == "import":
            self._seen.once["modules"] += 1
        elif event in ("compile", "exec"):
            self._seen.once["code compiled"] += 1
        elif event == "socket.connect":
            self._seen.once["connections"] += 1
        elif event in ("subprocess.Popen", "os.fork", "os.posix_spawn"):
            self._seen.once["processes"] += 1

    def _called(self, frame: FrameType, event: str, arg: object) -> None:
        seen = self._seen
        if not seen:
            return
        if event in ("call", "c_call"):
            seen.calls += 1
            return
        name = frame.f_code.co_name
        if event != "return" or name not in _TELLING or (arg is None and name in _GIVING):
            return
        with suppress(KeyError):
            _TELLING[name](seen, frame.f_locals, arg)


def _composed(seen: Seen, given: Mapping[str, object], made: object) -> None:
    if isinstance(made, Artwork):
        seen.artworks.append(made)


def _rastered(seen: Seen, given: Mapping[str, object], made: object) -> None:
    svg = str(given["svg"])
    across, down = made.size if isinstance(made, Image) else made.shape[:2]  # type: ignore[attr-defined]
    seen.pictures.append((svg, across * down))


def _put(seen: Seen, given: Mapping[str, object], made: object) -> None:
    path, body = given["path"], given["body"]
    if isinstance(path, str) and isinstance(body, bytes):
        seen.put[path] = body


def _asked(seen: Seen, given: Mapping[str, object], made: object) -> None:
    seen.requests += "operation_name" in given


def _client(seen: Seen, given: Mapping[str, object], made: object) -> None:
    seen.once["clients"] += "service_name" in given


_TELLING: dict[str, Callable[[Seen, Mapping[str, object], object], None]] = {
    "compose": _composed,
    "pixels": _rastered,
    "layers": _rastered,
    "put": _put,
    "_make_api_call": _asked,
    "create_client": _client,
}
_GIVING = ("compose", "pixels", "layers")
