"""The gallery shows each style on every kind of year, draws again what is saved, and says what is wrong where it is."""

import base64
import io
import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from artgen import renderers
from artgen.drawing import theme as themes
from artgen.drawing.style import Renderer
from artgen.errors import StyleError
from artgen.gallery import hung
from artgen.gallery.hung import hang
from artgen.gallery.judged import judged
from artgen.gallery.leaf import Choice, leaf
from artgen.gallery.patience import patiently
from artgen.gallery.server import Gallery
from artgen.gallery.wanted import Wanted, wanted
from artgen.gallery.workbench import Workbench
from artgen.renderers import load
from tests.line import run

PATIENCE = 60_000
SMALL = Wanted("heart", "run 4", "linen", "poster", width=160)
STYLE = '''"""Tidal: a line for each."""

import numpy as np

from artgen.drawing.marks import Bristles
from artgen.drawing.style import Description, LegendItem, renderer


def describe(story, telling, vocabulary):
    return Description("Lines", "A line for each.", "Lines.", "Nothing is counted.", "A calm sea, meant for you.")


@renderer(
    "tidal",
    api=1,
    by="Ada",
    reveal="wipe",
    mark="line",
    fine="Nothing else.",
    describe=describe,
    legend=lambda story, telling, vocabulary: (LegendItem("A line", "One each"),),
    swatches=lambda story, theme: ((theme.ink, theme.accent),) * len(story),
)
def tidal(story, canvas, theme, rng):
    """Best for trying things out."""
    for n in range(len(story)):
        y = canvas.art.y + canvas.art.height * (n + 0.5) / len(story)
        points = np.array([[canvas.art.x, y], [canvas.art.right REACH, y]])
        yield Bristles(points, (0,), theme.accent, 3.0, of=(n,))
'''


def tidal(reach: str = "") -> str:
    return STYLE.replace(" REACH", reach)


@contextmanager
def opened(bench: Workbench, *, watch: bool = False) -> Iterator[Gallery]:
    with Gallery(bench, 0, watch=watch) as server:
        worker = threading.Thread(target=server.serve_forever, daemon=True)
        worker.start()
        try:
            yield server
        finally:
            server.shutdown()
            worker.join()


@contextmanager
def outside(folder: Path) -> Iterator[str]:
    """Run a gallery of an outside style that stands in `folder`, in a process of its own; give its address."""
    (folder / "tidal.py").write_text(tidal())
    about = folder / "tidal-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tidal\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[artgen.renderers]\ntidal = tidal:tidal\n")
    command = [sys.executable, "-m", "artgen", "gallery", "tidal", "--watch", "--port", "0"]
    with subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": str(folder)}, stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout
            yield next(word for line in running.stdout for word in line.split() if word.startswith("http://"))
        finally:
            running.terminate()


def got(server: Gallery, path: str, host: str = "") -> bytes:
    asked = urllib.request.Request(server.address + path, headers={"Host": host} if host else {})
    with urllib.request.urlopen(asked) as answer:
        return bytes(answer.read())


def picture(server: Gallery, path: str, **also: str) -> dict[str, object]:
    query = {"style": "heart", "sitter": "run 4", "theme": "linen", "canvas": "poster", "width": "160", **also}
    return dict(json.loads(got(server, f"{path}?{urllib.parse.urlencode(query)}")))


def first(page: Page) -> Locator:
    """Return a picture in view, drawn."""
    image = page.locator("figure img").nth(2)
    image.wait_for()
    return image


