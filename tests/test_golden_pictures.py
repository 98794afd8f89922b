"""Every built-in style looks, is written and speaks as it was last approved; none is left out.

`python tests/goldens.py STYLE` draws its pictures anew: look at them before you commit them, and name the change in
CHANGELOG.md under Artwork.
"""

import goldens
import pytest
from PIL import Image

STYLES = goldens.built_in()
PICTURES = [(style, count) for style in STYLES for count in goldens.series(style).counts]


@pytest.mark.parametrize(("style", "count"), PICTURES, ids=[f"{style} {count}" for style, count in PICTURES])
def test_pictures_look_as_approved(style: str, count: int) -> None:
    """Each poster looks as its golden picture; if not, tests/failed/ holds expected, actual and difference."""
    assert goldens.difference(style, count) <= goldens.PATCH


@pytest.mark.parametrize("style", STYLES)
def test_drawings_keep_their_bytes(style: str) -> None:
    """What is drawn is kept by its digest, so that a change too small for eyes is seen as well."""
    assert goldens.digests(style) == goldens.kept(style, "digests.txt").read_text("utf-8")


@pytest.mark.parametrize("style", STYLES)
def test_styles_say_what_was_last_read(style: str) -> None:
    """Every description and legend in English is as it was when people last read them."""
    assert goldens.words(style) == goldens.kept(style, "words.txt").read_text("utf-8")


def test_a_style_without_goldens_is_told_how_to_make_them() -> None:
    """Nothing is skipped: a missing picture fails with the command that draws it."""
    with pytest.raises(AssertionError, match=r"run `python tests/goldens\.py tidal`, look at it"):
        goldens.kept("tidal", "words.txt")


def test_a_changed_picture_leaves_what_to_look_at(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Expected, actual and difference stand beside each other, so that eyes can judge the change."""
    monkeypatch.setattr(goldens, "FAILED", tmp_path / "failed")
    monkeypatch.setattr(goldens, "_expected", lambda style, count: Image.new("RGB", (300, 375), "#808080"))
    assert goldens.difference("heart", 0) > goldens.PATCH
    kinds = sorted(file.stem.rpartition("_")[2] for file in (tmp_path / "failed").iterdir())
    assert kinds == ["actual", "difference", "expected"]
