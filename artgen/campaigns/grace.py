"""The `[[grace]]` rules of a campaign file, strict: one action each, a closed list of conditions, and a reason."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from artgen.campaigns.strict import Strict
from artgen.history.condition import Flag, When
from artgen.history.grace import Action, Rule, Rules
from artgen.history.mercy import MERCIES, WATCHED

Said = str | tuple[str, ...]
_RULES = {"leave_out": Action.LEAVE_OUT, "soften": Action.SOFTEN, "hold": Action.HOLD}
_CHANGES = ("watch", "switch_off")
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


class GraceWhen(Strict):
    """All of these must hold; of a list, one is enough."""

    status: Said = ()
    category: Said = ()
    weather: Said = ()
    place: Said = ()
    date: Days | None = None
    hour: Hours | None = None
    person: dict[str, Asked] = Field(default_factory=dict)
    count: Times | None = None

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
    def _something(self) -> "GraceWhen":
        if not self.model_fields_set:
            raise ValueError("asks nothing, so it would meet everyone; give at least one condition")
        return self

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        """Return the conditions that are words, by name."""
        return {name: _each(getattr(self, name)) for name in _WORDS if getattr(self, name)}

    @property
    def plain(self) -> When:
        """Return the conditions as history reads them."""
        days, hours, times = self.date, self.hour, self.count
        return When(
            **self.words,
            since=days.since if days else None,
            until=days.until if days else None,
            from_hour=hours.begin if hours else None,
            to_hour=hours.end if hours else None,
            person=tuple(_flag(column, self.person[column]) for column in sorted(self.person)),
            at_least=times.at_least if times else None,
            below=times.below if times else None,
        )


class Grace(Strict):
    """One `[[grace]]`: leave out activities, soften a year or hold a customer; or watch more words, or switch off.

    `name` is how check and the ledger call the rule; without one it is called by its reason.
    """

    leave_out: Literal["activities"] | None = None
    soften: Literal["year"] | None = None
    hold: Literal["customer"] | None = None
    watch: tuple[str, ...] | None = Field(None, min_length=1)
    switch_off: Literal["sudden stop", "sudden clinics", "late nights", "money"] | None = None
    when: GraceWhen | None = None
    because: str = Field(min_length=1, max_length=80)
    name: str = Field("", max_length=60)

    @model_validator(mode="after")
    def _one_action(self) -> "Grace":
        actions = [name for name in (*_RULES, *_CHANGES) if getattr(self, name) is not None]
        if len(actions) != 1:
            many = f"has {len(actions)} actions ({', '.join(actions)})" if actions else "has no action"
            raise ValueError(f"a rule {many}; give one of {', '.join((*_RULES, *_CHANGES))}")
        if (actions[0] in _RULES) != (self.when is not None):
            said = "needs a when, or it would meet everyone" if actions[0] in _RULES else "takes no when"
            raise ValueError(f"{actions[0]} {said}")
        if self.called in MERCIES and actions[0] in _RULES:
            raise ValueError(f"'{self.called}' is the name of a built-in rule; give this one another name")
        return self

    @property
    def called(self) -> str:
        """Return the rule's name."""
        return self.name or self.because


def rules_of(said: tuple[Grace, ...], *, money: bool) -> Rules:
    """Return a campaign's rules as history reads them; `money` says whether its amounts are."""
    own = tuple(
        Rule(one.called, action, one.when.plain, one.because)
        for one in said
        for key, action in _RULES.items()
        if getattr(one, key) is not None and one.when is not None
    )
    watched = (word for one in said for word in one.watch or ())
    return Rules(own, frozenset(one.switch_off for one in said if one.switch_off), (*WATCHED, *watched), money)


def never(said: tuple[Grace, ...], columns: dict[str, str], left_out: dict[str, str]) -> str:
    """Return why a rule could never apply, or that two have one name; empty where nothing is wrong."""
    names: set[str] = set()
    for one in said:
        words = one.when.words if one.when else {}
        if one.when and one.called in names:
            return f"two rules are called '{one.called}'; give one of them another name"
        names.add(one.called)
        for column in ("status", "category", "weather"):
            if column in words and not columns.get(column):
                return f"'{one.called}' asks for the {column}; name its column in activity.columns"
        for status in words.get("status", ()):
            if status in left_out:
                return (
                    f"'{one.called}' asks for the status '{status}', whose rows activity.leave_out takes before "
                    "any rule sees them; take it out of one of the two"
                )
    return ""


def _each(said: Said) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else said


def _flag(column: str, said: str | tuple[str, ...] | Cell) -> Flag:
    if isinstance(said, Cell):
        return Flag(column, is_set=said.is_set, before=said.before, after=said.after)
    return Flag(column, one_of=_each(said))
