"""The page to leave by, in each language of a campaign and in its brand's name, for the server that shows it."""

import base64
import hashlib
import json
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.desk import unsubscribe
from artgen.desk.known_links import digests
from artgen.desk.unsubscribe import Page, Pages
from artgen.drawing import theme as themes
from artgen.publishing.shelf import replace
from artgen.publishing.templates import Markup, render
from artgen.words.phrases import spoken

_STYLE = (
    "*{{box-sizing:border-box}}"
    ":root{{color-scheme:light dark;{day}}}"
    "@media(prefers-color-scheme:dark){{:root{{{night}}}}}"
    "body{{margin:0;min-height:100vh;display:grid;grid-template-rows:auto 1fr auto;padding:40px 24px;"
    "color:var(--ink);background:var(--ground);font:400 19px/1.5 system-ui,sans-serif}}"
    "header,main,footer{{width:100%;max-width:570px;margin:0 auto}}"
    "header{{font-weight:500;color:var(--muted)}}"
    "main{{align-self:center;padding:56px 0 72px}}"
    "h1{{font-weight:500;font-size:clamp(38px,9vw,56px);letter-spacing:-.03em;line-height:1.04;margin:0 0 20px;"
    "text-wrap:balance}}:lang(ar) h1,:lang(ja) h1{{letter-spacing:0;line-height:1.3;word-break:auto-phrase}}"
    "p{{margin:0;text-wrap:pretty}}form{{margin:36px 0 0}}"
    "button{{font:500 19px/1 system-ui,sans-serif;color:var(--ground);background:var(--ink);"
    "border:1px solid transparent;border-radius:999px;padding:19px 34px;cursor:pointer}}"
    "button:hover{{background:var(--muted)}}"
    "a{{color:inherit}}a:focus-visible,button:focus-visible{{outline:3px solid var(--ink);outline-offset:4px}}"
    "footer{{color:var(--muted);font-size:15px;line-height:1.6}}footer a{{display:inline-block;padding:5px 0;"
    "margin-inline-end:20px}}"
)


def pages(campaign: Campaign) -> Pages:
    """Return the campaign's pages; nothing in them is about a person."""
    day, night = (_paints(name) for name in ("linen", "nocturne"))
    style = _STYLE.format(day=day, night=night)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'self'"
    return Pages(tuple(_page(campaign, locale, style, policy) for locale in campaign.locales), policy)


def write(campaign: Campaign, out: Path, folder: Path) -> int:
    """Write what a web server needs, which need not have artgen; return how many people's links it knows.

    That is the application as one file, the pages, and the digests of the tokens in this campaign's letters, as far
    as its output folder `out` knows them, and in those of the campaigns before it.
    """
    known = digests(campaign, out)
    folder.mkdir(parents=True, exist_ok=True)
    source = Path(unsubscribe.__file__).read_bytes()
    for name, content in (
        ("unsubscribe.py", source),
        ("unsubscribe.json", _text(pages(campaign)).encode()),
        ("unsubscribe.known", known),
    ):
        replace(folder / name, content, folder)
    return len(known) // unsubscribe.DIGEST_BYTES


def _text(said: Pages) -> str:
    each = [{name: getattr(page, name) for name in Page.__slots__} for page in said.each]
    return json.dumps({"policy": said.policy, "pages": each}, ensure_ascii=False, indent=1) + "\n"


def _page(campaign: Campaign, locale: str, style: str, policy: str) -> Page:
    phrases = spoken(campaign.vocabulary_in(locale))
    brand = campaign.brand

    def of(state: str) -> str:
        return render(
            "page/leave.html",
            say=phrases.say,
            lang=phrases.language,
            dir=phrases.direction,
            brand=brand,
            state=state,
            style=Markup(style),
            policy=policy,
        )

    return Page(phrases.language, of("ask"), of("done"), of("later"))


def _paints(name: str) -> str:
    theme = themes.load(name)
    return f"--ink:{theme.ink};--ground:{theme.ground};--muted:{theme.muted}"
