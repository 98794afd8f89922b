"""Whom letters spare, and why; what a run would do; and tests of letters that go to nobody but the team."""

import datetime as dt
import email
import email.policy
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from artgen.campaigns.lots import lot
from artgen.campaigns.model import Campaign
from artgen.errors import LedgerError, MailError
from artgen.ledger import Ledger
from artgen.ledger.events import Events
from artgen.ledger.queue import TWICE
from artgen.ledger.suppression import Suppression
from artgen.mailing.mailer import Pace
from artgen.publishing.links import keys_from
from artgen.records import Event, EventKind, State
from artgen.send import Order, Plan, plan, send, to_seeds
from tests.waiting import AT, NOON, Hands, Told, campaign, crowd, fill, keys_of, person, states

OTHER_MASTER = b"another key, of a year ago......"


def go(said: Campaign, out: Path, mailer: Told) -> None:
    send(said, out, mailer, keys_of(said), clock=Hands().clock)


def reasons(out: Path, said: Campaign) -> dict[str, tuple[str, str]]:
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        return {one.customer: (one.state.value, one.reason) for one in ledger.people()}


def dump(out: Path) -> list[str]:
    """Return all that stands in a ledger, as text."""
    with closing(sqlite3.connect(out / "ledger.sqlite")) as db:
        return list(db.iterdump())


def test_consent_is_what_the_people_file_says(tmp_path: Path) -> None:
    """Words that agree, in any case of letters, do; anything else, or nothing, gets a page and no letter."""
    said = campaign(tmp_path / "spring", people='consent = "agreed"\n')
    words = {"a": "Yes", "b": " TRUE ", "c": "no", "d": "", "e": "maybe"}
    out = fill(tmp_path / "out", said, *(person(who, said, consent=word) for who, word in words.items()))
    mailer = Told()
    go(said, out, mailer)
    assert sorted(mailer.given) == ["a", "b"]
    assert reasons(out, said)["d"] == ("skipped", "no consent")


def test_without_a_consent_column_nobody_is_asked_for_it(tmp_path: Path) -> None:
    """A campaign that names no such column writes to everyone."""
    said, mailer = campaign(tmp_path / "spring"), Told()
    go(said, fill(tmp_path / "out", said, *crowd(said, 3)), mailer)
    assert len(mailer.given) == 3


def test_the_holdout_is_drawn_by_lot_and_never_written_to(tmp_path: Path) -> None:
    """About a fifth gets no letter, run after run the same people, and the reason says so."""
    said = campaign(tmp_path / "spring", sending="holdout = 0.2\n")
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 200)), Told()
    go(said, out, mailer)
    go(said, out, mailer)
    held_out = {who for who, (state, why) in reasons(out, said).items() if (state, why) == ("skipped", "holdout")}
    assert held_out == {f"p{n:04}" for n in range(200) if lot("holdout", said.id, f"p{n:04}") < 0.2}
    assert held_out.isdisjoint(mailer.given)
    assert len(held_out) + len(mailer.given) == 200


def test_the_holdout_is_drawn_among_those_who_would_be_written_to(tmp_path: Path) -> None:
    """Who didn't agree is on neither side of the comparison."""
    said = campaign(tmp_path / "spring", sending="holdout = 0.5\n", people='consent = "agreed"\n')
    out = fill(tmp_path / "out", said, *crowd(said, 40, consent="no"))
    go(said, out, Told())
    assert {why for _, why in reasons(out, said).values()} == {"no consent"}


def test_who_is_suppressed_gets_no_letter_and_one_when_it_is_lifted(tmp_path: Path) -> None:
    """The state says why; it is asked anew at each run, by the address in any case of letters."""
    said, mailer = campaign(tmp_path / "spring"), Told()
    out, keys = fill(tmp_path / "out", said, person("a", said), person("b", said)), keys_of(said)
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        Suppression(ledger).add([keys.address_hash("A@Members.example")], "asked by phone", "hand", AT)
    go(said, out, mailer)
    assert reasons(out, said)["a"] == ("suppressed", "asked by phone")
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        Suppression(ledger).lift([keys.address_hash("a@members.example")], AT)
    go(said, out, mailer)
    assert mailer.given == ["b", "a"]


