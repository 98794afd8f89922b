"""The law of sameness: the same year gives the same bytes, here and in another process; another year gives others."""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from artgen.conformance.finding import Finding
from artgen.conformance.picture import Picture, Pose, draw
from artgen.drawing.style import Renderer
from artgen.sitters.sitter import Sitter, sit

LAW = "sameness"
ELSEWHERE = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C"}
"""What is different in the other process: the order of sets, the day, the language of the system."""
_PATIENCE = 600


@dataclass(frozen=True, slots=True)
class Process:
    """A fresh process that draws some poses once more, watched for what a style must not touch."""

    running: subprocess.Popen[str]
    poses: tuple[Pose, ...]


def begin(renderer: Renderer, poses: Sequence[Pose]) -> Process | Finding:
    """Start drawing poses in a fresh process; `finish` compares."""
    file = renderer.source
    if not file.is_file():
        return Finding(LAW, "the style stands in no file, so no other process can draw it; save it as a module")
    wanted = [(pose.sitter.name, pose.theme.name, pose.canvas.name) for pose in poses]
    asked = {"file": str(file.resolve()), "name": renderer.name, "poses": wanted}
    path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
    running = subprocess.Popen(
        [sys.executable, "-m", "artgen.conformance.elsewhere"],
        env={**os.environ, **ELSEWHERE, "PYTHONPATH": path},
        cwd=tempfile.gettempdir(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if running.stdin:
        running.stdin.write(json.dumps(asked))
        running.stdin.close()
        running.stdin = None
    return Process(running, tuple(poses))


def finish(process: Process, digests: dict[str, str]) -> Iterator[Finding]:
    """Compare what the other process drew with the digests here, by the pose's text; tell what it touched."""
    try:
        answer, complaint = process.running.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.running.kill()
        process.running.communicate()
        yield Finding(LAW, f"a fresh process did not finish in {_PATIENCE} seconds")
        return
    if process.running.returncode:
        last = (complaint.strip().splitlines() or ["it said nothing"])[-1]
        yield Finding(LAW, f"a fresh process could not draw it: {last}")
        return
    told = json.loads(answer)
    for pose, digest in zip(process.poses, told["digests"], strict=True):
        if digests.get(str(pose), digest) != digest:
            yield Finding(
                LAW,
                "a fresh process with another hash seed, time zone and language draws other bytes; "
                "sort sets, take randomness from rng.fork, and dates from the story",
                str(pose),
            )
    for touched in told["touched"]:
        yield Finding("purity", touched)


def twice(renderer: Renderer, pictures: Iterable[Picture]) -> Iterator[Finding]:
    """Draw pictures a second time, in the other order."""
    for picture in reversed(list(pictures)):
        again = draw(renderer, picture.pose)
        if isinstance(again, Picture) and again.artwork.digest != picture.artwork.digest:
            yield picture.finding(
                LAW, "drawn twice it is not the same; take randomness from rng.fork, and keep nothing between drawings"
            )


def apart(pictures: Sequence[Picture]) -> Iterator[Finding]:
    """See that two people whose days differ have different art."""
    drawn: dict[object, Picture] = {}
    for picture in pictures:
        sheet = picture.artwork
        other = drawn.setdefault((picture.pose.theme.name, sheet.canvas.name, sheet.boxes), picture)
        if other is not picture and not _same_days(other, picture) and other.art == picture.art:
            yield picture.finding("difference", f"the art is that of {other.pose.sitter.name}, whose year is another")


def _same_days(one: Picture, other: Picture) -> bool:
    days, others = (picture.pose.sitter.story.columns.day.tolist() for picture in (one, other))
    return bool(days == others)


def moved(renderer: Renderer, picture: Picture) -> Iterator[Finding]:
    """Move one activity to another day of the year and see the picture change."""
    pose = picture.pose
    other = draw(renderer, replace(pose, sitter=_one_moved(pose.sitter)))
    if isinstance(other, Picture) and other.art == picture.art:
        yield picture.finding(
            "difference", "with one activity on another day the art is the same; draw when things were"
        )


def _one_moved(sitter: Sitter) -> Sitter:
    """Return the sitter with the last activity half a year earlier."""
    *kept, last = sitter.story.activities
    start = last.start - dt.timedelta(days=160)
    made = sorted([*kept, replace(last, start=start)], key=lambda one: one.start.timestamp())
    story = replace(
        sitter.story, activities=tuple(replace(one, n=n) for n, one in enumerate(made)), facts=(), moments=()
    )
    return sit(sitter.name, sitter.brand, story)
