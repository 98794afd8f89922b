"""Reads what an SVG of ours draws, and how fine: the breadth and the reach of every line and area, in pixels."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np

from artgen.drawing.svg import Written

_SVG = "{http://www.w3.org/2000/svg}"
_WORDS = re.compile(r"[a-zA-Z]|-?\d+")
_TAKES = {"m": 2, "l": 2, "t": 2, "q": 4, "h": 1, "z": 0}


@dataclass(frozen=True, slots=True)
class Detail:
    """One line or area: its breadth (a line's own, else nan) and how far it reaches across and down, in pixels."""

    what: str
    breadth: float
    reach: tuple[float, float]


def details(written: Written | str, pixels_a_unit: float) -> Iterator[Detail]:
    """Yield every line and area of an SVG's art, those of symbols as often as they are used; words are left out."""
    root = ElementTree.fromstring(written if isinstance(written, str) else written.svg)
    named = {f"#{found.get('id')}": found for found in root.iter() if found.get("id")}
    art = next(group for group in root.iter(f"{_SVG}g") if group.get("data-art") is not None)
    yield from _within(art, named, pixels_a_unit * np.eye(2))


def _within(group: ElementTree.Element, named: dict[str, ElementTree.Element], matrix: np.ndarray) -> Iterator[Detail]:
    inner = matrix @ _turn(group.get("transform", ""))
    for child in group:
        if child.tag == f"{_SVG}path":
            yield from _path(child, inner)
        elif child.tag == f"{_SVG}rect":
            size = np.abs(inner @ [float(child.get("width", 0)), float(child.get("height", 0))])
            yield Detail("bar", np.nan, (float(size[0]), float(size[1])))
        elif child.tag == f"{_SVG}g":
            yield from _within(child, named, inner)
        elif child.tag == f"{_SVG}use" and named[child.get("href", "")].tag == f"{_SVG}g":
            yield from _within(named[child.get("href", "")], named, inner @ _turn(child.get("transform", "")))


def _turn(transform: str) -> np.ndarray:
    """Return how a transform scales and turns; where it moves to is no matter."""
    name, _, said = transform.partition("(")
    numbers = [float(one) for one in re.findall(r"-?[\d.]+", said)]
    if name == "scale":
        return numbers[0] * np.eye(2)
    return np.array([[numbers[0], numbers[2]], [numbers[1], numbers[3]]]) if name == "matrix" else np.eye(2)


def _path(path: ElementTree.Element, matrix: np.ndarray) -> Iterator[Detail]:
    scale = float(np.sqrt(abs(np.linalg.det(matrix))))
    breadth = scale * float(path.get("stroke-width", "nan"))
    for run in _runs(path.get("d", "")):
        placed = run @ matrix.T
        across, down = np.ptp(placed, axis=0).tolist()
        yield Detail("area" if np.isnan(breadth) else "line", breadth, (across, down))


def _runs(d: str) -> Iterator[np.ndarray]:
    """Yield the points of each run of a path, control points included."""
    words, at, start, command = _WORDS.findall(d), np.zeros(2), np.zeros(2), ""
    run: list[np.ndarray] = []
    i = 0
    while i < len(words):
        if words[i].isalpha():
            command, i = words[i].lower(), i + 1
            if command == "m" and run:
                yield np.array(run)
                run = []
        takes = _TAKES[command]
        numbers = np.array([float(word) for word in words[i : i + takes]])
        i += takes
        if command == "z":
            at = start
            continue
        if command == "h":
            numbers = np.array([numbers[0], 0.0])
        steps = numbers.reshape(-1, 2)
        run += [at + step for step in steps]
        at = at + steps[-1]
        if command == "m":
            if len(run) > 1:
                yield np.array(run[:-1])
                run = run[-1:]
            start, command = at, "l" if i < len(words) and not words[i].isalpha() else "m"
    if run:
        yield np.array(run)
