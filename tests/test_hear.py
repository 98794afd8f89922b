"""Hearing: every source is read once, wherever it is ended, and what is shown and kept of it names nobody."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import line
import news
import pytest
from moto.server import ThreadedMotoServer

from artgen.cli.opening import clock
from artgen.errors import InputError
from artgen.hear import LEAVERS, Heard, fresh, hear
from artgen.ledger import Ledger
from artgen.ledger.suppression import Suppression
from artgen.records import EventKind, Outcome, State, Verdict

NOW = clock(dt.datetime(2026, 1, 20, 9))
SOURCES = """suppression = ["list.csv"]
unsubscribed = "left.log"
events = ["events.jsonl", "stored/", "nowhere.jsonl"]
mail_log = "mail.log"
"""
POSTFIX = """\
Jan 15 10:00:00 mail postfix/cleanup[7]: 4ABC123: message-id=<{letter}@example.com>
Jan 15 10:00:00 mail postfix/qmgr[8]: 4ABC123: from=<crew@example.com>, size=900, nrcpt=1 (queue active)
Jan 15 10:00:01 mail postfix/smtp[9]: 4ABC123: to=<canary.bird@example.com>, dsn=5.1.1, status=bounced (no)
"""


@pytest.fixture
def chosen(tmp_path: Path):
    """A campaign with every kind of source but a queue, and news in each."""
    chosen = news.campaign(tmp_path / "c", SOURCES)
    folder = tmp_path / "c"
    (folder / "list.csv").write_text("email\ncanary.bird@example.com\nPERSON.0@example.com\n")
    _leave(folder / "left.log", news.token(chosen, 1), "a" * 26)
    _tell(folder / "events.jsonl", news.ses(news.send_id(chosen, 2), "Complaint"), news.ses("b" * 26, "Delivery"))
    (folder / "stored" / "2026" / "01").mkdir(parents=True)
    (folder / "stored" / "2026" / "01" / "heard-1").write_text(
        json.dumps(news.ses(news.send_id(chosen, 3), "Delivery"))
    )
    (folder / "mail.log").write_text(POSTFIX.format(letter=news.send_id(chosen, 4)))
    return chosen


def test_every_source_is_heard_and_nothing_twice(tmp_path: Path, chosen) -> None:
    """A list, who left, events in a file and in a folder, a mail log; hearing them again changes nothing."""
    ledger = news.sent(tmp_path / "out", chosen, 6, Verdict.UNKNOWN)
    first = _hear(chosen, tmp_path / "out", ledger)
    assert first.new == dict.fromkeys(_kinds("unsubscribe", "complaint", "delivery", "send", "bounce"), 1)
    assert (first.suppressed, first.settled, first.doubts, first.strangers) == (5, 3, 3, 2)
    assert first.missing == ["nowhere.jsonl"]
    assert first.unreadable == []
    said = [State.UNKNOWN, State.UNKNOWN, State.COMPLAINED, State.DELIVERED, State.BOUNCED, State.UNKNOWN]
    assert news.standing(ledger) == said
    before = news.dump(tmp_path / "out" / "ledger.sqlite")
    for anew in (False, True):
        again = _hear(chosen, tmp_path / "out", ledger, anew=anew)
        assert (sum(again.new.values()), again.suppressed, again.settled) == (0, 0, 0)
    assert news.dump(tmp_path / "out" / "ledger.sqlite") == before


def test_a_log_is_read_on_from_where_it_ended(tmp_path: Path, chosen) -> None:
    """What is added is heard; what stood there is not read again, so a stranger is counted once."""
    ledger = news.sent(tmp_path / "out", chosen, 6)
    _hear(chosen, tmp_path / "out", ledger)
    _tell(tmp_path / "c" / "events.jsonl", news.ses(news.send_id(chosen, 5), "Click"))
    _leave(tmp_path / "c" / "left.log", news.token(chosen, 0))
    heard = _hear(chosen, tmp_path / "out", ledger)
    assert heard.new == dict.fromkeys(_kinds("click", "unsubscribe"), 1)
    assert heard.strangers == 0


@pytest.mark.parametrize("name", ["left.log", "events.jsonl", "mail.log"])
def test_a_log_that_shrank_or_was_exchanged_is_refused(tmp_path: Path, chosen, name: str) -> None:
    """One sentence names the file and the way on; reading it from its beginning is harmless."""
    ledger, file = news.sent(tmp_path / "out", chosen, 6), tmp_path / "c" / name
    _hear(chosen, tmp_path / "out", ledger)
    whole = file.read_bytes()
    file.write_bytes(whole[:-30])
    with pytest.raises(InputError, match=rf"{name}: holds [\d,]+ bytes, and [\d,]+ were read of it before; .*--anew$"):
        _hear(chosen, tmp_path / "out", ledger)
    file.write_bytes(b"x" + whole)
    with pytest.raises(InputError, match=rf"{name}: begins otherwise than when it was read before; .*--anew$"):
        _hear(chosen, tmp_path / "out", ledger)
    file.write_bytes(whole)
    assert sum(_hear(chosen, tmp_path / "out", ledger, anew=True).new.values()) == 0


DEATHS = [
    ("artgen.ledger.events:Events.record", 1, "before"),
    ("artgen.ledger.events:Events.record", 3, "after"),
    ("artgen.ledger.events:Events.leave", 1, "after"),
    ("artgen.ledger.events:Events.follow", 1, "before"),
    ("artgen.ledger.suppression:Suppression.add", 1, "after"),
]


@pytest.mark.parametrize("death", DEATHS, ids=[f"{when} {where.split(':')[1]} {call}" for where, call, when in DEATHS])
def test_a_hearing_may_be_killed_at_any_moment(tmp_path: Path, chosen, death: tuple[str, int, str]) -> None:
    """Killed and run again, the ledger is the one that a hearing in peace leaves."""
    _hear(chosen, tmp_path / "peace", news.sent(tmp_path / "peace", chosen, 6, Verdict.UNKNOWN))
    ledger = news.sent(tmp_path / "death", chosen, 6, Verdict.UNKNOWN)
    line.run_and_die(*death, "hear", tmp_path / "c", "--now", "2026-01-20T09:00:00", "--out", tmp_path / "death")
    _hear(chosen, tmp_path / "death", ledger)
    assert news.dump(tmp_path / "death" / "ledger.sqlite") == news.dump(tmp_path / "peace" / "ledger.sqlite")


def test_the_command_tells_counts_and_names_nobody(tmp_path: Path, chosen) -> None:
    """Neither what is shown nor what is kept of the news holds an address or, outside people and leavings, a token."""
    news.sent(tmp_path / "out", chosen, 6, Verdict.UNKNOWN).__exit__()
    (tmp_path / "c" / "events.jsonl").open("a").write("canary.bird@example.com says hello\n")
    told = line.run("hear", tmp_path / "c", "--out", tmp_path / "out", "--now", "2026-01-20T09:00:00")
    assert "doubts settled" in told.stdout
    assert "events.jsonl: line 3" in told.stdout
    kept = news.told_elsewhere(tmp_path / "out" / "ledger.sqlite")
    for text in (told.stdout, told.stderr, kept):
        assert "canary" not in text
        assert "@" not in text
    assert news.token(chosen, 1) not in told.stdout + told.stderr
    assert "a" * 26 not in told.stdout + told.stderr + kept


def test_while_sending_only_what_changed_is_read(tmp_path: Path, chosen) -> None:
    """A list that is written anew and a line of who left count at once; an unchanged list is not opened."""
    ledger, folder = news.made(tmp_path / "out", chosen, 6), tmp_path / "c"
    secret = news.keys(chosen)
    assert fresh(chosen, tmp_path / "out", ledger, secret, clock=NOW).suppressed == 3
    seen = (folder / "list.csv").stat()
    (folder / "list.csv").write_text("x" * seen.st_size)
    os.utime(folder / "list.csv", ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert fresh(chosen, tmp_path / "out", ledger, secret, clock=NOW).suppressed == 0
    (folder / "list.csv").write_text("email\nperson.2@example.com\n")
    _leave(tmp_path / "out" / LEAVERS, news.token(chosen, 3))
    assert fresh(chosen, tmp_path / "out", ledger, secret, clock=NOW).suppressed == 2
    assert news.claim(ledger, chosen, 9) == ["NW-000004", "NW-000005"]


def test_a_list_that_is_wrong_stops_the_hearing(tmp_path: Path, chosen) -> None:
    """Nobody is written to past a list that can't be read, and a missing one is not taken for an empty one."""
    ledger = news.made(tmp_path / "out", chosen, 1)
    (tmp_path / "c" / "list.csv").write_text("email\nnobody\n")
    with pytest.raises(InputError, match=r"list\.csv: line 2: the address has no @; mend these lines"):
        fresh(chosen, tmp_path / "out", ledger, news.keys(chosen), clock=NOW)
    (tmp_path / "c" / "list.csv").unlink()
    with pytest.raises(InputError, match=r"list\.csv: no such file"):
        _hear(chosen, tmp_path / "out", ledger)


