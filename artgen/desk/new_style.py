"""A new style's package, written from the finished example in `templates/style` under another name."""

import keyword
import re
import sys
from importlib.machinery import PathFinder
from pathlib import Path

from artgen import renderers
from artgen.errors import StyleError
from artgen.shipped import place

EXAMPLE = "tidal"
FILES = ("pyproject.toml", f"{EXAMPLE}.py", f"test_{EXAMPLE}.py")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def write(name: str, folder: Path) -> Path:
    """Write the package and return the style's file; raise StyleError for a name or a folder that can't be taken."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name) or name in sys.stdlib_module_names:
        raise StyleError(
            f"'{name}' can't be a style's name; take one word in lower case that Python doesn't use, as tidal"
        )
    if origin := renderers.names().get(name):
        raise StyleError(f"there is a style '{name}' already, from {origin}; take another name")
    if module := _module(name):
        raise StyleError(f"'{name}' is the name of a module already, {module}; take another name, or neither is found")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StyleError(f"{folder}: is there already and not empty; name another with --folder")
    folder.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        text = (place("templates") / "style" / file).read_text("utf-8")
        (folder / _renamed(file, name)).write_text(_renamed(text, name), "utf-8", newline="\n")
    return folder / f"{name}.py"


def next_steps(name: str, file: Path) -> str:
    """Say what to do with it."""
    folder = file.parent
    return "\n".join(
        (
            f"{file} draws already. Change it, and have it judged:",
            f"  artgen style check {file}",
            f"  pytest {folder}   (once: pip install pytest)",
            "To draw with it in a campaign, install it once; every later change is seen:",
            f"  pip install --editable {folder}",
            "and let a look in the campaign file name it:",
            "  [[looks]]",
            f'  style = "{name}"',
            '  theme = "linen"',
            f"See it on every kind of year while you change it: artgen gallery {name} --watch",
        )
    )


def _module(name: str) -> str:
    """Return where an installed module of this name stands, or nothing; what lies in the working folder isn't one."""
    here = Path.cwd()
    found = PathFinder.find_spec(name, [entry for entry in sys.path if entry and Path(entry).resolve() != here])
    return (found.origin or "") if found else ""


def _renamed(text: str, name: str) -> str:
    return text.replace(EXAMPLE.capitalize(), name.capitalize()).replace(EXAMPLE, name)
