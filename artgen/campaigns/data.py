"""What a campaign file says of its data: the two sources and their columns, each slip named by its key."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from artgen.campaigns.strict import Strict
from artgen.history.clock import zones

Weather = Literal["clear", "cloud", "rain", "snow", "wind"]
_SQLITE = "sqlite:///"


class ActivityColumns(Strict):
    """Which column says what; only customer and when are needed.

    `when` is a date or a date and time, by the clock of the source's zone. `origin` and `destination` are airport
    codes or names; `from_latitude` and `from_longitude` are where the origin is, `latitude` and `longitude` where the
    destination is. What happened at one place has either of them.
    """

    customer: str
    when: str
    zone: str = ""
    amount: str = ""
    unit: str = ""
    minutes: str = ""
    origin: str = ""
    destination: str = ""
    from_latitude: str = ""
    from_longitude: str = ""
    latitude: str = ""
    longitude: str = ""
    category: str = ""
    grade: str = ""
    weather: str = ""
    status: str = ""

    @model_validator(mode="after")
    def _halves(self) -> "ActivityColumns":
        for north, east in (("latitude", "longitude"), ("from_latitude", "from_longitude")):
            if bool(getattr(self, north)) != bool(getattr(self, east)):
                raise ValueError(f"{north} and {east} belong together; name both columns or neither")
        return self


class ActivitySource(Strict):
    """The activities: CSV or Parquet files, or a query to a database; columns, zone, and what is left out and why.

    `zone` is an IANA name, "place" for the clock of the airport, or "column" for a zone in each row. `unit` is what
    the source measures amounts in, for all rows or by a column; they are told in words.unit_short. `grades` says
    which grade (0..3) a word in the grade column is, `weathers` which of the five weathers a word in the weather
    column is, `units` which unit a word in the unit column is; an unknown weather or grade is a notice, an empty one
    is unknown.
    """

    files: list[str] = Field(default_factory=list)
    query: str = ""
    database: str = ""
    columns: ActivityColumns
    zone: str = "place"
    places: Literal["airports", "coordinates", "names", "none"] = "none"
    amount_from: Literal["column", "great-circle"] = "column"
    unit: str = ""
    leave_out: dict[str, str] = Field(default_factory=dict)
    grades: dict[str, Annotated[int, Field(ge=0, le=3)]] = Field(default_factory=dict)
    weathers: dict[str, Weather] = Field(default_factory=dict)
    units: dict[str, str] = Field(default_factory=dict)

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        if zone not in ("place", "column") and zone not in zones():
            raise ValueError(f"'{zone}' is no IANA time zone; write one such as Europe/Lisbon, or place, or column")
        return zone

    @model_validator(mode="after")
    def _agrees(self) -> "ActivitySource":
        columns = self.columns
        _one_source("files", bool(self.files), self.query, self.database)
        if self.zone == "place" and self.places != "airports":
            raise ValueError(
                'zone = "place" asks airports for their clock; write a zone such as Europe/Lisbon, or column'
            )
        if (self.zone == "column") != bool(columns.zone):
            raise ValueError('zone = "column" and columns.zone belong together; write both or neither')
        if (self.places == "coordinates") != bool(columns.latitude or columns.from_latitude):
            raise ValueError('places = "coordinates" and the columns of latitude and longitude belong together')
        if self.unit and columns.unit:
            raise ValueError("unit and columns.unit say the same; keep the one that is true of every row")
        return self


class PeopleColumns(Strict):
    """Which column says what of a person; the `segment` is one that looks ask for and reports tell apart.

    `consent` says who agreed to letters, `zone` is the IANA time zone in which somebody's quiet hours are.
    """

    customer: str
    name: str
    address: str = ""
    home: str = ""
    theme: str = ""
    language: str = ""
    segment: str = ""
    consent: str = ""
    zone: str = ""


class PeopleSource(Strict):
    """The people: one row each, in a file or as a query to a database gives them.

    `consents` are the words in the consent column that agree; whoever says anything else gets a page and no letter.
    """

    file: str = ""
    query: str = ""
    database: str = ""
    columns: PeopleColumns
    consents: tuple[str, ...] = ("yes", "true", "y", "1")

    @model_validator(mode="after")
    def _agrees(self) -> "PeopleSource":
        _one_source("file", bool(self.file), self.query, self.database)
        return self


def beside(database: str, folder: Path) -> str:
    """Return a database's address in which the file of an SQLite one stands beside the campaign, like every file.

    >>> beside("sqlite:///club.db", Path("/data")), beside("postgresql://host/club", Path("/data"))
    ('sqlite:////data/club.db', 'postgresql://host/club')
    """
    file = database.removeprefix(_SQLITE)
    return f"{_SQLITE}{folder / file}" if file != database else database


def _one_source(key: str, files: bool, query: str, database: str) -> None:
    if bool(query) != bool(database):
        raise ValueError("query and database belong together; write both or neither")
    if files == bool(query):
        raise ValueError(f"name the data once: either {key}, or query and database")
