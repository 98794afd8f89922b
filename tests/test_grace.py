"""Grace: who is held, what is left out and what is said quietly; nobody and nothing is lost from the counts."""

import datetime as dt
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kind_years import history, monthly, row, rows
from stories import NORTHWING

from artgen.history import mercy
from artgen.history.condition import Flag, When
from artgen.history.counts import Counts
from artgen.history.gently import tell_gently
from artgen.history.grace import NO_RULES, Action, Applied, Graced, Rule, Rules, explain, grace
from artgen.history.history import History
from artgen.history.moments import KINDS, ranked
from artgen.history.story import Story
from artgen.history.tell import tell
from artgen.history.tone import ABOUT_AMOUNT, ABOUT_NIGHT, PLAIN, Tone
from artgen.words.tell import tell_words

CLINICS = Rule("clinics", Action.LEAVE_OUT, When(category=("clinic", "hospital")), "a sensitive place")
COMPLAINT = Rule("complaint", Action.HOLD, When(person=(Flag("complaint", ("open",)),)), "an open complaint")
MOURNING = Rule("mourning", Action.SOFTEN, When(person=(Flag("bereaved", is_set=True),)), "a bereavement")
UNDER_AGE = Rule("age", Action.HOLD, When(person=(Flag("born", after=dt.date(2007, 12, 31)),)), "under age")


def graced(whole: History, *own: Rule, **more: object) -> Graced:
    """Apply rules, and no mercies unless some are asked for."""
    return grace(whole, Rules(own, **({"off": NO_RULES.off} | more)), 2025)


def told(whole: History, *own: Rule, **more: object) -> Story:
    """Tell a History after rules."""
    return tell_gently(graced(whole, *own, **more), 2025)


def names(applied: tuple[Applied, ...]) -> list[tuple[str, Action, int]]:
    """The rules that applied, what they did and to how many activities."""
    return [(one.rule, one.action, one.activities) for one in applied]


def keys(story: Story) -> list[str]:
    """The kinds of a Story's moments."""
    return [moment.key for moment in story.moments]


# Leave out.


def test_a_category_is_left_out_under_its_own_reason() -> None:
    """What a rule leaves out isn't told, and is counted under the reason that the team wrote."""
    made = graced(history(*monthly(3), *rows(("02-01", "02-09"), "clinic")), CLINICS)
    assert made.history.counts == Counts(kept=6, left_out={"left out by grace: a sensitive place": 2})
    assert {record.category for record in made.history.records} == {""}
    assert names(made.applied) == [("clinics", Action.LEAVE_OUT, 2)]


def test_an_activity_is_left_out_once() -> None:
    """Where two rules leave out one activity, it is counted under the first."""
    second = Rule("second", Action.LEAVE_OUT, When(since=dt.date(2025, 2, 5)), "another reason")
    made = graced(history(*rows(("02-01", "02-09"), "clinic"), row("03-01"), row("01-01")), CLINICS, second)
    assert dict(made.history.counts.left_out) == {
        "left out by grace: a sensitive place": 2,
        "left out by grace: another reason": 1,
    }


def test_a_year_of_nothing_else_is_an_empty_year() -> None:
    """Someone whose every activity is left out gets the picture of an empty year, which claims nothing."""
    story = told(history(*rows(("02-01", "02-09"), "clinic")), CLINICS)
    assert (len(story), story.moments, story.softened) == (0, (), False)


def test_nothing_is_claimed_over_what_was_left_out() -> None:
    """The first, the last, the longest and the pause are told where they hold of the whole year, else not."""
    plain = (row(day, amount=2.0) for day in ("03-01", "03-20", "08-01"))
    whole = history(row("01-02", "clinic", amount=9.0), row("06-01", "clinic", amount=1.0), *plain)
    story = told(whole, CLINICS)
    assert story.whole is False
    assert not {"first_of_year", "longest_pause", "longest"} & set(keys(story))
    assert "last_of_year" in keys(story)
    assert not {"first", "longest"} & {fact.key for fact in story.facts}


# Hold.


def test_an_open_complaint_holds_the_customer() -> None:
    """A held customer has no activities to draw, a reason, a fault that names the rule, and counts that add up."""
    made = graced(history(*monthly(2), complaint="Open"), COMPLAINT).history
    assert (made.held, made.records) == ("held by grace: an open complaint", ())
    assert [(fault.reason, fault.detail) for fault in made.faults] == [(made.held, "complaint")]
    assert made.counts == Counts(left_out={"customer held": 4})


