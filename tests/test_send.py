"""The line sends each waiting letter once, ends for a reason that it says, and leaves nobody in between."""

import datetime as dt
import threading
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from artgen.campaigns.lots import lot
from artgen.campaigns.model import Campaign
from artgen.errors import LedgerError, MailError, ShelfError
from artgen.ledger import Ledger
from artgen.ledger.events import Events
from artgen.mailing.mailer import Pace
from artgen.publishing.shelf import alone
from artgen.records import Event, EventKind, Outcome, State, Then, Verdict
from artgen.send import Order, Sent, Watch, send
from tests.waiting import ACCEPTED, AT, NOON, Hands, Told, campaign, crowd, fill, keys_of, person, states

THROTTLED = Outcome(Verdict.DEFINITELY_NOT, "too fast", Then.SLOW_DOWN)
LOST = Outcome(Verdict.UNKNOWN, "its answer never came")
REFUSED = Outcome(Verdict.REFUSED, "no such thing")


@pytest.fixture
def said(tmp_path: Path) -> Campaign:
    return campaign(tmp_path / "spring")


def go(said: Campaign, out: Path, mailer: Told, *, order: Order = Order(), hands: Hands | None = None, **watch) -> Sent:
    hands = hands or Hands()
    watched = Watch(sleep=hands.sleep, **watch)
    return send(said, out, mailer, keys_of(said), clock=hands.clock, order=order, watch=watched)


def test_everybody_who_waits_gets_one_letter(said: Campaign, tmp_path: Path) -> None:
    """All are accepted, each once, and a second run finds nobody."""
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 30)), Told()
    sent = go(said, out, mailer)
    assert (sent.verdicts, sent.left, sent.note, mailer.twice) == ({Verdict.ACCEPTED: 30}, 0, "", [])
    assert go(said, out, mailer).verdicts == {}
    assert set(states(out, said).values()) == {"accepted"}


def test_a_limit_is_kept_to_the_letter(said: Campaign, tmp_path: Path) -> None:
    """Of ten, four go; the rest wait, and that needs no excuse."""
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 10)), Told()
    sent = go(said, out, mailer, order=Order(limit=4))
    assert (len(mailer.given), sent.left, sent.note) == (4, 6, "")


def test_what_was_throttled_goes_later_in_the_same_run(said: Campaign, tmp_path: Path) -> None:
    """A definite no for being too fast costs nobody the letter: all go in the end, and nobody gets two."""
    out, tries = fill(tmp_path / "out", said, *crowd(said, 12)), count()
    mailer = Told(lambda address: THROTTLED if next(tries) % 3 == 0 else ACCEPTED, granted=Pace(500, None))
    sent = go(said, out, mailer)
    assert sent.verdicts[Verdict.ACCEPTED] == 12
    assert set(states(out, said).values()) == {"accepted"}


def test_a_mailer_that_never_takes_a_letter_ends_the_run(said: Campaign, tmp_path: Path) -> None:
    """After a handful of plain noes in a row it stops and says what it heard; nobody is lost."""
    out = fill(tmp_path / "out", said, *crowd(said, 40))
    mailer = Told(lambda address: Outcome(Verdict.DEFINITELY_NOT, "no way through"))
    with pytest.raises(MailError, match=r"nothing goes out any more: no way through; mend that"):
        go(said, out, mailer)
    assert set(states(out, said).values()) == {"made"}
    assert len(mailer.given) < 20


def test_a_stop_word_ends_the_run_at_once(said: Campaign, tmp_path: Path) -> None:
    """An account that is suspended costs no letter more than are on their way."""
    out = fill(tmp_path / "out", said, *crowd(said, 40))
    mailer = Told(lambda address: Outcome(Verdict.DEFINITELY_NOT, "the account is suspended", Then.STOP))
    with pytest.raises(MailError, match="sending stopped: the account is suspended"):
        go(said, out, mailer)
    assert len(mailer.given) <= 2 * said.mailer.workers
    assert set(states(out, said).values()) == {"made"}


