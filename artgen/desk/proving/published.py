"""What is published, read as its readers read it: from the folder, else at the campaign's own address."""

import gzip
import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from artgen.campaigns.model import Campaign

_PATH = re.compile(r"(?:[a-z0-9][a-z0-9.-]*/)*[a-z0-9][a-z0-9.-]*")
_PATIENCE = 20
_SHARED = "shared/"


def reader(campaign: Campaign, out: Path) -> Callable[[str], bytes | None]:
    """Return what gives the published file at a path under the site, or None where there is none."""
    if campaign.shelf.kind == "folder":
        return lambda path: _from_folder(out / "site", path)
    once = lru_cache(maxsize=64)(lambda path: _from_web(campaign.base_url, path))
    return lambda path: once(path) if path.startswith(_SHARED) else _from_web(campaign.base_url, path)


def _from_folder(site: Path, path: str) -> bytes | None:
    file = site / path
    return file.read_bytes() if _PATH.fullmatch(path) and file.is_file() else None


def _from_web(base_url: str, path: str) -> bytes | None:
    if not _PATH.fullmatch(path):
        return None
    try:
        with urllib.request.urlopen(base_url + path, timeout=_PATIENCE) as answer:  # noqa: S310 (a checked web address)
            body = bytes(answer.read())
            return gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
    except (urllib.error.URLError, gzip.BadGzipFile, http.client.HTTPException, TimeoutError):
        return None
