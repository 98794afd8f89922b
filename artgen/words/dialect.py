"""A style's dialect: words that a style brings itself, in files beside it: `tidal.ja.toml` beside `tidal.py`."""

from functools import lru_cache
from pathlib import Path

from artgen.words.languages import SOURCE, read
from artgen.words.phrases import Phrases, spoken
from artgen.words.vocabulary import Vocabulary


def dialect(source: Path, vocabulary: Vocabulary) -> Phrases:
    """Return a language with a style's own words in it, each under the style's name: "tidal.legend.wave".

    What the style can't say in this language it says in English; what artgen says stays. Raises CampaignError for a
    locale without words, or words that aren't TOML.
    """
    phrases = spoken(vocabulary)
    own = _own(source, vocabulary.locale)
    return Phrases(phrases.locale, {**own, **phrases.table}) if own else phrases


def files(source: Path) -> list[Path]:
    """Return the files of words beside a style, sorted."""
    return sorted(source.parent.glob(f"{source.stem}.*.toml"))


def forget() -> None:
    """Read the words anew when next asked."""
    _own.cache_clear()


@lru_cache(maxsize=64)
def _own(source: Path, locale: str) -> dict[str, str]:
    wanted = [source.with_name(f"{source.stem}.{name}.toml") for name in (SOURCE, locale)]
    beside = files(source)
    return {f"{source.stem}.{key}": text for file in wanted if file in beside for key, text in read(file).items()}
