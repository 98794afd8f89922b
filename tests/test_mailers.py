"""Which mailer a campaign gets, and that a doubt through a real Postfix stays a doubt, run after run."""

import subprocess
import sys
from pathlib import Path

import own_postfix
import pytest
from post_office import CuttingProxy

from artgen.campaigns.model import FILE, Campaign, load
from artgen.campaigns.sending import MailerChoice
from artgen.errors import MailError
from artgen.mailing.mailer import Pace
from artgen.mailing.mailers import open_mailer
from artgen.mailing.outbox import Outbox
from artgen.mailing.ses import SesMailer
from artgen.mailing.smtp import SmtpMailer
from tests.send_rig import of, rig


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


def _speak_smtp(file: Path, port: int) -> None:
    text = file.read_text("utf-8")
    begin, end = text.index("[mailer]"), text.index("[sending]")
    mailer = f'[mailer]\nkind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nworkers = 1\n\n'
    file.write_text(text[:begin] + mailer + text[end:], "utf-8")
