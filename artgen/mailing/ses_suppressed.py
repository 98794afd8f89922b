"""SES's own list of addresses that it sends nothing to, page by page."""

from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError

from artgen.campaigns.sending import MailerChoice
from artgen.errors import MailError
from artgen.mailing.ses import client

_PAGE = 1000
_REASONS = {"BOUNCE": "bounced", "COMPLAINT": "complained"}


def suppressed(choice: MailerChoice) -> Iterator[tuple[str, list[str]]]:
    """Yield addresses with what they have in common: ("bounced", [...]); raise MailError where SES doesn't tell."""
    asked: dict[str, str] = {}
    while True:
        try:
            page = client(choice).list_suppressed_destinations(PageSize=_PAGE, **asked)
        except ClientError as wrong:
            code = wrong.response["Error"]["Code"]
            raise MailError(
                f"SES answered {code} when asked for its suppression list; allow ses:ListSuppressedDestinations"
            ) from wrong
        except BotoCoreError as wrong:
            raise MailError(
                f"SES can't be reached ({type(wrong).__name__}); look at AWS keys, mailer.region and mailer.endpoint"
            ) from wrong
        found: dict[str, list[str]] = {}
        for one in page.get("SuppressedDestinationSummaries", []):
            found.setdefault(_REASONS.get(one.get("Reason", ""), "suppressed by SES"), []).append(one["EmailAddress"])
        yield from sorted(found.items())
        if not page.get("NextToken"):
            return
        asked = {"NextToken": page["NextToken"]}
