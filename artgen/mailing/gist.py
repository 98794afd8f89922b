"""The gist: what a letter says of one year, kept as compact JSON, so that sending never needs the data again.

It holds no name and no address; those come with the claim.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter, ValidationError

from artgen.artwork import Artwork
from artgen.drawing.theme import Theme
from artgen.errors import MailError
from artgen.history.story import Story
from artgen.mailing.strip import MOST, Band, strip
from artgen.words.figures import find
from artgen.words.phrases import spoken
from artgen.words.telling import Figure, Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import voice

_LABELLED = re.compile(r"^[^:：]+[:：]\s*\S[^:：]*$")
_LABEL = re.compile(r"^\w+\s?[:：]")


@dataclass(frozen=True, slots=True)
class Found:
    """The one moment that a letter tells: its day, a heading, a text."""

    day: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The poster's colours, which are the letter's too."""

    dark: bool
    ground: str
    ink: str
    muted: str
    hairline: str


@dataclass(frozen=True, slots=True)
class Gist:
    """One year in a letter's words, in the language `locale`.

    `quiet` stands for an empty year, of which nothing else is claimed; `activities` ("23 flights") and `amount`
    ("29,530 miles") are empty where they can't be told; `moment` holds one, or none; `weeks` says that the strip's
    bands are weeks, `widths` that their widths tell an amount,
    all being known.
    """

    locale: str
    year: str
    sentence: str
    quiet: str
    alt: str
    reading: str
    activities: str
    amount: str
    figures: tuple[Figure, ...]
    moment: tuple[Found, ...]
    strip: tuple[Band, ...]
    weeks: bool
    widths: bool
    paper: Paper


def letter_words(story: Story, telling: Telling, artwork: Artwork, theme: Theme, vocabulary: Vocabulary) -> str:
    """Return what this customer's letter will say of the year, as compact JSON with sorted keys."""
    speaking, phrases = voice(vocabulary, story), spoken(vocabulary)
    amount = find(story, "amount")
    whole = amount is not None and len(amount.of) == len(story) > 0
    gist = Gist(
        locale=vocabulary.locale,
        year=telling.year,
        sentence=telling.sentence,
        quiet=(artwork.description.quiet or telling.sentence) if not len(story) else "",
        alt=artwork.description.alt,
        reading=_reading(artwork, phrases.say("letter.stop")),
        activities=phrases.counted(len(story), phrases.number(len(story)), vocabulary.activity) if len(story) else "",
        amount=speaking.amount(amount.value) if amount is not None and whole else "",
        figures=telling.figures,
        moment=_moment(telling),
        strip=strip(story.columns, artwork.swatches),
        weeks=len(story) > MOST,
        widths=len(story) > 1 and amount is not None and whole and speaking.tells(amount.value),
        paper=Paper(theme.dark, theme.ground, theme.ink, theme.muted, theme.hairline),
    )
    return json.dumps(gist, default=_parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read_gist(text: str) -> Gist:
    """Return the gist that was kept; raise MailError when it is from another version of artgen."""
    try:
        return _adapter().validate_json(text)
    except ValidationError as wrong:
        raise MailError(
            "a letter's words were kept by another version of artgen; run `artgen make` again with this one"
        ) from wrong


def _parts(said: Gist | Found | Figure | Band | Paper) -> dict[str, object]:
    """Return the fields of what a gist is made of, for JSON; asdict would copy each of its texts too."""
    return {name: getattr(said, name) for name in said.__slots__}


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Gist]:
    return TypeAdapter(Gist)


def _moment(telling: Telling) -> tuple[Found, ...]:
    """Return the longest, else the first moment there is, else none."""
    ordered = sorted(telling.moments, key=lambda moment: moment.key != "longest")
    return tuple(Found(moment.day, moment.heading, moment.text) for moment in ordered[:1])


def _reading(artwork: Artwork, stop: str) -> str:
    """Return the first thing that the picture's own legend says, as one sentence or two.

    Its lines are set for a narrow column, so a line may end within a sentence. One that gives a label its words
    ("Distance: more is larger") is whole, and so is one before a label of one word, in a year of one activity.
    """
    lines = artwork.legend[0].text.splitlines() if artwork.legend else []
    said = ""
    for line in (" ".join(line.split()) for line in lines):
        whole = _LABELLED.search(said) or (len(artwork.boxes) == 1 and _LABEL.match(line))
        said += f"{stop if whole and said[-1:].isalpha() else ''} {line}" if said else line
    said = said.replace("。 ", "。")
    return f"{said}{stop}" if said and said[-1] not in f".!?…؟{stop}" else said
