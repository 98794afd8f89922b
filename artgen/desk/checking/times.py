"""What a check looks for in dates and hours: midnights, empty months, other years, the future."""

from collections.abc import Iterator

from artgen.desk.checking.evidence import Evidence, judge, rows, share_of
from artgen.desk.checking.findings import Example, Look

MIDNIGHT, ONE_HOUR = 0.5, 0.8
A_MONTH_NEEDS = 24
OTHER_YEARS = 0.05
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def midnight(evidence: Evidence) -> Iterator[Look]:
    """Look for dates that were exported as midnights."""
    survey = evidence.survey
    yield share_of(
        "midnight",
        survey.midnight,
        survey.timed,
        MIDNIGHT,
        "Rows at midnight",
        "of the rows with a time are at 00:00",
        "A date without an hour was exported as midnight: write dates alone, or bring the real hour; else posters "
        "and moments tell of nights that never were.",
        survey.examples("midnight"),
    )


def one_hour(evidence: Evidence) -> Iterator[Look]:
    """Look for an hour in which a job ran, not people; midnights are another look."""
    survey = evidence.survey
    waking = [survey.hours[0] - survey.midnight, *survey.hours[1:]]
    most = max(range(24), key=lambda hour: waking[hour])
    yield share_of(
        "one hour",
        waking[most],
        survey.timed,
        ONE_HOUR,
        "Rows in one hour",
        f"of the rows with a time begin between {most:02d}:00 and {most:02d}:59",
        "Is this the hour at which it happened, or at which a nightly job wrote it? Check the column and 'zone'.",
    )


def month(evidence: Evidence) -> Iterator[Look]:
    """Look for months that are missing."""
    empty = [MONTHS[n] for n, many in enumerate(evidence.survey.months) if not many]
    yield Look(
        "empty month",
        judge(bool(empty), enough=evidence.kept >= A_MONTH_NEEDS),
        "A month with nothing",
        f"nothing in {', '.join(empty)}" if empty else "every month has activity",
        f"any month, from {A_MONTH_NEEDS} rows on",
        "Is a file missing, or was there truly nothing? A missing month looks like a quiet one on every poster.",
        len(empty),
    )


def other_years(evidence: Evidence) -> Iterator[Look]:
    """Look for rows that lie outside the campaign's year."""
    years = evidence.spread.omitted.years
    commonest = sorted(years, key=lambda year: (-years[year], year))[:5]
    yield share_of(
        "other years",
        sum(years.values()),
        evidence.read,
        OTHER_YEARS,
        f"Rows outside {evidence.campaign.year}",
        "of all rows lie in other years",
        "They are left out. Right when the files hold several years; else look at 'year' and at how dates are written.",
        tuple(Example(detail=f"{year}: {rows(years[year])}") for year in commonest),
        few=1,
    )


def future(evidence: Evidence) -> Iterator[Look]:
    """Look for what has not happened yet."""
    survey = evidence.survey
    yield Look(
        "future",
        judge(survey.future > 0),
        "Rows in the future",
        f"{rows(survey.future)} later than {survey.now:%Y-%m-%d}" if survey.future else "nothing is later than today",
        "any",
        "Bookings are no memories: run the campaign when the year is over, or leave them out by their status.",
        survey.future,
        survey.examples("future"),
    )
