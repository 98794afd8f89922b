"""The proof: the people who matter most, each as poster, page and letter, on one page and in one PDF for a team.

It is private: it stands in `proof/` of the output folder, readable by its owner alone, and is never published.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.desk.proving import approval
from artgen.desk.proving.alike import Twins, nearest
from artgen.desk.proving.camera import Camera, Read, Seen, Shot, taken_as
from artgen.desk.proving.chosen import GROUPS, Choice, Chosen, Group
from artgen.desk.proving.portrait import Portrait, Studio
from artgen.desk.proving.published import reader
from artgen.desk.proving.readings import Progress, readings
from artgen.desk.proving.remarks import Remark, Roll, remarks
from artgen.errors import ArtgenError
from artgen.ledger import Ledger
from artgen.ledger.approvals import Parts
from artgen.mailing.checker import tell_tales
from artgen.publishing import shelf
from artgen.publishing.links import Keys, page_path
from artgen.publishing.templates import render
from artgen.records import Person
from artgen.worker import UNSHOWN_NAME

FOLDER, PAGE, PDF = "proof", "index.html", "proof.pdf"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved: the page, the PDF (None without a browser), who is in it, what a machine found."""

    page: Path
    pdf: Path | None
    people: int
    of: int
    taken: int
    kept: int
    remarks: tuple[Remark, ...]

    @property
    def to_look_at(self) -> tuple[Remark, ...]:
        """Return the remarks that ask for a person's eyes."""
        return tuple(remark for remark in self.remarks if remark.look)


@dataclass(frozen=True, slots=True)
class Section:
    """One group of the proof: who is shown in it, and who stands for it but is shown further up."""

    group: Group
    here: tuple[Portrait, ...]
    above: tuple[tuple[Portrait, str], ...]


def prove(
    campaign: Campaign,
    out: Path,
    keys: Keys,
    *,
    now: dt.datetime,
    browser: str | None,
    at_once: int = 2,
    progress: Progress = lambda what, done, total: None,
) -> Proof:
    """Write the proof of what was made, and remember which parts of the campaign it shows.

    `browser` is the Chromium that takes the pictures, None for a proof without screens and PDF. A picture whose
    inputs are unchanged is not taken again. Raise ArtgenError where nothing was made, or the campaign has changed
    since it was.
    """
    folder, parts = out / FOLDER, approval.parts(campaign)
    with shelf.alone(out), Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        if stale := approval.stale(campaign, ledger):
            raise ArtgenError(
                f"changed since posters and pages were made: {approval.listed(stale)}; "
                "run `artgen make` first, so that the proof shows what is sent"
            )
        shelf.clear_partial(out)
        _own(folder)
        read, roll = reader(campaign, out), Roll()
        camera = Camera(browser, campaign.base_url, read, out / "partial", at_once) if browser else None
        choice, twins = _choose(campaign, ledger, read, roll, progress)
        chosen = choice.chosen(twins)
        if not chosen:
            raise ArtgenError("nobody has a page yet, so there is nothing to prove; look at the data and make again")
        portraits = _portray(campaign, keys, chosen, read, out, now)
        seen, taken = None, 0
        if camera:
            seen, taken = _shoot(camera, portraits, progress)
        said = remarks(campaign, roll, ledger.faults(), twins, portraits, seen)
        page, pdf = folder / PAGE, folder / PDF
        shelf.replace(page, _page(campaign, choice, portraits, said, parts, seen).encode(), out / "partial")
        if camera:
            progress("printing", 0, 0)
            camera.print_pdf(page, pdf)
        else:
            pdf.unlink(missing_ok=True)
        pictures = {shot.file if seen is None else taken_as(shot, seen) for shot in _shots(portraits)}
        _tidy(folder, {file.name for file in pictures} | {portrait.poster for portrait in portraits})
        approval.note_proof(ledger, parts)
    many = sum(len(portrait.shots) for portrait in portraits) if camera else 0
    return Proof(page, pdf if camera else None, len(chosen), choice.people, taken, many - taken, said)


