"""Which mailer a campaign gets; through real servers a doubt stays a doubt, and one who refuses all costs no letter."""

import subprocess
import sys
from pathlib import Path

import own_postfix
import pytest
from post_office import Counter, CuttingProxy, office

from artgen.campaigns.model import FILE, Campaign, load
from artgen.campaigns.sending import MailerChoice
from artgen.errors import MailError
from artgen.mailing.mailer import Pace
from artgen.mailing.mailers import open_mailer
from artgen.mailing.outbox import Outbox
from artgen.mailing.ses import SesMailer
from artgen.mailing.smtp import SmtpMailer
from tests.line import run, run_and_die
from tests.send_rig import Rig, of, rig


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return load("heart-of-travel")


def by(campaign: Campaign, **choice: object) -> Campaign:
    return campaign.model_copy(update={"mailer": MailerChoice(**choice)})


def test_a_campaign_that_says_nothing_has_the_outbox(campaign: Campaign, tmp_path: Path) -> None:
    """Letters become files below the output folder, at the pace of the disk, or the campaign's."""
    mailer = open_mailer(campaign, tmp_path, {})
    assert mailer == Outbox(tmp_path / "outbox", campaign.base_url)
    assert mailer.pace() == Pace(None, None)
    assert open_mailer(by(campaign, rate=5), tmp_path, {}).pace() == Pace(5, None)


def test_each_kind_has_its_mailer(campaign: Campaign, tmp_path: Path) -> None:
    """SMTP and SES are opened by name, and nothing is on the wire by that."""
    smtp = open_mailer(by(campaign, kind="smtp", host="127.0.0.1", port=9), tmp_path, {})
    ses = open_mailer(by(campaign, kind="ses", region="eu-west-1"), tmp_path, {})
    assert (type(smtp), smtp.name) == (SmtpMailer, "smtp")
    assert (type(ses), ses.name) == (SesMailer, "ses")


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "ARTGEN_SMTP_PASSWORD: is not set"),
        ({"ARTGEN_SMTP_PASSWORD": ""}, "ARTGEN_SMTP_PASSWORD: is not set"),
        ({"ARTGEN_SMTP_PASSWORD": "pässword"}, "a sign beyond ASCII"),
        ({"ARTGEN_SMTP_PASSWORD": "secret\n"}, "a line break"),
    ],
)
def test_a_login_needs_its_password(campaign: Campaign, tmp_path: Path, environ: dict[str, str], said: str) -> None:
    """The sentence names the setting and never what it holds."""
    with pytest.raises(MailError, match=said) as refused:
        open_mailer(by(campaign, kind="smtp", host="127.0.0.1", user="northwing"), tmp_path, environ)
    assert "secret" not in str(refused.value)


def test_the_outbox_and_smtp_load_nothing_of_awss() -> None:
    """Whoever sends without SES waits for no library of it."""
    script = "import sys, artgen.mailing.mailers; sys.exit('boto3' in sys.modules or 'botocore' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_a_doubt_through_postfix_is_never_sent_again(tmp_path: Path) -> None:
    """The line is cut after a final dot: that person is in doubt, the others are mailed, and so it stays."""
    made = rig(tmp_path, 6, "http://127.0.0.1:9", tmp_path / "accepted.log", workers=1)
    with own_postfix.postfix() as postfix, CuttingProxy(postfix.port, after_dot=True) as proxy:
        _speak_smtp(made.folder / FILE, proxy.port)
        made.campaign = load(str(made.folder))
        first = made.finish()
        assert first.returncode == 0, first.stderr
        doubts, mailed = of(made.rows(), "unknown"), of(made.rows(), "accepted")
        again = made.finish()
        assert again.returncode == 0, again.stderr
        assert (of(made.rows(), "unknown"), of(made.rows(), "accepted")) == (doubts, mailed)
        sender = made.campaign.letter.sender.rpartition("@")[2].strip(">")
        ids = [made.keys.send_id(made.campaign.id, customer) for customer in doubts | mailed]
        assert [postfix.taken(f"{send_id}@{sender}") for send_id in ids] == [1] * len(ids)
    assert (proxy.cut, len(doubts), len(mailed)) == (1, 1, 6 - 1 - len(made.spared))


@pytest.mark.parametrize(
    "replies",
    [
        {"END": "554 5.7.1 Looks like spam"},
        {"RCPT": "550 5.7.1 You are on a list"},
        {"RCPT": "250 and forget it, so that DATA is out of order"},
    ],
)
def test_a_server_that_refuses_everybody_costs_nobody_their_letter(tmp_path: Path, replies: dict[str, str]) -> None:
    """It is stopped, and nobody is left behind; once it takes letters, each person gets one."""
    made = rig(tmp_path, 50, "http://127.0.0.1:9", tmp_path / "accepted.log", workers=1)
    counter = Counter(dict(replies))
    with office(counter) as port:
        _speak_smtp(made.folder / FILE, port)
        made.campaign = load(str(made.folder))
        stopped = made.finish()
        assert (stopped.returncode, counter.taken) == (1, [])
        assert "sending stopped: " in stopped.stderr
        assert of(made.rows(), "refused", "unknown", "claimed") == set()
        counter.replies.clear()
        assert made.finish().returncode == 0
    assert sorted(recipient.lower() for _, recipient, _ in counter.taken) == _wanted(made)


@pytest.mark.parametrize(
    ("at", "when", "refused"),
    [
        ("artgen.ledger.queue:Queue._put_back", "before", 20),
        ("artgen.ledger.runs:Runs.end", "before", 0),
    ],
)
def test_a_sender_killed_as_refused_letters_are_put_back_sends_nobody_two(
    tmp_path: Path, at: str, when: str, refused: int
) -> None:
    """What it did not put back is refused, or in doubt as after any kill; a person lets it go, and each gets one."""
    made = rig(tmp_path, 50, "http://127.0.0.1:9", tmp_path / "accepted.log", workers=1)
    counter = Counter({"END": "554 5.7.1 Looks like spam"})
    with office(counter) as port:
        _speak_smtp(made.folder / FILE, port)
        made.campaign = load(str(made.folder))
        made.approve()
        run_and_die(at, 1, when, "send", made.folder, "--out", made.out)
        assert refused - 2 < len(of(made.rows(), "refused")) <= refused
        counter.replies.clear()
        assert made.finish().returncode == 0
        assert len(of(made.rows(), "unknown")) <= (2 if refused else 0)
        run("resolve", made.folder, "--out", made.out, "--refused", "--resend", "--yes")
        assert made.finish().returncode == 0
    doubts = [row["address"].lower() for row in made.rows() if row["state"] == "unknown"]
    assert sorted([*(recipient.lower() for _, recipient, _ in counter.taken), *doubts]) == _wanted(made)


def _wanted(made: Rig) -> list[str]:
    """Return each address that is to have one letter, once."""
    return sorted({row["address"].lower() for row in made.rows() if row["customer"] not in made.spared})


def _speak_smtp(file: Path, port: int) -> None:
    text = file.read_text("utf-8")
    begin, end = text.index("[mailer]"), text.index("[sending]")
    mailer = f'[mailer]\nkind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nworkers = 1\n\n'
    file.write_text(text[:begin] + mailer + text[end:], "utf-8")
