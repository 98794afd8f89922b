"""What the sender's domain says of its mail: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), and if they agree."""

import re
from collections.abc import Iterator

from artgen.campaigns.model import Campaign
from artgen.desk.diagnosing.diagnosis import Line, Part
from artgen.desk.diagnosing.nameserver import Resolver
from artgen.desk.diagnosing.paperwork import house, sender_of
from artgen.mailing.ses_account import Identity

_POLICY = re.compile(r"\bp\s*=\s*(none|quarantine|reject)\b", re.IGNORECASE)
_NAMES = ("SPF", "DKIM", "DMARC")
_WHAT = {
    "SPF": "the domain of the return path has one TXT record v=spf1 that names who sends for you",
    "DKIM": "letters are signed for the sender's domain, and the key stands at SELECTOR._domainkey of it",
    "DMARC": "_dmarc of the sender's domain has a TXT record v=DMARC1, and SPF or DKIM is for the same domain",
}


def unasked() -> Iterator[Line]:
    """Yield what a person must look up while the network is not asked."""
    part = Part("The sender's domain")
    for name in _NAMES:
        part.look(name, "not asked", f"ask with --ask-network, or see that {_WHAT[name]}")
    yield from part.lines


def domain(campaign: Campaign, names: Resolver, identity: Identity | None, selector: str = "") -> Iterator[Line]:
    """Yield what the name server says; `identity` is SES's, `selector` names the DKIM key of another way to send."""
    part, sender = Part("The sender's domain"), sender_of(campaign).rpartition("@")[2]
    if not sender:
        return
    try:
        signed = _dkim(part, sender, names, identity, selector)
        passed = _spf(part, sender, names, identity, ses=campaign.mailer.kind == "ses")
        _dmarc(part, sender, names, aligned=signed or passed)
    except OSError as silent:
        part.look("name server", str(silent), "ask again, or look yourself")
    yield from part.lines


def _spf(part: Part, sender: str, names: Resolver, identity: Identity | None, *, ses: bool) -> bool:
    """Look at SPF of the return path's domain; return whether it stands for the sender's."""
    path = identity.mail_from if identity and identity.mail_from else sender
    if ses and not (identity and identity.mail_from):
        part.look(
            "SPF",
            "the return path is amazonses.com's, so SPF is not for your domain",
            "set a custom MAIL FROM domain below the sender's in SES; until then DMARC rests on DKIM alone",
        )
        return False
    found = [text for text in names.texts(path) if text.lower().split(" ")[0] == "v=spf1"]
    if len(found) != 1:
        part.wrong("SPF", f"{path} has {len(found)} records v=spf1", "have exactly one; two count as none")
        return False
    text = found[0].lower()
    if ses and "include:amazonses.com" not in text:
        part.wrong("SPF", f"{path} doesn't name SES", "add include:amazonses.com to its record")
        return False
    if not re.search(r"[~-]all\b|\bredirect=", text):
        part.look("SPF", f"{path} doesn't end in -all or ~all", "say who else may send: nobody")
    else:
        part.ok("SPF", f"{path} has one record" + (" that names SES" if ses else ""))
    return house(path) == house(sender)


def _dkim(part: Part, sender: str, names: Resolver, identity: Identity | None, selector: str) -> bool:
    """Look whether a key stands where the signature will name it; return whether it is for the sender's domain."""
    wanted = [f"{token}._domainkey.{identity.name}" for token in identity.tokens] if identity else []
    wanted += [f"{selector}._domainkey.{sender}"] if selector else []
    if not wanted:
        part.look("DKIM", "which key signs is not known here", "name it with --dkim-selector, or look yourself")
        return False
    gone = [name for name in wanted if not names.alias(name) and not any("p=" in text for text in names.texts(name))]
    part.right_if(
        not gone,
        "DKIM",
        f"{len(wanted)} {'key stands' if len(wanted) == 1 else 'keys stand'} below {wanted[0].split('_domainkey.')[1]}",
        f"of {len(wanted)} keys {len(gone)} are not there",
        "add the CNAME or TXT records that your way to send shows",
    )
    return not gone and house(wanted[0].split("_domainkey.")[1]) == house(sender)


def _dmarc(part: Part, sender: str, names: Resolver, *, aligned: bool) -> None:
    """Look for the policy of the domain, or of the one above; say whether one of the two proofs agrees with it."""
    where, text = next(
        (
            (place, text)
            for place in dict.fromkeys((sender, house(sender)))
            for text in names.texts(f"_dmarc.{place}")
            if text.lower().startswith("v=dmarc1")
        ),
        ("", ""),
    )
    policy = _POLICY.search(text)
    if not where:
        part.wrong(
            "DMARC", f"{sender} has none", f"add a TXT record at _dmarc.{house(sender)}: v=DMARC1; p=none; rua=…"
        )
    elif not policy:
        part.wrong("DMARC", f"_dmarc.{where} says no policy", "write p=none, quarantine or reject")
    elif policy[1].lower() == "none":
        part.look("DMARC", f"_dmarc.{where}: p=none", "enough for Gmail and Yahoo; quarantine keeps forgers out")
    else:
        part.ok("DMARC", f"_dmarc.{where}: p={policy[1].lower()}")
    part.fine_if(
        aligned,
        "agreement",
        f"SPF or DKIM stands for {house(sender)}, as DMARC asks",
        "neither SPF nor DKIM was seen to stand for the sender's domain",
        "send a test to a mailbox of your own and read dmarc=pass in its headers",
    )
