"""SES, with boto3 itself against a small SES over HTTP: what a request carries, and what each failure means."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from fake_ses import FakeSes, Faults, fake_ses
from post_office import told

from artgen.campaigns.sending import MailerChoice
from artgen.errors import MailError
from artgen.mailing import ses
from artgen.mailing.letter import Letter
from artgen.mailing.mailer import Pace
from artgen.mailing.ses import SesMailer
from artgen.records import Outcome, Then, Verdict

SETTINGS = {"AWS_ACCESS_KEY_ID": "practice", "AWS_SECRET_ACCESS_KEY": "practice", "AWS_EC2_METADATA_DISABLED": "true"}
SENDER, MAYA = "year@northwing.example", "maya@example.com"
MESSAGE = b"From: year@northwing.example\r\nTo: maya@example.com\r\n\r\n.\r\nZo=C3=AB\r\n\xc3\xab\r\n"
NOT, REFUSED, UNKNOWN = Verdict.DEFINITELY_NOT, Verdict.REFUSED, Verdict.UNKNOWN


def letter(send_id: str = "one", recipient: str = MAYA) -> Letter:
    return Letter(send_id, SENDER, recipient, MESSAGE, "")


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only these settings, and none of the machine's own, reach boto3."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    ses._client.cache_clear()


@contextmanager
def running(folder: Path, **faults: Any) -> Iterator[FakeSes]:
    """A small SES in this process, so that a test can ask it what it saw."""
    server = FakeSes(folder / "accepted.log", Faults(**faults), letters=folder)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


def mailer(url: str, **wanted: Any) -> SesMailer:
    return SesMailer(MailerChoice(kind="ses", endpoint=url, region="eu-west-1", **wanted), "year_of_nights")


def test_a_letter_arrives_byte_by_byte(tmp_path: Path) -> None:
    """SES gets the very bytes of the letter, once, under its send id, for the one address."""
    with running(tmp_path) as server:
        outcome = mailer(server.url).deliver("one", letter())
    assert outcome == Outcome(Verdict.ACCEPTED, "taken by SES")
    assert (tmp_path / "one.eml").read_bytes() == MESSAGE
    (line,) = (tmp_path / "accepted.log").read_text().splitlines()
    assert line.split()[1:] == ["one", sha256(MAYA.encode()).hexdigest()]


def test_a_request_names_sender_recipient_tags_and_configuration_set() -> None:
    """Events come back with the send id and the campaign; the configuration set is the campaign's."""
    wanted = {
        "FromEmailAddress": SENDER,
        "Destination": {"ToAddresses": [MAYA]},
        "Content": {"Raw": {"Data": MESSAGE}},
        "EmailTags": [
            {"Name": "artgen-send", "Value": "one"},
            {"Name": "artgen-campaign", "Value": "year_of_nights"},
        ],
        "ConfigurationSetName": "gifts",
    }
    asking = mailer("http://127.0.0.1:9", configuration_set="gifts")
    with Stubber(ses.client(asking.choice)) as stub:
        stub.add_response("send_email", {"MessageId": "m"}, wanted)
        assert asking.deliver("one", letter()).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("faults", "verdict", "then", "said"),
    [
        ({"throttle": 1}, NOT, Then.SLOW_DOWN, "this second"),
        ({"quota": 0, "enforce": True, "sent": 1, "throttle": 1}, NOT, Then.SLOW_DOWN, "this second"),
        ({"daily": 100, "sent": 100}, NOT, Then.PAUSE, "24 hours is used up"),
        ({"reject": (MAYA,)}, REFUSED, Then.GO_ON, "MessageRejected"),
        ({"fail_before": 1}, UNKNOWN, Then.GO_ON, "500"),
        ({"fail_after": 1}, UNKNOWN, Then.GO_ON, "500"),
        ({"lose": 1}, UNKNOWN, Then.GO_ON, "ConnectionClosedError"),
        ({"drop": 1}, UNKNOWN, Then.GO_ON, "ConnectionClosedError"),
        (
            {"wrong": "BadRequestException: Missing final '@domain' in maya@"},
            REFUSED,
            Then.GO_ON,
            "BadRequestException",
        ),
        (
            {"wrong": "BadRequestException: Configuration set <gifts> does not exist."},
            NOT,
            Then.STOP,
            "configuration_set",
        ),
        (
            {"wrong": "NotFoundException: Configuration set <gifts> does not exist."},
            NOT,
            Then.STOP,
            "configuration_set",
        ),
        ({"wrong": "AccountSuspendedException: no"}, NOT, Then.STOP, "suspended"),
        ({"wrong": "SendingPausedException: no"}, NOT, Then.STOP, "paused"),
        ({"wrong": "MailFromDomainNotVerifiedException: no"}, NOT, Then.STOP, "MAIL FROM"),
        ({"wrong": "LimitExceededException: no"}, NOT, Then.PAUSE, "24 hours is used up"),
        (
            {"wrong": "MessageRejected: Email address is not verified: maya@example.com, year@northwing.example"},
            NOT,
            Then.STOP,
            "verify letter.sender's domain",
        ),
        ({"wrong": "AccessDeniedException: arn of maya@example.com"}, NOT, Then.STOP, "ses:SendRawEmail"),
        ({"wrong": "UnrecognizedClientException: no"}, NOT, Then.STOP, "AWS_ACCESS_KEY_ID"),
        ({"wrong": "SignatureDoesNotMatch: no"}, NOT, Then.STOP, "AWS_SECRET_ACCESS_KEY"),
        ({"wrong": "ExpiredTokenException: no"}, NOT, Then.STOP, "no longer valid"),
        ({"wrong": "ThrottlingException: Rate exceeded"}, NOT, Then.SLOW_DOWN, "this second"),
        ({"wrong": "ThrottlingException: Daily message quota exceeded"}, NOT, Then.PAUSE, "24 hours is used up"),
        ({"wrong": "SomethingNew: of maya@example.com"}, NOT, Then.STOP, "SES answered SomethingNew"),
    ],
)
def test_an_answer_is_judged(tmp_path: Path, faults: dict[str, Any], verdict: Verdict, then: Then, said: str) -> None:
    """What SES says no to did not go out, what it fails over is in doubt; its words, with addresses, stay with it."""
    with running(tmp_path, **faults) as server:
        outcome = mailer(server.url).deliver("one", letter())
        assert server.seen["requests"] == 1
    assert (outcome.verdict, outcome.then) == (verdict, then)
    assert said in outcome.detail
    assert not [word for word in ("@", "maya", "northwing", "gifts") if word in outcome.detail]


