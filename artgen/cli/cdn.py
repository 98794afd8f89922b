"""The commands for who runs the web server or CDN: what it needs, and when pages go."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from artgen.campaigns.model import load
from artgen.cli.opening import CampaignName, Out, aside, bar, clock, made, opened, progress, say
from artgen.desk import cdn as edges
from artgen.desk.cdn import Edge
from artgen.desk.parting import expiry
from artgen.errors import ArtgenError
from artgen.publish import said_size


def cdn(
    campaign: CampaignName,
    to: Annotated[Edge, typer.Option("--for", help="cloudfront; logs is its second, small stack.")] = "cloudfront",
    out: Out = None,
    file: Annotated[Path | None, typer.Option("--file", help="Where to write it. Default: the screen.")] = None,
    also: Annotated[
        list[str] | None,
        typer.Option("--also", help="Another campaign in the same bucket, on the same host: last year's."),
    ] = None,
    expire_after: Annotated[
        int, typer.Option("--expire-after", min=0, help="Days after stays_until on which pages go. 0: they stay.")
    ] = 0,
) -> None:
    """Write what an operator needs to put pages on the web: CloudFormation for AWS, or settings for nginx.

    A private bucket, a CDN that reads pages and nothing else, the pages' own security policy as headers, and one answer
    for every page that isn't there. Nothing is created; the first lines of what is written say how.

    Example: artgen cdn my-campaign --file stack.yaml
    """
    chosen, folder = opened(campaign, out)
    text = edges.write(chosen, folder, to, [load(name) for name in also or ()], expire_after)
    if file is None:
        typer.echo(text, nl=False)
        return
    edges.keep(text, file)
    say.print(f"{file}: written", markup=False)


def expire(
    campaign: CampaignName,
    after: Annotated[int, typer.Option("--after", min=1, max=3650, help="Days after stays_until.")],
    out: Out = None,
    plan: Annotated[bool, typer.Option("--plan", help="Say what would go and when, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """Remove everyone's pages once they have stayed as long as they say, and some days more.

    From folders they go when this runs after that day; before it, nothing does. A bucket is told the day, and removes
    them itself. Who then opens a link gets the friendly page for what isn't there. The ledger is kept.

    Example: artgen expire my-campaign --after 30 --plan
    """
    chosen, folder = opened(campaign, out)
    found = expiry.plan(chosen, made(folder), after, clock(None)().date())
    say.print(_told(chosen.title, found))
    acts = bool(found.buckets) or (found.is_due and any(place.files for place in found.folders))
    if plan or not acts:
        say.print("nothing was changed" if plan or found.is_due else f"nothing to do before {_day(found.due)}")
        return
    if found.waiting:
        aside.print(f"{found.waiting:,} letters that link to these pages have still to leave; they would lead nowhere")
    if not yes and not typer.confirm(_question(found)):
        raise ArtgenError("nothing was changed")
    with bar() as shown:
        removed = expiry.expire(chosen, folder, found, progress(shown))
    for bucket in found.buckets:
        say.print(f"bucket '{bucket}' removes them itself from {_day(found.due)} on", markup=False)
    if found.is_due:
        say.print(f"{removed:,} files removed")


def _told(title: str, found: expiry.Plan) -> Table:
    table = Table(title=title, title_justify="left", show_header=False, box=None)
    table.add_row("pages say they stay until", _day(found.stays_until))
    table.add_row("they go from", f"{_day(found.due)}, midnight UTC")
    for place in found.folders:
        table.add_row(str(place.folder), f"{place.pages:,} pages, {place.files:,} files, {said_size(place.size)}")
    for bucket in found.buckets:
        table.add_row(f"bucket '{bucket}'", "removes them itself, by a rule of its own")
    if found.waiting:
        table.add_row("letters still to leave", f"{found.waiting:,}")
    return table


def _question(found: expiry.Plan) -> str:
    parts = [f"let bucket '{bucket}' remove all pages from {_day(found.due)} on" for bucket in found.buckets]
    if found.is_due and (files := sum(place.files for place in found.folders)):
        parts.append(f"remove {files:,} files now, for good")
    return f"{' and '.join(parts)}?".capitalize()


def _day(day: dt.date) -> str:
    return day.isoformat()
