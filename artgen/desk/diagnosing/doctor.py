"""The doctor: all that a bulk sender must have, looked at before the first letter; the network only on request."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.desk.diagnosing import domain, provider, wire
from artgen.desk.diagnosing.diagnosis import Diagnosis, Line, Part, Sign
from artgen.desk.diagnosing.nameserver import Resolver
from artgen.desk.diagnosing.paperwork import paperwork
from artgen.desk.diagnosing.specimens import links_of, specimens
from artgen.publishing.links import Keys
from artgen.publishing.templates import render
from artgen.records import Person

_ASKED = 3


def examine(
    campaign: Campaign,
    out: Path,
    keys: Keys,
    now: dt.datetime,
    *,
    names: Resolver | None = None,
    environ: Mapping[str, str] = {},
    selector: str = "",
) -> Diagnosis:
    """Look at all that a campaign needs; with a name server `names`, ask the network too (DNS, pages, mailer)."""
    lines, people, waiting = list(paperwork(campaign, now.date())), list[Person](), 0
    if (out / "ledger.sqlite").is_file():
        found, people, waiting = specimens(campaign, out, keys, now)
        lines += found
    else:
        part = Part("What was made")
        part.wrong("people", "nothing was made yet", "run `artgen make`, and ask again")
        lines += part.lines
    if names:
        lines += _asked(campaign, keys, people, waiting, names, environ, selector)
    else:
        lines += [*provider.unasked(campaign), *domain.unasked(), *_unasked()]
    return Diagnosis(
        campaign=campaign.id,
        title=campaign.title,
        brand=campaign.brand.name,
        year=campaign.year,
        mailer=campaign.mailer.kind,
        asked=names is not None,
        lines=tuple(lines),
    )


def page(found: Diagnosis) -> str:
    """Return the diagnosis as a page that stands alone."""
    signs = {Sign.WRONG: "wrong", Sign.LOOK: "look", Sign.OK: "ok"}
    return render("desk/doctor.html", said=found, signs=signs, counts=[(sign, len(found.of(sign))) for sign in signs])


def _asked(
    campaign: Campaign,
    keys: Keys,
    people: list[Person],
    waiting: int,
    names: Resolver,
    environ: Mapping[str, str],
    selector: str,
) -> Iterator[Line]:
    identity = None
    if campaign.mailer.kind == "ses":
        lines, identity = provider.ses(campaign, waiting)
        yield from lines
    else:
        yield from provider.smtp(campaign, environ) if campaign.mailer.kind == "smtp" else provider.unasked(campaign)
    yield from domain.domain(campaign, names, identity, selector)
    yield from wire.pages(campaign, keys, list(links_of(people))[:_ASKED])
    yield from wire.leaving(campaign, keys)


def _unasked() -> Iterator[Line]:
    part = Part("What answers")
    part.look("pages, links, leaving", "not asked", "ask with --ask-network, or open a page and leave by a letter")
    yield from part.lines
