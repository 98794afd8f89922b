"""One customer's poster for print, drawn from the data as it stands now."""

import tempfile
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.drawing.canvas import Canvas
from artgen.errors import ArtgenError
from artgen.history import people, roll
from artgen.history.grace import grace
from artgen.history.history import History, read_shard
from artgen.history.shard import shards_for, spread
from artgen.make import remembered, sources
from artgen.publishing.pdf import pdf
from artgen.worker import draw, seat


def print_poster(campaign: Campaign, customer: str, file: Path, *, canvas: Canvas, width_mm: float) -> None:
    """Write a customer's picture on one of the sheets as a vector PDF.

    Raise ArtgenError for one who isn't in the data or isn't drawn.
    """
    history = _find(campaign, customer)
    if history is None:
        raise ArtgenError("no customer with this id is among the people; look in their file for the right one")
    graced = grace(history, campaign.rules, campaign.year).history
    if graced.person is None or graced.held:
        raise ArtgenError(f"this customer has no poster ({graced.faulty or graced.held}); mend the data first")
    body = pdf(draw(seat(campaign, history, remembered(campaign, customer)), canvas).svg, width_mm)
    try:
        file.write_bytes(body)
    except OSError as wrong:
        raise ArtgenError(f"{file}: can't be written ({wrong.strerror}); name another with --file") from wrong


def _find(campaign: Campaign, customer: str) -> History | None:
    persons, activities = sources(campaign)
    with tempfile.TemporaryDirectory() as folder:
        for shard in spread(persons, activities, Path(folder), shards_for(people.count(persons), 1)).shards:
            if customer in roll.customers(shard):
                return next(history for history in read_shard(shard) if history.customer == customer)
    return None
