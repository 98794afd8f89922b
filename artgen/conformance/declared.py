"""The law of the declaration: what a style says of itself holds, and its options do something within their limits."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from artgen import renderers
from artgen.conformance.finding import Finding, note
from artgen.conformance.picture import Picture, Pose, draw
from artgen.drawing.style import API, Option, Renderer, Value
from artgen.errors import StyleError
from artgen.history.columns import Columns

LAW = "declaration"
REVEALS = ("spine", "wipe", "grow")
CARDS = ("own", "poster")
OURS = Path(renderers.__file__).parent
NEEDS = frozenset(field.name for field in fields(Columns))
"""What a style may need of a year: its columns."""
_NAME = re.compile(r"[a-z][a-z0-9_-]*")


def sound(renderer: Renderer) -> Iterator[Finding]:
    """Read the declaration."""
    if not _NAME.fullmatch(renderer.name):
        yield Finding(LAW, f"'{renderer.name}' is no name; write it in lower case, as a campaign file will")
    if not 1 <= renderer.api <= API:
        yield Finding(LAW, f"api = {renderer.api}; this artgen knows 1 to {API}")
    if renderer.reveal not in REVEALS:
        yield Finding(LAW, f"reveal = '{renderer.reveal}'; the page can play {', '.join(REVEALS)}")
    if renderer.card not in CARDS:
        yield Finding(LAW, f"card = '{renderer.card}'; a card shows {' or '.join(CARDS)}")
    if renderer.card == "poster" and renderer.grounds:
        yield Finding(
            LAW, "card = 'poster' with `grounds`: a sheet painted to its edges can't be laid on a card's ground"
        )
    for part, use in (
        ("by", "who made it"),
        ("mark", "what one mark is called"),
        ("fine", "what is decoration and not data"),
        ("help", "whom it suits, as the docstring of the generator"),
    ):
        if not getattr(renderer, part).strip():
            yield Finding(LAW, f"`{part}` is empty; say {use}")
    if renderer.name in renderers.built_in() and not renderer.source.resolve().is_relative_to(OURS):
        yield Finding(LAW, f"there is a style '{renderer.name}' already, from artgen; give yours another name")
    if strange := sorted(renderer.needs - NEEDS):
        yield Finding(LAW, f"`needs` holds '{strange[0]}'; name columns: {', '.join(sorted(NEEDS))}")
    for most, least in renderer.promise:
        if not (most >= 1 and 0 < least <= 1):
            yield Finding(LAW, f"promise ({most}, {least}): a count from 1, and a share above 0 up to 1")
    if not renderer.promise:
        yield note("promise", "the style makes no promise of what can be seen of each activity; see `promise`")


def extremes(renderer: Renderer) -> Iterator[dict[str, Value]]:
    """Yield every option at each of its limits, the others as they are."""
    for option in renderer.options:
        yield from ({option.name: value} for value in _limits(option))


def bounded(renderer: Renderer) -> Iterator[Finding]:
    """See that each option's limits are in order, its default within them, and what is beyond refused."""
    for option in renderer.options:
        span = option.span
        if span is None and not option.choices:
            yield Finding("options", f"'{option.name}' has neither limits nor choices; write a Span or a Literal")
            continue
        if span and not (math.isfinite(span.low) and math.isfinite(span.high) and span.low < span.high):
            yield Finding("options", f"'{option.name}' goes from {span.low:g} to {span.high:g}; low must be below high")
            continue
        if span and not span.help.strip():
            yield Finding("options", f"'{option.name}' doesn't say what it is; give its Span a help, with the unit")
        for value in (option.default, *_limits(option)):
            try:
                renderer.checked({option.name: value})
            except StyleError as wrong:
                yield Finding("options", f"{wrong}, and that is its default or its limit")
        try:
            renderer.checked({option.name: span.high + 1 if span else "no such choice"})
        except StyleError:
            continue
        yield Finding("options", f"'{option.name}' takes a value beyond its limits")


def felt(renderer: Renderer, poses: Sequence[Pose]) -> Iterator[Finding]:
    """See that each option changes some picture."""
    for option in renderer.options:
        ends = [
            draw(renderer, Pose(p.sitter, p.theme, p.canvas, {option.name: v})) for p in poses for v in _limits(option)
        ]
        if not all(isinstance(picture, Picture) for picture in ends):
            # What can't be drawn is said of the drawing, and says nothing of the option.
            continue
        arts = [picture.art for picture in ends if isinstance(picture, Picture)]
        step = len(_limits(option))
        if all(len(set(arts[i : i + step])) == 1 for i in range(0, len(arts), step)):
            yield Finding("options", f"'{option.name}' changes nothing from one limit to the other; use it or drop it")


def _limits(option: Option) -> tuple[Value, ...]:
    return (option.span.low, option.span.high) if option.span else option.choices
