"""What an operator needs to put pages on the web: rules that let a page's own policy hold, and let nobody look around.

The same rules are written for CloudFront before a bucket and for nginx before a folder.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from artgen.campaigns.model import Campaign, ShelfChoice
from artgen.desk.reporting.access_log import NEEDED
from artgen.errors import CampaignError, ShelfError
from artgen.publishing.share import POLICY
from artgen.publishing.shared import FOLDER, GONE, shared_files
from artgen.publishing.shelf import Kind, content_type, replace
from artgen.publishing.templates import render

Edge = Literal["cloudfront", "logs", "nginx"]
ROOMS = ("a", "s")
HSTS_SECONDS = 31_536_000
PERSONAL_SECONDS = 300
MISSING_SECONDS = 10
_MISSING = (400, 403, 404, 414)
_ENDINGS = ("html", "css", "js", "jpg", "svg", "woff2", "txt", "json")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_KMS_KEY = re.compile(r"[A-Za-z0-9:/_-]*")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]")
_BASE = re.compile(r"/(?:[A-Za-z0-9][A-Za-z0-9._~-]*/)*")
_FOLDER = re.compile(r'[^"\\$\x00-\x1f]+')
_HASH = re.compile(r"style-src ('sha256-[A-Za-z0-9+/=]+')")


@dataclass(frozen=True, slots=True)
class Address:
    """Where links lead: the host, and the path that all of them begin with, such as "/" or "/2026/"."""

    host: str
    base: str


@dataclass(frozen=True, slots=True)
class Site:
    """A campaign's place before and in a bucket: how its links begin, and how its objects' names do."""

    base: str
    prefix: str


def write(campaign: Campaign, out: Path, edge: Edge, also: Sequence[Campaign] = (), expire_after: int = 0) -> str:
    """Return the file for one kind of server; raise CampaignError for a campaign that none can serve.

    `also` are other campaigns in the same bucket and on the same host: last year's. Pages go `expire_after` days after
    the last that they name, each campaign's after its own; 0: never.
    """
    if also and edge != "cloudfront":
        raise CampaignError("--also is for a stack of CloudFront; leave it out, and write settings for each campaign")
    writers: dict[Edge, Callable[[], str]] = {
        "cloudfront": lambda: stack((campaign, *also), expire_after),
        "logs": lambda: logs(campaign),
        "nginx": lambda: nginx(campaign, out),
    }
    return writers[edge]()


def keep(text: str, file: Path) -> None:
    """Write it into a file, in one step; raise ShelfError."""
    if file.is_dir():
        raise ShelfError(f"{file}: is a folder; name a file in it")
    replace(file.absolute(), text.encode(), file.absolute().parent)


def stack(campaigns: Sequence[Campaign], expire_after: int = 0) -> str:
    """Return the CloudFormation of a private bucket behind CloudFront, with campaigns' sites, this year's first."""
    chosen, where = _chosen(campaigns[0]), address(campaigns[0])
    sites = [_site(campaign, chosen, where) for campaign in campaigns]
    for what, said in (("base_url", [one.base for one in sites]), ("prefix", [one.prefix for one in sites])):
        if len(set(said)) < len(said):
            raise CampaignError(f"{what}: two campaigns have the same one in a bucket; give each a path of its own")
    return render(
        "cdn/stack.yaml.txt",
        ids=[campaign.id for campaign in campaigns],
        bucket=_checked(_BUCKET, chosen.bucket, "bucket", "a bucket behind CloudFront has a-z, 0-9 and - in its name"),
        kms_key=_checked(_KMS_KEY, chosen.kms_key, "kms_key", "write a key's id, alias or ARN"),
        host=where.host,
        sites=sites,
        expiry=[
            {"id": rule_id(campaign, room), "prefix": f"{site.prefix}{room}/", "day": due(campaign, expire_after)}
            for campaign, site in zip(campaigns, sites, strict=True)
            for room in ROOMS
            if expire_after
        ],
        readable=[
            f"{site.prefix}{path}" for site in sites for path in (*(f"{folder}/*" for folder in (*ROOMS, FOLDER)), GONE)
        ],
        rewrite=rewrite(sites),
        headers=headers(),
        hsts_seconds=HSTS_SECONDS,
        personal_seconds=PERSONAL_SECONDS,
        missing_codes=_MISSING,
        missing_seconds=MISSING_SECONDS,
        gone=GONE,
    )


def logs(campaign: Campaign) -> str:
    """Return the CloudFormation that lets CloudFront hand over what `artgen report` reads, and nothing more."""
    return render("cdn/logs.yaml.txt", id=campaign.id, log_fields=NEEDED)


def nginx(campaign: Campaign, out: Path) -> str:
    """Return nginx's settings for the folder that is published, else for the one that is made."""
    where, chosen = address(campaign), campaign.publish
    folder = campaign.folder / chosen.folder if chosen and chosen.kind == "folder" else out / "site"
    shown = str(folder.absolute())
    if not _FOLDER.fullmatch(shown):
        raise ShelfError(f"{shown}: nginx can't be told of a folder with \" \\ or $ in its name; choose another")
    return render(
        "cdn/nginx.conf.txt",
        id=campaign.id,
        host=where.host,
        base=where.base,
        folder=shown,
        stays={str(kind): kind.cache_control for kind in Kind},
        types=[(ending, content_type(f"x.{ending}").partition(";")[0]) for ending in _ENDINGS],
        headers=headers(),
        gone=GONE,
    )


