"""What a letter costs: `make bench-letters`.

For each sample campaign: CPU milliseconds to write one letter, whole, as bytes with its headers, after its template
and its campaign's stationery are ready; the median over everybody who gets one; and how many that is in a second of
one core. It measures, and asserts nothing.
"""

import statistics
import time

from mails import NOW, posts

from artgen.mailing.letter import write

ROUNDS = 5
ROW = "{:24}{:>9}{:>12}{:>12}{:>14}{:>10}"


def main() -> None:
    """Print a row for each campaign, and one for all."""
    print(ROW.format("campaign", "letters", "median ms", "slowest ms", "a second", "KB"))
    everyone: list[float] = []
    heaviest = 0
    for name, (campaign, keys, claims) in posts().items():
        for claim in claims:
            write(claim, campaign, keys, NOW)
        costs, size = [], 0
        for claim in claims:
            spent = []
            for _ in range(ROUNDS):
                began = time.process_time()
                letter = write(claim, campaign, keys, NOW)
                spent.append(time.process_time() - began)
            costs.append(1000 * statistics.median(spent))
            size = max(size, len(letter.message))
        _row(name, costs, size)
        everyone += costs
        heaviest = max(heaviest, size)
    _row("all", everyone, heaviest)


def _row(name: str, costs: list[float], size: int) -> None:
    middle = statistics.median(costs)
    rate = f"{1000 / middle:,.0f}"
    print(ROW.format(name, len(costs), f"{middle:.2f}", f"{max(costs):.2f}", rate, f"{size / 1024:.0f}"))


if __name__ == "__main__":
    main()
