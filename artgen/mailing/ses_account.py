"""What SES says of an account before the first letter: its standing and quota, the sender's identity, its events."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from artgen.campaigns.sending import MailerChoice
from artgen.errors import MailError
from artgen.mailing.ses import client

_DENIED = {"AccessDeniedException", "AccessDenied", "NotAuthorized"}
_MISSING = "NotFoundException"


@dataclass(frozen=True, slots=True)
class Account:
    """An account in one region: `standing` is HEALTHY, PROBATION or SHUTDOWN; `most` letters in 24 hours (-1: any),
    `sent` of which went already; `suppresses` are the reasons for which SES itself keeps addresses out."""

    production: bool
    enabled: bool
    standing: str
    most: float
    sent: float
    per_second: float
    suppresses: tuple[str, ...]

    def days(self, letters: int) -> int:
        """Return on how many days so many letters go out, today included.

        >>> Account(True, True, "HEALTHY", 100, 40, 14, ()).days(70)
        2
        """
        if self.most < 0 or not letters:
            return 1
        left = letters - max(0.0, self.most - self.sent)
        return 1 + max(0, -int(-left // self.most)) if self.most else 0


@dataclass(frozen=True, slots=True)
class Identity:
    """A sender that SES knows: a domain, or one address alone; `tokens` are the names of its DKIM records."""

    name: str
    domain: bool
    verified: bool
    signed: bool
    dkim: str
    tokens: tuple[str, ...]
    mail_from: str
    mail_from_status: str


@dataclass(frozen=True, slots=True)
class Events:
    """A configuration set: whether it may send, and the kinds of news that go to somebody who listens."""

    name: str
    enabled: bool
    kinds: frozenset[str]


def account(choice: MailerChoice) -> Account:
    """Return the account; raise MailError where SES can't be asked."""
    told = _asked(lambda ses: ses.get_account(), choice, "ses:GetAccount")
    quota = told.get("SendQuota", {})
    return Account(
        production=bool(told.get("ProductionAccessEnabled")),
        enabled=bool(told.get("SendingEnabled")),
        standing=str(told.get("EnforcementStatus", "")),
        most=float(quota.get("Max24HourSend", 0)),
        sent=float(quota.get("SentLast24Hours", 0)),
        per_second=float(quota.get("MaxSendRate", 0)),
        suppresses=tuple(told.get("SuppressionAttributes", {}).get("SuppressedReasons", ())),
    )


def identity(choice: MailerChoice, sender: str) -> Identity | None:
    """Return the identity under which an address is sent from: its domain, one above, or it alone; None for none."""
    domain = sender.rpartition("@")[2]
    labels = domain.split(".")
    above = [".".join(labels[n:]) for n in range(len(labels) - 1)]
    for name in (*above, sender):
        told = _asked(_identity_of(name), choice, "ses:GetEmailIdentity", missing={})
        if told:
            dkim, bounce = told.get("DkimAttributes", {}), told.get("MailFromAttributes", {})
            return Identity(
                name=name,
                domain=told.get("IdentityType") != "EMAIL_ADDRESS",
                verified=bool(told.get("VerifiedForSendingStatus")),
                signed=bool(dkim.get("SigningEnabled")) and dkim.get("Status") == "SUCCESS",
                dkim=str(dkim.get("Status", "")),
                tokens=tuple(dkim.get("Tokens", ())),
                mail_from=str(bounce.get("MailFromDomain", "")),
                mail_from_status=str(bounce.get("MailFromDomainStatus", "")),
            )
    return None


def events(choice: MailerChoice) -> Events | None:
    """Return the campaign's configuration set; None where SES knows none of that name."""
    name = choice.configuration_set
    told = _asked(
        lambda ses: ses.get_configuration_set(ConfigurationSetName=name), choice, "ses:GetConfigurationSet", missing={}
    )
    if not told:
        return None
    listed = _asked(
        lambda ses: ses.get_configuration_set_event_destinations(ConfigurationSetName=name),
        choice,
        "ses:GetConfigurationSetEventDestinations",
        missing={},
    )
    kinds = {
        kind
        for one in listed.get("EventDestinations", ())
        if one.get("Enabled")
        for kind in one.get("MatchingEventTypes", ())
    }
    return Events(name, bool(told.get("SendingOptions", {}).get("SendingEnabled", True)), frozenset(kinds))


def _identity_of(name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda ses: ses.get_email_identity(EmailIdentity=name)


def _asked(
    ask: Callable[[Any], dict[str, Any]], choice: MailerChoice, right: str, *, missing: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Ask SES one thing; return `missing` for what it doesn't know, where that is an answer; raise MailError else."""
    try:
        return ask(client(choice))
    except ClientError as wrong:
        code = wrong.response.get("Error", {}).get("Code", "")
        if code == _MISSING and missing is not None:
            return missing
        if code in _DENIED:
            raise MailError(f"SES: these AWS keys may not look; allow {right}") from wrong
        raise MailError(f"SES answered {code} when asked with {right}; see its console") from wrong
    except (NoCredentialsError, PartialCredentialsError) as wrong:
        raise MailError("SES: no AWS keys were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY") from wrong
    except BotoCoreError as wrong:
        raise MailError("SES can't be reached; look at mailer.region, mailer.endpoint and the network") from wrong
