"""The commands for letters in doubt, and refused ones: a person looks, and decides whether they go again."""

from typing import Annotated

import typer
from rich.table import Table

from artgen.cli.opening import CampaignName, Now, Out, clock, made, opened, say
from artgen.errors import ArtgenError
from artgen.ledger import Ledger
from artgen.send.order import stamp


def doubts(campaign: CampaignName, out: Out = None) -> None:
    """List the letters of which nobody knows whether they went out, and what to do.

    Example: artgen doubts heart-of-travel --out try
    """
    chosen, folder = opened(campaign, out)
    with Ledger(made(folder) / "ledger.sqlite", chosen.id) as ledger:
        found, claims = ledger.doubts.all(), len(ledger.queue.open_claims())
    if claims:
        say.print(
            f"{claims:,} letters are on their way, or were when a sender was killed; "
            "in that case the next `artgen send` looks them up first"
        )
    if not found:
        say.print("there is no doubt about any letter")
        return
    table = Table(
        "customer", "since (UTC)", "what is known", "heard", title=chosen.title, title_justify="left", box=None
    )
    for doubt in found:
        table.add_row(doubt.customer, doubt.since[:16].replace("T", " "), doubt.known, doubt.heard or "nothing")
    say.print(table)
    say.print(
        f"{len(found):,} letters may have gone out, or not. First run `artgen hear`: news of a letter proves that it "
        "went out. For the rest, decide: `artgen resolve CUSTOMER... --as-sent` (nobody gets two), or --resend."
    )


def resolve(
    campaign: CampaignName,
    customers: Annotated[list[str] | None, typer.Argument(metavar="[CUSTOMER]...", help="Their ids.")] = None,
    out: Out = None,
    as_sent: Annotated[bool, typer.Option("--as-sent", help="Take the letters as sent; they never go again.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Send them again; one in doubt may arrive twice.")] = False,
    everyone: Annotated[bool, typer.Option("--all", help="Every letter in doubt.")] = False,
    refused: Annotated[bool, typer.Option("--refused", help="Every refused letter; none of them went out.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    now: Now = None,
) -> None:
    """Settle letters in doubt as you decide: taken as sent, or to be sent again by the next `artgen send`.

    Refused letters did not go out; with --resend they wait again, once it is mended what refused them.

    Example: artgen resolve heart-of-travel NW-000001 --out try --as-sent
    """
    chosen, folder = opened(campaign, out)
    if as_sent == resend:
        raise ArtgenError("say what to do with them: either --as-sent, or --resend")
    if refused and as_sent:
        raise ArtgenError("refused letters did not go out, so they can't be taken as sent; write --refused --resend")
    if bool(customers) + everyone + refused != 1:
        raise ArtgenError(
            "name customers, or all of them with --all or --refused; `artgen doubts` lists those in doubt"
        )
    with Ledger(made(folder) / "ledger.sqlite", chosen.id) as ledger:
        if refused:
            named = ledger.queue.refused()
        else:
            named = [doubt.customer for doubt in ledger.doubts.all()] if everyone else list(customers or [])
        what = "refused letters" if refused else "letters in doubt"
        question = f"{len(named):,} {what}: {'send them again' if resend else 'take them as sent'}?"
        if (everyone or refused) and not yes and not typer.confirm(question):
            raise ArtgenError("nothing was changed")
        settle = ledger.doubts.send_again if resend else ledger.doubts.as_sent
        count = settle(named, at=stamp(clock(now)()))
    say.print(f"{count:,} letters {'wait to be sent again' if resend else 'taken as sent'}")
