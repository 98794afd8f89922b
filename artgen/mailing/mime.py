"""A mail as bytes, RFC 5322 and MIME: the same for the same parts on every Python, header by header as given.

The standard library's writer folds differently from version to version, and turns a long List-Unsubscribe into
encoded words, which no mail provider can click. So headers are written here; it still reads them in the tests.
"""

import base64
import quopri
import re
from collections.abc import Iterable

import regex

from artgen.history.names import clean

Header = tuple[str, str]
_EOL = "\r\n"
_LINE = 76
_WORD_BYTES = 39


def plain(text: str, most: int) -> str:
    """Return one clean line of at most `most` graphemes: NFC, white space folded, no control, bidi or lost characters.

    >>> plain("Maya\\r\\nBcc: eve@example.com", 60)
    'Maya Bcc: eve@example.com'
    >>> plain("Maximiliane", 4)
    'Max…'
    """
    if len(text) <= most and text.isascii() and text.isprintable() and " ".join(text.split()) == text:
        return text
    graphemes = regex.findall(r"\X", clean(text).text)
    return "".join(graphemes) if len(graphemes) <= most else "".join(graphemes[: most - 1]).rstrip() + "…"


def unstructured(text: str) -> str:
    """Return a clean line as a header may carry it: ASCII as it is, anything else as RFC 2047 words.

    >>> unstructured("Zoë")
    '=?utf-8?b?Wm/Dqw==?='
    """
    if text.isascii() and text.isprintable() and "=?" not in text:
        return text
    return " ".join(f"=?utf-8?b?{base64.b64encode(part.encode()).decode()}?=" for part in _parts(text))


def mailbox(name: str, address: str) -> str:
    """Return `name <address>` with the name quoted or encoded, or the bare address where there is no name.

    >>> mailbox('The "Crew"', "crew@example.com")
    '"The \\\\"Crew\\\\"" <crew@example.com>'
    """
    if not name:
        return address
    if name.isascii() and "=?" not in name:
        quoted = re.sub(r'(["\\])', r"\\\1", name)
        return f'"{quoted}" <{address}>'
    return f"{unstructured(name)} <{address}>"


def message(headers: Iterable[Header], text: str, html: str, boundary: str) -> bytes:
    """Return the whole mail: headers in order, the plain text, then the same as HTML; lines end in CR LF."""
    opened = [*headers, ("MIME-Version", "1.0"), ("Content-Type", f'multipart/alternative; boundary="{boundary}"')]
    lines = [_folded(name, value) for name, value in opened]
    for kind, body in (("plain", text), ("html", html)):
        lines += ["", f"--{boundary}"]
        lines += [f'Content-Type: text/{kind}; charset="utf-8"', "Content-Transfer-Encoding: quoted-printable", ""]
        lines.append(quopri.encodestring(body.encode()).decode("ascii").replace("\n", _EOL).removesuffix(_EOL))
    return (_EOL.join([*lines, "", f"--{boundary}--"]) + _EOL).encode("ascii")


def _folded(name: str, value: str) -> str:
    """Return a header in lines of at most 76 characters where blanks allow; refuse what would end it early."""
    if not re.fullmatch("[ -~]+", value):
        raise ValueError(f"header {name} holds something that is not plain ASCII on one line")
    lines = [f"{name}:"]
    for word in value.split(" "):
        if len(lines[-1]) + 1 + len(word) > _LINE and lines[-1] not in ("", f"{name}:"):
            lines.append("")
        lines[-1] += f" {word}"
    return _EOL.join(lines)


def _parts(text: str) -> Iterable[str]:
    """Split a text into parts of at most 39 bytes of UTF-8, so that a word and its header's name fit one line."""
    part = ""
    for sign in text:
        if len((part + sign).encode()) > _WORD_BYTES:
            yield part
            part = ""
        part += sign
    yield part