@pytest.mark.parametrize("cell", ["", "closed", "opened"])
def test_another_word_holds_nobody(cell: str) -> None:
    """An empty cell and any other word leave the customer alone."""
    assert graced(history(*monthly(2), complaint=cell), COMPLAINT).history.held == ""


@pytest.mark.parametrize(("born", "held"), [("2008-01-01", True), ("2007-12-31", False), ("1960-05-05", False)])
def test_the_under_age_are_held(born: str, held: bool) -> None:
    """A day after the one that is given is after it; that day itself is not."""
    assert bool(graced(history(*monthly(2), born=born), UNDER_AGE).history.held) is held


def test_a_date_that_cannot_be_read_holds() -> None:
    """Where a rule asks for a day and the cell holds none, the customer is held: doubt is parked."""
    made = graced(history(*monthly(2), born="May 2009"), UNDER_AGE)
    assert made.history.held == "held by grace: a date that a rule can't read"
    assert names(made.applied) == [("age", Action.HOLD, 0)]


def test_repeated_failures_hold() -> None:
    """A rule can ask for so many activities of a status within some days."""
    failure = Rule("lost", Action.HOLD, When(status=("lost bag",), since=dt.date(2025, 10, 1), at_least=2), "failures")
    twice = history(*(row(day, status="Lost bag") for day in ("02-01", "10-01", "11-01")))
    once = history(*(row(day, status="lost bag") for day in ("02-01", "09-30", "11-01")))
    assert (bool(graced(twice, failure).history.held), bool(graced(once, failure).history.held)) == (True, False)


def test_whoever_gets_nothing_anyway_is_left_as_is() -> None:
    """Held for another reason, set aside or a stranger: grace changes nothing."""
    stranger = replace(history(*monthly(2)), person=None)
    assert graced(stranger, MOURNING) == Graced(stranger, stranger)


# Soften.


def test_a_softened_year_says_first_and_last_alone() -> None:
    """The quiet edition has no superlative among its moments."""
    story = told(history(*monthly(12), bereaved="2025-03-01"), MOURNING)
    assert (story.softened, keys(story)) == (True, ["first_of_year", "last_of_year"])


def test_a_quiet_edition_is_said_in_counts_alone() -> None:
    """Sentence and figures of a softened year name no end, no longest and no busiest; its first isn't called dark."""
    quiet = tell_words(told(history(*monthly(12), bereaved="yes"), MOURNING), NORTHWING)
    assert quiet.sentence == "Twenty-four flights."
    assert [figure.label for figure in quiet.figures] == ["flights", "airports", "the first"]
    assert [moment.heading for moment in quiet.moments] == [
        "The year opened with Lisbon to New York.",
        "And it closed with Lisbon to New York.",
    ]


def test_a_year_without_its_first_is_not_said_to_begin() -> None:
    """Where the first was left out, the sentence says how many, and the last is compared with nothing."""
    quiet = tell_words(told(history(row("01-02", "clinic"), *monthly(12)), CLINICS), NORTHWING)
    assert quiet.sentence == "Twenty-four flights."
    assert "And it closed with Lisbon to New York." in {moment.heading for moment in quiet.moments}
    assert not {"the first", "the last"} & {figure.label for figure in quiet.figures}


def test_every_rule_looks_at_the_year_as_it_was_read() -> None:
    """An activity that one rule leaves out still counts for another."""
    soft = Rule("soft", Action.SOFTEN, When(category=("clinic",), at_least=2), "illness")
    made = graced(history(*monthly(3), *rows(("02-01", "02-09"), "clinic")), CLINICS, soft)
    assert names(made.applied) == [("clinics", Action.LEAVE_OUT, 2), ("soft", Action.SOFTEN, 2)]
    assert made.tone.softened


# Conditions, one by one.


@pytest.mark.parametrize(
    ("when", "found"),
    [
        (When(category=("SPA",)), (1,)),
        (When(place=("lis",)), (0, 1)),
        (When(place=("New York",)), (0,)),
        (When(weather=("rain", "snow")), (2,)),
        (When(until=dt.date(2025, 2, 1)), (0, 1)),
        (When(since=dt.date(2025, 2, 1)), (1, 2)),
        (When(from_hour=22, to_hour=5), (1,)),
        (When(from_hour=0, to_hour=12), (1,)),
        (When(category=("spa",), place=("JFK",)), None),
        (When(category=("spa",), below=2), (1,)),
        (When(category=("gone",), below=1), ()),
        (When(category=("spa",), at_least=2), None),
        (When(person=(Flag("vip", is_set=False),)), (0, 1, 2)),
        (When(person=(Flag("vip", is_set=True),)), None),
    ],
    ids=repr,
)
def test_each_condition_finds_its_activities(when: When, found: tuple[int, ...] | None) -> None:
    """Words are compared without case; ranges keep their ends; hours run over midnight; unknown hours are in none."""
    year = history(
        row("01-05", way="LIS-JFK"),
        row("02-01", "spa", 4, way="LIS"),
        row("03-01", hour=0, way="", weather="rain", timed=False),
    )
    assert when.found(year.records, year.flags) == found


