"""The page to leave by: a press or a mail provider's post leaves, a look never does, and nothing tells who is known."""

import datetime as dt
import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.validate import validator

import abroad
import line
import pytest
from browser import html_faults, overhear, violations
from playwright.sync_api import Browser

from artgen.campaigns import model
from artgen.campaigns.speech import Translation
from artgen.desk import leaving
from artgen.desk.unsubscribe import Unsubscribe
from artgen.mailing.letter import leave_links
from artgen.publishing.links import keys_from

TOKEN = "q7m2k4xwq7m2k4xwq7m2k4xwq7"
OTHER = TOKEN[::-1]
CLICK = b"List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"
MULTIPART = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
NOON = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
NOTED = f"2026-01-15T12:00:00Z {TOKEN}\n"
LANGUAGES = ("de", "ar", "ja", "fr")


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> model.Campaign:
    """A campaign in five languages."""
    folder = line.campaign(tmp_path_factory.mktemp("campaign") / "c", members=1)
    campaign = model.load(str(folder))
    spoken = dict.fromkeys(LANGUAGES, Translation.model_validate(abroad.ARABIC))
    words = campaign.words.model_copy(update={"translations": spoken})
    return campaign.model_copy(update={"words": words})


@contextmanager
def served(desk: Callable) -> Iterator[str]:
    """Serve the application on loopback through a strict reader of WSGI's rules; give its address."""
    server = make_server("127.0.0.1", 0, validator(desk), handler_class=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "left.log"


@pytest.fixture
def address(chosen: model.Campaign, log: Path) -> Iterator[str]:
    """The address of a desk whose clock stands still."""
    with served(Unsubscribe(log, leaving.pages(chosen), lambda: NOON)) as base:
        yield base


def ask(address: str, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], str]:
    """Ask over HTTP; return status, headers without the date, and body."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, {"Content-Type": FORM, **named})
        answer = connection.getresponse()
        said = {name: value for name, value in answer.getheaders() if name != "Date"}
        return answer.status, said, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_look_changes_nothing(address: str, log: Path, method: str) -> None:
    """Mail scanners open every link: they get a page that asks, and nothing is written."""
    status, headers, body = ask(address, method, f"/?token={TOKEN}")
    assert status == 200
    assert int(headers["Content-Length"]) > 1000
    assert ("<button" in body) is (method == "GET")
    assert not log.exists()


PLACES = {
    "query": f"/u?token={TOKEN}",
    "other name": f"/u?lang=de&who={TOKEN}",
    "path": f"/u/{TOKEN}",
    "path with more": f"/u/{TOKEN}/?from=letter",
}


@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize("body", [(FORM, CLICK), ("multipart/form-data; boundary=x", MULTIPART)], ids=["form", "parts"])
def test_a_post_leaves_wherever_the_token_stands(address: str, log: Path, path: str, body: tuple[str, bytes]) -> None:
    """A mail provider's post (RFC 8058), in either form, is one line in the log."""
    status, _, _ = ask(address, "POST", path, body[1], Content_Type=body[0])
    assert status == 200
    assert log.read_text() == NOTED
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("body", "refused"),
    [(b"", 400), (b"x=y", 400), (b"List-Unsubscribe=No", 400), (b"\xff" * 9000, 413)],
    ids=["none", "other", "no", "junk"],
)
def test_a_post_without_the_word_only_asks(address: str, log: Path, body: bytes, refused: int) -> None:
    """Whatever isn't List-Unsubscribe=One-Click gets the page that asks, and no 200: a mailbox takes that as left."""
    status, _, said = ask(address, "POST", f"/?token={TOKEN}", body, Content_Length=str(len(body)))
    assert status == refused
    assert "<button" in said
    assert not log.exists()


def test_every_token_gets_the_same_answer(address: str) -> None:
    """Known or unknown: the same status, headers and page, and nothing of the request in it."""
    known = ask(address, "POST", f"/?token={TOKEN}", CLICK)
    assert ask(address, "POST", f"/?token={OTHER}", CLICK) == known
    assert ask(address, "GET", f"/?token={OTHER}") == ask(address, "GET", f"/?token={TOKEN}")
    assert TOKEN not in str(known)


