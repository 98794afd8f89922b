"""An installed wheel carries everything that it needs and runs without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.line import environment

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel holds, and nothing else of artgen."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([*build, str(folder), str(ROOT)], check=True, capture_output=True, text=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site-packages")
    return folder / "site-packages"


def run(installed: Path, *words: object) -> str:
    """Run the wheel's artgen from a folder of its own."""
    env = environment(PYTHONPATH=str(installed))
    command = [sys.executable, "-m", "artgen", *map(str, words)]
    return subprocess.run(command, cwd=installed.parent, env=env, check=True, capture_output=True, text=True).stdout


def test_the_wheels_own_artgen_runs(installed: Path) -> None:
    """What is imported stands in the wheel, not in the checkout."""
    code = "import artgen, artgen.shipped; print(artgen.__file__, artgen.shipped.place('templates'))"
    env = environment(PYTHONPATH=str(installed))
    said = subprocess.run([sys.executable, "-c", code], cwd=installed.parent, env=env, capture_output=True, text=True)
    assert [str(Path(path)).startswith(str(installed) + os.sep) for path in said.stdout.split()] == [True, True]


def test_a_new_campaign_is_made_and_sent_from_a_wheel(installed: Path) -> None:
    """Fonts, themes, templates and the starter's data are in it."""
    run(installed, "new", "spring")
    run(installed, "make", "spring")
    assert "letters written" in run(installed, "send", "spring")


def test_the_demo_finds_its_data_in_a_wheel(installed: Path) -> None:
    """The sample data is in it; the first steps of the demo are taken (the whole demo is the soak's)."""
    code = (
        "from artgen.campaigns.model import builtin_names, load; from artgen.history.people import count;"
        "from artgen.make import sources; print([count(sources(load(n))[0]) for n in builtin_names()])"
    )
    env = environment(PYTHONPATH=str(installed))
    said = subprocess.run([sys.executable, "-c", code], cwd=installed.parent, env=env, capture_output=True, text=True)
    assert said.stdout.strip() == "[52, 52, 52, 52, 300, 40]"


def test_the_wheel_holds_no_tests_and_no_outputs(installed: Path) -> None:
    """Nothing of the workshop is shipped."""
    names = {entry.name for entry in installed.iterdir()}
    assert {name.split("-")[0] for name in names} == {"artgen"}
