"""Calls into a style: what goes wrong there is the style's at this one story, told with the line of its own file.

The machine's own faults, such as memory or a disk, and orders to stop pass through: they would hit everybody.
"""

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from artgen.drawing.marks import Mark
from artgen.drawing.style import LegendItem, Renderer
from artgen.drawing.theme import Theme
from artgen.errors import ArtgenError, StyleError

_Given = ParamSpec("_Given")
_Said = TypeVar("_Said")
Sample = Callable[[Theme, float, float], Iterable[Mark]]


class Undrawn(StyleError):
    """Say what a style raised at one story, and in which line of which of its files."""


@lru_cache(maxsize=64)
def answerable(style: Renderer) -> Renderer:
    """Return the same style, whose functions raise Undrawn in place of whatever else they raise."""
    answer = _Answer(style.name, style.source.parent)

    @wraps(style.draw)
    def draw(*given: object, **options: object) -> Iterator[Mark]:
        return answer.marks("draw", answer.told("draw", style.draw)(*given, **options))

    @wraps(style.legend)
    def legend(*given: object) -> tuple[LegendItem, ...]:
        items = answer.told("legend", style.legend)(*given)  # type: ignore[arg-type]
        return tuple(map(answer.sampled, items)) if isinstance(items, tuple | list) else items

    return replace(
        style,
        draw=draw,
        describe=answer.told("describe", style.describe),
        legend=legend,
        swatches=answer.told("swatches", style.swatches),
        grounds=answer.told("grounds", style.grounds) if style.grounds else None,
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """Who answers: the style by name, and the folder in which it and its parts stand."""

    style: str
    folder: Path

    @contextmanager
    def given(self, what: str) -> Iterator[None]:
        """Raise Undrawn for what a call to `what` raises."""
        try:
            yield
        except StyleError as wrong:
            raise Undrawn(str(wrong)) from wrong
        except (ArtgenError, MemoryError, OSError):
            raise
        except Exception as wrong:
            said = ": ".join(part for part in (type(wrong).__name__, " ".join(str(wrong).split())) if part)
            raise Undrawn(f"style '{self.style}', {self._place(wrong) or what}: {said}") from wrong

    def told(self, what: str, call: Callable[_Given, _Said]) -> Callable[_Given, _Said]:
        """Return a function of the style that answers for what it raises."""

        @wraps(call)
        def answering(*given: _Given.args, **named: _Given.kwargs) -> _Said:
            with self.given(what):
                return call(*given, **named)

        return answering

    def marks(self, what: str, marks: Iterable[Mark]) -> Iterator[Mark]:
        """Yield a style's marks."""
        if not isinstance(marks, Iterable):
            raise Undrawn(f"style '{self.style}': {what} gave {type(marks).__name__} in place of marks; yield them")
        with self.given(what):
            yield from marks

    def sampled(self, item: LegendItem) -> LegendItem:
        """Return an item of a legend whose samples answer too."""
        drawn = isinstance(item, LegendItem) and callable(item.draw)
        return replace(item, draw=_Sample(self, item.draw)) if drawn and item.draw else item

    def _place(self, wrong: Exception) -> str:
        """Return the last line of the style itself that the exception came through; empty where there is none."""
        frames = [frame for frame in traceback.extract_tb(wrong.__traceback__) if frame.filename != __file__]
        own = [frame for frame in frames if Path(frame.filename).parent == self.folder]
        last = next(reversed(own or frames), None)
        return f"{Path(last.filename).name} line {last.lineno}" if last else ""


@dataclass(frozen=True, slots=True)
class _Sample:
    """A legend's sample that answers; two of the same function are equal, so that a page may keep what it drew."""

    answer: _Answer
    draw: Sample

    def __call__(self, theme: Theme, width: float, height: float) -> Iterator[Mark]:
        yield from self.answer.marks("legend", self.answer.told("legend", self.draw)(theme, width, height))