def test_one_reason_refusing_many_people_is_not_about_them(said: Campaign, tmp_path: Path) -> None:
    """The twenty-first refusal with the same words stops the run, and all wait: for a mended server, each for one."""
    out = fill(tmp_path / "out", said, *crowd(said, 60))
    mailer = Told(lambda address: REFUSED)
    for _ in range(3):
        with pytest.raises(MailError, match=r"for one reason: no such thing; .* so they wait again; mend that and run"):
            go(said, out, mailer)
        assert set(states(out, said).values()) == {"made"}
    assert len(mailer.given) <= 3 * (20 + 2 * said.mailer.workers)
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        first = next(ledger.people())
        assert (first.attempts, first.detail, first.send_id, ledger.runs.last().settled) == (3, "no such thing", "", 0)
    mended = Told()
    assert (go(said, out, mended).verdicts, mended.twice) == ({Verdict.ACCEPTED: 60}, [])


def test_what_was_refused_before_and_for_other_reasons_stays_refused(said: Campaign, tmp_path: Path) -> None:
    """Of those whom a failing server refuses none is lost; who was refused amid letters that were taken, stays so."""
    out, tries = fill(tmp_path / "out", said, *crowd(said, 90)), count()
    theirs = {3: REFUSED, 7: Outcome(Verdict.REFUSED, "another thing"), 45: Outcome(Verdict.REFUSED, "another thing")}
    mailer = Told(
        lambda address: theirs.get(n := next(tries), REFUSED if n > 40 else ACCEPTED), granted=Pace(400, None)
    )
    with pytest.raises(MailError, match=r"only those refused last wait again; .* `artgen resolve --refused --resend`"):
        go(said, out, mailer)
    tally = Counter(states(out, said).values())
    assert (tally["accepted"], tally["refused"], tally["made"]) == (39, 3, 48)


def test_dead_addresses_never_keep_the_rest_from_their_letters(said: Campaign, tmp_path: Path) -> None:
    """Every fourth address is refused: each run comes further, and in the end all others have their letter."""
    out = fill(tmp_path / "out", said, *crowd(said, 200))
    mailer = Told(lambda address: REFUSED if int(address[1:5]) % 4 == 3 else ACCEPTED)
    for _ in range(2):
        with pytest.raises(MailError, match="more than 20 people were refused"):
            go(said, out, mailer)
    go(said, out, mailer)
    assert Counter(states(out, said).values()) == {"accepted": 150, "refused": 50}


def test_a_person_lets_refused_letters_wait_again(said: Campaign, tmp_path: Path) -> None:
    """Those that nothing was heard of, and whose page stands, go under the same id; all others stay as they are."""
    out = fill(tmp_path / "out", said, *crowd(said, 7))
    go(said, out, Told(lambda address: ACCEPTED if address[:5] in {"p0005", "p0006"} else REFUSED))
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        ids = {one.customer: one.send_id for one in ledger.people()}
        news = {"p0001": EventKind.BOUNCE, "p0002": EventKind.REJECT, "p0003": EventKind.COMPLAINT}
        news |= {"p0005": EventKind.BOUNCE}
        Events(ledger).record([Event(ids[who], kind, AT) for who, kind in news.items()])
        ledger.revocation.revoke([ledger.revocation.find("p0004")], str, for_good=True, at=AT)
        assert ledger.queue.refused() == ["p0000"]
        for who in ("p0001", "p0002", "p0003", "p0004", "p0005", "p0006"):
            with pytest.raises(LedgerError, match="no doubt about this letter; nothing was changed"):
                ledger.doubts.send_again(["p0000", who], at=AT)
        with pytest.raises(LedgerError, match="no doubt about this letter"):
            ledger.doubts.as_sent(["p0000"], at=AT)
        assert ledger.doubts.send_again(["p0000"], at=AT) == 1
    mailer = Told()
    go(said, out, mailer)
    assert [letter.send_id for letter in mailer.letters] == [ids["p0000"]]


