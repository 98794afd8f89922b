"""What page tests look with: a loopback web server, Chromium, checkers from npm; a missing one fails loudly.

A test module brings a fixture `site`, the folder to be served; `address` is where it is, `browser` who looks.
"""

import functools
import http.server
import io
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

CHECKERS = Path(__file__).parent / "browser"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHIFTS = """new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { moved += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(moved), 100);
})"""


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keep addresses out of the test output."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; give its address, which ends in a slash."""
    handler = functools.partial(_Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        worker = threading.Thread(target=server.serve_forever, daemon=True)
        worker.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        worker.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium, without a window and without calls home."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session", name="browser")
def one_browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module", name="address")
def one_address(site: Path) -> Iterator[str]:
    with served(site) as base:
        yield base


@dataclass(frozen=True)
class Overheard:
    """What a page said and asked for: console, uncaught errors, refused or failed requests, and every address."""

    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def overhear(view: Page) -> Overheard:
    """Listen to a page from now on; a breach of its policy is told on its console."""
    heard = Overheard()
    view.on("console", lambda message: heard.errors.append(message.text))
    view.on("pageerror", lambda error: heard.errors.append(str(error)))
    view.on("requestfailed", lambda request: heard.errors.append(request.url))
    view.on("request", lambda request: heard.asked.append(request.url))
    return heard


def violations(view: Page) -> list[tuple[str, str]]:
    """Return what the accessibility checker finds in a page, each with the first element that it is about."""
    view.evaluate(axe())
    found = view.evaluate("(rules) => axe.run({runOnly: rules}).then(result => result.violations)", RULES)
    return [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found]


def jpeg(width: int, height: int) -> bytes:
    """Return a plain picture."""
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "#d2553a").save(drawn, "JPEG")
    return drawn.getvalue()


def lay(root: Path, files: dict[str, bytes]) -> Path:
    """Write files into a folder, by their paths."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def axe() -> str:
    """Return the source of the accessibility checker."""
    return (_installed("axe-core") / "axe.min.js").read_text("utf-8")


def html_faults(folder: Path, rules: str = "htmlvalidate.json") -> str:
    """Return what a strict reader of HTML finds wrong in the pages of a folder; empty when nothing."""
    command = ["node", str(_installed("html-validate") / "bin" / "html-validate.mjs")]
    config = ["--config", str(CHECKERS / rules), "--formatter", "text"]
    done = subprocess.run(
        [*command, *config, str(folder / "**" / "*.html")], capture_output=True, text=True, cwd=CHECKERS, check=False
    )
    return done.stdout + done.stderr


def _installed(package: str) -> Path:
    folder = CHECKERS / "node_modules" / package
    assert folder.is_dir(), f"{package} is missing; run: sh tests/prepare.sh"
    return folder
