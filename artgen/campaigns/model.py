"""A campaign file: strict TOML, every key known, every fault named by its key with what to do."""

import datetime as dt
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from artgen.artwork.lettering import drawn_in
from artgen.campaigns.brand import BrandFile, Wishes, guard
from artgen.campaigns.brand import read as read_brand
from artgen.campaigns.data import ActivitySource, PeopleSource
from artgen.campaigns.grace import Grace, never, rules_of
from artgen.campaigns.last_year import LastYear
from artgen.campaigns.looks import OWN_FILE, Chosen, LookChoice, check_themes, columns_asked, faults, look_for, themed
from artgen.campaigns.sending import MailerChoice, Sending
from artgen.campaigns.speech import BrandWords, LetterTexts
from artgen.campaigns.strict import Strict, slip
from artgen.drawing import theme as themes
from artgen.drawing.theme import Theme
from artgen.errors import CampaignError
from artgen.history.grace import Rules
from artgen.history.history import History
from artgen.history.units import factor
from artgen.shipped import place
from artgen.words.languages import choose
from artgen.words.phrases import Phrases, spoken
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import MONEY

FILE = "campaign.toml"


class Brand(Strict):
    """Who gives: name, postal address, and where to go with a wish; a brand `file` says what all its campaigns keep."""

    file: str = ""
    name: str = Field(min_length=1, max_length=60)
    postal_address: str = ""
    privacy_url: str = ""
    contact_url: str = ""


class ShelfChoice(Strict):
    """A place for published files: a folder, or a bucket whose objects' names begin with `prefix`."""

    kind: Literal["folder", "s3"] = "folder"
    folder: str = ""
    bucket: str = ""
    prefix: str = Field(default="", pattern=r"^(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*$")
    endpoint: str = ""
    region: str = ""
    kms_key: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "ShelfChoice":
        if self.kind == "s3" and not self.bucket:
            raise ValueError('bucket: is needed for kind = "s3"; write the bucket\'s name')
        if self.kind == "s3" and self.folder:
            raise ValueError('folder: is for kind = "folder"; take it out')
        if self.kind == "folder" and (self.bucket or self.prefix or self.endpoint or self.region or self.kms_key):
            raise ValueError('kind: a bucket is asked for; write kind = "s3", or take bucket, prefix and the like out')
        return self


