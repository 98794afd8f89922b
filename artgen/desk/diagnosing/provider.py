"""What the way to send says of itself when it is asked: the SES account and its identity, or the SMTP server."""

from collections.abc import Iterator, Mapping

from artgen.campaigns.model import Campaign
from artgen.desk.diagnosing.diagnosis import Line, Part
from artgen.desk.diagnosing.paperwork import house, sender_of
from artgen.errors import MailError
from artgen.mailing import ses_account
from artgen.mailing.mailers import open_mailer
from artgen.mailing.ses_account import Account, Events, Identity
from artgen.mailing.smtp import SmtpMailer

_NEEDED = ("DELIVERY", "BOUNCE", "COMPLAINT")
_SES, _SMTP = "SES", "The SMTP server"


def unasked(campaign: Campaign) -> Iterator[Line]:
    """Yield what is not known while the network is not asked."""
    part = Part(_SES if campaign.mailer.kind == "ses" else _SMTP)
    if campaign.mailer.kind == "outbox":
        part = Part("The way to send")
        part.look("mailer", "the outbox: letters become files, nothing leaves this machine", "set [mailer] to send")
    elif campaign.mailer.kind == "ses":
        what = "identity, DKIM, MAIL FROM, production access, quota, configuration set, suppression list"
        part.look("account", "not asked", f"ask with --ask-network: {what}")
    else:
        part.look("server", "not asked", "ask with --ask-network: it answers, encrypts, and takes the login")
    yield from part.lines


def smtp(campaign: Campaign, environ: Mapping[str, str]) -> Iterator[Line]:
    """Connect to the SMTP server as a letter would, and hang up."""
    part, choice = Part(_SMTP), campaign.mailer
    try:
        mailer = open_mailer(campaign, campaign.folder, environ)
        wrong = mailer.ring() if isinstance(mailer, SmtpMailer) else None
        said = (
            "answers" + ("" if choice.security == "none" else ", encrypts") + (", takes the login" * bool(choice.user))
        )
        part.right_if(wrong is None, choice.host, said, wrong.detail if wrong else "", "mend that, and ask again")
    except MailError as refused:
        part.wrong(choice.host, str(refused), "mend that, and ask again")
    if choice.security == "none":
        part.look("encryption", 'mailer.security = "none"', "right for a server on this machine alone")
    part.look("rate", f"{choice.rate:g} letters a second" if choice.rate else "no limit", "ask who runs the server")
    yield from part.lines


def ses(campaign: Campaign, waiting: int) -> tuple[list[Line], Identity | None]:
    """Ask SES; return what it says and the identity that letters are signed with."""
    part, identity = Part(_SES), None
    try:
        _account(part, ses_account.account(campaign.mailer), waiting)
        identity = ses_account.identity(campaign.mailer, sender_of(campaign))
        _identity(part, identity, sender_of(campaign))
        if campaign.mailer.configuration_set:
            _events(part, ses_account.events(campaign.mailer))
        else:
            part.wrong(
                "configuration set",
                "none is named, so SES tells nobody what became of a letter",
                "make one with an event destination, and set mailer.configuration_set",
            )
    except MailError as refused:
        part.wrong("asked", str(refused), "mend that, and ask again")
    return part.lines, identity


def _account(part: Part, said: Account, waiting: int) -> None:
    part.right_if(
        said.production, "production access", "granted", "still in the sandbox", "ask for it in the console of SES"
    )
    part.right_if(said.enabled, "sending", "switched on", "switched off", "see the console of SES for why")
    if said.standing == "PROBATION":
        part.wrong("standing", "under review", "mend what the console names before a large send")
    else:
        part.right_if(said.standing == "HEALTHY", "standing", "healthy", said.standing.lower(), "see the console")
    days = said.days(waiting)
    quota = "any number" if said.most < 0 else f"{said.most:,.0f} letters in 24 hours, {said.sent:,.0f} of them used"
    part.fine_if(
        days == 1,
        "quota",
        f"{quota}, {said.per_second:g} a second: enough for {waiting:,}",
        f"{quota}: {waiting:,} letters take {days} days",
        "ask for more, or let it take that long: sending pauses and goes on",
    )
    missing = [reason.lower() for reason in ("BOUNCE", "COMPLAINT") if reason not in said.suppresses]
    part.fine_if(
        not missing,
        "suppression list",
        "on for bounces and complaints",
        f"off for {' and '.join(missing)}",
        "switch on the account's suppression list: it keeps a bounced address from bouncing again",
    )
    part.look(
        "bounces and complaints", "SES keeps its own count", "below 2 % and 0.1 % in its console, under reputation"
    )


def _identity(part: Part, said: Identity | None, sender: str) -> None:
    if said is None:
        part.wrong("identity", "SES doesn't know the sender's domain", "add it in the console of SES and verify it")
        return
    part.right_if(said.verified, "identity", f"{_shown(said)} is verified", f"{_shown(said)} is not", "verify it")
    if not said.domain:
        part.wrong("DKIM", "an address alone is verified, so letters are signed for amazonses.com", "verify the domain")
        return
    part.right_if(said.signed, "DKIM", "letters are signed", f"not signing: {said.dkim.lower()}", "finish its records")
    if not said.mail_from:
        part.look("MAIL FROM", "the return path is amazonses.com's", "set a custom one below the domain, for SPF too")
    else:
        part.right_if(
            said.mail_from_status == "SUCCESS" and house(said.mail_from) == house(sender.rpartition("@")[2]),
            "MAIL FROM",
            said.mail_from,
            f"{said.mail_from}: {said.mail_from_status.lower()}",
            "finish its MX and SPF records, below the sender's own domain",
        )


def _events(part: Part, said: Events | None) -> None:
    if said is None:
        part.wrong("configuration set", "SES knows none of that name", "mend mailer.configuration_set or the region")
        return
    missing = [kind.lower() for kind in _NEEDED if kind not in said.kinds]
    part.right_if(said.enabled, "configuration set", said.name, "its sending is switched off", "switch it on")
    part.right_if(
        not missing,
        "events",
        f"told: {', '.join(sorted(said.kinds)).lower()}",
        f"nobody is told of: {', '.join(missing)}",
        "add an event destination (SNS to SQS, or EventBridge) for them",
    )
    part.right_if(
        "OPEN" not in said.kinds,
        "no pixel",
        "opens are not watched",
        "SES puts a tracking pixel into each letter",
        "take OPEN out of the event destination: artgen's letters promise that there is none",
    )
    if "CLICK" in said.kinds:
        part.look(
            "links rewritten",
            "SES leads clicks through an address of its own",
            "take CLICK out: personal links then pass through nobody else's server",
        )


def _shown(said: Identity) -> str:
    return said.name if said.domain else "the address"