def test_who_left_has_left_under_a_new_address_too(tmp_path: Path, chosen) -> None:
    """Made again with another address, the same person still gets no letter."""
    ledger = news.made(tmp_path / "out", chosen, 2)
    _hear(chosen, tmp_path / "out", ledger)
    ledger.record([news.receipt(chosen, 1, "moved@example.com")], [], round_=2, at=news.LATER)
    _hear(chosen, tmp_path / "out", ledger)
    assert news.claim(ledger, chosen, 9) == []


def test_who_came_back_stays_until_they_leave_again(tmp_path: Path, chosen) -> None:
    """Lifted by the team, old news changes nothing, not even from the beginning; leaving once more does."""
    ledger = news.made(tmp_path / "out", chosen, 2)
    _hear(chosen, tmp_path / "out", ledger)
    hashed = news.keys(chosen).address_hash(news.address(1))
    Suppression(ledger).lift([hashed], "2026-01-16T09:00:00.000+00:00")
    _hear(chosen, tmp_path / "out", ledger)
    _hear(chosen, tmp_path / "out", ledger, anew=True)
    assert not Suppression(ledger).holds(hashed)
    _leave(tmp_path / "c" / "left.log", news.token(chosen, 1), day=17)
    _hear(chosen, tmp_path / "out", ledger)
    assert Suppression(ledger).holds(hashed)


