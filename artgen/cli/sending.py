"""The commands of the second line: letters leave, are paused and let go on, and where each of them stands."""

import datetime as dt
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Literal

import typer
from rich.table import Table

from artgen import hear
from artgen.campaigns import model
from artgen.cli.opening import CampaignName, Now, Out, aside, bar, clock, keys_of, made, opened, say
from artgen.desk import overview
from artgen.desk.proving.approval import unready
from artgen.desk.status import planned, standing
from artgen.errors import MailError
from artgen.ledger import Ledger
from artgen.mailing.mailers import open_mailer
from artgen.publish import unpublished
from artgen.publishing.links import Keys
from artgen.records import Verdict
from artgen.send import Order, Sent, Watch, plan, to_seeds
from artgen.send import send as run_send
from artgen.send.order import stamp

To = Literal["people", "seeds"]


def send(
    campaign: CampaignName,
    out: Out = None,
    to: Annotated[To, typer.Option("--to", help="seeds: tests of a few people's letters, to your own addresses.")] = (
        "people"
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would leave, and send nothing.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Send at most this many letters.")] = None,
    past_canary: Annotated[
        bool, typer.Option("--past-canary", help="You looked at what came back of the first letters; send the rest.")
    ] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until those in their quiet hours are awake.")] = False,
    price: Annotated[float, typer.Option("--price", min=0, help="Of 1,000 letters, for --dry-run; SES: 0.10 USD.")] = 0,
    now: Now = None,
) -> None:
    """Send each waiting letter once; run it again after a stop, and nobody gets two.

    Ctrl-C ends it as soon as what is on its way is settled.

    Example: artgen send heart-of-travel --out try --limit 10
    """
    chosen, folder = opened(campaign, out)
    if wait and now:
        raise MailError("--wait needs a clock that goes on, and --now stops it; leave one of them out")
    if dry_run:
        _tell_plan(chosen, made(folder), now, Order(limit, past_canary), price)
    elif to == "seeds":
        _tell_seeds(chosen, made(folder), now)
    else:
        _ask_approval(chosen, made(folder))
        _ask_published(chosen, folder)
        sent_out(chosen, folder, now, Order(limit, past_canary, wait))


def status(campaign: CampaignName, out: Out = None) -> None:
    """Show how many customers stand where, why some get no letter, and how far sending is.

    Example: artgen status heart-of-travel --out try
    """
    chosen, folder = opened(campaign, out)
    with Ledger(made(folder) / "ledger.sqlite", chosen.id) as ledger:
        say.print(_table(chosen.title, standing(chosen, ledger, clock(None)())))
        doubts, refused = len(ledger.doubts.all()), len(ledger.queue.refused())
    if refused:
        say.print(
            "refused: these letters did not go out; once it is mended what refused them, `artgen resolve --refused "
            "--resend` lets them wait again."
        )
    if doubts:
        say.print("unknown: whether these letters went out can't be known by a machine; see `artgen doubts`.")


def pause(campaign: CampaignName, out: Out = None, now: Now = None) -> None:
    """Ask a running sender to stop after the letters that are on their way; none starts until `artgen resume`.

    Example: artgen pause heart-of-travel --out try
    """
    chosen, folder = opened(campaign, out)
    with Ledger(made(folder) / "ledger.sqlite", chosen.id) as ledger:
        ledger.runs.pause(at=stamp(clock(now)()))
    say.print("paused; `artgen resume` lets it go on")


def resume(campaign: CampaignName, out: Out = None) -> None:
    """Take back a pause; `artgen send` then goes on where it was.

    Example: artgen resume heart-of-travel --out try
    """
    chosen, folder = opened(campaign, out)
    with Ledger(made(folder) / "ledger.sqlite", chosen.id) as ledger:
        ledger.runs.resume()
        waiting = ledger.queue.waiting()
    say.print(f"no longer paused; {waiting:,} letters are waiting for `artgen send`")


def sent_out(campaign: model.Campaign, folder: Path, now: dt.datetime | None, order: Order) -> None:
    """Send what waits, and say what came of it."""
    keys, ticking = keys_of(campaign), clock(now)
    with closing(open_mailer(campaign, made(folder), os.environ)) as mailer, _stoppable() as stopped, bar() as shown:
        task = shown.add_task("sending", total=None)
        watch = Watch(
            stopped=stopped,
            listen=_listening(campaign, folder, keys, ticking),
            progress=lambda done, total: shown.update(task, completed=done, total=total),
        )
        sent = run_send(campaign, folder, mailer, keys, clock=ticking, order=order, watch=watch)
    lay_out(campaign, folder)
    _tell(campaign, folder, sent)
    if stopped():
        raise typer.Exit(130)


def lay_out(campaign: model.Campaign, folder: Path) -> None:
    """Rewrite the overview from the ledger."""
    with Ledger(folder / "ledger.sqlite", campaign.id) as ledger:
        overview.lay_out(campaign, folder, ledger)


def _ask_approval(campaign: model.Campaign, folder: Path) -> None:
    """Raise MailError where letters would reach people and nobody approved what they get; the outbox is nobody.

    What was approved is the campaign; so posters and pages must have been made of it, all of them.
    """
    if campaign.mailer.kind == "outbox":
        return
    with Ledger(folder / "ledger.sqlite", campaign.id) as ledger:
        if why := unready(campaign, ledger):
            raise MailError(why)


def _ask_published(campaign: model.Campaign, folder: Path) -> None:
    """Raise MailError where letters would lead people to pages that aren't published as they were made."""
    if campaign.mailer.kind == "outbox" or campaign.publish is None:
        return
    with Ledger(folder / "ledger.sqlite", campaign.id) as ledger:
        if missing := unpublished(campaign, folder, ledger):
            raise MailError(f"the pages of {missing:,} people are made and not published; run `artgen publish` first")


def _listening(
    campaign: model.Campaign, folder: Path, keys: Keys, ticking: Callable[[], dt.datetime]
) -> Callable[[Ledger], None]:
    def listen(ledger: Ledger) -> None:
        hear.fresh(campaign, folder, ledger, keys, clock=ticking)

    return listen


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C or SIGTERM ask for an end, and a second one break off."""
    asked = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        aside.print("artgen: ends as soon as the letters on their way are settled")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(campaign: model.Campaign, folder: Path, sent: Sent) -> None:
    if sent.recovered:
        say.print(f"{sent.recovered} letters were on their way when a run was killed: looked up")
    accepted = sent.verdicts.get(Verdict.ACCEPTED, 0)
    if campaign.mailer.kind == "outbox":
        say.print(f"{accepted} letters written to {folder / 'outbox'}", markup=False)
    else:
        say.print(f"{accepted} letters accepted by {campaign.mailer.kind}")
    if refused := sent.verdicts.get(Verdict.REFUSED, 0):
        say.print(f"{refused} refused, and not sent; `artgen status` says why, and what to do")
    if sent.doubts:
        say.print(f"{sent.doubts} letters are in doubt, of this run and earlier ones; see `artgen doubts`")
    if sent.left:
        say.print(f"{sent.left} letters are waiting")
    if sent.note:
        say.print(sent.note, markup=False)


def _tell_plan(campaign: model.Campaign, folder: Path, now: dt.datetime | None, order: Order, price: float) -> None:
    with (
        closing(open_mailer(campaign, folder, os.environ)) as mailer,
        Ledger(folder / "ledger.sqlite", campaign.id) as ledger,
    ):
        keys, ticking = keys_of(campaign), clock(now)
        _listening(campaign, folder, keys, ticking)(ledger)
        found = plan(campaign, ledger, keys, mailer.pace(), ticking(), order=order, price=price)
        say.print(_table(campaign.title, planned(found, campaign.mailer.kind)))
    say.print("nothing was sent")


def _tell_seeds(campaign: model.Campaign, folder: Path, now: dt.datetime | None) -> None:
    with (
        closing(open_mailer(campaign, folder, os.environ)) as mailer,
        Ledger(folder / "ledger.sqlite", campaign.id) as ledger,
    ):
        tests = to_seeds(campaign, ledger, mailer, keys_of(campaign), clock=clock(now))
    table = Table("letter of", "chosen for", "subject", "became", title=campaign.title, title_justify="left", box=None)
    for test in tests:
        verdict = test.outcome.verdict
        became = verdict.value if verdict is Verdict.ACCEPTED else f"{verdict.value}: {test.outcome.detail}"
        table.add_row(test.customer, test.chosen, "another" if test.subject is None else str(test.subject + 1), became)
    say.print(table)
    say.print("tests, to your own addresses; nobody was written to")


def _table(title: str, lines: Iterable[tuple[str, str]]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False, box=None)
    for label, value in lines:
        table.add_row(label, value)
    return table
