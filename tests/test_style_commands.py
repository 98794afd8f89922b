"""A designer begins a style, has it judged, and installs it; styles from outside are found, or listed with why not."""

import subprocess
import sys
import sysconfig
import venv
from dataclasses import replace
from pathlib import Path

import pytest
from careless import spots

from artgen import renderers
from artgen.desk import new_style
from artgen.desk.styles import style_list
from artgen.drawing.style import Option
from tests.line import environment, run

ROOT = Path(__file__).parent.parent
OUTSIDE = Path(__file__).parent / "outside"


class Place:
    """A Python of its own that has artgen, and into which styles are installed."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=True)
        self.python = folder / "bin" / "python"
        (site,) = (folder / "lib").glob("python*/site-packages")
        ours = sysconfig.get_paths()["purelib"]
        (site / "ours.pth").write_text(f"import site; site.addsitedir({ours!r})\n")

    def install(self, *words: object) -> None:
        """Install a package from a folder."""
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--no-build-isolation", *map(str, words)], check=True, capture_output=True, text=True)

    def artgen(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Run the command line in it."""
        command = [str(self.python), "-m", "artgen", *map(str, words)]
        return subprocess.run(command, env=environment(), cwd=ROOT, capture_output=True, text=True)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place where the outside package is installed, through its entry points."""
    folder = tmp_path_factory.mktemp("there")
    made = Place(folder / "python")
    made.install(OUTSIDE)
    return made


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A style as `artgen style new` writes it."""
    folder = tmp_path_factory.mktemp("begun") / "ripples"
    run("style", "new", "ripples", "--folder", folder)
    return folder


def test_a_good_style_from_outside_is_listed_and_judged(there: Place) -> None:
    """Installed, it stands beside the built-in ones, and the judge finds nothing to mend."""
    assert "pebbles  by Ada (artgen-pebbles): Best for walkers." in there.artgen("style", "list").stdout
    judged = there.artgen("style", "check", "pebbles")
    assert "nothing to mend" in judged.stdout, judged.stdout + judged.stderr
    assert judged.returncode == 0


def test_a_style_for_a_newer_contract_is_listed_with_that_reason(there: Place) -> None:
    """Whatever else it declares, the sentence names its contract and ours, without a traceback."""
    listed = there.artgen("style", "list").stdout
    assert "glass  can't be used (artgen-pebbles):\nstyle 'glass' was made for style contract 99; this artgen" in listed
    chosen = there.artgen("style", "check", "glass")
    assert chosen.returncode == 1
    assert "contract 99" in chosen.stderr


def test_a_broken_style_is_listed_with_its_traceback(there: Place) -> None:
    """Its author sees the line; the others are listed all the same."""
    listed = there.artgen("style", "list").stdout
    assert "mist  can't be used (artgen-pebbles):\nTraceback" in listed
    assert "a_module_that_nobody_has" in listed
    assert "heart  by artgen (artgen)" in listed


def test_a_name_that_is_taken_is_listed_with_that_reason(there: Place) -> None:
    """Nobody's style quietly takes the place of another."""
    assert "the name 'heart' is taken by the style from artgen" in there.artgen("style", "list").stdout


def test_a_new_style_draws_and_its_test_passes(begun: Path) -> None:
    """Two files, nothing touched: the test that comes with it runs and passes."""
    assert sorted(file.name for file in begun.iterdir()) == ["pyproject.toml", "ripples.py", "test_ripples.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(begun), str(begun)]
    tested = subprocess.run(command, cwd=begun, env=environment(), capture_output=True, text=True)
    assert "1 passed" in tested.stdout, tested.stdout


def test_a_new_style_is_known_once_it_is_installed(begun: Path, there: Place) -> None:
    """Installed as it was written, and editable, it is listed under its own name, with its option."""
    there.install("--editable", begun)
    listed = there.artgen("style", "list").stdout
    assert "ripples  by you (artgen-ripples): Best for people who come back often" in listed
    assert "swell = 0.55  0.3..1" in listed


def test_a_fault_is_said_and_the_exit_code_is_one(begun: Path, tmp_path: Path) -> None:
    """A style that leaves an activity out is told so, drawn from its file without being installed."""
    careless = tmp_path / "careless.py"
    text = (begun / "ripples.py").read_text("utf-8").replace("min(count,", "min(max(count - 1, 0),")
    careless.write_text(text.replace('"ripples"', '"careless"'), "utf-8")
    judged = run("style", "check", careless, check=False)
    assert judged.returncode == 1
    assert "mend  truth: activity 0 of 1 have no mark; yield one for each, with of=(n,)" in judged.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("heart", "there is a style 'heart' already, from artgen"),
        ("wave", "can't be a style's name"),
        ("My Style", "can't be a style's name"),
        ("class", "can't be a style's name"),
        ("numpy", "'numpy' is the name of a module already, "),
    ],
)
def test_a_name_that_can_not_be_taken_is_refused(name: str, said: str, tmp_path: Path) -> None:
    """Nothing is written for a name that is taken, is no word, is Python's, or is that of a module."""
    refused = run("style", "new", name, "--folder", tmp_path / "new", check=False)
    assert refused.returncode == 1
    assert said in refused.stderr
    assert not (tmp_path / "new").exists()


def test_the_next_steps_name_a_look_that_a_campaign_takes() -> None:
    """What is printed after a new style was written can be put into a campaign file as it stands."""
    steps = new_style.next_steps("tidal", Path("tidal/tidal.py"))
    assert '  [[looks]]\n  style = "tidal"\n  theme = "linen"\n' in steps
    assert "pip install pytest" in steps


def test_a_style_that_can_not_be_listed_hides_no_other(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    """Without a docstring a style is listed; with odd options it says why not; the styles behind them are there."""
    odd = replace(spots, name="odd", options=(Option("size", 1, choices=(1, 2)),))
    found = [renderers.Listed(one.name, one, "theirs") for one in (replace(spots, name="mute", help=""), odd, spots)]
    monkeypatch.setattr(renderers, "listed", lambda: found)
    style_list()
    said = capsys.readouterr().out
    assert "mute  by Ada (theirs): its docstring doesn't say whom it suits" in said
    assert "odd  can't be listed (theirs): TypeError" in said
    assert "spots  by Ada (theirs): Best for tests." in said


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    """Somebody's folder is refused."""
    (tmp_path / "holiday.txt").write_text("mine")
    assert "not empty" in run("style", "new", "ripples", "--folder", tmp_path, check=False).stderr
    assert [file.name for file in tmp_path.iterdir()] == ["holiday.txt"]


def test_a_file_that_can_not_be_imported_shows_its_line(tmp_path: Path) -> None:
    """Its author gets the end of the traceback, in the file that is wrong."""
    (tmp_path / "torn.py").write_text('"""Torn."""\nimport a_module_that_nobody_has\n')
    refused = run("style", "check", tmp_path / "torn.py", check=False)
    assert refused.returncode == 1
    assert 'torn.py", line 2' in refused.stderr


def test_a_file_without_a_style_is_refused(tmp_path: Path) -> None:
    """It is told what is missing."""
    (tmp_path / "plain.py").write_text('"""Plain."""\n')
    refused = run("style", "check", tmp_path / "plain.py", check=False)
    assert "holds no style 'plain'; decorate its generator with @renderer(...)" in refused.stderr
