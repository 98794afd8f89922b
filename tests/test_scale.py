"""Memory does not grow with the rows: the small twin of the long check `scale`."""

import pytest
from scale import measured

EACH = 40
# Rows held at once, so few that both runs fill every buffer many times; then only a leak can tell them apart.
HELD = 2_000
# What 80,000 rows would take at the very least, kept as text in Python: seven cells of 50 bytes and more.
LEAK_MB = 28


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, float]]:
    """Read 20,000 and 100,000 rows, each in a process of its own, and tell one Story in ten."""
    folder = tmp_path_factory.mktemp("scale")
    customers = (20_000 // EACH, 100_000 // EACH)
    return [measured(folder / str(many), many, EACH, held=HELD, every=10) for many in customers]


def test_memory_does_not_grow_with_the_rows(runs: list[dict[str, float]]) -> None:
    """Five times the rows take at most a fifth more, and less than half of what keeping them would take."""
    small, large = (run["peak_mb"] for run in runs)
    assert large / small <= 1.2
    assert large - small < LEAK_MB / 2


def test_every_row_of_many_has_one_fate(runs: list[dict[str, float]]) -> None:
    """Read = kept + left out, for every customer."""
    assert [(run["rows"], run["customers"], run["whole"]) for run in runs] == [
        (20_000, 500, True),
        (100_000, 2_500, True),
    ]