class Campaign(Strict):
    """One yearly campaign as its file says it; `folder` is where the file stands."""

    folder: Path = Path()
    builtin: bool = False
    book: BrandFile | None = None
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$")
    title: str
    year: int = Field(ge=1970, le=2200)
    base_url: str = Field(pattern=r"^https?://[^\s\"'<>]+/$")
    stays_until: str | dt.date = ""
    languages: list[str] = Field(default_factory=list)
    brand: Brand
    words: BrandWords
    activity: ActivitySource
    people: PeopleSource
    grace: tuple[Grace, ...] = ()
    looks: Annotated[list[LookChoice], Field(min_length=1)]
    letter: LetterTexts
    raster: Literal["thorvg", "librsvg"] = "thorvg"
    wishes: Wishes = Wishes()
    shelf: ShelfChoice = ShelfChoice()
    publish: ShelfChoice | None = None
    last_year: LastYear | None = None
    mailer: MailerChoice = MailerChoice()
    sending: Sending = Sending()

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
    def _put_somewhere(self) -> "Campaign":
        if self.shelf.folder:
            raise ValueError("shelf.folder: pages are made in the output folder's site/; write it as publish.folder")
        if self.publish and self.shelf.kind == "s3":
            raise ValueError("publish: [shelf] is a bucket, where `make` puts pages itself; take one of the two out")
        if self.publish and self.publish.kind == "folder" and not self.publish.folder:
            raise ValueError("publish.folder: is needed and missing; name the folder that the web server shows")
        return self

    @model_validator(mode="after")
    def _graceful(self) -> "Campaign":
        if wrong := never(self.grace, self.activity.columns.model_dump(), self.activity.leave_out):
            raise ValueError(f"grace: {wrong}")
        return self

    @model_validator(mode="after")
    def _dressed(self) -> "Campaign":
        columns = self.activity.columns.model_dump()
        for fault in faults(self.looks, columns, self.people.columns.segment):
            raise ValueError(fault)
        return self

    @property
    def rules(self) -> Rules:
        """Return the rules of grace, the built-in ones among them, as history reads them."""
        return rules_of(self.grace, money=self.words.amount == MONEY)

    @property
    def asked_columns(self) -> tuple[str, ...]:
        """Return the columns of the people file that rules of grace, looks, letters and reports ask about, sorted."""
        said = self.people.columns
        asked = {*self.rules.flags, *columns_asked(self.looks, said.segment), said.segment, said.consent, said.zone}
        return tuple(sorted(asked - {""}))

    def look_of(self, history: History) -> Chosen:
        """Return the look of a customer, by the year as the rules of grace leave it."""
        return look_for(self.looks, history, self.id, self.people.columns.segment)

    def worn(self, theme: str) -> Theme | None:
        """Return the theme that somebody wishes for: one of the looks' own files, by its name, or one of artgen's.

        None where there is none of that name, or the brand file doesn't let the campaign use it.
        """
        own = {Path(look.theme).stem: look.theme for look in self.looks if look.theme.endswith(OWN_FILE)}
        if theme not in own and theme not in themes.names():
            return None
        file = own.get(theme, theme)
        return None if self.book and self.book.breach(file, self.folder)[1] else themed(file, self.folder)

    @model_validator(mode="after")
    def _said_in_each(self) -> "Campaign":
        """Refuse a language without brand words, a place that is none, and a date in words of one language of many."""
        for named, key in ((self.letter.translations, "letter.translations"), (self.language_files, "languages")):
            for locale in named:
                if locale not in self.locales:
                    raise ValueError(f"{key}: '{locale}' has no brand words; add [words.translations.{locale}]")
        for locale in self.locales:
            if self.activity.amount_from == "great-circle" and self.words.unit_in(locale) not in ("km", "mi"):
                raise ValueError(f"words.translations.{locale}.unit_in: distances are measured in km or mi; write one")
        if odd := self.words.unplaced(self.activity.places):
            raise ValueError(odd)
        if self.words.translations and isinstance(self.stays_until, str) and self.stays_until:
            raise ValueError("stays_until: is said in more than one language; write a date, such as 2027-12-31")
        return self

    @property
    def locales(self) -> tuple[str, ...]:
        """Return the languages that this campaign speaks, its own first."""
        return (self.words.locale, *sorted(self.words.translations))

    @property
    def language_files(self) -> dict[str, Path]:
        """Return the files of the languages that the campaign brings itself, by language."""
        return {Path(file).stem: self.folder / file for file in self.languages}

    def locale_for(self, tag: str) -> str | None:
        """Return the language for a person's tag such as "de-AT", or nothing where the campaign speaks none like it."""
        return choose(tag, self.locales, self.words.locale)

    def vocabulary_in(self, locale: str) -> Vocabulary:
        """Return the brand's words in one of its languages, as the rooms below use them."""
        return self.words.vocabulary(self.brand.name, locale, str(self.language_files.get(locale, "")))

    def lettered_in(self, locale: str) -> str:
        """Return the language that poster and card are set in for a person of `locale`: theirs, where fonts draw it.

        Raise CampaignError where they draw none of the campaign's languages.
        """
        others = sorted(self.locales, key=lambda name: (name != self.words.locale, not name.startswith("en")))
        return drawn_in(self.vocabulary_in(locale), map(self.vocabulary_in, others)).locale

    def until(self, phrases: Phrases) -> str:
        """Say until when the pages stay; empty where the campaign doesn't say."""
        return phrases.date(self.stays_until) if isinstance(self.stays_until, dt.date) else self.stays_until

    def distance_unit_in(self, locale: str) -> Literal["km", "mi"] | None:
        """Return the unit in which distances are measured where the source gives none; None where it gives them."""
        if self.activity.amount_from == "column":
            return None
        return "km" if self.words.unit_in(locale) == "km" else "mi"

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the brand's words in the campaign's own language."""
        return self.vocabulary_in(self.words.locale)

    @property
    def distance_unit(self) -> Literal["km", "mi"] | None:
        """Return the unit of distances in the campaign's own language."""
        return self.distance_unit_in(self.words.locale)

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
    for own in ("folder", "builtin", "book"):
        if own in read:
            raise CampaignError(f"{shown}: {own}: not a key of a campaign; take it out")
    book, said = _kept(read, file.parent, shown)
    try:
        campaign = Campaign.model_validate({**said, "folder": file.parent, "builtin": builtin, "book": book})
    except ValidationError as wrong:
        raise CampaignError(f"{shown}: {slip(wrong)}") from wrong
    check_themes(campaign.looks, campaign.folder, shown)
    if book:
        guard(book, campaign.model_dump(include={"brand", "wishes"}), campaign.looks, file, shown)
    _speaks(campaign, shown)
    return campaign


def _kept(read: dict[str, Any], folder: Path, shown: str) -> tuple[BrandFile | None, dict[str, Any]]:
    """Return the brand file that a campaign names, and the campaign with the words of the brand that it doesn't say."""
    brand, wishes = read.get("brand"), read.get("wishes", {})
    brand = {"file": brand} if isinstance(brand, str) else brand
    if not isinstance(brand, dict) or not isinstance(brand.get("file"), str):
        return None, read
    file = Path(os.path.normpath(folder / brand["file"]))
    if not file.is_file():
        raise CampaignError(f"{shown}: brand: there is no file {brand['file']}; name one beside the campaign")
    book = read_brand(file)
    wishes = {**book.ways_out, **wishes} if isinstance(wishes, dict) else wishes
    return book, {**read, "brand": {**book.words, **brand}, "wishes": wishes}


def _speaks(campaign: Campaign, shown: str) -> None:
    """Refuse a language that lacks a text, or brand words without the plural forms that their language needs."""
    for locale, nouns in campaign.words.nouns.items():
        where = f"{shown}: words.{'locale' if locale == campaign.words.locale else f'translations.{locale}'}"
        try:
            phrases = spoken(campaign.vocabulary_in(locale))
            campaign.lettered_in(locale)
        except CampaignError as wrong:
            raise CampaignError(f"{where}: {wrong}") from wrong
        for noun in nouns:
            if lacking := phrases.lacking(noun):
                raise CampaignError(
                    f"{where}: '{noun.many}' needs the forms {', '.join(lacking)}; write a table of them"
                )
