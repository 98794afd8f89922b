"""The gallery's server, on this machine's loopback address alone: the page, its pictures, and word of every save."""

import json
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from artgen.errors import ArtgenError
from artgen.gallery.hung import failed, hang
from artgen.gallery.judged import judged
from artgen.gallery.page import page, wall
from artgen.gallery.wanted import wanted
from artgen.gallery.workbench import Workbench

POLL_SECONDS = 0.12
_LOCAL = ("127.0.0.1", "localhost")


class Gallery(ThreadingHTTPServer):
    """A server bound to 127.0.0.1; `watch` says whether files are watched. One picture is composed at a time."""

    daemon_threads = True

    def __init__(self, bench: Workbench, port: int, *, watch: bool) -> None:
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as wrong:
            raise ArtgenError(f"port {port} can't be used ({wrong.strerror}); choose another with --port") from wrong
        self.bench = bench
        self.version = 1
        self.saved = threading.Condition()
        self.drawing = threading.Lock()
        self.closing = threading.Event()
        if watch:
            threading.Thread(target=self._watch, daemon=True).start()

    @property
    def address(self) -> str:
        """Return where a browser finds it."""
        return f"http://127.0.0.1:{self.server_port}/"

    def _watch(self) -> None:
        while not self.closing.wait(POLL_SECONDS):
            with self.drawing:
                changed = self.bench.refresh()
            if changed:
                with self.saved:
                    self.version += 1
                    self.saved.notify_all()

    def server_close(self) -> None:
        """Stop watching, too."""
        self.closing.set()
        with self.saved:
            self.saved.notify_all()
        super().server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Gallery
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer the page, /wall (what there is), /picture, /judged, /sheet.svg (one picture each), /saved (saves)."""
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        if host not in _LOCAL:
            self._send(403, "text/plain", b"this gallery is for this machine alone\n")
            return
        asked = urlsplit(self.path)
        query = parse_qs(asked.query)
        match asked.path:
            case "/":
                self._send(200, "text/html", page(self.server.bench).encode())
            case "/wall":
                self._json(wall(self.server.bench))
            case "/picture" | "/judged" | "/sheet.svg":
                self._picture(asked.path, query)
            case "/saved":
                self._saves()
            case _:
                self._send(404, "text/plain", b"nothing hangs here\n")

    def _picture(self, path: str, query: dict[str, list[str]]) -> None:
        bench = self.server.bench
        try:
            asked = wanted(query, bench.themes)
            with self.server.drawing:
                if path == "/judged":
                    seen = bench.drawn(asked.style, partial(judged, asked))
                    self._json({"shown": seen.shown, "faults": list(seen.faults)})
                    return
                made = bench.drawn(asked.style, partial(hang, asked))
        except ArtgenError as wrong:
            made = failed(str(wrong))
        if path == "/sheet.svg":
            self._send(200, "image/svg+xml", (made.svg or "<svg xmlns='http://www.w3.org/2000/svg'/>").encode())
            return
        self._json(
            {
                "picture": made.address if made.jpeg else "",
                "ms": round(made.ms),
                "kb": round(made.kb),
                "gzipped": round(made.gzipped_kb),
                "marks": made.marks,
                "faults": list(made.faults),
                "notes": list(made.notes),
            }
        )

    def _saves(self) -> None:
        """Tell the page, until it leaves, whenever a file was saved."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        seen = 0
        try:
            while not self.server.closing.is_set():
                with self.server.saved:
                    if self.server.version == seen:
                        self.server.saved.wait(15)
                    version = self.server.version
                said = f"data: {version}\n\n" if version != seen else ": still here\n\n"
                seen = version
                self.wfile.write(said.encode())
                self.wfile.flush()
        except OSError:
            pass
        self.close_connection = True

    def _json(self, value: object) -> None:
        self._send(200, "application/json", json.dumps(value).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", _POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the page shows what happens."""


_POLICY = (
    "default-src 'none'; img-src data: 'self'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; connect-src 'self'"
)
