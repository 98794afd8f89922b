"""What SES tells of letters, as JSON from SNS, EventBridge or Firehose: each read the same, and never with an address.

Which letter it is about, its tag `artgen-send` says. Kept are the kind, the time, and a code; whether a letter was
opened is not heard.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from artgen.mailing.tail import LINE_LIMIT, Line, Place, batches
from artgen.records import Event, EventKind

TAG = "artgen-send"
_SEND_ID = re.compile(r"[a-z2-7]{26}")
_TEST = re.compile(r"[a-z2-7]{26}-test-[0-9a-f]+")
_MESSAGE_ID = re.compile(r"<?([a-z2-7]{26}(?:-test-[0-9a-f]+)?)@")
_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_WORD = re.compile(r"[A-Za-z-]{1,40}")
_KINDS = {
    "send": (EventKind.SEND, "send", ""),
    "delivery": (EventKind.DELIVERY, "delivery", ""),
    "bounce": (EventKind.SOFT_BOUNCE, "bounce", "bounceSubType"),
    "complaint": (EventKind.COMPLAINT, "complaint", "complaintFeedbackType"),
    "click": (EventKind.CLICK, "click", ""),
    "reject": (EventKind.REJECT, "reject", ""),
    "deliverydelay": (EventKind.DELAY, "deliveryDelay", "delayType"),
    "subscription": (EventKind.UNSUBSCRIBE, "subscription", ""),
}
_SHORT = 200
"""Beyond so many lines a text has to end with a line that begins with its closing bracket."""
_UNHEARD = {"open", "rendering failure", "amazonsnssubscriptionsucceeded"}


class NoEvent(ValueError):
    """Say that a text is no event that SES publishes; the text itself is never in it."""


class Stranger(NoEvent):
    """Say that an event is about a mail that artgen did not send."""


def read_event(text: str | bytes) -> Event | None:
    """Return what one JSON text tells, or None for what is not heard; raise NoEvent, or Stranger, for anything else."""
    try:
        return told(json.loads(text))
    except (ValueError, RecursionError) as wrong:
        if isinstance(wrong, NoEvent):
            raise
        raise NoEvent("no JSON") from wrong


def told(said: Any) -> Event | None:
    """Return what an event tells, out of the envelope of SNS or EventBridge where it is in one."""
    if not isinstance(said, Mapping):
        raise NoEvent("no JSON object")
    if isinstance(said.get("Message"), str):
        if said.get("Type") in ("SubscriptionConfirmation", "UnsubscribeConfirmation"):
            return None
        if said["Message"].startswith("Successfully validated SNS topic"):
            return None
        return read_event(said["Message"])
    if isinstance(said.get("detail"), Mapping):
        return told(said["detail"])
    kind = said.get("eventType") or said.get("notificationType")
    if not isinstance(kind, str):
        raise NoEvent("no event type")
    if kind.lower() in _UNHEARD:
        return None
    if kind.lower() not in _KINDS:
        raise NoEvent("an event type that is not known")
    send_id = _letter(said)
    return None if _TEST.fullmatch(send_id) else _event(said, kind.lower(), send_id)


def _event(said: Mapping[str, Any], name: str, send_id: str) -> Event | None:
    kind, room, detail = _KINDS[name]
    more = said.get(room)
    more = more if isinstance(more, Mapping) else {}
    code = str(more.get(detail) or "") if detail else ""
    code = code if _WORD.fullmatch(code) else ""
    if kind is EventKind.UNSUBSCRIBE:
        wanted = more.get("newTopicPreferences")
        if not (isinstance(wanted, Mapping) and wanted.get("unsubscribeAll") is True):
            return None
    if kind is EventKind.SOFT_BOUNCE:
        kind = EventKind.BOUNCE if more.get("bounceType") == "Permanent" else kind
        code = " ".join(part for part in (_status(more), code) if part)
    mail = said.get("mail")
    when = more.get("timestamp") or (mail.get("timestamp") if isinstance(mail, Mapping) else None)
    return Event(send_id, kind, moment(when), code)


def _status(bounce: Mapping[str, Any]) -> str:
    """Return the mail server's code, such as 5.1.1; what else it said may hold the address."""
    whom = bounce.get("bouncedRecipients")
    first = whom[0] if isinstance(whom, list) and whom and isinstance(whom[0], Mapping) else {}
    code = str(first.get("status", ""))
    return code if _CODE.fullmatch(code) else ""


