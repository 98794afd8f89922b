"""The commands before anything is sent: a proof of those who matter most, and a person's word that it is right."""

import datetime as dt
import os
from typing import Annotated

import typer
from rich.table import Table

from artgen.cli.opening import CampaignName, Out, Workers, bar, clock, keys_of, made, opened, progress, say
from artgen.desk.proving import approval
from artgen.desk.proving.camera import find_browser
from artgen.desk.proving.proof import prove
from artgen.ledger import Ledger


def proof(
    campaign: CampaignName,
    out: Out = None,
    screens: Annotated[
        bool, typer.Option("--screens/--no-screens", help="Take pictures of pages and letters, with Chromium.")
    ] = True,
    workers: Workers = 0,
) -> None:
    """Show the people who matter most as poster, page and letter, on one page and as a PDF to pass around.

    The machine chooses them: the emptiest and the fullest year, the longest name, every style, theme, language and
    segment, whom a rule of grace met, the two posters most alike, ten at random. Screens need Chromium and the extra
    artgen[proof]. Pictures whose inputs are unchanged are not taken again. The proof is private and never published.

    Example: artgen proof heart-of-travel --out try
    """
    chosen, folder = opened(campaign, out)
    browser = find_browser(os.environ) if screens else None
    keys, at_once = keys_of(chosen), min(workers or os.cpu_count() or 1, 4)
    with bar() as shown:
        done = prove(
            chosen,
            made(folder),
            keys,
            now=clock(None)(),
            browser=browser,
            at_once=at_once,
            progress=progress(shown),
        )
    table = Table(title=f"{chosen.title} {chosen.year}: proof", title_justify="left", show_header=False, box=None)
    table.add_row("people", f"{done.people:,} stand for {done.of:,}")
    if done.pdf:
        table.add_row("pictures", f"{done.taken:,} taken, {done.kept:,} unchanged")
    for remark in done.to_look_at:
        table.add_row("look", f"{remark.title}: {remark.found}")
    say.print(table)
    say.print(f"open    {done.page.as_uri()}", markup=False)
    if done.pdf:
        say.print(f"print   {done.pdf}", markup=False)
    say.print("It shows names: treat it as you treat your mailing list. When it is right: artgen approve")


def approve(
    campaign: CampaignName,
    by: Annotated[str, typer.Option("--by", help="Who approves.")],
    out: Out = None,
) -> None:
    """Say that the proof is right, so that letters may leave by SMTP or SES.

    The word holds for exactly what the proof showed: texts, looks, styles, themes, rules of grace, languages, brand,
    fonts, templates and artgen itself. When one of them changes, sending stops and says which; prove and approve again.

    Example: artgen approve heart-of-travel --out try --by "Maya Lindt"
    """
    chosen, folder = opened(campaign, out)
    with Ledger(made(folder) / "ledger.sqlite", chosen.id) as ledger:
        at = clock(None)().astimezone(dt.UTC).isoformat(timespec="seconds")
        given = approval.approve(chosen, ledger, by, at)
    say.print(f"approved by {given.by}: {len(given.parts)} parts, as the proof showed them", markup=False)
