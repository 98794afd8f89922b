"""A stopwatch for the steps of the real line: each step is charged the CPU time that it takes itself.

A step inside another one stops the outer one's clock, so the steps never count a moment twice, and what no step
claims is kept as REST. Whatever belongs to the card is charged to a step of the card's own.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import artgen.artwork
import artgen.mailing.letter
import artgen.worker.shard
import artgen.worker.sitting
from artgen.publishing import raster
from artgen.publishing.card import Card

REST = "rest"
CARD_STEPS = "card "


@dataclass(slots=True)
class Stopwatch:
    """Milliseconds by step, of a clock that counts seconds: by default this process's CPU time."""

    clock: Callable[[], float] = time.process_time
    spent: dict[str, float] = field(default_factory=dict)
    _stack: list[str] = field(default_factory=list)
    _since: float = 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Charge a step until the end of the block."""
        self._lap()
        self._stack.append(self._named(name))
        try:
            yield
        finally:
            self._lap()
            self._stack.pop()

    def _named(self, name: str) -> str:
        inside = bool(self._stack) and self._stack[-1].startswith(CARD_STEPS)
        return f"{CARD_STEPS}{name}" if inside and not name.startswith(CARD_STEPS) else name

    def _lap(self) -> None:
        now = self.clock()
        if self._stack:
            self.spent[self._stack[-1]] = self.spent.get(self._stack[-1], 0.0) + 1000 * (now - self._since)
        self._since = now


@contextmanager
def watched(watch: Stopwatch) -> Iterator[None]:
    """Watch the steps of the first line, and of a letter, until the end of the block."""
    with ExitStack() as undo:
        for place, name, replaced in _replaced(watch):
            undo.callback(setattr, place, name, getattr(place, name))
            setattr(place, name, replaced)
        with watch.step(REST):
            yield


def _replaced(watch: Stopwatch) -> Iterator[tuple[Any, str, Callable[..., Any]]]:
    """Yield what to put where: functions that the line calls, as they are called there, each in a step."""
    line, sitting = artgen.worker.shard, artgen.worker.sitting
    plain = (
        (line, "grace", "tell"),
        (line, "sit", "tell"),
        (line, "page", "page"),
        (line, "share_page", "share page"),
        (line, "letter_words", "letter"),
        (artgen.mailing.letter, "write", "letter"),
        (type(raster.engine()), "pixels", "raster"),
        (line, "carded", f"{CARD_STEPS}compose"),
        (Card, "pixels", f"{CARD_STEPS}lay"),
    )
    for place, name, step in plain:
        yield place, name, _stepped(watch, getattr(place, name), step)
    yield sitting, "compose", _stepped(watch, sitting.compose, "compose")
    yield artgen.artwork, "write", _writing(watch, artgen.artwork.write)
    yield raster, "jpeg", _encoding(watch, raster.jpeg)


def _stepped(watch: Stopwatch, real: Callable[..., Any], step: str) -> Callable[..., Any]:
    def stepped(*args: Any, **named: Any) -> Any:
        with watch.step(step):
            return real(*args, **named)

    return stepped


def _writing(watch: Stopwatch, real: Callable[..., Any]) -> Callable[..., Any]:
    """Let the style and the frame yield all their marks before the clock of the writer starts."""

    def writing(*args: Any, art: Any, frame: Any = (), **named: Any) -> Any:
        drawn, framed = list(art), list(frame)
        with watch.step("SVG text"):
            return real(*args, art=drawn, frame=framed, **named)

    return writing


def _encoding(watch: Stopwatch, real: Callable[..., Any]) -> Callable[..., Any]:
    """Tell the card's picture from the poster's by the bytes that it may weigh."""

    def encoding(picture: Any, most_bytes: int, *args: Any, **named: Any) -> bytes:
        with watch.step(f"{CARD_STEPS}encode" if most_bytes == raster.SHARE_CARD.most_bytes else "encode"):
            return real(picture, most_bytes, *args, **named)

    return encoding
