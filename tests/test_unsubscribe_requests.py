"""What the page to leave by makes of odd requests: it fails at none, and 200 to a post means that it is noted."""

import base64
import datetime as dt
import importlib.util
import io
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import line
import pytest

from artgen.campaigns import model
from artgen.desk import leaving
from artgen.desk.unsubscribe import BODY_LIMIT, Unsubscribe

TOKEN = "q7m2k4xwq7m2k4xwq7m2k4xwq7"
LEAVES = f"token={TOKEN}"
CLICK = b"List-Unsubscribe=One-Click"
NOON = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
NOTED = f"2026-01-15T12:00:00Z {TOKEN}\n"


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> model.Campaign:
    """A campaign."""
    return model.load(str(line.campaign(tmp_path_factory.mktemp("campaign") / "c", members=1)))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "left.log"


@pytest.fixture
def desk(chosen: model.Campaign, log: Path) -> Unsubscribe:
    """A desk whose clock stands still."""
    return Unsubscribe(log, leaving.pages(chosen), lambda: NOON)


@pytest.fixture
def shipped(chosen: model.Campaign, tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The file that is carried to a web server, as that loads it."""
    leaving.write(chosen, tmp_path / "out", tmp_path / "page")
    monkeypatch.setenv("ARTGEN_UNSUBSCRIBED", str(log))
    monkeypatch.delenv("ARTGEN_UNSUBSCRIBE_PAGES", raising=False)
    spec = importlib.util.spec_from_file_location("unsubscribe", tmp_path / "page" / "unsubscribe.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "unsubscribe", module)
    spec.loader.exec_module(module)
    return module


def post(desk: Any, **environ: Any) -> str:
    """Post one click as a web server passes it on, with something else about it; return the status."""
    said: list[str] = []
    usual = {"REQUEST_METHOD": "POST", "PATH_INFO": "/leave", "QUERY_STRING": LEAVES, "CONTENT_LENGTH": "26"}
    desk({**usual, "wsgi.input": io.BytesIO(CLICK), **environ}, lambda status, headers: said.append(status))
    return said[0]


FOUND = {
    "among many": "&".join(f"a{n}=b" for n in range(200)) + f"&{LEAVES}",
    "far behind": "x=" + "a" * 60_000 + f"&{LEAVES}",
    "after an escaped ampersand": f"lang=de&amp;{LEAVES}",
    "without a name": TOKEN,
    "behind a stray sign of quoted-printable": f"token=3D{TOKEN}",
    "encoded": f"token%3D{TOKEN}",
    "beside something alike": f"fbclid={'a' * 26}&{LEAVES}",
    "broken escapes": f"%zz=%&{LEAVES}&%ff",
}


@pytest.mark.parametrize("query", FOUND.values(), ids=FOUND.keys())
def test_a_token_is_found_whatever_stands_around_it(desk: Unsubscribe, log: Path, query: str) -> None:
    """Mail programs and trackers add to links; who leaves by such a link has left."""
    assert post(desk, QUERY_STRING=query) == "200 OK"
    assert NOTED in log.read_text()


def test_a_link_full_of_tokens_is_refused(desk: Unsubscribe, log: Path) -> None:
    """One request can't write many lines."""
    assert post(desk, QUERY_STRING="&".join(f"t=a{n:025d}".translate(str.maketrans("0189", "abcd")) for n in range(99)))
    assert post(desk, QUERY_STRING="&".join(a * 13 + b * 13 for a in "abcdef" for b in "uvwxyz")) == "400 Bad Request"
    assert not log.exists()


class Torn:
    """A body at which a server raises an exception of its own."""

    def read(self, size: int) -> bytes:
        """Break off."""
        raise EOFError(f"the client went away, {size} bytes early")


UNREAD = {
    "no length": ({"CONTENT_LENGTH": None}, "411 Length Required"),
    "empty length": ({"CONTENT_LENGTH": ""}, "411 Length Required"),
    "no number": ({"CONTENT_LENGTH": "abc"}, "400 Bad Request"),
    "negative": ({"CONTENT_LENGTH": "-1"}, "400 Bad Request"),
    "foreign digits": ({"CONTENT_LENGTH": "\u0662\u0666"}, "400 Bad Request"),
    "beyond numbers": ({"CONTENT_LENGTH": "9" * 5000}, "400 Bad Request"),
    "nothing": ({"CONTENT_LENGTH": "0"}, "400 Bad Request"),
    "too long": ({"CONTENT_LENGTH": "9000", "wsgi.input": io.BytesIO(CLICK + b"&" * 9000)}, "413 Content Too Large"),
    "endless chunks": (
        {"CONTENT_LENGTH": "", "wsgi.input_terminated": True, "wsgi.input": io.BytesIO(CLICK + b"&" * 9000)},
        "413 Content Too Large",
    ),
    "torn": ({"wsgi.input": Torn()}, "400 Bad Request"),
    "no body at all": ({"wsgi.input": None}, "400 Bad Request"),
    "nobody named": ({"QUERY_STRING": ""}, "400 Bad Request"),
}


@pytest.mark.parametrize("case", UNREAD)
def test_a_post_that_can_not_be_read_is_no_200(desk: Unsubscribe, log: Path, case: str) -> None:
    """A mailbox takes 200 as "has left", so where nobody was written down it gets another answer, and may try again."""
    environ, status = UNREAD[case]
    assert post(desk, **environ) == status
    assert not log.exists()


def test_a_body_in_chunks_leaves(desk: Unsubscribe, log: Path) -> None:
    """Where the server ends the body itself no length is needed."""
    assert post(desk, CONTENT_LENGTH=None, **{"wsgi.input_terminated": True}) == "200 OK"
    assert log.read_text() == NOTED


def test_the_longest_body_is_read(desk: Unsubscribe, log: Path) -> None:
    """A body of just the limit is read whole."""
    body = b"x=".ljust(BODY_LIMIT - len(CLICK) - 1, b"y") + b"&" + CLICK
    assert post(desk, CONTENT_LENGTH=str(BODY_LIMIT), **{"wsgi.input": io.BytesIO(body)}) == "200 OK"
    assert log.read_text() == NOTED


EVENT = {
    "rawPath": "/leave",
    "rawQueryString": LEAVES,
    "headers": {"Accept-Language": "de"},
    "requestContext": {"http": {"method": "POST"}},
    "body": CLICK.decode(),
    "isBase64Encoded": False,
}


@pytest.mark.parametrize("name", ["headers", "rawPath", "isBase64Encoded"])
@pytest.mark.parametrize("left_out", [True, False], ids=["missing", "null"])
def test_an_event_needs_no_more_than_a_post_and_a_token(
    shipped: ModuleType, log: Path, name: str, *, left_out: bool
) -> None:
    """Fields of a Lambda event that say nothing may be missing or null."""
    event = {key: value for key, value in EVENT.items() if key != name} if left_out else {**EVENT, name: None}
    assert shipped.handler(event, None)["statusCode"] == 200
    assert TOKEN in log.read_text()


EVENTS = {
    "nothing": ({}, 405),
    "no context": ({**EVENT, "requestContext": None}, 405),
    "no method": ({**EVENT, "requestContext": {"http": None}}, 405),
    "no query": ({**EVENT, "rawQueryString": None}, 400),
    "no body": ({**EVENT, "body": None}, 400),
    "no base64": ({**EVENT, "isBase64Encoded": True, "body": "A"}, 400),
    "no ASCII": ({**EVENT, "isBase64Encoded": True, "body": "\u20ac"}, 400),
    "half a letter": ({**EVENT, "body": "\ud800"}, 400),
    "too long": ({**EVENT, "body": CLICK.decode() + "&" * 9000}, 413),
    "too long in base64": ({**EVENT, "isBase64Encoded": True, "body": base64.b64encode(b"&" * 9000).decode()}, 413),
    "empty headers": ({**EVENT, "rawQueryString": "", "headers": {"accept-language": None}}, 400),
}


@pytest.mark.parametrize("case", EVENTS)
def test_an_event_that_can_not_be_read_is_no_200(shipped: ModuleType, log: Path, case: str) -> None:
    """A Lambda event without what leaving needs gets a page and another status."""
    event, status = EVENTS[case]
    answer = shipped.handler(event, None)
    assert answer["statusCode"] == status
    assert "<html" in answer["body"]
    assert not log.exists()


AMISS = {
    "no log named": ("ARTGEN_UNSUBSCRIBED", ""),
    "no pages": ("ARTGEN_UNSUBSCRIBE_PAGES", "/nowhere/unsubscribe.json"),
    "other pages": ("ARTGEN_UNSUBSCRIBE_PAGES", json.__file__),
}


@pytest.mark.parametrize("case", AMISS)
def test_a_server_that_is_set_up_wrongly_says_later(
    shipped: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], case: str
) -> None:
    """An exception would bring the token into the server's log; so it is a 503, and the log tells what is amiss."""
    monkeypatch.setenv(*AMISS[case])
    assert post(shipped.application) == "503 Service Unavailable"
    assert shipped.handler(EVENT, None)["statusCode"] == 503
    told = capfd.readouterr().err
    assert told.count("unsubscribe: ") == 1
    assert TOKEN not in told


def test_a_server_that_was_told_of_no_log_says_later(
    shipped: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing is answered before the operator has said where the log is."""
    monkeypatch.delenv("ARTGEN_UNSUBSCRIBED")
    assert post(shipped.application) == "503 Service Unavailable"
    assert "ARTGEN_UNSUBSCRIBED is not set" in capfd.readouterr().err