def test_a_storm_of_doubts_ends_the_run(said: Campaign, tmp_path: Path) -> None:
    """When no answer comes any more, a run doesn't put the whole campaign in doubt."""
    out = fill(tmp_path / "out", said, *crowd(said, 80))
    with pytest.raises(MailError, match="letters in a row are in doubt"):
        go(said, out, Told(lambda address: LOST))
    assert list(states(out, said).values()).count("unknown") <= 20 + 2 * said.mailer.workers


def test_a_quota_that_is_used_up_says_when_to_come_back(said: Campaign, tmp_path: Path) -> None:
    """Five are left today, five go; the next run is a day after the first of them."""
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 9)), Told(granted=Pace(None, 5))
    sent = go(said, out, mailer)
    assert (len(mailer.given), sent.left) == (5, 4)
    assert "the quota of the day is used up; run the same command after 2026-01-16 12:00 UTC" in sent.note


def test_a_mailer_that_asks_for_a_pause_gets_one(said: Campaign, tmp_path: Path) -> None:
    """A daily limit that nobody knew of ends the run without an error, and loses nobody."""
    out, tries = fill(tmp_path / "out", said, *crowd(said, 40)), count()
    used = Outcome(Verdict.DEFINITELY_NOT, "the day is full", Then.PAUSE)
    sent = go(said, out, Told(lambda address: ACCEPTED if next(tries) < 8 else used))
    assert "the day is full; run the same command after" in sent.note
    assert sorted(set(states(out, said).values())) == ["accepted", "made"]


def test_no_quota_left_is_said_before_anything_happens(said: Campaign, tmp_path: Path) -> None:
    """Nothing goes on the wire, and the run tells so."""
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 3)), Told(granted=Pace(14, 0))
    assert "the quota of the day is used up" in go(said, out, mailer).note
    assert mailer.given == []


def test_a_person_who_stops_it_loses_and_doubles_nothing(said: Campaign, tmp_path: Path) -> None:
    """What is on its way is settled, no claim stays open, and the same command goes on."""
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 40)), Told()
    sent = go(said, out, mailer, stopped=lambda: len(mailer.given) >= 10)
    assert "a person stopped it" in sent.note
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        assert ledger.queue.open_claims() == []
    assert sent.left == 40 - len(mailer.given)
    go(said, out, mailer)
    assert (len(mailer.given), mailer.twice) == (40, [])


def test_letters_that_wait_for_their_turn_stay_when_it_is_stopped(said: Campaign, tmp_path: Path) -> None:
    """At one letter in ten seconds, a stop is not kept waiting by letters that have not left yet."""
    out, asked = fill(tmp_path / "out", said, *crowd(said, 8)), threading.Event()
    mailer = Told(granted=Pace(0.1, None), says=lambda address: _and(asked.set))
    sent = go(said, out, mailer, stopped=asked.is_set)
    assert sent.left == 8 - len(mailer.given)
    assert len(mailer.given) <= 2


def _and(then) -> Outcome:
    then()
    return ACCEPTED


def test_a_pause_from_elsewhere_stops_the_run_and_keeps_the_next_from_starting(said: Campaign, tmp_path: Path) -> None:
    """Another process writes it into the ledger; `resume` takes it back and nobody gets two."""
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 40)), Told()

    def pause(ledger: Ledger) -> None:
        if mailer.given:
            with Ledger(out / "ledger.sqlite", said.id) as other:
                other.runs.pause(at=AT)

    assert "a person paused it" in go(said, out, mailer, listen=pause).note
    with pytest.raises(MailError, match="paused since 2026-01-15T09:00 UTC; `artgen resume`"):
        go(said, out, mailer)
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        ledger.runs.resume()
    go(said, out, mailer)
    assert (len(mailer.given), mailer.twice) == (40, [])


