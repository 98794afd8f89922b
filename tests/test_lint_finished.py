"""The finished page and letter of customers pass the linter: each ready-made campaign, emptiest to fullest."""

import datetime as dt
import email
import email.policy
from html.parser import HTMLParser
from pathlib import Path

import pytest

from artgen.campaigns.model import Campaign, builtin_names, load
from artgen.history.history import History, read_shard
from artgen.history.shard import spread
from artgen.mailing.letter import letter_words, write
from artgen.make import sources
from artgen.publishing.links import Keys, open_keys
from artgen.publishing.page import Addresses, page
from artgen.records import Claim
from artgen.words.lint import lint
from artgen.worker import Sitting, draw, seat

NOW = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
# What a claim needs as evidence is held by the tests of the telling; here it may be said.
CLAIMS = ("longest", "busiest_month", "moment")


class Texts(HTMLParser):
    """The texts that a reader sees, one an element."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.silent:
            self.found.append(" ".join(data.split()))


def customers(campaign: Campaign, folder: Path) -> list[History]:
    """Return five customers at even steps from the emptiest to the fullest."""
    made = spread(*sources(campaign), folder, 1)
    drawn = [one for shard in made.shards for one in read_shard(shard) if one.person and not one.held]
    drawn.sort(key=lambda one: (len(one.records), one.customer))
    return [drawn[round(step * (len(drawn) - 1) / 4)] for step in range(5)]


def said(campaign: Campaign, history: History, sitting: Sitting, keys: Keys) -> list[str]:
    """Return every text on the customer's page and in the letter."""
    poster = draw(sitting)
    token = keys.page_token(campaign.id, history.customer)
    addresses = Addresses(f"{campaign.base_url}a/{token[:2]}/{token}/", "p.jpg", "c.jpg", "v.svg")
    made = page(
        artwork=poster,
        telling=sitting.telling,
        story=sitting.story,
        campaign=campaign,
        vocabulary=sitting.vocabulary,
        look=sitting.look,
        addresses=addresses,
    )
    words = letter_words(sitting.story, sitting.telling, poster, sitting.look.theme, sitting.vocabulary)
    claim = Claim("s" * 26, history.customer, sitting.story.name, "one@person.example", token, "p.jpg", words)
    letter = email.message_from_bytes(write(claim, campaign, keys, now=NOW).message, policy=email.policy.default)
    reader = Texts()
    reader.feed(made.html)
    return [*reader.found, *letter.get_body(("plain",)).get_content().split("\n\n"), str(letter["Subject"])]


@pytest.mark.parametrize("name", builtin_names())
def test_what_a_customer_reads_belittles_shames_compares_and_miscounts_nothing(name: str, tmp_path: Path) -> None:
    """No finding on five pages and in five letters of each ready-made campaign."""
    campaign = load(name)
    keys, _ = open_keys(campaign, {}, tmp_path)
    found = []
    for history in customers(campaign, tmp_path / "work"):
        sitting = seat(campaign, history)
        names = {sitting.story.name, campaign.brand.name, *(one.category for one in sitting.story.activities)}
        read = said(campaign, history, sitting, keys)
        found += lint(read, sitting.vocabulary, proved=CLAIMS, names=names - {""})
    assert not found
