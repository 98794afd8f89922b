"""A style drawn straight from its file, installed or not."""

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from artgen.drawing.style import Renderer
from artgen.errors import StyleError


def from_file(file: Path, name: str = "") -> Renderer:
    """Return the style called `name` in a Python file: by default the one named as the file, else the only one.

    A file inside a package is imported as its module. Raises StyleError where there is no such style, and whatever
    the module raises.
    """
    if file.suffix != ".py" or not file.is_file():
        raise StyleError(f"{file}: no such file; a style is one Python file")
    module = _module(file.resolve())
    found = {one.name: one for one in vars(module).values() if isinstance(one, Renderer)}
    wanted = name or file.stem
    if wanted in found:
        return found[wanted]
    if len(found) == 1 and not name:
        return next(iter(found.values()))
    there = f"there are: {', '.join(sorted(found))}" if found else "decorate its generator with @renderer(...)"
    raise StyleError(f"{file}: holds no style '{wanted}'; {there}")


def _module(file: Path) -> ModuleType:
    root, parts = file.parent, [file.stem]
    while (root / "__init__.py").is_file():
        parts.insert(0, root.name)
        root = root.parent
    if len(parts) > 1:
        if str(root) not in sys.path:
            sys.path.insert(0, str(root))
        return importlib.import_module(".".join(parts))
    return _alone(file)


def _alone(file: Path) -> ModuleType:
    """Import a file that is in no package, under a name that shadows no other module."""
    name = f"artgen_style_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise StyleError(f"{file}: this can't be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