def test_lines_of_who_left_that_are_none_are_named(tmp_path: Path, chosen) -> None:
    """A torn line, a wrong time or token is told by number; a last line without its end waits."""
    log = tmp_path / "c" / "left.log"
    log.write_text(
        f"2026-01-15T09:00:00Z {'A' * 26}\nyesterday {'a' * 26}\n\n2026-01-15T09:00:00Z {news.token(chosen, 1)}"
    )
    ledger = news.made(tmp_path / "out", chosen, 2)
    heard = _hear(chosen, tmp_path / "out", ledger)
    assert heard.unreadable == ["left.log: line 1", "left.log: line 2"]
    assert heard.new == {}
    log.write_text(log.read_text() + "\n")
    assert _hear(chosen, tmp_path / "out", ledger).new == {EventKind.UNSUBSCRIBE: 1}


@pytest.mark.parametrize(("same_key", "carried"), [(True, 2), (False, 1)], ids=["one key", "another key"])
def test_last_years_suppressed_are_carried_over(tmp_path: Path, same_key: bool, carried: int) -> None:
    """With one key all are; under another key those whose address that ledger still has, and the rest are counted."""
    old = news.campaign(tmp_path / "old")
    secret = news.keys(old)
    with news.made(tmp_path / "then", old, 1) as ledger:
        hashes = [secret.address_hash(one) for one in (news.address(0), "elsewhere@example.com")]
        Suppression(ledger).add(hashes, "unsubscribed", "heard", news.AT)
    chosen = news.campaign(tmp_path / "c", f'cap_days = 1\nhistory = ["{tmp_path / "then"}"]')
    ledger = Ledger(tmp_path / "ledger.sqlite", chosen.id)
    other = news.keys_from(bytes(32), chosen)
    heard = hear(chosen, tmp_path, ledger, secret if same_key else other, clock=NOW)
    assert (heard.suppressed, heard.unknown_hashes) == (carried, 2 - carried)
    assert Suppression(ledger).counts() == {"unsubscribed": carried}


def test_last_years_suppressed_get_no_letter_though_nobody_listened(tmp_path: Path) -> None:
    """Sending asks the ledgers in `history` itself, again whenever they change, also while they are in use."""
    old = news.campaign(tmp_path / "old")
    secret = news.keys(old)
    chosen = news.campaign(tmp_path / "c", f'cap_days = 1\nhistory = ["{tmp_path / "then"}"]')
    with news.made(tmp_path / "then", old, 1) as then, news.made(tmp_path / "now", chosen, 3) as ledger:
        Suppression(then).add([secret.address_hash(news.address(0))], "complained", "heard", news.AT)
        assert fresh(chosen, tmp_path / "now", ledger, secret, clock=NOW).suppressed == 1
        assert fresh(chosen, tmp_path / "now", ledger, secret, clock=NOW).suppressed == 0
        Suppression(then).add([secret.address_hash(news.address(1))], "bounced", "heard", news.AT)
        assert fresh(chosen, tmp_path / "now", ledger, secret, clock=NOW).suppressed == 1
        assert news.claim(ledger, chosen, 9) == ["NW-000002"]


