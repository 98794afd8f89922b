"""The ledger keeps one row a customer, at most one letter a customer and an address, and never loses a claim."""

import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from artgen.errors import LedgerError
from artgen.ledger import SCHEMA, Free, Ledger
from artgen.ledger.events import Events
from artgen.ledger.suppression import Suppression
from artgen.records import Event, EventKind, Fault, Gravity, Outcome, Receipt, State, Verdict

AT = "2026-01-02T03:04:05.000+00:00"


def receipt(customer: str, address: str = "", inputs: str = "d1", **more: object) -> Receipt:
    """A customer's receipt, made and ready to be written to."""
    hashed = f"hash of {address.lower()}" if address else ""
    values = {"state": State.MADE, "name": "Ada", "token": f"t{customer}", "artwork": "a", "drawn": 3}
    return Receipt(customer, address=address, inputs=inputs, **values | {"address_hash": hashed} | more)


def send_id(customer: str, generation: int) -> str:
    return f"s-{customer}-{generation}"


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "ledger.sqlite", "spring") as opened:
        yield opened


def test_a_claim_takes_each_waiting_person_once(ledger: Ledger) -> None:
    """Claims come in the order of ids, and nobody comes twice."""
    ledger.record([receipt("b", "b@x.example"), receipt("a", "a@x.example")], [], round_=1, at=AT)
    claims = [ledger.queue.claim("", send_id=send_id, at=AT) for _ in range(3)]
    assert [claim and claim.customer for claim in claims] == ["a", "b", None]


def test_people_without_an_address_are_not_claimed(ledger: Ledger) -> None:
    """Who has no address gets a page and no letter."""
    ledger.record([receipt("a")], [], round_=1, at=AT)
    assert ledger.queue.claim("", send_id=send_id, at=AT) is None
    assert ledger.published() == 1


def test_one_address_gets_one_letter_under_two_ids(ledger: Ledger) -> None:
    """A second customer with an address that has its letter is held, with the reason."""
    ledger.record([receipt("a", "one@x.example"), receipt("b", "one@x.example")], [], round_=1, at=AT)
    first = ledger.queue.claim("", send_id=send_id, at=AT)
    assert first is not None
    assert ledger.queue.claim(first.customer, send_id=send_id, at=AT) is None
    assert ledger.tally() == {State.CLAIMED: 1, State.HELD: 1}


def test_an_address_moved_to_another_customer_still_gets_one_letter(ledger: Ledger) -> None:
    """The address counts, not the id, even when the data moves it after its letter was accepted."""
    ledger.record([receipt("a", "one@x.example")], [], round_=1, at=AT)
    ledger.queue.claim("", send_id=send_id, at=AT)
    ledger.queue.settle("a", Outcome(Verdict.ACCEPTED), at=AT)
    ledger.record([receipt("b", "one@x.example")], [], round_=2, at=AT)
    assert ledger.queue.claim("", send_id=send_id, at=AT) is None


def test_what_definitely_did_not_go_out_waits_again(ledger: Ledger) -> None:
    """A definite no puts the person back in the queue."""
    ledger.record([receipt("a", "a@x.example")], [], round_=1, at=AT)
    ledger.queue.claim("", send_id=send_id, at=AT)
    ledger.queue.settle("a", Outcome(Verdict.DEFINITELY_NOT, "full"), at=AT)
    assert ledger.queue.waiting() == 1


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.REFUSED, Verdict.UNKNOWN])
def test_no_other_end_is_sent_again(ledger: Ledger, verdict: Verdict) -> None:
    """Accepted, refused and unknown never wait again."""
    ledger.record([receipt("a", "a@x.example")], [], round_=1, at=AT)
    ledger.queue.claim("", send_id=send_id, at=AT)
    ledger.queue.settle("a", Outcome(verdict), at=AT)
    assert ledger.queue.waiting() == 0
    assert ledger.queue.claim("", send_id=send_id, at=AT) is None


def test_a_settled_claim_stays_settled(ledger: Ledger) -> None:
    """A second outcome for the same claim changes nothing."""
    ledger.record([receipt("a", "a@x.example")], [], round_=1, at=AT)
    ledger.queue.claim("", send_id=send_id, at=AT)
    ledger.queue.settle("a", Outcome(Verdict.ACCEPTED), at=AT)
    ledger.queue.settle("a", Outcome(Verdict.DEFINITELY_NOT), at=AT)
    assert ledger.tally() == {State.ACCEPTED: 1}


