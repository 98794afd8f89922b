"""Links: keyed, unguessable tokens that name nobody; the same key gives the same links, so no map is stored.

Only tokens and fixed names ever form paths, and a token is lower-case base32, since base64 collides on disks
that ignore case.
"""

import base64
import binascii
import hashlib
import hmac
import ipaddress
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from artgen.campaigns.model import Campaign
from artgen.errors import LinkError
from artgen.history.address import mailbox

DEMO_KEY = b"artgen demo key, known to anyone"
TOKEN_LENGTH = 26
_TOKEN = re.compile(rf"[a-z2-7]{{{TOKEN_LENGTH}}}")
_HOW = "make one with: openssl rand -base64 32"
_PRACTICE = ("localhost", "example", "test", "invalid", "example.com", "example.net", "example.org")


@dataclass(frozen=True, slots=True)
class Keys:
    """One key for each use, all from one master; `fingerprint` tells masters apart and gives nothing away."""

    fingerprint: str
    page: bytes = field(repr=False)
    share: bytes = field(repr=False)
    unsubscribe: bytes = field(repr=False)
    address: bytes = field(repr=False)
    send: bytes = field(repr=False)

    def page_token(self, campaign: str, customer: str, generation: int = 0) -> str:
        """Return the token of a customer's page: 130 bits as 26 letters a-z and digits 2-7."""
        return _token(self.page, "page", campaign, customer, generation)

    def share_token(self, campaign: str, customer: str, generation: int = 0) -> str:
        """Return the token of what a customer may show to others; it tells nothing of the page's token."""
        return _token(self.share, "share", campaign, customer, generation)

    def unsubscribe_token(self, campaign: str, customer: str, generation: int = 0) -> str:
        """Return the token with which a customer asks for no more letters."""
        return _token(self.unsubscribe, "unsubscribe", campaign, customer, generation)

    def send_id(self, campaign: str, customer: str, generation: int = 0) -> str:
        """Return the opaque id of a customer's one letter: the same however often it is asked for."""
        return _token(self.send, "send", campaign, customer, generation)

    def address_hash(self, address: str) -> str:
        """Return the keyed hash (32 hex digits) under which a mailbox, however spelt, is remembered but not kept."""
        return hmac.new(self.address, b"address\0v1\0" + _encode(mailbox(address)), hashlib.sha256).hexdigest()[:32]

    def customer_hash(self, campaign: str, customer: str) -> str:
        """Return the keyed hash (32 hex digits) by which somebody erased is known again, and their id is not kept."""
        said = b"\0".join((b"customer", b"v1", campaign.encode(), customer.encode("utf-8", "surrogatepass")))
        return hmac.new(self.address, said, hashlib.sha256).hexdigest()[:32]


def open_keys(campaign: Campaign, environ: Mapping[str, str], home: Path) -> tuple[Keys, Path | None]:
    """Return the campaign's keys, and the file that was just made to hold a new master key, if one was.

    ARTGEN_KEY comes first, then the file named by ARTGEN_KEY_FILE, then for a ready-made campaign the demo key,
    then `.config/artgen/<campaign>.key` in `home`, made with mode 0600 when it is not there. Raise LinkError for
    a key that can't be read or is no key, and for the demo key where real people could be reached with it.
    """
    given, file = environ.get("ARTGEN_KEY", ""), environ.get("ARTGEN_KEY_FILE", "")
    own = home / ".config" / "artgen" / f"{campaign.id}.key"
    if given and file:
        raise LinkError("ARTGEN_KEY and ARTGEN_KEY_FILE are both set; keep one of them")
    if given:
        return keys_from(_decode(given, "ARTGEN_KEY"), campaign), None
    if file:
        return keys_from(_read(Path(file)), campaign), None
    if campaign.builtin:
        return keys_from(DEMO_KEY, campaign), None
    created = None if own.is_file() else _create(own)
    return keys_from(_read(own), campaign), created


