"""An approval holds for exactly what the proof showed: each part that changes since is named, and nothing else is."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_data import write

from artgen.campaigns.model import FILE, load
from artgen.desk.proving import approval
from artgen.errors import ArtgenError
from artgen.ledger import Ledger
from artgen.shipped import place

THEME = place("assets") / "themes" / "linen.toml"
AT = "2026-01-15T09:00:00+00:00"
LOOK = 'style = "heart"\ntheme = "linen"'
GRACE = '[[grace]]\nhold = "customer"\nbecause = "a loss"\nwhen = {person = {column = "who", one_of = ["B"]}}\n'
MORE = f'{GRACE}[mailer]\nkind = "outbox"\nrate = 10\n'
EDITS = {
    "a subject": ('subject = "Your {year}"', 'subject = "Our {year}"', "the letter's texts"),
    "another subject": ('thanks = "T', 'subjects = ["Look: {year}"]\nthanks = "T', "the letter's texts"),
    "thanks": ("Thank you.", "Thanks.", "the letter's texts"),
    "the sender": ("Desk <desk@desk.example>", "Desk <hello@desk.example>", "the letter's sender"),
    "a rule of grace": ("a loss", "a loss in the family", "the rules of grace"),
    "a look's options": (LOOK, f"{LOOK}\noptions = {{ paths = 12 }}", "look 1, heart in linen"),
    "a look's weight": (LOOK, f"{LOOK}\nweight = 3", "who gets which look"),
    "a word": ('phrase = "on the way"', 'phrase = "on the go"', "the brand's words"),
    "the brand's name": ('name = "Desk"\n[words]', 'name = "Desk & Co"\n[words]', "the brand's name and addresses"),
    "the year": ("year = 2025", "year = 2024", "the title, the year and the last day"),
    "the pages' address": ("https://desk.example/", "https://year.desk.example/", "the pages' address"),
    "what a column means": ('category = "kind"\n', "", "how the data are read"),
    "what is left out": ('cancelled = "cancelled"', 'called-off = "called off"', "how the data are read"),
    "the engine": ('id = "desk-data"', 'id = "desk-data"\nraster = "librsvg"', "what turns drawings into pictures"),
    "who is spared": ("[mailer]", "[sending]\nholdout = 0.1\n[mailer]", "whom the letters spare"),
    "how to unsubscribe": (
        'subject = "Your {year}"',
        'subject = "Your {year}"\nunsubscribe_mailto = "stop@desk.example"',
        "the ways to unsubscribe",
    ),
}
SPARED = {
    "the rate": ("rate = 10", "rate = 20"),
    "the workers": ("rate = 10", "rate = 10\nworkers = 9"),
    "the mailer": ('kind = "outbox"', 'kind = "smtp"\nhost = "mail.desk.example"'),
    "the canary": ("[mailer]", "[sending]\ncanary = 0.05\n[mailer]"),
    "the seeds": ("[mailer]", '[sending]\nseeds = ["me@desk.example"]\n[mailer]'),
    "where the data stand": ("visits.csv", "other.csv"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign with a rule of grace and a mailer."""
    return write(tmp_path / "desk", more=MORE)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite", "desk-data") as opened:
        yield opened


def edit(folder: Path, old: str, new: str) -> Path:
    """Change the campaign file."""
    file = folder / FILE
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return folder


def prove(folder: Path, ledger: Ledger) -> None:
    """Remember a proof of the campaign as it is."""
    approval.note_proof(ledger, approval.parts(load(str(folder))))


def approved(folder: Path, ledger: Ledger) -> None:
    """Prove and approve the campaign as it is."""
    prove(folder, ledger)
    approval.approve(load(str(folder)), ledger, "Maya", AT)


def test_nothing_is_approved_by_itself(folder: Path, ledger: Ledger) -> None:
    """Where nobody has approved, that is what is said."""
    assert approval.changed(load(str(folder)), ledger) == ("nothing was approved yet",)


def test_there_is_no_approval_without_a_proof(folder: Path, ledger: Ledger) -> None:
    """Nobody can approve what nobody has seen."""
    with pytest.raises(ArtgenError, match="there is no proof to approve yet; run `artgen proof`"):
        approval.approve(load(str(folder)), ledger, "Maya", AT)


def test_somebody_approves(folder: Path, ledger: Ledger) -> None:
    """An approval has a name."""
    prove(folder, ledger)
    with pytest.raises(ArtgenError, match="--by: is empty"):
        approval.approve(load(str(folder)), ledger, " ", AT)


def test_an_approval_of_a_proof_stands(folder: Path, ledger: Ledger) -> None:
    """What was proved and approved and is the same still has changed in nothing."""
    approved(folder, ledger)
    assert approval.changed(load(str(folder)), ledger) == ()


