"""The letters of every sample campaign, in the words that the real line gives them, without the work of drawing."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from artgen.artwork import Artwork
from artgen.campaigns.model import Campaign, builtin_names, load
from artgen.drawing.canvas import POSTER
from artgen.history.history import read_shard
from artgen.history.shard import spread
from artgen.mailing.gist import letter_words
from artgen.mailing.letter import Letter, write
from artgen.make import sources
from artgen.publishing.links import Keys, keys_from
from artgen.records import Claim
from artgen.worker import Sitting, seat

NAMES = builtin_names()
KEY = b"practice key of thirty-two bytes"
NOW = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
IMAGE = "0123456789abcdef.jpg"


def undrawn(sitting: Sitting) -> Artwork:
    """Return what is said of a picture, and its two colours an activity, as composing it would; nothing is drawn."""
    style, story = sitting.look.renderer, sitting.story
    told = (story, sitting.telling, sitting.vocabulary)
    return Artwork(
        svg="<svg/>",
        digest="0" * 64,
        canvas=POSTER,
        description=style.describe(*told),
        legend=style.legend(*told),
        boxes=(None,) * len(story),
        swatches=style.swatches(story, sitting.look.theme),
        art=POSTER.art,
        marks=0,
    )


def gist(sitting: Sitting) -> str:
    """Return the words that a letter of this year says."""
    artwork, theme = undrawn(sitting), sitting.look.theme
    return letter_words(sitting.story, sitting.telling, artwork, theme, sitting.vocabulary)


@lru_cache(maxsize=1)
def posts() -> dict[str, tuple[Campaign, Keys, tuple[Claim, ...]]]:
    """Return each sample campaign with its keys and a claim for everyone who gets a letter; made once."""
    return {name: _post(name) for name in NAMES}


def written(name: str) -> Iterator[tuple[Claim, Letter]]:
    """Yield every letter of a sample campaign, each with its claim."""
    campaign, keys, claims = posts()[name]
    for claim in claims:
        yield claim, write(claim, campaign, keys, NOW)


def _post(name: str) -> tuple[Campaign, Keys, tuple[Claim, ...]]:
    campaign = load(name)
    keys = keys_from(KEY, campaign)
    with tempfile.TemporaryDirectory() as folder:
        shards = spread(*sources(campaign), Path(folder), 1).shards
        found = [history for shard in shards for history in read_shard(shard) if history.person and not history.held]
    return campaign, keys, tuple(_claim(seat(campaign, one), one.customer, one.person, campaign, keys) for one in found)


def _claim(sitting, customer, person, campaign, keys) -> Claim:
    token = keys.page_token(campaign.id, customer)
    send_id = keys.send_id(campaign.id, customer)
    return Claim(send_id, customer, person.name, person.address, token, IMAGE, gist(sitting))
