"""A proof in a real browser: everyone chosen as poster, page and letter, taken once, on one page and in one PDF."""

import datetime as dt
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from browser import CHROMIUM, html_faults, served, violations
from PIL import Image
from playwright.sync_api import Browser
from pypdf import PdfReader

from artgen.campaigns.model import FILE, Campaign, ShelfChoice, load
from artgen.desk.proving import approval
from artgen.desk.proving.camera import LETTERS, PAGES, find_browser
from artgen.desk.proving.proof import Proof, prove, remove
from artgen.desk.proving.published import reader
from artgen.errors import ArtgenError
from artgen.ledger import Ledger
from artgen.make import make
from artgen.publishing.links import Keys, keys_from
from tests.line import campaign as write_campaign
from tests.line import run

NOW = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
HOSTILE = '</a><script>alert("1")</script>'
LOOKS = '[[looks]]\nstyle = "heart"\ntheme = "linen"\n\n[[looks]]\nstyle = "bloom"\ntheme = "nocturne"\n'


@dataclass(frozen=True)
class Desk:
    """A small campaign that was made, and its output folder."""

    folder: Path
    keys: Keys

    @property
    def campaign(self) -> Campaign:
        """Return the campaign as its file is now."""
        return load(str(self.folder))

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def pictures(self) -> dict[str, int]:
        """Return the pictures of the proof, each with the moment when it was written."""
        return {file.name: file.stat().st_mtime_ns for file in sorted((self.out / "proof").glob("*.jpg"))}

    def made(self) -> "Desk":
        """Make posters and pages of the campaign as it is."""
        chosen, parts = self.campaign, approval.parts(self.campaign)
        make(chosen, self.out, self.keys, workers=1, clock=lambda: NOW)
        with Ledger(self.out / "ledger.sqlite", chosen.id) as ledger:
            approval.note_made(ledger, parts)
        return self

    def proved(self, browser: str | None = CHROMIUM) -> Proof:
        """Prove the campaign as it is."""
        return prove(self.campaign, self.out, self.keys, now=NOW, browser=browser)

    def copied(self, into: Path) -> "Desk":
        """Return a copy of it all."""
        return Desk(shutil.copytree(self.folder, into), self.keys)

    def edit(self, old: str, new: str) -> None:
        """Change the campaign file."""
        text = (self.folder / FILE).read_text("utf-8")
        assert old in text
        (self.folder / FILE).write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Three people in two styles, one of whom has markup for a name."""
    folder = write_campaign(tmp_path_factory.mktemp("desk") / "small", members=3)
    lines = (folder / "members.csv").read_text("utf-8").splitlines()
    cells = lines[1].split(",")
    cells[lines[0].split(",").index("first_name")] = '"' + HOSTILE.replace('"', '""') + '"'
    (folder / "members.csv").write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", "utf-8")
    found = Desk(folder, keys_from(b"k" * 32, load(str(folder))))
    text = (folder / FILE).read_text("utf-8")
    start, end = text.index("[[looks]]"), text.index("[letter]")
    (folder / FILE).write_text(text[:start] + LOOKS + "\n" + text[end:], "utf-8")
    return found.made()


@pytest.fixture(scope="module")
def proof(desk: Desk) -> Proof:
    return desk.proved()


@pytest.fixture(scope="module")
def site(desk: Desk, proof: Proof) -> Path:
    return proof.page.parent


def taken(desk: Desk, frame: str) -> list[np.ndarray]:
    """Return the pictures of one frame."""
    files = sorted((desk.out / "proof").glob(f"*-{frame.replace(' ', '-')}-*.jpg"))
    return [np.asarray(Image.open(file).convert("RGB"), float) for file in files]


def test_everyone_chosen_is_there_as_poster_page_and_letter(desk: Desk, proof: Proof) -> None:
    """Of three people: three posters, and six screens each, which the page shows."""
    html = proof.page.read_text("utf-8")
    assert proof.people == proof.of == 3
    assert len(desk.pictures) == 3 + 3 * len(PAGES + LETTERS)
    assert [name for name in desk.pictures if f'src="{name}"' not in html] == []


def test_both_styles_are_proved(proof: Proof) -> None:
    """Each style of the campaign has somebody who stands for it."""
    html = proof.page.read_text("utf-8")
    assert "<bdi>heart, " in html
    assert "<bdi>bloom, " in html


def test_the_machine_finds_nothing_wrong(proof: Proof) -> None:
    """Sound letters, whole screens, everyone published: nothing to look at, but what is."""
    assert [remark.found for remark in proof.to_look_at] == []


def test_a_proof_is_its_owners_alone(desk: Desk, proof: Proof) -> None:
    """Neither folder nor file may be read by others, and no file is called by a name or a customer."""
    folder = proof.page.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert not any("NW-" in file.name for file in folder.iterdir())


def test_a_letter_in_the_dark_is_dark(desk: Desk, proof: Proof) -> None:
    """By night, the light letters' grounds are dark."""
    corners = [(by_day[5, 5].mean(), by_night[5, 5].mean()) for by_day, by_night in both(desk, "in the dark")]
    assert [by_night < 60 for _, by_night in corners] == [True] * 3
    assert max(by_day for by_day, _ in corners) > 200


