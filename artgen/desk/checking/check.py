"""A look at the data before anything is drawn: nothing is drawn here, no ledger is opened, nothing is left behind."""

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from artgen.campaigns.looks import check_styles
from artgen.campaigns.model import Campaign, load
from artgen.desk.checking.effects import compare
from artgen.desk.checking.evidence import Evidence
from artgen.desk.checking.findings import (
    MOST_EXAMPLES,
    Attendance,
    Example,
    Fate,
    Findings,
    Reason,
    Share,
    Source,
    Tally,
)
from artgen.desk.checking.preview import glimpses
from artgen.desk.checking.screen import customers, kindness, rows, verdict
from artgen.desk.checking.survey import Survey
from artgen.desk.checking.suspicion import looks
from artgen.errors import ArtgenError
from artgen.history import people
from artgen.history.counts import Counts
from artgen.history.grace import grace
from artgen.history.history import ON_HOLD, SET_ASIDE, STRANGER, read_shard
from artgen.history.shard import Spread, shards_for, spread
from artgen.history.source import expand, shown
from artgen.make import file_of, sources
from artgen.publishing.templates import render
from artgen.records import Fault, Gravity, Recipient
from artgen.worker import UNKNOWN_LANGUAGE, UNKNOWN_THEME

Progress = Callable[[str, int, int], None]


