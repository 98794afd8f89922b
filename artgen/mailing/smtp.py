"""Letters through an SMTP server: one connection a thread, kept open; only a lost last answer leaves doubt."""

import re
import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from artgen.campaigns.sending import MailerChoice
from artgen.mailing.letter import Letter
from artgen.mailing.mailer import DIED, Pace
from artgen.records import Outcome, Then, Verdict

_AT_LINE_START = re.compile(rb"^\.", re.MULTILINE)
_CRLF, _DOT = b"\r\n", b".\r\n"
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")
_AGAIN_LATER = range(400, 500)
_NEED_LOGIN = (530, 534, 535, 538)
_GONE = 421
_BUSY_MAILBOX = 450
_LOST = (smtplib.SMTPException, OSError)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for a connection, for an answer, for a letter to leave, for the last answer.

    A server may look through a whole letter before it answers for it, so the last is long (RFC 5321, 4.5.3.2).
    """

    connect_s: float = 30
    command_s: float = 60
    letter_s: float = 180
    answer_s: float = 600


class SmtpMailer:
    """One SMTP server; `greeting` is the domain we say we are, `context` decides whose certificates are believed."""

    name: ClassVar[str] = "smtp"

    def __init__(
        self,
        choice: MailerChoice,
        password: str,
        greeting: str,
        *,
        context: ssl.SSLContext | None = None,
        patience: Patience = Patience(),
    ) -> None:
        self._choice, self._password, self._greeting, self._patience = choice, password, greeting, patience
        self._context = context or ssl.create_default_context()
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._lines: set[smtplib.SMTP] = set()

    def pace(self) -> Pace:
        """Say how fast the campaign wants it; SMTP has no way to ask the server."""
        return Pace(self._choice.rate or None, None)

    def deliver(self, send_id: str, letter: Letter) -> Outcome:
        """Hand over one letter; up to the final dot a failure is a definite no, after it only an answer is."""
        if letter.message.count(b"\n") != letter.message.count(_CRLF) or not letter.message.endswith(_CRLF):
            return _no("the letter's lines do not end as mail's must; this is a fault of artgen, tell us", Then.STOP)
        try:
            line = self._begun(letter)
            self._addressed(line, letter)
        except _Ended as ended:
            return ended.outcome
        except _LOST:
            self._drop()
            return _no("the SMTP server hung up before the letter was handed over", Then.SLOW_DOWN)
        return self._handed_over(line, letter)

    def recall(self, send_id: str) -> Outcome:
        """Say that nobody knows: SMTP can't be asked about a letter; the server's log may tell."""
        return DIED

    def ring(self) -> Outcome | None:
        """Connect, encrypt, log in and hang up; return what is wrong, or None where a letter could be handed over."""
        try:
            self._open()
        except _Ended as ended:
            return ended.outcome
        finally:
            self.close()
        return None

    def close(self) -> None:
        """Take leave of the server on every connection."""
        with self._lock:
            lines, self._lines = self._lines, set()
        for line in lines:
            with suppress(*_LOST):
                line.quit()
            line.close()
        self._mine = threading.local()

    def _begun(self, letter: Letter) -> smtplib.SMTP:
        """Return a connection whose server has taken the sender; one that went away meanwhile is opened again."""
        kept: smtplib.SMTP | None = getattr(self._mine, "line", None)
        if kept is not None:
            with suppress(*_LOST):
                code, said = self._sender(kept, letter)
                if code != _GONE:
                    self._judge(code, said, "sender")
                    return kept
            self._drop()
        line = self._open()
        self._judge(*self._sender(line, letter), "sender")
        return line

    def _sender(self, line: smtplib.SMTP, letter: Letter) -> tuple[int, bytes]:
        options = [f"SIZE={len(letter.message)}"] if line.has_extn("size") else []
        if not letter.message.isascii():
            if not line.has_extn("8bitmime"):
                raise _Ended(_no("the SMTP server takes no letter with signs beyond ASCII", Then.STOP))
            options.append("BODY=8BITMIME")
        return line.mail(letter.sender, options)

    def _addressed(self, line: smtplib.SMTP, letter: Letter) -> None:
        """Name the recipient and ask to hand over; what is refused here leaves the connection clean for the next."""
        try:
            self._judge(*line.rcpt(letter.recipient), "recipient")
            line.putcmd("DATA")
            code, said = line.getreply()
            if code != 354:
                self._judge(code if code >= 400 else 500, said, "data")
        except _Ended:
            with suppress(*_LOST):
                if line.rset()[0] == 250:
                    raise
            self._drop()
            raise

    def _handed_over(self, line: smtplib.SMTP, letter: Letter) -> Outcome:
        """Send the letter, then its final dot apart, so that a letter cut short before the dot is a definite no."""
        try:
            self._wait(line, self._patience.letter_s)
            line.send(_AT_LINE_START.sub(b"..", letter.message))
        except _LOST:
            self._drop()
            return _no("the SMTP server hung up before the letter was whole", Then.SLOW_DOWN)
        try:
            self._wait(line, self._patience.answer_s)
            line.send(_DOT)
            code, said = line.getreply()
            self._wait(line, self._patience.command_s)
        except _LOST as wrong:
            self._drop()
            return Outcome(Verdict.UNKNOWN, f"the SMTP server had the whole letter and never answered ({_kind(wrong)})")
        if 200 <= code < 300:
            return Outcome(Verdict.ACCEPTED, f"taken by the SMTP server ({code})")
        if not 400 <= code < 600:
            self._drop()
            return Outcome(
                Verdict.UNKNOWN, "the SMTP server had the whole letter and gave an answer that makes no sense"
            )
        if code == _GONE:
            self._drop()
        return _judged(code, said, "letter")

    def _open(self) -> smtplib.SMTP:
        """Connect, encrypt, log in; remember the connection as this thread's."""
        choice = self._choice
        where = (choice.host, choice.port, self._greeting)
        try:
            if choice.security == "tls":
                line: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=self._patience.connect_s, context=self._context)
            else:
                line = smtplib.SMTP(*where, timeout=self._patience.connect_s)
        except smtplib.SMTPConnectError as wrong:
            raise _Ended(_judged(wrong.smtp_code, _bytes(wrong.smtp_error), "connection")) from wrong
        except _LOST as wrong:
            raise _Ended(_never_connected(wrong)) from wrong
        with self._lock:
            self._lines.add(line)
        self._mine.line = line
        self._wait(line, self._patience.command_s)
        if line.sock is not None:
            line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._greet(line)
        except _Ended:
            self._drop()
            raise
        except smtplib.SMTPResponseException as wrong:
            self._drop()
            raise _Ended(_judged(wrong.smtp_code, _bytes(wrong.smtp_error), "connection")) from wrong
        except _LOST as wrong:
            self._drop()
            raise _Ended(_never_connected(wrong)) from wrong
        return line

    def _greet(self, line: smtplib.SMTP) -> None:
        line.ehlo_or_helo_if_needed()
        if self._choice.security == "starttls":
            if not line.has_extn("starttls"):
                why = (
                    'the SMTP server offers no STARTTLS; mend mailer.port, or write security = "tls" if it speaks that'
                )
                raise _Ended(_no(why, Then.STOP))
            line.starttls(context=self._context)
            line.ehlo()
        if self._choice.user:
            if not line.has_extn("auth"):
                raise _Ended(
                    _no("the SMTP server takes no login; mend mailer.port, or take out mailer.user", Then.STOP)
                )
            line.login(self._choice.user, self._password)

    def _judge(self, code: int, said: bytes, step: str) -> None:
        if not 200 <= code < 300:
            raise _Ended(_judged(code, said, step))

    def _wait(self, line: smtplib.SMTP, seconds: float) -> None:
        if line.sock is not None:
            line.sock.settimeout(seconds)

    def _drop(self) -> None:
        """Forget this thread's connection: after a fault nobody knows which answer belongs to what."""
        line: smtplib.SMTP | None = getattr(self._mine, "line", None)
        if line is not None:
            line.close()
            self._mine.line = None
            with self._lock:
                self._lines.discard(line)


