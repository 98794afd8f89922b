"""The law of time: a style works while it draws and never waits; what it costs is told, and fails nothing."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from artgen.conformance.finding import Finding, note
from artgen.conformance.picture import Picture, Pose, draw
from artgen.drawing.style import Renderer

LEAST_SECONDS = 0.2
OFTEN = 4
"""So many times its work must a drawing wait, and so often in a row: a busy machine makes others wait as well."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a drawing took, in seconds of the processor and by the clock on the wall."""

    worked: float
    passed: float

    @property
    def waited(self) -> bool:
        """Tell whether most of it was waiting."""
        return self.passed - self.worked > max(LEAST_SECONDS, OFTEN * self.worked)


def timed(renderer: Renderer, pose: Pose) -> tuple[Picture | Finding, Spent]:
    """Draw a pose and take both times."""
    worked, passed = time.process_time(), time.perf_counter()
    picture = draw(renderer, pose)
    return picture, Spent(time.process_time() - worked, time.perf_counter() - passed)


def waiting(renderer: Renderer, poses: Sequence[Pose], spent: Mapping[str, Spent]) -> Iterator[Finding]:
    """Note a drawing that waits each time that it is drawn."""
    pose = max(poses, key=lambda one: spent[str(one)].passed - spent[str(one)].worked)
    if spent[str(pose)].waited and all(timed(renderer, pose)[1].waited for _ in range(OFTEN)):
        one = spent[str(pose)]
        yield note("time, waiting", f"it takes {one.passed:.1f} s and works for {one.worked:.1f} of them", str(pose))