def test_who_leaves_by_last_years_letter_gets_none_this_year(tmp_path: Path) -> None:
    """The link in an old letter counts here too; a token that no ledger knows is told of as a stranger's."""
    old = news.campaign(tmp_path / "old")
    with news.made(tmp_path / "then", old, 2):
        pass
    chosen = news.campaign(tmp_path / "c", f'cap_days = 1\nhistory = ["{tmp_path / "then"}"]')
    chosen = chosen.model_copy(update={"id": "next-year"})
    ledger = news.made(tmp_path / "now", chosen, 2)
    log = tmp_path / "now" / LEAVERS
    _leave(log, news.token(old, 1))
    _leave(log, "a" * 26)
    heard = fresh(chosen, tmp_path / "now", ledger, news.keys(chosen), clock=NOW)
    assert (heard.suppressed, heard.strangers) == (1, 1)
    assert Suppression(ledger).counts() == {"unsubscribed": 1}
    assert news.claim(ledger, chosen, 9) == ["NW-000000"]


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    """A server that answers as SQS does."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def queue(aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A queue of its own for a test, with the means to look into it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    client = boto3.client("sqs", endpoint_url=aws, region_name="eu-west-1")
    return client, client.create_queue(QueueName=tmp_path.name)["QueueUrl"]


def test_a_queue_is_emptied_of_what_is_ours(tmp_path: Path, queue) -> None:
    """25 events in envelopes are heard and deleted; another campaign's and what can't be read stay for others."""
    client, url = queue
    chosen = news.campaign(tmp_path / "c", f'queue = "{url}"')
    ledger = news.sent(tmp_path / "out", chosen, 25)
    _put(client, url, *(news.sns(news.ses(news.send_id(chosen, n), "Delivery")) for n in range(25)))
    _put(client, url, news.ses("b" * 26, "Delivery"), {"not": "an event"}, news.ses("", "Delivery"))
    _put(client, url, news.ses(news.send_id(chosen, 0), "Open"))
    heard = _hear(chosen, tmp_path / "out", ledger)
    assert heard.new == {EventKind.DELIVERY: 25}
    assert (heard.strangers, heard.unreadable) == (2, ["a message in sending.queue"])
    assert _left(client, url) == 3
    assert set(news.standing(ledger)) == {State.DELIVERED}


def test_a_message_is_deleted_only_once_it_is_written_down(tmp_path: Path, queue) -> None:
    """Killed in between, the message comes again and tells nothing new."""
    client, url = queue
    chosen = news.campaign(tmp_path / "c", f'queue = "{url}"')
    news.sent(tmp_path / "out", chosen, 1).__exit__()
    _put(client, url, news.ses(news.send_id(chosen, 0), "Bounce", {"bounceType": "Permanent"}))
    words = ("hear", tmp_path / "c", "--out", tmp_path / "out")
    line.run_and_die("artgen.mailing.sqs:EventQueue.delete", 1, "before", *words)
    assert _left(client, url) == 1
    before = news.dump(tmp_path / "out" / "ledger.sqlite")
    client.purge_queue(QueueUrl=url)
    _put(client, url, news.ses(news.send_id(chosen, 0), "Bounce", {"bounceType": "Permanent"}))
    told = line.run(*words)
    assert "bounce" not in told.stdout
    assert news.dump(tmp_path / "out" / "ledger.sqlite") == before
    assert _left(client, url) == 0


def test_a_queue_that_is_not_there_is_one_sentence(tmp_path: Path, queue) -> None:
    """The key of the campaign is named, and nothing else was lost by it."""
    _, url = queue
    news.sent(tmp_path / "out", news.campaign(tmp_path / "c", f'queue = "{url}-gone"'), 1).__exit__()
    ended = line.run("hear", tmp_path / "c", "--out", tmp_path / "out", check=False)
    assert ended.returncode == 1
    assert ended.stderr.strip().endswith("artgen: sending.queue: there is no such queue; mend that and hear again")


def test_news_while_a_letter_is_on_its_way_waits_for_it(tmp_path: Path, chosen) -> None:
    """A hearing beside a sender moves nobody whose letter is claimed; the next one does."""
    ledger = news.made(tmp_path / "out", chosen, 6)
    news.claim(ledger, chosen, 6)
    assert _hear(chosen, tmp_path / "out", ledger).settled == 0
    assert set(news.standing(ledger)) == {State.CLAIMED}
    ledger.queue.settle("NW-000003", Outcome(Verdict.UNKNOWN), at=news.AT)
    assert _hear(chosen, tmp_path / "out", ledger).settled == 1
    assert news.standing(ledger)[3] is State.DELIVERED


def _hear(chosen, out: Path, ledger: Ledger, *, anew: bool = False) -> Heard:
    return hear(chosen, out, ledger, news.keys(chosen), clock=NOW, anew=anew)


def _kinds(*names: str) -> list[EventKind]:
    return [EventKind(name) for name in names]


def _leave(log: Path, *tokens: str, day: int = 15) -> None:
    with log.open("a") as out:
        out.writelines(f"2026-01-{day}T09:00:00Z {token}\n" for token in tokens)


def _tell(file: Path, *events: dict) -> None:
    with file.open("a") as out:
        out.writelines(json.dumps(event) + "\n" for event in events)


def _put(client, url: str, *events: dict) -> None:
    for event in events:
        client.send_message(QueueUrl=url, MessageBody=json.dumps(event))


def _left(client, url: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    said = client.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(said[name]) for name in names)
