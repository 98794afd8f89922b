"""The most memory of a process that draws one style and does nothing else: `python -m tests.bench.memory heart 4 23`.

It runs in a process of its own, since the bench itself holds Chromium's driver and the other tools.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from artgen.engine import peak_mb

from .line import made
from .people import person

PEOPLE = 2


def memory_mb(style: str, counts: Sequence[int]) -> float:
    """Return the peak in MB of drawing a few people of each size."""
    command = [sys.executable, "-m", "tests.bench.memory", style, *map(str, counts)]
    here = Path(__file__).parents[2]
    said = subprocess.run(command, cwd=here, check=True, capture_output=True, text=True, timeout=600).stdout
    return float(said)


def main() -> None:
    """Draw, and print the peak."""
    style, *counts = sys.argv[1:]
    with TemporaryDirectory() as folder:
        for count in map(int, counts):
            for number in range(PEOPLE):
                made(style, person(style, count, number), Path(folder))
    print(round(peak_mb(), 1))


if __name__ == "__main__":
    main()
