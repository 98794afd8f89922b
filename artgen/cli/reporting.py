"""The commands before and after the letters: what a sender must have, and what became of a campaign."""

import os
from pathlib import Path
from typing import Annotated

import typer

from artgen.cli.opening import CampaignName, Now, Out, bar, clock, keys_of, made, opened, progress, say
from artgen.desk.diagnosing import doctor as doctors
from artgen.desk.diagnosing.diagnosis_screen import show as show_diagnosis
from artgen.desk.diagnosing.nameserver import Resolver
from artgen.desk.reporting import report as results
from artgen.desk.reporting.result_page import lists
from artgen.desk.reporting.result_page import page as result_page
from artgen.desk.reporting.result_screen import show as show_results
from artgen.errors import ArtgenError


def doctor(
    campaign: CampaignName,
    out: Out = None,
    ask_network: Annotated[
        bool, typer.Option("--ask-network", help="Also ask name servers, the published pages, and the way to send.")
    ] = False,
    dkim_selector: Annotated[
        str,
        typer.Option("--dkim-selector", help="The name of the key that letters are signed with (SES says its own)."),
    ] = "",
    page: Annotated[Path | None, typer.Option("--page", help="Write it as a page into this file.")] = None,
    json: Annotated[str, typer.Option("--json", help="Write it for machines into this file; - for here.")] = "",
    now: Now = None,
) -> None:
    """Look at all that a bulk sender must have, before the first letter; each line is ok, wrong, or yours to look at.

    Nothing is sent. With --ask-network the unsubscribe handler is tried with the token of nobody. The exit code is 1
    when something is wrong.

    Example: artgen doctor heart-of-travel --out try --page doctor.html
    """
    chosen, folder = opened(campaign, out)
    names = Resolver() if ask_network else None
    found = doctors.examine(
        chosen, folder, keys_of(chosen), clock(now)(), names=names, environ=os.environ, selector=dkim_selector
    )
    typer.echo(found.as_json(), nl=False) if json == "-" else show_diagnosis(found, say)
    if page:
        _write(page, doctors.page(found), quiet=json == "-")
    if json not in ("", "-"):
        _write(Path(json), found.as_json())
    raise typer.Exit(int(bool(found.wrong)))


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


def _write(file: Path, text: str, *, quiet: bool = False) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as wrong:
        raise ArtgenError(f"{file}: can't be written ({wrong.strerror}); name another file") from wrong
    if not quiet:
        say.print(f"written to {file}", markup=False)