@pytest.mark.parametrize("kind", EDITS)
def test_a_change_is_named(kind: str, folder: Path, ledger: Ledger) -> None:
    """The part that changed since the approval is named in plain words, and no other."""
    old, new, part = EDITS[kind]
    approved(folder, ledger)
    assert approval.changed(load(str(edit(folder, old, new))), ledger) == (part,)


@pytest.mark.parametrize("kind", EDITS)
def test_a_proof_before_a_change_is_not_approved(kind: str, folder: Path, ledger: Ledger) -> None:
    """Who approves is told what changed since they looked."""
    old, new, part = EDITS[kind]
    prove(folder, ledger)
    with pytest.raises(ArtgenError, match=f"changed since the proof was made: {part}; run `artgen proof` again"):
        approval.approve(load(str(edit(folder, old, new))), ledger, "Maya", AT)


@pytest.mark.parametrize("kind", SPARED)
def test_how_letters_leave_is_no_part(kind: str, folder: Path, ledger: Ledger) -> None:
    """Rate, workers, mailer, canary, seeds and the data files may change after the approval."""
    approved(folder, ledger)
    assert approval.changed(load(str(edit(folder, *SPARED[kind]))), ledger) == ()


def test_an_old_approval_says_nothing_of_a_new_one(folder: Path, ledger: Ledger) -> None:
    """Approving again puts the new approval in the place of the last one."""
    approved(folder, ledger)
    approved(edit(folder, "Thank you.", "Thanks."), ledger)
    assert approval.changed(load(str(folder)), ledger) == ()


def test_a_theme_file_is_a_part(folder: Path, ledger: Ledger) -> None:
    """A colour changed in the campaign's own theme file is named by the theme."""
    (folder / "sea.toml").write_text(THEME.read_text("utf-8"), "utf-8")
    edit(folder, 'theme = "linen"', 'theme = "sea.toml"')
    approved(folder, ledger)
    (folder / "sea.toml").write_text(darker(THEME.read_text("utf-8")), "utf-8")
    assert approval.changed(load(str(folder)), ledger) == ("the theme sea",)


def darker(theme: str) -> str:
    """Return a theme file with another ink."""
    lines = ["ink = [0.2, 0.03, 265]" if line.startswith("ink =") else line for line in theme.splitlines()]
    return "\n".join(lines) + "\n"


def test_a_brand_file_is_a_part(folder: Path, ledger: Ledger) -> None:
    """What a brand file allows is named, though no word of the campaign's own changed."""
    (folder / "brand.toml").write_text('name = "Desk"\n', "utf-8")
    edit(folder, '[brand]\nname = "Desk"', '[brand]\nfile = "brand.toml"')
    approved(folder, ledger)
    (folder / "brand.toml").write_text('name = "Desk"\nstyle = "heart"\n', "utf-8")
    assert approval.changed(load(str(folder)), ledger) == ("the brand file",)


def test_another_style_is_named_with_the_one_that_went(folder: Path, ledger: Ledger) -> None:
    """A style that was put in the place of another: both are named, and the look that wears it."""
    approved(folder, ledger)
    said = approval.changed(load(str(edit(folder, 'style = "heart"', 'style = "bloom"'))), ledger)
    assert said == (
        "look 1, bloom in linen, which is new",
        "look 1, heart in linen, which is gone",
        "the style bloom, which is new",
        "the style heart, which is gone",
    )


@pytest.mark.parametrize(
    ("file", "part"), [("letter/letter.html", "the letter's template"), ("page/page.html", "the page's template")]
)
def test_a_template_is_a_part(
    file: str, part: str, folder: Path, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word changed in a template asks for a new look."""
    there = shutil.copytree(place("templates"), tmp_path / "templates")
    monkeypatch.setattr("artgen.shipped.place", lambda name: there if name == "templates" else place(name))
    approved(folder, ledger)
    (there / file).write_text("<p>Another</p>", "utf-8")
    assert approval.changed(load(str(folder)), ledger) == (part,)


def test_an_update_of_artgen_says_from_which_version_to_which(
    folder: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an update the proof is made again, since artgen may draw or say something else."""
    monkeypatch.setattr(approval, "__version__", "0.1.0")
    approved(folder, ledger)
    monkeypatch.setattr(approval, "__version__", "0.2.0")
    assert approval.changed(load(str(folder)), ledger) == ("artgen itself, 0.1.0 to 0.2.0",)


def test_posters_older_than_the_campaign_are_no_proof(folder: Path, ledger: Ledger) -> None:
    """A change that shows on posters or pages asks for a make; one that only letters take up doesn't."""
    approval.note_made(ledger, approval.parts(load(str(folder))))
    assert approval.stale(load(str(edit(folder, "Thank you.", "Thanks."))), ledger) == ()
    assert approval.stale(load(str(edit(folder, "on the way", "on the go"))), ledger) == ("the brand's words",)
