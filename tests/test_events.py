"""Events: what SES and mail servers tell is read the same in every wrapping, and a state follows from all of it."""

import datetime as dt
import json
import smtplib
import socket
import time
from email.message import EmailMessage
from pathlib import Path

import news
import pytest
from hypothesis import given
from hypothesis import strategies as some
from own_postfix import postfix

from artgen.ledger.events import Events, Rates
from artgen.ledger.suppression import Suppression
from artgen.mailing.events import NoEvent, Stranger, read_event, read_file
from artgen.mailing.mta import MailLog, read_log
from artgen.mailing.tail import Place
from artgen.records import Event, EventKind, Outcome, State, Verdict

LETTER = "q7m2k4xwq7m2k4xwq7m2k4xwq7"
WHEN = "2026-01-15T10:00:00.000+00:00"
NOW = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
WRAPPINGS = {"bare": lambda event: event, "SNS": news.sns, "EventBridge": news.eventbridge}
TOLD = {
    "Send": (None, EventKind.SEND, ""),
    "Delivery": (None, EventKind.DELIVERY, ""),
    "Bounce": ({"bounceType": "Permanent", "bounceSubType": "General"}, EventKind.BOUNCE, "5.1.1 General"),
    "Complaint": ({"complaintFeedbackType": "abuse"}, EventKind.COMPLAINT, "abuse"),
    "Click": (None, EventKind.CLICK, ""),
    "Reject": ({"reason": "Bad content"}, EventKind.REJECT, ""),
    "DeliveryDelay": ({"delayType": "MailboxFull"}, EventKind.DELAY, "MailboxFull"),
    "Subscription": ({"newTopicPreferences": {"unsubscribeAll": True}}, EventKind.UNSUBSCRIBE, ""),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS.values(), ids=WRAPPINGS.keys())
@pytest.mark.parametrize("kind", TOLD)
def test_an_event_is_the_same_in_every_wrapping(kind: str, wrapping) -> None:
    """SNS, EventBridge and Firehose tell of the same letter, kind, moment and code, and never of an address."""
    room, heard, detail = TOLD[kind]
    when = "2026-01-15T09:59:00.000+00:00" if kind in ("Send", "Reject") else WHEN
    event = read_event(json.dumps(wrapping(news.ses(LETTER, kind, room))))
    assert event == Event(LETTER, heard, when, detail)


def test_a_bounce_that_may_pass_is_soft() -> None:
    """A full mailbox says nothing against the address."""
    event = read_event(json.dumps(news.ses(LETTER, "Bounce", {"bounceType": "Transient", "bounceSubType": "General"})))
    assert event is not None
    assert event.kind is EventKind.SOFT_BOUNCE


UNHEARD = {
    "open": news.ses(LETTER, "Open"),
    "test letter": news.ses(f"{LETTER}-test-0123456789ab", "Delivery"),
    "topic validated": {"Message": "Successfully validated SNS topic for Amazon SES event publishing."},
    "confirmation": {"Type": "SubscriptionConfirmation", "Message": "You have chosen to subscribe", "Token": "x"},
    "other preferences": news.ses(LETTER, "Subscription", {"newTopicPreferences": {"unsubscribeAll": False}}),
}


@pytest.mark.parametrize("said", UNHEARD.values(), ids=UNHEARD.keys())
def test_what_is_not_asked_is_not_heard(said: dict) -> None:
    """That a letter was opened, news of tests, and the channel's own talk tell nothing."""
    assert read_event(json.dumps(said)) is None


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "{}", '{"eventType": 3}', '{"eventType": "Send"}', "[" * 5000])
def test_what_is_no_event_is_refused(text: str) -> None:
    """Whatever else is in a file is no event, and no traceback."""
    with pytest.raises(NoEvent):
        read_event(text)


