"""The folder shelf: whole files or none, under names artgen made, in a folder that is its own."""

import errno
import os
import pickle
import re
import stat
from pathlib import Path

import pytest

from artgen.campaigns.model import ShelfChoice, load
from artgen.errors import ShelfError
from artgen.publishing.shelf import (
    FolderShelf,
    Kind,
    Stood,
    alone,
    claim_folder,
    clear_partial,
    content_type,
    replace,
)
from artgen.publishing.shelves import all_shelves, open_shelf

PAGE = "a/q7/q7m2k4xwq7m2k4xwq7m2k4xwq7/index.html"


@pytest.fixture
def shelf(tmp_path: Path) -> FolderShelf:
    return FolderShelf(tmp_path / "site", tmp_path / "partial")


def test_a_file_is_put_whole_and_readable(shelf: FolderShelf) -> None:
    """What was put stands under its path, may be read by a web server, and nothing is left beside it."""
    shelf.put(PAGE, b"<p>Maya</p>", Kind.PAGE)
    made = shelf.root / PAGE
    assert made.read_bytes() == b"<p>Maya</p>"
    assert stat.S_IMODE(made.stat().st_mode) == 0o644
    assert list(shelf.partial.iterdir()) == []


def test_the_same_bytes_are_not_written_again(shelf: FolderShelf) -> None:
    """A second run leaves an unchanged file untouched, and a changed one is replaced."""
    shelf.put(PAGE, b"one", Kind.PAGE)
    first = (shelf.root / PAGE).stat().st_ino
    shelf.put(PAGE, b"one", Kind.PAGE)
    assert (shelf.root / PAGE).stat().st_ino == first
    shelf.put(PAGE, b"two", Kind.PAGE)
    assert (shelf.root / PAGE).read_bytes() == b"two"


@pytest.mark.parametrize(
    "foreign",
    [
        "../outside.html",
        "/etc/passwd",
        "a/../../outside.html",
        "a//b.html",
        "a/./b.html",
        "",
        "a/",
        "a\\b.html",
        "A/b.html",
        ".artgen",
        "a/.hidden",
        "a/b\0.html",
        "a/b.html\n",
        "a/ü.html",
    ],
)
def test_a_path_from_outside_is_refused(shelf: FolderShelf, foreign: str) -> None:
    """Only a-z, 0-9, dots, hyphens and single slashes make a path; nothing is written anywhere else."""
    with pytest.raises(ShelfError):
        shelf.put(foreign, b"no", Kind.PAGE)
    assert list(shelf.root.parent.rglob("*")) == []


