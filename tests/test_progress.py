"""What a person sees while long work goes on: what is done, how much of it, and how fast."""

import io

from rich.console import Console
from rich.progress import Progress

from artgen.cli.opening import Rate, bar, progress


def shown(steps: list[tuple[str, int, int, float]]) -> str:
    """Return the last bar of a run that tells these steps, each at its second."""
    seconds = [0.0]
    said = Console(file=io.StringIO(), force_terminal=True, width=120)
    watched = Progress(*bar().columns, console=said, get_time=lambda: seconds[0], auto_refresh=False)
    tell = progress(watched)
    for what, done, total, at in steps:
        seconds[0] = at
        tell(what, done, total)
    drawn = Console(file=io.StringIO(), width=120)
    drawn.print(watched.make_tasks_table(watched.tasks))
    return drawn.file.getvalue()


def test_the_bar_says_how_many_and_how_fast() -> None:
    """Forty of a hundred after four seconds are ten a second."""
    said = shown([("drawing", 0, 100, 0.0), ("drawing", 20, 100, 2.0), ("drawing", 40, 100, 4.0)])
    assert "40/100" in said
    assert "10/s" in said


def test_rows_that_were_read_do_not_count_as_customers_drawn() -> None:
    """What comes next begins at nought: a million rows a second ago make nobody fast."""
    read = [("reading", 500_000, 0, 1.0), ("reading", 1_000_000, 0, 2.0)]
    said = shown([*read, ("drawing", 0, 100, 2.0), ("drawing", 3, 100, 4.0), ("drawing", 6, 100, 6.0)])
    assert "6/100" in said
    assert "1.5/s" in said


def test_no_rate_is_said_before_there_is_one() -> None:
    """At the first step there is nothing to tell."""
    assert "/s" not in shown([("drawing", 0, 100, 0.0)])
    assert isinstance(bar().columns[3], Rate)
