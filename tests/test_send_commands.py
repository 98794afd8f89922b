"""The commands of sending: plain sentences and tables, exit codes, and nothing that names anybody."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from artgen.campaigns.model import Campaign
from artgen.cli import app
from artgen.desk.proving import approval
from artgen.desk.status import standing
from artgen.errors import ArtgenError
from artgen.ledger import Ledger
from artgen.ledger.events import Events
from artgen.records import Event, EventKind, Outcome, State, Verdict
from artgen.send import Order, send
from artgen.send.canary import gate, recorded
from tests.line import KEY
from tests.waiting import AT, NOON, Hands, Told, campaign, crowd, fill, keys_of, person, states

SEEDS = 'seeds = ["team@northwing.example"]\n'


def artgen(*words: object) -> Result:
    """Run a command in this process, with the practice key."""
    return CliRunner().invoke(app, [str(word) for word in words], env={"ARTGEN_KEY": KEY, "COLUMNS": "200"})


@pytest.fixture
def spring(tmp_path: Path) -> Path:
    """A campaign of an outbox, with five people who wait, and one who is held."""
    said = campaign(tmp_path / "spring", kind="outbox", sending=SEEDS)
    held = person("held", said, state=State.HELD, reason="in grief", address="")
    fill(tmp_path / "spring" / "out", said, *crowd(said, 5), held)
    return tmp_path / "spring"


def in_doubt(spring: Path) -> None:
    """Leave the letters of two people in doubt."""
    said = campaign(spring, kind="outbox")
    with Ledger(spring / "out" / "ledger.sqlite", said.id) as ledger:
        ledger.queue.take(2, send_id=lambda who, n: who, at=AT)
        lost = Outcome(Verdict.UNKNOWN, "its answer never came")
        ledger.queue.settle_all([("p0000", lost), ("p0001", lost)], at=AT)


def test_send_says_what_left_and_where_to(spring: Path) -> None:
    """Five letters, in the folder that is named."""
    ended = artgen("send", spring)
    assert ended.exit_code == 0
    assert f"5 letters written to {spring / 'out' / 'outbox'}" in ended.output
    assert len(list((spring / "out" / "outbox").glob("*.eml"))) == 5


def test_a_dry_run_sends_nothing(spring: Path) -> None:
    """It tells how many would leave and why one would not, and no letter is written."""
    ended = artgen("send", spring, "--dry-run")
    assert "5 letters by outbox" in ended.output
    assert "1 in grief" in ended.output
    assert "nothing was sent" in ended.output
    assert not (spring / "out" / "outbox").exists()
    assert set(states(spring / "out", campaign(spring, kind="outbox")).values()) == {"made", "held"}


def test_seeds_are_listed_by_whose_letter_and_never_by_address(spring: Path) -> None:
    """A table of tests; nobody was written to."""
    ended = artgen("send", spring, "--to", "seeds")
    assert "the emptiest year" in ended.output
    assert "held" not in ended.output
    assert "nobody was written to" in ended.output
    assert "@" not in ended.output
    assert set(states(spring / "out", campaign(spring, kind="outbox")).values()) == {"made", "held"}


def test_a_pause_keeps_letters_back_until_it_is_taken_back(spring: Path) -> None:
    """Each step says what it did and what comes next."""
    assert "`artgen resume` lets it go on" in artgen("pause", spring).output
    assert "paused" in artgen("status", spring).output
    refused = artgen("send", spring)
    assert isinstance(refused.exception, ArtgenError)
    assert "sending is paused since" in str(refused.exception)
    assert "5 letters are waiting" in artgen("resume", spring).output
    assert "5 letters written" in artgen("send", spring).output


@pytest.mark.parametrize("kind", ["smtp", "ses"])
def test_what_reaches_people_must_be_approved_first(tmp_path: Path, kind: str) -> None:
    """Nothing was approved: the sentence says so and what to run, and nobody is claimed."""
    said = campaign(tmp_path / "spring", kind=kind)
    fill(tmp_path / "spring" / "out", said, *crowd(said, 2))
    refused = artgen("send", tmp_path / "spring")
    assert isinstance(refused.exception, ArtgenError)
    assert "not approved: nothing was approved yet; run `artgen proof`" in str(refused.exception)
    assert set(states(tmp_path / "spring" / "out", said).values()) == {"made"}


@pytest.fixture
def approved(tmp_path: Path) -> Path:
    """A campaign by SMTP of which two people's posters were made, and which was approved as it is."""
    said = campaign(tmp_path / "spring", kind="smtp")
    fill(tmp_path / "spring" / "out", said, *crowd(said, 2))
    with Ledger(tmp_path / "spring" / "out" / "ledger.sqlite", said.id) as ledger:
        approval.note_made(ledger, approval.parts(said))
        approval.note_proof(ledger, approval.parts(said))
        approval.approve(said, ledger, "Maya", AT)
    return tmp_path / "spring"


