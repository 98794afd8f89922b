"""The campaign that `artgen new` writes: small, invented, explained line by line, and it runs as it is."""

import re
from pathlib import Path

from artgen.campaigns.model import FILE
from artgen.errors import CampaignError
from artgen.shipped import place

_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")
_PLACEHOLDER = 'id = "new-campaign"'


def write(folder: Path) -> None:
    """Write a campaign file and its small data files; the folder is made, and anything in it is left alone.

    The campaign is named after the folder. Raises CampaignError for a folder that holds something, or a file.
    """
    if folder.exists() and not folder.is_dir():
        raise CampaignError(f"{folder}: a file stands there; give the name of a new folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise CampaignError(f"{folder}: the folder is not empty; give the name of a new one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in sorted((place("sample_data") / "new-campaign").glob("*.*")):
            text = file.read_text("utf-8")
            if file.name == FILE:
                text = text.replace(_PLACEHOLDER, f'id = "{_campaign_id(folder.resolve().name)}"')
            (folder / file.name).write_text(text, "utf-8", newline="\n")
    except OSError as wrong:
        raise CampaignError(f"{folder}: can't be written ({wrong.strerror}); choose another place") from wrong


def _campaign_id(name: str) -> str:
    """Return the folder's name as an id, or one for all where nothing of it fits.

    >>> _campaign_id("Spring Runs 2025"), _campaign_id("春")
    ('spring-runs-2025', 'my-campaign')
    """
    written = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return written if _ID.fullmatch(written) else "my-campaign"
