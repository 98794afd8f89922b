"""The approval: a person has seen a proof, and what they saw is what is sent; each part that changes since is named.

It covers all that shapes poster, page and letter, and whom letters spare. It doesn't cover the data files, how fast
letters leave, or through which mailer.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from artgen import __version__, shipped
from artgen.campaigns.looks import themed
from artgen.campaigns.model import Campaign
from artgen.drawing import families
from artgen.errors import ArtgenError
from artgen.ledger import Ledger
from artgen.ledger.approvals import MADE, PROVED, Approval, Approvals, Parts
from artgen.publishing import raster
from artgen.worker import styles

NOTHING = "nothing was approved yet"
ITSELF = "artgen itself"
HALFWAY = "some posters and pages, by an `artgen make` that did not come to its end"
TEXTS, SENDER, SPARED = "the letter's texts", "the letter's sender", "whom the letters spare"
LETTER_SHEET = "the letter's template"
_LOOK = "look at it, and `artgen approve` it"
_LETTER_ALONE = {TEXTS, SENDER, SPARED, LETTER_SHEET}
"""What a letter takes up when it is written, so that posters and pages made before are as good as new ones."""
_SENDER = {"sender", "reply_to"}
_LEAVING = {"unsubscribe_url", "unsubscribe_mailto"}
_DATA = {"files", "file", "database"}
_WATCHING = {"canary", "canary_least", "canary_hours", "bounces", "complaints"}
_LISTENING = {"unsubscribed", "events", "queue", "mail_log", "access_log", "seeds"}
_PART_OF_THEIR_OWN = {
    *("title", "year", "stays_until", "base_url", "languages", "brand", "book", "wishes", "words", "activity"),
    *("people", "grace", "looks", "letter", "sending", "shelf", "raster"),
}
_NO_PART = {"folder", "builtin", "mailer", "publish"}


def parts(campaign: Campaign) -> Parts:
    """Return the digest of each part of a campaign, by a name that a marketer understands."""
    return {name: _digest(said) for name, said in _said(campaign)} | {ITSELF: f"{__version__} {_code()}"}


def note_made(ledger: Ledger, made_of: Parts) -> None:
    """Remember of which parts everyone's posters and pages were made, and that none is left to make."""
    Approvals(ledger).made(made_of)


def stale(campaign: Campaign, ledger: Ledger) -> tuple[str, ...]:
    """Return what of posters and pages is not of this campaign, or may not be since a make was broken off."""
    return (HALFWAY,) if Approvals(ledger).halfway() else outdated(campaign, ledger)


def outdated(campaign: Campaign, ledger: Ledger) -> tuple[str, ...]:
    """Return what changed since the last make that came to its end, but for what letters alone take up."""
    made_of = Approvals(ledger).remembered(MADE)
    if made_of is None:
        return (f"{ITSELF}, which kept no note of it then",)
    return tuple(_differences(_lasting(made_of), _lasting(parts(campaign))))


def note_proof(ledger: Ledger, made_of: Parts) -> None:
    """Remember of which parts the proof was made."""
    Approvals(ledger).remember(PROVED, made_of)


def approve(campaign: Campaign, ledger: Ledger, by: str, at: str) -> Approval:
    """Record that `by` approved the campaign as the last proof showed it.

    Raise ArtgenError where there is no proof, or something changed since, and say what.
    """
    if not by.strip():
        raise ArtgenError("--by: is empty; say who approves")
    kept, now = Approvals(ledger), parts(campaign)
    proved = kept.remembered(PROVED)
    if proved is None:
        raise ArtgenError("there is no proof to approve yet; run `artgen proof` and look at it first")
    if differing := tuple(_differences(proved, now)):
        raise ArtgenError(f"changed since the proof was made: {listed(differing)}; run `artgen proof` again, and look")
    kept.approve(now, by.strip(), at)
    return Approval(now, by.strip(), at)


def changed(campaign: Campaign, ledger: Ledger) -> tuple[str, ...]:
    """Return the names of the parts that changed since the approval, nothing where it stands."""
    approval = Approvals(ledger).last()
    return tuple(_differences(approval.parts, parts(campaign))) if approval else (NOTHING,)