def test_pages_of_another_campaign_than_the_approved_one_are_not_sent(approved: Path) -> None:
    """The campaign file is the approved one again, but posters and pages were made of another in between."""
    said = campaign(approved, kind="smtp")
    with Ledger(approved / "out" / "ledger.sqlite", said.id) as ledger:
        approval.note_made(ledger, approval.parts(said) | {"the brand's words": "others"})
    refused = artgen("send", approved)
    assert isinstance(refused.exception, ArtgenError)
    assert "changed since posters and pages were made: the brand's words; run `artgen make`" in str(refused.exception)
    assert set(states(approved / "out", said).values()) == {"made"}


def test_pages_of_a_make_that_was_broken_off_are_not_sent(approved: Path) -> None:
    """Some of them may be of what was tried, and the sentence says to make to the end."""
    said = campaign(approved, kind="smtp")
    with Ledger(approved / "out" / "ledger.sqlite", said.id) as ledger:
        ledger.open_round()
    refused = artgen("send", approved)
    assert isinstance(refused.exception, ArtgenError)
    assert "by an `artgen make` that did not come to its end; run `artgen make` to its end" in str(refused.exception)
    with Ledger(approved / "out" / "ledger.sqlite", said.id) as ledger:
        approval.note_made(ledger, approval.parts(said))
        assert approval.stale(said, ledger) == ()


def test_doubts_are_listed_with_what_to_do(spring: Path) -> None:
    """Whose, since when, what is known; then what a person can do."""
    assert "there is no doubt about any letter" in artgen("doubts", spring).output
    in_doubt(spring)
    said = artgen("doubts", spring).output
    assert "p0000" in said
    assert "2026-01-15 09:00" in said
    assert "its answer never came" in said
    assert "--as-sent" in said
    assert "@" not in said


def test_letters_that_a_killed_sender_left_are_not_hidden(spring: Path) -> None:
    """Before anything looked them up, they are told of; the next run does, and says so."""
    said = campaign(spring, kind="outbox")
    with Ledger(spring / "out" / "ledger.sqlite", said.id) as ledger:
        ledger.queue.take(2, send_id=lambda who, n: who, at=AT)
    assert "2 letters are on their way, or were when a sender was killed" in artgen("doubts", spring).output
    ended = artgen("send", spring).output
    assert "2 letters were on their way when a run was killed: looked up" in ended
    assert "5 letters written" in ended


def test_a_person_settles_doubts_one_by_one_or_all(spring: Path) -> None:
    """One taken as sent, the rest sent again after a question; then no doubt is left."""
    in_doubt(spring)
    assert "1 letters taken as sent" in artgen("resolve", spring, "p0000", "--as-sent").output
    assert isinstance(artgen("resolve", spring, "--all", "--resend").exception, SystemExit | ArtgenError)
    assert "1 letters wait to be sent again" in artgen("resolve", spring, "--all", "--resend", "--yes").output
    assert "4 letters written" in artgen("send", spring).output
    assert "there is no doubt" in artgen("doubts", spring).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("p0000",), "say what to do with them: either --as-sent, or --resend"),
        (("--as-sent",), "name customers, or all of them with --all"),
        (("p0004", "--as-sent"), "p0004: there is no doubt about this letter; nothing was changed"),
    ],
)
def test_a_slip_in_resolving_changes_nothing(spring: Path, words: tuple[str, ...], said: str) -> None:
    """What is missing is said in a sentence."""
    in_doubt(spring)
    refused = artgen("resolve", spring, *words)
    assert isinstance(refused.exception, ArtgenError)
    assert said in str(refused.exception)
    assert "2 letters may have gone out" in artgen("doubts", spring).output


def test_refused_letters_wait_again_by_a_persons_word(spring: Path) -> None:
    """Status says how; one by name, the rest after a question; none of them is taken as sent."""
    said = campaign(spring, kind="outbox")
    with Ledger(spring / "out" / "ledger.sqlite", said.id) as ledger:
        ledger.queue.take(3, send_id=lambda who, n: who, at=AT)
        no = Outcome(Verdict.REFUSED, "it looks like spam")
        ledger.queue.settle_all([(f"p000{n}", no) for n in range(3)], at=AT)
    assert "`artgen resolve --refused --resend` lets them wait again" in artgen("status", spring).output
    assert "1 letters wait to be sent again" in artgen("resolve", spring, "p0000", "--resend").output
    assert "can't be taken as sent" in str(artgen("resolve", spring, "--refused", "--as-sent").exception)
    assert isinstance(artgen("resolve", spring, "p0001", "--refused", "--resend").exception, ArtgenError)
    assert isinstance(artgen("resolve", spring, "--refused", "--resend").exception, SystemExit | ArtgenError)
    assert "2 letters wait to be sent again" in artgen("resolve", spring, "--refused", "--resend", "--yes").output
    assert "did not go out" not in artgen("status", spring).output
    assert "5 letters written" in artgen("send", spring).output