def test_suppressed_in_the_middle_of_a_run_counts_at_the_next_claim(tmp_path: Path) -> None:
    """Whoever is not on their way yet stays at home."""
    said, mailer = campaign(tmp_path / "spring"), Told()
    out, keys = fill(tmp_path / "out", said, *crowd(said, 60)), keys_of(said)

    def leave(ledger: Ledger) -> None:
        if mailer.given:
            hashes = [keys.address_hash(f"p{n:04}@members.example") for n in range(30, 60)]
            Suppression(ledger).add(hashes, "unsubscribed", "page", AT)

    from artgen.send import Watch

    send(said, out, mailer, keys, clock=Hands().clock, watch=Watch(listen=leave))
    assert set(mailer.given) == {f"p{n:04}" for n in range(30)}
    assert list(states(out, said).values()).count("suppressed") == 30


def test_who_left_the_data_gets_no_letter_until_they_are_back(tmp_path: Path) -> None:
    """A person whom the last make no longer found is skipped, and waits again when they are there again."""
    said, mailer = campaign(tmp_path / "spring"), Told()
    out = fill(tmp_path / "out", said, person("a", said), person("b", said))
    fill(out, said, person("a", said), round_=2)
    go(said, out, mailer)
    assert reasons(out, said)["b"] == ("skipped", "not in the data of the last make")
    fill(out, said, person("a", said), person("b", said), round_=3)
    go(said, out, mailer)
    assert mailer.given == ["a", "b"]


@pytest.mark.parametrize("master", [b"practice key of thirty-two bytes", OTHER_MASTER], ids=["one key", "two keys"])
def test_who_was_written_to_lately_is_spared(tmp_path: Path, master: bytes) -> None:
    """Another campaign's ledger tells, whatever its key; a letter of long ago, or one refused, doesn't count."""
    said = campaign(tmp_path / "spring", sending='cap_days = 30\nhistory = ["autumn-out"]\n')
    other = keys_from(master, said)
    autumn = tmp_path / "spring" / "autumn-out"
    autumn.mkdir(parents=True)
    with Ledger(autumn / "ledger.sqlite", "autumn") as ledger:
        ledger.bind("key", other.fingerprint, "the campaign's key")
        people = [person(who, said, f"{who.upper()}@members.example") for who in ("a", "b", "c", "d")]
        ledger.record(people, [], round_=1, at=AT)
        for at in ("2025-06-01T09:00:00.000+00:00", "2026-01-10T09:00:00.000+00:00"):
            ledger.queue.take(1, send_id=lambda who, n: who, at=at)
        ledger.queue.take(1, send_id=lambda who, n: who, at=AT)
        from artgen.records import Outcome, Verdict

        ledger.queue.settle_all(
            [("a", Outcome(Verdict.ACCEPTED)), ("b", Outcome(Verdict.UNKNOWN)), ("c", Outcome(Verdict.REFUSED))], at=AT
        )
    out, mailer = fill(tmp_path / "out", said, *(person(who, said) for who in "abcd")), Told()
    before = dump(autumn)
    go(said, out, mailer)
    assert sorted(mailer.given) == ["a", "c", "d"]
    assert reasons(out, said)["b"] == ("skipped", "written to lately")
    assert dump(autumn) == before


def test_a_history_that_is_not_there_is_said(tmp_path: Path) -> None:
    """A cap that can't be kept stops the run before the first letter."""
    said, mailer = campaign(tmp_path / "spring", sending='cap_days = 30\nhistory = ["nowhere"]\n'), Told()
    with pytest.raises(LedgerError, match=r"nowhere: there is no ledger; sending\.history names output folders"):
        go(said, fill(tmp_path / "out", said, *crowd(said, 2)), mailer)
    assert mailer.given == []


def test_people_of_an_older_ledger_are_protected_too(tmp_path: Path) -> None:
    """Addresses on record from before they were hashed are hashed when sending begins, so suppression holds."""
    said, mailer = campaign(tmp_path / "spring"), Told()
    out, keys = fill(tmp_path / "out", said, *crowd(said, 2, address_hash="")), keys_of(said)
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        Suppression(ledger).add([keys.address_hash("p0001@members.example")], "asked by phone", "hand", AT)
    go(said, out, mailer)
    assert mailer.given == ["p0000"]


def planned(said: Campaign, out: Path, pace: Pace = Pace(None, None), **more) -> Plan:
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        return plan(said, ledger, keys_of(said), pace, NOON, **more)


