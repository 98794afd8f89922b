"""What a killed make left: pages that it put and did not record go at the next one's end, if they are nobody's."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.ledger import Known, Ledger
from artgen.ledger.begun import Begun
from artgen.publishing.links import Keys
from artgen.publishing.removal import take_down
from artgen.publishing.strays import strays

_A_BATCH = 1000


def begin(campaign: Campaign, keys: Keys, ledger: Ledger, customers: Iterable[str], known: Mapping[str, Known]) -> None:
    """Write, before they are drawn, whose pages will be put into a bucket: what is left there is found by this alone.

    A folder can be looked through, and nothing is written for it.
    """
    if campaign.shelf.kind != "folder":
        Begun(ledger).note(
            customers,
            known,
            lambda who, n: (keys.page_token(campaign.id, who, n), keys.share_token(campaign.id, who, n)),
        )


def clear(campaign: Campaign, out: Path, ledger: Ledger) -> None:
    """Take down, wherever they stand, pages that are on nobody's record, once everybody's receipt is written.

    Raise ShelfError, which names no file. To do it again is harmless.
    """
    with closing(ledger.rooms()) as rooms:
        standing = strays(out / "site", rooms) if campaign.shelf.kind == "folder" else iter(())
        tokens = chain(Begun(ledger).left_over(), standing)
        while batch := list(islice(tokens, _A_BATCH)):
            take_down(campaign, out, batch)
    Begun(ledger).end()