def test_a_killed_sender_leaves_its_claim_open(tmp_path: Path) -> None:
    """A claim is durable: the next opening lists it and does not hand it out again."""
    file = tmp_path / "ledger.sqlite"
    first = Ledger(file, "spring")
    first.record([receipt("a", "a@x.example")], [], round_=1, at=AT)
    first.queue.claim("", send_id=send_id, at=AT)
    with Ledger(file, "spring") as second:
        assert second.queue.open_claims() == [("a", "s-a-0")]
        assert second.queue.claim("", send_id=send_id, at=AT) is None


def test_new_data_does_not_touch_what_was_sent(ledger: Ledger) -> None:
    """A person whose letter was claimed keeps the artwork and words that the letter spoke of."""
    ledger.record([receipt("a", "a@x.example", image="old")], [], round_=1, at=AT)
    ledger.queue.claim("", send_id=send_id, at=AT)
    ledger.record([receipt("a", "z@x.example", inputs="d2", image="new")], [], round_=2, at=AT)
    entry = ledger.find("a")
    assert entry is not None
    assert entry.image == "old"
    assert ledger.known(["a"])["a"].sealed


def test_an_unchanged_receipt_keeps_the_record_but_takes_a_new_address(ledger: Ledger) -> None:
    """A customer whose picture stays is not rewritten; a mended address is."""
    ledger.record([receipt("a", "old@x.example", image="i1")], [], round_=1, at=AT)
    ledger.record([receipt("a", "new@x.example", artwork="", image="")], [], round_=2, at=AT)
    claim = ledger.queue.claim("", send_id=send_id, at=AT)
    assert claim is not None
    assert (claim.address, claim.image) == ("new@x.example", "i1")


def test_counts_of_a_round_leave_out_people_no_longer_in_the_data(ledger: Ledger) -> None:
    """Who was not seen by a make is not counted in its summary."""
    ledger.record([receipt("a"), receipt("b")], [], round_=1, at=AT)
    ledger.record([receipt("b")], [], round_=ledger.open_round(), at=AT)
    assert ledger.tally(round_=2) == {State.MADE: 1}


def test_faults_come_back_in_an_order_of_their_own(ledger: Ledger) -> None:
    """The order in which workers reported faults does not show."""
    faults = [Fault(Gravity.ROW, "bad time", "b", "f.csv", 9), Fault(Gravity.CUSTOMER, "twice", "a", "p.csv", 2)]
    ledger.record([], faults, round_=1, at=AT)
    assert [fault.customer for fault in ledger.faults()] == ["a", "b"]


def test_a_ledger_of_another_campaign_is_refused(tmp_path: Path) -> None:
    """An output folder belongs to one campaign."""
    Ledger(tmp_path / "ledger.sqlite", "spring").__exit__()
    with pytest.raises(LedgerError, match="campaign's id has changed"):
        Ledger(tmp_path / "ledger.sqlite", "autumn")


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    """A file written by a later artgen is not touched."""
    file = tmp_path / "ledger.sqlite"
    db = sqlite3.connect(file)
    db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    db.close()
    with pytest.raises(LedgerError, match="newer artgen"):
        Ledger(file, "spring")


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    """Something else at the ledger's place is an error and stays as it is."""
    file = tmp_path / "ledger.sqlite"
    file.write_bytes(b"not a database, but somebody's notes" * 100)
    with pytest.raises(LedgerError, match="can't be used as a ledger"):
        Ledger(file, "spring")


def test_a_batch_is_claimed_in_one_commit(ledger: Ledger) -> None:
    """As many as asked for, in the order of ids, and the next batch goes on behind them."""
    ledger.record([receipt(who, f"{who}@x.example") for who in "edcba"], [], round_=1, at=AT)
    first = ledger.queue.take(3, send_id=send_id, at=AT)
    second = ledger.queue.take(3, send_id=send_id, at=AT, after=first[-1].customer)
    assert [[claim.customer for claim in batch] for batch in (first, second)] == [["a", "b", "c"], ["d", "e"]]


def test_a_batch_of_twins_is_one_letter(ledger: Ledger) -> None:
    """An address in other letters of the same case is the same address; whoever is held is not lost from sight."""
    twins = ["One@x.example", "one@x.example", "ONE@X.example"]
    ledger.record([receipt(who, address) for who, address in zip("abc", twins, strict=True)], [], round_=1, at=AT)
    assert len(ledger.queue.take(3, send_id=send_id, at=AT)) == 1
    assert ledger.tally() == {State.CLAIMED: 1, State.HELD: 2}


