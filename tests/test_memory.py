"""What a process says of its memory is its own, whoever started it."""

import subprocess
import sys

from artgen.engine import peak_mb

MUCH = 500_000_000
CODE = "from artgen.engine import peak_mb; print(peak_mb())"


def test_the_peak_is_not_that_of_who_started_the_process() -> None:
    """A small process that a large one starts says that it is small; the large one knows that it is large."""
    held = bytearray(MUCH)
    said = subprocess.run([sys.executable, "-c", CODE], check=True, capture_output=True, text=True).stdout
    assert 5 < float(said) < MUCH / 2e6
    assert peak_mb() > len(held) / 1.05e6
