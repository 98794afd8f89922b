"""The mailer: one way for letters to leave; each attempt is tried once and ends in one of four verdicts."""

from dataclasses import dataclass
from typing import Protocol

from artgen.mailing.letter import Letter
from artgen.records import Outcome, Verdict

DIED = Outcome(Verdict.UNKNOWN, "the sender died while this letter was on its way")
"""What a mailer says of an open claim when nothing on the other side can be asked."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast letters may leave: `per_second` (None: as fast as they go), and how many still today (None: any)."""

    per_second: float | None
    left_today: int | None


class Mailer(Protocol):
    """One way for letters to leave, used by many threads at once."""

    @property
    def name(self) -> str:
        """Return what the way is called: outbox, smtp or ses."""
        ...

    def pace(self) -> Pace:
        """Say how fast letters may leave now; raise MailError when none may."""
        ...

    def deliver(self, send_id: str, letter: Letter) -> Outcome:
        """Hand over one letter; try once; say what became of it and never raise for what the wire does."""
        ...

    def recall(self, send_id: str) -> Outcome:
        """Say what became of an attempt that a killed run left open."""
        ...

    def close(self) -> None:
        """Let go of connections, when no letter is on its way any more."""
        ...
