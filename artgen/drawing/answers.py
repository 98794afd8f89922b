"""Answers: what a style says besides its marks; of the wrong kind, it is refused in a sentence and never half used."""

from collections.abc import Sized
from itertools import chain
from typing import SupportsIndex

from artgen.drawing.definitions import colour
from artgen.drawing.style import Description, Grounds, LegendItem
from artgen.errors import StyleError

_TEXTS = ("title", "text", "alt", "quiet", "wish")


def described(style: str, said: object) -> Description:
    """Return what `describe` gave; raise StyleError unless it is a Description of texts."""
    if not isinstance(said, Description):
        raise StyleError(f"style '{style}': describe gave {_kind(said)}; return a Description(title, text, alt)")
    for part in _TEXTS:
        if not isinstance(getattr(said, part), str):
            raise StyleError(f"style '{style}': describe gave {_kind(getattr(said, part))} as `{part}`; write a text")
    return said


def explained(style: str, said: object) -> tuple[LegendItem, ...]:
    """Return what `legend` gave; raise StyleError unless it is a tuple of sound items."""
    if not isinstance(said, tuple | list):
        raise StyleError(
            f"style '{style}': legend gave {_kind(said)}; return a tuple of LegendItem: (item,) for one, () for none"
        )
    for item in said:
        if not isinstance(item, LegendItem):
            raise StyleError(f"style '{style}': legend gave {_kind(item)} among its items; each is a LegendItem")
        if wrong := _slip(item):
            raise StyleError(f"style '{style}': legend, item {item.heading!r}: {wrong}")
    return tuple(said)


def painted(style: str, said: object, count: int) -> tuple[tuple[str, str], ...]:
    """Return what `swatches` gave; raise StyleError unless it is a pair of colours for each of `count` activities."""
    if not isinstance(said, tuple | list):
        raise StyleError(f"style '{style}': swatches gave {_kind(said)}; return a tuple of pairs of '#rrggbb'")
    if len(said) != count:
        raise StyleError(f"style '{style}' gave {len(said)} swatches for {count} activities")
    # Hundreds of pairs a picture: only kinds and lengths are compared, each kind once.
    if not (set(map(type, said)) <= {tuple, list} and set(map(len, said)) <= {2}) or not _all_texts(said):
        raise StyleError(f"style '{style}': swatches holds what is no pair; give each activity two paints '#rrggbb'")
    return tuple(said)


def grounded(style: str, said: object) -> Grounds:
    """Return what `grounds` gave; raise StyleError unless it is two colours."""
    if not isinstance(said, Grounds):
        raise StyleError(f"style '{style}': grounds gave {_kind(said)}; return Grounds(head, foot), two '#rrggbb'")
    try:
        colour(said.head), colour(said.foot)
    except StyleError as wrong:
        raise StyleError(f"style '{style}': grounds: {wrong}") from None
    return said


def _slip(item: LegendItem) -> str:
    if not isinstance(item.heading, str) or not isinstance(item.text, str):
        return "heading and text are texts; write them in quotes"
    if not isinstance(item.of, tuple) or not all(isinstance(n, SupportsIndex) for n in item.of):
        return f"of = {item.of!r} is no tuple of activities; one is written of=(0,)"
    if not isinstance(item.labels, tuple | list) or not all(isinstance(label, str) for label in item.labels):
        return f'labels = {item.labels!r} is no tuple of texts; one is written labels=("Jan",)'
    if item.draw is not None and not callable(item.draw):
        return f"draw = {item.draw!r} can't be called; give it a function (theme, width, height) that yields marks"
    return ""


def _all_texts(pairs: tuple[Sized, ...] | list[Sized]) -> bool:
    kinds = set(map(type, chain.from_iterable(pairs)))  # type: ignore[arg-type]
    return all(issubclass(kind, str) for kind in kinds)


def _kind(said: object) -> str:
    return "None" if said is None else f"a value of type {type(said).__name__}"
