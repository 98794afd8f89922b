"""The commands of the first line: look at the data, draw and publish, print one poster."""

import os
import shlex
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.table import Table

from artgen.campaigns import model, starter
from artgen.cli.opening import (
    CampaignName,
    Now,
    On,
    Out,
    Workers,
    aside,
    bar,
    clock,
    keys_of,
    made,
    opened,
    progress,
    say,
)
from artgen.cli.sending import lay_out, sent_out
from artgen.desk import overview, sheet
from artgen.desk.checking import check as data
from artgen.desk.checking.screen import show
from artgen.desk.explaining import compare
from artgen.desk.explaining import foresee as foreseeing
from artgen.desk.proving import approval
from artgen.drawing.canvas import COMPOSITIONS
from artgen.engine import Place, place
from artgen.errors import ArtgenError
from artgen.ledger import Ledger
from artgen.make import Summary, Witness
from artgen.make import make as run_make
from artgen.send import Order

Sheet = Literal["print", "poster", "phone"]


def demo(out: Out = None, workers: Workers = 0, now: Now = None) -> None:
    """Make and "send" the ready-made campaign Heart of Travel on sample data.

    Nothing leaves this machine: letters are written into a folder.

    Example: artgen demo
    """
    campaign, folder = opened("heart-of-travel", out)
    summary = _make(campaign, folder, place("", workers, os.cpu_count() or 1))
    sent_out(campaign, folder, now, Order())
    _tell(campaign, folder, summary)


def make(
    campaign: CampaignName,
    out: Out = None,
    workers: Workers = 0,
    on: On = "",
    changed_only: Annotated[
        bool, typer.Option("--changed-only", help="Stop where more changed since the last make than the data.")
    ] = False,
    sheet_: Annotated[
        Path | None, typer.Option("--sheet", help="Write who changed, before and after, as a page into this file.")
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Say how many would be drawn, and draw nobody.")] = False,
) -> None:
    """Draw and publish every customer's poster and page; skip those whose data and look are unchanged.

    After a data fix, --changed-only draws nobody but those it touched, under the same links, and --sheet shows each
    of them before and after. The sheet names people: it is readable by you alone.

    With --on dask://HOST:PORT the workers of a Dask cluster draw; see docs/machines.md.

    Example: artgen make heart-of-travel --out try
    """
    where = place(on, workers, os.cpu_count() or 1)
    chosen, folder = opened(campaign, out)
    if changed_only:
        foreseeing.data_alone(chosen, made(folder))
    if plan:
        _plan(chosen, made(folder), where)
        return
    watch = compare.Watch(chosen, folder, keys_of(chosen)) if sheet_ else None
    _tell(chosen, folder, _make(chosen, folder, where, watch))
    if watch and sheet_:
        compare.write(watch, sheet_)
        say.print(f"sheet   {sheet_}", markup=False)


def check(
    campaign: CampaignName,
    page: Annotated[Path | None, typer.Option("--page", help="Write the report as a page into this file.")] = None,
    json: Annotated[str, typer.Option("--json", help="Write it for machines into this file; - for here.")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 unless the data are clean.")] = False,
    try_: Annotated[Path | None, typer.Option("--try", help="Compare with this changed campaign file.")] = None,
) -> None:
    """Look at the data before anything is drawn: what is kept, set aside or suspicious, and ten Stories in words.

    Nothing is drawn, sent or written, but for the files that you ask for. The exit code is 0; with --strict it is 1
    when anything is set aside or suspicious; it is 2 when the campaign or a file can't be read.

    Example: artgen check heart-of-travel --page check.html
    """
    try:
        with bar() as shown:
            found = data.check(model.load(campaign), clock(None)(), changed=try_, progress=progress(shown))
        data.report(found, page, None if json in ("", "-") else Path(json))
    except ArtgenError as wrong:
        aside.print(f"artgen: {wrong}", markup=False)
        raise typer.Exit(2) from wrong
    typer.echo(found.as_json(), nl=False) if json == "-" else show(found, say)
    raise typer.Exit(int(strict and not found.clean))


def new(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet.")]) -> None:
    """Write a campaign folder that runs as it is, to be filled with your own data and words.

    Example: artgen new my-campaign
    """
    starter.write(folder)
    told = f"{folder}/ is ready. Look into {folder}/campaign.toml, then: artgen make {shlex.quote(str(folder))}"
    say.print(told, markup=False)


def pdf(
    campaign: CampaignName,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer's id, as in the people file.")],
    file: Annotated[Path, typer.Option("--file", help="Where to write it.")] = Path("poster.pdf"),
    on: Annotated[
        Sheet, typer.Option("--sheet", help="print is 18 by 24 inches and 3 mm bleed; poster 4:5.")
    ] = "print",
    width: Annotated[float, typer.Option("--width", min=50, max=2000, help="Trimmed width in mm.")] = 457.2,
) -> None:
    """Write one customer's poster as a vector PDF for print, with bleed and trim box.

    Example: artgen pdf heart-of-travel NW-000001 --file poster.pdf
    """
    sheet.print_poster(model.load(campaign), customer, file, canvas=COMPOSITIONS[on], width_mm=width)
    say.print(f"{file}: written")


def _plan(campaign: model.Campaign, folder: Path, where: Place) -> None:
    with bar() as shown:
        found = foreseeing.foresee(campaign, folder, keys_of(campaign), workers=where.many, progress=progress(shown))
    table = Table(title=f"{campaign.title} {campaign.year}: nobody was drawn", title_justify="left", box=None)
    table.show_header = False
    table.add_column(justify="right")
    for many, what in found.lines():
        table.add_row(many, what)
    say.print(table)


def _make(campaign: model.Campaign, folder: Path, where: Place, watch: compare.Watch | None = None) -> Summary:
    keys, made_of = keys_of(campaign), approval.parts(campaign)
    with bar() as shown:
        seen: Witness = watch or (lambda ledger, receipts: None)
        summary = run_make(
            campaign,
            folder,
            keys,
            workers=where.many,
            scheduler=where.scheduler,
            clock=clock(None),
            progress=progress(shown),
            witness=seen,
        )
    with Ledger(folder / "ledger.sqlite", campaign.id) as ledger:
        approval.note_made(ledger, made_of)
    lay_out(campaign, folder)
    return summary


def _tell(campaign: model.Campaign, folder: Path, summary: Summary) -> None:
    table = Table(title=f"{campaign.title} {campaign.year}", title_justify="left", show_header=False, box=None)
    for label, value in summary.lines():
        table.add_row(label, value)
    say.print(table)
    say.print(f"folder  {folder}", markup=False)
    say.print(f"open    {(folder / overview.sheet_name(1)).as_uri()}", markup=False)