def test_a_batch_reaches_past_those_who_are_held(ledger: Ledger) -> None:
    """Twins at the front don't end the queue."""
    ledger.record([receipt(who, "one@x.example") for who in "abcd"], [], round_=1, at=AT)
    ledger.record([receipt("e", "two@x.example")], [], round_=1, at=AT)
    claimed = [ledger.queue.take(1, send_id=send_id, at=AT)[0].customer for _ in range(2)]
    assert claimed == ["a", "e"]


def test_the_suppressed_are_refused_inside_the_claim(ledger: Ledger) -> None:
    """Nothing need be asked before: the claim itself knows."""
    ledger.record([receipt(who, f"{who}@x.example") for who in "abc"], [], round_=1, at=AT)
    Suppression(ledger).add(["hash of b@x.example"], "asked", "hand", AT)
    assert [claim.customer for claim in ledger.queue.take(9, send_id=send_id, at=AT)] == ["a", "c"]


def test_an_address_without_a_hash_is_not_claimed(ledger: Ledger) -> None:
    """Who can't be looked up in the suppression list is not written to."""
    ledger.record([receipt("a", "a@x.example", address_hash="")], [], round_=1, at=AT)
    assert ledger.queue.take(9, send_id=send_id, at=AT) == []


def test_a_doubt_is_settled_by_a_person_alone(ledger: Ledger) -> None:
    """As sent, it never goes again; sent again, it waits under the same id."""
    ledger.record([receipt(who, f"{who}@x.example") for who in "ab"], [], round_=1, at=AT)
    ledger.queue.take(2, send_id=send_id, at=AT)
    ledger.queue.settle_all([(who, Outcome(Verdict.UNKNOWN, "lost")) for who in "ab"], at=AT)
    assert [(doubt.customer, doubt.known) for doubt in ledger.doubts.all()] == [("a", "lost"), ("b", "lost")]
    assert ledger.doubts.as_sent(["a"], at=AT) + ledger.doubts.send_again(["b"], at=AT) == 2
    again = ledger.queue.take(9, send_id=send_id, at=AT)
    assert [(claim.customer, claim.send_id) for claim in again] == [("b", "s-b-0")]


def test_no_doubt_can_be_made_up(ledger: Ledger) -> None:
    """One name that is not in doubt, and nothing is changed."""
    ledger.record([receipt(who, f"{who}@x.example") for who in "ab"], [], round_=1, at=AT)
    ledger.queue.take(1, send_id=send_id, at=AT)
    ledger.queue.settle_all([("a", Outcome(Verdict.UNKNOWN))], at=AT)
    with pytest.raises(LedgerError, match="b: there is no doubt about this letter; nothing was changed"):
        ledger.doubts.send_again(["a", "b"], at=AT)
    assert ledger.tally() == {State.UNKNOWN: 1, State.MADE: 1}


def test_a_pause_is_seen_by_another_process(tmp_path: Path) -> None:
    """What one opening writes, another reads at once; the first pause's time stands."""
    with Ledger(tmp_path / "l", "spring") as one, Ledger(tmp_path / "l", "spring") as other:
        one.runs.pause(at=AT)
        one.runs.pause(at="2026-02-01T00:00:00.000+00:00")
        assert other.runs.paused == AT
        other.runs.resume()
        assert one.runs.paused == ""


def test_a_run_that_was_killed_is_closed_by_the_next(ledger: Ledger) -> None:
    """Its row says what became of it."""
    ledger.runs.begin("smtp", 5, at=AT)
    ledger.runs.begin("smtp", 5, at="2026-01-02T04:00:00.000+00:00")
    with ledger.commit() as db:
        notes = db.execute("SELECT ended_at, note FROM run ORDER BY id").fetchall()
    assert notes == [(AT, "it was killed"), ("", "")]


ADDRESSES = ["", "1@x.example", "2@x.example", "2@X.example", "3@x.example", "4@x.example"]


