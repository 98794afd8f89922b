"""The command that brings what was made to where people open it, and says beforehand what that comes to."""

from typing import Annotated

import typer
from rich.table import Table

from artgen.cli.opening import CampaignName, Out, bar, made, opened, progress, say
from artgen.publish import AT_ONCE, Plan, Prices, lines, said_size
from artgen.publish import plan as run_plan
from artgen.publish import publish as run_publish

_LIST = Prices()


def publish(
    campaign: CampaignName,
    out: Out = None,
    plan: Annotated[bool, typer.Option("--plan", help="Say what would change, and write nothing there.")] = False,
    price_put: Annotated[float, typer.Option("--price-put", min=0, help="Of 1,000 puts or lists, USD.")] = _LIST.put,
    price_get: Annotated[float, typer.Option("--price-get", min=0, help="Of 1,000 gets, USD.")] = _LIST.get,
    price_gb: Annotated[float, typer.Option("--price-gb", min=0, help="Of a GB a month, USD.")] = _LIST.gb,
    concurrency: Annotated[
        int, typer.Option("--concurrency", min=1, max=64, help="Files on their way at once.")
    ] = AT_ONCE,
) -> None:
    """Bring the finished pages to the bucket or folder that [publish] names; only what changed is put.

    Stop it, kill it, run it again: it goes on where it was, and no page stands there without its pictures.

    Example: artgen publish my-campaign --plan
    """
    chosen, folder = opened(campaign, out)
    made(folder)
    prices = Prices(price_put, price_get, price_gb) if chosen.publish and chosen.publish.kind == "s3" else None
    with bar() as shown:
        step = progress(shown)
        found = run_plan(chosen, folder, progress=step) if plan else None
        done = None if plan else run_publish(chosen, folder, at_once=concurrency, progress=step)
    if found:
        table = Table(title=chosen.title, title_justify="left", show_header=False, box=None)
        for label, value in lines(found, prices):
            table.add_row(label, value)
        say.print(table)
        _tell_foreign(found)
        say.print("nothing was published")
    if done:
        say.print(
            f"{done.put:,} files put ({said_size(done.sent)}), {done.removed:,} removed, "
            f"{done.plan.unchanged:,} unchanged, in {done.seconds:,.0f} s"
        )
        _tell_foreign(done.plan)


def _tell_foreign(plan: Plan) -> None:
    if plan.foreign:
        count = plan.foreign_there + plan.foreign_here
        more = f" and {count - len(plan.foreign):,} more" if count > len(plan.foreign) else ""
        say.print(f"left alone, since artgen did not make them: {', '.join(plan.foreign)}{more}", markup=False)
