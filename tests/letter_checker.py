"""Letters before the checker: what each is held against, and a good one bent in one place."""

import json
from functools import lru_cache
from pathlib import Path

import mail_states
from mails import NOW, posts

from artgen.campaigns.model import Campaign
from artgen.mailing.checker import Known, flaws, on_folder, tell_tales
from artgen.mailing.letter import write
from artgen.mailing.mime import message
from artgen.mailing.received import receive
from artgen.publishing.links import Keys, page_path
from artgen.records import Claim

SOMEBODY = "NW-000014"


@lru_cache(maxsize=8)
def strangers(name: str) -> frozenset[str]:
    """Return the words of everybody's names and ids in a sample campaign."""
    campaign, _, claims = posts()[name]
    return tell_tales([word for claim in claims for word in (claim.name, claim.customer)], campaign)


def known(claim: Claim, campaign: Campaign, keys: Keys, words: frozenset[str], site: Path | None = None) -> Known:
    """Return what a letter is held against; without a folder, a page and its picture count as published."""
    own = {claim.token, claim.send_id, keys.unsubscribe_token(campaign.id, claim.customer)}
    published = {page_path(claim.token), page_path(claim.token) + claim.image}
    alive = on_folder(site) if site else published.__contains__
    return Known(claim, campaign, json.loads(claim.letter)["locale"], alive, own, words)


def found(name: str) -> list[str]:
    """Return what the checker finds in all letters of a sample campaign, each with whose letter it is."""
    campaign, keys, claims = posts()[name]
    return [
        f"{claim.customer}: {flaw}"
        for claim in claims
        for flaw in flaws(write(claim, campaign, keys, NOW).message, known(claim, campaign, keys, strangers(name)))
    ]


def abroad(style: str, locale: str, paper: str, state: str) -> list[str]:
    """Return what the checker finds in a letter in another language, of a style, on a paper, in a state."""
    claim, campaign, keys = mail_states.claim(style, locale, paper, state), mail_states.campaign(), mail_states.keys()
    raw = write(claim, campaign, keys, NOW).message
    which = f"{style} {locale} {paper} {state}"
    return [f"{which}: {flaw}" for flaw in flaws(raw, known(claim, campaign, keys, frozenset()))]


def somebody(customer: str = SOMEBODY) -> tuple[Claim, Campaign, Keys]:
    """Return one member of the ready-made airline, with a whole year."""
    campaign, keys, claims = posts()["heart-of-travel"]
    return next(claim for claim in claims if claim.customer == customer), campaign, keys


def bent(part: str, old: str, new: str) -> list[str]:
    """Return the rules that a good letter breaks once `old` is `new`, in its raw bytes, its text, or its HTML.

    Fail where the good letter has nothing like `old`.
    """
    claim, campaign, keys = somebody()
    raw = write(claim, campaign, keys, NOW).message
    said = {"raw": raw.decode(), "text": receive(raw).text, "html": receive(raw).html}
    assert old in said[part]
    said[part] = said[part].replace(old, new)
    if part != "raw":
        head, _, _ = said["raw"].partition("MIME-Version")
        headers = [tuple(line.split(": ", 1)) for line in head.replace("\r\n ", " ").splitlines()]
        said["raw"] = message(headers, said["text"], said["html"], "b" * 32).decode()
    against = known(claim, campaign, keys, strangers("heart-of-travel"))
    return sorted({str(flaw) for flaw in flaws(said["raw"].encode(), against)})
