"""What a plan comes to in requests and money, at prices that the operator may set."""

from collections.abc import Iterator
from dataclasses import dataclass

from artgen.publish.plan import Plan

_GB = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """In US dollars: of 1,000 puts or listings, of 1,000 gets, of a gigabyte a month.

    What is set here is S3 Standard's price in US East (N. Virginia); removing costs nothing.
    """

    put: float = 0.005
    get: float = 0.0004
    gb: float = 0.023

    def of(self, plan: Plan) -> float:
        """Return what publishing costs once."""
        return (plan.puts + plan.lists) * self.put / 1000

    def a_month(self, plan: Plan) -> float:
        """Return what keeping the site costs a month."""
        return plan.bytes_after * self.gb / _GB

    def opened(self, plan: Plan) -> float:
        """Return what it costs that everyone opens their page once: the page, its picture and the shared files."""
        return plan.opened * _OPENED * self.get / 1000


_OPENED = 8
"""Requests of a first view; a CDN answers most of them itself."""


def lines(plan: Plan, prices: Prices | None) -> Iterator[tuple[str, str]]:
    """Yield label and value of what a person wants to know; without prices (a folder), no requests and no money."""
    yield "added", f"{plan.added:,}"
    yield "changed", f"{plan.changed:,}"
    yield "removed", f"{plan.removed:,}"
    yield "unchanged", f"{plan.unchanged:,}"
    yield "to put", f"{'at most ' if plan.at_most else ''}{said_size(plan.bytes_to_put)}"
    if prices:
        yield "requests", f"{plan.puts:,} puts, {plan.lists:,} lists, {plan.removals:,} removals"
        yield "once", f"{prices.of(plan):,.2f} USD"
        yield "a month", f"{prices.a_month(plan):,.2f} USD for {said_size(plan.bytes_after)}"
        yield "opened once", f"{prices.opened(plan):,.2f} USD at most for {plan.opened:,} pages, less behind a CDN"


def said_size(count: int) -> str:
    """Return a number of bytes as people say it.

    >>> said_size(950), said_size(34_500_000)
    ('950 bytes', '34.5 MB')
    """
    for unit, size in (("GB", _GB), ("MB", 1_000_000), ("KB", 1000)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count} bytes"
