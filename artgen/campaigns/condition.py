"""What a campaign file asks of a person and a year, strict: words, days, hours, cells of the people file, counts."""

import datetime as dt
from typing import Annotated

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from artgen.campaigns.strict import Strict
from artgen.history.condition import Flag, When

Said = str | tuple[str, ...]
_WORDS = ("status", "category", "weather", "place")


class Days(Strict):
    """Local days, both included; one end may be left open."""

    since: dt.date | None = Field(None, alias="from")
    until: dt.date | None = None

    @model_validator(mode="after")
    def _bounded(self) -> "Days":
        if self.since is None and self.until is None:
            raise ValueError("give from, until, or both")
        if self.since and self.until and self.since > self.until:
            raise ValueError("from lies after until; exchange them")
        return self


class Hours(Strict):
    """Local hours of the start, the second excluded; over midnight where the first is greater."""

    begin: int = Field(alias="from", ge=0, le=23)
    end: int = Field(alias="to", ge=0, le=24)

    @model_validator(mode="after")
    def _some(self) -> "Hours":
        if self.begin == self.end:
            raise ValueError("from and to are the same hour, which no activity can lie between; give two")
        return self


class Times(Strict):
    """How many activities of the year meet the conditions beside it."""

    at_least: int | None = Field(None, ge=1)
    below: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _bounded(self) -> "Times":
        if self.at_least is None and self.below is None:
            raise ValueError("give at_least, below, or both")
        if self.at_least is not None and self.below is not None and self.at_least >= self.below:
            raise ValueError("at_least must be less than below, or no count can meet both")
        return self


class Cell(Strict):
    """What a column of the people file must say, where a word is not enough: set or not, a day before or after."""

    is_set: bool | None = None
    before: dt.date | None = None
    after: dt.date | None = None

    @model_validator(mode="after")
    def _asks(self) -> "Cell":
        if self.is_set is None and self.before is None and self.after is None:
            raise ValueError("give is_set, before or after")
        if self.is_set is False and (self.before or self.after):
            raise ValueError("a cell that is not set has no day; take out is_set, or before and after")
        return self


def _kind(said: object) -> str:
    return "cell" if isinstance(said, dict | Cell) else "words"


Asked = Annotated[Annotated[Said, Tag("words")] | Annotated[Cell, Tag("cell")], Discriminator(_kind)]


class Conditions(Strict):
    """All of these must hold; of a list, one is enough."""

    status: Said = ()
    category: Said = ()
    weather: Said = ()
    place: Said = ()
    date: Days | None = None
    hour: Hours | None = None
    person: dict[str, Asked] = Field(default_factory=dict)

    @field_validator(*_WORDS)
    @classmethod
    def _said(cls, said: Said) -> Said:
        if not said or not all(said):
            raise ValueError("a word is empty; write one, or take the key out")
        return said

    @field_validator("person")
    @classmethod
    def _asked(cls, person: dict[str, Asked]) -> dict[str, Asked]:
        for column, said in person.items():
            if not column or (not isinstance(said, Cell) and not (said and all(said))):
                raise ValueError(f"'{column}' is compared with nothing; give a word, or {{ is_set = true }}")
        return person

    @model_validator(mode="after")
    def _something(self) -> "Conditions":
        if not self.model_fields_set:
            raise ValueError("asks nothing, so it would meet everyone; give at least one condition")
        return self

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        """Return the conditions that are words, by name."""
        return {name: each(getattr(self, name)) for name in _WORDS if getattr(self, name)}

    def asked(self, times: Times | None, *more: Flag) -> When:
        """Return the conditions as history reads them, with a count and more that is asked of the person."""
        days, hours = self.date, self.hour
        flags = (flag(column, self.person[column]) for column in sorted(self.person))
        return When(
            **self.words,
            since=days.since if days else None,
            until=days.until if days else None,
            from_hour=hours.begin if hours else None,
            to_hour=hours.end if hours else None,
            person=(*flags, *more),
            at_least=times.at_least if times else None,
            below=times.below if times else None,
        )


def each(said: Said) -> tuple[str, ...]:
    """Return the words of a condition; one may be said without a list."""
    return (said,) if isinstance(said, str) else said


def flag(column: str, said: str | tuple[str, ...] | Cell) -> Flag:
    """Return what is asked of a column of the people file, as history reads it."""
    if isinstance(said, Cell):
        return Flag(column, is_set=said.is_set, before=said.before, after=said.after)
    return Flag(column, one_of=each(said))