def test_a_picture_is_what_compose_draws_and_says_what_it_cost() -> None:
    """A picture of the wall is the artwork in pixels, with its time, weight and count of shapes."""
    made = hang(SMALL, load("heart"))
    assert Image.open(io.BytesIO(made.jpeg)).size == (160, 200)
    assert made.svg.startswith("<svg ")
    assert made.kb * 1000 == len(made.svg.encode())
    assert 0 < made.gzipped_kb < made.kb
    assert made.faults == ()
    assert made.marks > 100


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sitter": ["run 5"]}, "no sitter has 5"),
        ({"theme": ["mauve"]}, "theme 'mauve' is not known"),
        ({"canvas": ["stamp"]}, "sheet 'stamp' is not known"),
        ({"o.tilt": ["99"]}, "tilt = 99.0 is outside 0..12"),
        ({"o.sails": ["3"]}, "has no option 'sails'"),
        ({"width": ["9000"]}, "width = 9000 is outside 80..2400"),
    ],
)
def test_a_wrong_wish_is_answered_in_one_sentence(change: dict[str, list[str]], said: str) -> None:
    """Whatever can't be hung says why, and the gallery goes on."""
    query = {"style": ["heart"], "sitter": ["run 4"], "theme": ["linen"], "canvas": ["poster"]} | change
    try:
        why = hang(wanted(query), load("heart")).faults[0]
    except StyleError as wrong:
        why = str(wrong)
    assert said in why
    assert "\n" not in why


