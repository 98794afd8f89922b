"""What a site's paths look like, and what follows from a path: whose it is, its turn, and how long it may be kept."""

import re

from artgen.publish.record import Turn
from artgen.publishing.shared import GONE
from artgen.publishing.shelf import Kind

_NAME = r"[a-z0-9][a-z0-9.-]*\.(?:html|css|js|jpg|svg|woff2|txt|json)"
_OURS = re.compile(rf"404\.html|shared/{_NAME}|[as]/([a-z2-7]{{2}})/\1[a-z2-7]{{24}}/{_NAME}")
_TOKEN = re.compile(r"[a-z2-7]{26}")
_SIGN = re.compile(r"artgen-([a-z0-9][a-z0-9-]{1,60})\.txt")
_INDEX = "/index.html"


def ours(path: str) -> bool:
    """Tell whether a path is one that artgen makes.

    >>> ours("a/q7/q7m2k4xwq7m2k4xwq7m2k4xwq7/index.html"), ours("a/holiday.jpg"), ours("index.html")
    (True, False, False)
    """
    return _OURS.fullmatch(path) is not None


def sign(campaign: str) -> str:
    """Return the path of the file that tells whose place it is: a listing tells it by its name alone."""
    return f"artgen-{campaign}.txt"


def signed_by(path: str) -> str | None:
    """Return the campaign that a sign names; None for any other file.

    >>> signed_by("artgen-heart-of-travel.txt"), signed_by("404.html")
    ('heart-of-travel', None)
    """
    found = _SIGN.fullmatch(path)
    return found.group(1) if found else None


def kind_of(path: str) -> Kind:
    """Return what a file is to a reader's cache."""
    if path.startswith("shared/"):
        return Kind.SHARED
    return Kind.PAGE if path.endswith((_INDEX, GONE, ".txt")) else Kind.PICTURE


def arrival(path: str) -> Turn:
    """Return the turn in which a file is put: after all that it points to."""
    if not path.endswith((_INDEX, GONE)):
        return Turn.PICTURES
    return Turn.PAGES if path.startswith("a/") else Turn.SHARE_PAGES


def departure(path: str) -> Turn:
    """Return the turn in which a file is removed: before all that it points to."""
    return Turn.GONE_PICTURES if arrival(path) is Turn.PICTURES else Turn.GONE_PAGES


def shown(path: str) -> str:
    """Return a foreign path as it may be told: what could be a token is left out."""
    return _TOKEN.sub("...", path)
