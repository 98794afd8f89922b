"""One run: every style at every size, person by person, each drawn by us and then, at once, by the others.

What is compared stands side by side in time, so that a slow minute of the machine slows all of it.
"""

import gc
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from .figures import Cell
from .floor import floor
from .instead import github_poster, instead, others
from .line import made, warm
from .people import person

Progress = Callable[[str], None]
_PEER_WARM = {"2025-01-01": 1.0}


def measure(
    styles: Sequence[str], counts: Sequence[int], people: int, compared: int, progress: Progress
) -> tuple[Cell, ...]:
    """Draw `people` of each style and size; the first `compared` of them are drawn by the others, too."""
    cells = []
    with TemporaryDirectory() as folder, ExitStack() as browser:
        view = browser.enter_context(others()) if compared else None
        github_poster(_PEER_WARM)
        for style in styles:
            warm(style, Path(folder))
            for count in counts:
                cell = Cell(style, count)
                for number in range(people):
                    progress(f"{style} at {count}: {number + 1} of {people}")
                    _compare(cell, number, Path(folder), view if number < compared else None)
                cells.append(cell)
    return tuple(cells)


def _compare(cell: Cell, number: int, folder: Path, view: object) -> None:
    somebody = person(cell.style, cell.count, number)
    gc.collect()
    drawn = made(cell.style, somebody, folder)
    cell.made.append(drawn)
    gc.collect()
    cell.floors.append(floor(drawn))
    if (spent := github_poster(somebody.days)) is not None:
        cell.peers.append(spent)
    if view is not None:
        cell.instead.append(instead(drawn, view))
