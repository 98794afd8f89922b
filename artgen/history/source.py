"""Where the rows come from and what their columns mean: plain values, made from a campaign in a few lines."""

import glob
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from artgen.errors import InputError


@dataclass(frozen=True, slots=True)
class Query:
    """A SQL query to a database, by its SQLAlchemy address; `what` it asks for names it in faults."""

    database: str = field(repr=False)
    text: str
    what: str = "query"

    @property
    def shown(self) -> str:
        """Return the database without user and password, and without its folder.

        >>> Query("postgresql://ann:secret@db.example/club", "SELECT 1").shown, Query("sqlite:////x/club.db", "").shown
        ('postgresql://db.example/club', 'sqlite:///club.db')
        """
        kind, _, rest = self.database.partition("://")
        host, slash, path = rest.rpartition("@")[2].partition("/")
        return f"{kind}://{host}{slash}{PurePath(path.partition('?')[0]).name}"


@dataclass(frozen=True, slots=True)
class ActivityColumns:
    """The file's column for each thing known of an activity; an empty name means that the file has none.

    `origin` is a code or a name, at `from_latitude` and `from_longitude`; `destination` at `latitude` and
    `longitude`. What happened at one place has either.
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


@dataclass(frozen=True, slots=True)
class ActivityFiles:
    """The activity files (paths, globs or queries) and how their rows are read.

    `year` is the campaign's year by the local clock. `zone` is an IANA name, "place" for the zone of the airport,
    or "column". `places` is "airports", "coordinates", "names" or "none". Amounts are turned from the source's
    `unit`, or that of the row, into the campaign's `measure`. `leave_out` turns a status into the reason why it is
    left out, `grades`, `weathers` and `units` a word of theirs into a grade 0..3, one of the five weathers, a unit.
    """

    files: tuple[Path | Query, ...]
    columns: ActivityColumns
    year: int
    zone: str = "place"
    places: str = "none"
    unit: str = ""
    measure: str = ""
    leave_out: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, int] = field(default_factory=dict)
    weathers: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PeopleColumns:
    """The file's column for each thing known of a person; an empty name means that the file has none."""

    customer: str
    name: str
    address: str = ""
    home: str = ""
    theme: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """The people file, one row a person; a home is looked up where `places` is "airports".

    `flags` are columns of the file, by its own names, that the campaign's rules of grace ask about.
    """

    file: Path | Query
    columns: PeopleColumns
    places: str = "none"
    flags: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Return what names the file in faults."""
        return name(self.file)


def mapping(columns: ActivityColumns | PeopleColumns) -> dict[str, str]:
    """Return what is mapped: our name of each column to the file's.

    >>> mapping(PeopleColumns("id", "first_name"))
    {'customer': 'id', 'name': 'first_name'}
    """
    roles = {role: str(getattr(columns, role)) for role in columns.__dataclass_fields__}
    return {role: name for role, name in roles.items() if name}


def name(file: Path | Query) -> str:
    """Return what a file or a query is called where nothing else has to tell it apart."""
    return f"{file.what} of {file.shown}" if isinstance(file, Query) else file.name


def expand(files: tuple[Path | Query, ...]) -> tuple[Path | Query, ...]:
    """Return the files that paths and globs mean: each once, sorted; raise InputError where one means none.

    Queries stand at the end, as they are given.
    """
    found: set[Path] = set()
    queries = [file for file in files if isinstance(file, Query)]
    for file in files:
        if isinstance(file, Query):
            continue
        if file.exists() or not glob.has_magic(str(file)):
            found.add(file)
            continue
        matches = [Path(match) for match in glob.glob(str(file), recursive=True)]
        matches = [match for match in matches if match.is_file()]
        if not matches:
            raise InputError(f"{file}: no file matches; look at the folder and the pattern")
        found.update(matches)
    return (*sorted(found), *queries)


def shown(files: tuple[Path | Query, ...]) -> tuple[str, ...]:
    """Return the shortest ends of the paths that tell them apart, so that a fault names no machine's folders.

    >>> shown((Path("/a/flights.csv"),)), shown((Path("/x/may/f.csv"), Path("/x/june/f.csv")))
    (('flights.csv',), ('may/f.csv', 'june/f.csv'))
    """
    paths = [file for file in files if isinstance(file, Path)]
    queries = [name(file) for file in files if isinstance(file, Query)]
    deepest = max((len(file.parts) for file in paths), default=1)
    for depth in range(1, deepest):
        ends = ["/".join(file.parts[-depth:]) for file in paths]
        if len(set(ends)) == len(paths):
            return (*ends, *queries)
    return (*(file.as_posix() for file in paths), *queries)
