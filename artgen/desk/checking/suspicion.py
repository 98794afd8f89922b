"""What a check looks for: one small rule each; a rule says what it found, from where on it is suspicious, and why."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from artgen.campaigns.manners import lint_campaign
from artgen.desk.checking import times
from artgen.desk.checking.evidence import FEW, Evidence, judge, percent, rows, share_of
from artgen.desk.checking.findings import Example, Look, Verdict, shown
from artgen.desk.checking.statuses import statuses
from artgen.history.history import SHARED
from artgen.history.places import kilometres

ONE_CUSTOMER, ENOUGH_ROWS, TIMES_THE_MEAN = 0.01, 10_000, 10
GIANT_DECADES = 2
REPEATED = 0.01
STRANGERS = 0.05
NEAR, NEAR_KM, FAR_KM = 0.99, 500, 2_500


def looks(evidence: Evidence) -> tuple[Look, ...]:
    """Return every look at the data, the suspicious ones first."""
    made = [look for rule in RULES for look in rule(evidence)]
    found = [look for look in made if look.verdict is Verdict.SUSPICIOUS]
    rest = [replace(look, examples=()) for look in made if look.verdict is not Verdict.SUSPICIOUS]
    return (*found, *sorted(rest, key=lambda look: list(Verdict).index(look.verdict)))


def _nothing(evidence: Evidence) -> Iterator[Look]:
    yield Look(
        "nothing to draw",
        judge(not evidence.kept),
        "No activity at all",
        f"{rows(evidence.kept)} of {evidence.read:,} can be drawn",
        "no row that can be drawn",
        "Look at the reasons below: the year, the ids or the columns of the campaign don't fit the files.",
        evidence.kept,
    )


def _one_customer(evidence: Evidence) -> Iterator[Look]:
    survey = evidence.survey
    mean = evidence.read / max(1, survey.customers)
    counted = [(-less, customer) for less, customer in survey.busiest]
    limit = max(ONE_CUSTOMER * evidence.read, TIMES_THE_MEAN * mean)
    giants = [(many, customer) for many, customer in counted if many >= limit]
    most = counted[0][0] if counted else 0
    yield Look(
        "one customer",
        judge(bool(giants), enough=evidence.read >= ENOUGH_ROWS),
        "One customer with very many rows",
        f"the busiest customer has {rows(most)}, {percent(most / max(1, evidence.read))} of all",
        f"{percent(ONE_CUSTOMER)} of all rows and {TIMES_THE_MEAN} times the mean, from {ENOUGH_ROWS:,} rows on",
        "A till, a travel desk or a test account? Then take it out of the people file; a person would get its poster.",
        most / max(1, evidence.read),
        tuple(Example(customer=shown(customer), detail=rows(many)) for many, customer in giants),
    )


def _giants(evidence: Evidence) -> Iterator[Look]:
    survey = evidence.survey
    beyond, median = survey.amounts.beyond(GIANT_DECADES), survey.amounts.median()
    yield Look(
        "giant amounts",
        judge(beyond > 0, enough=survey.amounts.known >= FEW),
        "Amounts far above the others",
        f"{rows(beyond)} at 100 times the median or more (the median is {median:,.3g})"
        if survey.amounts.known
        else "no amount stands in the data",
        f"100 times the median, from {FEW} known amounts on",
        "A slip of the decimal point, or another unit? It would be the longest moment and dwarf the rest of the year.",
        beyond,
        survey.examples("largest")[:beyond],
    )


def _one_address(evidence: Evidence) -> Iterator[Look]:
    tally = evidence.survey.held
    many = tally.counts[SHARED]
    people = "1 customer shares" if many == 1 else f"{many:,} customers share"
    yield Look(
        "one address",
        judge(many > 0),
        "Two people with one address",
        f"{people} an address with another",
        "any",
        "The least id keeps the letter, the others are held. Give each an own address, or keep one row a person.",
        many,
        tally.examples(SHARED),
    )


def _repeated(evidence: Evidence) -> Iterator[Look]:
    survey = evidence.survey
    yield share_of(
        "repeated rows",
        survey.repeated,
        evidence.kept,
        REPEATED,
        "Rows that say the same",
        "of the rows repeat another of the same customer, to the letter",
        "Was a file read twice, or joined with itself? Each is drawn and counted. Take the copies out.",
        survey.examples("repeated"),
        few=1,
    )


def _strangers(evidence: Evidence) -> Iterator[Look]:
    survey = evidence.survey
    yield share_of(
        "strangers",
        survey.stranger_rows,
        evidence.read,
        STRANGERS,
        "Activity of nobody",
        "of all rows belong to a customer who is not among the people",
        "Are ids written alike in both files (zeros in front, upper and lower case)? Or is the people file cut off?",
        tuple(one for reason in survey.absent.counts for one in survey.absent.examples(reason)),
        few=1,
    )


def _columns(evidence: Evidence) -> Iterator[Look]:
    survey, columns = evidence.survey, evidence.campaign.activity.columns
    asked = {"amount", "minutes", "origin", "destination", "category", "weather"}
    mapped = {role: name for role, name in columns.model_dump().items() if role in asked and name}
    empty = [f"'{name}' ({role})" for role, name in mapped.items() if not survey.filled[role]]
    yield Look(
        "empty column",
        judge(bool(empty), enough=evidence.kept >= FEW),
        "A column with nothing in it",
        f"nothing known in {', '.join(empty)}" if empty else "every mapped column says something",
        f"any mapped column, from {FEW} rows on",
        "Is it the right column? Look at its words in the campaign, or take its line out.",
        len(empty),
    )
    if columns.category:
        one = len(survey.words) == 1 and survey.filled["category"] == evidence.kept
        yield Look(
            "one category",
            judge(one, enough=evidence.kept >= FEW),
            "One category for all",
            f"every row is '{next(iter(survey.words))}'" if one else "categories differ",
            f"a single category, from {FEW} rows on",
            "Then it tells nothing of anybody: take the column out of the campaign, or bring a finer one.",
            float(one),
        )


def _far_off(evidence: Evidence) -> Iterator[Look]:
    spots = sorted(evidence.survey.globe.values(), key=lambda spot: (-spot.times, spot.first))
    if not spots:
        return
    away = [(kilometres(spots[0].place, spot.place), spot) for spot in spots]
    total = sum(spot.times for spot in spots)
    near = sum(spot.times for km, spot in away if km <= NEAR_KM)
    far = [(km, spot) for km, spot in away if km >= FAR_KM]
    gathered = near >= NEAR * total
    many = sum(spot.times for _, spot in far)
    yield Look(
        "far off",
        judge(gathered and bool(far), enough=total >= FEW),
        "A place far off the others",
        f"{percent(near / total)} of all starts and ends lie within {NEAR_KM} km of {spots[0].place.name}, "
        f"and {many:,} lie {FAR_KM:,} km off or more",
        f"any beyond {FAR_KM:,} km, where {percent(NEAR)} lie within {NEAR_KM} km of the busiest place",
        "Are latitude and longitude swapped, or 0, or is it another place of the same name?",
        many if gathered else 0,
        tuple(
            Example(
                shown(spot.first[0]), evidence.survey.file, spot.first[1], "", f"{spot.place.name}, {km:,.0f} km off"
            )
            for km, spot in far[:3]
        ),
    )


def _manners(evidence: Evidence) -> Iterator[Look]:
    found = lint_campaign(evidence.campaign)
    yield Look(
        "words",
        judge(bool(found)),
        "Words that may hurt or can't be proved",
        "1 in the campaign's own texts" if len(found) == 1 else f"{len(found):,} in the campaign's own texts",
        "any that the language's file lists under [lint]",
        "What you write goes to everyone: the one flight, the sad year, the year of a friend. Write it for them too.",
        len(found),
        tuple(Example(column=key, detail=str(wrong)) for key, wrong in found[:3]),
    )


RULES: tuple[Callable[[Evidence], Iterator[Look]], ...] = (
    _nothing,
    times.midnight,
    times.one_hour,
    _one_customer,
    times.month,
    times.other_years,
    _giants,
    _one_address,
    _repeated,
    _strangers,
    times.future,
    statuses,
    _columns,
    _far_off,
    _manners,
)
