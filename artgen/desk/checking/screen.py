"""The findings of a check as they stand in a terminal: tables without lines, every text as it is, no colour needed."""

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from artgen.desk.checking.findings import (
    Affected,
    Attendance,
    Change,
    Example,
    Fate,
    Findings,
    Glimpse,
    Kindness,
    Look,
    Reason,
    Share,
    Source,
    Verdict,
)

_BARS = " ▁▂▃▄▅▆▇█"


def show(said: Findings, console: Console) -> None:
    """Print what a team reads, from the counts to the words."""
    for part in _parts(said):
        console.print(part, soft_wrap=False)


def _parts(said: Findings) -> Iterator[RenderableType]:
    yield Text(f"{said.title} {said.year}: the data, before anything is drawn", "bold")
    yield _section("Activity", rows(said.activities), _reasons(said.activities.reasons))
    yield _section("People", rows(said.people), _reasons(said.people.reasons))
    yield _section("Customers", customers(said.customers), _reasons(said.customers.reasons), _absent(said.customers))
    yield _section("Grace", kindness(said.grace), _rules(said.grace.rules))
    yield _section("Looks", _shares(said.shares))
    if said.trial:
        yield _section(f"Tried: {said.trial.file}", _changes(said.trial.changes), _rules(said.trial.rules))
    yield _section("When", *_when(said))
    found = said.suspicious
    yield _section(f"Suspicious: {len(found) or 'nothing'}", *map(_look, found))
    yield _section("Looked at", _fine(said.looks))
    if said.notices:
        yield _section("Drawn, with a note", _reasons(said.notices))
    yield _section("Stories, from the emptiest to the fullest", *map(_glimpse, said.preview))
    yield Text(verdict(said), "bold")


def rows(source: Source) -> str:
    """Say what became of a source's rows, as a sum."""
    fates = ((fate, sum(one.count for one in source.reasons if one.fate is fate)) for fate in Fate)
    return " ".join(
        [f"{source.read:,} rows read = {source.kept:,} kept", *(f"+ {many:,} {fate}" for fate, many in fates if many)]
    )


def customers(there: Attendance) -> str:
    """Say how many customers there are, as a sum."""
    return (
        f"{there.known:,} known = {there.active:,} with activity + {there.idle:,} without + {there.held:,} held "
        f"+ {there.set_aside:,} set aside"
    )


def kindness(grace: Kindness) -> str:
    """Say what the rules of grace come to."""
    return (
        f"{grace.held:,} customers held, {grace.softened:,} told quietly, {grace.left_out:,} activities left out "
        "by the rules"
    )


def verdict(said: Findings) -> str:
    """Say in one sentence whether the data are clean."""
    if said.clean:
        return "Clean: nothing is set aside, nothing is suspicious."
    units = {"activity": "activity row", "people": "people row", "customers": "customer"}
    wrong = [f"{many:,} {units[what]}{'s' * (many > 1)} set aside" for what, many in said.wrong]
    if said.suspicious:
        wrong.append(f"{len(said.suspicious)} suspicious things" if said.suspicious[1:] else "1 suspicious thing")
    return f"Not clean: {', '.join(wrong)}."


def _section(title: str, *parts: RenderableType | None) -> RenderableType:
    inside = (Padding(part, (0, 0, 0, 2)) for part in parts if part)
    return Group(Text(), Text(title, "bold"), *inside)


def _reasons(reasons: Iterable[Reason]) -> RenderableType | None:
    table = _table()
    table.columns[0].justify = "right"
    for reason in reasons:
        fate = "" if reason.fate is Fate.NOTED else reason.fate.value
        table.add_row(f"{reason.count:,}", Text(reason.reason), Text(fate), _examples(reason.examples))
    return table if table.row_count else None


def _absent(there: Attendance) -> RenderableType | None:
    table = _table()
    table.columns[0].justify = "right"
    if there.idle:
        table.add_row(f"{there.idle:,}", "people without activity", "drawn empty", _examples(there.idle_examples))
    if there.strangers:
        said = f"customers with activity and not among the people ({there.stranger_rows:,} rows)"
        table.add_row(f"{there.strangers:,}", said, Fate.SET_ASIDE.value, _examples(there.stranger_examples))
    return table if table.row_count else None


def _rules(rules: Iterable[Affected]) -> RenderableType | None:
    table = _table()
    table.columns[0].justify = "right"
    for rule in rules:
        told = f"{rule.rule} ({rule.because})" if rule.because not in ("", rule.rule) else rule.rule
        table.add_row(f"{rule.customers:,}", Text(told), Text(rule.action), _examples(rule.examples))
    return table if table.row_count else None


def _shares(shares: Iterable[Share]) -> RenderableType:
    table = _table(3)
    table.columns[0].justify = "right"
    for share in shares:
        table.add_row(f"{share.customers:,}", Text(share.look), Text(share.who))
    return table


def _changes(changes: Iterable[Change]) -> RenderableType:
    table = _table()
    for column in table.columns[1:]:
        column.justify = "right"
    table.add_row("", "now", "tried", "")
    for change in changes:
        step = change.tried - change.now
        table.add_row(Text(change.what), f"{change.now:,}", f"{change.tried:,}", f"{step:+,}" if step else "")
    return table


def _when(said: Findings) -> Iterator[RenderableType]:
    yield Text(f"{_bars(said.months)}  rows by month, January to December")
    yield Text(f"{_bars(said.hours)}  rows by hour, 00 to 23, by the local clock")
    if said.untimed:
        yield Text(f"{said.untimed:,} rows have a date and no hour")


def _look(look: Look) -> RenderableType:
    table = _table(2)
    table.add_row("found", Text(look.found))
    table.add_row("from", Text(look.limit))
    table.add_row("do", Text(look.advice))
    if look.examples:
        table.add_row("see", _examples(look.examples))
    return Group(Text(look.title, "bold"), Padding(table, (0, 0, 1, 2)))


def _fine(looks: Iterable[Look]) -> RenderableType:
    table = _table(3)
    for look in looks:
        if look.verdict is not Verdict.SUSPICIOUS:
            table.add_row(look.verdict.value, Text(look.title), Text(look.found))
    return table


def _glimpse(glimpse: Glimpse) -> RenderableType:
    figures = " · ".join(f"{value} {label}" for value, label in glimpse.figures)
    lines = [Text(f"{glimpse.activities:,}  {glimpse.who}", "bold"), Text(glimpse.sentence)]
    lines += [Text(figures, "dim")] if figures else []
    lines += [Text(f"– {heading} {text}") for heading, text in glimpse.moments]
    return Group(lines[0], Padding(Group(*lines[1:]), (0, 0, 1, 2)))


def _examples(examples: Iterable[Example]) -> Text:
    told = []
    for one in examples:
        said = " ".join(part for part in (one.where, one.column, one.customer) if part)
        told.append(f"{said}: {one.detail}" if said and one.detail else said or one.detail)
    return Text("\n".join(told), "dim")


def _table(columns: int = 4) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    for _ in range(columns):
        table.add_column(overflow="fold")
    return table


def _bars(counts: Iterable[int]) -> str:
    """Draw counts as a row of bars; the smallest that is something is never nothing.

    >>> _bars((0, 1, 400, 800))
    ' ▁▄█'
    """
    known = list(counts)
    most = max(known) or 1
    return "".join(_BARS[max(round(8 * count / most), 1) if count else 0] for count in known)
