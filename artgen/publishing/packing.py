"""Texts are stored packed in a bucket, which packs nothing itself; the same text gives the same bytes."""

import gzip
import zlib
from pathlib import Path

ENCODING = "gzip"
_TEXTS = (".html", ".svg", ".css", ".js", ".json", ".txt")
_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""A gzip member's head: no name, no time, no system, so that neither Python nor the machine shows in it."""
_LEVEL = 6


def packs(path: str) -> bool:
    """Tell whether a file is stored packed; pictures and fonts are packed already.

    >>> packs("a/q7/index.html"), packs("a/q7/card.jpg")
    (True, False)
    """
    return Path(path).suffix in _TEXTS


def packed(path: str, body: bytes) -> bytes:
    """Return the bytes as a bucket stores them.

    The same zlib gives the same bytes; another version may pack otherwise, which costs one more put a text.
    """
    if not packs(path):
        return body
    pack = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    tail = zlib.crc32(body).to_bytes(4, "little") + (len(body) & 0xFFFFFFFF).to_bytes(4, "little")
    return _HEAD + pack.compress(body) + pack.flush() + tail


def unpacked(path: str, stored: bytes) -> bytes:
    """Return what a reader sees of stored bytes.

    >>> unpacked("a.html", packed("a.html", b"<p>"))
    b'<p>'
    """
    return gzip.decompress(stored) if packs(path) else stored
