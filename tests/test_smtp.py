"""SMTP, against real servers on loopback: what arrives, over which line, and what each failure means."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import own_postfix
import post_office
import pytest
from authority import Authority
from own_postfix import Postfix
from post_office import PASSWORD, USER, Counter, CuttingProxy, office, told

from artgen.campaigns.sending import MailerChoice
from artgen.mailing.letter import Letter
from artgen.mailing.smtp import Patience, SmtpMailer
from artgen.records import Outcome, Then, Verdict

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")
SENDER, MAYA = "year@northwing.example", "maya@example.com"
HEAD = "From: year@northwing.example\r\nTo: maya@example.com\r\nMessage-ID: <{send_id}@northwing.example>\r\n\r\n"
AWKWARD = b".\r\n..\r\n.a dot\r\n\r\nlast . line\r\n" + bytes(range(32, 127)) + b"\r\n\tTab and blank \r\n.\r\n"
Open = Callable[..., SmtpMailer]


def letter(send_id: str = "one", body: bytes = AWKWARD, recipient: str = MAYA) -> Letter:
    return Letter(send_id, SENDER, recipient, HEAD.format(send_id=send_id).encode() + body, "")


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def opened() -> Iterator[Open]:
    """A mailer to a port on loopback, closed at the end."""
    mailers = []

    def at(port: int, *, password: str = "", security: str = "none", host: str = "127.0.0.1", **wanted) -> SmtpMailer:
        named = {name: wanted.pop(name) for name in ("user", "rate") if name in wanted}
        choice = MailerChoice(kind="smtp", host=host, port=port, security=security, **named)
        patience = wanted.pop("patience", Patience(5, 5, 5, 5))
        mailers.append(SmtpMailer(choice, password, "northwing.example", patience=patience, **wanted))
        return mailers[-1]

    yield at
    for mailer in mailers:
        mailer.close()


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    with own_postfix.postfix() as running:
        yield running


@pytest.mark.parametrize("body", [AWKWARD, b"", b".\r\n", "Zoë ☃\r\n".encode(), (b"x" * 996 + b"\r\n") * 900])
def test_a_letter_arrives_byte_by_byte(opened: Open, body: bytes) -> None:
    """Dots at line starts, lone dots, signs beyond ASCII, an empty or a large letter: all as they were written."""
    counter = Counter()
    with office(counter) as port:
        outcome = opened(port).deliver("one", letter(body=body))
    assert outcome == Outcome(Verdict.ACCEPTED, "taken by the SMTP server (250)")
    assert counter.taken == [(SENDER, MAYA, letter(body=body).message)]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_goes_encrypted_and_logged_in(
    opened: Open, authority: Authority, tmp_path: Path, security: str
) -> None:
    """Over STARTTLS and over TLS from the start, with a login, to a server whose certificate is verified."""
    counter, context = Counter(), authority.serving("localhost", tmp_path)
    with office(counter, context=context, wrapped=security == "tls", login=security == "starttls") as port:
        login = {"user": USER, "password": PASSWORD} if security == "starttls" else {}
        mailer = opened(port, security=security, host="localhost", context=authority.trusting(), **login)
        assert [mailer.deliver("one", letter()).verdict for _ in range(2)] == [Verdict.ACCEPTED] * 2
    assert [message for _, _, message in counter.taken] == [letter().message] * 2


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["another's authority", "another host"])
def test_a_certificate_that_is_not_the_servers_stops(
    opened: Open, authority: Authority, tmp_path: Path, security: str, fault: str
) -> None:
    """Neither letter nor password goes to somebody who is not who we asked for."""
    counter = Counter()
    context = authority.serving("other.example" if fault == "another host" else "localhost", tmp_path)
    trusting = authority.trusting() if fault == "another host" else Authority().trusting()
    with office(counter, context=context, wrapped=security == "tls") as port:
        mailer = opened(port, security=security, host="localhost", context=trusting, user=USER, password=PASSWORD)
        outcome = mailer.deliver("one", letter())
    assert (outcome.verdict, outcome.then) == (Verdict.DEFINITELY_NOT, Then.STOP)
    assert "certificate" in outcome.detail
    assert counter.taken == counter.asked == []


def test_a_server_without_encryption_stops(opened: Open) -> None:
    """Where STARTTLS is wanted and not offered nothing is said in the clear."""
    counter = Counter()
    with office(counter) as port:
        outcome = opened(port, security="starttls", user=USER, password=PASSWORD).deliver("one", letter())
    assert (outcome.verdict, outcome.then) == (Verdict.DEFINITELY_NOT, Then.STOP)
    assert "offers no STARTTLS" in outcome.detail
    assert counter.asked == []


def test_a_plain_server_on_a_tls_port_stops(opened: Open) -> None:
    """TLS against a server that speaks none is told as what it is."""
    with office(Counter()) as port:
        outcome = opened(port, security="tls").deliver("one", letter())
    assert (outcome.verdict, outcome.then) == (Verdict.DEFINITELY_NOT, Then.STOP)
    assert "does not speak TLS there" in outcome.detail


def test_a_wrong_password_stops(opened: Open) -> None:
    """The detail names the two settings and never the password."""
    counter = Counter()
    with office(counter, login=True) as port:
        outcome = opened(port, user=USER, password="guess").deliver("one", letter())
    assert (outcome.verdict, outcome.then) == (Verdict.DEFINITELY_NOT, Then.STOP)
    assert "mend mailer.user or ARTGEN_SMTP_PASSWORD (535 5.7.8)" in outcome.detail
    assert counter.asked == []


def test_a_login_that_is_needed_and_not_given_stops(opened: Open) -> None:
    """A server that answers 530 wants a login: every letter would end like this."""
    with office(Counter(), login=True) as port:
        outcome = opened(port).deliver("one", letter())
    assert (outcome.verdict, outcome.then) == (Verdict.DEFINITELY_NOT, Then.STOP)
    assert "login" in outcome.detail


NOT, REFUSED = Verdict.DEFINITELY_NOT, Verdict.REFUSED


@pytest.mark.parametrize(
    ("step", "reply", "verdict", "then"),
    [
        ("MAIL", "421 4.3.2 Too many of you", NOT, Then.SLOW_DOWN),
        ("MAIL", "451 4.7.1 Later", NOT, Then.SLOW_DOWN),
        ("MAIL", "550 5.7.1 Not this sender", NOT, Then.STOP),
        ("RCPT", "450 4.2.1 <{address}>: grey listed", NOT, Then.GO_ON),
        ("RCPT", "451 4.7.1 Slower", NOT, Then.SLOW_DOWN),
        ("RCPT", "452 4.3.1 Full", NOT, Then.SLOW_DOWN),
        ("RCPT", "421 4.7.0 Try again", NOT, Then.SLOW_DOWN),
        ("RCPT", "550 5.1.1 <{address}>: no such user", REFUSED, Then.GO_ON),
        ("RCPT", "553 5.1.3 {address} is no address", REFUSED, Then.GO_ON),
        ("RCPT", "530 5.7.0 Log in first", NOT, Then.STOP),
        ("RCPT", "554 5.7.1 <{address}>: Relay access denied", NOT, Then.STOP),
        ("MAIL", "503 5.5.1 Say hello first", NOT, Then.STOP),
        ("RCPT", "503 5.5.1 Say MAIL first", NOT, Then.STOP),
        ("RCPT", "501 5.1.3 <{address}> is no address", REFUSED, Then.GO_ON),
        ("RCPT", "250 and forget it, so that DATA is out of order", NOT, Then.STOP),
        ("END", "454 Throttling failure: Maximum sending rate exceeded.", NOT, Then.SLOW_DOWN),
        ("END", "454 Throttling failure: Daily message quota exceeded.", NOT, Then.PAUSE),
        ("END", "451 4.3.0 Local error", NOT, Then.SLOW_DOWN),
        ("END", "554 5.7.1 <maya@example.com>: looks like spam", REFUSED, Then.GO_ON),
        ("END", "399 What", Verdict.UNKNOWN, Then.GO_ON),
    ],
)
def test_an_answer_is_judged(opened: Open, step: str, reply: str, verdict: Verdict, then: Then) -> None:
    """What a server says no to did not go out; whether it may try again is in the number; no address is passed on."""
    counter = Counter({step: reply})
    with office(counter) as port:
        mailer = opened(port)
        outcome = mailer.deliver("one", letter())
        counter.replies.clear()
        after = mailer.deliver("two", letter("two"))
    assert (outcome.verdict, outcome.then) == (verdict, then)
    assert not [word for word in ("@", "maya", "northwing", "spam", "such") if word in outcome.detail]
    assert after.verdict is Verdict.ACCEPTED
    assert [message for _, _, message in counter.taken] == [letter("two").message]


@pytest.mark.parametrize(("answer", "verdict"), [(b"500", NOT), (b"504", NOT), (b"250", NOT), (b"554", REFUSED)])
def test_a_no_to_handing_over_is_the_servers_where_it_is_about_the_command(
    opened: Open, answer: bytes, verdict: Verdict
) -> None:
    """500 to 504, or no answer that SMTP knows, stop the run; another no counts for this letter. None is in doubt."""
    steps = (b"220 hi", b"250 hi", b"250 sender", b"250 recipient", answer + b" no")
    with told(_answering(*steps)) as port:
        outcome = opened(port).deliver("one", letter())
    assert (outcome.verdict, outcome.then) == (verdict, Then.STOP if verdict is NOT else Then.GO_ON)


def test_one_attempt_is_one_attempt(opened: Open) -> None:
    """A server that says no is asked once."""
    counter = Counter({"RCPT": "451 4.7.1 Later"})
    with office(counter) as port:
        opened(port).deliver("one", letter())
    assert counter.asked == ["MAIL", "RCPT"]


def test_a_server_that_is_not_there_is_a_definite_no(opened: Open) -> None:
    """A connection that was never made carried nothing; a server may be back in a moment."""
    outcome = opened(post_office.free_port()).deliver("one", letter())
    assert (outcome.verdict, outcome.then) == (Verdict.DEFINITELY_NOT, Then.SLOW_DOWN)
    assert "can't be reached (ConnectionRefusedError)" in outcome.detail


def test_a_host_that_is_no_host_is_a_definite_no(opened: Open) -> None:
    """A name that leads nowhere ends in one sentence."""
    outcome = opened(25, host="mail.northwing.invalid").deliver("one", letter())
    assert outcome.verdict is Verdict.DEFINITELY_NOT
    assert "look at mailer.host" in outcome.detail


def test_a_server_that_refuses_to_speak_stops(opened: Open) -> None:
    """554 instead of a greeting is an answer for good."""
    with told(lambda line: line.write(b"554 5.3.2 Not for you\r\n")) as port:
        outcome = opened(port).deliver("one", letter())
    assert (outcome.verdict, outcome.then) == (Verdict.DEFINITELY_NOT, Then.STOP)
    assert outcome.detail.endswith("(554 5.3.2)")


def test_a_server_that_never_greets_is_a_definite_no(opened: Open) -> None:
    """Waiting for the greeting has an end."""
    with told(lambda line: line.read(1)) as port:
        outcome = opened(port, patience=Patience(0.3, 0.3, 5, 5)).deliver("one", letter())
    assert (outcome.verdict, outcome.then) == (Verdict.DEFINITELY_NOT, Then.SLOW_DOWN)


def test_a_server_that_falls_silent_over_the_envelope_is_a_definite_no(opened: Open) -> None:
    """No answer to the recipient: nothing of the letter was handed over."""
    with told(_answering(b"220 hi", b"250 hi", b"250 sender")) as port:
        outcome = opened(port, patience=Patience(5, 0.3, 5, 5)).deliver("one", letter())
    assert outcome.verdict is Verdict.DEFINITELY_NOT


@pytest.mark.parametrize("last", [b"", b"250", b"2", b"garbage\r\n", b"x" * 9000 + b"\r\n"])
def test_anything_but_a_plain_answer_to_the_whole_letter_is_unknown(opened: Open, last: bytes) -> None:
    """Hung up, half an answer, nonsense, a line without an end: the server had it all, and nobody knows."""
    with told(_answering(b"220 hi", b"250 hi", b"250 sender", b"250 recipient", b"354 go", last=last)) as port:
        outcome = opened(port).deliver("one", letter(body=b"Hi\r\n"))
    assert outcome.verdict is (Verdict.ACCEPTED if last == b"250" else Verdict.UNKNOWN)


def test_silence_after_the_whole_letter_is_unknown(opened: Open) -> None:
    """Once the final dot is sent, waiting in vain leaves doubt."""
    quiet = threading.Event()
    with told(_answering(b"220 hi", b"250 hi", b"250 sender", b"250 recipient", b"354 go", quiet=quiet)) as port:
        outcome = opened(port, patience=Patience(5, 5, 5, 0.3)).deliver("one", letter(body=b"Hi\r\n"))
        quiet.set()
    assert outcome.verdict is Verdict.UNKNOWN
    assert "never answered" in outcome.detail


def test_ten_minutes_are_given_for_the_last_answer() -> None:
    """A server that looks through a letter for nine minutes has not failed: its yes is waited for."""
    assert Patience() == Patience(connect_s=30, command_s=60, letter_s=180, answer_s=600)


def test_a_letter_cut_off_before_its_end_is_a_definite_no(opened: Open) -> None:
    """The final dot was never written, so no server may have taken the letter."""
    counter = Counter()
    with office(counter) as port, CuttingProxy(port, after_dot=False) as proxy:
        outcome = opened(proxy.port).deliver("one", letter(body=b"x" * 998 + b"\r\n" + b"y\r\n" * 8_000_000))
    assert (outcome.verdict, outcome.then) == (Verdict.DEFINITELY_NOT, Then.SLOW_DOWN)
    assert counter.taken == []


def test_postfix_has_the_letter_whose_answer_was_lost(opened: Open, postfix: Postfix) -> None:
    """The line is cut after the final dot: we say unknown, try no second time, and Postfix has it exactly once."""
    with CuttingProxy(postfix.port, after_dot=True) as proxy:
        mailer = opened(proxy.port)
        lost, next_one = mailer.deliver("lost", letter("lost")), mailer.deliver("next", letter("next"))
        assert (proxy.cut, lost.verdict, next_one.verdict) == (1, Verdict.UNKNOWN, Verdict.ACCEPTED)
    assert mailer.recall("lost") == Outcome(Verdict.UNKNOWN, "the sender died while this letter was on its way")
    kept = postfix.letters(2)
    assert len(kept) == 2
    assert (postfix.taken("lost@northwing.example"), postfix.taken("next@northwing.example")) == (1, 1)


def test_postfix_keeps_a_letter_as_it_was_written(opened: Open, postfix: Postfix) -> None:
    """Below the lines that Postfix adds, the letter is ours to the byte, with the line ends of its disk."""
    before = len(postfix.letters(0))
    body = AWKWARD + "Zoë ☃\r\n".encode()
    assert opened(postfix.port).deliver("kept", letter("kept", body)).verdict is Verdict.ACCEPTED
    kept = postfix.letters(before + 1)[-1]
    assert kept.partition(b"\n\n")[2] == body.replace(b"\r\n", b"\n")
    assert b"\nMessage-ID: <kept@northwing.example>\n" in kept


def test_threads_have_connections_of_their_own_and_keep_them(opened: Open) -> None:
    """Four threads with five letters each open four connections, and every letter arrives as itself."""
    counter = Counter()
    with office(counter) as port:
        mailer = opened(port)
        threads = [threading.Thread(target=_five, args=(mailer, first)) for first in range(0, 20, 5)]
        [thread.start() for thread in threads]
        [thread.join(timeout=60) for thread in threads]
        assert len(mailer._lines) == 4
        assert all(line.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for line in mailer._lines)
    assert {message for _, _, message in counter.taken} == {letter(f"n{number}").message for number in range(20)}
    assert len(counter.taken) == 20


def test_a_connection_that_went_away_meanwhile_is_opened_again(opened: Open) -> None:
    """A server that closes idle lines costs no letter: nothing of it was said on the old one."""
    first, second = Counter(), Counter()
    running = post_office.Office(first)
    running.start()
    mailer = opened(running.port)
    try:
        assert mailer.deliver("one", letter()).verdict is Verdict.ACCEPTED
    finally:
        running.stop()
    again = post_office.Office(second)
    again.port = running.port
    again.start()
    try:
        assert mailer.deliver("two", letter("two")).verdict is Verdict.ACCEPTED
    finally:
        again.stop()
    assert (len(first.taken), len(second.taken)) == (1, 1)


def test_a_connection_that_is_ended_over_the_sender_is_opened_again(opened: Open) -> None:
    """421 to the first word on a kept connection says that it grew old, not that the letter must wait."""
    dialogue = (b"220 hi", b"250 hi", b"250 sender", b"250 recipient", b"354 go")
    talks = [
        _answering(*dialogue, last=b"250 taken\r\n", then=b"421 4.4.2 idle\r\n"),
        _answering(*dialogue, last=b"250 taken\r\n"),
    ]
    with told(lambda line: talks.pop(0)(line)) as port:
        mailer = opened(port)
        outcomes = [mailer.deliver(name, letter(name, b"Hi\r\n")) for name in ("one", "two")]
    assert [outcome.verdict for outcome in outcomes] == [Verdict.ACCEPTED] * 2
    assert talks == []


def test_each_step_has_a_wait_of_its_own(opened: Open) -> None:
    """A slow answer to a command or to a letter outlasts the waits that are for other steps."""
    steps = (b"220 hi", b"250 hi", b"250 sender", b"250 recipient", b"354 go")
    patience = Patience(connect_s=1, command_s=60, letter_s=1, answer_s=60)
    with told(_answering(*steps, last=b"250 taken\r\n", pause_s=1.3)) as port:
        assert opened(port, patience=patience).deliver("one", letter(body=b"Hi\r\n")).verdict is Verdict.ACCEPTED


def test_a_second_letter_has_the_waits_of_the_first(opened: Open) -> None:
    """After a letter the short wait for its answer is over: the next command may take its time."""
    steps = (b"220 hi", b"250 hi", b"250 sender", b"250 recipient", b"354 go")
    again = b"250 sender\r\n250 recipient\r\n354 go\r\n250 taken\r\n"
    patience = Patience(connect_s=60, command_s=60, letter_s=60, answer_s=1)
    heard = []
    with told(_answering(*steps, last=b"250 taken\r\n", then=again, then_after_s=1.3, heard=heard)) as port:
        mailer = opened(port, patience=patience)
        outcomes = [mailer.deliver(name, letter(name, b"Hi\r\n")) for name in ("one", "two")]
    assert [outcome.verdict for outcome in outcomes] == [Verdict.ACCEPTED] * 2
    assert len([said for said in heard if said.startswith(b"ehlo")]) == 1


def test_the_end_takes_leave_and_a_new_letter_begins_anew(opened: Open) -> None:
    """Closing closes every connection, may be asked twice, and leaves a mailer that still works."""
    counter = Counter()
    with office(counter) as port:
        mailer = opened(port)
        mailer.deliver("one", letter())
        mailer.close()
        mailer.close()
        assert counter.asked == ["MAIL", "RCPT", "QUIT"]
        assert mailer.deliver("two", letter("two")).verdict is Verdict.ACCEPTED


def test_the_machines_own_name_is_not_told(opened: Open) -> None:
    """We greet as the sender's domain."""
    heard = []
    with told(_answering(b"220 hi", b"250 hi", b"550 no", heard=heard)) as port:
        opened(port).deliver("one", letter())
    assert heard[0] == b"ehlo northwing.example\r\n"