def test_two_senders_at_once_are_one(said: Campaign, tmp_path: Path) -> None:
    """Whoever comes second is told so, and sends nothing."""
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 3)), Told()
    with alone(out), pytest.raises(ShelfError, match="another artgen works there"):
        go(said, out, mailer)
    assert mailer.given == []


def test_what_a_killed_run_left_is_asked_of_the_mailer_and_never_resent(said: Campaign, tmp_path: Path) -> None:
    """Of three open claims one went out, one didn't, and one nobody knows: only the second goes."""
    out = fill(tmp_path / "out", said, *crowd(said, 3))
    keys = keys_of(said)
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        ledger.queue.take(3, send_id=lambda who, n: keys.send_id(said.id, who, n), at=AT)
    known = {
        keys.send_id(said.id, "p0000"): ACCEPTED,
        keys.send_id(said.id, "p0001"): Outcome(Verdict.DEFINITELY_NOT),
        keys.send_id(said.id, "p0002"): Outcome(Verdict.UNKNOWN, "it died"),
    }
    mailer = Told(remembers=known.__getitem__)
    assert go(said, out, mailer).recovered == 3
    assert states(out, said) == {"p0000": "accepted", "p0001": "accepted", "p0002": "unknown"}
    assert mailer.given == ["p0001"]


def test_a_letter_that_can_not_be_written_leaves_nobody_claimed(said: Campaign, tmp_path: Path) -> None:
    """Words kept by another version stop the run before the wire."""
    out = fill(tmp_path / "out", said, person("a", said), person("b", said, letter='{"not": "ours"}'))
    mailer = Told()
    with pytest.raises(MailError, match="run `artgen make` again"):
        go(said, out, mailer)
    assert set(states(out, said).values()) == {"made"}


def test_a_mailer_that_breaks_its_promise_leaves_a_doubt_and_not_a_second_letter(
    said: Campaign, tmp_path: Path
) -> None:
    """A fault of the code stops the run; the claims that were open are looked up by the next."""
    out = fill(tmp_path / "out", said, *crowd(said, 3))

    def broken(address: str) -> Outcome:
        raise RuntimeError("a fault of the code")

    with pytest.raises(RuntimeError, match="a fault of the code"):
        go(said, out, Told(broken))
    mailer = Told()
    go(said, out, mailer)
    assert "unknown" in states(out, said).values()
    assert mailer.twice == []


def test_no_room_to_write_down_what_becomes_of_letters_stops_it_before_the_wire(said: Campaign, tmp_path: Path) -> None:
    """Nothing leaves, and the sentence says what to do."""
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 3)), Told()
    (out / ".room").mkdir()
    with pytest.raises(MailError, match="there is no room on the disk to write down what becomes of letters"):
        go(said, out, mailer)
    assert mailer.given == []


def test_room_that_is_lost_amid_sending_stops_it_before_the_next_batch(said: Campaign, tmp_path: Path) -> None:
    """What is on its way is settled; nobody else is claimed."""
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 40)), Told()

    def lose(ledger: Ledger) -> None:
        if mailer.given and (out / ".room").is_file():
            (out / ".room").unlink()
            (out / ".room").mkdir()

    with pytest.raises(MailError, match="there is no room on the disk"):
        go(said, out, mailer, listen=lose)
    tally = list(states(out, said).values())
    assert tally.count("accepted") == len(mailer.given) < 40
    assert tally.count("made") == 40 - len(mailer.given)