def test_a_failing_rename_leaves_the_old_file_and_no_scraps(
    shelf: FolderShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the last step fails the published file is the old one, and the temporary one is gone."""
    shelf.put(PAGE, b"old", Kind.PAGE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ShelfError, match="disk is full"):
        shelf.put(PAGE, b"new", Kind.PAGE)
    assert (shelf.root / PAGE).read_bytes() == b"old"
    assert list(shelf.partial.iterdir()) == []


def test_errors_never_show_a_link(shelf: FolderShelf) -> None:
    """Someone's path is their key: the error names the folder, what is wrong and what to do."""
    shelf.root.mkdir(parents=True)
    (shelf.root / "a").write_text("in the way")
    with pytest.raises(ShelfError, match="a file stands where a folder is needed") as refused:
        shelf.put(PAGE, b"no", Kind.PAGE)
    assert "q7m2" not in str(refused.value)


def test_a_file_written_beside_its_place_names_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is told of the folder that the file was to stand in, not of the one above."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ShelfError, match=f"^{re.escape(str(tmp_path / 'm'))}: the disk is full"):
        replace(tmp_path / "m" / "cdn.yaml", b"", tmp_path / "m")


def test_an_empty_folder_becomes_ours(tmp_path: Path) -> None:
    """A new or empty folder is marked, and taken again the next time."""
    claim_folder(tmp_path / "deep" / "out")
    (tmp_path / "deep" / "out" / "ledger.sqlite").write_text("kept")
    claim_folder(tmp_path / "deep" / "out")
    assert (tmp_path / "deep" / "out" / ".artgen").is_file()
    assert (tmp_path / "deep" / "out" / "ledger.sqlite").read_text() == "kept"


def test_a_folder_with_somebody_elses_files_is_refused(tmp_path: Path) -> None:
    """Photos in the folder are not ours to write beside: nothing is touched, and --out is named."""
    (tmp_path / "holiday.jpg").write_text("mine")
    with pytest.raises(ShelfError, match="--out"):
        claim_folder(tmp_path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["holiday.jpg"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """Where a file has the folder's name, one sentence says so."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ShelfError, match="a file stands where a folder is needed"):
        claim_folder(tmp_path / "out")


def test_what_a_killed_run_left_half_written_is_cleared(tmp_path: Path) -> None:
    """Clearing empties `partial/` and nothing else."""
    clear_partial(tmp_path)
    (tmp_path / "partial" / "tmpabc").write_bytes(b"half")
    replace(tmp_path / "site" / "404.html", b"gone", tmp_path / "partial")
    clear_partial(tmp_path)
    assert list((tmp_path / "partial").iterdir()) == []
    assert (tmp_path / "site" / "404.html").read_bytes() == b"gone"


def test_pages_are_asked_for_anew_and_shared_files_stay() -> None:
    """Each kind tells caches how long it may be kept; personal things are private."""
    assert Kind.PAGE.cache_control == "private, max-age=0, must-revalidate"
    assert Kind.PICTURE.cache_control == "max-age=86400"
    assert Kind.SHARED.cache_control == "public, max-age=31536000, immutable"


def test_a_type_we_never_publish_is_refused() -> None:
    """A file ending nobody planned for is a slip, and is told."""
    assert content_type("a/b/card.jpg") == "image/jpeg"
    with pytest.raises(ShelfError, match=r"\.exe"):
        content_type("a/b.exe")


def test_the_campaigns_choice_is_opened_and_travels(tmp_path: Path) -> None:
    """A folder by default, a bucket when asked for; both are values that a worker can be handed."""
    folder = open_shelf(ShelfChoice(), tmp_path)
    bucket = open_shelf(ShelfChoice(kind="s3", bucket="northwing", prefix="year/"), tmp_path)
    assert pickle.loads(pickle.dumps((folder, bucket))) == (folder, bucket)
    assert folder == FolderShelf(tmp_path / "site", tmp_path / "partial")


def test_only_what_is_published_can_be_read_by_others(shelf: FolderShelf, tmp_path: Path) -> None:
    """A page is readable by the web server; a letter or a list only by its owner."""
    shelf.put(PAGE, b"page", Kind.PAGE)
    replace(tmp_path / "letter.eml", b"letter", tmp_path / "partial")
    assert (shelf.root / PAGE).stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "letter.eml").stat().st_mode & 0o777 == 0o600


def test_what_is_removed_leaves_no_folder_behind(shelf: FolderShelf) -> None:
    """A token's folder goes with its last file, its neighbours stay; removing twice is no fault, a foreign path one."""
    neighbour = "a/q7/q7aaaaaaaaaaaaaaaaaaaaaaaa/index.html"
    for path in (PAGE, neighbour):
        shelf.put(path, b"page", Kind.PAGE)
    shelf.put(PAGE.replace("index.html", "card.jpg"), b"card", Kind.PICTURE)
    shelf.remove([PAGE])
    shelf.remove([PAGE, PAGE.removesuffix("index.html")])
    assert [found.path for found in shelf.listed()] == [neighbour]
    assert not (shelf.root / PAGE).parent.exists()
    with pytest.raises(ShelfError):
        shelf.remove(["../partial"])


def test_a_folder_is_listed_in_the_order_of_a_bucket(shelf: FolderShelf) -> None:
    """By the bytes of whole paths: a hyphen and a dot come before what stands in a folder; with MD5s as digests."""
    paths = ["a-b.jpg", "a.b.jpg", "a/b.jpg", "a/b/c.jpg", "a0.jpg", "b.jpg"]
    for path in reversed(paths):
        shelf.put(path, b"one", Kind.PICTURE)
    (shelf.root / ".hidden").write_text("not ours")
    digest = "f97c5d29941bfb1b2fdab0874906ab82"
    assert list(shelf.listed()) == [Stood(path, 3, digest) for path in paths]
    assert [found.path for found in shelf.listed("a/b")] == ["a/b.jpg", "a/b/c.jpg"]
    assert list(FolderShelf(shelf.root / "nowhere", shelf.partial).listed()) == []


def test_all_places_of_a_customers_files_are_told(tmp_path: Path) -> None:
    """Where pages are made, and where they are published: whoever takes a page down asks both."""
    campaign = load("heart-of-travel")
    published = campaign.model_copy(update={"publish": ShelfChoice(folder="web"), "folder": tmp_path})
    made = FolderShelf(tmp_path / "site", tmp_path / "partial")
    assert all_shelves(campaign, tmp_path) == (made,)
    assert all_shelves(published, tmp_path) == (made, FolderShelf(tmp_path / "web", tmp_path / "web" / ".partial"))


def test_a_second_artgen_in_one_folder_is_refused(tmp_path: Path) -> None:
    """Two makers or senders never work in one output folder at once."""
    with alone(tmp_path), pytest.raises(ShelfError, match="another artgen works there"), alone(tmp_path):
        pass


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of somebody's own, with files named as if artgen had been writing them."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in ("diary.txt", "tmpdiary"):
        (folder / name).write_text("mine")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_what_stands_behind_a_linked_partial_is_left_alone(out: Path, elsewhere: Path) -> None:
    """A link in the place of `partial/` leads to a folder that isn't artgen's: one sentence, and not a file is gone."""
    (out / "partial").symlink_to(elsewhere)
    with pytest.raises(ShelfError, match=r"partial: is a link to another place, .*; remove the link and run the same"):
        clear_partial(out)
    assert {file.name: file.read_text() for file in elsewhere.iterdir()} == {"diary.txt": "mine", "tmpdiary": "mine"}


def test_only_what_artgen_was_writing_is_cleared(out: Path, elsewhere: Path) -> None:
    """Folders, links and files under names that artgen never gives stay in `partial/`, and what they lead to stays."""
    partial = out / "partial"
    (partial / "tmpfolder").mkdir(parents=True)
    (partial / "notes.txt").write_text("mine")
    (partial / "tmplink").symlink_to(elsewhere / "diary.txt")
    for name in ("tmp0half", "probe-0half"):
        (partial / name).write_bytes(b"half")
    clear_partial(out)
    assert sorted(left.name for left in partial.iterdir()) == ["notes.txt", "tmpfolder", "tmplink"]
    assert (elsewhere / "diary.txt").read_text() == "mine"


def test_a_file_behind_a_linked_lock_is_left_alone(out: Path, elsewhere: Path) -> None:
    """A link in the place of `.lock` is refused in one sentence, and the file behind it keeps every byte."""
    (out / ".lock").symlink_to(elsewhere / "diary.txt")
    with pytest.raises(ShelfError, match=r"\.lock: is a link to another place, .*; remove the link"), alone(out):
        pass
    assert (elsewhere / "diary.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["partial", "proof", "work"])
def test_no_folder_of_an_output_folder_that_artgen_clears_is_a_link(tmp_path: Path, name: str) -> None:
    """Whoever works there is refused before anything is read, written or removed."""
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / name).symlink_to(elsewhere)
    with pytest.raises(ShelfError, match=rf"{name}: is a link to another place"), alone(out):
        pass


def test_a_lock_is_held_without_writing_to_its_file(out: Path, elsewhere: Path) -> None:
    """A file that has another name elsewhere keeps its bytes also when it serves as the lock."""
    os.link(elsewhere / "diary.txt", out / ".lock")
    with alone(out):
        pass
    assert (elsewhere / "diary.txt").read_text() == "mine"


def test_an_output_folder_may_be_a_link_itself(out: Path, tmp_path: Path) -> None:
    """People put it on another disk: it is claimed, held, cleared and written to as any other."""
    (tmp_path / "linked").symlink_to(out)
    claim_folder(tmp_path / "linked")
    with alone(tmp_path / "linked"):
        clear_partial(tmp_path / "linked")
        FolderShelf(tmp_path / "linked" / "site", tmp_path / "linked" / "partial").put(PAGE, b"page", Kind.PAGE)
    assert (out / "site" / PAGE).read_bytes() == b"page"


def test_a_disk_that_cannot_be_written_to_is_told_in_a_sentence(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no lock can be made, what is wrong is said, and no other folder: letters may have left from this one."""

    def read_only(file: object, *_: object, **__: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system", str(file))

    monkeypatch.setattr(os, "open", read_only)
    monkeypatch.setattr("io.open", read_only)
    with pytest.raises(ShelfError, match=r"\.lock: Read-only file system; mend that and run") as refused, alone(out):
        pass
    assert "--out" not in str(refused.value)


def test_a_folder_in_the_place_of_the_lock_is_told_in_a_sentence(out: Path) -> None:
    """Whatever keeps the lock from being opened is a sentence."""
    (out / ".lock").mkdir()
    with pytest.raises(ShelfError, match=r"\.lock: Is a directory; mend that"), alone(out):
        pass


def test_a_folder_brought_back_without_its_mark_is_not_taken_for_somebody_elses(out: Path) -> None:
    """A copy without hidden files has a ledger and no mark: the sentence says how to mend that, and names no other."""
    (out / "ledger.sqlite").write_text("all that was sent")
    with pytest.raises(ShelfError, match=r"the file \.artgen .* is missing") as refused:
        claim_folder(out)
    assert "--out" not in str(refused.value)
    (out / ".artgen").touch()
    claim_folder(out)
