"""What letters did: those who got one against those held out, each difference with its 95 % interval or not told."""

from dataclasses import dataclass
from math import sqrt

LEAST_PEOPLE = 100
"""In each of the two groups, below which nothing is compared."""
LEAST_OUTCOMES = 10
"""In both groups together, below which the rates aren't compared."""
LEAST_AMOUNTS = 30
"""People with an amount in each of the two groups, below which means aren't compared."""
TOO_FEW = "too few to tell"
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """What a figure is, and between which two it lies with 95 % confidence."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Arm:
    """One of two groups: how many people, how many of them with an outcome, and their amounts (nothing counts as 0).

    `mean` is the amount a person, `spread` the sum of squared distances from it, `paid` how many have an amount.
    """

    people: int = 0
    outcomes: int = 0
    paid: int = 0
    mean: float = 0.0
    spread: float = 0.0

    def with_one(self, outcomes: int, amount: float) -> "Arm":
        """Return the arm with one more person, of so many outcomes and that amount (Welford 1962, one pass)."""
        people = self.people + 1
        mean = self.mean + (amount - self.mean) / people
        spread = self.spread + (amount - self.mean) * (amount - mean)
        return Arm(people, self.outcomes + (outcomes > 0), self.paid + (amount != 0), mean, spread)


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure in both arms and its difference; `untold` says why the difference is not told, else it is empty."""

    letters: Interval
    holdout: Interval
    difference: Interval
    untold: str = ""

    @property
    def verdict(self) -> str:
        """Say in words what the difference comes to."""
        if self.untold:
            return self.untold
        if self.difference.low > 0:
            return "more with a letter"
        return "less with a letter" if self.difference.high < 0 else "no difference that can be told from chance"


def compare_rates(letters: Arm, holdout: Arm) -> Compared:
    """Compare which share of people has an outcome."""
    untold = _few(letters, holdout)
    if not untold and letters.outcomes + holdout.outcomes < LEAST_OUTCOMES:
        untold = f"{TOO_FEW}: fewer than {LEAST_OUTCOMES} outcomes in both groups together"
    return Compared(
        wilson(letters.outcomes, letters.people),
        wilson(holdout.outcomes, holdout.people),
        newcombe(letters.outcomes, letters.people, holdout.outcomes, holdout.people),
        untold,
    )


def compare_means(letters: Arm, holdout: Arm) -> Compared:
    """Compare the mean amount a person, those without any counted as 0."""
    untold = _few(letters, holdout)
    if not untold and min(letters.paid, holdout.paid) < LEAST_AMOUNTS:
        untold = f"{TOO_FEW}: fewer than {LEAST_AMOUNTS} people with an amount in one of the groups"
    return Compared(mean(letters), mean(holdout), welch(letters, holdout), untold)


def wilson(hits: int, of: int) -> Interval:
    """Return a share with Wilson's score interval (Wilson 1927; method 3 of Newcombe 1998, Stat. Med. 17:857-872).

    >>> found = wilson(81, 263)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2553, 0.3662)
    """
    if not of:
        return Interval(0.0, 0.0, 1.0)
    share, square = hits / of, _Z * _Z
    middle = (2 * hits + square) / (2 * (of + square))
    reach = _Z * sqrt(square + 4 * hits * (1 - share)) / (2 * (of + square))
    low, high = 0.0 if hits == 0 else middle - reach, 1.0 if hits == of else middle + reach
    return Interval(share, low, high)


def newcombe(a: int, m: int, b: int, n: int) -> Interval:
    """Return the difference a/m - b/n with its interval from two of Wilson's (method 10 of Newcombe 1998, Stat. Med.
    17:873-890); it stays within -1 and 1 and needs no lucky sample.

    >>> found = newcombe(56, 70, 48, 80)
    >>> round(found.low, 4), round(found.high, 4)
    (0.0524, 0.3339)
    """
    one, other = wilson(a, m), wilson(b, n)
    gap = one.value - other.value
    below = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    above = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Interval(gap, gap - below, gap + above)


def mean(arm: Arm) -> Interval:
    """Return the mean amount a person with Student's interval (Student 1908)."""
    if arm.people < 2:
        return Interval(arm.mean, arm.mean, arm.mean)
    reach = quantile(arm.people - 1) * sqrt(_error(arm))
    return Interval(arm.mean, arm.mean - reach, arm.mean + reach)


def welch(one: Arm, other: Arm) -> Interval:
    """Return the difference of two means whose variances may differ (Welch 1947, Biometrika 34:28-35)."""
    gap = one.mean - other.mean
    if min(one.people, other.people) < 2 or not (one.spread or other.spread):
        return Interval(gap, gap, gap)
    first, second = _error(one), _error(other)
    freedom = (first + second) ** 2 / (first**2 / (one.people - 1) + second**2 / (other.people - 1))
    reach = quantile(freedom) * sqrt(first + second)
    return Interval(gap, gap - reach, gap + reach)


def quantile(freedom: float) -> float:
    """Return the 97.5 % point of Student's t (Abramowitz and Stegun 1964, 26.7.5; to 4 places from 10 degrees on).

    >>> [round(quantile(freedom), 4) for freedom in (10, 30, 120)]
    [2.2281, 2.0423, 1.9799]
    """
    z, v = _Z, freedom
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return sum(term / v**power for power, term in enumerate(terms))


def _error(arm: Arm) -> float:
    """Return the squared standard error of a mean."""
    return arm.spread / (arm.people - 1) / arm.people


def _few(letters: Arm, holdout: Arm) -> str:
    if min(letters.people, holdout.people) >= LEAST_PEOPLE:
        return ""
    return f"{TOO_FEW}: fewer than {LEAST_PEOPLE} people in one of the groups"