class _Ended(Exception):
    """Carries how an attempt ended out of the steps before the letter itself."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


_PROTOCOL = {"sender": (500, 502, 503), "recipient": (500, 502, 503), "data": range(500, 505)}
"""Answers about the exchange itself, by step; beside an address, 501 and 504 are mostly about its form."""
_NO_SENSE = "the SMTP server takes our commands for wrong; mend mailer.port and mailer.user, or ask who runs it"
_REFUSALS = {
    "connection": "the SMTP server refuses to speak with us; mend mailer.host and mailer.port, or ask who runs it",
    "sender": "the SMTP server refuses the sender; mend letter.sender, or ask who runs the server to allow it",
}


def _judged(code: int, said: bytes, step: str) -> Outcome:
    """Judge an answer by its numbers; its words may hold an address, so they are looked at and never passed on."""
    enhanced = _ENHANCED.match(said)
    number = f"({code}{' ' + enhanced[0].decode() if enhanced else ''})"
    words = said.lower()
    if code in _AGAIN_LATER:
        if b"daily" in words:
            return _no(f"the SMTP server takes no more letters today {number}", Then.PAUSE)
        then = Then.GO_ON if step == "recipient" and code == _BUSY_MAILBOX else Then.SLOW_DOWN
        return _no(f"the SMTP server says: not now {number}", then)
    if code in _NEED_LOGIN:
        return _no(f"the SMTP server refuses the login; mend mailer.user or ARTGEN_SMTP_PASSWORD {number}", Then.STOP)
    if step == "recipient" and b"relay" in words:
        why = f"the SMTP server carries no letters of ours to others; mend mailer.port and mailer.user {number}"
        return _no(why, Then.STOP)
    if code in _PROTOCOL.get(step, ()):
        return _no(f"{_NO_SENSE} {number}", Then.STOP)
    if step in _REFUSALS or not 500 <= code < 600:
        return _no(f"{_REFUSALS.get(step, _REFUSALS['connection'])} {number}", Then.STOP)
    what = "this address" if step == "recipient" else "this letter"
    return Outcome(Verdict.REFUSED, f"the SMTP server refused {what} {number}")


def _never_connected(wrong: Exception) -> Outcome:
    if isinstance(wrong, ssl.SSLCertVerificationError):
        return _no("the certificate of the SMTP server is not one for mailer.host that this machine trusts", Then.STOP)
    if isinstance(wrong, ssl.SSLError):
        return _no("the SMTP server does not speak TLS there; mend mailer.port or mailer.security", Then.STOP)
    if isinstance(wrong, smtplib.SMTPException) and not isinstance(wrong, smtplib.SMTPServerDisconnected):
        return _no("the SMTP server offers no login that artgen knows (CRAM-MD5, PLAIN, LOGIN)", Then.STOP)
    return _no(
        f"the SMTP server can't be reached ({_kind(wrong)}); look at mailer.host and the network", Then.SLOW_DOWN
    )


def _no(why: str, then: Then) -> Outcome:
    return Outcome(Verdict.DEFINITELY_NOT, why, then)


def _kind(wrong: Exception) -> str:
    return type(wrong).__name__


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode("utf-8", "replace")