@pytest.mark.parametrize(
    "wish", [{"AWS_MAX_ATTEMPTS": "5"}, {"AWS_RETRY_MODE": "adaptive"}, {"AWS_RETRY_MODE": "legacy"}]
)
@pytest.mark.parametrize("fault", ["throttle", "fail_after", "lose"])
def test_a_letter_is_tried_once_whatever_the_machine_wishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wish: dict[str, str], fault: str
) -> None:
    """The machine's AWS settings may ask for more attempts: here each would be a second letter."""
    for name, value in wish.items():
        monkeypatch.setenv(name, value)
    with running(tmp_path, **{fault: 1}) as server:
        mailer(server.url).deliver("one", letter())
        assert server.seen["requests"] == 1


def test_what_we_say_is_what_happened(tmp_path: Path) -> None:
    """Over 120 letters and every fault: a yes was accepted, a no was not, and what we can't know we don't say."""
    faults = {"throttle": 0.2, "fail_before": 0.1, "fail_after": 0.1, "lose": 0.1, "drop": 0.1}
    with running(tmp_path, reject=("n7@example.com",), **faults) as server:
        sending = mailer(server.url)
        outcomes = {f"n{n}": sending.deliver(f"n{n}", letter(f"n{n}", f"n{n}@example.com")) for n in range(120)}
    taken = {line.split()[1] for line in (tmp_path / "accepted.log").read_text().splitlines()}
    said = {verdict: {send_id for send_id, end in outcomes.items() if end.verdict is verdict} for verdict in Verdict}
    assert {verdict: len(said[verdict]) for verdict in (Verdict.ACCEPTED, NOT, REFUSED)} == {
        Verdict.ACCEPTED: server.seen["fine"],
        NOT: server.seen["throttle"],
        REFUSED: server.seen["reject"],
    }
    assert said[Verdict.ACCEPTED] <= taken
    assert not (said[NOT] | said[REFUSED]) & taken
    assert len(taken) == server.seen["accepted"] > len(said[Verdict.ACCEPTED])