def remove(out: Path) -> None:
    """Remove a proof: it shows forty people on one page, so whoever is erased takes it along."""
    folder = out / FOLDER
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        file.unlink()


def _own(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as wrong:
        raise ArtgenError(
            f"{folder}: a proof can't be kept there ({wrong.strerror}); mend that and try again"
        ) from wrong


def _choose(
    campaign: Campaign, ledger: Ledger, read: Read, roll: Roll, progress: Progress
) -> tuple[Choice, Twins | None]:
    unshown = frozenset(fault.customer for fault in ledger.faults() if fault.reason == UNSHOWN_NAME)
    choice = Choice(campaign.id, campaign.words.unit_short, unshown)
    choice.read(readings(campaign, progress))
    progress("choosing", 0, 0)
    choice.see(roll.count(ledger.people()))
    return choice, nearest(_pictures(choice.crowd, read, progress))


def _pictures(crowd: tuple[Person, ...], read: Read, progress: Progress) -> Iterator[tuple[str, bytes]]:
    for n, person in enumerate(crowd):
        progress("comparing", n, len(crowd))
        if body := read(page_path(person.token) + person.image):
            yield person.customer, body


def _portray(
    campaign: Campaign, keys: Keys, chosen: tuple[Chosen, ...], read: Read, out: Path, now: dt.datetime
) -> tuple[Portrait, ...]:
    """Portray everyone, each letter held against the names and ids of all others in the proof."""
    tales = tell_tales([text for one in chosen for text in (one.person.name, one.person.customer)], campaign)
    studio = Studio(campaign, keys, read, out / FOLDER, out / "partial", now, tales)
    return tuple(map(studio.portray, chosen))


def _shoot(camera: Camera, portraits: tuple[Portrait, ...], progress: Progress) -> tuple[Seen, int]:
    """Take the pictures that are not there yet; return what went wrong in them, and how many were taken."""
    missing = [shot for portrait in portraits for shot in portrait.shots if not shot.file.is_file()]
    progress("taking pictures", 0, len(missing))
    return camera.take(missing, lambda done: progress("taking pictures", done, len(missing))), len(missing)


def _page(
    campaign: Campaign,
    choice: Choice,
    portraits: tuple[Portrait, ...],
    said: tuple[Remark, ...],
    parts: Parts,
    seen: Seen | None,
) -> str:
    titles = {group.key: group.title for group in GROUPS}
    return render(
        "desk/proof.html",
        campaign=campaign,
        command=campaign.id if campaign.builtin else campaign.folder.name,
        count=choice.people,
        unlisted=choice.unlisted,
        portraits=portraits,
        sections=[section for section in _sections(portraits) if section.here or section.above],
        titles=titles,
        remarks=said,
        parts=sorted(parts),
        pictures={} if seen is None else {shot.file: taken_as(shot, seen) for shot in _shots(portraits)},
    )


def _sections(portraits: tuple[Portrait, ...]) -> Iterator[Section]:
    """Yield the groups; everyone is shown in full under the first of their reasons."""
    for group in GROUPS:
        here, above = [], []
        for portrait in portraits:
            why = [reason.why for reason in portrait.chosen.reasons if reason.group == group.key]
            if why and portrait.chosen.reasons[0].group == group.key:
                here.append(portrait)
            elif why:
                above.append((portrait, "; ".join(why)))
        yield Section(group, tuple(here), tuple(above))


def _shots(portraits: tuple[Portrait, ...]) -> Iterator[Shot]:
    return (shot for portrait in portraits for shot in portrait.shots)


def _tidy(folder: Path, kept: set[str]) -> None:
    """Remove the pictures of those who are no longer in the proof, or look otherwise by now."""
    for file in sorted(folder.glob("*.jpg")):
        if file.name not in kept:
            file.unlink()
