"""The commands that listen: what came back of the letters, who gets none, and the page to leave by."""

import sys
from pathlib import Path
from typing import Annotated
from wsgiref.simple_server import WSGIRequestHandler, make_server

import typer
from rich.table import Table

from artgen.cli.opening import CampaignName, Now, Out, bar, clock, keys_of, made, opened, progress, say
from artgen.desk import leaving
from artgen.desk.unsubscribe import Unsubscribe
from artgen.errors import ArtgenError, InputError
from artgen.hear import LEAVERS
from artgen.hear import hear as listen
from artgen.history.address import BadAddress, normalise
from artgen.ledger import Ledger
from artgen.ledger.suppression import Suppression
from artgen.mailing.addresses import addresses


def hear(
    campaign: CampaignName,
    out: Out = None,
    anew: Annotated[bool, typer.Option("--anew", help="Read every source from its beginning; harmless.")] = False,
    now: Now = None,
) -> None:
    """Read what came back: who left, what bounced, what arrived; letters in doubt are settled where it is proven.

    Run it as often as you like: the same news twice changes nothing.

    Example: artgen hear heart-of-travel --out try
    """
    chosen, folder = opened(campaign, out)
    with Ledger(made(folder) / "ledger.sqlite", chosen.id) as ledger, bar() as shown:
        told = progress(shown)
        heard = listen(chosen, folder, ledger, keys_of(chosen), clock=clock(now), anew=anew, progress=told)
    table = Table(title=chosen.title, title_justify="left", show_header=False, box=None)
    for label, value in heard.lines():
        table.add_row(label, value)
    say.print(table)


def suppress(
    campaign: CampaignName,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A CSV of addresses.")] = None,
    out: Out = None,
    one: Annotated[bool, typer.Option("--address-from-stdin", help="Read one address from standard input.")] = False,
    ses: Annotated[bool, typer.Option("--ses", help="Take over the suppression list of your SES account.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why, as lists and reports show it.")] = "by request",
    lift: Annotated[bool, typer.Option("--lift", help="Let them be written to again.")] = False,
    now: Now = None,
) -> None:
    """Keep addresses from getting a letter, also in the middle of sending; kept are keyed hashes, never addresses.

    Without a file it shows how many are suppressed, and why.

    Example: artgen suppress heart-of-travel do-not-mail.csv --out try --reason "asked by phone"
    """
    chosen, folder = opened(campaign, out)
    if (file is not None) + one + ses > 1 or (lift and (ses or (file is None and not one))):
        raise ArtgenError("give one of FILE, --address-from-stdin and --ses; --lift needs one of the first two")
    if "@" in reason:
        raise ArtgenError("--reason looks like an address; say why instead, since it is shown in lists")
    keys, at = keys_of(chosen), clock(now)().isoformat(timespec="milliseconds")
    with Ledger(made(folder) / "ledger.sqlite", chosen.id) as ledger:
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        kept = Suppression(ledger)
        if lift:
            hashes = [keys.address_hash(address) for address in _given(file)]
            say.print(f"{kept.lift(hashes, at):,} may be written to again")
            if stay := kept.erased(hashes):
                say.print(f"{stay:,} stay suppressed: erased, which no lift takes back")
        elif ses:
            from artgen.mailing.ses_suppressed import suppressed as suppressed_by_ses  # boto3 is slow to import

            count = sum(
                kept.add([keys.address_hash(address) for address in found], why, "ses", at)
                for why, found in suppressed_by_ses(chosen.mailer)
            )
            say.print(f"{count:,} newly suppressed")
        elif file or one:
            count = kept.add([keys.address_hash(address) for address in _given(file)], reason, "hand", at)
            say.print(f"{count:,} newly suppressed")
        if not kept.counts():
            say.print("nobody is suppressed")
            return
        table = Table(show_header=False, box=None)
        for why, number in kept.counts().items():
            table.add_row(why, f"{number:,}")
        say.print(table)


def unsubscribe(
    campaign: CampaignName,
    out: Out = None,
    write: Annotated[Path | None, typer.Option("--write", help="Write the page for your web server here.")] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8001,
    now: Now = None,
) -> None:
    """Try the unsubscribe page on this machine, until Ctrl-C, or write what your web server needs to show it.

    Example: artgen unsubscribe heart-of-travel --write unsubscribe-page
    """
    chosen, folder = opened(campaign, out)
    if write:
        known = leaving.write(chosen, folder, write)
        say.print(
            f"{write}/ holds unsubscribe.py, unsubscribe.json and unsubscribe.known, which knows {known:,} links; "
            "docs/unsubscribe.md tells how to serve them"
        )
        return
    desk = Unsubscribe(made(folder) / LEAVERS, leaving.pages(chosen), clock(now))
    try:
        server = make_server("127.0.0.1", port, desk, handler_class=_Silent)
    except OSError as wrong:
        raise ArtgenError(f"port {port} can't be used ({wrong.strerror}); choose another with --port") from wrong
    say.print(f"http://127.0.0.1:{server.server_port}/  (Ctrl-C ends it); `artgen hear` reads who left there")
    with server:
        server.serve_forever()


class _Silent(WSGIRequestHandler):
    """Answers without a word: a token in the address is nobody's business."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _given(file: Path | None) -> list[str]:
    if file:
        return addresses(file)
    try:
        return [normalise(sys.stdin.readline())]
    except BadAddress as wrong:
        raise InputError(f"standard input: {wrong}; give one address on one line") from wrong
