"""The results as they stand in a terminal: the figures, what letters did, and what could not be measured."""

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from artgen.desk.reporting.lift import Compared
from artgen.desk.reporting.result_page import HEADINGS, measured, missing
from artgen.desk.reporting.results import Cut, Lift, Results

_SHORT = {"sent": "sent", "delivered": "delivered", "viewed": "opened", "saved": "kept", "shared": "shown"}


def show(said: Results, console: Console) -> None:
    """Print what a team reads first; the page has the rest."""
    for part in _parts(said):
        console.print(part, soft_wrap=False)


def _parts(said: Results) -> Iterator[RenderableType]:
    yield Text(f"{said.title} {said.year}: what became of it", "bold")
    yield _section("People", _pairs((state, f"{many:,}") for state, many in (*said.states, ("all", said.people))))
    total = said.total
    shares = ((name, getattr(total, name)) for name in measured(said))
    rows = ((HEADINGS[name], f"{many:,}", _share(name, many, total.sent)) for name, many in shares)
    yield _section("Letters", _pairs(rows))
    for one in said.cuts:
        shown = [name for name in _SHORT if name in measured(said)]
        yield _section(f"By {one.by}", _cut(one, shown))
    if said.lift:
        yield _section("What the letters did", *_lift(said.lift))
    elif said.outcomes:
        yield _section("What the letters did", Text("can't be told: nobody was held out (sending.holdout)"))
    yield _section("Not known", *map(Text, missing(said)))
    if said.early:
        yield Text()
        yield Text(f"{said.early:,} opened a page without a letter that is known to have gone out ({said.doubted:,} of")
        yield Text("them with a letter in doubt: it came). They are in no figure above.")


def _lift(lift: Lift) -> Iterator[RenderableType]:
    yield Text(
        f"{lift.letters.people:,} people by lot to get a letter, {lift.holdout.people:,} held out; {lift.since} on"
    )
    if lift.unsent or lift.crossed:
        yield Text(f"{lift.unsent:,} of the first have none (yet), {lift.crossed:,} of the second got one all the same")
    for name, said, unit, factor in (
        ("share with an outcome", lift.rate, " %", 100.0),
        ("amount a person", lift.amount, "", 1.0),
    ):
        yield Text(f"{name}: {_compared(said, unit, factor)}")


def _compared(said: Compared, unit: str, factor: float) -> str:
    each = f"{said.letters.value * factor:,.2f}{unit} against {said.holdout.value * factor:,.2f}{unit}"
    if said.untold:
        return f"{each}; {said.untold}"
    gap = [f"{end * factor:+,.2f}" for end in (said.difference.value, said.difference.low, said.difference.high)]
    return f"{each}; difference {gap[0]} (95 %: {gap[1]} to {gap[2]}): {said.verdict}"


def _cut(one: Cut, names: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(overflow="fold")
    for name in names:
        table.add_column(_SHORT[name], justify="right", no_wrap=True)
    for group in one.groups:
        table.add_row(Text(group.name), *(f"{getattr(group.figures, name):,}" for name in names))
    return table


def _share(name: str, many: int, sent: int) -> str:
    return f"{100 * many / sent:.1f} %" if sent and name not in ("people", "sent") else ""


def _pairs(rows: Iterator[tuple[str, ...]]) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    for cells in rows:
        while len(table.columns) < len(cells):
            table.add_column(justify="right")
        table.add_row(*map(Text, cells))
    return table


def _section(title: str, *parts: RenderableType) -> RenderableType:
    return Group(Text(), Text(title, "bold"), *(Padding(part, (0, 0, 0, 2)) for part in parts))