def test_a_plan_says_who_why_not_and_how_long_and_writes_nothing(tmp_path: Path) -> None:
    """Counts by reason, the canary, who sleeps, hours, days by the quota, the price; the ledger stays as it is."""
    said = campaign(
        tmp_path / "spring",
        people='consent = "agreed"\n',
        sending='holdout = 0.1\ncanary = 0.01\ncanary_least = 20\nquiet_hours = "21:00-08:00"\n',
    )
    people = [*crowd(said, 300, consent="yes"), person("no", said, consent="no")]
    people += [
        person("held", said, state=State.HELD, reason="in grief"),
        person("tokyo", said, consent="yes", zone="Asia/Tokyo"),
    ]
    out = fill(tmp_path / "out", said, *people)
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        ledger.record([person("page", said, address=" ")], [], round_=1, at=AT)
    before = dump(out)
    found = planned(said, out, Pace(2, 100), price=100)
    assert dump(out) == before
    assert found.why_not[State.HELD, "in grief"] == found.why_not[State.SKIPPED, "no consent"] - 1 == 1
    assert found.letters + found.why_not[State.SKIPPED, "holdout"] == 301
    assert (found.first, found.asleep, found.days) == (20, 1, 3)
    assert (found.seconds, found.cost) == (found.letters / 2, found.letters / 10)


CANARY = "canary = 0.1\ncanary_least = 5\ncanary_hours = 2\n"


def heard(out: Path, said: Campaign, kind: EventKind, most: int) -> None:
    """Let news of some letters come in."""
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        ids = [one.send_id for one in ledger.people() if one.send_id][:most]
        Events(ledger).record([Event(send_id, kind, AT) for send_id in ids])
        Events(ledger).follow(AT)


def test_a_plan_speaks_of_the_canary_until_it_is_out(tmp_path: Path) -> None:
    """Ten first; stopped after four, the six that are left of it; when it is out or passed, none, and no second one."""
    said = campaign(tmp_path / "spring", sending=CANARY)
    out, mailer, hands = fill(tmp_path / "out", said, *crowd(said, 100)), Told(), Hands()
    assert (planned(said, out).first, planned(said, out, order=Order(past_canary=True)).first) == (10, 0)
    send(said, out, mailer, keys_of(said), clock=hands.clock, order=Order(limit=4))
    assert planned(said, out).first == 6
    send(said, out, mailer, keys_of(said), clock=hands.clock)
    before = dump(out)
    found = planned(said, out)
    assert (found.first, found.letters) == (0, 90)
    assert "the canary of 10 letters is out; run the same command after 2026-01-15 14:00 UTC" in found.held
    assert planned(said, out, order=Order(past_canary=True)).held == ""
    assert dump(out) == before
    send(said, out, mailer, keys_of(said), clock=hands.clock, order=Order(limit=1, past_canary=True))
    assert (planned(said, out).first, planned(said, out).held) == (0, "")


def test_a_plan_says_that_the_gate_is_shut(tmp_path: Path) -> None:
    """After too many bounces none of the letters would leave, and it gives the reason that sending would give."""
    said = campaign(tmp_path / "spring", sending=CANARY)
    out = fill(tmp_path / "out", said, *crowd(said, 100))
    go(said, out, Told())
    heard(out, said, EventKind.BOUNCE, 2)
    assert "2 bounces of the canary's 10 letters are over 3.00%" in planned(said, out).held


def test_a_plan_draws_no_canary_where_enough_letters_are_out(tmp_path: Path) -> None:
    """A canary that was asked for late, when more letters had left than it would have, isn't spoken of."""
    said = campaign(tmp_path / "spring")
    out = fill(tmp_path / "out", said, *crowd(said, 100))
    send(said, out, Told(), keys_of(said), clock=Hands().clock, order=Order(limit=30))
    late = campaign(tmp_path / "spring", sending=CANARY)
    assert planned(late, out).first == 0


def test_a_plan_is_what_then_happens(tmp_path: Path) -> None:
    """As many letters leave as it said, for the same reasons the others don't."""
    said = campaign(tmp_path / "spring", sending="holdout = 0.2\n")
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 50)), Told()
    found = planned(said, out)
    go(said, out, mailer)
    assert len(mailer.given) == found.letters
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        assert {(state, why): n for state, why, n in ledger.spared.reasons()} == found.why_not


def test_a_plan_counts_one_letter_for_one_address(tmp_path: Path) -> None:
    """Two customers, one mailbox in any case of letters: the first gets it, the plan and what waits say one letter."""
    said, mailer = campaign(tmp_path / "spring"), Told()
    twins = [person("a", said, address="One@members.example"), person("b", said, address="one@members.example")]
    out = fill(tmp_path / "out", said, *twins, person("c", said))
    found = planned(said, out)
    assert (found.letters, found.why_not) == (2, {(State.SKIPPED, TWICE): 1})
    go(said, out, mailer)
    assert sorted(mailer.given) == ["One", "c"]
    assert reasons(out, said)["b"] == ("skipped", TWICE)


