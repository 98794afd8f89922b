"""A local preview of an output folder on this machine's loopback address, never on another."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from artgen.errors import ArtgenError

SHOWN = ("/site/", "/outbox/")


class _Preview(SimpleHTTPRequestHandler):
    """Serve the overview, the site and the letters' previews; the ledger and the lists stay where they are."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".woff2": "font/woff2", ".eml": "message/rfc822"}

    def send_head(self):  # type: ignore[no-untyped-def]
        path = urlsplit(self.path).path
        overview = path == "/" or (path.startswith("/index") and path.endswith(".html") and path.count("/") == 1)
        if not overview and (not path.startswith(SHOWN) or ".." in path):
            self.send_error(404)
            return None
        return super().send_head()

    def list_directory(self, path):  # type: ignore[no-untyped-def]
        self.send_error(404)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: paths are capabilities and don't belong on a screen."""


def preview(out: Path, port: int) -> ThreadingHTTPServer:
    """Return a server bound to 127.0.0.1, ready to `serve_forever`; port 0 takes a free one."""
    if not (out / "index.html").is_file():
        raise ArtgenError(f"{out}: nothing to show yet; run `artgen make` for this campaign first")
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_Preview, directory=str(out)))
    except OSError as wrong:
        raise ArtgenError(f"port {port} can't be used ({wrong.strerror}); choose another with --port") from wrong
