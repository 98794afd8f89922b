"""What page tests look with: a loopback web server, Chromium, checkers from npm; a missing one fails loudly."""

import functools
import http.server
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CHECKERS = Path(__file__).parent / "browser"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


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


def axe() -> str:
    """Return the source of the accessibility checker."""
    return (_installed("axe-core") / "axe.min.js").read_text("utf-8")


def html_faults(folder: Path) -> str:
    """Return what a strict reader of HTML finds wrong in the pages of a folder; empty when nothing."""
    command = ["node", str(_installed("html-validate") / "bin" / "html-validate.mjs")]
    config = ["--config", str(CHECKERS / "htmlvalidate.json"), "--formatter", "text"]
    done = subprocess.run(
        [*command, *config, str(folder / "**" / "*.html")], capture_output=True, text=True, cwd=CHECKERS, check=False
    )
    return done.stdout + done.stderr


def _installed(package: str) -> Path:
    folder = CHECKERS / "node_modules" / package
    assert folder.is_dir(), f"{package} is missing; run: sh tests/prepare.sh"
    return folder
