"""Patience: what letters may meet before a run ends by itself, so that one fault never costs a whole campaign."""

from dataclasses import dataclass, field

from artgen.errors import MailError
from artgen.records import Outcome, Then, Verdict

SAME_REFUSAL = 20
_DOUBTS, _NOES, _SLOW = 20, 5, 100
_MEND = "mend that and run the same command again"
_ALL_WAIT = f"that is hardly about them, so they wait again; {_MEND}"
_SOME_WAIT = (
    "letters of others were taken meanwhile, so only those refused last wait again; mend that, let the rest wait again "
    "with `artgen resolve --refused --resend`, and run the same command again"
)


@dataclass(slots=True)
class _Refusal:
    """One reason: how often it was heard, and from whom since it outweighs the letters that were taken meanwhile."""

    count: int = 0
    lately: list[str] = field(default_factory=list)
    taken: int = 0


@dataclass(slots=True)
class Patience:
    """Feels each outcome in the order in which they come in; `paused` is why a run ends early without a fault.

    `shared` is the reason that refused too many people. A reason that refuses nearly everybody is about the server:
    whoever it refused waits again. Refusals of a few, while others' letters are taken, are about them; would they wait
    again too, twenty dead addresses could keep a campaign from going on for good.
    """

    workers: int
    paused: str = ""
    shared: str = ""
    refusals: dict[str, _Refusal] = field(default_factory=dict)
    row: int = 0
    last: tuple[Verdict, Then] = (Verdict.ACCEPTED, Then.GO_ON)

    @property
    def again(self) -> list[str]:
        """Return the customers who were refused for a reason that is not about them."""
        return self.refusals[self.shared].lately if self.shared else []

    def feel(self, customer: str, outcome: Outcome) -> MailError | None:
        """Return why sending must stop after this outcome, or None."""
        if outcome.then is Then.STOP:
            return MailError(f"sending stopped: {outcome.detail}; {_MEND}")
        if outcome.then is Then.PAUSE:
            self.paused = outcome.detail
            return None
        kind = (outcome.verdict, outcome.then)
        self.row = self.row + 1 if kind == self.last else 1
        self.last = kind
        if outcome.verdict is Verdict.ACCEPTED:
            self._taken()
        if outcome.verdict is Verdict.REFUSED:
            return self._refused(customer, outcome.detail)
        if outcome.verdict is Verdict.UNKNOWN and self.row > _DOUBTS:
            return MailError(
                f"sending stopped: {self.row} letters in a row are in doubt ({outcome.detail}); find out why, "
                "then look at `artgen doubts` and run the same command again"
            )
        if outcome.verdict is Verdict.DEFINITELY_NOT and self.row > self._noes(outcome.then):
            return MailError(f"sending stopped: nothing goes out any more: {outcome.detail}; {_MEND}")
        return None

    def _refused(self, customer: str, why: str) -> MailError | None:
        refusal = self.refusals.setdefault(why, _Refusal())
        refusal.count += 1
        refusal.lately.append(customer)
        if refusal.count <= SAME_REFUSAL:
            return None
        self.shared = self.shared or why
        return MailError(
            f"sending stopped: more than {SAME_REFUSAL} people were refused for one reason: {why}; "
            f"{_ALL_WAIT if refusal.count == len(refusal.lately) else _SOME_WAIT}"
        )

    def _taken(self) -> None:
        """Forget those refused lately where more letters were taken since the first of them than were refused."""
        for why, refusal in self.refusals.items():
            refusal.taken += 1
            if refusal.taken > len(refusal.lately) and why != self.shared:
                refusal.lately, refusal.taken = [], 0

    def _noes(self, then: Then) -> int:
        return max(_SLOW, 4 * self.workers) if then is Then.SLOW_DOWN else max(_NOES, self.workers)
