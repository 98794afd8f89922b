"""The reserve: room kept beside the ledger, in a file of its own that was never anybody else's."""

import os
from pathlib import Path

import pytest

from artgen.errors import MailError
from artgen.send.reserve import SIZE, Reserve


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    """A file of somebody's own, outside of the output folder."""
    file = tmp_path / "diary.txt"
    file.write_text("mine")
    return file


@pytest.fixture
def reserve(tmp_path: Path) -> Reserve:
    (tmp_path / "out").mkdir()
    return Reserve(tmp_path / "out" / ".room")


def test_room_is_held_and_given_up(reserve: Reserve) -> None:
    """As long as it is held it takes its full size, readable by its owner alone; then there is nothing."""
    reserve.hold()
    reserve.hold()
    assert (reserve.file.stat().st_size, reserve.file.stat().st_mode & 0o777) == (SIZE, 0o600)
    reserve.free()
    assert not reserve.file.exists()


def test_what_a_killed_run_left_of_it_is_made_whole(reserve: Reserve) -> None:
    """Half a reserve is no reserve."""
    reserve.file.write_bytes(b"\0" * 17)
    reserve.hold()
    assert reserve.file.stat().st_size == SIZE


@pytest.mark.parametrize("size", [4, SIZE])
def test_a_file_behind_a_link_is_left_alone(reserve: Reserve, diary: Path, size: int) -> None:
    """One sentence says what to remove; link and file stay as they are, whatever the file's size."""
    diary.write_bytes(b"m" * size)
    reserve.file.symlink_to(diary)
    with pytest.raises(MailError, match=r"\.room: is a link to another place, .*; remove the link and run the same"):
        reserve.hold()
    reserve.free()
    assert diary.read_bytes() == b"m" * size
    assert reserve.file.is_symlink()


def test_a_file_that_has_another_name_elsewhere_is_left_alone(reserve: Reserve, diary: Path) -> None:
    """Only a file that was made for it is ever written to."""
    os.link(diary, reserve.file)
    reserve.hold()
    assert diary.read_text() == "mine"
    assert reserve.file.stat().st_size == SIZE
