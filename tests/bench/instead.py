"""What people would do instead of our raster and our SVG: CairoSVG, a warm Chromium, and the poster of GitHubPoster.

CairoSVG and Chromium get our two SVGs ready-made, so their cost holds no telling, drawing, page or letter.
"""

import contextlib
import importlib
import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cairosvg
import psutil
from PIL import Image
from playwright.sync_api import Page

from artgen.drawing.canvas import CARD, POSTER, Canvas
from artgen.publishing import raster
from tests.browser import chromium

from .line import Made

PEERS = Path(sys.prefix) / "peers"
"""Where `make bench` installs GitHubPoster: apart, since it brings a package `tests` that would hide ours."""
_COLOURS = {"background": "#222222", "text": "#FFFFFF", "special": "yellow", "special2": "yellow", "track": "#4DD2FF"}


@dataclass(frozen=True, slots=True)
class Instead:
    """CPU ms for poster and card, JPEG in the end, by CairoSVG and by Chromium with all its processes."""

    cairosvg: float
    chromium: float


@contextmanager
def others() -> Iterator[Page]:
    """Start Chromium and let it draw once, so that it is warm."""
    with chromium() as browser:
        view = browser.new_page()
        _shot(view, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 21"></svg>', CARD, raster.SHARE_CARD)
        yield view


def instead(made: Made, view: Page) -> Instead:
    """Measure what the pictures of one customer cost elsewhere."""
    pictures = ((made.poster, POSTER, made.poster_print), (made.card, CARD, raster.SHARE_CARD))
    began = time.process_time()
    for svg, _, made_as in pictures:
        _cairosvg(svg, made_as)
    cairo = 1000 * (time.process_time() - began)
    before = _browser_seconds()
    for svg, paper, made_as in pictures:
        _shot(view, svg, paper, made_as)
    return Instead(cairo, 1000 * (_browser_seconds() - before))


def github_poster(days: dict[str, float]) -> float | None:
    """Return CPU ms of GitHubPoster for a year of amounts by day, SVG alone; None where it is not installed.

    Its squares are coloured by amount, and the largest get colours of their own, from the numbers that its loaders
    would find: the top fifth and the top half of the amounts.
    """
    found = _peer()
    if found is None:
        return None
    poster_of, drawer_of = found
    poster = poster_of()
    poster.title, poster.units, poster.colors, poster.height = "A year", "times", dict(_COLOURS), 35 + 43
    amounts = sorted(set(days.values()))
    top = {
        "special_number1": amounts[-max(1, len(amounts) // 5)],
        "special_number2": amounts[-max(1, len(amounts) // 2)],
    }
    poster.special_number = top
    began = time.process_time()
    poster.set_tracks(days, [int(next(iter(days))[:4])], ["year"])
    with contextlib.redirect_stdout(io.StringIO()):
        poster.draw(drawer_of(poster), os.devnull)
    return 1000 * (time.process_time() - began)


def _peer() -> tuple[type, type] | None:
    if not PEERS.is_dir():
        return None
    sys.path.append(str(PEERS))
    try:
        drawing, posters = (importlib.import_module(f"github_poster.{name}") for name in ("drawer", "poster"))
    except ImportError:
        return None
    finally:
        sys.path.remove(str(PEERS))
    return posters.Poster, drawing.Drawer


def _cairosvg(svg: str, made_as: raster.Print) -> bytes:
    drawn = cairosvg.svg2png(svg.encode(), output_width=made_as.width)
    out = io.BytesIO()
    Image.open(io.BytesIO(drawn)).convert("RGB").save(out, "JPEG", quality=made_as.quality)
    return out.getvalue()


def _shot(view: Page, svg: str, paper: Canvas, made_as: raster.Print) -> bytes:
    width, height = made_as.width, round(made_as.width * paper.height / paper.width)
    view.set_viewport_size({"width": width, "height": height})
    sized = svg.replace("<svg ", f'<svg style="display:block;width:{width}px;height:{height}px" ', 1)
    view.set_content(f'<body style="margin:0">{sized}</body>')
    return view.screenshot(type="jpeg", quality=made_as.quality)


def _browser_seconds() -> float:
    """Return the CPU seconds of Chromium's processes; who drives it (Playwright's node) is left out."""
    spent = 0.0
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if "node" not in process.name():
                times = process.cpu_times()
                spent += times.user + times.system
    return spent
