"""Platforms: what each sends with takes as a file; a limit is documented by the platform, or said to be ours."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal

import regex
from pydantic import Field

from artgen.campaigns.strict import Strict
from artgen.desk.exporting.merge import ADDRESS, COLUMNS, KEY
from artgen.errors import ArtgenError
from artgen.publishing.lists import cell

_MARK = "…"


class Limit(Strict):
    """How much of something: `says` is what the platform's page at `url` says, or that none was found."""

    most: int = Field(ge=1)
    unit: Literal["characters", "bytes"] = "characters"
    url: str = ""
    says: str = Field(min_length=10)


class Tag(Strict):
    """How a template of the platform asks for a column: NAME stands for its name."""

    text: str
    url: str = ""
    says: str = Field(min_length=10)


class Platform(Strict):
    """One platform; who is known `by_address` there can't be told apart without one.

    `without` are columns that it has no room for, `swap` are signs that it can't read and what stands for them,
    `reserved` are names that mean something else there. With `bom` a file begins with the mark that Excel asks for.
    """

    id: str
    title: str
    prefix: str = ""
    names: dict[str, str] = Field(default_factory=dict)
    without: tuple[str, ...] = ()
    by_address: bool = False
    bom: bool = False
    swap: dict[str, str] = Field(default_factory=dict)
    reserved: tuple[str, ...] = ()
    rows: Limit
    bytes: Limit
    cell: Limit
    name: Limit
    columns: Limit
    tag: Tag

    def header(self, column: str, year: int) -> str:
        """Return what a column is called there, in a campaign of that year."""
        return self.names.get(column) or self.prefix.format(year=year) + column

    def asked(self, *, address: bool) -> tuple[str, ...]:
        """Return the columns in their order: what tells people apart there comes first."""
        first = (ADDRESS, KEY) if self.by_address else (KEY, ADDRESS)
        ordered = dict.fromkeys((*first, *COLUMNS))
        return tuple(name for name in ordered if name not in self.without and (address or name != ADDRESS))

    def fit(self, text: str) -> str:
        """Return a text as a cell there: never a formula, in signs it can read, cut where it is too long.

        >>> platform("mailchimp").fit("ä" * 200) == "ä" * 126 + "…"
        True
        """
        whole = self.whole(text)
        if self._length(whole) <= self.cell.most:
            return whole
        room = self.cell.most - self._length(_MARK)
        kept = ""
        for grapheme in regex.findall(r"\X", whole):
            room -= self._length(grapheme)
            if room < 0:
                break
            kept += grapheme
        return kept.rstrip() + _MARK

    def whole(self, text: str) -> str:
        """Return a text as a cell there, however long it is."""
        for sign, other in self.swap.items():
            text = text.replace(sign, other)
        return str(cell(text))

    def _length(self, text: str) -> int:
        return len(text.encode()) if self.cell.unit == "bytes" else len(text)


def platform(name: str) -> Platform:
    """Return the platform of that name; raise ArtgenError where artgen knows none."""
    if name not in platforms():
        raise ArtgenError(f"{name}: no platform that artgen knows; take one of: {', '.join(platforms())}")
    return platforms()[name]


@lru_cache(maxsize=1)
def platforms() -> dict[str, Platform]:
    """Return all platforms by name, in the order of platforms.toml."""
    said = tomllib.loads(Path(__file__).with_name("platforms.toml").read_text("utf-8"))
    return {name: Platform.model_validate({"id": name, **table}) for name, table in said.items()}