def test_the_first_of_two_is_the_first_who_would_be_written_to(tmp_path: Path) -> None:
    """Where the first customer has not agreed, the second gets the letter that their mailbox is to get."""
    said, mailer = campaign(tmp_path / "spring", people='consent = "agreed"\n'), Told()
    twins = [
        person(who, said, address="one@members.example", consent=word) for who, word in (("a", "no"), ("b", "yes"))
    ]
    out = fill(tmp_path / "out", said, *twins)
    assert planned(said, out).letters == 1
    go(said, out, mailer)
    assert mailer.given == ["one"]
    assert states(out, said)["b"] == "accepted"


def test_an_address_that_has_its_letter_is_not_waited_for(tmp_path: Path) -> None:
    """The data give the address of a letter to somebody else: no plan, no count and no progress speaks of a letter."""
    said, mailer = campaign(tmp_path / "spring"), Told()
    out = fill(tmp_path / "out", said, person("a", said, address="one@members.example"))
    go(said, out, mailer)
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        moved = [person("a", said, address="since@members.example"), person("b", said, address="ONE@members.example")]
        ledger.record(moved, [], round_=1, at=AT)
        assert ledger.queue.waiting() == 0
    found = planned(said, out)
    assert (found.letters, found.why_not) == (0, {(State.SKIPPED, TWICE): 1})
    go(said, out, mailer)
    assert mailer.given == ["one"]
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        assert ledger.runs.last().planned == 0


def test_a_plan_keeps_to_the_limit(tmp_path: Path) -> None:
    """Asked for ten, it speaks of ten."""
    said = campaign(tmp_path / "spring")
    assert planned(said, fill(tmp_path / "out", said, *crowd(said, 50)), order=Order(limit=10)).letters == 10


SEEDS = 'seeds = ["team@northwing.example", "boss@northwing.example"]\n'


def test_seeds_get_telling_letters_marked_as_tests_and_the_ledger_stays(tmp_path: Path) -> None:
    """The emptiest year, the fullest, the longest name and a few by lot go to each seed; nobody is claimed."""
    said = campaign(tmp_path / "spring", sending=SEEDS)
    telling = [person("none", said, drawn=0), person("most", said, drawn=600), person("long", said, name="M" * 80)]
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 20), *telling), Told()
    before = dump(out)
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        tests = to_seeds(said, ledger, mailer, keys_of(said), clock=Hands().clock)
    assert dump(out) == before
    assert {"none", "most", "long"} <= {test.customer for test in tests}
    assert set(mailer.given) == {"team", "boss"}
    assert 2 * 6 <= len(mailer.given) <= 2 * 8
    read = [email.message_from_bytes(letter.message, policy=email.policy.default) for letter in mailer.letters]
    assert all(letter["Subject"].startswith("[test]") for letter in read)
    assert len({letter["Message-ID"] for letter in read}) == len(read)
    assert not any("members.example" in letter["To"] for letter in read)


def test_seeds_see_every_subject(tmp_path: Path) -> None:
    """Where the brand tries two subjects, the tests take turns."""
    said = campaign(tmp_path / "spring", sending=SEEDS, letter='subjects = ["A heart of yours, {name}"]\n')
    out = fill(tmp_path / "out", said, *crowd(said, 9))
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        tests = to_seeds(said, ledger, Told(), keys_of(said), clock=Hands().clock)
    assert {test.subject for test in tests} == {0, 1}


def test_seeds_say_where_a_letter_has_none_of_the_subjects(tmp_path: Path) -> None:
    """Whoever has no name gets another subject than those that are tried, and the table says so."""
    said = campaign(tmp_path / "spring", sending=SEEDS, letter='subjects = ["A heart of yours, {name}"]\n')
    out = fill(tmp_path / "out", said, *crowd(said, 3), person("nobody", said, name=""))
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        tests = to_seeds(said, ledger, Told(), keys_of(said), clock=Hands().clock)
    assert {test.customer for test in tests if test.subject is None} == {"nobody"}


def test_no_seeds_are_said(tmp_path: Path) -> None:
    """The sentence says where to write them."""
    said = campaign(tmp_path / "spring")
    out = fill(tmp_path / "out", said, *crowd(said, 1))
    with Ledger(out / "ledger.sqlite", said.id) as ledger, pytest.raises(MailError, match=r"sending\.seeds"):
        to_seeds(said, ledger, Told(), keys_of(said), clock=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
