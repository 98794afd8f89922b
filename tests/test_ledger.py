"""The ledger keeps one row a customer, at most one letter a customer and an address, and never loses a claim."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from artgen.errors import LedgerError
from artgen.ledger import SCHEMA, Ledger
from artgen.records import Fault, Gravity, Outcome, Receipt, State, Verdict

AT = "2026-01-02T03:04:05.000+00:00"


def receipt(customer: str, address: str = "", inputs: str = "d1", **more: object) -> Receipt:
    """A customer's receipt, made and ready to be written to."""
    values = {"state": State.MADE, "name": "Ada", "token": f"t{customer}", "artwork": "a", "drawn": 3} | more
    hashed = f"hash of {address.lower()}" if address else ""
    return Receipt(customer, address=address, address_hash=hashed, inputs=inputs, **values)


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


class Sending(RuleBasedStateMachine):
    """Any order of recording, claiming, settling and dying: nobody and no address gets two letters."""

    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / "ledger.sqlite"
        self.ledger = Ledger(self.file, "spring")
        self.wire: list[tuple[str, str]] = []
        self.open: dict[str, str] = {}

    @rule(target=people, who=st.sampled_from("abcde"), address=st.sampled_from(["", "1@x.example", "2@x.example"]))
    def record(self, who: str, address: str) -> str:
        self.ledger.record([receipt(who, address)], [], round_=1, at=AT)
        return who

    @rule()
    def claim_and_deliver(self) -> None:
        claim = self.ledger.queue.claim("", send_id=send_id, at=AT)
        if claim:
            self.open[claim.customer] = claim.address
            self.wire.append((claim.customer, claim.address))

    @rule(verdict=st.sampled_from([Verdict.ACCEPTED, Verdict.REFUSED, Verdict.UNKNOWN]))
    def settle(self, verdict: Verdict) -> None:
        for customer in list(self.open):
            self.ledger.queue.settle(customer, Outcome(verdict), at=AT)
            del self.open[customer]

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

    def teardown(self) -> None:
        self.ledger.__exit__()
        self.folder.cleanup()


TestSending = Sending.TestCase
TestSending.settings = settings(max_examples=25, stateful_step_count=20, deadline=None, derandomize=True)
