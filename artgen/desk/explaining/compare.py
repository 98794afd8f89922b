"""A make watched: what each changed customer had before and has now, kept as pairs for a team to look at.

Pictures are small and few, so that a make of everyone stays as flat in memory as one that nobody watches.
"""

import base64
import heapq
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from pathlib import Path

from PIL import Image

from artgen.campaigns.lots import lot
from artgen.campaigns.model import Campaign
from artgen.desk.checking.findings import shown
from artgen.desk.proving.published import reader
from artgen.errors import ArtgenError, MailError
from artgen.ledger import Ledger
from artgen.ledger.dossier import dossier
from artgen.mailing.gist import Gist, read_gist
from artgen.publishing.links import Keys, page_path
from artgen.publishing.shelf import PRIVATE
from artgen.publishing.templates import render
from artgen.records import Receipt, State

MOST_PAIRS = 60
MOST_NAMED = 200
_WIDTH = 460


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a customer reads, as it was and as it is now; either may be empty."""

    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One customer before and after: two small pictures as data addresses, empty where there is none to show."""

    customer: str
    name: str
    before: str
    now: str
    same_picture: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """One customer who had a poster and has none on record any more, and why."""

    customer: str
    name: str
    why: str


@dataclass(slots=True)
class Watch:
    """What was seen of a make; handed to it as its witness, once for each shard that is about to be recorded.

    Where more customers changed than can be shown, who is shown is drawn by a lot from campaign and id.
    """

    campaign: Campaign
    out: Path
    keys: Keys
    counts: Counter[str] = field(default_factory=Counter)
    withdrawn: list[Withdrawn] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    _pairs: list[tuple[float, str, Pair]] = field(default_factory=list)

    def __call__(self, ledger: Ledger, receipts: Sequence[Receipt]) -> None:
        """Look at what is on record of a shard's customers, and at what is about to take its place."""
        known = ledger.known(receipt.customer for receipt in receipts)
        for receipt in receipts:
            before = known.get(receipt.customer)
            if receipt.artwork:
                self.counts["changed" if before and before.inputs else "first"] += 1
                if before and before.inputs:
                    self._pair(ledger, receipt)
            elif before and before.sealed and receipt.inputs and receipt.inputs != before.inputs:
                self.counts["sent"] += 1
                self.sent += [shown(receipt.customer)] if len(self.sent) < MOST_NAMED else []
            elif before and before.inputs and receipt.state is not State.MADE and not before.sealed:
                self.counts["withdrawn"] += 1
                if len(self.withdrawn) < MOST_NAMED:
                    self.withdrawn.append(Withdrawn(shown(receipt.customer), receipt.name, receipt.reason))
            else:
                self.counts["unchanged" if receipt.state is State.MADE else "nothing"] += 1

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Return the pairs that are shown, by customer."""
        return tuple(pair for _, _, pair in sorted(self._pairs, key=lambda kept: kept[1]))

    def _pair(self, ledger: Ledger, receipt: Receipt) -> None:
        place = (-lot("sheet", self.campaign.id, receipt.customer), receipt.customer)
        if len(self._pairs) == MOST_PAIRS and place < self._pairs[0][:2]:
            return
        found = dossier(ledger, receipt.customer, partial(self.keys.customer_hash, self.campaign.id))
        if found is None:
            return
        person, read = found.person, reader(self.campaign, self.out)
        pair = Pair(
            customer=shown(receipt.customer),
            name=receipt.name,
            before=_small(read(page_path(str(person["token"])) + str(person["image"]))) if person["token"] else "",
            now=_small(read(page_path(receipt.token) + receipt.image)),
            same_picture=person["artwork"] == receipt.artwork,
            changes=tuple(_changes(_read(json.dumps(person["letter"])), _read(receipt.letter))),
        )
        kept = (*place, pair)
        heapq.heappushpop(self._pairs, kept) if len(self._pairs) == MOST_PAIRS else heapq.heappush(self._pairs, kept)


def page(watch: Watch) -> str:
    """Return what was seen as a page that stands alone."""
    campaign, counts = watch.campaign, watch.counts
    return render(
        "desk/changed.html",
        title=campaign.title,
        year=campaign.year,
        brand=campaign.brand.name,
        counts=[(label, counts[name]) for name, label in _LABELS.items() if counts[name] or name == "changed"],
        changed=counts["changed"],
        pairs=watch.pairs,
        withdrawn=sorted(watch.withdrawn, key=lambda one: one.customer),
        more_withdrawn=counts["withdrawn"] - len(watch.withdrawn),
        sent=sorted(watch.sent),
        more_sent=counts["sent"] - len(watch.sent),
    )


def write(watch: Watch, file: Path) -> None:
    """Write the page for its owner alone."""
    try:
        file.touch(PRIVATE)
        file.chmod(PRIVATE)
        file.write_text(page(watch), "utf-8")
    except OSError as wrong:
        raise ArtgenError(f"{file}: can't be written ({wrong.strerror}); name another with --sheet") from wrong


def _changes(before: Gist | None, now: Gist | None) -> Iterator[Change]:
    """Yield what the letter said and says: the figures that differ, the sentence, the moment that it tells."""
    if before is None or now is None:
        return
    for old, new in zip_longest(before.figures, now.figures):
        if old != new:
            yield Change(f"{old.value} {old.label}" if old else "", f"{new.value} {new.label}" if new else "")
    if before.sentence != now.sentence:
        yield Change(before.sentence, now.sentence)
    if before.moment != now.moment:
        same = [one.heading for one in before.moment] == [one.heading for one in now.moment]
        yield Change(*(" ".join(one.text if same else one.heading for one in said.moment) for said in (before, now)))


def _read(letter: str) -> Gist | None:
    """Read what a letter says; None for one that another version of artgen kept."""
    try:
        return read_gist(letter)
    except MailError:
        return None


def _small(body: bytes | None) -> str:
    if body is None:
        return ""
    with Image.open(io.BytesIO(body)) as picture:
        picture.thumbnail((_WIDTH, _WIDTH * 2), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


_LABELS = {
    "changed": "drawn again",
    "first": "drawn for the first time",
    "withdrawn": "get none now",
    "sent": "stay as sent",
    "unchanged": "unchanged",
}
