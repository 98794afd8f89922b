"""The outbox: letters put as files in a folder instead of on the wire; nothing leaves the machine."""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import ClassVar

from artgen.errors import ShelfError
from artgen.mailing.letter import Letter
from artgen.mailing.mailer import Pace
from artgen.publishing.shelf import checked, replace
from artgen.records import Outcome, Then, Verdict


@dataclass(frozen=True, slots=True)
class Outbox:
    """A folder of letters: `<send id>.eml` as it would go out, and `<send id>.html` to look at without a network.

    In the latter, links below `base_url` lead to `site/` beside the folder; an empty one leaves them as they are.
    `rate` is the most letters a second; 0 is as fast as the disk.
    """

    name: ClassVar[str] = "outbox"
    folder: Path
    base_url: str
    rate: float = 0

    def pace(self) -> Pace:
        """Say how fast the campaign wants it; a folder itself sets no limit."""
        return Pace(self.rate or None, None)

    def deliver(self, send_id: str, letter: Letter) -> Outcome:
        """Write a letter, whole; one that is there already stays as it is, since it counts as sent."""
        sent = self._letter(send_id)
        if sent.is_file():
            return Outcome(Verdict.ACCEPTED, "in the outbox")
        partial = self.folder.parent / "partial"
        try:
            replace(self.folder / checked(f"{send_id}.html"), self._local(letter.html).encode(), partial)
            replace(sent, letter.message, partial)
        except ShelfError as wrong:
            return Outcome(Verdict.DEFINITELY_NOT, str(wrong), Then.STOP)
        return Outcome(Verdict.ACCEPTED, "in the outbox")

    def recall(self, send_id: str) -> Outcome:
        """Look whether the letter is there: a file is whole or it is not there, so the outbox is never in doubt."""
        if self._letter(send_id).is_file():
            return Outcome(Verdict.ACCEPTED, "in the outbox")
        return Outcome(Verdict.DEFINITELY_NOT, "not in the outbox")

    def close(self) -> None:
        """Let go of nothing: a file is closed as soon as it is whole."""

    def _letter(self, send_id: str) -> Path:
        return self.folder / checked(f"{send_id}.eml")

    def _local(self, html: str) -> str:
        """Return the HTML with links to the site made relative: a page's folder becomes the file in it."""
        if not self.base_url:
            return html
        ours = re.compile(rf'(?<=["\']){re.escape(escape(self.base_url))}([^"\'#]*)')
        return ours.sub(lambda found: f"../site/{found[1]}" + ("index.html" if found[1].endswith("/") else ""), html)
