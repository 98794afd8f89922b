"""The document of the styles says what the styles say."""

from styles import PICTURES, TEXT, text

from artgen import renderers


def test_the_styles_document_is_fresh() -> None:
    """It is written from the styles; after a change, run: python tests/styles.py"""
    assert TEXT.read_text("utf-8") == text()


def test_every_style_has_its_picture() -> None:
    """Each built-in style is seen in the document."""
    assert all((PICTURES / f"{one.name}.jpg").is_file() for one in renderers.listed() if one.origin == "artgen")