NOBODY = {
    "none": "/",
    "short": f"/?token={TOKEN[:-1]}",
    "capitals": f"/?token={TOKEN.upper()}",
    "markup": "/?token=%3Cscript%3Ealert(1)%3C/script%3E",
    "NUL": "/?token=%00&x=%ff%fe",
    "climbing": "/../../etc/passwd",
    "many": "/?" + "&".join("a=b" for _ in range(400)),
    "huge": "/?token=" + "a" * 20_000,
}


@pytest.mark.parametrize("path", NOBODY.values(), ids=NOBODY.keys())
def test_who_is_not_named_has_not_left(address: str, log: Path, path: str) -> None:
    """A link that lost its token is answered alike whatever is left of it, by a page that calls nothing done."""
    status, headers, said = ask(address, "POST", path, CLICK)
    assert (status, headers, said) == ask(address, "POST", "/leave", CLICK)
    assert status == 400
    assert "could not be written down" in said
    assert ask(address, "GET", path) == ask(address, "GET", f"/?token={TOKEN}")
    assert not log.exists()


def test_the_page_keeps_to_itself(address: str) -> None:
    """No cookie, no script, no third party, no cache, no referrer, no frame; other methods are refused."""
    _, headers, body = ask(address, "GET", f"/?token={TOKEN}")
    assert "Set-Cookie" not in headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"].startswith("noindex")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "<script" not in body
    assert ask(address, "PUT", "/", CLICK)[0] == 405


SPOKEN = {
    "asked for": ("/?lang=ar", "de", "ar"),
    "with a region": ("/", "de-AT, en;q=0.5", "de"),
    "the best liked": ("/", "fr;q=0.4, ja;q=0.9", "ja"),
    "one there is": ("/", "nl, fr;q=0.1", "fr"),
    "akin": ("/", "en-GB", "en-US"),
    "none like it": ("/", "nl", "en-US"),
    "nonsense": ("/?lang=../../x", ";;q=9,*", "en-US"),
}


@pytest.mark.parametrize(("path", "accepted", "spoken"), SPOKEN.values(), ids=SPOKEN.keys())
def test_the_page_speaks_the_persons_language(address: str, path: str, accepted: str, spoken: str) -> None:
    """As the link says, else as the browser asks, else the campaign's own; Arabic runs from right to left."""
    _, headers, body = ask(address, "GET", path, Accept_Language=accepted)
    assert f'<html lang="{spoken}" dir="{"rtl" if spoken == "ar" else "ltr"}">' in body
    assert headers["Vary"] == "Accept-Language"


def test_pressing_twice_is_one_line_and_leaving_again_later_another(chosen: model.Campaign, log: Path) -> None:
    """A provider's second try is no news; leaving after one came back is."""
    now = [NOON]
    desk = Unsubscribe(log, leaving.pages(chosen), lambda: now[0])
    for minutes in (0, 1, 9, 11):
        now[0] = NOON + dt.timedelta(minutes=minutes)
        desk.answer("POST", "/", f"token={TOKEN}", "", CLICK)
    assert log.read_text().count(TOKEN) == 2


def test_a_log_that_is_full_or_away_says_later(chosen: model.Campaign, tmp_path: Path, capfd) -> None:
    """What can't be written down is not called done, and the message on the server names no token."""
    full = Unsubscribe(tmp_path / "full.log", leaving.pages(chosen), lambda: NOON, limit=60)
    away = Unsubscribe(tmp_path / "nowhere" / "left.log", leaving.pages(chosen), lambda: NOON)
    assert full.answer("POST", "/", f"token={TOKEN}", "", CLICK).status == "200 OK"
    for desk in (full, away):
        answer = desk.answer("POST", "/", f"token={OTHER}", "", CLICK)
        assert answer.status == "503 Service Unavailable"
        assert ("Retry-After", "3600") in answer.headers
    assert (tmp_path / "full.log").read_text() == NOTED
    told = capfd.readouterr().err
    assert "full.log can't be written to (it has grown to its limit of 60 bytes)" in told
    assert "left.log can't be written to (No such file or directory)" in told
    assert OTHER not in told


