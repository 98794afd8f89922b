"""The command for a team that sends with a platform of its own: rows instead of letters."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from artgen.cli.opening import CampaignName, Out, bar, clock, keys_of, made, opened, progress, say
from artgen.desk.exporting import export as rows
from artgen.desk.exporting.platforms import platform, platforms


def export(
    campaign: CampaignName,
    to: Annotated[str, typer.Option("--for", help=f"Who sends: {', '.join(platforms())}.")] = "csv",
    out: Out = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="A folder for the files, or one file's name to begin theirs. Default: OUT/export."),
    ] = None,
    address: Annotated[bool, typer.Option("--address", help="Write addresses too.")] = False,
) -> None:
    """Write one row a person, with links and words, for the platform that you send with; nothing is sent.

    Who has a letter already, asked for none, or isn't to get one is left out and counted. The files name people and
    lead to their pages: keep them as you keep addresses, and remove them once they are imported.

    Example: artgen export heart-of-travel --for braze --out try --file try/export
    """
    chosen, folder = opened(campaign, out)
    taker = platform(to)
    target = (file or made(folder) / "export").absolute()
    with bar() as shown:
        done = rows.export(
            chosen,
            made(folder),
            keys_of(chosen),
            taker,
            target,
            clock=clock(None),
            address=address,
            progress=progress(shown),
        )
    table = Table(title=f"{chosen.title} for {taker.title}", title_justify="left", show_header=False, box=None)
    table.add_row("people", f"{done.people:,}")
    for left in done.left_out:
        table.add_row("left out", f"{left.people:,} {left.why}")
    for column in done.columns:
        if column.shortened:
            table.add_row("shortened", f"{column.shortened:,} texts of {column.name}")
    for part in done.parts:
        table.add_row("file", f"{part.file}, {part.people:,} people, {part.bytes:,} bytes")
    say.print(table)
    say.print(f"folder  {target.parent if target.suffix == '.csv' else target}", markup=False)
    say.print("Send these with your platform or the letters with `artgen send`, not both: neither knows of the other.")
