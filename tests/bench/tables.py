"""The figures as tables that read well at 120 columns."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from .figures import FLOORS, STEPS, WEIGHTS, Cell, cairosvg, chromium
from .million import Estimate, Prices
from .targets import Verdict

_NONE = "-"


def steps(cells: Sequence[Cell]) -> Table:
    """Show CPU ms by step."""
    heads = ("style", "n", *STEPS, "rest", "whole", "a second")
    table = _table("CPU ms a customer, by step (median; n: activities)", heads)
    for cell in _parted(table, cells):
        spent = [_ms(cell.step(name)) for name in STEPS]
        table.add_row(cell.style, str(cell.count), *spent, _ms(cell.rest), _ms(cell.whole), f"{1000 / cell.whole:.1f}")
    return table


def weights(cells: Sequence[Cell]) -> Table:
    """Show bytes by kind of file."""
    heads = ("style", "n", *(f"{name} KB" for name in WEIGHTS), "stored KB", "objects put")
    table = _table("What it weighs (median; page and share page as they travel, packed)", heads)
    for cell in _parted(table, cells):
        sizes = [_kb(cell.weight(name)) for name in WEIGHTS]
        table.add_row(cell.style, str(cell.count), *sizes, _kb(cell.stored), f"{cell.puts:.0f}")
    return table


def floors(cells: Sequence[Cell]) -> Table:
    """Show the whole set beside its floor."""
    heads = (
        "style",
        "n",
        "whole",
        "all but raster and encode",
        "floor",
        "times",
        "lowered",
        "times",
        "librsvg",
        "times",
    )
    table = _table("Beside the floor: two ready SVGs, rasterised and encoded (CPU ms; ThorVG, or librsvg)", heads)
    for cell in _parted(table, cells):
        values = [_ms(cell.whole), _ms(cell.unpictured)]
        for of in FLOORS:
            values += [_ms(cell.floor(of)), f"{cell.times_floor(of):.2f}"]
        table.add_row(cell.style, str(cell.count), *values)
    return table


def instead(cells: Sequence[Cell]) -> Table:
    """Show what people would do instead."""
    heads = ("style", "n", "our set", "CairoSVG", "times", "Chromium", "times", "our SVG", "GitHubPoster", "times")
    table = _table("What people would do instead (CPU ms; their two pictures, or SVG, against ours)", heads)
    for cell in _parted(table, cells):
        values = [_ms(cell.whole)]
        for of in (cairosvg, chromium):
            seen = bool(cell.instead)
            values += [_ms(cell.other(of)), f"{cell.times_faster(of):.1f}"] if seen else [_NONE, _NONE]
        values.append(_ms(cell.poster_drawn))
        values += [_ms(cell.peer), f"{cell.times_peer:.2f}"] if cell.peer and cell.times_peer else [_NONE, _NONE]
        table.add_row(cell.style, str(cell.count), *values)
    return table


def targets(found: Sequence[Verdict], counts: Sequence[int]) -> Table:
    """Show every target with its figures by size, and whether it is met."""
    heads = ("style", "target", "limit", *(f"at {count}" for count in counts), "holds for", "met")
    table = _table("Targets", heads, words=2)
    for verdict in found:
        target = verdict.target
        said = {True: Text("met", "green"), False: Text("not met", "bold red"), None: Text("not measured", "yellow")}
        table.add_row(
            target.style,
            target.wish,
            f"{'>=' if target.least else '<='} {target.limit:g}",
            *(f"{verdict.figures[count]:.2f}" if count in verdict.figures else _NONE for count in counts),
            f"n = {target.at}" if target.at else "every n",
            said[verdict.met],
        )
    return table


def estimates(found: Sequence[Estimate], title: str, prices: Prices) -> Table:
    """Show what a campaign of each style would take."""
    heads = ("style", "ms each", "core hours", f"hours on {prices.cores}", "stored GB", "M puts", "out GB")
    money = ("drawing $", "storage $", "puts $", "egress $", "mail $", "all $")
    table = _table(title, (*heads, *money))
    for one in found:
        paid = (one.drawing, one.storage, one.requests, one.egress, one.mail, one.total)
        taken = (f"{one.core_hours:,.0f}", f"{one.hours:,.1f}", f"{one.stored_gb:,.0f}", f"{one.puts / 1e6:,.1f}")
        said = (_ms(one.cpu_ms), *taken, f"{one.out_gb:,.0f}", *(f"{value:,.0f}" for value in paid))
        table.add_row(one.style, *said)
    return table


def _table(title: str, heads: Sequence[str], words: int = 1) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for at, head in enumerate(heads):
        table.add_column(head, justify="left" if at < words else "right", overflow="fold", vertical="bottom")
    return table


def _parted(table: Table, cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yield the cells, with a line in the table where another style begins."""
    before = ""
    for cell in cells:
        if before and before != cell.style:
            table.add_section()
        before = cell.style
        yield cell


def _ms(value: float) -> str:
    return f"{value:,.1f}" if abs(value) < 100 else f"{value:,.0f}"


def _kb(value: float) -> str:
    return f"{value / 1000:,.0f}" if value >= 10_000 else f"{value / 1000:,.1f}"
