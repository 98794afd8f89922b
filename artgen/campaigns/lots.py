"""Lots: a number for each customer and use, the same on every machine and in every run, and no two uses alike."""

import hashlib


def lot(use: str, campaign: str, customer: str) -> float:
    """Return this customer's lot for one use: at least 0, less than 1, and told by nothing but these three.

    Whoever is drawn for one use is neither more nor less likely to be drawn for another.

    >>> lot("canary", "spring", "c1") == lot("canary", "spring", "c1") != lot("holdout", "spring", "c1")
    True
    """
    said = b"\0".join(part.encode() for part in ("lot", use, campaign, customer))
    return int.from_bytes(hashlib.sha256(said).digest()[:6]) / (1 << 48)
