"""Which mailer a campaign's letters leave by, opened and looked at before the first letter."""

from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.errors import MailError
from artgen.history.address import BadAddress, normalise
from artgen.mailing.mailer import Mailer
from artgen.mailing.outbox import Outbox
from artgen.mailing.smtp import SmtpMailer

_LOGIN = "ARTGEN_SMTP_PASSWORD"


def open_mailer(campaign: Campaign, out: Path, environ: Mapping[str, str]) -> Mailer:
    """Return the campaign's mailer; raise MailError for what is missing, before anything is on the wire.

    `out` is where the outbox stands. AWS's library is loaded for SES alone, and reads its own settings.
    """
    choice = campaign.mailer
    if choice.kind == "outbox":
        site = campaign.base_url if campaign.shelf.kind == "folder" else ""
        return Outbox(out / "outbox", site, choice.rate)
    if choice.kind == "smtp":
        return SmtpMailer(choice, _password(choice.user, environ), _domain(campaign.letter.sender))
    from artgen.mailing.ses import SesMailer, client

    client(choice)
    return SesMailer(choice, campaign.id)


def _domain(sender: str) -> str:
    """Return the domain of the sender, which is who we say we are: the machine's own name is nobody's business."""
    try:
        return normalise(parseaddr(sender)[1]).rpartition("@")[2]
    except BadAddress as wrong:
        raise MailError(f"letter.sender: {wrong}; mend it and run the same command again") from wrong


def _password(user: str, environ: Mapping[str, str]) -> str:
    if not user:
        return ""
    password = environ.get(_LOGIN, "")
    if not password:
        raise MailError(f"{_LOGIN}: is not set; set it to the password of mailer.user and run the same command again")
    if not (password.isascii() and password.isprintable()):
        raise MailError(f"{_LOGIN}: holds a sign beyond ASCII or a line break, which SMTP can't carry; set another")
    return password
