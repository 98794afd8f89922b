"""One person of a proof: poster, page and letter as they stand, and the words of the letter."""

import datetime as dt
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from artgen.campaigns.model import Campaign
from artgen.desk.proving.camera import LETTERS, PAGES, Frame, Read, Shot
from artgen.desk.proving.chosen import Chosen
from artgen.errors import MailError
from artgen.mailing.checker import Flaw, Known, flaws
from artgen.mailing.gist import read_gist
from artgen.mailing.letter import write
from artgen.mailing.received import receive
from artgen.mailing.wording import Wording, word
from artgen.publishing.links import Keys, page_path
from artgen.publishing.shelf import replace
from artgen.records import Claim, Person

_NOBODY = "nobody@example.com"
_POSTER = 840
_VERSION = "1"
_ADDRESS = "letter.html"


@dataclass(frozen=True, slots=True)
class Portrait:
    """One person as the proof shows them; `words` is None and `text` empty where no letter can be written."""

    chosen: Chosen
    mark: str
    poster: str
    words: Wording | None
    subjects: tuple[str, ...]
    text: str
    flaws: tuple[Flaw, ...]
    shots: tuple[Shot, ...]

    @property
    def person(self) -> Person:
        """Return who it is."""
        return self.chosen.person


@dataclass(frozen=True, slots=True)
class Studio:
    """All that portraits of a campaign share; `folder` is where pictures are put."""

    campaign: Campaign
    keys: Keys
    read: Read
    folder: Path
    partial: Path
    now: dt.datetime
    strangers: frozenset[str] = frozenset()

    def portray(self, chosen: Chosen) -> Portrait:
        """Write the letter, judge it, and say which pictures are to be taken; the poster is put in its place."""
        person, campaign = chosen.person, self.campaign
        mark = self.keys.send_id(campaign.id, person.customer)[:16]
        claim = Claim(
            self.keys.send_id(campaign.id, person.customer, person.generation),
            *(person.customer, person.name, person.address or _NOBODY, person.token, person.image, person.letter),
        )
        poster = self._poster(person, mark)
        page = self.read(f"{page_path(person.token)}index.html") or b""
        shots = [self._shot(mark, frame, campaign.base_url + page_path(person.token), page) for frame in PAGES]
        try:
            gist = read_gist(person.letter)
            letter = write(claim, campaign, self.keys, self.now)
        except MailError as wrong:
            return Portrait(chosen, mark, poster, None, (), "", (Flaw("letter", str(wrong)),), tuple(shots))
        body = letter.html.encode()
        shots += [self._shot(mark, frame, campaign.base_url + _ADDRESS, body, letter.html) for frame in LETTERS]
        worded = [word(person.name, campaign, gist, variant=n) for n in range(_subjects(campaign, gist.locale))]
        return Portrait(
            chosen,
            mark,
            poster,
            worded[0],
            tuple(dict.fromkeys(one.subject for one in worded)),
            receive(letter.message).text,
            tuple(self._flaws(letter.message, claim, gist.locale, person)),
            tuple(shots),
        )

    def _flaws(self, message: bytes, claim: Claim, locale: str, person: Person) -> Iterator[Flaw]:
        own = {person.token, claim.send_id, self.keys.unsubscribe_token(self.campaign.id, person.customer)}
        known = Known(claim, self.campaign, locale, self._alive, own, self.strangers)
        return flaws(message, known)

    def _alive(self, path: str) -> bool:
        return self.read(f"{path}index.html" if path.endswith("/") else path) is not None

    def _poster(self, person: Person, mark: str) -> str:
        """Put a smaller copy of the published poster into the proof; return its name, or nothing where it is gone."""
        name = f"{mark}-poster-{Path(person.image).stem}.jpg"
        if (self.folder / name).is_file():
            return name
        body = self.read(page_path(person.token) + person.image)
        if body is None:
            return ""
        with Image.open(io.BytesIO(body)) as picture:
            picture.thumbnail((_POSTER, _POSTER * 2), Image.Resampling.LANCZOS)
            small = io.BytesIO()
            picture.convert("RGB").save(small, "JPEG", quality=82)
        replace(self.folder / name, small.getvalue(), self.partial)
        return name

    def _shot(self, mark: str, frame: Frame, address: str, body: bytes, html: str = "") -> Shot:
        """Name a picture by all that decides it, so that it is taken once."""
        digest = hashlib.sha256(f"{_VERSION}\0{frame}\0".encode() + body).hexdigest()[:16]
        return Shot(self.folder / f"{mark}-{frame.name.replace(' ', '-')}-{digest}.jpg", frame, address, html)


def _subjects(campaign: Campaign, locale: str) -> int:
    """Return how many subjects a letter in this language can be asked to take."""
    return 1 + len(campaign.letter.said(locale, campaign.words.locale).subjects)
