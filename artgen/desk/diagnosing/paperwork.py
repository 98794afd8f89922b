"""What the campaign file alone says of a sender: who writes, how to leave, whom letters spare; nothing is asked."""

import datetime as dt
import ipaddress
from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from artgen.campaigns.model import Campaign
from artgen.desk.diagnosing.diagnosis import Line, Part, listed
from artgen.history.address import BadAddress, normalise

_NOBODYS_OWN = (
    *("gmail.com", "googlemail.com", "yahoo.com", "ymail.com", "outlook.com", "hotmail.com", "live.com", "msn.com"),
    *("icloud.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.net", "gmx.de", "web.de", "proton.me"),
    *("protonmail.com", "mail.com", "zoho.com", "fastmail.com"),
)
_PUBLIC = ("co", "com", "org", "net", "ac", "gov", "edu", "or", "ne")
_STAYS = dt.timedelta(days=60)


def paperwork(campaign: Campaign, today: dt.date) -> Iterator[Line]:
    """Yield what the campaign says of itself."""
    yield from _sender(campaign)
    yield from _leaving(campaign)
    yield from _links(campaign, today)
    yield from _care(campaign)


def sender_of(campaign: Campaign) -> str:
    """Return the bare address that letters come from; empty where it is none."""
    try:
        return normalise(parseaddr(campaign.letter.sender)[1])
    except BadAddress:
        return ""


def _sender(campaign: Campaign) -> Iterator[Line]:
    part, letter, brand = Part("Who writes"), campaign.letter, campaign.brand
    name, sender = parseaddr(campaign.letter.sender)[0], sender_of(campaign)
    domain = sender.rpartition("@")[2]
    if not sender:
        part.wrong("sender", "letter.sender is no address", 'write it as "Brand <year@your.domain>"')
    elif domain in _NOBODYS_OWN:
        part.wrong("sender", f"{domain} is a mailbox provider's domain", "send from a domain of your own: DMARC fails")
    else:
        part.ok("sender", f"an address at {domain}")
    part.fine_if(name, "sender's name", name, "there is none", "write letter.sender with the brand's name before it")
    if not letter.reply_to:
        part.look("reply-to", "none: answers go to the sender", "make sure somebody reads them, or set letter.reply_to")
    else:
        box = letter.reply_to.lower().replace("-", "").replace("_", "")
        part.fine_if(
            not box.startswith(("noreply", "donotreply")),
            "reply-to",
            "answers go to letter.reply_to",
            "answers are sent away",
            "people answer a gift: let somebody read what they write",
        )
    part.right_if(
        brand.postal_address,
        "postal address",
        brand.postal_address,
        "there is none",
        "set brand.postal_address: the law asks for it in every such letter (CAN-SPAM, and the EU's own rules)",
    )
    missing = [locale for locale in campaign.locales[1:] if locale not in letter.translations]
    part.fine_if(
        not missing,
        "languages",
        listed(campaign.locales),
        f"in {listed(missing)} artgen's own words stand for the brand's",
        "add [letter.translations.…] with subject, thanks and signature",
    )
    yield from part.lines


def _leaving(campaign: Campaign) -> Iterator[Line]:
    part, letter = Part("How to leave"), campaign.letter
    if not letter.unsubscribe_url:
        part.wrong(
            "one click",
            "there is no web address to leave by",
            "set letter.unsubscribe_url: Gmail and Yahoo ask bulk senders for it (RFC 8058); see docs/unsubscribe.md",
        )
    else:
        part.right_if(
            letter.unsubscribe_url.startswith("https://"),
            "one click",
            f"https://{urlsplit(letter.unsubscribe_url).hostname}, and the header that lets a mailbox post to it",
            "letter.unsubscribe_url is not https, so letters can't offer one click",
            "serve it over https",
        )
    part.fine_if(
        letter.unsubscribe_mailto,
        "by mail",
        "letter.unsubscribe_mailto",
        "there is no address to leave by",
        "set letter.unsubscribe_mailto, and read that mailbox: some mail readers know no other way",
    )
    part.right_if(
        campaign.sending.unsubscribed or campaign.mailer.kind == "outbox",
        "who left is heard",
        campaign.sending.unsubscribed or "nothing leaves this machine",
        "no log of the unsubscribe handler is named",
        "set sending.unsubscribed, or people who leave get the next letter too",
    )
    yield from part.lines


