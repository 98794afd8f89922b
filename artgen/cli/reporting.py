"""The commands before and after the letters: what a sender must have, and what became of a campaign."""

from pathlib import Path
from typing import Annotated

import typer

from artgen.cli.opening import CampaignName, Out, bar, made, opened, progress, say
from artgen.desk import report as results
from artgen.desk.result_page import lists
from artgen.desk.result_page import page as result_page
from artgen.desk.result_screen import show as show_results
from artgen.errors import ArtgenError


def report(
    campaign: CampaignName,
    out: Out = None,
    outcome: Annotated[
        Path | None, typer.Option("--outcome", help="A CSV of what customers did since: customer, date, amount.")
    ] = None,
    log: Annotated[
        list[Path] | None,
        typer.Option("--log", help="An access log, a folder of them or a pattern, beside the campaign's own."),
    ] = None,
    page: Annotated[Path | None, typer.Option("--page", help="Write it as a page into this file.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write it as lists into this folder.")] = None,
) -> None:
    """Say what became of the letters: delivered, opened, kept, shared, left; and what they did beside a holdout.

    Example: artgen report heart-of-travel --out try --page report.html
    """
    chosen, folder = opened(campaign, out)
    named = [*(chosen.path(name) for name in chosen.sending.access_log), *(log or [])]
    with bar() as shown:
        found = results.report(chosen, made(folder), logs=named, outcomes=outcome, progress=progress(shown))
    show_results(found, say)
    if page:
        _write(page, result_page(found))
    if csv:
        say.print(f"written to {csv}: {', '.join(lists(found, csv))}", markup=False)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as wrong:
        raise ArtgenError(f"{file}: can't be written ({wrong.strerror}); name another file") from wrong
    say.print(f"written to {file}", markup=False)
