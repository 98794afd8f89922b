"""What was measured of one style at one size, as medians over its people; every comparison is of the same people."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .floor import Floor
from .instead import Instead
from .line import Made
from .watch import REST

STEPS = ("tell", "compose", "SVG text", "raster", "encode", "card", "page", "share page", "letter", "put")
WEIGHTS = ("SVG", "SVG gzip", "page", "e-mail image", "card", "share page", "letter")


@dataclass(slots=True)
class Cell:
    """A style at a size: its people as they were made, and beside them the floor and what others need."""

    style: str
    count: int
    made: list[Made] = field(default_factory=list)
    floors: list[Floor] = field(default_factory=list)
    instead: list[Instead] = field(default_factory=list)
    peers: list[float] = field(default_factory=list)

    def step(self, name: str) -> float:
        """Return the median CPU ms of a step."""
        return statistics.median(_step(one, name) for one in self.made)

    @property
    def whole(self) -> float:
        """Return the median CPU ms of a whole customer."""
        return statistics.median(one.whole_ms for one in self.made)

    @property
    def rest(self) -> float:
        """Return the whole without the sum of the steps: keys, names, digests, receipts, and that medians don't add."""
        return self.whole - sum(map(self.step, STEPS))

    def weight(self, name: str) -> float:
        """Return the median bytes of a kind of file."""
        return statistics.median(one.weights[name] for one in self.made)

    @property
    def stored(self) -> float:
        """Return the median bytes that stand on a shelf for one customer, texts packed."""
        return statistics.median(one.stored for one in self.made)

    @property
    def puts(self) -> float:
        """Return how many objects are put for one customer."""
        return statistics.median(one.puts for one in self.made)

    @property
    def unpictured(self) -> float:
        """Return the median CPU ms of everything but raster and encode, poster's and card's; scaling is not raster."""
        pictured = ("raster", "encode", "card raster", "card encode")
        return statistics.median(one.whole_ms - sum(one.steps.get(name, 0) for name in pictured) for one in self.made)

    @property
    def poster_drawn(self) -> float:
        """Return the median CPU ms from a Story to the poster's SVG."""
        return self.step("compose") + self.step("SVG text")

    @property
    def card_drawn(self) -> float:
        """Return the median CPU ms of what is composed, written and laid small for the card alone."""
        return sum(map(self.step, ("card compose", "card SVG text", "card lay")))

    @property
    def poster(self) -> float:
        """Return the median CPU ms of the poster, drawn, rasterised and encoded."""
        return self.poster_drawn + self.step("raster") + self.step("encode")

    def floor(self, of: Callable[[Floor], float]) -> float:
        """Return the median CPU ms of the floor."""
        return statistics.median(map(of, self.floors))

    def other(self, of: Callable[[Instead], float]) -> float:
        """Return the mean CPU ms of what others need for the pictures; Chromium's clock ticks only each 10 ms."""
        return statistics.mean(map(of, self.instead))

    @property
    def peer(self) -> float | None:
        """Return the median CPU ms of GitHubPoster's SVG; None where it is not installed."""
        return statistics.median(self.peers) if self.peers else None

    def times_floor(self, of: Callable[[Floor], float]) -> float:
        """Return how many times their own floor customers cost, by the median."""
        pairs = zip(self.made, self.floors, strict=True)
        return statistics.median(one.whole_ms / of(floor) for one, floor in pairs)

    def times_faster(self, of: Callable[[Instead], float]) -> float:
        """Return how many times our whole set fits into what others need for the pictures of the same people."""
        return self.other(of) / statistics.mean(one.whole_ms for one in self.made[: len(self.instead)])

    @property
    def times_peer(self) -> float | None:
        """Return how many times our SVG fits into GitHubPoster's of the same people, by the median."""
        pairs = zip(self.made, self.peers, strict=bool(self.peers))
        each = [spent / (_step(one, "compose") + _step(one, "SVG text")) for one, spent in pairs]
        return statistics.median(each) if each else None

    def as_json(self) -> dict[str, object]:
        """Return all figures, unrounded but for a thousandth."""
        steps = sorted({name for one in self.made for name in one.steps} - {REST})
        said: dict[str, object] = {
            "style": self.style,
            "activities": self.count,
            "people": len(self.made),
            "cpu_ms": {**_rounded(steps, self.step), "card": round(self.step("card"), 3), "rest": round(self.rest, 3)},
            "whole_ms": round(self.whole, 3),
            "a_second_a_core": round(1000 / self.whole, 3),
            "bytes": {name: round(self.weight(name)) for name in WEIGHTS},
            "stored_bytes": round(self.stored),
            "puts": self.puts,
            "all_but_raster_and_encode_ms": round(self.unpictured, 3),
            "floor_ms": {of.__name__: self.floor(of) for of in FLOORS},
            "times_the_floor": {of.__name__: self.times_floor(of) for of in FLOORS},
            "github_poster_ms": self.peer,
            "times_faster_than_github_poster": self.times_peer,
        }
        if self.instead:
            said["instead_ms"] = {"cairosvg": self.other(cairosvg), "chromium": self.other(chromium)}
            said["times_faster"] = {
                "cairosvg": self.times_faster(cairosvg),
                "chromium": self.times_faster(chromium),
            }
        return said


def thorvg(floor: Floor) -> float:
    return floor.thorvg


def librsvg(floor: Floor) -> float:
    return floor.librsvg


def lowered(floor: Floor) -> float:
    return floor.lowered


FLOORS = (thorvg, lowered, librsvg)


def cairosvg(other: Instead) -> float:
    return other.cairosvg


def chromium(other: Instead) -> float:
    return other.chromium


def _step(made: Made, name: str) -> float:
    return made.card_ms if name == "card" else made.steps.get(name, 0.0)


def _rounded(names: Sequence[str], of: Callable[[str], float]) -> dict[str, float]:
    return {name: round(of(name), 3) for name in names}
