"""A diagnosis: what a sender must have, line by line, each fine, wrong, or for a person to look at; with what to do."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Sign(StrEnum):
    """How a line stands; only what is wrong keeps letters from going out."""

    OK = "ok"
    WRONG = "wrong"
    LOOK = "look yourself"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at: what was found, and what to do where it is not fine."""

    part: str
    what: str
    sign: Sign
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that was looked at; `asked` tells whether the network was."""

    campaign: str
    title: str
    brand: str
    year: int
    mailer: str
    asked: bool
    lines: tuple[Line, ...]

    @property
    def wrong(self) -> tuple[Line, ...]:
        """Return what must be mended."""
        return self.of(Sign.WRONG)

    @property
    def parts(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """Return the lines by part, in their order."""
        names = dict.fromkeys(line.part for line in self.lines)
        return tuple((name, tuple(line for line in self.lines if line.part == name)) for name in names)

    @property
    def verdict(self) -> str:
        """Say in one sentence whether letters may go out."""
        wrong, look = len(self.wrong), len(self.of(Sign.LOOK))
        eyes = f"{look} {'thing' if look == 1 else 'things'} to look at yourself"
        if wrong:
            return f"Not ready: {wrong} {'thing is' if wrong == 1 else 'things are'} wrong, {eyes}."
        return f"Nothing is wrong; {eyes}." if look else "Ready: nothing is wrong."

    def of(self, sign: Sign) -> tuple[Line, ...]:
        """Return the lines that stand so."""
        return tuple(line for line in self.lines if line.sign is sign)

    def as_json(self) -> str:
        """Return it for machines."""
        said = {**asdict(self), "ready": not self.wrong}
        return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


class Part:
    """One part of a diagnosis, filled line by line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []

    def ok(self, what: str, found: str) -> None:
        """Note what is fine."""
        self.lines.append(Line(self.name, what, Sign.OK, found))

    def wrong(self, what: str, found: str, advice: str) -> None:
        """Note what must be mended, and how."""
        self.lines.append(Line(self.name, what, Sign.WRONG, found, advice))

    def look(self, what: str, found: str, advice: str) -> None:
        """Note what a person must judge."""
        self.lines.append(Line(self.name, what, Sign.LOOK, found, advice))

    def right_if(self, right: object, what: str, found: str, else_: str, advice: str) -> None:
        """Note what is fine if `right`, and wrong else."""
        self.ok(what, found) if right else self.wrong(what, else_, advice)

    def fine_if(self, fine: object, what: str, found: str, else_: str, advice: str) -> None:
        """Note what is fine if `fine`, and for a person to judge else."""
        self.ok(what, found) if fine else self.look(what, else_, advice)


def listed(names: Iterable[str]) -> str:
    """Return names as one list.

    >>> listed(["a.csv", "b.csv"])
    'a.csv, b.csv'
    """
    return ", ".join(names)
