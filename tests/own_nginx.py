"""An nginx of our own on loopback, with the settings that artgen writes: only its ports, files and logs are ours."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from authority import Authority
from post_office import free_port

NGINX = "/usr/sbin/nginx"
_AROUND = """\
daemon off;
{user}
pid {room}/pid;
error_log {room}/error.log;
events {{ worker_connections 64; }}
http {{
  client_body_temp_path {room}/body;
  proxy_temp_path {room}/proxy;
  fastcgi_temp_path {room}/fastcgi;
  uwsgi_temp_path {room}/uwsgi;
  scgi_temp_path {room}/scgi;
  include {room}/artgen.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """A running nginx: its ports with and without TLS, its access log, what it complained of."""

    port: int
    plain: int
    log: Path
    errors: Path

    @property
    def address(self) -> str:
        """Return where it is, with a slash at the end."""
        return f"https://127.0.0.1:{self.port}/"


@contextmanager
def nginx(settings: str) -> Iterator[Nginx]:
    """Run nginx with these settings till the end of the block."""
    assert Path(NGINX).exists(), "nginx is not installed; tests/prepare.sh installs it"
    room = Path(tempfile.mkdtemp(prefix="artgen-nginx-", dir="/tmp"))
    running = Nginx(free_port(), free_port(), room / "access.log", room / "error.log")
    Authority().serving("127.0.0.1", room)
    (room / "artgen.conf").write_text(_at(settings, running, room), "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (room / "nginx.conf").write_text(_AROUND.format(room=room, user=user), "utf-8")
    process = subprocess.Popen([NGINX, "-p", str(room), "-c", str(room / "nginx.conf"), "-e", str(running.errors)])
    try:
        deadline = time.monotonic() + 20
        while not (room / "pid").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert process.poll() is None, running.errors.read_text()
        yield running
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(room, ignore_errors=True)


def _at(settings: str, running: Nginx, room: Path) -> str:
    """Return the settings with our ports, certificate and log in place of the operator's."""
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{running.plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{running.port} ssl"),
        ("/etc/ssl/yours.pem", str(room / "127.0.0.1.pem")),
        ("/etc/ssl/yours.key", str(room / "127.0.0.1.pem")),
        ("/var/log/nginx/artgen.log", str(running.log)),
    ):
        assert old in settings
        settings = settings.replace(old, new)
    return re.sub(r"  listen \[::\]:.*;\n", "", settings)
