"""The styles: one public module each, named as the style; others come through the entry point `artgen.renderers`."""

import importlib
import pkgutil
import traceback
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from artgen.drawing.style import Renderer
from artgen.errors import StyleError
from artgen.renderers._file import from_file

__all__ = ["Listed", "forget", "from_file", "listed", "load"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One style as found: its renderer, or why it can't be used."""

    name: str
    renderer: Renderer | None
    origin: str
    fault: str = ""


def listed() -> tuple[Listed, ...]:
    """Return every style found, built-in first, then outside ones by name; a broken one says why."""
    return tuple(_find().values())


def load(name: str) -> Renderer:
    """Return the style called `name`; raise StyleError when it is unknown or broken."""
    found = _find().get(name)
    if found is None:
        raise StyleError(f"style '{name}' is not known; there are: {', '.join(_find())}")
    if found.renderer is None:
        raise StyleError(f"style '{name}' from {found.origin} can't be loaded: {found.fault.strip().splitlines()[-1]}")
    return found.renderer


def forget() -> None:
    """Look for the styles anew when next asked: one was edited while this process runs."""
    _find.cache_clear()


@lru_cache(maxsize=1)
def _find() -> dict[str, Listed]:
    found: dict[str, Listed] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda item: item.name):
        if not module.name.startswith("_"):
            loaded = importlib.import_module(f"{__name__}.{module.name}")
            found[module.name] = Listed(module.name, getattr(loaded, module.name), "artgen")
    for point in sorted(entry_points(group="artgen.renderers"), key=lambda point: point.name):
        one = _outside(point)
        taken = one.name in found
        found[f"{one.name} ({one.origin})" if taken else one.name] = _taken(one, found[one.name]) if taken else one
    return found


def _outside(point: EntryPoint) -> Listed:
    """Load one style of somebody else's; whatever is wrong with it is its own fault and stops only who wants it."""
    origin = point.dist.name if point.dist else point.value
    try:
        style = point.load()
        if not isinstance(style, Renderer):
            raise StyleError(f"{point.value} is not a style: decorate it with @renderer(...)")
        if style.name != point.name:
            raise StyleError(f"the entry point '{point.name}' gives a style called '{style.name}'; call both the same")
    except StyleError as wrong:
        return Listed(point.name, None, origin, str(wrong))
    except (Exception, SystemExit):
        return Listed(point.name, None, origin, traceback.format_exc())
    return Listed(point.name, style, origin)


def _taken(one: Listed, first: Listed) -> Listed:
    fault = f"the name '{one.name}' is taken by the style from {first.origin}; give this one another name"
    return Listed(f"{one.name} ({one.origin})", None, one.origin, fault)
