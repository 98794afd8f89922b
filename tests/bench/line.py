"""One whole customer through the real line, from a History to files on a shelf and a letter, with what it cost."""

import datetime as dt
import time
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from unittest import mock

import artgen.mailing.letter
import artgen.worker.shard
from artgen.drawing.canvas import CARD
from artgen.publishing import raster
from artgen.publishing.card import Card
from artgen.publishing.links import Keys, keys_from
from artgen.publishing.packing import packed
from artgen.publishing.shelf import FolderShelf, Kind
from artgen.records import Claim, Receipt
from artgen.worker import Commission, Task, digest, draw, seat, styles, work
from artgen.worker.sitting import carded

from .people import BEFORE, Person, campaign, person
from .watch import REST, Stopwatch, watched

NOW = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
_KEY = b"practice key of thirty-two bytes"


@dataclass(frozen=True, slots=True)
class Made:
    """One customer made: CPU ms of each step and of the whole, bytes by kind of file, objects put, the ready SVGs.

    `poster_print` is how the poster was rasterised: a page that shows its image has a smaller one. `card` is the whole
    card as SVG, `laid` what the line really made it of.
    """

    steps: dict[str, float]
    whole_ms: float
    weights: dict[str, int]
    puts: int
    stored: int
    poster: str
    card: str
    laid: Card
    poster_print: raster.Print

    @property
    def card_ms(self) -> float:
        """Return what the card cost, all its steps together."""
        return sum(spent for step, spent in self.steps.items() if step.startswith("card "))

    @property
    def rest_ms(self) -> float:
        """Return what no step claims."""
        return self.whole_ms - sum(spent for step, spent in self.steps.items() if step != REST)


@dataclass(slots=True)
class Scale:
    """A folder that weighs what is put; its clock runs only while the folder works."""

    shelf: FolderShelf
    watch: Stopwatch
    bodies: dict[str, bytes] = field(default_factory=dict)

    def put(self, path: str, body: bytes, kind: Kind) -> None:
        """Put one file and remember it."""
        with self.watch.step("put"):
            self.shelf.put(path, body, kind)
        self.bodies[path] = body


def made(style: str, somebody: Person, folder: Path) -> Made:
    """Make everything of one customer that was never drawn before, letter and all, as `make` and `send` do."""
    commission = _commission(style, folder)
    shard = folder / "shard"
    shard.mkdir(parents=True, exist_ok=True)
    watch = Stopwatch()
    scale = Scale(FolderShelf(folder / "site", folder / "partial"), watch)
    line = artgen.worker.shard
    with (
        mock.patch.object(line, "read_shard", return_value=[somebody.history]),
        mock.patch.object(line, "open_shelf", return_value=scale),
        watched(watch),
    ):
        began = time.process_time()
        (receipt,) = work(Task(commission, shard, known={}, lost=False)).receipts
        claim = _claim(receipt, commission.keys, commission.campaign.id)
        letter = artgen.mailing.letter.write(claim, commission.campaign, commission.keys, NOW)
        whole = 1000 * (time.process_time() - began)
    sitting = seat(commission.campaign, somebody.history)
    bodies, heavy = scale.bodies, any(path.endswith(".svg") for path in scale.bodies)
    weights = _weights(receipt, bodies)
    artwork = draw(sitting)
    poster = artwork.svg
    weights["SVG"], weights["SVG gzip"] = len(poster.encode()), len(packed("a.svg", poster.encode()))
    weights["letter"] = len(letter.message)
    return Made(
        steps=watch.spent,
        whole_ms=whole,
        weights=weights,
        puts=len(bodies),
        stored=sum(len(packed(path, body)) for path, body in bodies.items()),
        poster=poster,
        card=draw(sitting, CARD).svg,
        laid=carded(sitting, artwork),
        poster_print=raster.STAGE_IMAGE if heavy else raster.LETTER_IMAGE,
    )


def warm(style: str, folder: Path) -> None:
    """Draw two people who are not measured, so that templates, fonts and engines are ready, as in a long run."""
    for count in (4, 40):
        made(style, person(style, count, BEFORE), folder)


@lru_cache
def _commission(style: str, folder: Path) -> Commission:
    asked = campaign(style)
    return Commission(asked, keys_from(_KEY, asked), folder, digest(asked), styles(asked))


def _claim(receipt: Receipt, keys: Keys, campaign: str) -> Claim:
    send_id = keys.send_id(campaign, receipt.customer)
    return Claim(send_id, receipt.customer, receipt.name, receipt.address, receipt.token, receipt.image, receipt.letter)


def _weights(receipt: Receipt, bodies: dict[str, bytes]) -> dict[str, int]:
    """Return what each kind of file weighs: texts as they go over the wire, packed."""
    named = {"page": ("a/", "index.html"), "share page": ("s/", "index.html")}
    named |= {"e-mail image": ("a/", receipt.image), "card": ("s/", receipt.card)}
    return {
        what: sum(
            len(packed(path, body)) for path, body in bodies.items() if path.startswith(room) and path.endswith(end)
        )
        for what, (room, end) in named.items()
    }
