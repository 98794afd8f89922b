"""The results as a page and as lists: each number stands in a table, and beside it at most a plot of it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from artgen.desk.reporting.lift import Compared, Interval
from artgen.desk.reporting.plots import axis, columns
from artgen.desk.reporting.results import NAMES, SMALL, Figures, Results
from artgen.desk.reporting.views import RULES
from artgen.errors import ArtgenError
from artgen.publishing.lists import write_list
from artgen.publishing.templates import render

HEADINGS = {
    "people": "with a page",
    "sent": "sent",
    "delivered": "delivered",
    "bounced": "bounced",
    "unheard": "nothing heard",
    "complained": "complained",
    "unsubscribed": "left",
    "clicked": "clicked",
    "viewed": "opened",
    "saved": "kept a file",
    "shared": "shown on",
}
_BY = {"segment": "By segment", "look": "By look", "language": "By language", "subject": "By subject"}
_LOGGED = ("viewed", "saved", "shared")
_BAD = ("bounced", "complained", "unsubscribed")
_EVENTS = ("delivered", "bounced", "complained")


def measured(found: Results) -> tuple[str, ...]:
    """Return the figures that could be measured at all, in their order."""
    unknown = {*(() if found.traffic else _LOGGED), *(() if found.heard else (*_EVENTS, "unheard"))}
    return tuple(name for name in NAMES if name not in unknown and (name != "clicked" or found.clicks))


def missing(found: Results) -> Iterator[str]:
    """Say what could not be measured, and what it takes."""
    if not found.traffic:
        yield "Who opened a page, kept or showed it is not known: name access logs with sending.access_log or --log."
    else:
        yield (
            "Kept is what the log shows: the card and, where a page offers it, the SVG. The JPEG, PNG, PDF and "
            "wallpaper come from the page that is open already and leave no trace."
        )
    if not found.heard:
        yield "What arrived, bounced or was complained about is not known: nothing was heard yet; see `artgen hear`."
    if found.heard and not found.clicks:
        yield "Clicks are not known: no event told of one. Opened pages say more."


def page(found: Results) -> str:
    """Return the results as a page that stands alone."""
    total = found.total
    shown = [name for name in measured(found) if name not in ("people", "unheard")]
    funnel = sorted(shown, key=lambda name: name in _BAD)
    cuts = [(one, _BY[one.by], axis([group.figures.seen for group in one.groups])) for one in found.cuts]
    lift = found.lift
    compared = [] if not lift else [("Share with an outcome", lift.rate, True), ("Amount a person", lift.amount, False)]
    return render(
        "desk/report.html",
        said=found,
        total=total,
        headings=HEADINGS,
        shown=shown,
        bad=_BAD,
        missing=list(missing(found)),
        funnel=[(name, HEADINGS[name], getattr(total, name)) for name in funnel],
        cuts=cuts,
        bars=columns(found.days),
        rules=RULES,
        small=SMALL,
        compared=[_drawn(*one) for one in compared],
        arms=[("with a letter", lift.letters), ("held out", lift.holdout)] if lift else [],
    )


def lists(found: Results, folder: Path) -> list[str]:
    """Write the results as CSV files into a folder and return their names."""
    rows: dict[str, tuple[list[str], list[list[str | float]]]] = {
        "states.csv": (["state", "people"], [[state, many] for state, many in found.states]),
        "figures.csv": (["by", "group", *NAMES], list(_figures(found))),
        "days.csv": (["day", "opened for the first time"], [[day.isoformat(), many] for day, many in found.days]),
    }
    if found.lift:
        rows["lift.csv"] = (["figure", "of", "value", "low", "high", "told"], list(_lifts(found)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=folder) as partial:
            for name, (header, lines) in rows.items():
                write_list(folder / name, header, lines, Path(partial))
    except OSError as wrong:
        raise ArtgenError(f"{folder}: lists can't be written there ({wrong.strerror}); name another folder") from wrong
    return list(rows)


def _figures(found: Results) -> Iterator[list[str | float]]:
    def row(by: str, group: str, said: Figures) -> list[str | float]:
        shown = measured(found)
        return [by, group, *(getattr(said, name) if name in shown else "" for name in NAMES)]

    yield row("all", "", found.total)
    for one in found.cuts:
        for group in one.groups:
            yield row(one.by, group.name, group.figures)


def _lifts(found: Results) -> Iterator[list[str | float]]:
    if found.lift:
        for name, said in (("share with an outcome", found.lift.rate), ("amount a person", found.lift.amount)):
            for of, one in (("letters", said.letters), ("holdout", said.holdout), ("difference", said.difference)):
                hidden = of == "difference" and bool(said.untold)
                ends = ["", "", ""] if hidden else [round(end, 6) for end in (one.value, one.low, one.high)]
                yield [name, of, *ends, said.verdict if of == "difference" else ""]


def _drawn(heading: str, said: Compared, share: bool) -> dict[str, object]:
    both: list[Interval] = [said.letters, said.holdout]
    return {
        "heading": heading,
        "said": said,
        "share": share,
        "axis": axis(both),
        "difference": axis([said.difference], zero=True),
    }