def test_status_says_how_far_a_run_is_and_why_some_get_no_letter(spring: Path) -> None:
    """While it runs: rate and time left; when it ended: how far it came; always: the reasons."""
    said = campaign(spring, kind="outbox")
    with Ledger(spring / "out" / "ledger.sqlite", said.id) as ledger:
        import datetime as dt

        at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        run = ledger.runs.begin("ses", 9_000, at=at)
        ledger.runs.beat(run, 600, 14.0, at=at)
    running = artgen("status", spring).output
    assert "600 of 9,000 letters" in running
    assert "14 a second; 10 min to go" in running
    assert "1 in grief" in running
    with Ledger(spring / "out" / "ledger.sqlite", said.id) as ledger:
        ledger.runs.beat(run, 600, 14.0, at=AT)
    assert "no sign of life for" in artgen("status", spring).output


def news(out: Path, said: Campaign, kind: EventKind, most: int = 100) -> None:
    """Let news of letters that are out come in."""
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        ids = [one.send_id for one in ledger.people() if one.send_id][:most]
        Events(ledger).record([Event(send_id, kind, AT) for send_id in ids])
        Events(ledger).follow(AT)


def test_status_says_what_the_canarys_gate_says_now(tmp_path: Path) -> None:
    """When to come back; then that nothing was heard; then that it bounced, or is good; and what to do each time."""
    said = campaign(tmp_path / "spring", sending="canary = 0.1\ncanary_least = 5\ncanary_hours = 2\n")
    out, hands = fill(tmp_path / "spring" / "out", said, *crowd(said, 50)), Hands()
    send(said, out, Told(), keys_of(said), clock=hands.clock)

    def told(hours: float) -> str:
        with Ledger(out / "ledger.sqlite", said.id) as ledger:
            return "\n".join(": ".join(line) for line in standing(said, ledger, NOON + timedelta(hours=hours)))

    assert told(1).count("the canary of 5 letters is out; run the same command after 2026-01-15 14:00 UTC") == 1
    assert "canary: nothing was heard back of the canary's 5 letters; run `artgen hear`" in told(3)
    assert "run the same command after" not in told(3)
    news(out, said, EventKind.DELIVERY)
    assert "canary: what came back of it is good; `artgen send` writes to the rest" in told(3)
    news(out, said, EventKind.BOUNCE, most=1)
    assert "canary: sending stopped: 1 bounces of the canary's 5 letters are over 3.00%" in told(1)
    assert "send with --past-canary" in told(1)
    assert "it ended" not in told(1)
    shown = artgen("status", tmp_path / "spring").output
    assert "1 bounces of the canary's 5 letters" in " ".join(shown.split())
    send(said, out, Told(), keys_of(said), clock=hands.clock, order=Order(limit=1, past_canary=True))
    assert "canary" not in told(3)


def test_status_of_a_canary_that_nobody_is_left_of(tmp_path: Path) -> None:
    """All its people left before their letter went: that is for a person to look at, and no command breaks."""
    said = campaign(tmp_path / "spring", sending="canary = 0.1\ncanary_least = 5\ncanary_hours = 2\n")
    out = fill(tmp_path / "spring" / "out", said, *crowd(said, 50))
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        gate(said, ledger, NOON, past=False)
        below = recorded(ledger)
        assert below is not None
        gone = [(one.customer, State.SKIPPED, "left") for one in ledger.people() if below.holds(said, one.customer)]
        ledger.spared.write(gone)
        ledger.runs.begin("practice", 50, at=AT)
        assert len(gone) == 5
        assert ("canary", gate(said, ledger, NOON, past=False).note) in standing(said, ledger, NOON)


def test_waiting_with_a_clock_that_stands_still_is_refused(spring: Path) -> None:
    """The morning would never come."""
    refused = artgen("send", spring, "--wait", "--now", "2026-01-15T09:00:00")
    assert isinstance(refused.exception, ArtgenError)
    assert "--wait needs a clock that goes on" in str(refused.exception)
