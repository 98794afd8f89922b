"""The outbox: each letter a whole file, written once, with a preview that opens without a network."""

from pathlib import Path

import pytest

from artgen.errors import ShelfError
from artgen.mailing.letter import Letter
from artgen.mailing.outbox import Outbox
from artgen.records import Verdict

SEND_ID = "rvrf7g7evv6p65e2wjljvwgc5q"
BASE = "https://year.northwing.example/"
PAGE = "a/q7/q7m2k4xwq7m2k4xwq7m2k4xwq7/"
HTML = (
    f'<a href="{BASE}{PAGE}"><img src="{BASE}{PAGE}0123.jpg"></a><!--[if mso]><v:roundrect href="{BASE}{PAGE}">'
    f'<![endif]--><a href="{BASE}{PAGE}#keep">x</a><a href="https://northwing.example/u">no more</a> {BASE}'
)


def letter(message: bytes = b"To: maya@northwing.example\r\n\r\nMaya\r\n") -> Letter:
    return Letter(SEND_ID, "year@northwing.example", "maya@northwing.example", message, HTML)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox", BASE)


def test_a_letter_is_put_as_it_would_go_out(outbox: Outbox) -> None:
    """The file holds the very bytes of the mail, is whole, and nothing is left beside it."""
    assert outbox.deliver(SEND_ID, letter()).verdict is Verdict.ACCEPTED
    assert (outbox.folder / f"{SEND_ID}.eml").read_bytes() == letter().message
    assert sorted(file.name for file in outbox.folder.iterdir()) == [f"{SEND_ID}.eml", f"{SEND_ID}.html"]
    assert list((outbox.folder.parent / "partial").iterdir()) == []


def test_the_preview_leads_to_the_local_site(outbox: Outbox) -> None:
    """Picture and page are found beside the folder, from the button too; links elsewhere and plain words stay."""
    outbox.deliver(SEND_ID, letter())
    assert (outbox.folder / f"{SEND_ID}.html").read_text() == (
        f'<a href="../site/{PAGE}index.html"><img src="../site/{PAGE}0123.jpg"></a>'
        f'<!--[if mso]><v:roundrect href="../site/{PAGE}index.html"><![endif]-->'
        f'<a href="../site/{PAGE}index.html#keep">x</a><a href="https://northwing.example/u">no more</a> {BASE}'
    )


def test_without_a_local_site_links_stay(tmp_path: Path) -> None:
    """A campaign that publishes to a bucket has its pages there: the preview leads to them."""
    outbox = Outbox(tmp_path / "outbox", "")
    outbox.deliver(SEND_ID, letter())
    assert (outbox.folder / f"{SEND_ID}.html").read_text() == HTML


def test_a_letter_goes_out_once(outbox: Outbox) -> None:
    """Delivered again under the same id, the first letter stays and the attempt counts as accepted."""
    outbox.deliver(SEND_ID, letter(b"first"))
    assert outbox.deliver(SEND_ID, letter(b"second")).verdict is Verdict.ACCEPTED
    assert (outbox.folder / f"{SEND_ID}.eml").read_bytes() == b"first"


def test_what_became_of_a_stopped_attempt_is_never_in_doubt(outbox: Outbox) -> None:
    """A letter that is there was sent, one that is not there was not: a preview alone does not count."""
    assert outbox.recall(SEND_ID).verdict is Verdict.DEFINITELY_NOT
    outbox.folder.mkdir()
    (outbox.folder / f"{SEND_ID}.html").write_text("preview")
    assert outbox.recall(SEND_ID).verdict is Verdict.DEFINITELY_NOT
    outbox.deliver(SEND_ID, letter())
    assert outbox.recall(SEND_ID).verdict is Verdict.ACCEPTED


def test_a_folder_that_can_not_be_written_is_a_definite_no(tmp_path: Path) -> None:
    """The letter did not go out, the reason is said, and neither id nor address is in it."""
    (tmp_path / "outbox").write_text("a file in the way")
    outcome = Outbox(tmp_path / "outbox", BASE).deliver(SEND_ID, letter())
    assert outcome.verdict is Verdict.DEFINITELY_NOT
    assert "a file stands where a folder is needed" in outcome.detail
    assert SEND_ID not in outcome.detail


@pytest.mark.parametrize("made_up", ["../../etc/passwd", "A/b", "x\0y", "", "/"])
def test_only_our_own_ids_name_files(outbox: Outbox, made_up: str) -> None:
    """No id from outside reaches the disk."""
    with pytest.raises(ShelfError):
        outbox.deliver(made_up, letter())
    assert not outbox.folder.exists()