def test_a_line_torn_by_a_power_cut_costs_itself_alone(chosen: model.Campaign, log: Path) -> None:
    """The next line begins on a line of its own."""
    other = NOTED.replace(TOKEN, OTHER)
    log.write_text(other + other[:30])
    Unsubscribe(log, leaving.pages(chosen), lambda: NOON).answer("POST", f"/{TOKEN}", "", "", CLICK)
    assert log.read_text() == other + other[:30] + "\n" + NOTED


@pytest.fixture
def written(chosen: model.Campaign, tmp_path: Path) -> Path:
    """The folder that is carried to a web server."""
    leaving.write(chosen, tmp_path / "out", tmp_path / "page")
    return tmp_path / "page"


LEAVE = """
import io, sys, unsubscribe
for n in range(40):
    body = io.BytesIO(b"List-Unsubscribe=One-Click")
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "26", "wsgi.input": body}
    path = "/" + sys.argv[1] + "abcdefghijklmnopqrstuvwxyz234567"[n % 32] + "ab"[n // 32] + "c" * 23
    unsubscribe.application({**environ, "PATH_INFO": path}, lambda status, headers: print(status))
print(sorted(name for name in sys.modules if name.split(".")[0] in ("artgen", "jinja2", "boto3")))
"""


def test_several_processes_write_one_log(written: Path, log: Path) -> None:
    """Four servers at once, without artgen: every line is whole, and none is lost."""
    running = [_alone(written, log, LEAVE, letter) for letter in "wxyz"]
    said = [one.communicate(timeout=120)[0] for one in running]
    assert [text.count("200 OK") for text in said] == [40] * 4
    assert all(text.endswith("[]\n") for text in said)
    lines = log.read_text().splitlines()
    assert len(lines) == len({line.split(" ")[1] for line in lines}) == 160
    assert {len(line) for line in lines} == {47}


LAMBDA = f"""
import base64, json, unsubscribe
event = dict(rawPath="/u", rawQueryString="token={TOKEN}", headers=dict([("Accept-Language", "de")]))
asked = event | dict(requestContext=dict(http=dict(method="GET")))
print(json.dumps(unsubscribe.handler(asked, None)))
body = base64.b64encode(b"List-Unsubscribe=One-Click").decode()
left = event | dict(requestContext=dict(http=dict(method="POST")), body=body, isBase64Encoded=True)
print(json.dumps(unsubscribe.handler(left, None)))
"""


def test_it_runs_as_a_lambda_function(written: Path, log: Path) -> None:
    """The event of a function URL is answered, and a post leaves."""
    asked, left = (json.loads(said) for said in _alone(written, log, LAMBDA).communicate(timeout=60)[0].splitlines())
    assert asked["statusCode"] == left["statusCode"] == 200
    assert '<html lang="de"' in asked["body"]
    assert "<button" in asked["body"]
    assert "<button" not in left["body"]
    assert log.read_text().endswith(f"Z {TOKEN}\n")


def _alone(folder: Path, log: Path, code: str, *words: str) -> subprocess.Popen[str]:
    """Run code beside the written files with nothing but Python: no site packages, no artgen."""
    command = [sys.executable, "-S", "-c", code, *words]
    env = {"ARTGEN_UNSUBSCRIBED": str(log), "PATH": "/usr/bin:/bin"}
    return subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("url", ["https://example.com/u", "https://example.com/u?a=b", "https://example.com/u/{token}"])
