"""What each shipped theme is measured to be: the contrast ratchet, and the tables of docs/themes.md.

`python tests/contrasts.py` writes both. The ratchet, tests/contrasts.json, holds the least contrast that a text of each
role has on any ground of a theme, in hundredths rounded down; it may only rise, so the script refuses to lower it.
"""

import json
import re
import sys
from math import floor
from pathlib import Path

from artgen.drawing import theme as themes
from artgen.drawing.colour import contrast, hex_of
from artgen.drawing.theme import Theme
from artgen.drawing.themefile import ROLES

RATCHET = Path(__file__).with_name("contrasts.json")
DOCS = Path(__file__).parent.parent / "docs" / "themes.md"
MARKS = ("<!-- {}: written by `python tests/contrasts.py` -->", "<!-- end of {} -->")
Contrasts = dict[str, dict[str, float]]


def measured() -> Contrasts:
    """Return the least contrast of each role of each shipped theme, rounded down to a hundredth."""
    return {name: {role: _least(themes.load(name), role) for role in ROLES} for name in themes.names()}


def held() -> Contrasts:
    """Return the ratchet as it stands."""
    return json.loads(RATCHET.read_text("utf-8"))


def dropped(now: Contrasts, before: Contrasts) -> list[str]:
    """Say which contrasts are lower than the ratchet holds."""
    return [
        f"{theme}: {role} is {now[theme][role]}:1 and was {was}:1; darken or lighten it until it is as before"
        for theme, roles in before.items()
        for role, was in roles.items()
        if theme in now and now[theme][role] < was
    ]


def fresh(text: str) -> str:
    """Return the page of themes with its tables written anew."""
    for name, table in (("themes", _grounds()), ("pairs", _pairs())):
        begin, end = (mark.format(name) for mark in MARKS)
        between = re.compile(re.escape(begin) + ".*" + re.escape(end), re.DOTALL)
        text = between.sub(lambda _, said=f"{begin}\n\n{table}\n\n{end}": said, text)
    return text


def _least(theme: Theme, role: str) -> float:
    ratio = min(contrast(getattr(theme, role), ground) for ground in (theme.ground, hex_of(theme.glow_lab)))
    return floor(ratio * 100) / 100


def _grounds() -> str:
    rows = ["| theme | ground | ink | muted | accent |", "|---|---|---|---|---|"]
    for name, roles in measured().items():
        theme = themes.load(name)
        kind = "dark" if theme.dark else "light"
        rows.append(f"| `{name}` | {kind}, {theme.ground} | {' | '.join(f'{ratio:.1f}' for ratio in roles.values())} |")
    return "\n".join(rows)


def _pairs() -> str:
    rows = ["| theme | who | can't tell by colour | apart |", "|---|---|---|---|"]
    for name in themes.names():
        rows += [
            f"| `{name}` | {pair.vision} | {pair.one}, {pair.other} | {pair.distance:.3f} |"
            for pair in themes.look_alikes(themes.load(name))
        ]
    return "\n".join(rows)


if __name__ == "__main__":
    if lost := dropped(measured(), held() if RATCHET.exists() else {}):
        sys.exit("\n".join(lost))
    RATCHET.write_text(json.dumps(measured(), indent=1) + "\n", "utf-8")
    DOCS.write_text(fresh(DOCS.read_text("utf-8")), "utf-8")