def _links(campaign: Campaign, today: dt.date) -> Iterator[Line]:
    part, brand = Part("Where links lead"), campaign.brand
    address = urlsplit(campaign.base_url)
    host = address.hostname or ""
    if _at_home(host):
        part.look("pages", f"{host} is this machine", "set base_url to where the pages will stand")
    elif address.scheme != "https":
        part.wrong("pages", "base_url is not https", "serve the pages over https: they are personal")
    else:
        part.ok("pages", f"https://{host}")
    domain = sender_of(campaign).rpartition("@")[2]
    if domain and not _at_home(host):
        part.fine_if(
            house(domain) == house(host),
            "one house",
            f"pages and sender share {house(domain)}",
            f"letters come from {domain}, pages stand at {host}",
            "filters trust links to the sender's own domain more; use a name below it where you can",
        )
    for key, url in (("brand.privacy_url", brand.privacy_url), ("brand.contact_url", brand.contact_url)):
        part.fine_if(
            url.startswith(("https://", "mailto:")), key, url, "there is none, or no https", f"set {key}: people ask"
        )
    if isinstance(campaign.stays_until, dt.date):
        part.right_if(
            campaign.stays_until - today >= _STAYS,
            "how long pages stay",
            f"until {campaign.stays_until}",
            f"until {campaign.stays_until}, less than {_STAYS.days} days from now",
            "let pages stay longer than letters are looked for, and say a later stays_until",
        )
    else:
        said = campaign.stays_until or "no word of it"
        part.look("how long pages stay", said, "make sure it is true; a date (stays_until = 2027-12-31) can be checked")
    yield from part.lines


def _care(campaign: Campaign) -> Iterator[Line]:
    part, sending, columns = Part("Whom letters spare"), campaign.sending, campaign.people.columns
    mails = campaign.mailer.kind != "outbox"
    part.fine_if(
        columns.consent,
        "consent",
        f"the column {columns.consent}: {listed(campaign.people.consents)}",
        "no column says who agreed",
        "make sure all in the people file agreed to such letters, or name people.columns.consent",
    )
    lost = [name for name in sending.suppression if not campaign.path(name).is_file()]
    lost += [name for name in sending.history if not _ledger(campaign.path(name)).is_file()]
    if lost:
        part.wrong("suppression", f"not there: {listed(lost)}", "put the file there, or mend the name")
    else:
        part.fine_if(
            sending.suppression or sending.history,
            "suppression",
            listed((*sending.suppression, *sending.history)),
            "no list of people who are not to be written to is named",
            "name it with sending.suppression, and last year's ledger with sending.history",
        )
    heard = [*sending.events, *filter(None, (sending.queue and "an SQS queue", sending.mail_log))]
    if mails and not heard:
        part.wrong(
            "bounces and complaints",
            "nobody listens",
            "name sending.events, sending.queue or sending.mail_log, so that the canary can stop a bad send",
        )
    elif heard:
        part.ok("bounces and complaints", listed(heard))
    part.fine_if(sending.seeds, "seeds", f"{len(sending.seeds)}", "none", "name your own addresses: sending.seeds")
    part.fine_if(
        sending.canary,
        "canary",
        f"{sending.canary:.1%} first, at least {sending.canary_least}, then {sending.canary_hours:g} h; stops at "
        f"{sending.bounces:.1%} bounces or {sending.complaints:.2%} complaints",
        "none: all letters leave at once",
        "set sending.canary",
    )
    part.fine_if(
        sending.quiet_hours,
        "quiet hours",
        f"{sending.quiet_hours}, by {columns.zone or sending.zone}",
        "none: letters may arrive at night",
        "set sending.quiet_hours",
    )
    part.fine_if(
        sending.holdout,
        "holdout",
        f"{sending.holdout:.0%} get no letter",
        "none",
        "set sending.holdout before the first letter if you want to know what the letters did",
    )
    part.fine_if(
        sending.access_log, "who looked", listed(sending.access_log), "no access log is named", "set sending.access_log"
    )
    yield from part.lines


def _ledger(place: Path) -> Path:
    """Return the ledger of an earlier campaign, which is named by its file or by its output folder."""
    return place / "ledger.sqlite" if place.is_dir() else place


def _at_home(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def house(host: str) -> str:
    """Return the part of a name that its owner registered, as far as the name itself tells.

    >>> house("year.northwing.example"), house("mail.shop.co.uk")
    ('northwing.example', 'shop.co.uk')
    """
    labels = host.split(".")
    wide = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _PUBLIC
    return ".".join(labels[-3 if wide else -2 :])