def check(
    campaign: Campaign,
    now: dt.datetime,
    *,
    changed: Path | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Findings:
    """Read a campaign's data and say what is in it; `now` (aware) tells what lies in the future.

    With a `changed` campaign file the same data are read under it as well, and the counts compared. Raises
    ArtgenError for a fault of the campaign or of a file as a whole.
    """
    check_styles(campaign.looks, campaign.folder, file_of(campaign))
    found = _check(campaign, now, progress)
    if changed is None:
        return found
    tried = load(str(changed)).model_copy(update={"folder": campaign.folder, "builtin": campaign.builtin})
    return compare(found, _check(tried, now, progress), changed.name)


def page(findings: Findings) -> str:
    """Return the findings as a page that stands alone."""
    return render(
        "desk/check.html",
        said=findings,
        verdict=verdict(findings),
        activities=rows(findings.activities),
        people=rows(findings.people),
        customers=customers(findings.customers),
        kindness=kindness(findings.grace),
        most_month=max(findings.months),
        most_hour=max(findings.hours),
        hours=[f"{hour:02d}" for hour in range(24)],
    )


def report(findings: Findings, page_file: Path | None, json_file: Path | None) -> None:
    """Write the findings where the team asked for them, as a page and for machines, and nowhere else."""
    asked = ((page_file, page), (json_file, Findings.as_json))
    for file, written in asked:
        if file:
            try:
                file.write_text(written(findings), "utf-8")
            except OSError as wrong:
                raise ArtgenError(f"{file}: can't be written ({wrong.strerror}); name another file") from wrong


def _unmet(campaign: Campaign, person: Recipient) -> Iterator[Fault]:
    """Yield which wishes of a person the campaign can't meet."""
    if campaign.locale_for(person.language) is None:
        yield Fault(Gravity.NOTICE, UNKNOWN_LANGUAGE, person.customer, detail=person.language)
    if person.theme and campaign.worn(person.theme) is None:
        yield Fault(Gravity.NOTICE, UNKNOWN_THEME, person.customer, detail=person.theme)


def _check(campaign: Campaign, now: dt.datetime, progress: Progress) -> Findings:
    persons, activities = sources(campaign)
    files = shown(expand(activities.files))
    survey, worn = Survey(campaign.id, files[0] if len(files) == 1 else "", now), Counter[int]()
    with tempfile.TemporaryDirectory(prefix="artgen-check-") as folder:
        total = people.count(persons)
        spreading = spread(
            persons, activities, Path(folder), shards_for(total, 1), lambda read: progress("reading", read, 0)
        )
        for n, shard in enumerate(spreading.shards):
            for history in read_shard(shard):
                graced = grace(history, campaign.rules, campaign.year)
                survey.add(graced, n)
                person = graced.history.person
                if person and not graced.history.held:
                    worn[campaign.look_of(graced.history).at] += 1
                    for wrong in _unmet(campaign, person):
                        survey.notices.add(wrong)
            progress("checking", survey.customers, max(total, survey.customers))
        counts = spreading.activities + survey.counts
        if not counts.whole:
            raise RuntimeError(f"activities don't add up: {counts}")
        of_people, of_rows, notices = _faults(spreading)
        evidence = Evidence(campaign, spreading, survey)
        return Findings(
            campaign=campaign.id,
            title=campaign.title,
            brand=campaign.brand.name,
            year=campaign.year,
            activities=_activities(counts, spreading, of_rows, survey),
            people=Source(spreading.people.read, spreading.people.kept, of_people.reasons(Fate.SET_ASIDE)),
            customers=_customers(survey),
            grace=survey.effects.kindness(campaign.rules),
            shares=_shares(campaign, worn),
            looks=looks(evidence),
            notices=(*notices.reasons(Fate.NOTED), *survey.notices.reasons(Fate.NOTED)),
            months=tuple(survey.months),
            hours=tuple(survey.hours),
            untimed=counts.kept - survey.timed,
            preview=glimpses(campaign, survey, spreading.shards),
        )


def _faults(spreading: Spread) -> tuple[Tally, Tally, Tally]:
    """Sort the faults found while reading: rows of people (they are read first), rows of activity, notices."""
    of_people, of_rows, notices = Tally(), Tally(), Tally()
    waiting = sum(spreading.people.left_out.values())
    for fault in spreading.read_faults():
        if fault.gravity is not Gravity.ROW:
            notices.add(fault)
        elif waiting:
            of_people.add(fault)
            waiting -= 1
        else:
            of_rows.add(fault)
    return of_people, of_rows, notices


def _activities(counts: Counts, spreading: Spread, of_rows: Tally, survey: Survey) -> Source:
    omitted = Tally()
    for fault in spreading.omitted.examples:
        omitted.add(fault)
    lost = {STRANGER: survey.absent, SET_ASIDE: survey.faulty, ON_HOLD: survey.held}
    reasons = []
    for reason, many in counts.left_out.items():
        if reason in lost:
            fate = Fate.HELD if reason == ON_HOLD else Fate.SET_ASIDE
            reasons.append(Reason(reason, many, fate, _any(lost[reason])))
        elif reason in of_rows.counts:
            reasons.append(Reason(reason, many, Fate.SET_ASIDE, of_rows.examples(reason)))
        else:
            reasons.append(Reason(reason, many, Fate.LEFT_OUT, omitted.examples(reason)))
    return Source(counts.read, counts.kept, tuple(sorted(reasons, key=_order)))


def _customers(survey: Survey) -> Attendance:
    held, faulty = survey.held.reasons(Fate.HELD), survey.faulty.reasons(Fate.SET_ASIDE)
    return Attendance(
        known=survey.customers - survey.strangers,
        active=survey.active,
        idle=survey.idle,
        held=survey.held.counts.total(),
        set_aside=survey.faulty.counts.total(),
        strangers=survey.strangers,
        stranger_rows=survey.stranger_rows,
        reasons=(*faulty, *held),
        stranger_examples=_any(survey.absent),
        idle_examples=survey.examples("idle"),
    )


def _shares(campaign: Campaign, worn: Counter[int]) -> tuple[Share, ...]:
    rest = "everyone else" if any(look.when for look in campaign.looks) else "everyone"
    told = ((look, look.when.told if look.when else rest) for look in campaign.looks)
    return tuple(Share(look.called, who, worn[n]) for n, (look, who) in enumerate(told))


def _any(tally: Tally) -> tuple[Example, ...]:
    """Return the first few of whatever reason."""
    return tuple(islice((one for reason in sorted(tally.counts) for one in tally.examples(reason)), MOST_EXAMPLES))


def _order(reason: Reason) -> tuple[int, int, str]:
    return (list(Fate).index(reason.fate), -reason.count, reason.reason)