# The mercies.


def test_a_regular_year_that_falls_silent_is_softened() -> None:
    """After a regular spring and summer, a hundred silent days soften the year, and its last is not told."""
    story = told(history(*monthly(8)), off=frozenset())
    assert (story.softened, keys(story)) == (True, ["first_of_year"])


@pytest.mark.parametrize(
    "year",
    [monthly(10), monthly(8)[:5], (*monthly(3), *monthly(8)[-2:]), (), (row("06-01"),), monthly(2, 3)],
    ids=["silent for less", "five activities", "silent before", "empty", "one", "two months"],
)
def test_any_other_year_is_not_taken_for_one_that_stops(year: tuple) -> None:
    """Shorter silences, few activities, and years with a pause half as long before are told as ever."""
    assert explain(history(*year), Rules(), 2025) == ()


def test_the_silence_is_a_hundred_days() -> None:
    """A year that ends on 22 September stops; one that ends on the 23rd doesn't."""
    stops = [mercy.stops_suddenly((*monthly(8), row(f"09-{day}")), 2025) for day in (22, 23)]
    assert stops == [True, False]


def test_a_sudden_pattern_of_clinics_is_softened_and_in_no_moment() -> None:
    """Three visits within sixty days, none in January: softened, and none of them is the evidence of a moment."""
    whole = history(*monthly(12), *rows(("12-27", "12-28", "12-29"), "Day clinic"))
    story = told(whole, off=frozenset())
    assert (story.softened, keys(story)) == (True, ["first_of_year"])
    assert len(story) == len(whole.records)


@pytest.mark.parametrize(
    ("days", "category", "sudden"),
    [
        (("02-01", "03-01", "04-01"), "hospital", True),
        (("02-01", "03-01", "04-03"), "hospital", False),
        (("01-30", "02-20", "03-01"), "hospital", False),
        (("01-31", "02-20", "03-01"), "hospital", True),
        (("02-01", "03-01"), "hospital", False),
        (("02-01", "02-02", "02-03"), "hospitality", False),
        (("02-01", "02-02", "02-03"), "東京病院", True),
    ],
)
def test_clinics_are_sudden_by_their_days_and_names(days: tuple[str, ...], category: str, sudden: bool) -> None:
    """Three within sixty days and none in the first thirty of the year; a word stands by itself in a name."""
    assert bool(mercy.clinics(history(*rows(days, category)).records)) is sudden


def test_a_campaign_can_watch_its_own_words() -> None:
    """A word that the campaign adds is watched like the built-in ones."""
    year = history(*rows(("05-01", "05-02", "05-03"), "Praxis"), *monthly(12))
    assert names(explain(year, Rules(watched=(*mercy.WATCHED, "praxis")), 2025)) == [
        ("sudden clinics", Action.SOFTEN, 3)
    ]


def test_many_late_nights_are_not_told() -> None:
    """Five starts between midnight and five, a tenth of all, and nothing is said of nights or early mornings."""
    nights = rows([f"{month:02d}-17" for month in range(1, 6)], hour=3)
    story = told(history(*monthly(12), *nights), off=frozenset())
    assert not ABOUT_NIGHT & set(keys(story))
    assert not story.softened
    assert ABOUT_NIGHT & set(keys(told(history(*monthly(12), *nights))))


@pytest.mark.parametrize(("nights", "days", "many"), [(5, 45, True), (4, 0, False), (5, 46, False), (0, 0, False)])
def test_how_many_nights_are_many(nights: int, days: int, many: bool) -> None:
    """Five or more, and a tenth of all known hours or more."""
    late = rows(["03-01"] * nights, hour=4)
    assert len(mercy.late_nights((*late, *rows(["04-01"] * days)))) == nights * many


def test_money_is_drawn_and_never_told() -> None:
    """Where amounts are money, no moment and no fact is made of them, and the activities keep them."""
    spent = history(*(row(f"{month:02d}-03", amount=month * month * 100.0) for month in range(1, 13)))
    story = told(spent, off=frozenset(), money=True)
    assert not ABOUT_AMOUNT & set(keys(story))
    assert not {"amount", "longest", "shortest"} & {fact.key for fact in story.facts}
    assert math.fsum(one.amount for one in story.activities) == 65_000
    assert ABOUT_AMOUNT & set(keys(told(spent)))


