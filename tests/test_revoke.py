"""A revoked link answers like one that never was, the next make gives a new one, and no letter goes twice for it."""

import datetime as dt
import http.client
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from bucket import NAME, REGION, SETTINGS, bucket

from artgen.campaigns.model import load
from artgen.cli.opening import clock
from artgen.desk.parting.revoke import Revoked, revoke, revoke_links
from artgen.errors import LinkError
from artgen.ledger import Ledger
from artgen.publishing.links import Keys, open_keys, page_path, share_path
from artgen.publishing.shelf import FolderShelf, Kind
from artgen.publishing.shelves import open_shelf
from artgen.records import Person
from tests import canaries
from tests.line import environment, run, run_and_die, tree

NOW = clock(dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC))
NEVER = "never2never2never2never2ne"
WHO, OTHER = canaries.customer(0), canaries.customer(1)
TRACE = re.compile(rb"<(RequestId|HostId|Key|Resource)>.*?</\1>|(?<=a/)..(?=/)|[a-z2-7]{26}")


def keys_of(folder: Path) -> Keys:
    """Return the practice keys of a campaign."""
    return open_keys(load(str(folder)), environment(), folder)[0]


def person(folder: Path, customer: str = WHO) -> Person:
    """Return somebody on record."""
    with Ledger(folder / "out" / "ledger.sqlite", load(str(folder)).id) as ledger:
        return next(one for one in ledger.people() if one.customer == customer)


def revoked(folder: Path, *customers: str, for_good: bool = False) -> Revoked:
    """Revoke in this process."""
    return revoke(load(str(folder)), folder / "out", keys_of(folder), customers, for_good=for_good, clock=NOW)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of two people, made."""
    folder = canaries.campaign(tmp_path_factory.mktemp("made") / "c", 2)
    run("make", folder, "--workers", 1)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(made, tmp_path / "c")
    return tmp_path / "c"


class _Site(SimpleHTTPRequestHandler):
    """A web server as most are set up: no listings of folders, and 404.html for what there is not."""

    def list_directory(self, path: str) -> None:
        self.send_error(403)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[int]:
    """Serve a folder on loopback till the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Site, directory=str(site)))
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        serving.join(20)