def test_many_threads_share_one_mailer(tmp_path: Path) -> None:
    """Eight threads with one client: every letter is accepted as itself, once."""
    with running(tmp_path, delay=0.01) as server:
        sending = mailer(server.url, workers=8)
        threads = [threading.Thread(target=_ten, args=(sending, first)) for first in range(0, 80, 10)]
        [thread.start() for thread in threads]
        [thread.join(timeout=60) for thread in threads]
        assert server.seen["accepted"] == 80
    assert len({line.split()[1] for line in (tmp_path / "accepted.log").read_text().splitlines()}) == 80


def test_an_answer_that_never_comes_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SES has the letter and stays silent: after the wait for an answer there is doubt."""
    monkeypatch.setattr(ses, "_ANSWER_S", 0.3)
    with running(tmp_path, hang=1, hang_seconds=2) as server:
        outcome = mailer(server.url).deliver("one", letter())
    assert outcome == Outcome(Verdict.UNKNOWN, "SES was asked, and its answer never came (ReadTimeoutError)")
    assert (tmp_path / "accepted.log").read_text()


def test_an_answer_has_a_minute() -> None:
    """Long enough for SES at its slowest, and no thread waits for ever."""
    settings = ses.client(mailer("http://127.0.0.1:9").choice).meta.config
    assert (settings.connect_timeout, settings.read_timeout) == (30, 60)


def test_a_connection_never_made_is_a_definite_no() -> None:
    """Nothing was written to anybody; the network may be back in a moment."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outcome = mailer(f"http://127.0.0.1:{port}").deliver("one", letter())
    assert (outcome.verdict, outcome.then) == (NOT, Then.SLOW_DOWN)
    assert "mailer.endpoint and the network" in outcome.detail


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n<html>Log in</",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nbad",
        b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
        b"nonsense\r\n\r\n",
    ],
)
def test_an_answer_of_something_else_is_unknown(answer: bytes) -> None:
    """A hotel's login page, a proxy's error, half an answer: whoever said that, SES may have the letter."""
    with told(_answering(answer)) as port:
        assert mailer(f"http://127.0.0.1:{port}").deliver("one", letter()).verdict is Verdict.UNKNOWN


def test_a_sender_that_died_leaves_doubt() -> None:
    """SES can't be asked what became of a request."""
    assert mailer("http://127.0.0.1:9").recall("one").verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("quota", "rate", "pace"),
    [
        ({"quota": 14, "daily": 50_000, "sent": 1_234}, 0, Pace(12.6, 48_766)),
        ({"quota": 14, "daily": 50_000}, 5, Pace(5, 50_000)),
        ({"quota": 14, "daily": 50_000}, 100, Pace(12.6, 50_000)),
        ({"quota": 1, "daily": 200, "sent": 201}, 0, Pace(0.9, 0)),
        ({"quota": 500, "daily": -1}, 0, Pace(450, None)),
    ],
)
def test_the_pace_is_nine_tenths_of_the_quota(tmp_path: Path, quota: dict[str, float], rate: float, pace: Pace) -> None:
    """The account's own rate and day count; the campaign may only be slower."""
    with running(tmp_path, **quota) as server:
        told_pace = mailer(server.url, rate=rate).pace()
    assert told_pace.per_second == pytest.approx(pace.per_second)
    assert told_pace.left_today == pace.left_today


