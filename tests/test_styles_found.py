"""Styles are found beside the built-in ones; a broken one is listed with its fault and stops nobody else."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest

from artgen import renderers
from artgen.errors import StyleError


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installed style whose module can't be imported, and one that is no style."""
    points = (
        EntryPoint("tidal", "no_such_package.tidal:tidal", "artgen.renderers"),
        EntryPoint("plain", "json:dumps", "artgen.renderers"),
    )
    monkeypatch.setattr(renderers, "entry_points", lambda group: points)
    renderers._find.cache_clear()
    yield
    renderers._find.cache_clear()


@pytest.mark.usefixtures("broken")
def test_a_broken_style_is_listed_with_its_traceback() -> None:
    """The built-in style is there and whole; each broken one says what is wrong with it."""
    found = {style.name: style for style in renderers.listed()}
    assert found["heart"].renderer is not None
    assert "ModuleNotFoundError" in found["tidal"].fault
    assert "is not a style" in found["plain"].fault


@pytest.mark.usefixtures("broken")
def test_only_who_wants_a_broken_style_is_stopped() -> None:
    """Loading the heart works; loading the broken one is a sentence that names it and its origin."""
    assert renderers.load("heart").name == "heart"
    with pytest.raises(StyleError, match="style 'tidal' from no_such_package"):
        renderers.load("tidal")
