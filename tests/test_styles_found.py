"""Styles are found beside the built-in ones; one that can't be used is listed with its reason and stops nobody else."""

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import careless
import pytest

from artgen import renderers
from artgen.drawing import style
from artgen.errors import StyleError

FOR_LATER = "artgen.drawing.style:renderer"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., dict[str, renderers.Listed]]]:
    """Install entry points, by name and value, and return what is listed."""

    def put(**points: str) -> dict[str, renderers.Listed]:
        made = [EntryPoint(name, value, "artgen.renderers") for name, value in points.items()]
        monkeypatch.setattr(renderers, "entry_points", lambda group: made)
        renderers.forget()
        return {found.name: found for found in renderers.listed()}

    yield put
    monkeypatch.undo()
    renderers.forget()


def test_a_style_that_can_not_be_imported_is_listed_with_its_traceback(installed) -> None:
    """The built-in style is there and whole; the broken one shows its author the line."""
    found = installed(tidal="no_such_package.tidal:tidal")
    assert found["heart"].renderer is not None
    assert found["tidal"].fault.startswith("Traceback")
    assert "ModuleNotFoundError" in found["tidal"].fault


def test_a_style_that_ends_the_process_stops_nobody_else(installed, tmp_path: Path, monkeypatch) -> None:
    """A script that leaves when it is imported is listed like any other broken one."""
    (tmp_path / "leaving.py").write_text("raise SystemExit(3)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = installed(leaving="leaving:style")
    assert "SystemExit: 3" in found["leaving"].fault
    assert found["heart"].renderer is not None


def test_what_is_no_style_is_listed_with_what_to_do(installed) -> None:
    """One sentence, no traceback: decorate it."""
    assert installed(plain="json:dumps")["plain"].fault == "json:dumps is not a style: decorate it with @renderer(...)"


def test_only_who_wants_a_broken_style_is_stopped(installed) -> None:
    """Loading the heart works; loading the broken one is a sentence that names it and its origin."""
    installed(tidal="no_such_package.tidal:tidal")
    assert renderers.load("heart").name == "heart"
    with pytest.raises(StyleError, match="style 'tidal' from no_such_package"):
        renderers.load("tidal")


def test_a_style_from_outside_is_found_by_its_name(installed) -> None:
    """An entry point is enough."""
    assert installed(spots="careless:spots")["spots"].renderer is careless.spots


def module(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> Path:
    """Put a module where it can be imported."""
    file = folder / f"{name}.py"
    file.write_text(text)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, name, raising=False)
    return file


def test_a_style_that_interrupts_stops_nobody_else(installed, tmp_path: Path, monkeypatch) -> None:
    """What looks like the interrupt key while a module is imported is that module's fault in the list."""
    module(tmp_path, monkeypatch, "halting", "raise KeyboardInterrupt\n")
    found = installed(halting="halting:style")
    assert "KeyboardInterrupt" in found["halting"].fault
    assert found["strata"].renderer is not None


def test_only_the_style_that_is_wanted_is_imported(installed, tmp_path: Path, monkeypatch) -> None:
    """A built-in or another installed style is loaded, and named, without a look at anybody else's module."""
    module(tmp_path, monkeypatch, "unasked", "raise SystemExit\n")
    installed(spots="careless:spots", unasked="unasked:style")
    renderers.forget()
    monkeypatch.setattr(renderers, "_listed", None)
    monkeypatch.setitem(sys.modules, "unasked", None)
    assert renderers.load("heart").name == "heart"
    assert renderers.load("spots") is careless.spots
    assert renderers.names()["unasked"] == "unasked:style"
    with pytest.raises(StyleError, match=r"'tide' is not known; there are: bloom, .*, spots, unasked"):
        renderers.load("tide")


def test_a_style_that_stands_here_and_is_not_installed_is_told_how_to_be_used(tmp_path: Path, monkeypatch) -> None:
    """Whoever has just written it names it as campaigns will: the answer says what is missing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tide").mkdir()
    (tmp_path / "tide" / "tide.py").touch()
    with pytest.raises(StyleError, match=r"name the file itself, or run pip install --editable tide$"):
        renderers.load("tide")


def test_what_a_module_prints_stays_out_of_the_answer(installed, tmp_path: Path, monkeypatch, capsys) -> None:
    """A module may print while it is imported, installed or from its file: that goes with the complaints."""
    file = module(tmp_path, monkeypatch, "chatty", "print('loading')\nfrom careless import spots\n")
    assert installed(spots="chatty:spots")["spots"].renderer is careless.spots
    assert renderers.from_file(file, "spots") is careless.spots
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "loading\nloading\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import numpy\ndef torn(:\n", r"can't be loaded: SyntaxError: invalid syntax \(torn.py, line 2\)"),
        ("import numpy as np\nnp.argmax([])\n", r"can't be loaded: ValueError: .* \(torn.py, line 2\)"),
        ("import sys\nsys.exit(3)\n", r"can't be loaded: the module ends the program .* \(torn.py, line 2\)"),
    ],
    ids=["syntax", "numpy", "exit"],
)
def test_a_campaign_is_told_the_line_of_a_broken_style(installed, tmp_path, monkeypatch, text: str, words: str) -> None:
    """One sentence with the line in the style's own file, wherever the exception was raised."""
    module(tmp_path, monkeypatch, "torn", text)
    installed(torn="torn:torn")
    with pytest.raises(StyleError, match=words):
        renderers.load("torn")


def test_a_file_that_ends_the_program_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """The exit of a module is no exit of artgen's."""
    (tmp_path / "leaving.py").write_text("import sys\n\nsys.exit(3)\n")
    with pytest.raises(StyleError, match=r"leaving.py: the module ends the program .* \(leaving.py, line 3\)"):
        renderers.from_file(tmp_path / "leaving.py")


def test_an_entry_point_must_be_called_as_its_style(installed) -> None:
    """Or a campaign file would ask for one name and a poster say another."""
    assert "gives a style called 'spots'; call both the same" in installed(dots="careless:spots")["dots"].fault


def test_a_name_that_is_taken_stays_with_the_first(installed) -> None:
    """The second is listed with the reason, and the first is drawn as ever."""
    found = installed(heart="careless:spots")
    assert found["heart"].origin == "artgen"
    twin = next(one for name, one in found.items() if name.startswith("heart ("))
    assert twin.renderer is None


def declared(api: int, **more: object) -> style.Renderer:
    """Declare the little style for a contract."""
    sound = careless.spots
    said = {"describe": sound.describe, "legend": sound.legend, "swatches": sound.swatches}
    declare = style.renderer("later", api=api, by="Ada", reveal="grow", mark="spot", fine="none", **said, **more)
    return declare(sound.draw)


def test_a_style_for_a_newer_contract_is_refused_by_that_reason() -> None:
    """Even where it declares what only the newer contract knows."""
    words = "style 'later' was made for style contract 2; this artgen knows 1: install a newer one"
    with pytest.raises(StyleError, match=words):
        declared(2)
    with pytest.raises(StyleError, match=words):
        declared(2, shine=True)


def test_a_style_for_an_older_contract_goes_on_working(monkeypatch: pytest.MonkeyPatch) -> None:
    """When this artgen knows more, what was made for less is declared and drawn as before."""
    monkeypatch.setattr(style, "API", 2)
    assert declared(1).options == careless.spots.options


def test_a_slip_in_a_declaration_is_named() -> None:
    """A word that this contract doesn't know is no silent nothing."""
    with pytest.raises(StyleError, match="style 'later' declares promises, which contract 1 doesn't know"):
        declared(1, promises=())


def test_a_style_is_drawn_from_its_file() -> None:
    """By its own name, or by the name of its file; the words beside it are found."""
    here = Path(__file__).parent
    assert renderers.from_file(here / "careless.py", "spots").name == "spots"
    pebbles = renderers.from_file(here / "outside" / "artgen_pebbles" / "pebbles.py")
    assert pebbles.source.with_name("pebbles.de.toml").is_file()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("careless.py", "holds no style 'careless'; there are: alike, broad, failing, foreign, forgetful, garish"),
        ("nowhere.py", "no such file; a style is one Python file"),
    ],
)
def test_a_file_without_that_style_is_refused(file: str, words: str) -> None:
    """With what is there instead."""
    with pytest.raises(StyleError, match=words):
        renderers.from_file(Path(__file__).parent / file)