def answer(port: int, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return status, headers without what changes with each request, and body."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    asked.request("GET", path)
    said = asked.getresponse()
    body = said.read()
    asked.close()
    changing = {"date", "x-amzn-requestid", "x-amz-request-id", "content-length"}
    return said.status, sorted((k, v) for k, v in said.getheaders() if k.lower() not in changing), body


def test_gone_revoked_and_never_answer_alike_from_a_folder(folder: Path) -> None:
    """Status, headers and bytes, with the slash and without it, for the page, the share page and a picture."""
    before = person(folder)
    with served(folder / "out" / "site") as port:
        roots = (page_path(before.token), share_path(before.share))
        assert [answer(port, f"/{root}")[0] for root in roots] == [200, 200]
        revoked(folder, WHO)
        asked = [f"/{root}{more}" for root in roots for more in ("", "index.html", before.image)]
        asked += [f"/{root.rstrip('/')}" for root in roots]
        never = answer(port, f"/{page_path(NEVER)}")
        assert never[0] == 404
        assert [answer(port, path) for path in asked] == [never] * len(asked)


def test_they_answer_alike_from_a_bucket_that_keeps_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the answer tells that there ever was an object: no marker of a removal either."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    with bucket() as store:
        shelf = store.create(NAME, versions=True)
        shelf.Policy().put(
            Policy='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",'
            f'"Resource":"arn:aws:s3:::{NAME}/*"}}]}}'
        )
        more = f'[shelf]\nkind = "s3"\nbucket = "{NAME}"\nendpoint = "{store.endpoint}"\nregion = "{REGION}"\n'
        folder = canaries.campaign(tmp_path / "c", 1, more=more)
        run("make", folder, "--workers", 1)
        port, root = int(store.store.rpartition(":")[2]), f"/{NAME}/{page_path(person(folder).token)}index.html"
        assert answer(port, root)[0] == 200
        run("revoke", folder, WHO)
        gone, never = answer(port, root), answer(port, f"/{NAME}/{page_path(NEVER)}index.html")
        assert gone[0] == never[0] == 404
        assert gone[1] == never[1]
        assert TRACE.sub(b"", gone[2]) == TRACE.sub(b"", never[2])


def test_the_next_make_gives_a_new_link(folder: Path) -> None:
    """Other tokens for both pages, the same picture; nobody else's file changes, and lists lead to the new page."""
    before, files = person(folder), tree(folder / "out")
    assert revoked(folder, WHO).files == 4
    assert "1  would be drawn again, under a new link" in run("make", folder, "--plan").stdout
    assert WHO not in (folder / "out" / "links.csv").read_text()
    run("make", folder, "--workers", 1)
    after, now = person(folder), tree(folder / "out")
    assert (after.image, after.generation) == (before.image, 1)
    assert not {after.token, after.share} & {before.token, before.share}
    assert after.token in (folder / "out" / "links.csv").read_text()
    kept = [path for path in files if not canaries.holds(path.encode(), (before.token, before.share))]
    assert [path for path in kept if path.startswith("site/") and now.get(path) != files[path]] == []


def test_a_letter_that_was_sent_is_not_sent_again(folder: Path) -> None:
    """Revoked after their letter left: a new page, the old letter, the same state, and nothing to send."""
    run("send", folder)
    before, letters = person(folder), tree(folder / "out" / "outbox")
    done = revoked(folder, WHO)
    assert (done.people, done.written) == (1, 1)
    run("make", folder, "--workers", 1)
    assert "0 letters written" in run("send", folder).stdout
    after = person(folder)
    assert after.token not in ("", before.token)
    assert (after.state, after.send_id, after.claimed_at) == (before.state, before.send_id, before.claimed_at)
    assert tree(folder / "out" / "outbox") == letters


def test_who_waits_for_a_letter_waits_for_the_new_page(folder: Path) -> None:
    """Between the revocation and the next make no letter leaves with a dead link; after it, one with the new link."""
    revoked(folder, WHO)
    assert "1 letters written" in run("send", folder).stdout
    assert person(folder).state == "held"
    run("make", folder, "--workers", 1)
    assert "1 letters written" in run("send", folder).stdout
    after = person(folder)
    assert after.token in (folder / "out" / "outbox" / f"{after.send_id}.html").read_text()


def test_for_good_means_no_page_until_it_is_taken_back(folder: Path) -> None:
    """No make and no change of their data brings it back; to revoke once more without it does."""
    revoked(folder, WHO, for_good=True)
    visits = folder / "visits.csv"
    visits.write_text(visits.read_text() + f"{WHO},2025-05-05T10:00,9,LIS,walk,done\n")
    run("make", folder, "--workers", 1)
    held = person(folder)
    assert (held.state, held.reason, held.token) == ("held", "revoked for good", "")
    revoked(folder, WHO)
    run("make", folder, "--workers", 1)
    back = person(folder)
    assert (back.state, back.generation) == ("made", 1)
    assert (folder / "out" / "site" / page_path(back.token) / "index.html").is_file()


def test_for_good_holds_for_who_has_a_letter(folder: Path) -> None:
    """Their letter stays counted as sent, and no make gives them a page."""
    run("send", folder)
    revoked(folder, WHO, for_good=True)
    run("make", folder, "--workers", 1)
    after = person(folder)
    assert (after.state, after.token) == ("accepted", "")


def test_links_are_read_from_standard_input(folder: Path) -> None:
    """A page's link, a share page's link, or a token alone; one that was revoked before is no fault."""
    one, other = person(folder), person(folder, OTHER)
    lines = [f"https://desk.example/{share_path(one.share)}\n", "\n", f"{other.token}\n"]
    campaign, keys = load(str(folder)), keys_of(folder)
    done = revoke_links(campaign, folder / "out", keys, lines, clock=NOW)
    assert (done.people, done.files) == (2, 8)
    again = revoke_links(campaign, folder / "out", keys, lines, clock=NOW)
    assert (again.people, again.files) == (0, 0)


@pytest.mark.parametrize("line", [f"{NEVER}\n", "no link at all\n"])
def test_a_strange_link_stops_it_and_is_not_repeated(folder: Path, line: str) -> None:
    """The line is named by its number, and nobody is revoked."""
    before = tree(folder / "out")
    lines = [f"{person(folder).token}\n", line]
    with pytest.raises(LinkError, match=r"line 2: .*nothing was revoked") as refused:
        revoke_links(load(str(folder)), folder / "out", keys_of(folder), lines, clock=NOW)
    assert NEVER not in str(refused.value)
    assert tree(folder / "out") == before


def test_an_unknown_customer_stops_it(folder: Path) -> None:
    """All that are named or none."""
    before = tree(folder / "out")
    with pytest.raises(LinkError, match="CU77777Z: is not on record"):
        revoked(folder, WHO, "CU77777Z")
    assert tree(folder / "out") == before


@pytest.mark.parametrize("removed", [1, 3])
def test_killed_in_the_middle_it_is_finished_by_the_next(folder: Path, removed: int) -> None:
    """kill -9 after some files: revoking anybody takes down what was left, and one new link is given, not two."""
    before = person(folder)
    run_and_die("pathlib:Path.unlink", removed, "after", "revoke", folder, WHO)
    run("revoke", folder, OTHER)
    assert canaries.hits(folder / "out" / "site", (before.token, before.share)) == []
    run("make", folder, "--workers", 1)
    assert person(folder).generation == 1


def test_a_folder_that_a_kill_left_empty_goes(folder: Path) -> None:
    """An empty folder would be answered otherwise than one that never was."""
    before = person(folder)
    shelf = open_shelf(load(str(folder)).shelf, folder / "out")
    assert isinstance(shelf, FolderShelf)
    shelf.put(f"{page_path(before.token)}extra.txt", b"", Kind.PAGE)
    room = shelf.root / page_path(before.token)
    revoked(folder, WHO)
    assert not room.exists()
    room.mkdir(parents=True)
    run("erase", folder, WHO, "--yes")
    assert not room.exists()


def test_paths_for_the_cdn_can_go_into_a_private_file(folder: Path, tmp_path: Path) -> None:
    """Then no token is shown; without it they are, since somebody has to tell the CDN."""
    before, file = person(folder), tmp_path / "paths.txt"
    said = run("revoke", folder, WHO, "--paths", file)
    assert file.read_text() == f"/{page_path(before.token)}*\n/{share_path(before.share)}*\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert before.token not in said.stdout
    other = person(folder, OTHER)
    assert f"/{page_path(other.token)}*" in run("revoke", folder, OTHER).stdout


def test_who_is_held_before_the_letter_loses_the_page_and_gets_it_back(folder: Path) -> None:
    """A rule of grace takes down a page that was made already; without the rule it stands under the same link again."""
    before, said = person(folder), (folder / "campaign.toml").read_text("utf-8")
    whole, own = stood(folder), {path for path in stood(folder) if before.token in path or before.share in path}
    rule = (
        f'[[grace]]\nhold = "customer"\nwhen = {{ person = {{ name = "{before.name}" }} }}\nbecause = "a complaint"\n'
    )
    (folder / "campaign.toml").write_text(f"{said}\n{rule}", "utf-8")
    run("make", folder, "--workers", 1)
    assert (len(own), stood(folder)) == (4, whole - own)
    (folder / "campaign.toml").write_text(said, "utf-8")
    run("make", folder, "--workers", 1)
    assert stood(folder) == whole


def stood(folder: Path) -> set[str]:
    """Return the paths of what is published."""
    site = folder / "out" / "site"
    return {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
