"""The commands for one person: a link called back, everything erased, a copy of all that is on record."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from artgen.cli.opening import CampaignName, Out, clock, keys_of, made, opened, say
from artgen.desk.parting import erase as erasing
from artgen.desk.parting import person as copies
from artgen.desk.parting import revoke as revoking
from artgen.errors import ArtgenError
from artgen.publishing.shelf import PRIVATE

Customers = Annotated[list[str] | None, typer.Argument(metavar="[CUSTOMER]...", help="Their ids.")]
Paths = Annotated[
    Path | None,
    typer.Option("--paths", help="Write the paths for your CDN to forget into this file, instead of showing them."),
]


def revoke(
    campaign: CampaignName,
    customers: Customers = None,
    out: Out = None,
    token_from_stdin: Annotated[
        bool, typer.Option("--token-from-stdin", help="Read links, one a line: they don't belong on a command line.")
    ] = False,
    for_good: Annotated[
        bool, typer.Option("--for-good", help="Let no make give these customers a page again.")
    ] = False,
    paths: Paths = None,
) -> None:
    """Call links back: page, share page and pictures are removed, and answer like links that never were.

    The next `artgen make` gives a new link, unless it is --for-good (revoke again without it to take that back). A
    letter that was sent is not sent again: tell the person the new link yourself.

    Example: artgen revoke heart-of-travel NW-000001 --out try
    """
    chosen, folder = opened(campaign, out)
    if bool(customers) == token_from_stdin:
        raise ArtgenError("name customers, or give their links with --token-from-stdin; one of the two")
    keys, ticking = keys_of(chosen), clock(None)
    if token_from_stdin:
        done = revoking.revoke_links(chosen, made(folder), keys, sys.stdin, for_good=for_good, clock=ticking)
    else:
        done = revoking.revoke(chosen, made(folder), keys, customers or (), for_good=for_good, clock=ticking)
    table = Table(title=f"{chosen.title}: revoked", title_justify="left", show_header=False, box=None)
    table.add_row("people", f"{done.people:,}")
    table.add_row("files removed", f"{done.files:,}")
    if done.without:
        table.add_row("without a page", f"{done.without:,}, so nothing was there to take down")
    if done.written:
        table.add_row("letters out", f"{done.written:,} that lead to the page that is gone; none is sent again")
    say.print(table)
    _tell_paths(done.paths, paths)
    say.print(
        "for good: no make gives them a page"
        if for_good
        else "the next `artgen make` gives them a new link; links.csv then says which"
    )


def erase(
    campaign: CampaignName,
    customers: Annotated[list[str], typer.Argument(metavar="CUSTOMER...", help="Their ids.")],
    out: Out = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    paths: Paths = None,
) -> None:
    """Erase all that artgen keeps of a customer: pages, pictures, letters, and every byte on record.

    A keyed hash stays, so that neither the next `artgen make` nor a letter brings them back. The proof and OUT/export
    show many people at once and go too; make them again. If it is stopped, run it again. It ends with what it can't
    reach.

    Example: artgen erase heart-of-travel NW-000001 --out try
    """
    chosen, folder = opened(campaign, out)
    many = "this customer" if len(customers) == 1 else f"these {len(customers):,} customers"
    if not yes and not typer.confirm(f"Erase {many} for good, with the proof and exports? It can't be undone."):
        raise ArtgenError("nothing was changed")
    done = erasing.erase(chosen, made(folder), keys_of(chosen), customers, clock=clock(None))
    table = Table(title=f"{chosen.title}: erased", title_justify="left", show_header=False, box=None)
    table.add_row("people", f"{done.people:,}")
    table.add_row("files removed", f"{done.files:,} of pages; letters, proof and exports")
    for file in done.remains:
        table.add_row("names them still", f"{file}: artgen may not change it; look, and remove it yourself")
    say.print(table)
    _tell_paths(done.paths, paths)
    say.print("artgen can't reach, so look there yourself:")
    for what in done.beyond:
        say.print(f"- {what}", markup=False)


def export_person(
    campaign: CampaignName,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer's id, as in the people file.")],
    to: Annotated[Path, typer.Option("--to", help="A new folder, for this person alone.")],
    out: Out = None,
) -> None:
    """Copy all that is on record of one customer, and their pages, pictures and letter, for them to have.

    Example: artgen export-person heart-of-travel NW-000001 --out try --to for-them
    """
    chosen, folder = opened(campaign, out)
    done = copies.export_person(chosen, made(folder), keys_of(chosen), customer, to.absolute(), clock=clock(None))
    say.print(f"{done.files:,} files in {done.folder}, readable by you alone; begin with {copies.PERSON}", markup=False)
    say.print(
        f"letter: {done.letter}. It leads to their page: hand it over as you would hand over a key.", markup=False
    )


def _tell_paths(paths: Iterable[str], file: Path | None) -> None:
    """Show, or write into a private file, what a CDN may still have."""
    said = "".join(f"{path}\n" for path in paths)
    if not said:
        return
    if file:
        file.touch(PRIVATE)
        file.chmod(PRIVATE)
        file.write_text(said, "utf-8")
        say.print(f"tell your CDN to forget the paths in {file}; remove the file then", markup=False)
    else:
        say.print("tell your CDN, if there is one, to forget these paths:")
        say.print(said, end="", markup=False)
