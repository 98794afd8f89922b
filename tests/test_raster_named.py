"""The engine that draws pictures is named by the campaign and kept on record; none takes the place of another."""

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from artgen.campaigns.model import load
from artgen.desk.explaining.explain import explain
from artgen.desk.explaining.foresee import Turn, foresee
from artgen.desk.parting.person import export_person
from artgen.ledger import Ledger
from artgen.make import make
from artgen.publishing.raster import engine
from tests import canaries
from tests.line import KEY, environment, record, run, tree
from tests.test_revoke import keys_of

PEOPLE = 2
NOW = dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC)
STUBS = {
    "thorvg": {"thorvg_python/__init__.py": "", "thorvg_python/engine.py": "THORVG_LIB = None\n"},
    "librsvg": {"pyvips/__init__.py": 'raise ImportError("no libvips")\n'},
}
"""What to put in the place of an engine's library so that it can't be loaded: no file for ThorVG, no libvips."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign of two people, made."""
    monkeypatch.setenv("ARTGEN_KEY", KEY)
    made(canaries.campaign(tmp_path / "c", PEOPLE))
    return tmp_path / "c"


def made(folder: Path) -> None:
    """Make in this process."""
    make(load(str(folder)), folder / "out", keys_of(folder), workers=1, clock=lambda: NOW)


def named(name: str) -> str:
    return f"{engine(name).name} {engine(name).version}"


def on_record(folder: Path) -> set[object]:
    return {row["raster"] for row in record(folder / "out")}


def pictures(folder: Path) -> set[str]:
    return {path for path in tree(folder / "out") if path.endswith(".jpg")}


def turns(folder: Path) -> dict[Turn, int]:
    return dict(foresee(load(str(folder)), folder / "out", keys_of(folder), workers=1).turns)


def choose(folder: Path, name: str) -> None:
    """Name an engine in the campaign."""
    file = folder / "campaign.toml"
    file.write_text(f'raster = "{name}"\n{file.read_text("utf-8")}', "utf-8")


def test_the_engine_is_on_record_of_each_customer(folder: Path, tmp_path: Path) -> None:
    """Its name and version stand in the ledger, in the explanation and in a person's own copy."""
    chosen, who = load(str(folder)), canaries.customer(0)
    assert on_record(folder) == {named("thorvg")}
    said = dict(explain(chosen, who, folder / "out", keys_of(folder), address=False).said.made)
    assert (said["pictures by"], said["pictures now by"]) == (named("thorvg"), named("thorvg"))
    export_person(chosen, folder / "out", keys_of(folder), who, tmp_path / "copy", clock=lambda: NOW)
    assert f'"raster": "{named("thorvg")}"' in (tmp_path / "copy" / "person.json").read_text("utf-8")


def test_another_engine_draws_everyone_again(folder: Path) -> None:
    """A campaign that names another engine has new pictures under new names; who it was is on record."""
    before = pictures(folder)
    choose(folder, "librsvg")
    assert turns(folder) == {Turn.AGAIN: PEOPLE}
    made(folder)
    assert on_record(folder) == {named("librsvg")}
    assert (len(pictures(folder)), pictures(folder) & before) == (len(before), set())


def test_another_version_of_the_engine_draws_everyone_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is after an update of the library; a make with the same one draws nobody."""
    before = pictures(folder)
    assert turns(folder) == {Turn.UNCHANGED: PEOPLE}
    monkeypatch.setattr(engine("thorvg"), "version", "99.0.0")
    assert turns(folder) == {Turn.AGAIN: PEOPLE}
    made(folder)
    assert on_record(folder) == {"thorvg 99.0.0"}
    assert (len(pictures(folder)), pictures(folder) & before) == (len(before), set())


@pytest.mark.parametrize("name", sorted(STUBS))
def test_an_engine_that_can_not_be_loaded_stops_the_run(name: str, tmp_path: Path) -> None:
    """It says which one, why, and what to do; the other engine is there and draws nothing."""
    for file, body in STUBS[name].items():
        (tmp_path / "stubs" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "stubs" / file).write_text(body)
    folder = canaries.campaign(tmp_path / "c", PEOPLE)
    choose(folder, name)
    env = environment(PYTHONPATH=f"{tmp_path / 'stubs'}:{environment().get('PYTHONPATH', '')}")
    ended = run("make", folder, "--workers", 1, env=env, check=False)
    said = " ".join((ended.stdout + ended.stderr).split())
    assert ended.returncode != 0
    assert f"raster '{name}' can't be started here" in said
    assert "name another in campaign.toml" in said
    assert "Traceback" not in said
    assert not list(folder.rglob("*.jpg"))


def test_a_ledger_from_before_says_that_it_does_not_know(folder: Path) -> None:
    """One that was made before engines were kept opens as ever, and the explanation says what is missing."""
    db = sqlite3.connect(folder / "out" / "ledger.sqlite")
    db.execute("DROP TABLE begun")
    db.execute("DROP INDEX left_by")
    for column in ("raster", "moved_to", "moved_hash"):
        db.execute(f"ALTER TABLE person DROP COLUMN {column}")
    db.execute("PRAGMA user_version = 3")
    db.close()
    said = explain(load(str(folder)), canaries.customer(0), folder / "out", keys_of(folder), address=False).said
    assert dict(said.made)["pictures by"] == "not on record"
    with Ledger(folder / "out" / "ledger.sqlite", load(str(folder)).id) as ledger:
        assert ledger.published() == PEOPLE
