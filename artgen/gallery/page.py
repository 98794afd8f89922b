"""The gallery's page: what there is to hang, as data for the page's script, and the page itself."""

import json
from collections.abc import Sequence
from pathlib import Path

from artgen import sitters
from artgen.drawing import theme as themes
from artgen.drawing.canvas import COMPOSITIONS
from artgen.drawing.style import Option
from artgen.errors import StyleError
from artgen.gallery.workbench import Workbench
from artgen.publishing.templates import Markup, render

Data = dict[str, object]


def wall(bench: Workbench) -> Data:
    """Return what can hang: styles with their options, or why they can't be loaded; sitters, themes, sheets."""
    styles = {name: bench.styles.get(name) for name in bench.names}
    return {
        "styles": [
            {
                "name": name,
                "by": style.by if style else "",
                "help": style.help.splitlines()[0] if style and style.help else "",
                "fault": bench.faults.get(name, ""),
                "options": [_option(option) for option in style.options] if style else [],
            }
            for name, style in styles.items()
        ],
        "sitters": [
            *({"name": one.name, "group": one.brand} for brand in sitters.BRANDS for one in sitters.samples(brand)),
            *({"name": one.name, "group": "awkward"} for one in sitters.awkward()),
        ],
        "themes": [
            *({"name": name, "ground": themes.load(name).ground} for name in themes.names()),
            *({"name": name, "ground": _ground(file)} for name, file in bench.themes.items()),
        ],
        "sheets": [
            {"name": name, "width": sheet.sheet.width, "height": sheet.sheet.height}
            for name, sheet in COMPOSITIONS.items()
        ],
    }


def page(bench: Workbench) -> str:
    """Return the live page."""
    return filled(wall(bench), [])


def filled(data: Data, hung: Sequence[Data]) -> str:
    """Return the page: live where nothing hangs yet, else with the pictures in `hung` and without a server."""
    held = json.dumps({**data, "hung": list(hung)}, ensure_ascii=True).replace("<", "\\u003c")
    return render("gallery/gallery.html", data=Markup(held))


def _ground(file: Path) -> str:
    """Return the ground of somebody's own theme; plain paper while its file is at fault, as each picture then says."""
    try:
        return themes.read(file).ground
    except StyleError:
        return "#ffffff"


def _option(option: Option) -> Data:
    if option.span:
        span = option.span
        return {
            "name": option.name,
            "default": option.default,
            "low": span.low,
            "high": span.high,
            "help": span.help,
            "step": 1 if isinstance(option.default, int) and not isinstance(option.default, bool) else None,
        }
    return {"name": option.name, "default": option.default, "choices": list(option.choices)}
