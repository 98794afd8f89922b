"""Options: the keyword-only arguments of a style as it declares them, and as a campaign gives them; none is clamped."""

import inspect
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from artgen.errors import StyleError

Value = float | str
_AS_NUMBER = 'Annotated[float, Span(1, 9, "what it is, with its unit")] = 3'
_AS_WORD = 'Literal["plain", "fine"] = "plain"'


@dataclass(frozen=True, slots=True)
class Span:
    """The limits of a number option and what it is, with its unit."""

    low: float
    high: float
    help: str


@dataclass(frozen=True, slots=True)
class Option:
    """One keyword-only argument of a style: a number within `span`, `whole` where it is an int, or one of `choices`."""

    name: str
    default: Value
    span: Span | None = None
    choices: tuple[str, ...] = ()
    whole: bool = False

    def checked(self, value: Value, style: str) -> Value:
        """Return a value as the style takes it; raise StyleError for one that is no choice, no number, or outside."""
        if self.choices:
            if value not in self.choices:
                raise StyleError(f"{self.name} = {value!r} is none of {', '.join(self.choices)} for style '{style}'")
            return value
        if self.span is None:
            return value
        limits = f"{self.span.low:g}..{self.span.high:g}"
        if not _is_number(value):
            said = str(value).lower() if isinstance(value, bool) else repr(value)
            how = ", without quotes" if isinstance(value, str) else ""
            raise StyleError(f"{self.name} = {said} is no number; write one of {limits}{how}, for style '{style}'")
        if not self.span.low <= float(value) <= self.span.high:
            raise StyleError(f"{self.name} = {value} is outside {limits} for style '{style}'")
        if self.whole and value != int(value):
            raise StyleError(f"{self.name} = {value} is no whole number; write one of {limits} for style '{style}'")
        return int(value) if self.whole else value


def options_of(draw: Callable[..., object], style: str) -> Iterator[Option]:
    """Yield the options that a generator declares; raise StyleError, naming the option, where one can't be read."""
    hints = typing.get_type_hints(draw, include_extras=True)
    for parameter in inspect.signature(draw).parameters.values():
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            continue
        try:
            yield _option(parameter, hints.get(parameter.name))
        except StyleError as wrong:
            raise StyleError(f"style '{style}': option '{parameter.name}' {wrong}") from None


def _option(parameter: inspect.Parameter, hint: Any) -> Option:
    name, default = parameter.name, parameter.default
    if typing.get_origin(hint) is Annotated:
        how = f"write {name}: {_AS_NUMBER}"
        spans = [note for note in hint.__metadata__ if isinstance(note, Span)]
        if hint.__origin__ not in (float, int):
            raise StyleError(f"is neither float nor int; {how}")
        if len(spans) != 1:
            raise StyleError(f"has no Span; {how}")
        if not (_is_number(spans[0].low) and _is_number(spans[0].high)):
            raise StyleError(f"has the limits {spans[0].low!r} and {spans[0].high!r}, which are no numbers; {how}")
        whole = hint.__origin__ is int
        if not _is_number(default) or (whole and not isinstance(default, int)):
            raise StyleError(f"{_without(default)}; write a {'whole ' * whole}number: {name}: Annotated[...] = 3")
        return Option(name, default, span=spans[0], whole=whole)
    if typing.get_origin(hint) is Literal:
        choices = typing.get_args(hint)
        if not all(isinstance(choice, str) for choice in choices):
            raise StyleError(f"has choices that are no words; write {name}: {_AS_WORD}, or {name}: {_AS_NUMBER}")
        if not isinstance(default, str):
            raise StyleError(f'{_without(default)}; write one of its choices: {name}: Literal[...] = "{choices[0]}"')
        return Option(name, default, choices=choices)
    said = "has no annotation" if hint is None else "is neither a number with a Span nor a Literal"
    raise StyleError(f"{said}; write {name}: {_AS_NUMBER}, or {name}: {_AS_WORD}")


def _without(default: object) -> str:
    return "has no default" if default is inspect.Parameter.empty else f"has the default {default!r}"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