def unready(campaign: Campaign, ledger: Ledger) -> str:
    """Return why nobody may be written to yet, and what to do about it; empty where nothing stands against it.

    Posters and pages must have been made of this campaign, all of them. Where letters leave by SMTP or SES, somebody
    must have approved it too; the outbox asks for no approval.
    """
    approves = campaign.mailer.kind != "outbox"
    if approves and (differing := changed(campaign, ledger)):
        return f"not approved: {listed(differing)}; run `artgen proof`, {_LOOK}"
    if older := stale(campaign, ledger):
        then = f"then `artgen proof`, {_LOOK}" if approves else "then this command again"
        return f"changed since posters and pages were made: {listed(older)}; run `artgen make` to its end, {then}"
    return ""


def listed(names: Iterable[str]) -> str:
    """Return names as one list in words.

    >>> listed(["the style heart", "the rules of grace", "the letter's texts"])
    "the style heart, the rules of grace and the letter's texts"
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _differences(before: Parts, now: Parts) -> Iterator[str]:
    for part in sorted({*before, *now}):
        old, new = before.get(part, ""), now.get(part, "")
        if old == new:
            continue
        if not old or not new:
            yield f"{part}, which is {'new' if new else 'gone'}"
        elif part == ITSELF and old.split()[0] != new.split()[0]:
            yield f"{part}, {old.split()[0]} to {new.split()[0]}"
        else:
            yield part


def _lasting(said: Parts) -> Parts:
    return {part: digest for part, digest in said.items() if part not in _LETTER_ALONE}


def _said(campaign: Campaign) -> Iterator[tuple[str, object]]:
    """Yield each part with all that it says."""
    said = campaign.model_dump(mode="json", exclude={"folder", "book"})
    letter, sending, brand = said["letter"], said["sending"], said["brand"]
    yield "the title, the year and the last day", [said[key] for key in ("title", "year", "stays_until")]
    yield "the pages' address", said["base_url"]
    yield "where the pages are put", said["shelf"]
    yield "the brand's name and addresses", [_without(brand, {"file"}), said["wishes"]]
    if campaign.book:
        yield "the brand file", campaign.book.model_dump(mode="json", exclude={"folder", "shown", "lines"})
    yield "the brand's words", said["words"]
    yield "the languages", [file.read_text("utf-8") for _, file in sorted(campaign.language_files.items())]
    yield "how the data are read", [_without(said[key], _DATA) for key in ("activity", "people")]
    yield "the rules of grace", said["grace"]
    yield "who gets which look", [[look["when"], look["weight"]] for look in said["looks"]]
    for n, look in enumerate(campaign.looks, 1):
        theme = themed(look.theme, campaign.folder)
        yield f"look {n}, {look.style} in {theme.name}", [look.theme, sorted(look.options.items()), look.edition]
        yield f"the theme {theme.name}", theme.digest
    for style, digest in styles(campaign).items():
        yield f"the style {style}", digest
    yield TEXTS, _without(letter, _SENDER | _LEAVING)
    yield SENDER, [letter[key] for key in sorted(_SENDER)]
    yield "the ways to unsubscribe", [letter[key] for key in sorted(_LEAVING)]
    yield SPARED, _without(sending, _WATCHING | _LISTENING)
    engine = raster.engine(campaign.raster)
    yield "what turns drawings into pictures", [engine.name, engine.version]
    yield "the installed fonts", list(families.installed())
    yield "the page's template", _folder(shipped.place("templates") / "page")
    yield LETTER_SHEET, _folder(shipped.place("templates") / "letter")
    yield "artgen's own fonts, themes and maps", _folder(shipped.place("assets"))
    yield "the rest of the campaign file", _without(said, _PART_OF_THEIR_OWN | _NO_PART)


def _without(said: dict[str, object], keys: set[str]) -> dict[str, object]:
    return {key: value for key, value in said.items() if key not in keys}


def _code() -> str:
    """Return a digest of artgen's code; a ready-made style's own file counts as that style alone."""
    here = Path(__file__).parent.parent.parent
    return _folder(here, (here / "renderers").glob("[a-z]*.py"))


def _folder(folder: Path, but: Iterable[Path] = ()) -> str:
    digest, spared = hashlib.sha256(), {file.resolve() for file in but}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not {"__pycache__", "_shipped"} & set(file.parts) and file.resolve() not in spared:
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _digest(said: object) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
