"""An explanation as it stands in a terminal and on a page: the same values, every text as it is, no colour needed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from artgen.desk.explaining.explain import Explained
from artgen.desk.explaining.explanation import Explanation, Happened, Worn
from artgen.history.single import Where
from artgen.publishing.templates import Markup, render

_SHOWN = 6


def show(said: Explanation, console: Console) -> None:
    """Print what a team reads, from the rows to the letter."""
    for part in _parts(said):
        console.print(part, soft_wrap=False)


def page(one: Explained) -> str:
    """Return the explanation as a page that stands alone, the poster in it."""
    said = one.said
    marks = {row.where: row.mark for row in said.drawn}
    return render(
        "desk/explain.html",
        said=said,
        poster=Markup(one.svg),
        rows=rows_of,
        marks=lambda of: " ".join(marks[where] for where in of if where in marks),
        when=when,
    )


def rows_of(of: Sequence[Where], most: int = _SHOWN) -> str:
    """Say where rows stand, each file once: at most so many lines, and how many more.

    >>> rows_of([Where("f.csv", 2), Where("f.csv", 9), Where("g.csv", 4)]), rows_of([Where("f.csv", 2)] * 8)
    ('f.csv 2, 9; g.csv 4', 'f.csv 2, 2, 2, 2, 2, 2 and 2 more')
    """
    told = [
        f"{file} {', '.join(str(one.line) for one in ones)}" for file, ones in groupby(of[:most], lambda one: one.file)
    ]
    more = len(of) - most
    return "; ".join(told) + (f" and {more:,} more" if more > 0 else "")


def when(happened: Happened) -> str:
    """Say when something was, to the minute, in UTC."""
    return happened.at[:16].replace("T", " ")


def _parts(said: Explanation) -> Iterator[RenderableType]:
    who = ", ".join(part for part in (said.customer, said.name, said.address) if part)
    yield Text(f"{said.title} {said.year}: {who}", "bold")
    yield _section("", Text(said.fate), Text(said.sentence), Text(f"described in {rows_of(said.people) or 'no file'}"))
    rows = ((where(one.where), one.mark, one.day, one.way, one.fact) for one in said.drawn)
    yield _section(f"Drawn: {len(said.drawn):,}", _table(rows))
    yield _section(
        f"Not drawn: {len(said.aside):,}",
        _table(
            (where(one.where), one.why, " ".join(part for part in (one.column, one.cell) if part)) for one in said.aside
        ),
        Text(nameless(said), "dim"),
    )
    yield _section("Numbers", _table((one.key, one.said, one.rule, rows_of(one.of)) for one in said.numbers))
    yield _section("Moments", _table((one.heading, one.text, rows_of(one.of)) for one in said.moments))
    met = ((one.rule, one.action, one.because, f"{one.activities:,} activities") for one in said.rules)
    yield _section("Grace", _table(met) if said.rules else Text("no rule applied"))
    if said.worn:
        yield _section("Look", _table(worn(said.worn)))
    yield _section("Notes", *map(Text, said.notes))
    yield _section("Made", Text(said.standing), _table(said.made))
    yield _section("On record", _table((when(one), one.what, one.detail) for one in said.happened))


def where(one: Where) -> str:
    """Say where one row stands: "flights.csv line 12"."""
    return f"{one.file} line {one.line}" if one.line else one.file


def nameless(said: Explanation) -> str:
    """Say how many rows name nobody; nothing where there are none."""
    if not said.nameless:
        return ""
    many = "1 row" if said.nameless == 1 else f"{said.nameless:,} rows"
    return f"{many} of activity can't be taken apart or name no customer, and may be anyone's: see faults.csv"


def worn(look: Worn) -> Iterator[tuple[str, str, str]]:
    """Yield each part of a look: what, which, why."""
    yield "look", look.look, look.because
    yield "theme", look.theme, look.theme_because
    yield "language", look.locale, look.locale_because
    for name, value in look.options:
        yield name, value, "an option of the style"


def _section(title: str, *parts: RenderableType | None) -> RenderableType:
    inside = [part for part in parts if part and not (isinstance(part, Table) and not part.row_count)]
    if not inside:
        return Group()
    return Group(Text(), *([Text(title, "bold")] if title else []), *(Padding(part, (0, 0, 0, 2)) for part in inside))


def _table(rows: Iterable[Sequence[str]]) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    return table
