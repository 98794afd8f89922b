"""The `[[grace]]` rules of a campaign file, strict: one action each, a closed list of conditions, and a reason."""

from typing import Literal

from pydantic import Field, model_validator

from artgen.campaigns.condition import Conditions, Times
from artgen.campaigns.strict import Strict
from artgen.history.cells import folded
from artgen.history.condition import When
from artgen.history.grace import Action, Rule, Rules
from artgen.history.mercy import MERCIES, WATCHED

_RULES = {"leave_out": Action.LEAVE_OUT, "soften": Action.SOFTEN, "hold": Action.HOLD}
_CHANGES = ("watch", "switch_off")


class GraceWhen(Conditions):
    """The conditions of a rule; `count` is how many activities of the year meet the others."""

    count: Times | None = None

    @property
    def plain(self) -> When:
        """Return the conditions as history reads them."""
        return self.asked(self.count)


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
            if folded(status) in map(folded, left_out):
                return (
                    f"'{one.called}' asks for the status '{status}', whose rows activity.leave_out takes before "
                    "any rule sees them; take it out of one of the two"
                )
    return ""
