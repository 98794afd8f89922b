"""The linter of words: what no poster, page or letter may say of a person's year, and counts that don't fit.

What belittles, shames, compares or feels is listed by each language, under [lint] in its file; a word ends in * where
any ending is meant, # is any number. Words of the data (places, kinds, the person's name) are not judged.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from artgen.history.story import Story
from artgen.words.phrases import Phrases, spoken
from artgen.words.telling import Telling
from artgen.words.vocabulary import Noun, Vocabulary

LISTS = ("belittling", "shaming", "comparing", "feeling")
MARK, SHARE, NUMBER, CLAIM = "exclamation mark", "share", "number", "claim"
WHY = {
    "belittling": "makes a year small; leave it out",
    "shaming": "judges; say what happened",
    "comparing": "compares with other people; nobody is ranked",
    "feeling": "claims a feeling; say what happened",
    MARK: "shouts; end with a full stop",
    SHARE: "is a share of something; give the count itself",
    NUMBER: "doesn't fit its count; mend the noun's forms",
    CLAIM: "claims without evidence; tell it as a moment, or leave it out",
}
_MASK = "\u2026"
_MARKS = re.compile("[!\u00a1\uff01]")
_SHARE = re.compile(r"\d+(?:[.,]\d+)?\s?[%\u066a\uff05]")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that may not be said: the `rule`, the `words` that break it, and the `text` they stand in."""

    rule: str
    words: str
    text: str

    def __str__(self) -> str:
        return f"'{self.words}' {WHY[self.rule]} (\u201c{self.text}\u201d)"


def lint(
    said: Iterable[str], vocabulary: Vocabulary, *, proved: Collection[str] = (), names: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Return what is wrong with texts in a brand's words; `proved` are the claims with evidence, `names` are data."""
    phrases = spoken(vocabulary)
    data = re.compile(_either(names))
    found: list[Finding] = []
    for text in said:
        masked = data.sub(_MASK, text) if data.pattern else text
        found.extend(Finding(rule, words, text) for rule, words in _wrong(masked, phrases, vocabulary, proved))
    return tuple(dict.fromkeys(found))


def lint_telling(
    story: Story, telling: Telling, vocabulary: Vocabulary, more: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Return what is wrong with all that is said of a year; `more` are texts beside it (description, legend, letter).

    A moment brings its own evidence. Elsewhere a largest or a busiest needs the fact that proves it, and a softened
    year has no such word at all.
    """
    facts = () if story.softened else tuple(fact.key for fact in story.facts)
    kinds = {one.category for one in story.activities}
    ends = (end for one in story.activities for end in (one.origin, one.destination, story.home) if end)
    names = {story.name, vocabulary.brand, *kinds, *vocabulary.categories.values(), *(end.name for end in ends)}
    told = [part for it in telling.moments for part in (it.heading, it.text, it.caption) if it.of]
    plain = [telling.tag, telling.sentence, *(f"{it.value} {it.label}" for it in telling.figures)]
    plain += [part for row in telling.rows for part in (row.way, row.fact)]
    with_evidence = lint(told, vocabulary, proved=tuple(_claims(spoken(vocabulary))), names=names)
    return tuple(dict.fromkeys((*with_evidence, *lint((*plain, *more), vocabulary, proved=facts, names=names))))


def lint_phrases(phrases: Phrases) -> tuple[tuple[str, Finding], ...]:
    """Return what is wrong with the sentences of a language file, each with its key; claims depend on the year."""
    found = []
    for key, text in phrases.table.items():
        if not key.startswith("lint."):
            masked = re.sub(r"\{\w*\}", _MASK, text)
            found += [(key, Finding(rule, words, text)) for rule, words in _unkind(masked, phrases)]
    return tuple(found)


def _wrong(text: str, phrases: Phrases, vocabulary: Vocabulary, proved: Collection[str]) -> Iterator[tuple[str, str]]:
    yield from _unkind(text, phrases)
    for fact, pattern in _claims(phrases).items():
        if fact not in proved:
            yield from ((CLAIM, found[0]) for found in pattern.finditer(text))
    nouns = [vocabulary.activity, vocabulary.unit, vocabulary.place]
    yield from ((NUMBER, words) for noun in nouns for words in _miscounted(text, noun, phrases))


def _unkind(text: str, phrases: Phrases) -> Iterator[tuple[str, str]]:
    for rule, pattern in (*_patterns(phrases.locale, _said(phrases, "lint")).items(), (MARK, _MARKS), (SHARE, _SHARE)):
        if rule in WHY:
            yield from ((rule, found[0]) for found in pattern.finditer(text))


def _claims(phrases: Phrases) -> Mapping[str, re.Pattern[str]]:
    """Return the superlatives by the fact that proves them; those under `moment` need a moment."""
    return _patterns(phrases.locale, _said(phrases, "lint.claims"))


def _said(phrases: Phrases, room: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, text) for key, text in sorted(phrases.under(room).items()) if "." not in key and text)


@lru_cache(maxsize=64)
def _patterns(locale: str, lists: tuple[tuple[str, str], ...]) -> dict[str, re.Pattern[str]]:
    return {key: re.compile("|".join(map(_pattern, text.split(","))), re.IGNORECASE) for key, text in lists}


def _pattern(entry: str) -> str:
    """Return the pattern of one entry: a word of its own, but anywhere in a script without spaces.

    >>> _pattern(" congrat* "), _pattern("top #")
    ('(?<!\\\\w)congrat\\\\w*(?!\\\\w)', '(?<!\\\\w)top\\\\ \\\\d+(?!\\\\w)')
    """
    word = re.escape(entry.strip()).replace(r"\*", r"\w*").replace(r"\#", r"\d+")
    return word if _UNSPACED.search(entry) else rf"(?<!\w){word}(?!\w)"


def _miscounted(text: str, noun: Noun, phrases: Phrases) -> Iterator[str]:
    """Yield each whole number below a thousand, in digits or in words, that stands before a wrong form of a noun."""
    forms = {noun.one, noun.many, *noun.forms.values()}
    if len(forms) == 1:
        return
    spelled = _spelled(phrases.say("numbers.words"))
    counts = rf"(?<![\w.,\u202f\u00a0])(\d{{1,3}}|{_either(spelled)})" if spelled else r"(?<![\w.,])(\d{1,3})"
    for found in re.finditer(rf"{counts} ({_either(forms)})(?!\w)", text, re.IGNORECASE):
        count = int(found[1]) if found[1].isdecimal() else spelled[found[1].casefold()]
        if found[2].casefold() != phrases.plural(count, noun).casefold():
            yield found[0]


def _either(words: Iterable[str]) -> str:
    """Return the pattern of any of some words, the longest first: "twenty-one" before "one"."""
    return "|".join(map(re.escape, sorted(filter(None, words), key=lambda word: (-len(word), word))))


@lru_cache(maxsize=16)
def _spelled(words: str) -> Mapping[str, int]:
    return {word.strip().casefold(): count for count, word in enumerate(words.split(",")) if word.strip()}
