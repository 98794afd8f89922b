"""The styles: one public module each, named as the style; others come through the entry point `artgen.renderers`.

Only the style that is asked for is imported; all of them only where they are listed.
"""

import importlib
import pkgutil
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import TracebackType

from artgen.drawing.style import Renderer
from artgen.errors import ArtgenError, StyleError
from artgen.renderers import _file

__all__ = ["Listed", "built_in", "failure", "forget", "from_file", "listed", "load", "names"]
_MACHINERY = (Path(importlib.__file__).parent, Path(__file__).parent.parent)
"""What stands between asking for a style and its first line: the import system, and artgen itself."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One style as found: its renderer, or why it can't be used."""

    name: str
    renderer: Renderer | None
    origin: str
    fault: str = ""


def names() -> dict[str, str]:
    """Return what every style is called and where it comes from, built-in first; none of them is imported."""
    outside = {point.name: _origin(point) for point in reversed(_points())}
    theirs = sorted(outside.keys() - set(built_in()))
    return dict.fromkeys(built_in(), "artgen") | {name: outside[name] for name in theirs}


def listed() -> tuple[Listed, ...]:
    """Return every style found, built-in first, then outside ones by name; a broken one says why."""
    found = {name: Listed(name, load(name), "artgen") for name in built_in()}
    for point in _points():
        one = _listed(point)
        taken = one.name in found
        found[f"{one.name} ({one.origin})" if taken else one.name] = _taken(one, found[one.name]) if taken else one
    return tuple(found.values())


def load(name: str) -> Renderer:
    """Return the style called `name` and import no other; raise StyleError when it is unknown or broken."""
    if name in built_in():
        style: Renderer = getattr(importlib.import_module(f"{__name__}.{name}"), name)
        return style
    point = next((point for point in _points() if point.name == name), None)
    if point is None:
        raise StyleError(f"style '{name}' is not known; there are: {', '.join(names())}{_beside(name)}")
    try:
        return _outside(point)
    except (Exception, SystemExit) as wrong:
        raise StyleError(f"style '{name}' from {_origin(point)} can't be loaded: {failure(wrong)}") from wrong


def _beside(name: str) -> str:
    """Return what to do about a style that stands where its author works, but is not installed."""
    file = Path(name, f"{name}.py")
    found = name.isidentifier() and file.is_file()
    return f". {file} is not installed: name the file itself, or run pip install --editable {name}" if found else ""


def from_file(file: Path, name: str = "") -> Renderer:
    """Return the style called `name` in a Python file: by default the one named as the file, else the only one.

    A file inside a package is imported as its module. Raises StyleError where there is no such style or the module
    ends the program, and whatever else the module raises.
    """
    try:
        with _aside():
            return _file.from_file(file, name)
    except SystemExit as left:
        raise StyleError(f"{file}: {failure(left, file)}") from left


@lru_cache(maxsize=1)
def built_in() -> tuple[str, ...]:
    """Return the names of the styles that come with artgen, sorted."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_")))


def forget() -> None:
    """Look for the styles anew when next asked: one was edited while this process runs."""
    for kept in (built_in, _points, _outside):
        kept.cache_clear()


def failure(wrong: BaseException, source: Path | None = None) -> str:
    """Say what a style raised, and the line of its own files where it did.

    They stand beside `source`, or where nothing is said beside the first file that is neither Python's nor artgen's.

    >>> failure(ValueError("no rows"))
    'ValueError: no rows'
    """
    if isinstance(wrong, SystemExit):
        said = "the module ends the program while it is imported; take its exit out"
    else:
        said = f"{wrong}" if isinstance(wrong, ArtgenError) else f"{type(wrong).__name__}: {wrong}"
    if isinstance(wrong, SyntaxError) and wrong.filename:
        # Python's own words end in "(tidal.py, line 3)".
        return said
    return said + _line(wrong.__traceback__, source)


def _line(raised: TracebackType | None, source: Path | None) -> str:
    """Return the last line that was reached in a style's own files, or nothing."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(raised)]
    if source is None:
        source = next((file for file, _ in frames if not _machinery(file)), None)
    if source is None:
        return ""
    beside = source.resolve().parent
    at = [(file.name, line) for file, line in frames if file.resolve().parent == beside]
    return f" ({at[-1][0]}, line {at[-1][1]})" if at else ""


def _machinery(file: Path) -> bool:
    return str(file).startswith("<") or any(file.is_relative_to(folder) for folder in _MACHINERY)


@lru_cache(maxsize=1)
def _points() -> tuple[EntryPoint, ...]:
    return tuple(sorted(entry_points(group="artgen.renderers"), key=lambda point: point.name))


def _origin(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value


@lru_cache(maxsize=64)
def _outside(point: EntryPoint) -> Renderer:
    """Load one style of somebody else's; raises StyleError where it is none, and whatever its module raises."""
    with _aside():
        style = point.load()
    if not isinstance(style, Renderer):
        raise StyleError(f"{point.value} is not a style: decorate it with @renderer(...)")
    if style.name != point.name:
        raise StyleError(f"the entry point '{point.name}' gives a style called '{style.name}'; call both the same")
    return style


def _listed(point: EntryPoint) -> Listed:
    """Load one style to list it; whatever is wrong with it is its own fault and stops only who wants it."""
    try:
        return Listed(point.name, _outside(point), _origin(point))
    except StyleError as wrong:
        return Listed(point.name, None, _origin(point), str(wrong))
    except (Exception, SystemExit, KeyboardInterrupt):
        return Listed(point.name, None, _origin(point), traceback.format_exc())


@contextmanager
def _aside() -> Iterator[None]:
    """Let what a module prints while it is imported stay out of what a command answers."""
    with redirect_stdout(sys.stderr):
        yield


def _taken(one: Listed, first: Listed) -> Listed:
    fault = f"the name '{one.name}' is taken by the style from {first.origin}; give this one another name"
    return Listed(f"{one.name} ({one.origin})", None, one.origin, fault)