def test_the_letters_own_link_leaves(chosen: model.Campaign, address: str, log: Path, url: str) -> None:
    """However the campaign writes the address, the token in a letter's link is the one that is noted."""
    keys = keys_from(bytes(32), chosen)
    letter = chosen.letter.model_copy(update={"unsubscribe_url": url})
    link = urlsplit(leave_links("NW-1", chosen.model_copy(update={"letter": letter}), keys).url)
    ask(address, "POST", f"{link.path}?{link.query}", CLICK)
    assert log.read_text() == NOTED.replace(TOKEN, keys.unsubscribe_token(chosen.id, "NW-1"))


SCREENS = {
    "phone": (390, 780, "light", "en-US"),
    "desktop": (1280, 800, "light", "de"),
    "narrow": (320, 480, "light", "fr"),
    "right to left": (390, 780, "dark", "ar"),
    "Japanese at night": (390, 780, "dark", "ja"),
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS.keys())
def test_a_person_leaves_by_one_press(
    browser: Browser, address: str, log: Path, screen: tuple[int, int, str, str]
) -> None:
    """On each screen: no fault of accessibility, nothing sideways, nobody else asked, and the press is noted."""
    width, height, scheme, locale = screen
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, locale=locale)
    try:
        view = context.new_page()
        heard = overhear(view)
        view.goto(f"{address}/u?token={TOKEN}")
        assert violations(view) == []
        assert view.evaluate("document.documentElement.scrollWidth") == width
        assert view.get_by_role("button").bounding_box()["height"] >= 44
        assert TOKEN not in view.content()
        assert not log.exists()
        view.keyboard.press("Tab")
        view.keyboard.press("Enter")
        view.get_by_role("button").wait_for(state="detached")
        assert violations(view) == []
        assert log.read_text() == NOTED
        assert context.cookies() == []
        assert [line for line in heard.errors if "axe" not in line] == []
        assert {urlsplit(asked).netloc for asked in heard.asked} == {urlsplit(address).netloc}
    finally:
        context.close()


def test_the_pages_are_sound_html(chosen: model.Campaign, tmp_path: Path) -> None:
    """A strict reader finds no fault in any state of the page, in any language."""
    for page in leaving.pages(chosen).each:
        for state in ("ask", "done", "later"):
            (tmp_path / f"{page.language}-{state}.html").write_text(getattr(page, state), "utf-8")
    assert html_faults(tmp_path) == ""


def test_the_command_writes_what_a_server_needs(tmp_path: Path) -> None:
    """Three files, in the brand's name; nothing has to be made before, and nothing is made by it."""
    said = line.run("unsubscribe", line.campaign(tmp_path / "c", members=1), "--write", tmp_path / "page").stdout
    assert "knows 0 links" in " ".join(said.split())
    written = sorted((tmp_path / "page").iterdir())
    assert [file.name for file in written] == ["unsubscribe.json", "unsubscribe.known", "unsubscribe.py"]
    assert "Northwing" in written[0].read_text("utf-8")
    assert written[1].read_bytes() == b""
    assert not (tmp_path / "c" / "out").exists()


def test_who_leaves_on_the_page_gets_no_letter(tmp_path: Path) -> None:
    """From the link of a made letter to the page to the next sending: that person is left out, the others are not."""
    folder, out = line.campaign(tmp_path / "c", members=3), tmp_path / "out"
    line.run("make", folder, "--out", out, "--workers", 1)
    token = next(str(row["unsubscribe"]) for row in line.record(out))
    running = subprocess.Popen(
        [sys.executable, "-m", "artgen", "unsubscribe", str(folder), "--out", str(out), "--port", "0"],
        env=line.environment(PYTHONUNBUFFERED="1"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        address = running.stdout.readline().split()[0]
        assert ask(address, "POST", f"/?token={token}", CLICK)[0] == 200
    finally:
        running.kill()
        told = "".join(running.communicate(timeout=30))
    assert token not in told
    line.run("send", folder, "--out", out, "--now", line.NOW)
    assert len(list((out / "outbox").glob("*.eml"))) == 2
    left = next(row for row in line.record(out) if row["unsubscribe"] == token)
    assert left["send_id"] == ""
