"""What the rules of a check look at, and how a look is written down: found, from where on suspicious, what to do."""

from dataclasses import dataclass

from artgen.campaigns.model import Campaign
from artgen.desk.checking.findings import Example, Look, Verdict
from artgen.desk.checking.survey import Survey
from artgen.history.shard import Spread

FEW = 20


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the rules look at."""

    campaign: Campaign
    spread: Spread
    survey: Survey

    @property
    def kept(self) -> int:
        """Return how many rows are drawn."""
        return self.survey.counts.kept

    @property
    def read(self) -> int:
        """Return how many rows of activity were read."""
        return self.spread.activities.read


def percent(share: float) -> str:
    """Write a share; one above nothing and below a thousandth is not written as nothing.

    >>> percent(0.5), percent(0.0123), percent(0.0002), percent(0)
    ('50%', '1.2%', 'less than 0.1%', '0%')
    """
    return "less than 0.1%" if 0 < share < 0.001 else f"{share:.1%}".replace(".0%", "%")


def rows(many: int) -> str:
    """Write a number of rows."""
    return "1 row" if many == 1 else f"{many:,} rows"


def share_of(
    key: str,
    many: int,
    of: int,
    limit: float,
    title: str,
    said: str,
    advice: str,
    examples: tuple[Example, ...] = (),
    few: int = FEW,
) -> Look:
    """Look at a share of rows; there must be at least `few` of them."""
    part = many / of if of else 0.0
    needed = f", from {few} of them on" if few > 1 else ""
    found = f"{percent(part)} {said} ({many:,} of {of:,})" if of else "there are none to look at"
    verdict = judge(part >= limit, enough=of >= few)
    return Look(key, verdict, title, found, f"{percent(limit)}{needed}", advice, part, examples)


def judge(suspicious: bool, *, enough: bool = True) -> Verdict:
    """Return the verdict of a look; with too little to look at there is none."""
    if not enough:
        return Verdict.NOT_LOOKED
    return Verdict.SUSPICIOUS if suspicious else Verdict.FINE
