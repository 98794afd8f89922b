"""`make bench`, or `python -m tests.bench heart strata --sizes 4 23`: measure, print tables, keep the figures.

Run it with OMP_NUM_THREADS=1 on a machine that does little else; docs/performance.md tells how to read it.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

from rich.console import Console

from artgen import renderers
from artgen.publishing import raster

from . import tables
from .figures import Cell
from .measure import measure
from .memory import memory_mb
from .million import Estimate, Prices, estimate, first_view, spread, unmeasured
from .targets import Verdict, verdicts

SIZES = (4, 23, 40, 180)
PEOPLE, COMPARED = 5, 2
QUICK_PEOPLE, QUICK_COMPARED = 3, 1
MILLION, TEN_MILLION = (1_000_000, 8.0), (10_000_000, 5.0)
WIDTH = 120
MOST_MB = 300


def main() -> None:
    """Measure and print."""
    asked = _asked()
    people = asked.people or (QUICK_PEOPLE if asked.quick else PEOPLE)
    compared = min(people, QUICK_COMPARED if asked.quick else COMPARED) if asked.compared is None else asked.compared
    prices = Prices(**{field.name: getattr(asked, field.name) for field in fields(Prices)})
    began = time.monotonic()
    cells = measure(asked.styles, asked.sizes, people, min(compared, people), _tell)
    memory = {}
    for style in asked.styles:
        _tell(f"memory of a process that draws {style}")
        memory[style] = memory_mb(style, asked.sizes)
    _tell(f"done in {time.monotonic() - began:.0f} s\n")
    found = list(verdicts(cells))
    expected = _estimates(cells, prices)
    console = Console(width=max(WIDTH, Console().width) if sys.stdout.isatty() else WIDTH, highlight=False)
    console.print(f"{_machine()}; {people} people of each size, {compared} of them compared with others\n")
    for table in (tables.steps(cells), tables.weights(cells), tables.floors(cells), tables.instead(cells)):
        console.print(table)
    console.print(tables.targets(found, asked.sizes))
    peaks = ", ".join(f"{style} {peak:.0f} MB" for style, peak in memory.items())
    enough = "met" if max(memory.values()) <= MOST_MB else "not met"
    console.print(f"Peak memory of a process that draws one style: {peaks} (at most {MOST_MB} wanted: {enough})\n")
    for (many, each), estimates in zip((MILLION, TEN_MILLION), expected, strict=True):
        title = f"{many:,} people, {estimates[0].activities / 1e6:,.0f} million activities: estimate, first month"
        console.print(tables.estimates(estimates, title, prices))
        console.print(_assumed(each, asked.sizes, prices) + "\n", soft_wrap=False)
    if asked.json:
        said = _json(cells, found, expected, memory, prices)
        asked.json.write_text(json.dumps(said, indent=1) + "\n", "utf-8")


def _asked() -> argparse.Namespace:
    built_in = [found.name for found in renderers.listed() if found.origin == "artgen"]
    ask = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").split("\n")[0])
    ask.add_argument("styles", nargs="*", default=built_in, help=f"by default {' '.join(built_in)}")
    ask.add_argument("--sizes", nargs="+", type=int, default=list(SIZES), help="how many activities a year has")
    ask.add_argument("--people", type=int, default=0, help=f"how many people of each size are drawn ({PEOPLE})")
    ask.add_argument("--compared", type=int, help=f"how many of them CairoSVG and Chromium draw, too ({COMPARED})")
    ask.add_argument("--quick", action="store_true", help=f"{QUICK_PEOPLE} people a size, {QUICK_COMPARED} compared")
    ask.add_argument("--json", type=Path, metavar="FILE", help="keep all figures in a file")
    meant = {
        "cores": "cores that draw at once",
        "core_hour": "dollars for an hour of one core",
        "gb_month": "dollars for a gigabyte stored a month",
        "put_thousand": "dollars for 1,000 objects put",
        "gb_out": "dollars for a gigabyte that readers load",
        "mail_thousand": "dollars for 1,000 letters",
    }
    for field in fields(Prices):
        name = f"--{field.name.replace('_', '-')}"
        kind = type(field.default)
        ask.add_argument(name, type=kind, default=field.default, help=f"{meant[field.name]} ({field.default})")
    found = ask.parse_args()
    found.sizes = sorted(set(found.sizes))
    return found


def _estimates(cells: Sequence[Cell], prices: Prices) -> list[list[Estimate]]:
    styles = {style: [cell for cell in cells if cell.style == style] for style in dict.fromkeys(c.style for c in cells)}
    return [[estimate(mine, many, each, prices) for mine in styles.values()] for many, each in (MILLION, TEN_MILLION)]


def _assumed(each: float, counts: Sequence[int], prices: Prices) -> str:
    sizes = sorted(spread(each))
    tenths = ", ".join(str(sizes[len(sizes) * tenth // 10]) for tenth in range(1, 10))
    return (
        f"Assumed: {each:g} activities a person on average, log-normal; its tenths are {tenths}, the most {sizes[-1]}. "
        f"Measured at {', '.join(map(str, counts))}; between them on a straight line, and "
        f"{100 * unmeasured(sizes, counts):.0f} % of the people lie outside and are taken as the nearest size. "
        f"{prices.cores} cores, all busy, ${prices.core_hour:g} an hour each; ${prices.gb_month:g} a GB and month; "
        f"${prices.put_thousand:g} a thousand puts; ${prices.gb_out:g} a GB out, where everybody opens letter and page "
        f"once (with {first_view() / 1000:.0f} KB of style, script and faces each); ${prices.mail_thousand:g} a "
        "thousand letters. Reading and sorting the rows, recording and sending are not in it."
    )


def _machine() -> str:
    fast, exact = (raster.engine(name) for name in ("thorvg", "librsvg"))
    known = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{known}; ThorVG {fast.version}, libvips {exact.version}"


def _json(
    cells: Sequence[Cell],
    found: Sequence[Verdict],
    expected: Sequence[Sequence[Estimate]],
    memory: dict[str, float],
    prices: Prices,
) -> dict[str, object]:
    return {
        "machine": _machine(),
        "cells": [cell.as_json() for cell in cells],
        "targets": [
            {
                "style": one.target.style,
                "target": one.target.wish.strip(),
                "limit": one.target.limit,
                "at_least": one.target.least,
                "holds_for": one.target.at or "every size",
                "figures": one.figures,
                "met": one.met,
            }
            for one in found
        ],
        "peak_memory_mb": memory,
        "prices": asdict(prices),
        "estimates": [{**asdict(one), "total": one.total} for estimates in expected for one in estimates],
    }


def _tell(what: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{what}")
    elif ": " not in what or ": 1 of " in what:
        sys.stderr.write(f"{what.rstrip()}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
