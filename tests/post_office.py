"""Real SMTP servers on loopback: one in Python with faults on request, Postfix, and a proxy that cuts the line.

Nothing leaves the machine: Postfix runs from a folder of its own, listens on loopback alone, keeps example.com's
letters in a maildir and drops all others.
"""

import datetime as dt
import os
import re
import shutil
import socket
import ssl
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "northwing", "heart of travel"
_POSTFIX = "/usr/sbin/postfix"
_WHOLE = b"\r\n.\r\n"


@dataclass
class Counter:
    """What one server is told to answer, and what it took: `replies` by command (MAIL, RCPT, DATA, END, CONNECT)."""

    replies: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    silent: threading.Event | None = None

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        self.asked.append("MAIL")
        if "MAIL" in self.replies:
            return self.replies["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        self.asked.append("RCPT")
        if "RCPT" in self.replies:
            return self.replies["RCPT"].format(address=address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        self.asked.append("QUIT")
        return "221 Bye"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if "END" in self.replies:
            return self.replies["END"]
        self.taken.append((envelope.mail_from, envelope.rcpt_tos[0], envelope.original_content))
        return "250 Taken"


class Office(Controller):
    """An aiosmtpd server on loopback; the kind of TLS is that of the wire (`wrapped`) or none but STARTTLS."""

    def __init__(self, counter: Counter, *, context: ssl.SSLContext | None = None, wrapped: bool = False, login=False):
        settings: dict[str, Any] = {"enable_SMTPUTF8": False}
        if context is not None and not wrapped:
            settings |= {"tls_context": context, "require_starttls": True}
        if login:
            settings |= {"auth_required": True, "authenticator": _authenticate, "auth_require_tls": context is not None}
        super().__init__(
            counter, hostname="127.0.0.1", port=free_port(), ssl_context=context if wrapped else None, **settings
        )


@contextmanager
def office(counter: Counter, **wanted: Any) -> Iterator[int]:
    """Run one while the block lasts, and yield its port."""
    running = Office(counter, **wanted)
    running.start()
    try:
        yield running.port
    finally:
        running.stop()


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, said: Any) -> AuthResult:
    good = isinstance(said, LoginPassword) and (said.login, said.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


@contextmanager
def told(talk: Callable[[Any], None]) -> Iterator[int]:
    """Run a server that is no more than `talk`, given one file for each connection, and yield its port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                caller, _ = listening.accept()
            except OSError:
                return
            with caller, caller.makefile("rwb", buffering=0) as file, suppress(OSError):
                talk(file)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=10)


class CuttingProxy:
    """Stands before a server and passes everything on, but cuts letters' lines as told.

    With `after_dot` the final dot reaches the server, the server's answer is read here, and the caller gets a reset
    instead. Without it the caller gets a reset as soon as the server has said that it may begin with the letter.
    `cut` counts what was cut; `letters` how many letters are cut, others pass.
    """

    def __init__(self, port: int, *, after_dot: bool, letters: int = 1) -> None:
        self._target, self._after_dot, self._letters = port, after_dot, letters
        self.cut = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]

    def __enter__(self) -> "CuttingProxy":
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._line, args=(caller,), daemon=True).start()

    def _line(self, caller: socket.socket) -> None:
        with caller, socket.create_connection(("127.0.0.1", self._target), timeout=30) as server:
            caller.settimeout(30)
            with suppress(OSError):
                self._pass(caller, server)

    def _pass(self, caller: socket.socket, server: socket.socket) -> None:
        """Pass one command and its answer at a time: SMTP without pipelining is a strict exchange."""
        caller.sendall(_reply(server))
        while asked := _line_of(caller):
            server.sendall(asked)
            said = _reply(server)
            if asked.upper() == b"DATA\r\n" and said.startswith(b"354"):
                if self.cut < self._letters and not self._after_dot:
                    caller.sendall(said)
                    return self._reset(caller)
                caller.sendall(said)
                server.sendall(_letter_of(caller))
                said = _reply(server)
                if self.cut < self._letters:
                    return self._reset(caller)
            caller.sendall(said)
        return None

    def _reset(self, caller: socket.socket) -> None:
        self.cut += 1
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        caller.close()


def _line_of(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\n"):
        part = line.recv(1)
        if not part:
            return b""
        said += part
    return said


def _reply(server: socket.socket) -> bytes:
    said = b""
    while part := _line_of(server):
        said += part
        if part[3:4] != b"-":
            break
    return said


def _letter_of(caller: socket.socket) -> bytes:
    letter = b""
    while not letter.endswith(_WHOLE):
        part = caller.recv(65536)
        if not part:
            raise OSError("hung up")
        letter += part
    return letter


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


def postfix_is_here() -> bool:
    """Say whether Postfix is installed and may be run: as root, or through sudo without a password."""
    if not Path(_POSTFIX).exists():
        return False
    return os.geteuid() == 0 or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


@contextmanager
def postfix() -> Iterator[Postfix]:
    """Run a Postfix of our own while the block lasts: own settings, queue and log, loopback alone, no other way out."""
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


class Authority:
    """A certificate authority of this test alone."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("A test's own authority")
        self.certificate = self._signed(self._name, self._key.public_key(), x509.BasicConstraints(True, None))

    def trusting(self) -> ssl.SSLContext:
        """Return what a client needs to believe this authority alone."""
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def serving(self, host: str, folder: Path) -> ssl.SSLContext:
        """Return what a server needs to be `host`, a name or an address."""
        key = ec.generate_private_key(ec.SECP256R1())
        known: x509.GeneralName = x509.DNSName(host)
        with suppress(ValueError):
            known = x509.IPAddress(ip_address(host))
        certificate = self._signed(_named(host), key.public_key(), x509.SubjectAlternativeName([known]))
        file = folder / f"{host}.pem"
        plain = serialization.NoEncryption()
        file.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _signed(self, subject: x509.Name, key: Any, extension: x509.ExtensionType) -> x509.Certificate:
        begun = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
        builder = x509.CertificateBuilder().issuer_name(self._name).subject_name(subject).public_key(key)
        builder = builder.serial_number(x509.random_serial_number()).add_extension(extension, critical=False)
        builder = builder.not_valid_before(begun).not_valid_after(begun + dt.timedelta(days=3))
        return builder.sign(self._key, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            if line.recv(3) == b"220":
                return
        if time.monotonic() > deadline:
            raise TimeoutError("the server does not answer")
        time.sleep(0.05)