def keys_from(master: bytes, campaign: Campaign) -> Keys:
    """Return the sub-keys of a master key; refuse the demo key for a real address or a mailer that reaches people."""
    if hmac.compare_digest(master, DEMO_KEY):
        _refuse_demo(campaign)
    return Keys(
        fingerprint=_derive(master, "fingerprint").hex()[:16],
        page=_derive(master, "page"),
        share=_derive(master, "share"),
        unsubscribe=_derive(master, "unsubscribe"),
        address=_derive(master, "address"),
        send=_derive(master, "send"),
    )


def page_path(token: str) -> str:
    """Return where a page's files stand under the site.

    >>> page_path("q7m2k4xwq7m2k4xwq7m2k4xwq7")
    'a/q7/q7m2k4xwq7m2k4xwq7m2k4xwq7/'
    """
    return _path("a", token)


def share_path(token: str) -> str:
    """Return where the files of a share page stand under the site."""
    return _path("s", token)


def vector(artwork: str) -> str:
    """Return the file name of a poster as SVG, from the digest of the poster."""
    return f"{artwork[:16]}.svg"


def _path(room: str, token: str) -> str:
    if not _TOKEN.fullmatch(token):
        raise LinkError("a path can be made from a token only, and this is none")
    return f"{room}/{token[:2]}/{token}/"


def _token(key: bytes, use: str, campaign: str, customer: str, generation: int) -> str:
    said = b"\0".join((use.encode(), b"v1", _encode(campaign), _encode(customer), str(generation).encode()))
    return base64.b32encode(hmac.new(key, said, hashlib.sha256).digest()).decode().lower()[:TOKEN_LENGTH]


def _encode(text: str) -> bytes:
    """Return UTF-8; refuse NUL, which parts the fields, so that no two people can ever say the same."""
    if "\0" in text:
        raise LinkError("a customer's id holds a NUL character; take it out of the data")
    try:
        return text.encode()
    except UnicodeEncodeError as wrong:
        raise LinkError("a customer's id holds half a character (a lone surrogate); save the data as UTF-8") from wrong


def _derive(master: bytes, use: str) -> bytes:
    """Return 32 bytes for one use: HKDF-SHA256, RFC 5869, extract with salt "artgen", then its first block."""
    extracted = hmac.new(b"artgen", master, hashlib.sha256).digest()
    return hmac.new(extracted, b"artgen v1 " + use.encode() + b"\x01", hashlib.sha256).digest()


def _decode(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise LinkError(f"{where} is not base64; {_HOW}") from wrong
    if len(key) != 32:
        raise LinkError(f"{where} holds {len(key)} bytes where a key has 32; {_HOW}")
    return key


def _read(file: Path) -> bytes:
    try:
        text = file.read_text("ascii")
    except (OSError, UnicodeDecodeError) as wrong:
        why = wrong.strerror if isinstance(wrong, OSError) else "it is not text"
        raise LinkError(f"{file}: the key can't be read ({why}); put it back, or links would change") from wrong
    return _decode(text, str(file))


def _create(file: Path) -> Path | None:
    """Make a key file whole or not at all; of two processes at once the first wins, and both read its key."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(base64.b64encode(secrets.token_bytes(32)) + b"\n")
                out.flush()
                os.fsync(out.fileno())
            os.link(fresh, file)
        except FileExistsError:
            return None
        finally:
            os.unlink(fresh)
    except OSError as wrong:
        raise LinkError(f"{file}: a key can't be kept there ({wrong.strerror}); set ARTGEN_KEY, {_HOW}") from wrong
    return file


def _refuse_demo(campaign: Campaign) -> None:
    if not _practice(campaign.base_url):
        raise LinkError(
            f"base_url = {campaign.base_url} is a real address, and the demo key, which anyone knows, "
            f"would let anyone open its pages; set ARTGEN_KEY, {_HOW}"
        )
    if campaign.mailer.kind != "outbox":
        raise LinkError(f"mailer {campaign.mailer.kind} reaches people; the demo key may not. Set ARTGEN_KEY, {_HOW}")


def _practice(url: str) -> bool:
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return any(host == name or host.endswith(f".{name}") for name in _PRACTICE)
