"""Letters through Amazon SES (version 2 of its API): its door of boto3; one request an attempt, never tried again."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    PartialCredentialsError,
    ProfileNotFound,
    ProxyConnectionError,
    SSLError,
    SSOError,
    TokenRetrievalError,
)

from artgen.campaigns.sending import MailerChoice
from artgen.errors import MailError
from artgen.mailing.letter import Letter
from artgen.mailing.mailer import DIED, Pace
from artgen.records import Outcome, Then, Verdict

SEND_TAG, CAMPAIGN_TAG = "artgen-send", "artgen-campaign"
_SPARE = 0.9
_CONNECT_S, _ANSWER_S = 30, 60
_NO_KEYS = "no AWS keys were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
_BAD_KEYS = "the AWS keys are wrong or no longer valid; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY anew"
_CLOCK = "this machine's clock is wrong, so SES takes none of its requests; set the clock"
_NO_CHANNEL = "SES can't be reached; look at mailer.region, mailer.endpoint and the network"
_STOPS = {
    "AccountSuspendedException": "SES has suspended this account; see its console for why",
    "SendingPausedException": "sending is paused for this account or configuration set; see the SES console for why",
    "MailFromDomainNotVerifiedException": "the custom MAIL FROM domain is not verified; finish its DNS records",
    "NotFoundException": "SES knows no such configuration set in this region; mend mailer.configuration_set",
    "AccessDeniedException": "these AWS keys may not send; allow ses:SendEmail, ses:SendRawEmail and ses:GetAccount",
    "AccessDenied": "these AWS keys may not send; allow ses:SendEmail, ses:SendRawEmail and ses:GetAccount",
    "OptInRequired": "this AWS account is not signed up for SES; open its console once",
    **dict.fromkeys(
        (
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "ExpiredToken",
            "ExpiredTokenException",
            "NotAuthorized",
        ),
        _BAD_KEYS,
    ),
    **dict.fromkeys(("RequestExpired", "RequestTimeTooSkewed"), _CLOCK),
}
_THROTTLED = {"TooManyRequestsException", "ThrottlingException", "Throttling", "RequestLimitExceeded", "SlowDown"}
_REFUSED = {"MessageRejected", "BadRequestException", "ValidationException", "ValidationError", "InvalidParameterValue"}
_NEVER_CONNECTED = (EndpointConnectionError, ConnectTimeoutError, ProxyConnectionError)
_NEVER_ASKED = (
    NoCredentialsError,
    PartialCredentialsError,
    CredentialRetrievalError,
    TokenRetrievalError,
    SSOError,
    ParamValidationError,
)


@dataclass(frozen=True, slots=True)
class SesMailer:
    """SES in one region; each letter carries its send id and its campaign as tags, so that events name it."""

    name: ClassVar[str] = "ses"
    choice: MailerChoice
    campaign: str

    def pace(self) -> Pace:
        """Ask SES: nine tenths of its rate, less where the campaign says so, and what is left of its 24 hours."""
        account = _account(self.choice)
        if not account.get("SendingEnabled", True) or account.get("EnforcementStatus") == "SHUTDOWN":
            raise MailError("SES: sending is switched off for this account; see its console for why")
        quota = account["SendQuota"]
        rate, most = _SPARE * quota["MaxSendRate"], quota["Max24HourSend"]
        left = None if most < 0 else max(0, int(most - quota["SentLast24Hours"]))
        return Pace(min(rate, self.choice.rate or rate), left)

    def deliver(self, send_id: str, letter: Letter) -> Outcome:
        """Hand over one letter in one request; whatever leaves room for doubt is unknown."""
        asked: dict[str, Any] = {
            "FromEmailAddress": letter.sender,
            "Destination": {"ToAddresses": [letter.recipient]},
            "Content": {"Raw": {"Data": letter.message}},
            "EmailTags": [{"Name": SEND_TAG, "Value": send_id}, {"Name": CAMPAIGN_TAG, "Value": self.campaign}],
        }
        if self.choice.configuration_set:
            asked["ConfigurationSetName"] = self.choice.configuration_set
        try:
            told = client(self.choice).send_email(**asked)
        except ClientError as wrong:
            return _answered(wrong)
        except _NEVER_ASKED as wrong:
            return Outcome(Verdict.DEFINITELY_NOT, f"SES was not asked: {_not_asked(wrong)}", Then.STOP)
        except _NEVER_CONNECTED:
            return Outcome(Verdict.DEFINITELY_NOT, _NO_CHANNEL, Then.SLOW_DOWN)
        except SSLError as wrong:
            return _unsafe(wrong)
        except HTTPClientError as wrong:
            return Outcome(Verdict.UNKNOWN, f"SES was asked, and its answer never came ({type(wrong).__name__})")
        except BotoCoreError as wrong:
            return Outcome(Verdict.UNKNOWN, f"whether SES was asked is not sure ({type(wrong).__name__})", Then.STOP)
        if not told.get("MessageId"):
            return Outcome(Verdict.UNKNOWN, "SES was asked, and something else answered in its place", Then.STOP)
        return Outcome(Verdict.ACCEPTED, "taken by SES")

    def recall(self, send_id: str) -> Outcome:
        """Say that nobody knows: SES can't be asked about a request whose answer was lost; its events may tell."""
        return DIED

    def close(self) -> None:
        """Leave the client to others: its idle connections close by themselves."""