def test_a_letter_without_images_has_none(desk: Desk, proof: Proof) -> None:
    """With images off, the poster isn't there, so the letter is shorter; its words stay."""
    assert [bare.shape[0] < whole.shape[0] - 200 for whole, bare in both(desk, "without images")] == [True] * 3


def both(desk: Desk, frame: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return each letter as it is, and in another state."""
    return list(zip(taken(desk, "the letter"), taken(desk, frame), strict=True))


def test_phone_pictures_are_as_wide_as_a_phone(desk: Desk, proof: Proof) -> None:
    """390 pixels at one and a half."""
    widths = {picture.shape[1] for frame in ("the page on a phone", "on a phone") for picture in taken(desk, frame)}
    assert widths == {585}


def test_the_pdf_holds_every_picture(desk: Desk, proof: Proof) -> None:
    """Landscape A4, two pages a person and a few more, and every picture in it."""
    assert proof.pdf is not None
    pages = PdfReader(proof.pdf).pages
    widths = {round(float(page.mediabox.width)) for page in pages}
    assert widths == {842}
    assert 2 * 3 + 3 <= len(pages) <= 2 * 3 + 8
    assert sum(len(page.images) for page in pages) >= len(desk.pictures)


def test_the_pdf_can_be_read(proof: Proof) -> None:
    """Names, reasons and what to look for are text."""
    assert proof.pdf is not None
    said = "".join(page.extract_text() for page in PdfReader(proof.pdf).pages)
    assert "What the machine found" in said
    assert "approved by" in said


def test_a_hostile_name_is_a_name(proof: Proof, browser: Browser) -> None:
    """A name that is markup stands there as text, and nothing of it runs."""
    view = browser.new_page()
    dialogs: list[str] = []
    view.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    view.goto(proof.page.as_uri())
    assert dialogs == []
    assert view.locator("script").count() == 0
    assert view.locator("h3", has_text=HOSTILE).count() == 1


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_the_page_is_accessible(width: int, scheme: str, address: str, browser: Browser) -> None:
    """The accessibility checker finds nothing, and nothing is wider than the screen."""
    view = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    view.goto(f"{address}index.html")
    assert violations(view) == []
    assert view.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_is_sound_html(site: Path) -> None:
    """A strict reader finds nothing wrong."""
    assert html_faults(site) == ""


def test_no_picture_is_taken_twice(desk: Desk, proof: Proof) -> None:
    """A second proof of the same takes no picture, and leaves each as it is."""
    before = desk.pictures
    again = desk.proved()
    assert (again.taken, again.kept) == (0, 18)
    assert desk.pictures == before


def test_after_a_change_only_what_it_touches_is_taken(desk: Desk, proof: Proof, tmp_path: Path) -> None:
    """Another thanks: the letters of all three are taken anew, the pages stay; the old pictures go."""
    copy = desk.copied(tmp_path / "copy")
    copy.edit("Thank you for the company.", "Thank you.")
    before = set(copy.pictures)
    again = copy.proved()
    assert again.taken == 3 * len(LETTERS)
    assert {name for name in before & set(copy.pictures) if "page" in name} == {n for n in before if "page" in n}
    assert len(copy.pictures) == len(before)


def test_a_missing_file_is_found_and_looked_at_again(desk: Desk, proof: Proof, tmp_path: Path) -> None:
    """A script that isn't published is told, and its pictures are taken again until it is."""
    copy = desk.copied(tmp_path / "copy")
    (script,) = (copy.out / "site" / "shared").glob("page.*.js")
    script.rename(tmp_path / "page.js")
    for name in copy.pictures:
        if "page-on-a-desktop" in name:
            (copy.out / "proof" / name).unlink()
    said = copy.proved().to_look_at
    assert [remark.found for remark in said] == ["the page on a desktop: a file is missing (script)"]
    (tmp_path / "page.js").rename(script)
    again = copy.proved()
    assert (again.taken, again.to_look_at) == (3, ())


def test_posters_older_than_the_campaign_are_not_proved(desk: Desk, proof: Proof, tmp_path: Path) -> None:
    """A proof shows what is sent, so a changed look asks for a make first."""
    copy = desk.copied(tmp_path / "copy")
    copy.edit('theme = "nocturne"', 'theme = "salt"')
    with pytest.raises(ArtgenError, match=r"changed since posters and pages were made: .* run `artgen make` first"):
        copy.proved(None)


def test_a_proof_can_do_without_a_browser(desk: Desk, proof: Proof, tmp_path: Path) -> None:
    """Posters, words and checks are there; screens and PDF are not, and the page says so."""
    copy = desk.copied(tmp_path / "copy")
    said = copy.proved(None)
    html = said.page.read_text("utf-8")
    assert said.pdf is None
    assert html.count("<img") == html.count("-poster-")
    assert "Everyone at Northwing" in html
    assert "No pictures of pages and letters were taken" in html


def test_a_proof_can_be_removed(desk: Desk, proof: Proof, tmp_path: Path) -> None:
    """Nothing of anybody stays."""
    copy = desk.copied(tmp_path / "copy")
    remove(copy.out)
    assert list((copy.out / "proof").iterdir()) == []


def test_only_what_is_published_is_read(desk: Desk) -> None:
    """No path leads out of the site."""
    read = reader(desk.campaign, desk.out)
    assert read("404.html")
    assert [read(path) for path in ("../ledger.sqlite", "/etc/hostname", "", "a/../../ledger.sqlite")] == [None] * 4


def test_a_bucket_is_read_where_its_readers_read_it(desk: Desk) -> None:
    """Pages in a bucket come from the campaign's own address; what isn't there, or nobody answers, is not there."""
    with served(desk.out / "site") as base:
        bucket = {"shelf": ShelfChoice(kind="s3", bucket="b"), "base_url": base}
        read = reader(desk.campaign.model_copy(update=bucket), desk.out)
        assert read("404.html") == (desk.out / "site" / "404.html").read_bytes()
        assert read("a/b/c/index.html") is None
    assert read("a/b/d/index.html") is None


def test_a_named_browser_must_be_one(tmp_path: Path) -> None:
    """ARTGEN_CHROMIUM comes first, and a slip in it is told."""
    assert find_browser({"ARTGEN_CHROMIUM": CHROMIUM}) == CHROMIUM
    with pytest.raises(ArtgenError, match=r"ARTGEN_CHROMIUM: .* is no program; .*--no-screens"):
        find_browser({"ARTGEN_CHROMIUM": str(tmp_path)})


def test_without_a_browser_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence: what is missing, how to get it, how to do without."""
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with pytest.raises(ArtgenError, match=r"there is no Chromium here; .*artgen\[proof\].*--no-screens"):
        find_browser({"PATH": str(tmp_path)})


def test_a_browser_that_stops_is_told_without_an_address(desk: Desk, proof: Proof, tmp_path: Path) -> None:
    """What is said when Chromium can't be used holds no link of anybody's."""
    copy = desk.copied(tmp_path / "copy")
    (tmp_path / "chromium").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (tmp_path / "chromium").chmod(0o755)
    with pytest.raises(ArtgenError, match=r"^Chromium stopped \(\w+ in BrowserType.launch\); run the same command"):
        copy.proved(str(tmp_path / "chromium"))


def test_a_browser_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Playwright has none of its own, the system's is taken."""
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert find_browser({"PATH": os.path.dirname(CHROMIUM)}) == CHROMIUM


def test_the_commands_prove_approve_and_refuse(tmp_path: Path) -> None:
    """From make to approval; a changed subject asks for another proof."""
    folder = write_campaign(tmp_path / "small", members=1)
    run("make", folder)
    assert "1 stand for 1" in run("proof", folder, "--no-screens").stdout
    assert "approved by Maya" in run("approve", folder, "--by", "Maya").stdout
    file = folder / FILE
    file.write_text(file.read_text("utf-8").replace('subject = "{name}, your', 'subject = "{name}: your'), "utf-8")
    refused = run("approve", folder, "--by", "Maya", check=False)
    assert refused.returncode == 1
    assert "changed since the proof was made: the letter's texts" in " ".join(refused.stderr.split())
