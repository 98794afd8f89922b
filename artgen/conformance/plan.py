"""Whom the judge asks to sit: quickly, enough to catch what goes wrong; fully, everyone on every paper."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from artgen import sitters
from artgen.conformance.picture import Pose
from artgen.drawing import theme as themes
from artgen.drawing.canvas import CARD, PHONE, POSTER, PRINT, Canvas
from artgen.drawing.style import Renderer
from artgen.history.story import Last
from artgen.sitters import Sitter

Level = Literal["quick", "full"]
PLAIN = "linen"
USUAL = 60
UNPROMISED = 23
"""Years of so many activities are measured where a style promises nothing: a pixel of each must show."""
_COUNTS = {"flight": (0, 1, 2, 4, 10, 23, 40, 60, 180, 600), "run": (0, 1, 4, 23, 40, 180, 400), "coffee": (1, 10, 600)}
_LANGUAGE_COUNTS = (0, 1, 23, 40)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who sits for what, poses by their text.

    `drawn` once each; of these `read` for their words' contrast and `measured` for what can be seen; `again` a second
    time and in another process; `optional` with every option at its limits; `spoken` in every language.
    """

    drawn: tuple[Pose, ...]
    read: frozenset[str]
    measured: frozenset[str]
    again: tuple[Pose, ...]
    optional: tuple[Pose, ...]
    spoken: tuple[Sitter, ...]


def plan(renderer: Renderer, level: Level) -> Plan:
    """Return the plan for a style."""
    full = level == "full"
    everyone = tuple(_everyone() if full else _enough())
    plain = [_pose(sitter) for sitter in everyone]
    papers = [_pose(sitter, paper, name) for sitter, paper, name in _papers(everyone if full else _few())]
    worn = [
        _pose(sitter, POSTER, name) for sitter in (_sample("flight", 0), _sample("run", 23)) for name in themes.names()
    ]
    drawn = {str(pose): pose for pose in (*plain, *papers, *worn)}
    read = drawn if full else {str(pose) for pose in (*worn[:: 1 if full else 3], *papers)}
    most = max((most for most, _ in renderer.promise), default=UNPROMISED)
    promised = [pose for pose in plain if 0 < len(pose.sitter) <= most]
    if not full:
        promised = _fullest(promised)
    return Plan(
        drawn=tuple(drawn.values()),
        read=frozenset(read),
        measured=frozenset(map(str, promised)),
        again=tuple(_pose(_sample(*who)) for who in (("flight", 0), ("flight", 23), ("run", 40), ("coffee", 1))),
        optional=tuple(_pose(_remembering(*who)) for who in (("flight", 1), ("flight", 23), ("run", 40))),
        spoken=tuple(_sample(brand, count) for brand in ("flight", "run") for count in _LANGUAGE_COUNTS),
    )


def _pose(sitter: Sitter, canvas: Canvas = POSTER, theme: str = PLAIN) -> Pose:
    return Pose(sitter, themes.load(theme), canvas)


def _sample(brand: str, count: int) -> Sitter:
    return sitters.sample(brand, count)


def _remembering(brand: str, count: int) -> Sitter:
    """Return a sample who was there the year before too, so that an option which echoes it has something to draw."""
    sitter = _sample(brand, count)
    last = Last(sitter.story.year - 1, (3, 0, 1, 4, 2, 7, 5, 0, 1, 2, 0, 1), ("Lisbon", "Porto"))
    return replace(sitter, story=replace(sitter.story, last=last))


def _everyone() -> Iterator[Sitter]:
    for brand in sitters.BRANDS:
        yield from sitters.samples(brand)
    yield from sitters.awkward()


def _enough() -> Iterator[Sitter]:
    yield from (_sample(brand, count) for brand, counts in _COUNTS.items() for count in counts)
    yield from sitters.awkward()


def _few() -> tuple[Sitter, ...]:
    named = (sitters.named(name) for name in ("three hundred letters", "nothing but dates, on foot"))
    return (_sample("flight", 0), _sample("run", 1), _sample("flight", 23), _sample("run", 180), *named)


def _papers(asked: tuple[Sitter, ...]) -> Iterator[tuple[Sitter, Canvas, str]]:
    """Yield each sitter on each paper, in themes that take turns."""
    names = (PLAIN, "dusk-night", "marigold-paper", "nocturne", "orchard-paper")
    for i, (sitter, paper) in enumerate(product(asked, (PHONE, CARD, PRINT))):
        yield sitter, paper, names[i % len(names)]


def _fullest(poses: list[Pose]) -> list[Pose]:
    """Return the fullest year of flights, a usual one of each brand, and those whose activities crowd."""
    chosen = [pose for pose in poses if pose.sitter.name in ("one day", "all in one hour", "one month")]
    for brand in sitters.BRANDS:
        of_brand = sorted((p for p in poses if p.sitter.name.startswith(f"{brand} ")), key=lambda p: len(p.sitter))
        chosen += [pose for pose in of_brand if len(pose.sitter) <= USUAL][-1:]
        chosen += of_brand[-1:] if brand == "flight" else []
    return chosen