def test_without_a_tag_our_own_message_id_tells_the_letter() -> None:
    """Feedback notifications hold no tags; mail of others stays a stranger's."""
    event = news.ses("", "Delivery")
    event["mail"]["headers"] = [{"name": "Message-ID", "value": f"<{LETTER}@example.com>"}]
    heard = read_event(json.dumps(event))
    assert heard is not None
    assert heard.send_id == LETTER
    event["mail"]["headers"] = [{"name": "Message-ID", "value": "<someone@example.com>"}]
    with pytest.raises(Stranger):
        read_event(json.dumps(event))


LAYOUTS = {
    "JSON Lines": lambda events: "".join(json.dumps(one) + "\n" for one in events),
    "no last line end": lambda events: "\n".join(json.dumps(one) for one in events),
    "one after another": lambda events: "".join(json.dumps(one) for one in events),
    "spread over lines": lambda events: "\n".join(json.dumps(one, indent=2) for one in events),
    "a list": json.dumps,
    "a list over lines": lambda events: json.dumps(events, indent=2) + "\n",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_events_are_read_however_a_file_holds_them(tmp_path: Path, layout) -> None:
    """Three events in any layout are three events, and all of the file is read."""
    file = tmp_path / "events.json"
    file.write_text(layout([news.sns(news.ses(LETTER, kind)) for kind in ("Send", "Delivery", "Click")]))
    read = list(read_file(file, Place()))
    assert [event.kind.value for one in read for event in one.events] == ["send", "delivery", "click"]
    assert sum(len(one.unreadable) for one in read) == 0
    assert read[-1].after.offset == file.stat().st_size


def test_a_broken_line_costs_one_line(tmp_path: Path) -> None:
    """Cut, foreign and binary lines are named by number; what stands around them is read."""
    good = json.dumps(news.ses(LETTER, "Send")).encode()
    file = tmp_path / "events.jsonl"
    file.write_bytes(b"\n".join([good, good[:40], good, b"what?", b"\xff\x00", good, b'{"a": 1}', good]) + b"\n")
    read = list(read_file(file, Place()))
    assert sum(len(one.events) for one in read) == 4
    assert [line for one in read for line in one.unreadable] == [2, 4, 5, 7]


def test_a_line_that_is_being_written_waits(tmp_path: Path) -> None:
    """Half a last line is told, not passed; once it is whole it is read, and nothing is read twice."""
    whole = json.dumps(news.ses(LETTER, "Send")) + "\n" + json.dumps(news.ses(LETTER, "Click"))
    file = tmp_path / "events.jsonl"
    file.write_text(whole[:-9])
    first = list(read_file(file, Place()))
    file.write_text(whole + "\n")
    second = list(read_file(file, first[-1].after))
    assert [event.kind.value for one in first for event in one.events] == ["send"]
    assert [line for one in first for line in one.unreadable] == [2]
    assert [event.kind.value for one in second for event in one.events] == ["click"]


def test_a_text_may_begin_in_one_batch_and_end_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few lines are read at a time, the same is heard."""
    monkeypatch.setattr("artgen.mailing.tail.BATCH", 3)
    file = tmp_path / "events.json"
    file.write_text(LAYOUTS["spread over lines"]([news.ses(LETTER, "Send"), news.ses(LETTER, "Click")]))
    read = list(read_file(file, Place()))
    assert [event.kind.value for one in read for event in one.events] == ["send", "click"]
    assert read[-1].after.offset == file.stat().st_size
    assert all(one.after.offset == 0 or one.events for one in read[:-1] if one.after.offset == 0)


STATES = {
    (): State.UNKNOWN,
    ("send",): State.ACCEPTED,
    ("delay",): State.ACCEPTED,
    ("delivery",): State.DELIVERED,
    ("click",): State.DELIVERED,
    ("soft bounce",): State.BOUNCED,
    ("soft bounce", "delivery"): State.DELIVERED,
    ("delivery", "bounce"): State.BOUNCED,
    ("send", "bounce", "complaint"): State.COMPLAINED,
    ("reject",): State.REFUSED,
    ("unsubscribe",): State.UNKNOWN,
}


@pytest.mark.parametrize(("kinds", "state"), STATES.items(), ids=[" ".join(kinds) or "nothing" for kinds in STATES])
def test_a_doubt_is_settled_by_what_was_heard(tmp_path: Path, kinds: tuple[str, ...], state: State) -> None:
    """Any word of a letter but its own unsubscribing proves that it was accepted; the weightiest says how it ended."""
    chosen = news.campaign(tmp_path / "c")
    with news.sent(tmp_path / "out", chosen, 1, Verdict.UNKNOWN) as ledger:
        Events(ledger).record([_event(chosen, 0, kind) for kind in kinds])
        assert news.standing(ledger) == [state]


@given(
    some.sampled_from([Verdict.ACCEPTED, Verdict.UNKNOWN]),
    some.lists(some.sampled_from([kind for kind in EventKind if kind is not EventKind.LIFT]), max_size=5),
    some.data(),
)
def test_the_order_of_news_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, verdict: Verdict, kinds: list[EventKind], data: some.DataObject
) -> None:
    """The same news in another order, in other portions and twice makes the same people, events and suppressed."""
    chosen = _chosen(tmp_path_factory)
    first, second = (tmp_path_factory.mktemp("out") for _ in range(2))
    events = [_event(chosen, 0, kind) for kind in kinds]
    shuffled = data.draw(some.permutations(events))
    with news.sent(first, chosen, 1, verdict) as ledger:
        Events(ledger).record(events)
    with news.sent(second, chosen, 1, verdict) as ledger:
        for event in [*shuffled, *events]:
            Events(ledger).record([event])
        Events(ledger).follow(news.AT)
    assert _less_reasons(first) == _less_reasons(second)


def _less_reasons(folder: Path) -> list[tuple]:
    """Return all that a ledger holds; of the suppressed the hashes alone, since the first reason stands."""
    return [row[:2] if row[0] == "suppression" else row for row in news.dump(folder / "ledger.sqlite")]


_MADE = []


def _chosen(factory: pytest.TempPathFactory):
    """Return one campaign for all examples."""
    if not _MADE:
        _MADE.append(news.campaign(factory.mktemp("campaign") / "c"))
    return _MADE[0]


def test_news_of_a_letter_on_its_way_is_followed_once_it_is_settled(tmp_path: Path) -> None:
    """What is heard while a sender still waits for its answer neither gets lost nor gets in its way."""
    chosen = news.campaign(tmp_path / "c")
    with news.made(tmp_path / "out", chosen, 1) as ledger:
        news.claim(ledger, chosen, 1)
        Events(ledger).record([_event(chosen, 0, "delivery")])
        assert news.standing(ledger) == [State.CLAIMED]
        ledger.queue.settle("NW-000000", Outcome(Verdict.UNKNOWN), at=news.AT)
        assert Events(ledger).follow(news.AT) == 1
        assert Events(ledger).follow(news.AT) == 0
        assert news.standing(ledger) == [State.DELIVERED]


def test_bounces_and_complaints_suppress_and_soft_bounces_do_not(tmp_path: Path) -> None:
    """A mailbox that isn't there and a person who complains get no further letter; a full mailbox may."""
    chosen = news.campaign(tmp_path / "c")
    kinds = ("bounce", "complaint", "soft bounce", "delivery", "unsubscribe")
    with news.sent(tmp_path / "out", chosen, 5) as ledger:
        recorded = Events(ledger).record(_event(chosen, n, kind) for n, kind in enumerate(kinds))
        assert recorded.suppressed == 3
        assert Suppression(ledger).counts() == {"bounced": 1, "complained": 1, "unsubscribed": 1}


def test_a_letter_that_this_ledger_never_gave_is_a_stranger(tmp_path: Path) -> None:
    """News of another campaign is counted and leaves no trace."""
    chosen = news.campaign(tmp_path / "c")
    with news.sent(tmp_path / "out", chosen, 1) as ledger:
        recorded = Events(ledger).record([Event(LETTER, EventKind.BOUNCE, WHEN)])
        assert recorded.strangers == {LETTER}
        assert Events(ledger).counts() == {}


def test_rates_are_of_all_or_of_the_canary(tmp_path: Path) -> None:
    """Accepted letters are the whole; bounced are both kinds; the canary is whoever the question says."""
    chosen = news.campaign(tmp_path / "c")
    kinds = ("bounce", "soft bounce", "complaint", "delivery", "send")
    with news.sent(tmp_path / "out", chosen, 6) as ledger:
        Events(ledger).record(_event(chosen, n, kind) for n, kind in enumerate(kinds))
        assert Events(ledger).rates() == Rates(6, 2, 1)
        assert Events(ledger).rates(lambda customer: customer in ("NW-000000", "NW-000003")) == Rates(2, 1, 0)


def test_news_costs_the_same_however_many_people_there_are(tmp_path: Path) -> None:
    """Ten times the people are less than twice the database's work for the same news: no table is gone through."""
    chosen = news.campaign(tmp_path / "c")
    few, many = (_work(tmp_path / str(people), chosen, people) for people in (300, 3000))
    assert many < 2 * few


def _work(folder: Path, chosen, people: int) -> int:
    """Return how many hundreds of steps the database takes to write down twenty things heard."""
    steps = []
    with news.sent(folder, chosen, people) as ledger:
        with ledger.commit() as db:
            db.set_progress_handler(lambda: steps.append(1), 100)
        Events(ledger).record(_event(chosen, n, "delivery") for n in range(20))
        Events(ledger).leave([(news.token(chosen, n), WHEN) for n in range(20)], news.keys(chosen).send_id)
    return len(steps)


PASSED_ON = "relay=x[192.0.2.1]:25, dsn={}, status={} (said: <a@example.com>)"
POSTFIX = f"""\
Jan 15 10:00:00 mail postfix/cleanup[7]: 4ABC123: message-id=<{LETTER}@example.com>
Jan 15 10:00:00 mail postfix/qmgr[8]: 4ABC123: from=<crew@example.com>, size=900, nrcpt=1 (queue active)
Jan 15 10:00:01 mail postfix/smtp[9]: 4ABC123: to=<a@example.com>, {PASSED_ON}
Jan 15 10:00:01 mail postfix/qmgr[8]: 4ABC123: removed
Jan 15 10:00:02 mail postfix/smtp[9]: 4ABC123: to=<b@example.com>, relay=none, dsn=5.1.1, status=bounced (no)
"""
EXIM = f"""\
2026-01-15 10:00:00 1tXyZ1-000001-Ab <= crew@example.com H=app [192.0.2.9] P=esmtps S=900 id={LETTER}@example.com
2026-01-15 10:00:01 1tXyZ1-000001-Ab {{}}
2026-01-15 10:00:01 1tXyZ1-000001-Ab Completed
"""
MAIL_LOGS = {
    "Postfix sent": (POSTFIX.format("2.0.0", "sent"), ["send", "delivery 2.0.0"]),
    "Postfix deferred": (POSTFIX.format("4.2.2", "deferred"), ["send", "delay 4.2.2"]),
    "Postfix nobody there": (POSTFIX.format("5.1.1", "bounced"), ["send", "bounce 5.1.1"]),
    "Postfix not wanted": (POSTFIX.format("5.7.1", "bounced"), ["send", "soft bounce 5.7.1"]),
    "Exim delivered": (EXIM.format('=> a@example.com R=mx T=smtp H=mx [192.0.2.1] C="250 ok"'), ["send", "delivery"]),
    "Exim nobody there": (
        EXIM.format("** a@example.com R=mx T=smtp: SMTP error: 550 5.1.1 no"),
        ["send", "bounce 5.1.1"],
    ),
    "Exim deferred": (EXIM.format("== a@example.com R=mx T=smtp defer (-53): retry time"), ["send", "delay"]),
}


@pytest.mark.parametrize(("text", "told"), MAIL_LOGS.values(), ids=MAIL_LOGS.keys())
def test_a_mail_log_proves_what_became_of_a_letter(tmp_path: Path, text: str, told: list[str]) -> None:
    """Postfix and Exim: taken, passed on, put off, sent back; a queue id that is used again is another letter's."""
    (tmp_path / "mail.log").write_text(text)
    events = [event for proofs in read_log(tmp_path / "mail.log", "", NOW) for event in proofs.events]
    assert [f"{event.kind} {event.detail}".rstrip() for event in events] == told
    assert {event.send_id for event in events} == {LETTER}
    assert {event.at[:13] for event in events} == {"2026-01-15T10"}
    assert "@" not in str(events)


def test_a_message_id_alone_proves_nothing() -> None:
    """Postfix notes the id while a letter still comes in; it may still be cut, or refused at its end."""
    log = MailLog(NOW)
    assert log.read(POSTFIX.splitlines()[0]) is None
    for refused in ("cleanup[7]: 4ABC123: milter-reject: END-OF-MESSAGE", "smtpd[6]: 4ABC123: reject: END-OF-MESSAGE"):
        assert log.read(f"Jan 15 10:00:00 mail postfix/{refused} from x[192.0.2.9]: 5.7.1 no") is None
    assert log.open == {"4ABC123": [LETTER]}


def test_years_are_found_for_lines_without_one() -> None:
    """A December line that is read in January is last year's, and other clocks' zones count."""
    log = MailLog(NOW)
    lines = POSTFIX.replace("Jan 15 10", "Dec 31 23").splitlines()
    assert log.read(lines[0]) is None
    assert log.read(lines[1]).at == "2025-12-31T23:00:00.000+00:00"
    dated = [line.replace("Jan 15 10:00:00 ", "2026-01-15T10:00:00.5+02:00 ") for line in POSTFIX.splitlines()]
    assert log.read(dated[0]) is None
    assert log.read(dated[1]).at == "2026-01-15T08:00:00.500+00:00"


def test_a_mail_log_is_read_on_in_the_middle_of_a_letter(tmp_path: Path) -> None:
    """The letters that a server still holds are remembered from one hearing to the next."""
    lines = POSTFIX.format("2.0.0", "sent").splitlines(keepends=True)
    log = tmp_path / "mail.log"
    log.write_text("".join(lines[:2]) + lines[2][:30])
    first = list(read_log(log, "", NOW))
    log.write_text("".join(lines))
    second = list(read_log(log, first[-1].after, NOW))
    assert [event.kind for one in first for event in one.events] == [EventKind.SEND]
    assert [event.kind for one in second for event in one.events] == [EventKind.DELIVERY]
    assert "{}" in second[-1].after


def test_a_real_postfix_proves_the_letter_it_took_and_not_the_one_that_was_cut(tmp_path: Path) -> None:
    """One letter goes through; another loses its connection before its final dot: the log proves the first alone."""
    cut = LETTER.replace("7", "6")
    with postfix() as running:
        with smtplib.SMTP("127.0.0.1", running.port, timeout=30) as server:
            server.send_message(_mail(LETTER))
        with socket.create_connection(("127.0.0.1", running.port), timeout=30) as wire:
            file = wire.makefile("rwb")
            file.readline()
            for said in (b"HELO x", b"MAIL FROM:<crew@example.com>", b"RCPT TO:<a@example.com>", b"DATA"):
                file.write(said + b"\r\n")
                file.flush()
                file.readline()
            file.write(f"Message-ID: <{cut}@example.com>\r\nSubject: cut\r\n\r\nhalf a ".encode())
            file.flush()
        running.letters(1)
        events = _wait(running.log)
    assert [(event.send_id, event.kind) for event in events] == [
        (LETTER, EventKind.SEND),
        (LETTER, EventKind.DELIVERY),
    ]


def _wait(log: Path) -> list[Event]:
    deadline = time.monotonic() + 30
    while "removed" not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    return [event for proofs in read_log(log, "", dt.datetime.now(dt.UTC)) for event in proofs.events]


def _mail(letter: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "crew@example.com", "a@example.com", "Hello"
    mail["Message-ID"] = f"<{letter}@example.com>"
    mail.set_content("Hello")
    return mail


def _event(chosen, n: int, kind: str) -> Event:
    return Event(news.send_id(chosen, n), EventKind(kind), WHEN)
