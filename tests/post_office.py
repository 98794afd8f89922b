"""Real SMTP servers on loopback: one with faults on request, one that follows a script, a proxy that cuts the line."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

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


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]