def client(choice: MailerChoice) -> Any:
    """Return the client of SES for one choice, made once a process; raise MailError where AWS is not set up."""
    try:
        return _client(choice.endpoint, choice.region, choice.workers)
    except NoRegionError as wrong:
        raise MailError("mailer.region: is needed for SES; write the region of your SES account") from wrong
    except ProfileNotFound as wrong:
        raise MailError("SES: AWS_PROFILE names a profile that this machine does not have; mend it") from wrong
    except (BotoCoreError, ValueError) as wrong:
        raise MailError("SES: mailer.endpoint or mailer.region can't be used; mend them") from wrong


@lru_cache(maxsize=8)
def _client(endpoint: str, region: str, workers: int) -> Any:
    """Make a client that tries once: by default a lost answer sends the same letter three times."""
    settings = Config(
        retries={"mode": "standard", "total_max_attempts": 1},
        connect_timeout=_CONNECT_S,
        read_timeout=_ANSWER_S,
        max_pool_connections=workers,
    )
    return boto3.Session().client("sesv2", endpoint_url=endpoint or None, region_name=region or None, config=settings)


def _account(choice: MailerChoice) -> dict[str, Any]:
    """Ask for the account's quota; say in one sentence why it can't be told."""
    try:
        told: dict[str, Any] = client(choice).get_account()
    except ClientError as wrong:
        code = wrong.response["Error"]["Code"]
        raise MailError(f"SES: {_STOPS.get(code, f'it answered {code} when asked for its quota')}") from wrong
    except _NEVER_ASKED as wrong:
        raise MailError(f"SES: {_not_asked(wrong)}") from wrong
    except BotoCoreError as wrong:
        raise MailError(_NO_CHANNEL) from wrong
    return told


def _answered(wrong: ClientError) -> Outcome:
    """Judge an answer of SES by its code and status; its text may hold an address and is never passed on."""
    told = wrong.response.get("Error", {})
    code, text = str(told.get("Code", "")), str(told.get("Message", "")).lower()
    status = int(wrong.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if not 400 <= status < 500 or status == 408:
        return Outcome(Verdict.UNKNOWN, f"SES failed while it had the letter ({status})")
    if code == "LimitExceededException" or ("daily" in text and (status == 429 or code in _THROTTLED)):
        return Outcome(Verdict.DEFINITELY_NOT, "the quota of SES for 24 hours is used up", Then.PAUSE)
    if status == 429 or code in _THROTTLED:
        return Outcome(Verdict.DEFINITELY_NOT, "SES takes no more letters this second", Then.SLOW_DOWN)
    if "not verified" in text:
        why = "SES has not verified the sender (or, in its sandbox, the recipient); verify letter.sender's domain there"
        return Outcome(Verdict.DEFINITELY_NOT, why, Then.STOP)
    if code in _REFUSED and "configuration set" not in text:
        return Outcome(Verdict.REFUSED, f"SES refused this letter ({code})")
    said = _STOPS["NotFoundException"] if code in _REFUSED else _STOPS.get(code)
    return Outcome(Verdict.DEFINITELY_NOT, said or f"SES answered {code or status}; see its console", Then.STOP)


def _unsafe(wrong: SSLError) -> Outcome:
    """Judge a failed encryption: a certificate is looked at before anything is said, later there is doubt."""
    if "CERTIFICATE_VERIFY_FAILED" in str(wrong):
        return Outcome(
            Verdict.DEFINITELY_NOT, "the certificate of SES can't be verified; mend the machine's", Then.STOP
        )
    return Outcome(Verdict.UNKNOWN, "SES was asked and its answer never came (SSLError)")


def _not_asked(wrong: BotoCoreError) -> str:
    if isinstance(wrong, ParamValidationError):
        return "a setting of mailer or letter.sender has a form that AWS does not know; mend it"
    return _NO_KEYS if isinstance(wrong, NoCredentialsError | PartialCredentialsError) else _BAD_KEYS
