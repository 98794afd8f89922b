"""The `[[looks]]` of a campaign file: what the pictures look like, for whom, and who of those gets which."""

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from artgen.campaigns.condition import Conditions, Said, Times, each
from artgen.campaigns.strict import Strict
from artgen.drawing import theme as themes
from artgen.drawing.theme import Theme
from artgen.errors import CampaignError, StyleError
from artgen.history.condition import Flag, UnreadableFlag, When
from artgen.history.history import History
from artgen.renderers import load

OWN_FILE = ".toml"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,59}")


class LookWhen(Conditions):
    """Whom a look is for: a segment of the people, a count of activities, or anything that a rule of grace may ask."""

    segment: Said = ()
    activities: Times | None = None

    @field_validator("segment")
    @classmethod
    def _named(cls, said: Said) -> Said:
        if not said or not all(said):
            raise ValueError("a segment is empty; write one, or take the key out")
        return said

    def plain(self, column: str) -> When:
        """Return the conditions as history reads them; segments stand in a `column` of the people file."""
        segments = (Flag(column, one_of=each(self.segment)),) if self.segment else ()
        return self.asked(self.activities, *segments)

    @property
    def told(self) -> str:
        """Return the conditions as a list shows them: "segment flyer; activities below 3"."""
        return "; ".join(
            f"{key} {_told(said)}" for key, said in self.model_dump(by_alias=True, exclude_unset=True).items()
        )


class LookChoice(Strict):
    """One look: style, theme (a name, or a file beside the campaign), the style's options, and whom it is for.

    Looks for the same people share them by `weight`. The quiet edition tells counts and places only.
    """

    style: str
    theme: str
    options: dict[str, float | str] = Field(default_factory=dict)
    when: LookWhen | None = None
    weight: int = Field(1, ge=1, le=1000)
    edition: Literal["full", "quiet"] = "full"

    @field_validator("options", mode="before")
    @classmethod
    def _no_truth(cls, said: object) -> object:
        """Refuse true and false, which would be read as 1 and 0."""
        for name, value in said.items() if isinstance(said, dict) else ():
            if isinstance(value, bool):
                raise ValueError(f"{name} = {str(value).lower()} is no number and no word; write one of them")
        return said

    @property
    def called(self) -> str:
        """Return what tells a look apart in lists: "heart, linen" or "heart, linen, quiet"."""
        return ", ".join((self.style, self.theme, *([self.edition] if self.edition == "quiet" else [])))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The look that somebody gets, its place among a campaign's, and the columns whose dates could not be read."""

    look: LookChoice
    at: int
    unread: tuple[str, ...] = ()


def look_for(looks: Sequence[LookChoice], history: History, campaign: str, segments: str) -> Chosen:
    """Return the look of a customer: the first whose conditions hold; those of the same conditions share by weight.

    Whose turn it is among those is drawn from campaign and customer, so it is the same each time. `segments` is the
    column of the people file that holds them. A condition whose date can't be read doesn't hold.
    """
    unread: list[str] = []
    at = 0
    for when, together in groupby(looks, key=lambda look: look.when):
        sharing = list(together)
        if when is None or _holds(when.plain(segments), history, unread):
            step = _draw(campaign, history.customer) % sum(look.weight for look in sharing)
            for look in sharing:
                if step < look.weight:
                    return Chosen(look, at, tuple(unread))
                step -= look.weight
                at += 1
        at += len(sharing)
    raise ValueError("the last look has a condition")


def columns_asked(looks: Sequence[LookChoice], segments: str) -> frozenset[str]:
    """Return the columns of the people file that the looks ask about."""
    return frozenset(flag.column for look in looks if look.when for flag in look.when.plain(segments).person)


def faults(looks: Sequence[LookChoice], activity: dict[str, str], segments: str) -> Iterator[str]:
    """Yield why somebody would get no look, or a look nobody: each after the key of the look."""
    groups = [(when, len(list(together))) for when, together in groupby(looks, key=lambda look: look.when)]
    at, seen = 1, []
    for when, many in groups:
        if when in seen:
            yield f"looks.{at}: the same when stands further up, and takes them all; put this look right below it"
        elif when is None and at + many <= len(looks):
            yield f"looks.{at}: has no when, so it takes everyone, and no look below it is reached; put it last"
        elif when is not None:
            if when.segment and not segments:
                yield f"looks.{at}: asks for a segment; name its column: people.columns.segment"
            for column in ("status", "category", "weather"):
                if column in when.words and not activity.get(column):
                    yield f"looks.{at}: asks for the {column}; name its column in activity.columns"
        seen.append(when)
        at += many
    if groups[-1][0] is not None:
        yield f"looks.{len(looks)}: has a when, so whoever meets none would get no picture; add a last look without one"


def themed(theme: str, folder: Path) -> Theme:
    """Return the theme that a look of a campaign in `folder` names; raise StyleError."""
    return themes.read(Path(os.path.normpath(folder / theme))) if theme.endswith(OWN_FILE) else themes.load(theme)


def check_themes(looks: Sequence[LookChoice], folder: Path, shown: str) -> None:
    """Raise CampaignError for a theme that can't be read, or whose name is taken; `shown` names the campaign's file."""
    own: dict[str, str] = {}
    for n, look in enumerate(looks, 1):
        where = f"{shown}: looks.{n}.theme"
        try:
            name = themed(look.theme, folder).name
        except StyleError as wrong:
            raise CampaignError(f"{where}: {wrong}") from wrong
        if not look.theme.endswith(OWN_FILE):
            continue
        if not _NAME.fullmatch(name):
            raise CampaignError(f"{where}: '{name}': a theme file is called by small letters, digits and hyphens")
        if name in themes.names() or own.setdefault(name, look.theme) != look.theme:
            raise CampaignError(f"{where}: there is another theme called '{name}'; give the file another name")


def check_styles(looks: Sequence[LookChoice], folder: Path, shown: str) -> None:
    """Raise CampaignError, naming file and look, for a style or options that can't be used; StyleError for a theme."""
    for n, look in enumerate(looks, 1):
        try:
            load(look.style).checked(look.options)
        except StyleError as wrong:
            raise CampaignError(f"{shown}: looks.{n}: {wrong}") from wrong
        themed(look.theme, folder)


def _holds(when: When, history: History, unread: list[str]) -> bool:
    try:
        return when.found(history.records, history.flags) is not None
    except UnreadableFlag as wrong:
        unread.append(str(wrong))
        return False


def _told(said: object) -> str:
    match said:
        case dict():
            return ", ".join(f"{key} {_told(value)}".replace("_", " ") for key, value in said.items())
        case tuple() | list():
            return " or ".join(map(_told, said))
    return str(said).lower() if isinstance(said, bool) else str(said)


def _draw(campaign: str, customer: str) -> int:
    return int.from_bytes(hashlib.sha256(f"look\0{campaign}\0{customer}".encode()).digest()[:8], "big")
