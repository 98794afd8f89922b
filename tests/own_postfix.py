"""A Postfix of our own: own settings, queue and log; nothing leaves the machine.

It listens on loopback alone, keeps example.com's letters in a maildir and drops all others.
"""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from post_office import free_port

_POSTFIX = "/usr/sbin/postfix"


@dataclass(frozen=True)
class Postfix:
    """A running Postfix: its port, its log, and where it keeps letters for example.com."""

    port: int
    log: Path
    maildir: Path

    def letters(self, count: int) -> list[bytes]:
        """Wait until `count` letters are delivered, and return them, as kept (lines end in LF), oldest first."""
        deadline = time.monotonic() + 60
        while len(kept := self._kept()) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        return [file.read_bytes() for file in kept]

    def _kept(self) -> list[Path]:
        return sorted(self.maildir.glob("new/*"), key=lambda file: file.stat().st_mtime_ns)

    def taken(self, message_id: str) -> int:
        """Count how often the log says that a letter of this id was taken."""
        return len(re.findall(rf"message-id=<{re.escape(message_id)}>", self.log.read_text()))


def _allowed() -> bool:
    """Tell whether Postfix may be run: as root, or through sudo without a password."""
    return os.geteuid() == 0 or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


@contextmanager
def postfix() -> Iterator[Postfix]:
    """Run a Postfix of our own while the block lasts: own settings, queue and log, loopback alone, no other way out."""
    assert Path(_POSTFIX).exists(), "Postfix is not installed; tests/prepare.sh installs it"
    assert _allowed(), "neither root nor sudo may run Postfix here"
    become = [] if os.geteuid() == 0 else ["sudo", "-n"]
    room = Path(tempfile.mkdtemp(prefix="artgen-postfix-", dir="/tmp"))
    room.chmod(0o755)
    port = free_port()
    settings, queue, data, mail, log = (room / name for name in ("conf", "queue", "data", "mail", "mail.log"))
    for folder in (settings, queue, data, mail):
        folder.mkdir()
    mail.chmod(0o777)
    (settings / "main.cf").write_text(_MAIN.format(queue=queue, data=data, mail=mail, log=log, room=room))
    (settings / "master.cf").write_text(_MASTER.format(port=port))
    try:
        subprocess.run([*become, "chown", "postfix", str(data)], check=True, timeout=30)
        command = [*become, _POSTFIX, "-c", str(settings)]
        running = subprocess.Popen([*command, "start-fg"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(port)
            subprocess.run([*become, "chmod", "a+r", str(log)], check=True, timeout=30)
            yield Postfix(port, log, mail / "all")
        finally:
            subprocess.run([*command, "stop"], check=False, timeout=60, capture_output=True)
            running.wait(timeout=30)
    finally:
        if become:
            subprocess.run([*become, "chown", "-R", str(os.getuid()), str(room)], check=False, timeout=30)
        shutil.rmtree(room, ignore_errors=True)


_MAIN = """\
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
maillog_file = {log}
maillog_file_prefixes = {room}
myhostname = mail.northwing.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
smtpd_recipient_restrictions = permit_mynetworks, reject
default_transport = discard:
relay_transport = discard:
local_transport = discard:
virtual_mailbox_domains = example.com
virtual_mailbox_base = {mail}
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_peername_lookup = no
disable_dns_lookups = yes
"""
_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix  n - n 60   1 pickup
cleanup   unix  n - n -    0 cleanup
qmgr      unix  n - n 300  1 qmgr
rewrite   unix  - - n -    - trivial-rewrite
bounce    unix  - - n -    0 bounce
defer     unix  - - n -    0 bounce
trace     unix  - - n -    0 bounce
verify    unix  - - n -    1 verify
flush     unix  n - n 1000 0 flush
proxymap  unix  - - n -    - proxymap
showq     unix  n - n -    - showq
error     unix  - - n -    - error
retry     unix  - - n -    - error
discard   unix  - - n -    - discard
virtual   unix  - n n -    - virtual
anvil     unix  - - n -    1 anvil
scache    unix  - - n -    1 scache
postlog   unix-dgram n - n - 1 postlogd
"""


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            if line.recv(3) == b"220":
                return
        if time.monotonic() > deadline:
            raise TimeoutError("the server does not answer")
        time.sleep(0.05)
