"""Lettering: the words that are set on a sheet, where its fonts can't draw the language of the person it is for.

Poster and card are then lettered in another of the campaign's languages, while page, letter and the picture's
description stay in the person's own. A letter is never an empty box.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from artgen.drawing.families import EXTRA
from artgen.drawing.typeset import covers
from artgen.errors import CampaignError
from artgen.history.story import Story
from artgen.words.phrases import load
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Lettering:
    """A year told once more, in a language that the fonts can draw."""

    story: Story
    telling: Telling
    vocabulary: Vocabulary


def drawn_in(vocabulary: Vocabulary, offered: Iterable[Vocabulary]) -> Vocabulary:
    """Return the words that a sheet is set in: the person's, or the first of those on offer that the fonts can draw.

    Raise CampaignError where there are none.
    """
    for words in (vocabulary, *offered):
        if draws(words.locale, words.language_file):
            return words
    raise CampaignError(
        f"the poster's fonts can't draw '{vocabulary.locale}'; add brand words in a language that they can, such as "
        f"[words.translations.en_US], and posters are lettered in it, or install more letters: pip install '{EXTRA}'"
    )


@lru_cache(maxsize=32)
def draws(locale: str, language_file: str = "") -> bool:
    """Say whether the fonts can draw every text of a language; Japanese takes those of the extra.

    >>> draws("en_US"), draws("ar")
    (True, True)
    """
    return all(covers(text) for text in load(locale, language_file).table.values())