@pytest.mark.parametrize("state", [{"SendingEnabled": False}, {"EnforcementStatus": "SHUTDOWN"}])
def test_an_account_that_may_not_send_is_told_before_the_first_letter(tmp_path: Path, state: dict[str, Any]) -> None:
    """A switched-off account ends in one sentence."""
    with running(tmp_path) as server:
        server.faults = Faults(answers={"/v2/email/account": server.account() | state})
        with pytest.raises(MailError, match="switched off for this account"):
            mailer(server.url).pace()


def test_keys_that_may_not_ask_are_told_what_they_need(tmp_path: Path) -> None:
    """The sentence names what to allow."""
    with running(tmp_path, denied=("/v2/email/account",)) as server, pytest.raises(MailError, match="ses:GetAccount"):
        mailer(server.url).pace()


def test_missing_keys_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without AWS keys nobody is asked, and the sentence says which settings to make."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with running(tmp_path) as server:
        with pytest.raises(MailError, match="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
            mailer(server.url).pace()
        outcome = mailer(server.url).deliver("one", letter())
        assert server.seen["requests"] == 0
    assert (outcome.verdict, outcome.then) == (NOT, Then.STOP)


@pytest.mark.parametrize(
    ("choice", "environ", "said"),
    [
        ({}, {}, r"mailer\.region: is needed"),
        ({"region": "not a region"}, {}, r"mailer\.endpoint or mailer\.region"),
        ({"region": "eu-west-1", "endpoint": "nowhere"}, {}, r"mailer\.endpoint or mailer\.region"),
        ({"region": "eu-west-1"}, {"AWS_PROFILE": "nobody"}, "AWS_PROFILE names a profile"),
    ],
)
def test_a_wrong_setting_is_told(
    monkeypatch: pytest.MonkeyPatch, choice: dict[str, str], environ: dict[str, str], said: str
) -> None:
    """Each slip ends in one sentence with the key to mend."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(MailError, match=said):
        ses.client(MailerChoice(kind="ses", **choice))


def test_a_network_that_fails_is_told(tmp_path: Path) -> None:
    """Asking for the quota of an SES that is not there ends in one sentence."""
    with pytest.raises(MailError, match="SES can't be reached"):
        mailer("http://127.0.0.1:9").pace()


def test_the_small_ses_outlives_its_callers(tmp_path: Path) -> None:
    """As a process of its own it takes letters of one process after another, and logs them all."""
    log = tmp_path / "accepted.log"
    with fake_ses(log, lose=0.5, seed=3) as url:
        for first in (0, 10):
            script = (
                "import sys; sys.path.insert(0, sys.argv[1])\n"
                "from test_ses import _ten, mailer\n_ten(mailer(sys.argv[2]), int(sys.argv[3]))"
            )
            command = [sys.executable, "-c", script, str(Path(__file__).parent), url, str(first)]
            subprocess.run(command, check=True, timeout=60)
    assert sorted(line.split()[1] for line in log.read_text().splitlines()) == sorted(f"n{n}" for n in range(20))


def test_an_error_that_is_none_of_the_wires_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the code stops the run instead of parking people one by one."""
    monkeypatch.setattr(ses, "_client", lambda *_: None)
    with pytest.raises(AttributeError):
        mailer("http://127.0.0.1:9").deliver("one", letter())


def test_a_status_without_words_is_judged_by_its_number() -> None:
    """429 with no code that we know is a throttle all the same."""
    wrong = ClientError({"Error": {}, "ResponseMetadata": {"HTTPStatusCode": 429}}, "SendEmail")
    assert ses._answered(wrong).then is Then.SLOW_DOWN


def _ten(sending: SesMailer, first: int) -> None:
    for number in range(first, first + 10):
        sending.deliver(f"n{number}", letter(f"n{number}"))


def _answering(answer: bytes) -> Callable[[Any], None]:
    """Return a talk that reads one request to its end and gives this answer."""

    def talk(line: Any) -> None:
        length = 0
        while (said := line.readline()) not in (b"\r\n", b""):
            if said.lower().startswith(b"content-length:"):
                length = int(said.partition(b":")[2])
        while length > 0:
            length -= len(line.read(length))
        line.write(answer)

    return talk