class Sending(RuleBasedStateMachine):
    """Any order of making, claiming, settling, hearing, suppressing, resolving and dying: the same promises.

    The model holds what went on the wire. Nobody, and no address, gets two letters but by a person's word; nobody
    gets one while suppressed; and each person is in one state that follows from what happened.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / "ledger.sqlite"
        self.ledger = Ledger(self.file, "spring")
        self.wire: list[tuple[str, str]] = []
        self.open: dict[str, str] = {}
        self.doubted: dict[str, str] = {}
        self.suppressed: set[str] = set()
        self.refused: dict[str, str] = {}

    @rule(who=st.sampled_from("abcdef"), address=st.sampled_from(ADDRESSES), consent=st.sampled_from(["yes", "no"]))
    def make(self, who: str, address: str, consent: str) -> None:
        self.ledger.record([receipt(who, address, consent=consent)], [], round_=1, at=AT)

    @rule(most=st.integers(1, 4), after=st.sampled_from(["", "c"]), below=st.sampled_from([0.3, 1.0]))
    def claim_and_deliver(self, most: int, after: str, below: float) -> None:
        for claim in self.ledger.queue.take(most, send_id=send_id, at=AT, after=after, free=Free(below=below)):
            assert f"hash of {claim.address.lower()}" not in self.suppressed
            self.open[claim.customer] = claim.address.lower()
            self.wire.append((claim.customer, claim.address.lower()))

    @precondition(lambda self: self.open)
    @rule(verdict=st.sampled_from(list(Verdict)), most=st.integers(1, 4))
    def settle(self, verdict: Verdict, most: int) -> None:
        settled = sorted(self.open)[:most]
        self.ledger.queue.settle_all([(who, Outcome(verdict)) for who in settled], at=AT)
        for who in settled:
            address = self.open.pop(who)
            if verdict is Verdict.DEFINITELY_NOT:
                self.wire.remove((who, address))
            if verdict is Verdict.UNKNOWN:
                self.doubted[who] = address
            if verdict is Verdict.REFUSED:
                self.refused[who] = address

    @rule(who=st.sampled_from("abcdef"), kind=st.sampled_from([EventKind.DELIVERY, EventKind.BOUNCE, EventKind.SEND]))
    def hear(self, who: str, kind: EventKind) -> None:
        Events(self.ledger).record([Event(send_id(who, 0), kind, AT)])
        found = {one.customer: one for one in self.ledger.people()}.get(who)
        if found and found.send_id and kind is EventKind.BOUNCE:
            self.suppressed.add(found.address_hash)
        if found and found.state is not State.UNKNOWN:
            self.doubted.pop(who, None)
        if found and found.send_id:
            self.refused.pop(who, None)

    @rule(address=st.sampled_from(ADDRESSES[1:]))
    def suppress(self, address: str) -> None:
        self.suppressed.add(f"hash of {address.lower()}")
        Suppression(self.ledger).add([f"hash of {address.lower()}"], "asked", "hand", AT)

    @rule()
    def ask_anew_whom_to_spare(self) -> None:
        self.ledger.spared.write(
            [
                (one.customer, State.SUPPRESSED, one.suppressed)
                if one.suppressed
                else (one.customer, State.MADE if one.consent == "yes" else State.SKIPPED, "")
                for one in self.ledger.spared.standing()
            ]
        )

    @precondition(lambda self: self.doubted)
    @rule(again=st.booleans())
    def resolve(self, again: bool) -> None:
        who = min(self.doubted)
        settle = self.ledger.doubts.send_again if again else self.ledger.doubts.as_sent
        settle([who], at=AT)
        address = self.doubted.pop(who)
        if again:
            self.wire.remove((who, address))

    @rule(by_a_person=st.booleans(), more=st.sampled_from("abcdef"))
    def put_back(self, by_a_person: bool, more: str) -> None:
        if by_a_person:
            count = self.ledger.doubts.send_again(self.ledger.queue.refused(), at=AT)
        else:
            count = self.ledger.queue.settle_all([], at=AT, again=[*sorted(self.refused), more, *self.open])
        assert count == len(self.refused)
        for who in sorted(self.refused):
            self.wire.remove((who, self.refused.pop(who)))

    @rule()
    def die_and_come_back(self) -> None:
        self.ledger.__exit__()
        self.ledger = Ledger(self.file, "spring")

    @invariant()
    def nobody_twice(self) -> None:
        customers, addresses = [c for c, _ in self.wire], [a for _, a in self.wire]
        assert len(set(customers)) == len(customers)
        assert len(set(addresses)) == len(addresses)

    @invariant()
    def open_claims_are_on_record(self) -> None:
        assert [c for c, _ in self.ledger.queue.open_claims()] == sorted(self.open)

    @invariant()
    def doubts_are_on_record(self) -> None:
        assert [doubt.customer for doubt in self.ledger.doubts.all()] == sorted(self.doubted)

    @invariant()
    def refusals_that_may_wait_again_are_on_record(self) -> None:
        assert self.ledger.queue.refused() == sorted(self.refused)

    @invariant()
    def who_was_written_to_says_so(self) -> None:
        lettered = {one.customer for one in self.ledger.people() if one.send_id}
        assert lettered == {customer for customer, _ in self.wire}

    def teardown(self) -> None:
        self.ledger.__exit__()
        self.folder.cleanup()


TestSending = Sending.TestCase
TestSending.settings = settings(max_examples=60, stateful_step_count=30, deadline=None, derandomize=True)