@pytest.mark.parametrize("name", mercy.MERCIES)
def test_a_mercy_can_be_switched_off_by_name(name: str) -> None:
    """A year that meets all four is free of the one that is switched off."""
    nights = rows([f"{month:02d}-20" for month in range(2, 8)], "clinic", 2)
    year = history(*monthly(8), *nights)
    assert names(explain(year, Rules(off=frozenset({name}), money=True), 2025)) == [
        applied for applied in names(explain(year, Rules(money=True), 2025)) if applied[0] != name
    ]
    assert len(explain(year, Rules(money=True), 2025)) == len(mercy.MERCIES)


def test_each_kind_that_grace_speaks_of_exists() -> None:
    """A kind of moment that is renamed can't slip past grace."""
    assert {kind.key for kind in KINDS} >= PLAIN | ABOUT_AMOUNT | ABOUT_NIGHT


# Laws.

CATEGORIES = ("", "clinic", "hospital", "spa")
ROWS = st.lists(
    st.builds(
        lambda day, hour, category, way, amount, timed: row(
            (dt.date(2025, 1, 1) + dt.timedelta(days=day)).strftime("%m-%d"),
            category,
            hour,
            way=way,
            amount=amount,
            timed=timed,
        ),
        st.integers(0, 364),
        st.integers(0, 23),
        st.sampled_from(CATEGORIES),
        st.sampled_from(("", "LIS", "LIS-JFK", "JFK-LIS", "OSL-JFK")),
        st.one_of(st.just(float("nan")), st.floats(0, 1e6)),
        st.booleans(),
    ),
    max_size=24,
)
RULES = st.lists(
    st.builds(
        Rule,
        st.uuids().map(str),
        st.sampled_from((Action.LEAVE_OUT, Action.SOFTEN, Action.HOLD)),
        st.builds(
            When,
            category=st.sampled_from(((), ("clinic",), ("clinic", "spa"))),
            place=st.sampled_from(((), ("OSL",))),
            since=st.one_of(st.none(), st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))),
            at_least=st.one_of(st.none(), st.integers(1, 4)),
            person=st.sampled_from(((), (Flag("vip", is_set=True),))),
        ),
        st.sampled_from(("a", "b")),
    ),
    max_size=4,
)
quietly = settings(max_examples=80, deadline=None, derandomize=True)


@quietly
@given(ROWS, RULES, st.sampled_from(("", "yes")))
def test_every_activity_is_told_or_counted_with_a_reason(records: list, rules: list[Rule], vip: str) -> None:
    """Whatever the rules, what was read is what is told and what is left out, by reason."""
    made = graced(history(*records, vip=vip), *rules, off=frozenset()).history
    assert len(made.records) == made.counts.kept
    assert made.counts.kept + sum(made.counts.left_out.values()) == len(records)


@quietly
@given(ROWS, RULES)
def test_the_order_of_rules_changes_no_customer(records: list, rules: list[Rule]) -> None:
    """Rules in any order hold, soften and leave out the same."""
    one, other = (graced(history(*records), *order, off=frozenset()) for order in (rules, rules[::-1]))
    assert bool(one.history.held) == bool(other.history.held)
    assert one.history.held or (one.tone, one.left_out) == (other.tone, other.left_out)


@quietly
@given(ROWS, RULES)
def test_no_moment_is_untrue_of_the_whole_year(records: list, rules: list[Rule]) -> None:
    """Each moment told after leaving out is one that the year as it was read has too, from the same activities."""
    shown = [replace(rule, action=Action.LEAVE_OUT) for rule in rules]
    made = graced(history(*records), *shown)
    story = tell_gently(made, 2025)
    read = ranked(tell(made.read, 2025).activities, story.home)
    claims = {(moment.key, moment.of, moment.value) for moment in read}
    kept = [n for n in range(len(records)) if n not in made.left_out]
    assert {(it.key, tuple(kept[n] for n in it.of), it.value) for it in story.moments} <= claims


@quietly
@given(ROWS)
def test_without_rules_a_year_is_told_as_ever(records: list) -> None:
    """No rule and no mercy: the Story is the plain one."""
    whole = history(*records)
    assert repr(told(whole)) == repr(tell(whole, 2025))


@quietly
@given(ROWS)
def test_the_mercies_take_no_activity_away(records: list) -> None:
    """Mercies change what is said, never what is drawn."""
    whole = history(*records)
    made = graced(whole, off=frozenset(), money=True)
    assert made.history == whole
    assert made.tone == Tone() or {moment.key for moment in tell_gently(made, 2025).moments} <= {
        kind.key for kind in KINDS
    }