def test_a_slow_picture_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes longer than a designer should wait says so on the picture, and is timed warm."""
    monkeypatch.setattr(hung, "SLOW_MS", 0)
    slow = hang(SMALL, load("heart"))
    assert slow.faults == (f"time: {slow.ms:.0f} ms to compose; 0 is the most",)


@pytest.mark.parametrize(
    ("words", "said"),
    [(("nosuch",), "style 'nosuch' is not known"), (("heart", "--out", "x", "--themes", "mauve"), "theme 'mauve' is")],
)
def test_a_slip_on_the_command_line_is_one_sentence(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """A style or a theme that isn't there ends the command before anything is drawn or served."""
    done = subprocess.run(
        [sys.executable, "-m", "artgen", "gallery", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode != 0
    assert said in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_least_that_can_be_seen_is_said() -> None:
    """A closer look says how much of the most hidden activity shows."""
    seen = judged(Wanted("heart", "run 23", "linen", "poster"), load("heart"))
    assert seen.shown.startswith("least seen: 0.")
    assert seen.faults == ()


def test_the_server_answers_this_machine_alone() -> None:
    """A page of another name, pointed at this address, gets nothing."""
    with opened(Workbench(("heart",))) as server:
        assert b"<title>Gallery</title>" in got(server, "")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            got(server, "", host="example.com")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            got(server, "../pyproject.toml")


def test_the_wall_knows_every_option_with_its_limits() -> None:
    """What the sliders need comes from the style's signature."""
    with opened(Workbench(("heart",))) as server:
        wall = json.loads(got(server, "wall"))
        tilt = next(option for option in wall["styles"][0]["options"] if option["name"] == "tilt")
        assert (tilt["low"], tilt["high"], tilt["default"]) == (0, 12, 4.0)
        assert {"flight", "run", "coffee", "awkward"} == {one["group"] for one in wall["sitters"]}
        plain, leaning = picture(server, "picture"), picture(server, "picture", **{"o.tilt": "12"})
        assert plain["picture"] != leaning["picture"]
        assert base64.b64decode(str(plain["picture"]).split(",")[1]).startswith(b"\xff\xd8")
        assert picture(server, "judged")["faults"] == []


def test_a_style_can_be_hung_from_its_file(tmp_path: Path) -> None:
    """A file that nobody installed hangs as well, and is loaded anew when it changes; a slip names its line."""
    file = tmp_path / "tidal.py"
    file.write_text(tidal())
    bench = Workbench(("tidal",), {"tidal": file})
    before = hang(Wanted("tidal", "run 4", "linen", "poster", width=160), bench.styles["tidal"]).svg
    assert not bench.refresh()
    file.write_text(tidal("- 300"))
    assert bench.refresh()
    assert hang(Wanted("tidal", "run 4", "linen", "poster", width=160), bench.styles["tidal"]).svg != before
    file.write_text("def tidal(:")
    assert bench.refresh()
    assert "tidal.py, line 1" in bench.faults["tidal"]
    file.write_text(tidal())
    assert bench.refresh()
    assert not bench.faults


def test_a_save_while_the_last_one_is_loaded_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two saves, one upon the other: the second is loaded too."""
    file = tmp_path / "tidal.py"
    file.write_text(tidal())
    bench, real = Workbench(("tidal",), {"tidal": file}), renderers.from_file

    def saved_meanwhile(at: Path) -> Renderer:
        found = real(at)
        file.write_text(tidal("- 300"))
        return found

    file.write_text(tidal("- 30"))
    monkeypatch.setattr(renderers, "from_file", saved_meanwhile)
    assert bench.refresh()
    monkeypatch.setattr(renderers, "from_file", real)
    assert bench.refresh()
    assert not bench.refresh()


ENDLESS = "    while True:\n        pass\n"


def test_a_style_without_end_is_ended_and_the_next_save_drawn(tmp_path: Path) -> None:
    """It is a fault of that style, told at once from then on; the save that mends it is drawn."""
    file = tmp_path / "tidal.py"
    file.write_text(tidal() + ENDLESS)
    bench = Workbench(("tidal",), {"tidal": file}, patience=1.0)
    with opened(bench) as server:
        ended = picture(server, "picture", style="tidal")
        assert ended["faults"] == [bench.faults["tidal"]]
        assert "style 'tidal' was still drawing after 1 seconds and was ended" in bench.faults["tidal"]
        bench.patience = 0.0
        assert picture(server, "judged", style="tidal")["faults"] == [bench.faults["tidal"]]
        bench.patience = 60.0
        file.write_text(tidal())
        assert bench.refresh()
        assert picture(server, "picture", style="tidal")["faults"] == []


def test_what_is_ended_leaves_no_thread_behind() -> None:
    """The thread of a loop without end is gone soon after, and what ends in time is returned."""
    started: list[threading.Thread] = []

    def endless() -> None:
        started.append(threading.current_thread())
        while True:
            pass

    with pytest.raises(TimeoutError):
        patiently(endless, 0.2)
    started[0].join(60)
    assert not started[0].is_alive()
    assert patiently(lambda: "drawn", 60) == "drawn"


def test_a_theme_of_ones_own_hangs_and_is_watched(tmp_path: Path) -> None:
    """A theme file is on the wall beside artgen's, and a picture in it is drawn anew when it is saved."""
    mine = tmp_path / "mine.toml"
    mine.write_text('inherits = "linen"\n')
    bench = Workbench(("heart",), {}, {"mine.toml": mine})
    with opened(bench) as server:
        assert {"name": "mine.toml", "ground": themes.load("linen").ground} in json.loads(got(server, "wall"))["themes"]
        before = picture(server, "picture", theme="mine.toml")
        assert before["faults"] == []
        mine.write_text('inherits = "linen"\nground = "#ffffff"\nglow = "#fdfdfd"\n')
        assert bench.refresh()
        assert picture(server, "picture", theme="mine.toml")["picture"] != before["picture"]
        mine.write_text("ground = ")
        assert bench.refresh()
        assert "mine.toml" in str(picture(server, "picture", theme="mine.toml")["faults"])


def test_a_theme_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """A path is looked for before anything is drawn."""
    words = ("gallery", "heart", "--out", tmp_path / "g", "--themes", tmp_path / "mine.toml")
    done = run(*words, check=False)
    assert done.returncode == 1
    assert "mine.toml: can't be read" in done.stderr


def test_a_gallery_that_is_stopped_shows_what_was_drawn(tmp_path: Path) -> None:
    """The page is written with each picture, so that the interrupt key leaves one that can be opened."""

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leaf(Workbench(("heart",)), Choice(("linen",), ("poster",), ("run",)), tmp_path, stop)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert page.count('"key": ') == 1
    assert len(list((tmp_path / "pictures").glob("*.jpg"))) == 1


def test_a_faulty_legend_sample_is_shown_and_the_gallery_goes_on(tmp_path: Path) -> None:
    """Every picture is hung, with what is wrong on it."""
    file = tmp_path / "tidal.py"
    file.write_text(tidal().replace('"One each")', '"", draw=lambda theme: [])'))
    mine = tmp_path / "mine.toml"
    mine.write_text('inherits = "linen"\n')
    told: list[int] = []
    bench = Workbench(("tidal",), {"tidal": file}, {"a/mine.toml": mine})
    choice = Choice(("a/mine.toml",), ("card",), ("run",))
    faulty = leaf(bench, choice, tmp_path / "out", lambda done, of: told.append(of - done))
    assert told[-1] == 0
    assert faulty == len(told)
    assert "the legend's samples can't be drawn" in (tmp_path / "out" / "index.html").read_text("utf-8")
    assert len(list((tmp_path / "out" / "pictures").glob("tidal-run_*-a_mine.toml-card.jpg"))) == len(told)


def test_what_is_in_view_is_drawn_first_and_the_rest_as_it_scrolls_in(browser: Browser) -> None:
    """The page asks for what can be seen; the last picture is drawn once somebody scrolls there."""
    with opened(Workbench(("heart",))) as server:
        page = browser.new_page(viewport={"width": 1200, "height": 700})
        page.goto(server.address)
        first(page)
        page.locator("body[data-drawn]").wait_for(state="attached")
        last = page.locator("figure").last
        assert last.locator("img").count() == 0
        last.scroll_into_view_if_needed()
        last.locator("img").wait_for()
        page.close()


def test_a_slider_draws_what_is_in_view_again(browser: Browser) -> None:
    """Each option of the style is a slider, and moving it changes the pictures."""
    with opened(Workbench(("heart",))) as server:
        page = browser.new_page(viewport={"width": 900, "height": 600})
        page.goto(server.address)
        before = first(page).get_attribute("src") or ""
        page.locator("#o-tilt").fill("12")
        expect(first(page)).not_to_have_attribute("src", before, timeout=PATIENCE)
        page.close()


def test_a_save_is_drawn_and_a_broken_one_says_where(browser: Browser, tmp_path: Path) -> None:
    """Saving the style's file draws it anew; a slip shows its line on every picture until it is mended."""
    with outside(tmp_path) as address:
        page = browser.new_page(viewport={"width": 900, "height": 600})
        page.goto(address)
        before = first(page).get_attribute("src") or ""
        faults, broken = page.locator(".faults"), page.locator("#broken")
        assert faults.count() == 0
        (tmp_path / "tidal.py").write_text(tidal("- 300"))
        expect(first(page)).not_to_have_attribute("src", before, timeout=PATIENCE)
        (tmp_path / "tidal.py").write_text(tidal("+ wide"))
        expect(faults.first).to_contain_text("name 'wide' is not defined", timeout=PATIENCE)
        (tmp_path / "tidal.py").write_text("def tidal(:\n")
        expect(broken).to_contain_text("tidal.py", timeout=PATIENCE)
        expect(broken).to_contain_text("line 1", timeout=PATIENCE)
        (tmp_path / "tidal.py").write_text(tidal("+ 900"))
        expect(faults.first).to_contain_text("of activity 0 reaches 810 units past the sheet", timeout=PATIENCE)
        expect(broken).to_be_empty()
        (tmp_path / "tidal.py").write_text(tidal())
        expect(first(page)).to_have_attribute("src", before, timeout=PATIENCE)
        expect(faults).to_have_count(0, timeout=PATIENCE)
        page.close()


def test_a_gallery_in_a_folder_needs_no_server(browser: Browser, tmp_path: Path) -> None:
    """The static gallery opens from the disk with every picture it names, and filters them."""
    told: list[int] = []
    choice = Choice(themes=("linen", "dusk-night"), sheets=("poster", "card"), groups=("run",))
    faulty = leaf(Workbench(("heart",)), choice, tmp_path, lambda done, of: told.append(of - done))
    assert faulty == 0
    assert told[-1] == 0
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto((tmp_path / "index.html").as_uri())
    page.locator("figure img").first.wait_for()
    assert page.locator("figure").count() == 11 * 2
    page.get_by_label("card").check()
    assert page.locator("figure").count() == 11 * 3
    assert len(list((tmp_path / "pictures").glob("*.jpg"))) == 11 * 3
    assert page.locator("#options *").count() == 0
    page.close()
