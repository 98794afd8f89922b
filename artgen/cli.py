"""The command line: parse, call one function, print; the only place that reads the clock and the environment."""

import datetime as dt
import os
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from artgen import __version__
from artgen.campaigns import model, starter
from artgen.desk import check as data
from artgen.desk import overview, sheet
from artgen.desk import serve as preview
from artgen.desk.screen import show
from artgen.desk.styles import styles
from artgen.drawing.canvas import COMPOSITIONS
from artgen.errors import ArtgenError
from artgen.gallery.command import gallery
from artgen.ledger import Ledger
from artgen.mailing.outbox import Outbox
from artgen.make import Clock, Summary
from artgen.make import make as run_make
from artgen.publishing.links import Keys, open_keys
from artgen.publishing.shelf import alone
from artgen.records import State, Verdict
from artgen.send import send as run_send

app = typer.Typer(
    name="artgen",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Turn a year of each customer's activity into a poster, a personal page and a letter.",
)
app.add_typer(styles, name="style")
say = Console(highlight=False, soft_wrap=True)
aside = Console(stderr=True, highlight=False, soft_wrap=True)

Sheet = Literal["print", "poster", "phone"]
CampaignName = Annotated[
    str, typer.Argument(metavar="CAMPAIGN", help="A campaign folder, its TOML file, or a ready-made campaign's name.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="The output folder. Default: CAMPAIGN/out, or out/ID for a ready-made campaign."),
]
Workers = Annotated[int, typer.Option("--workers", min=0, help="Processes to draw with. 0: one for each core.")]
MOMENTS = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S"]
Now = Annotated[dt.datetime | None, typer.Option("--now", formats=MOMENTS, help="Date letters as of then (UTC).")]


@app.command()
def demo(out: Out = None, workers: Workers = 0, now: Now = None) -> None:
    """Make and "send" the ready-made campaign Heart of Travel on sample data.

    Nothing leaves this machine: letters are written into a folder.

    Example: artgen demo
    """
    campaign, folder = _open("heart-of-travel", out)
    summary = _make(campaign, folder, workers)
    _send(campaign, folder, now, None)
    _tell(campaign, folder, summary)


@app.command("make")
def make_(campaign: CampaignName, out: Out = None, workers: Workers = 0) -> None:
    """Draw and publish every customer's poster and page; skip those whose data and look are unchanged.

    Example: artgen make heart-of-travel --out try
    """
    opened, folder = _open(campaign, out)
    _tell(opened, folder, _make(opened, folder, workers))


@app.command()
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
        with _bar() as bar:
            found = data.check(model.load(campaign), _clock(None)(), changed=try_, progress=_progress(bar))
        data.report(found, page, None if json in ("", "-") else Path(json))
    except ArtgenError as wrong:
        aside.print(f"artgen: {wrong}", markup=False)
        raise typer.Exit(2) from wrong
    typer.echo(found.as_json(), nl=False) if json == "-" else show(found, say)
    raise typer.Exit(int(strict and not found.clean))


@app.command("send")
def send_(
    campaign: CampaignName,
    out: Out = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Send at most this many letters.")] = None,
    now: Now = None,
) -> None:
    """Send each waiting letter once; run it again after a stop, and nobody gets two.

    Example: artgen send heart-of-travel --out try --limit 10
    """
    opened, folder = _open(campaign, out)
    _send(opened, folder, now, limit)


@app.command()
def status(campaign: CampaignName, out: Out = None) -> None:
    """Show how many customers stand where.

    Example: artgen status heart-of-travel --out try
    """
    opened, folder = _open(campaign, out)
    with Ledger(_made(folder) / "ledger.sqlite", opened.id) as ledger:
        tally, waiting, published = ledger.tally(), ledger.waiting(), ledger.published()
    table = Table(title=opened.title, title_justify="left", show_header=False, box=None)
    table.add_row("posters", str(published))
    table.add_row("letters waiting", str(waiting))
    for state in State:
        if tally.get(state):
            table.add_row(state.value, str(tally[state]))
    say.print(table)
    if tally.get(State.UNKNOWN):
        say.print("unknown: whether these letters went out can't be known by a machine; they are never resent.")


@app.command()
def serve(
    campaign: CampaignName,
    out: Out = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8000,
    browse: Annotated[bool, typer.Option("--browse", help="Open it in the browser.")] = False,
) -> None:
    """Show the made campaign in a browser, from this machine only, until Ctrl-C.

    Example: artgen serve heart-of-travel --out try
    """
    _, folder = _open(campaign, out)
    server = preview.preview(folder, port)
    address = f"http://127.0.0.1:{server.server_port}/"
    say.print(f"{address}  (Ctrl-C ends it)")
    if browse:
        webbrowser.open(address)
    with server:
        server.serve_forever()


@app.command()
def new(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet.")]) -> None:
    """Write a campaign folder that runs as it is, to be filled with your own data and words.

    Example: artgen new my-campaign
    """
    starter.write(folder)
    say.print(f"{folder}/ is ready. Look into {folder}/campaign.toml, then: artgen make {folder}")


@app.command()
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


app.command()(gallery)


def _open(name: str, out: Path | None) -> tuple[model.Campaign, Path]:
    campaign = model.load(name)
    default = Path("out") / campaign.id if campaign.builtin else campaign.folder / "out"
    return campaign, (out or default).absolute()


def _made(folder: Path) -> Path:
    if not (folder / "ledger.sqlite").is_file():
        raise ArtgenError(f"{folder}: nothing was made there yet; run `artgen make` first, with the same --out")
    return folder


def _keys(campaign: model.Campaign) -> Keys:
    keys, made = open_keys(campaign, os.environ, Path.home())
    if made:
        aside.print(f"A new key was made: {made}. Keep it safe; without it links can't be made again.", markup=False)
    return keys


def _make(campaign: model.Campaign, folder: Path, workers: int) -> Summary:
    keys = _keys(campaign)
    with _bar() as bar:
        cores = workers or os.cpu_count() or 1
        summary = run_make(campaign, folder, keys, workers=cores, clock=_clock(None), progress=_progress(bar))
    _lay_out(campaign, folder)
    return summary


def _send(campaign: model.Campaign, folder: Path, now: dt.datetime | None, limit: int | None) -> None:
    keys = _keys(campaign)
    with alone(_made(folder)), _bar() as bar:
        task = bar.add_task("sending", total=None)
        sent = run_send(
            campaign,
            folder,
            Outbox(folder / "outbox", campaign.base_url if campaign.shelf.kind == "folder" else ""),
            keys,
            clock=_clock(now),
            limit=limit,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    _lay_out(campaign, folder)
    if sent.recovered:
        say.print(f"{sent.recovered} letters of a stopped run: looked up and settled")
    say.print(f"{sent.verdicts.get(Verdict.ACCEPTED, 0)} letters written to {folder / 'outbox'}", markup=False)
    if sent.left:
        say.print(f"{sent.left} letters are waiting")


def _lay_out(campaign: model.Campaign, folder: Path) -> None:
    with Ledger(folder / "ledger.sqlite", campaign.id) as ledger:
        overview.lay_out(campaign, folder, ledger)


def _tell(campaign: model.Campaign, folder: Path, summary: Summary) -> None:
    table = Table(title=f"{campaign.title} {campaign.year}", title_justify="left", show_header=False, box=None)
    for label, value in summary.lines():
        table.add_row(label, value)
    say.print(table)
    say.print(f"folder  {folder}", markup=False)
    say.print(f"open    {(folder / overview.sheet_name(1)).as_uri()}", markup=False)


def _clock(now: dt.datetime | None) -> Clock:
    fixed = now if now is None or now.tzinfo else now.replace(tzinfo=dt.UTC)
    return lambda: fixed or dt.datetime.now(dt.UTC)


def _progress(bar: Progress) -> Callable[[str, int, int], None]:
    task = bar.add_task("reading", total=None)
    return lambda what, done, total: bar.update(task, completed=done, total=total or None, description=what)


def _bar() -> Progress:
    clocks = (TimeElapsedColumn(), TimeRemainingColumn())
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *clocks, console=aside)


@app.callback(invoke_without_command=True)
def _main(version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False) -> None:
    if version:
        say.print(f"artgen {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; a person's mistake is one sentence and exit code 1, never a traceback."""
    try:
        app()
    except ArtgenError as wrong:
        aside.print(f"artgen: {wrong}", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        aside.print("artgen: stopped; run the same command again to go on where it was")
        sys.exit(130)