def test_outcomes_are_kept_until_the_ledger_takes_them(
    said: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that fails for a while after letters left is tried again; then the run stops, without a doubt."""
    from artgen.ledger.queue import Queue

    out, mailer, fails = fill(tmp_path / "out", said, *crowd(said, 20)), Told(), count()
    settle = Queue.settle_all

    def failing(self: Queue, ended, **more) -> int:
        if next(fails) < 3:
            raise LedgerError("the ledger can't be written (disk full)")
        return settle(self, ended, **more)

    monkeypatch.setattr(Queue, "settle_all", failing)
    with pytest.raises(LedgerError, match="disk full"):
        go(said, out, mailer)
    assert list(states(out, said).values()).count("accepted") == len(mailer.given) > 0
    assert "unknown" not in states(out, said).values()


def test_a_subject_is_drawn_by_lot_and_kept(tmp_path: Path) -> None:
    """Two subjects go to about half each; the ledger knows who got which, and the letter says it."""
    said = campaign(tmp_path / "spring", letter='subjects = ["A heart of yours, {name}"]\n')
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 60)), Told()
    go(said, out, mailer)
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        variants = {one.customer: one.variant for one in ledger.people()}
    told = {
        who: b"A heart of yours" in letter.message for who, letter in zip(mailer.given, mailer.letters, strict=True)
    }
    assert told == {who: bool(variant) for who, variant in variants.items()}
    assert 15 < sum(variants.values()) < 45


def test_lots_of_different_uses_know_nothing_of_each_other() -> None:
    """Of two thousand, the half below in one use is spread evenly over the other, and over campaigns."""
    low = [who for who in map(str, range(2000)) if lot("canary", "spring", who) < 0.5]
    assert 900 < len(low) < 1100
    for use, name in (("holdout", "spring"), ("subject", "spring"), ("canary", "autumn")):
        assert 0.45 < sum(lot(use, name, who) < 0.5 for who in low) / len(low) < 0.55


def test_a_run_writes_down_how_far_it_is(said: Campaign, tmp_path: Path) -> None:
    """Planned, settled, by which mailer, and why it ended stand in the ledger for anyone to read."""
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 6)), Told(granted=Pace(None, 4))
    go(said, out, mailer)
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        run = ledger.runs.last()
    assert run is not None
    assert (run.mailer, run.planned, run.settled) == ("practice", 6, 4)
    assert run.ended_at
    assert "quota" in run.note


CANARY = "canary = 0.1\ncanary_least = 5\ncanary_hours = 2\n"


def events(out: Path, said: Campaign, kind: EventKind, most: int = 1000) -> None:
    """Let news of accepted letters come in."""
    from artgen.ledger.events import Events

    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        ids = [one.send_id for one in ledger.people() if one.send_id][:most]
        Events(ledger).record([Event(send_id, kind, AT, "") for send_id in ids])
        Events(ledger).follow(AT)


def test_a_canary_goes_first_and_the_rest_when_it_came_back_well(tmp_path: Path) -> None:
    """Ten of a hundred go; then the hours must pass, and something be heard; then all the others go by themselves."""
    said = campaign(tmp_path / "spring", sending=CANARY)
    out, mailer, hands = fill(tmp_path / "out", said, *crowd(said, 100)), Told(), Hands()
    sent = go(said, out, mailer, hands=hands)
    assert len(mailer.given) == 10
    assert "the canary of 10 letters is out; run the same command after 2026-01-15 14:00 UTC" in sent.note
    hands.now += dt.timedelta(hours=3)
    assert "nothing was heard back of the canary's 10 letters" in go(said, out, mailer, hands=hands).note
    events(out, said, EventKind.DELIVERY)
    assert go(said, out, mailer, hands=hands).left == 0
    assert (len(mailer.given), mailer.twice) == (100, [])


def test_a_canary_that_bounces_keeps_the_others_from_it(tmp_path: Path) -> None:
    """Two bounces of ten are over three in a hundred: it stops, and a person who looked can go past."""
    said = campaign(tmp_path / "spring", sending=CANARY)
    out, mailer, hands = fill(tmp_path / "out", said, *crowd(said, 100)), Told(), Hands()
    go(said, out, mailer, hands=hands)
    events(out, said, EventKind.BOUNCE, most=2)
    hands.now += dt.timedelta(hours=3)
    with pytest.raises(MailError, match=r"2 bounces of the canary's 10 letters are over 3\.00%"):
        go(said, out, mailer, hands=hands)
    assert len(mailer.given) == 10
    assert go(said, out, mailer, hands=hands, order=Order(past_canary=True)).left == 0
    assert len(mailer.given) == 100


def test_the_canary_is_drawn_once_and_is_the_same_after_a_stop(tmp_path: Path) -> None:
    """Stopped amid the canary, the next run goes on with its people and with nobody else."""
    said = campaign(tmp_path / "spring", sending=CANARY)
    out, mailer = fill(tmp_path / "out", said, *crowd(said, 100)), Told()
    go(said, out, mailer, order=Order(limit=3))
    go(said, out, mailer)
    go(said, out, mailer)
    drawn = sorted(f"p{n:04}" for n in range(100))
    drawn.sort(key=lambda who: lot("canary", said.id, who))
    assert sorted(mailer.given) == sorted(drawn[:10])


@pytest.mark.parametrize(("kind", "count"), [("outbox", 100), ("smtp", 5)])
def test_who_needs_no_canary_has_none(tmp_path: Path, kind: str, count: int) -> None:
    """A folder is nobody, and a handful of people are a canary themselves."""
    said = campaign(tmp_path / "spring", kind=kind, sending=CANARY)
    mailer = Told()
    go(said, fill(tmp_path / "out", said, *crowd(said, count)), mailer)
    assert len(mailer.given) == count


QUIET = 'quiet_hours = "21:00-08:00"\nzone = "Europe/Lisbon"\n'


def test_quiet_hours_are_by_the_recipients_clock_and_only_delay(tmp_path: Path) -> None:
    """At noon in London it is night in Tokyo and in Los Angeles: they wait, and get theirs in their morning."""
    said = campaign(tmp_path / "spring", sending=QUIET)
    people = [
        person("lisbon", said),
        person("london", said, zone="Europe/London"),
        person("tokyo", said, zone="Asia/Tokyo"),
        person("angeles", said, zone="America/Los_Angeles"),
        person("nowhere", said, zone="Mars/Base"),
    ]
    out, mailer, hands = fill(tmp_path / "out", said, *people), Told(), Hands(NOON)
    sent = go(said, out, mailer, hands=hands)
    assert sorted(mailer.given) == ["lisbon", "london", "nowhere"]
    assert "in their quiet hours; run the same command after 2026-01-15 16:00 UTC" in sent.note
    hands.now = dt.datetime(2026, 1, 15, 16, 0, tzinfo=dt.UTC)
    go(said, out, mailer, hands=hands)
    assert mailer.given[3:] == ["angeles"]
    assert states(out, said)["tokyo"] == "made"


def test_who_waits_for_the_morning_is_there_when_it_comes(tmp_path: Path) -> None:
    """With `wait` one run sends to everybody, each when their clock allows."""
    said = campaign(tmp_path / "spring", sending=QUIET)
    people = [person("tokyo", said, zone="Asia/Tokyo"), person("angeles", said, zone="America/Los_Angeles")]
    out, mailer, hands = fill(tmp_path / "out", said, *people), Told(), Hands(NOON)
    assert go(said, out, mailer, hands=hands, order=Order(wait=True)).left == 0
    assert mailer.given == ["angeles", "tokyo"]
    assert hands.now >= dt.datetime(2026, 1, 15, 23, tzinfo=dt.UTC)


def test_state_is_told_by_every_row(said: Campaign, tmp_path: Path) -> None:
    """After any run everyone is in a state, and nobody is claimed."""
    out, tries = fill(tmp_path / "out", said, *crowd(said, 60)), count()
    ends = (ACCEPTED, REFUSED, LOST, THROTTLED, ACCEPTED)
    go(said, out, Told(lambda address: ends[next(tries) % 5], granted=Pace(800, None)))
    assert set(states(out, said).values()) == {State.ACCEPTED, State.REFUSED, State.UNKNOWN}
