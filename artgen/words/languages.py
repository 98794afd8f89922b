"""The languages' files: what each inherits, that none lacks a text of English, and which of them fits a person.

English (en_US) is the source: every other language has exactly its keys, with the same braces.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter

from artgen.errors import CampaignError

SOURCE = "en_US"
FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
DISPENSABLE = frozenset({"noun", "nouns", "place_noun"})
"""Braces that a sentence may go without: a language whose nouns have a gender often does better without the noun."""
OWN = "lint."
"""The room that each language fills by itself: its lists for the linter of words."""
_HERE = Path(__file__).parent
_SHOWN = 3


def locales() -> list[str]:
    """Return the languages that artgen has words for, sorted."""
    return sorted(file.stem for file in _HERE.glob("*.toml"))


@lru_cache(maxsize=16)
def texts(locale: str, file: str = "") -> Mapping[str, str]:
    """Return the texts of a language by key, from its shipped file or the one that a campaign brings.

    Raise CampaignError for a language without a file, a file that can't be read, a text that is missing, or one
    that English doesn't have.
    """
    if not file and locale not in locales():
        raise CampaignError(
            f"'{locale}' has no words yet; there are: {', '.join(locales())}; or add its file to `languages`"
        )
    source = Path(file) if file else _HERE / f"{locale}.toml"
    found = read(source)
    above = found.pop("inherits", "")
    if above:
        found = {**texts(above), **found}
    if locale != SOURCE or file:
        _check(found, texts(SOURCE), source.name)
    return found


def choose(tag: str, offered: Iterable[str], usual: str) -> str | None:
    """Return the language on offer that fits a tag such as "de-AT", or nothing; an empty tag is the usual one.

    The tag is shortened until it fits ("de-AT", "de"); else another of the same language does, the usual one first.

    >>> choose("de-AT", ["en_US", "de"], "en_US"), choose("EN", ["de", "en_US"], "de"), choose("xx", ["de"], "de")
    ('de', 'en_US', None)
    """
    if not tag:
        return usual
    known = {name.lower(): name for name in [usual, *sorted(offered)]}
    parts = tag.lower().replace("-", "_").split("_")
    exact = ("_".join(parts[:most]) for most in range(len(parts), 0, -1))
    kin = (name for name in known if name.split("_")[0] == parts[0])
    return next((known[name] for name in (*exact, *kin) if name in known), None)


def braces(text: str) -> set[str]:
    """Return the names in a text's braces.

    >>> sorted(braces("{one} to {other}"))
    ['one', 'other']
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def read(file: Path) -> dict[str, str]:
    """Return the texts of one file by key ("page.keep"); raise CampaignError when there is none, or it isn't TOML."""
    try:
        return dict(flat(tomllib.loads(file.read_text("utf-8")), ""))
    except FileNotFoundError as wrong:
        raise CampaignError(f"{file}: no such file; a language is one TOML file in the campaign's folder") from wrong
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CampaignError(f"{file.name}: {wrong}; mend the file there") from wrong


def flat(table: Mapping[str, object], above: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a table of tables, each under its whole key: "page.moments"."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)


def _check(found: Mapping[str, str], source: Mapping[str, str], file: str) -> None:
    missing = [key for key in source if key not in found and not key.startswith(OWN)]
    if missing:
        raise CampaignError(f"{file}: {_listed(missing)} has no words; write what {SOURCE}.toml says there")
    strange = [key for key in found if key not in source and not (_is_form(key, source) or key.startswith(OWN))]
    if strange:
        raise CampaignError(f"{file}: {_listed(strange)} is no text of artgen's; take it out or look for a slip")
    for key, text in source.items():
        if key.startswith(OWN):
            continue
        try:
            said, asked = braces(found[key]), braces(text)
        except ValueError as wrong:
            raise CampaignError(f"{file}: {key}: {wrong}; mend its braces") from wrong
        if said - asked:
            raise CampaignError(f"{file}: {key}: {_listed(said - asked)} can't be filled in; take it out")
        if asked - said - DISPENSABLE:
            raise CampaignError(f"{file}: {key}: {_listed(asked - said - DISPENSABLE)} is not said; put it in braces")


def _is_form(key: str, source: Mapping[str, str]) -> bool:
    """Tell whether a key is one more plural form of a word that English has as one and many."""
    room, _, form = key.rpartition(".")
    return form in FORMS and f"{room}.many" in source


def _listed(keys: Iterable[str]) -> str:
    names = sorted(keys)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(f"'{name}'" for name in names[:_SHOWN]) + more
