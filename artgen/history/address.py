"""Mail addresses made comparable: one spelling for one mailbox, and anything that mail can't carry is refused."""

import re

import idna

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class BadAddress(ValueError):
    """Say why an address can't be used; the text never holds the address."""


def normalise(address: str) -> str:
    """Return the address trimmed, its domain in lower case and ASCII; raise BadAddress for what can't be mailed.

    >>> normalise(" Ann.Lee@MÜNCHEN.example ")
    'Ann.Lee@xn--mnchen-3ya.example'
    """
    local, at, domain = address.strip().rpartition("@")
    if not at:
        raise BadAddress("the address has no @")
    if not local.isascii():
        raise BadAddress("the address has letters before the @ that not every mail server takes")
    if not _LOCAL.fullmatch(local) or len(local) > 64:
        raise BadAddress("the part of the address before the @ is not sound")
    plain = _plain(domain)
    if len(local) + 1 + len(plain) > 254:
        raise BadAddress("the address is longer than mail allows")
    return f"{local}@{plain}"


def mailbox(address: str) -> str:
    """Return what two spellings of one mailbox share: in practice, letters before the @ count in either case.

    >>> mailbox("Ann@example.com") == mailbox("ann@example.com")
    True
    """
    return address.lower()


def _plain(domain: str) -> str:
    try:
        plain = domain.lower() if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as wrong:
        raise BadAddress("the domain of the address is not sound") from wrong
    labels = plain.split(".")
    sound = all(_LABEL.fullmatch(label) for label in labels) and len(labels) > 1 and not labels[-1].isdigit()
    if not sound or len(plain) > 253:
        raise BadAddress("the domain of the address is not sound")
    return plain
