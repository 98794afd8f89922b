"""A campaign file: strict TOML, every key known, every fault named by its key with what to do."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from artgen.errors import CampaignError
from artgen.shipped import place
from artgen.words.vocabulary import Noun, Vocabulary

Words = tuple[str, str]
FILE = "campaign.toml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Brand(_Strict):
    """Who gives: name, postal address, and where to go with a wish."""

    name: str = Field(min_length=1, max_length=60)
    postal_address: str = ""
    privacy_url: str = ""
    contact_url: str = ""


class BrandWords(_Strict):
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
    weathers: dict[str, str] = {}
    categories: dict[str, str] = {}
    locale: str = "en_US"


class ActivityColumns(_Strict):
    """Which column says what; only customer and when are needed.

    `when` is a date or a date and time, local to `zone` (an IANA name, or "place" for the zone of the origin).
    """

    customer: str
    when: str
    amount: str = ""
    minutes: str = ""
    origin: str = ""
    destination: str = ""
    category: str = ""
    grade: str = ""
    weather: str = ""
    status: str = ""


class ActivitySource(_Strict):
    """The activity files: CSV or Parquet, columns, zone, and the statuses that are left out and why.

    `grades` says which grade (0..3) a word in the grade column is, `weathers` which of the five weathers a
    word in the weather column is; a word that they don't know is a notice, an empty cell is unknown.
    """

    files: Annotated[list[str], Field(min_length=1)]
    columns: ActivityColumns
    zone: str = "place"
    places: Literal["airports", "none"] = "none"
    amount_from: Literal["column", "great-circle"] = "column"
    leave_out: dict[str, str] = {}
    grades: dict[str, Annotated[int, Field(ge=0, le=3)]] = {}
    weathers: dict[str, Literal["clear", "cloud", "rain", "snow", "wind"]] = {}

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        if zone != "place" and zone not in available_timezones():
            raise ValueError(f"'{zone}' is no IANA time zone; write one such as Europe/Lisbon, or place")
        return zone


class PeopleColumns(_Strict):
    customer: str
    name: str
    address: str = ""
    home: str = ""
    theme: str = ""


class PeopleSource(_Strict):
    """The people file: one row a person."""

    file: str
    columns: PeopleColumns


class LookChoice(_Strict):
    """One look: style, theme and the style's options."""

    style: str
    theme: str
    options: dict[str, float | str] = {}


class LetterTexts(_Strict):
    """What the brand itself says; {name}, {year}, {activities} and {amount} are filled in."""

    subject: str
    subject_nameless: str = ""
    thanks: str
    signed_by: str
    sender: str
    reply_to: str = ""
    unsubscribe_url: str = ""
    unsubscribe_mailto: str = ""


class ShelfChoice(_Strict):
    kind: Literal["folder", "s3"] = "folder"
    bucket: str = ""
    prefix: str = ""
    endpoint: str = ""
    region: str = ""


class MailerChoice(_Strict):
    kind: Literal["outbox"] = "outbox"


class Campaign(_Strict):
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
    looks: Annotated[list[LookChoice], Field(min_length=1)]
    letter: LetterTexts
    raster: Literal["thorvg", "librsvg"] = "thorvg"
    shelf: ShelfChoice = ShelfChoice()
    mailer: MailerChoice = MailerChoice()

    @model_validator(mode="after")
    def _measurable(self) -> "Campaign":
        if self.activity.amount_from == "great-circle" and self.words.unit_short not in ("km", "mi"):
            raise ValueError(
                'activity.amount_from: "great-circle" is measured in km or mi; write one of them as words.unit_short'
            )
        return self

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
