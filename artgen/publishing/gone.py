"""The page for an address that has none: one file that stands alone, in each language that a campaign speaks.

It is served at any depth and to anybody, so it asks for no other file, and says the same for a page that was taken down
and one that never was. Its style is that of every campaign's, since the policy of all answers names its hash.
"""

import base64
import hashlib
from collections.abc import Sequence

from artgen.campaigns.model import Campaign
from artgen.drawing import theme as themes
from artgen.publishing.templates import Markup, render
from artgen.words.phrases import Phrases, spoken


def languages(campaign: Campaign) -> tuple[Phrases, ...]:
    """Return what the gone page of a campaign speaks: each of its languages, its own first."""
    return tuple(spoken(campaign.vocabulary_in(locale)) for locale in campaign.locales)


def gone(speaking: Sequence[Phrases]) -> str:
    """Write the page, with a block for each language in the order given; two that say the same are one."""
    blocks: dict[str, Phrases] = {}
    for phrases in speaking:
        blocks.setdefault(phrases.say("gone.text"), phrases)
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return render(
        "page/gone.html",
        blocks=list(blocks.values()),
        style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )


def _style() -> str:
    day, night = themes.load("linen"), themes.load("nocturne")
    return (
        f":root{{color-scheme:light dark;color:{day.ink};background:{day.ground}}}"
        f"@media(prefers-color-scheme:dark){{:root{{color:{night.ink};background:{night.ground}}}}}"
        "body{margin:0;font:400 1.1875rem/1.5 system-ui,sans-serif}"
        "main{display:grid;align-content:center;gap:40px;min-height:100vh;max-width:30em;margin:auto;padding:24px;"
        "box-sizing:border-box;overflow-wrap:break-word}"
        "h1,h2{font-weight:500;font-size:1.5rem;line-height:1.3;margin:0 0 8px}"
        "h1{font-size:3rem;letter-spacing:-.03em;line-height:1;margin:0 0 16px}"
        ":is([lang|=ar],[lang|=ja])>h1{letter-spacing:normal;line-height:1.3}"
        "p{margin:0}"
    )