@pytest.mark.parametrize("body", [b"a\nb\r\n", b"no end"])
def test_a_letter_with_lines_that_are_none_of_mails_stays_here(opened: Open, body: bytes) -> None:
    """Bare line ends can smuggle a second letter into a first: such a fault of ours stops before the wire."""
    outcome = opened(post_office.free_port()).deliver("one", letter(body=body))
    assert (outcome.verdict, outcome.then) == (Verdict.DEFINITELY_NOT, Then.STOP)
    assert "lines" in outcome.detail


@pytest.mark.parametrize(("rate", "told_rate"), [(0, None), (5, 5)])
def test_the_pace_is_the_campaigns(opened: Open, rate: float, told_rate: float | None) -> None:
    """SMTP has no quota to ask for: the campaign's rate counts, or none."""
    pace = opened(25, rate=rate).pace()
    assert (pace.per_second, pace.left_today) == (told_rate, None)


def _five(mailer: SmtpMailer, first: int) -> None:
    for number in range(first, first + 5):
        mailer.deliver(f"n{number}", letter(f"n{number}"))


def _answering(
    *answers: bytes,
    last: bytes = b"",
    then: bytes = b"",
    pause_s: float = 0,
    then_after_s: float = 0,
    quiet: threading.Event | None = None,
    heard: list[bytes] | None = None,
) -> Callable[[object], None]:
    """Return a talk that gives these answers, one to each command, takes a letter to its final dot, answers `last`.

    With `pause_s` it waits before its second and its last answer. `then` is all it says to whatever comes next.
    """

    def talk(line) -> None:
        for number, answer in enumerate(answers):
            if number:
                said = line.readline()
                if heard is not None:
                    heard.append(said)
            time.sleep(pause_s if number == 1 else 0)
            line.write(answer + b"\r\n")
        while b"354 go" in answers and line.readline() not in (b".\r\n", b""):
            pass
        if quiet is not None:
            quiet.wait(timeout=30)
        time.sleep(pause_s)
        line.write(last)
        if then:
            line.readline()
            time.sleep(then_after_s)
            line.write(then)
            while line.readline() not in (b".\r\n", b""):
                pass

    return talk
