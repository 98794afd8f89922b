"""What every command begins with: the campaign, its folder, its keys, the clock; only here are they read."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from artgen.campaigns import model
from artgen.errors import ArtgenError
from artgen.ledger.beginning import refuse_empty, refuse_lost
from artgen.make import Clock
from artgen.publishing.links import Keys, open_keys

say = Console(highlight=False, soft_wrap=True)
aside = Console(stderr=True, highlight=False, soft_wrap=True)

CampaignName = Annotated[
    str, typer.Argument(metavar="CAMPAIGN", help="A campaign folder, its TOML file, or a ready-made campaign's name.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="The output folder. Default: CAMPAIGN/out, or out/ID for a ready-made campaign."),
]
Workers = Annotated[int, typer.Option("--workers", min=0, help="Processes to draw with. 0: one for each core.")]
On = Annotated[
    str,
    typer.Option("--on", metavar="WHERE", help="Where to draw: here, processes:N, dask://HOST:PORT, tls://HOST:PORT."),
]
MOMENTS = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S"]
Now = Annotated[dt.datetime | None, typer.Option("--now", formats=MOMENTS, help="Date letters as of then (UTC).")]


def opened(name: str, out: Path | None) -> tuple[model.Campaign, Path]:
    """Return a campaign and its output folder."""
    campaign = model.load(name)
    default = Path("out") / campaign.id if campaign.builtin else campaign.folder / "out"
    return campaign, (out or default).absolute()


def made(folder: Path) -> Path:
    """Return the folder; raise ArtgenError where nothing was made yet, or where its ledger was lost or emptied."""
    ledger = folder / "ledger.sqlite"
    if not ledger.is_file():
        refuse_lost(ledger)
        raise ArtgenError(f"{folder}: nothing was made there yet; run `artgen make` first, with the same --out")
    refuse_empty(ledger)
    return folder


def keys_of(campaign: model.Campaign) -> Keys:
    """Return a campaign's keys, and say where a new one was put."""
    keys, new = open_keys(campaign, os.environ, Path.home())
    if new:
        aside.print(f"A new key was made: {new}. Keep it safe; without it links can't be made again.", markup=False)
    return keys


def clock(now: dt.datetime | None) -> Clock:
    """Return the clock, or one that stands still at `now`."""
    fixed = now if now is None or now.tzinfo else now.replace(tzinfo=dt.UTC)
    return lambda: fixed or dt.datetime.now(dt.UTC)


class Rate(ProgressColumn):
    """How many are done a second, lately."""

    def render(self, task: Task) -> Text:
        """Return the rate as text; nothing where it isn't known yet."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed and speed >= 10 else f"{speed:.1f}/s" if speed else "")


def bar() -> Progress:
    """Return a bar on the standard error stream, to be entered as a context."""
    clocks = (Rate(), TimeElapsedColumn(), TimeRemainingColumn())
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *clocks, console=aside)


def progress(shown: Progress) -> Callable[[str, int, int], None]:
    """Return what long work calls with what it does, how much of it is done, and of how much (0: unknown)."""
    task = shown.add_task("reading", total=None)
    return lambda what, done, total: shown.update(task, completed=done, total=total or None, description=what)
