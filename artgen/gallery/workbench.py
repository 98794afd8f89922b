"""The workbench: a style's files watched, and its modules loaded anew when one of them changes."""

import importlib
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from artgen import renderers
from artgen.drawing.style import Renderer
from artgen.errors import StyleError
from artgen.gallery.patience import SECONDS, Made, patiently
from artgen.shipped import place
from artgen.words import dialect

Times = dict[Path, tuple[int, int]]


@dataclass(slots=True)
class Workbench:
    """The styles being worked on; `refresh` says whether a file of one changed since it was last asked.

    `files` says where a style stands that isn't installed, `themes` where a theme does that isn't artgen's. Nothing is
    compiled to disk meanwhile: two saves within a second would be taken for one.
    """

    names: tuple[str, ...]
    files: dict[str, Path] = field(default_factory=dict)
    themes: dict[str, Path] = field(default_factory=dict)
    styles: dict[str, Renderer] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    patience: float = SECONDS
    _times: Times = field(default_factory=dict)

    def __post_init__(self) -> None:
        sys.dont_write_bytecode = True
        self._load()
        self._times = self._now()

    def refresh(self) -> bool:
        """Load what changed; a style that can't be loaded keeps its files watched and says why in `faults`."""
        now = self._now()
        if now == self._times:
            return False
        changed = {file for file in now.keys() | self._times.keys() if now.get(file) != self._times.get(file)}
        self._times = now
        _forget(changed | {file for file in now if file.suffix == ".py"})
        self._load()
        # What was saved again while it was being loaded has changed since `now`, and is loaded the next time.
        self._times = {**self._now(), **now}
        return True

    def drawn(self, name: str, work: Callable[[Renderer], Made]) -> Made:
        """Let a style draw; raise StyleError where it can't.

        One that doesn't end is a fault of the whole style, and it isn't asked again until a file is saved.
        """
        if fault := self.faults.get(name):
            raise StyleError(fault)
        if name not in self.styles:
            raise StyleError(f"style '{name}' doesn't hang here")
        try:
            return patiently(partial(work, self.styles[name]), self.patience)
        except TimeoutError:
            self.faults[name] = (
                f"style '{name}' was still drawing after {self.patience:g} seconds and was ended; "
                "look for a loop without an end, and save it"
            )
            raise StyleError(self.faults[name]) from None

    def _load(self) -> None:
        renderers.forget()
        dialect.forget()
        for name in self.names:
            try:
                file = self.files.get(name)
                self.styles[name] = renderers.from_file(file) if file else renderers.load(name)
                self.faults.pop(name, None)
            except Exception as wrong:
                self.faults[name] = renderers.failure(wrong, self.files.get(name))

    def _now(self) -> Times:
        """Return when each watched file was changed, in nanoseconds, and its size."""
        times: Times = {}
        for file in self._watched():
            try:
                seen = file.stat()
            except OSError:
                continue
            times[file] = seen.st_mtime_ns, seen.st_size
        return times

    def _watched(self) -> Iterable[Path]:
        sources = {name: style.source for name, style in self.styles.items()} | self.files
        for name, source in sorted(sources.items()):
            yield from family(name, source)
        yield from self.themes.values()
        yield from (place("assets") / "themes").glob("*.toml")


def family(name: str, source: Path) -> list[Path]:
    """Return the files of a style: its module, those named after it, its words; of an outside one the whole folder."""
    folder = source.parent
    if folder == Path(renderers.__file__).parent:
        kept = [source, *folder.glob(f"_{name}_*.py"), *folder.glob(f"{name}.*.toml")]
    else:
        kept = [*folder.glob("*.py"), *folder.glob("*.toml")]
    return sorted(kept)


def _forget(files: set[Path]) -> None:
    """Let the modules of some files be imported anew."""
    for name, module in sorted(sys.modules.items()):
        at = getattr(module, "__file__", None)
        if at and Path(at) in files and name != renderers.__name__:
            del sys.modules[name]
    importlib.invalidate_caches()
