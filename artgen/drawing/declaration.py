"""Declarations: what `@renderer(...)` is given is read before a style can be chosen; a slip says how it should read."""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

from artgen.errors import StyleError

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def complete(declare: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """Refuse, with the name of the style, a declaration that lacks what has no default."""
    asked = inspect.signature(declare).parameters.values()
    needed = [one.name for one in asked if one.kind is one.KEYWORD_ONLY and one.default is one.empty]

    @wraps(declare)
    def declaring(*given: _Given.args, **said: _Given.kwargs) -> _Made:
        name = given[0] if given else said.get("name")
        if not isinstance(name, str):
            raise StyleError('a style is declared with its name first: @renderer("tidal", api=1, ...)')
        if missing := [one for one in needed if one not in said]:
            raise StyleError(f"style '{name}' doesn't declare {', '.join(missing)}; add {missing[0]}=... to @renderer")
        return declare(*given, **said)

    return declaring


def promised(style: str, promise: Iterable[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    """Return a promise as pairs of a count and a share; raise StyleError for anything else."""
    pairs = tuple(promise) if isinstance(promise, Iterable) else (promise,)
    for pair in pairs:
        if not (isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(one, int | float) for one in pair)):
            raise StyleError(
                f"style '{style}': promise = {promise!r} is no tuple of pairs, a count and a share;"
                " write promise=((60, 0.5),)"
            )
    return pairs


def needed(style: str, needs: Iterable[str]) -> frozenset[str]:
    """Return the columns that a style needs; raise StyleError for a bare text, which is a set of letters."""
    if isinstance(needs, str):
        raise StyleError(f"style '{style}': needs = {needs!r} is a text; write needs={{{needs!r}}}")
    return frozenset(needs)
