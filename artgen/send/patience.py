"""Patience: what letters may meet before a run ends by itself, so that one fault never costs a whole campaign."""

from collections import Counter
from dataclasses import dataclass, field

from artgen.errors import MailError
from artgen.records import Outcome, Then, Verdict

SAME_REFUSAL = 20
_DOUBTS, _NOES, _SLOW = 20, 5, 100
_MEND = "mend that and run the same command again"


@dataclass(slots=True)
class Patience:
    """Feels each outcome in the order in which they come in; `paused` is why a run ends early without a fault."""

    workers: int
    paused: str = ""
    refusals: Counter[str] = field(default_factory=Counter)
    row: int = 0
    last: tuple[Verdict, Then] = (Verdict.ACCEPTED, Then.GO_ON)

    def feel(self, outcome: Outcome) -> MailError | None:
        """Return why sending must stop after this outcome, or None."""
        if outcome.then is Then.STOP:
            return MailError(f"sending stopped: {outcome.detail}; {_MEND}")
        if outcome.then is Then.PAUSE:
            self.paused = outcome.detail
            return None
        kind = (outcome.verdict, outcome.then)
        self.row = self.row + 1 if kind == self.last else 1
        self.last = kind
        if outcome.verdict is Verdict.REFUSED:
            self.refusals[outcome.detail] += 1
            if self.refusals[outcome.detail] > SAME_REFUSAL:
                return MailError(
                    f"sending stopped: more than {SAME_REFUSAL} people were refused for one reason: {outcome.detail}; "
                    "that is hardly about them. Mend it; `artgen status` says who waits"
                )
        if outcome.verdict is Verdict.UNKNOWN and self.row > _DOUBTS:
            return MailError(
                f"sending stopped: {self.row} letters in a row are in doubt ({outcome.detail}); find out why, "
                "then look at `artgen doubts` and run the same command again"
            )
        if outcome.verdict is Verdict.DEFINITELY_NOT and self.row > self._noes(outcome.then):
            return MailError(f"sending stopped: nothing goes out any more: {outcome.detail}; {_MEND}")
        return None

    def _noes(self, then: Then) -> int:
        return max(_SLOW, 4 * self.workers) if then is Then.SLOW_DOWN else max(_NOES, self.workers)