def _letter(said: Mapping[str, Any]) -> str:
    """Return the send id: the tag's, or where none is published the one in our own Message-ID."""
    mail = said.get("mail")
    if not isinstance(mail, Mapping):
        raise NoEvent("no mail is named")
    tags = mail.get("tags")
    values = tags.get(TAG) if isinstance(tags, Mapping) else None
    found = str(values[0]) if isinstance(values, list) and values else ""
    if not found:
        headers = mail.get("headers")
        for header in headers if isinstance(headers, list) else []:
            if isinstance(header, Mapping) and str(header.get("name", "")).lower() == "message-id":
                match = _MESSAGE_ID.match(str(header.get("value", "")))
                found = match[1] if match else found
    if not (_SEND_ID.fullmatch(found) or _TEST.fullmatch(found)):
        raise Stranger("a mail that artgen did not send")
    return found


def moment(said: Any) -> str:
    """Return a time of ISO 8601 as the ledger writes it; raise NoEvent for none. Without a zone it is UTC.

    >>> moment("2026-01-15T10:00:00.123Z"), moment("2026-01-15T10:00:00+01:00")
    ('2026-01-15T10:00:00.123+00:00', '2026-01-15T09:00:00.000+00:00')
    """
    try:
        when = dt.datetime.fromisoformat(str(said))
        when = when.replace(tzinfo=dt.UTC) if when.tzinfo is None else when
        return when.astimezone(dt.UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError) as wrong:
        raise NoEvent("no time") from wrong


@dataclass(frozen=True, slots=True)
class News:
    """What some lines of a file tell: events, how many texts were none or about other mail, and how far was read."""

    events: tuple[Event, ...]
    unreadable: tuple[int, ...]
    strangers: int
    after: Place


def read_file(file: Path, place: Place) -> Iterator[News]:
    """Yield what a file of events tells after a place: JSON Lines, texts one after another, or one text over lines."""
    held: list[Line] = []
    for batch in batches(file, place):
        reading = _Reading([], [], [])
        after = batch.after
        for line in batch.lines:
            if held and line.content.startswith(b"{") and not held[0].content.lstrip().startswith(b"["):
                reading.unreadable.append(held[0].number)
                held = []
            held += [line] if held or line.content.strip() else []
            if held and reading.take(held):
                held = []
                after = after if line.whole else after.beyond(line)
        yield reading.news(after.before(held[0]) if held else after)
    if held:
        yield News((), (held[0].number,), 0, after.before(held[0]))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was found in some lines so far."""

    events: list[Event]
    unreadable: list[int]
    strangers: list[int]

    def take(self, held: list[Line]) -> bool:
        """Read the texts in some lines; False where the last of them goes on beyond these lines."""
        last, size = held[-1].content, held[-1].start + len(held[-1].content) - held[0].start
        opens = held[0].content.lstrip()[:1] in (b"{", b"[")
        ends = last.startswith((b"}", b"]")) or (last.rstrip().endswith((b"}", b"]")) and len(held) <= _SHORT)
        if opens and not ends and size < LINE_LIMIT:
            return False
        content = b"".join(line.content for line in held)
        try:
            texts = list(_texts(content))
        except ValueError:
            broken = size >= LINE_LIMIT or not opens
            self.unreadable.extend([held[0].number] if broken else [])
            return broken
        for said in texts:
            self._tell(said, held[0].number)
        return True

    def _tell(self, said: Any, number: int) -> None:
        for one in said if isinstance(said, list) else [said]:
            try:
                event = told(one)
            except Stranger:
                self.strangers.append(number)
            except NoEvent:
                self.unreadable.append(number)
            else:
                self.events.extend([event] if event else [])

    def news(self, after: Place) -> News:
        """Return all that was found."""
        return News(tuple(self.events), tuple(self.unreadable), len(self.strangers), after)


def _texts(content: bytes) -> Iterator[Any]:
    """Yield JSON texts that stand one after another, blanks between them or not; raise ValueError for a broken one."""
    text, at = content.decode("utf-8-sig").strip(), 0
    decoder = json.JSONDecoder()
    while at < len(text):
        said, end = decoder.raw_decode(text, at)
        yield said
        at = end + len(text[end:]) - len(text[end:].lstrip(" \t\r\n,"))
