"""The styles: one public module each, named as the style; others come through the entry point `artgen.renderers`."""

import importlib
import pkgutil
import traceback
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points

from artgen.drawing.style import Renderer
from artgen.errors import StyleError


@dataclass(frozen=True, slots=True)
class Listed:
    """One style as found: its renderer, or why it can't be used."""

    name: str
    renderer: Renderer | None
    origin: str
    fault: str = ""


def listed() -> tuple[Listed, ...]:
    """Return every style found, built-in first, then outside ones by name; a broken one carries its traceback."""
    return tuple(_find().values())


def load(name: str) -> Renderer:
    """Return the style called `name`; raise StyleError when it is unknown or broken."""
    found = _find().get(name)
    if found is None:
        raise StyleError(f"style '{name}' is not known; there are: {', '.join(_find())}")
    if found.renderer is None:
        raise StyleError(f"style '{name}' from {found.origin} can't be loaded: {found.fault.strip().splitlines()[-1]}")
    return found.renderer


@lru_cache(maxsize=1)
def _find() -> dict[str, Listed]:
    found: dict[str, Listed] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda item: item.name):
        if not module.name.startswith("_"):
            loaded = importlib.import_module(f"{__name__}.{module.name}")
            found[module.name] = Listed(module.name, getattr(loaded, module.name), "artgen")
    for point in sorted(entry_points(group="artgen.renderers"), key=lambda point: point.name):
        origin = point.dist.name if point.dist else point.value
        try:
            outside = point.load()
            if not isinstance(outside, Renderer):
                raise StyleError(f"{point.value} is not a style: decorate it with @renderer(...)")
            found.setdefault(point.name, Listed(point.name, outside, origin))
        except Exception:
            # Any fault of somebody else's module: it is listed with its traceback and stops only who wants it.
            found.setdefault(point.name, Listed(point.name, None, origin, traceback.format_exc()))
    return found
