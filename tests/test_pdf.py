"""The poster as PDF: one vector page of the asked size, as the other engines draw it, the same bytes each time."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from artgen.drawing import svg, theme
from artgen.drawing.canvas import POSTER, PRINT
from artgen.drawing.marks import Bar, Bristles, Dots, Gradient, Line, Shape
from artgen.errors import ArtgenError
from artgen.publishing.pdf import pdf
from artgen.publishing.raster import engine

ALONG = np.linspace(0, 6, 40)
RUN = Gradient((100, 0), (940, 0), ((0, "#264080"), (1, "#f79256")))


def wave(y: float, height: float = 60) -> np.ndarray:
    return np.c_[100 + ALONG * 140, y + height * np.sin(ALONG * 2)]


@pytest.fixture(scope="module")
def sheet() -> str:
    """A sheet with every kind of mark: smooth curves, dots, dashes, gradients, areas, bars and outlined words."""
    marks = [
        Bristles(np.vstack([wave(200), wave(230)]), [0, 40], "#264080", 8, 0.8, of=(0,)),
        Bristles(wave(380), [0], "#b23a48", 14, dash=(0, 22), of=(1,)),
        Bristles(wave(480), [0], RUN, 26, 0.9, dash=(30, 40), of=(2,)),
        Shape(np.vstack([wave(600), wave(680, 20)[::-1]]), "#f79256", 0.55, of=(3,)),
        Shape(np.array([[200.0, 800], [500, 950], [800, 780]]), RUN, smooth=False, of=(4,)),
        Dots(np.c_[100 + ALONG * 100, 1000 + ALONG], "#264080", 9, 0.92, of=(5,)),
        Bar(100, 1040, 300, 40, "#1a2130", 0.4, of=(6,)),
        Line(100, 1180, "Åsa Ωμέγα", 80, "#1a2130", 600),
    ]
    return svg.write(
        POSTER, theme.load("linen"), title="t", description="d", art=marks, reveal="wipe", style="test"
    ).svg


@pytest.fixture(scope="module")
def printed(sheet: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pdf") / "poster.pdf"
    file.write_bytes(pdf(sheet))
    return file


def told(tool: str, *words: str) -> str:
    return subprocess.run([tool, *words], check=True, capture_output=True, text=True).stdout


def test_the_poster_is_one_page_of_the_asked_size(printed: Path) -> None:
    """By default the sheet is 18 by 22.5 inches: 1296 by 1620 points."""
    said = " ".join(told("pdfinfo", str(printed)).split())
    assert "Pages: 1 " in said
    assert "Page size: 1296 x 1620 pts" in said


def test_the_width_can_be_chosen(sheet: str, tmp_path: Path) -> None:
    """A sheet 200 mm wide is 250 mm high: 566.929 by 708.661 points."""
    (tmp_path / "small.pdf").write_bytes(pdf(sheet, width_mm=200))
    assert "566.929 x 708.661 pts" in told("pdfinfo", str(tmp_path / "small.pdf"))


def test_a_print_has_bleed_and_says_where_to_cut(tmp_path: Path) -> None:
    """A sheet of 18 by 24 inches is a page 3 mm larger on every side, whose trim box is the sheet to the tenth."""
    paper = svg.write(PRINT, theme.load("linen"), title="t", description="d", art=(), reveal="wipe", style="test").svg
    made = [pdf(paper), pdf(paper)]
    (tmp_path / "print.pdf").write_bytes(made[0])
    boxes = {
        line.split(":")[0]: [float(v) for v in line.split(":")[1].split()]
        for line in told("pdfinfo", "-box", str(tmp_path / "print.pdf")).splitlines()
        if "Box:" in line
    }
    left, top, right, bottom = boxes["TrimBox"]
    bleed = 3 * 72 / 25.4
    assert (right - left, bottom - top) == pytest.approx((1296, 1728), abs=0.1)
    assert (left, top) == pytest.approx((bleed, bleed), abs=0.02)
    assert boxes["MediaBox"] == boxes["BleedBox"] == pytest.approx([0, 0, 1296 + 2 * bleed, 1728 + 2 * bleed], abs=0.1)
    assert made[0] == made[1]


def test_the_poster_is_vector_alone(printed: Path) -> None:
    """No mark becomes a picture, and no text depends on a font."""
    assert len(told("pdfimages", "-list", str(printed)).splitlines()) == 2
    assert len(told("pdffonts", str(printed)).splitlines()) == 2


def test_the_print_is_the_picture(sheet: str, printed: Path) -> None:
    """On paper every mark stands as the raster engines draw it: less than two levels of 255 apart on average."""
    png = subprocess.run(["pdftoppm", "-png", "-r", "24", str(printed)], check=True, capture_output=True).stdout
    paper = Image.open(io.BytesIO(png)).convert("RGB")
    screen = engine().pixels(sheet, paper.width)
    assert np.abs(np.asarray(paper, int) - np.asarray(screen, int)).mean() < 2


def test_the_same_poster_is_the_same_file(sheet: str, printed: Path) -> None:
    """No clock is in the file: its date is fixed."""
    assert pdf(sheet) == printed.read_bytes()
    assert "2000-01-01T00:00:00Z" in told("pdfinfo", "-isodates", str(printed))


def test_without_cairo_the_error_says_what_to_install(
    sheet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system's library is missing, one sentence names the line that installs it."""
    (tmp_path / "cairocffi.py").write_text("raise OSError('no library called \"cairo-2\" was found')")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("cairocffi", "cairosvg", "cairosvg.parser", "cairosvg.surface"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(ArtgenError, match="apt-get install libcairo2"):
        pdf(sheet)
