"""The local overview: a contact sheet of every poster, 200 a page, linking to each page and letter; never published."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.ledger import Entry, Ledger
from artgen.publishing.links import page_path
from artgen.publishing.shelf import replace
from artgen.publishing.templates import render
from artgen.records import State

A_SHEET = 200


@dataclass(frozen=True, slots=True)
class Card:
    """One poster on the sheet: whose, and where its files stand; `letter` is empty until it was written."""

    customer: str
    name: str
    page: str
    image: str
    letter: str


def lay_out(campaign: Campaign, out: Path, ledger: Ledger) -> Path:
    """Rewrite `index.html`, `index-2.html` and so on in the output folder; return the first."""
    tally = ledger.tally()
    published = ledger.published()
    letters = tally.get(State.ACCEPTED, 0)
    counts = [("posters", published), ("letters", letters), ("waiting", ledger.queue.waiting())]
    counts += [(state.value, tally[state]) for state in (State.HELD, State.FAULTY, State.UNKNOWN) if tally.get(state)]
    sheets = max(1, -(-published // A_SHEET))
    names = [sheet_name(n) for n in range(1, sheets + 1)]
    cards = (_card(campaign, out, entry) for entry in ledger.entries())
    for n, name in enumerate(names, 1):
        html = render(
            "desk/overview.html",
            title=campaign.title,
            brand=campaign.brand.name,
            year=campaign.year,
            counts=counts,
            sheet=n,
            sheets=sheets,
            names=names,
            cards=list(islice(cards, A_SHEET)),
        )
        replace(out / name, html.encode(), out / "partial")
    for old in _later(out, sheets):
        old.unlink()
    return out / names[0]


def sheet_name(n: int) -> str:
    """Return the file name of sheet n, counted from 1.

    >>> sheet_name(1), sheet_name(2)
    ('index.html', 'index-2.html')
    """
    return "index.html" if n == 1 else f"index-{n}.html"


def _later(out: Path, sheets: int) -> Iterator[Path]:
    n = sheets + 1
    while (file := out / sheet_name(n)).exists():
        yield file
        n += 1


def _card(campaign: Campaign, out: Path, entry: Entry) -> Card:
    here = campaign.shelf.kind == "folder"
    root = ("site/" if here else campaign.base_url) + page_path(entry.token)
    letter = f"outbox/{entry.send_id}.html" if entry.send_id else ""
    return Card(
        customer=entry.customer,
        name=entry.name,
        page=root + ("index.html" if here else ""),
        image=root + entry.image,
        letter=letter if letter and (out / letter).exists() else "",
    )
