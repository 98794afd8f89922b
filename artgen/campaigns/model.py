"""A campaign file: strict TOML, every key known, every fault named by its key with what to do."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from artgen.campaigns.data import ActivitySource, PeopleSource
from artgen.campaigns.grace import Grace, never, rules_of
from artgen.campaigns.strict import Strict
from artgen.errors import CampaignError
from artgen.history.grace import Rules
from artgen.history.units import factor
from artgen.shipped import place
from artgen.words.vocabulary import Noun, Vocabulary
from artgen.words.voice import MONEY

Words = tuple[str, str]
FILE = "campaign.toml"


class Brand(Strict):
    """Who gives: name, postal address, and where to go with a wish."""

    name: str = Field(min_length=1, max_length=60)
    postal_address: str = ""
    privacy_url: str = ""
    contact_url: str = ""


class BrandWords(Strict):
    """The brand's nouns, verb and units; each pair is [one, many]."""

    activity: Words
    verb: str
    unit: Words
    unit_short: str
    place: Words = ("place", "places")
    phrase: str
    amount: str = "distance"
    duration: str = ""
    grade: str = ""
    weathers: dict[str, str] = Field(default_factory=dict)
    categories: dict[str, str] = Field(default_factory=dict)
    locale: str = "en_US"


class LookChoice(Strict):
    """One look: style, theme and the style's options."""

    style: str
    theme: str
    options: dict[str, float | str] = Field(default_factory=dict)


class LetterTexts(Strict):
    """What the brand itself says; {name}, {year}, {activities} and {amount} are filled in."""

    subject: str
    subject_nameless: str = ""
    thanks: str
    signed_by: str
    sender: str
    reply_to: str = ""
    unsubscribe_url: str = ""
    unsubscribe_mailto: str = ""


class ShelfChoice(Strict):
    kind: Literal["folder", "s3"] = "folder"
    bucket: str = ""
    prefix: str = ""
    endpoint: str = ""
    region: str = ""


class MailerChoice(Strict):
    kind: Literal["outbox"] = "outbox"


class Campaign(Strict):
    """One yearly campaign as its file says it; `folder` is where the file stands."""

    folder: Path = Path()
    builtin: bool = False
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$")
    title: str
    year: int = Field(ge=1970, le=2200)
    base_url: str = Field(pattern=r"^https?://[^\s\"'<>]+/$")
    stays_until: str = ""
    brand: Brand
    words: BrandWords
    activity: ActivitySource
    people: PeopleSource
    grace: tuple[Grace, ...] = ()
    looks: Annotated[list[LookChoice], Field(min_length=1)]
    letter: LetterTexts
    shelf: ShelfChoice = ShelfChoice()
    mailer: MailerChoice = MailerChoice()

    @model_validator(mode="after")
    def _measurable(self) -> "Campaign":
        if self.activity.amount_from == "great-circle" and self.words.unit_short not in ("km", "mi"):
            raise ValueError(
                'activity.amount_from: "great-circle" is measured in km or mi; write one of them as words.unit_short'
            )
        said = self.activity
        for unit in (said.unit, *said.units.values()):
            if unit and factor(unit, self.words.unit_short) is None:
                raise ValueError(
                    f"activity.unit: '{unit}' can't be told in words.unit_short, '{self.words.unit_short}'"
                )
        return self

    @model_validator(mode="after")
    def _graceful(self) -> "Campaign":
        if wrong := never(self.grace, self.activity.columns.model_dump(), self.activity.leave_out):
            raise ValueError(f"grace: {wrong}")
        return self

    @property
    def rules(self) -> Rules:
        """Return the rules of grace, the built-in ones among them, as history reads them."""
        return rules_of(self.grace, money=self.words.amount == MONEY)

    @property
    def distance_unit(self) -> Literal["km", "mi"] | None:
        """Return the unit in which distances are measured where the source gives none; None where it gives them."""
        if self.activity.amount_from == "column":
            return None
        return "km" if self.words.unit_short == "km" else "mi"

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the brand's words as the rooms below use them."""
        words = self.words
        return Vocabulary(
            brand=self.brand.name,
            activity=Noun(*words.activity),
            verb=words.verb,
            unit=Noun(*words.unit),
            unit_short=words.unit_short,
            place=Noun(*words.place),
            phrase=words.phrase,
            amount=words.amount,
            grade=words.grade,
            duration=words.duration,
            weathers=dict(words.weathers),
            categories=dict(words.categories),
            locale=words.locale,
        )

    def path(self, name: str) -> Path:
        """Return where a data file named in the campaign stands; `sample_data/...` means the shipped samples."""
        if self.builtin and name.startswith("sample_data/"):
            return place("sample_data") / name.removeprefix("sample_data/")
        return self.folder / name


def builtin_names() -> list[str]:
    """Return the ready-made campaigns' names, as `artgen make` takes them."""
    here = Path(__file__).parent
    return sorted(file.parent.name.replace("_", "-") for file in here.glob(f"*/{FILE}"))


def load(name: str) -> Campaign:
    """Read a campaign: a folder, a TOML file, or the name of a ready-made one; raise CampaignError naming the key."""
    given = Path(name)
    builtin = False
    file = given / FILE if given.is_dir() else given
    if not file.is_file() and name in builtin_names():
        builtin = True
        file = Path(__file__).parent / name.replace("-", "_") / FILE
    if not file.is_file():
        raise CampaignError(
            f"{name}: no campaign there; give a folder with a {FILE}, or one of: {', '.join(builtin_names())}"
        )
    shown = file.name if builtin else str(file)
    try:
        read = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CampaignError(f"{shown}: {wrong}; mend the file there") from wrong
    for own in ("folder", "builtin"):
        if own in read:
            raise CampaignError(f"{shown}: {own}: not a key of a campaign; take it out")
    try:
        return Campaign.model_validate({**read, "folder": file.parent, "builtin": builtin})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        said = {
            "extra_forbidden": "not a key that artgen knows; take it out or look for a slip of the pen",
            "missing": "is needed and missing; add it",
        }.get(first["type"], first["msg"].removeprefix("Value error, "))
        raise CampaignError(f"{shown}: {where}: {said}") from wrong
