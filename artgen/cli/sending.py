"""The commands of the second line: letters leave, and where each of them stands."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from artgen.campaigns import model
from artgen.cli.opening import CampaignName, Now, Out, bar, clock, keys_of, made, opened, say
from artgen.desk import overview
from artgen.ledger import Ledger
from artgen.mailing.outbox import Outbox
from artgen.publishing.shelf import alone
from artgen.records import State, Verdict
from artgen.send import send as run_send


def send(
    campaign: CampaignName,
    out: Out = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Send at most this many letters.")] = None,
    now: Now = None,
) -> None:
    """Send each waiting letter once; run it again after a stop, and nobody gets two.

    Example: artgen send heart-of-travel --out try --limit 10
    """
    chosen, folder = opened(campaign, out)
    sent_out(chosen, folder, now, limit)


def status(campaign: CampaignName, out: Out = None) -> None:
    """Show how many customers stand where.

    Example: artgen status heart-of-travel --out try
    """
    chosen, folder = opened(campaign, out)
    with Ledger(made(folder) / "ledger.sqlite", chosen.id) as ledger:
        tally, waiting, published = ledger.tally(), ledger.queue.waiting(), ledger.published()
    table = Table(title=chosen.title, title_justify="left", show_header=False, box=None)
    table.add_row("posters", str(published))
    table.add_row("letters waiting", str(waiting))
    for state in State:
        if tally.get(state):
            table.add_row(state.value, str(tally[state]))
    say.print(table)
    if tally.get(State.UNKNOWN):
        say.print("unknown: whether these letters went out can't be known by a machine; they are never resent.")


def sent_out(campaign: model.Campaign, folder: Path, now: dt.datetime | None, limit: int | None) -> None:
    """Send what waits, and say what came of it."""
    keys = keys_of(campaign)
    with alone(made(folder)), bar() as shown:
        task = shown.add_task("sending", total=None)
        sent = run_send(
            campaign,
            folder,
            Outbox(folder / "outbox", campaign.base_url if campaign.shelf.kind == "folder" else ""),
            keys,
            clock=clock(now),
            limit=limit,
            progress=lambda done, total: shown.update(task, completed=done, total=total),
        )
    lay_out(campaign, folder)
    if sent.recovered:
        say.print(f"{sent.recovered} letters of a stopped run: looked up and settled")
    say.print(f"{sent.verdicts.get(Verdict.ACCEPTED, 0)} letters written to {folder / 'outbox'}", markup=False)
    if sent.left:
        say.print(f"{sent.left} letters are waiting")


def lay_out(campaign: model.Campaign, folder: Path) -> None:
    """Rewrite the overview from the ledger."""
    with Ledger(folder / "ledger.sqlite", campaign.id) as ledger:
        overview.lay_out(campaign, folder, ledger)