def rewrite(sites: Sequence[Site]) -> str:
    """Return the source of the CloudFront Function that finds a page in the bucket; the longest beginning counts."""
    return render("cdn/rewrite.js.txt", sites=sorted(sites, key=lambda site: -len(site.base)))


def headers() -> dict[str, str]:
    """Return what every answer says, by name: the pages' own policy, and what only a header can say."""
    return {
        "Content-Security-Policy": policy(),
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": f"max-age={HSTS_SECONDS}",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }


def policy() -> str:
    """Return the policy of all answers: the pages', no framing, and the style of the page where there is none.

    That page is answered for any path, so it can't have a policy of its own; a page's own `<meta>` holds besides this
    one and lacks the hash, so that nothing more is allowed there.
    """
    hashed = _HASH.search(unescape(shared_files()[GONE].decode()))
    style = "style-src 'self'"
    if hashed is None or style not in POLICY:
        raise AssertionError("the page where there is none says no policy for its style")
    return f"{POLICY.replace(style, f'{style} {hashed[1]}')}; frame-ancestors 'none'"


def address(campaign: Campaign) -> Address:
    """Return where links lead; raise CampaignError for an address that no such server answers."""
    parts = urlsplit(campaign.base_url)
    if parts.scheme != "https" or parts.netloc != parts.hostname or not _HOST.fullmatch(parts.netloc):
        raise CampaignError(
            f"base_url = {campaign.base_url}: pages go out under https, a host name in small letters and no port; "
            "write such an address, for example https://year.example.com/"
        )
    if parts.query or parts.fragment or not _BASE.fullmatch(parts.path):
        raise CampaignError(f"base_url = {campaign.base_url}: its path may have letters, digits, . _ ~ and - only")
    return Address(parts.netloc, parts.path)


def rule_id(campaign: Campaign, room: str) -> str:
    """Return the name of the rule that lets a bucket remove pages (`a`) or share pages (`s`) on a day."""
    return f"artgen-{campaign.id}-{room}"


def due(campaign: Campaign, after_days: int) -> dt.date:
    """Return the first day without pages: the last day that they name is whole, and so are the days after it."""
    return stays_until(campaign) + dt.timedelta(days=after_days + 1)


def stays_until(campaign: Campaign) -> dt.date:
    """Return the last day that pages name; raise CampaignError for a campaign whose pages name none."""
    if not isinstance(campaign.stays_until, dt.date):
        raise CampaignError(
            f"stays_until: pages expire after the day that they name, and {campaign.id} names no date; "
            "write a date, such as stays_until = 2027-12-31, and make the pages again"
        )
    return campaign.stays_until


def _site(campaign: Campaign, chosen: ShelfChoice, where: Address) -> Site:
    """Return the place of a campaign in the first one's bucket, on its host."""
    bucket, here = _chosen(campaign), address(campaign)
    if here.host != where.host or bucket.bucket != chosen.bucket:
        raise CampaignError(
            f"{campaign.id}: is on another host or in another bucket; --also is for campaigns that share both, "
            "and what shares neither has a stack of its own"
        )
    return Site(here.base, bucket.prefix)


def _chosen(campaign: Campaign) -> ShelfChoice:
    """Return the bucket that a campaign names, or one without a name."""
    named = (choice for choice in (campaign.publish, campaign.shelf) if choice and choice.kind == "s3")
    return next(named, ShelfChoice())


def _checked(pattern: re.Pattern[str], value: str, key: str, what: str) -> str:
    if value and not pattern.fullmatch(value):
        raise CampaignError(f"{key} = {value}: can't stand before CloudFront; {what}")
    return value
