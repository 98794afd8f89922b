"""The command line: each verb helps with an example, and a person's mistake is one sentence, never a traceback."""

import email.policy
import shutil
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import typer

from artgen import cli
from artgen.desk.serve import preview
from tests.line import campaign, environment, run
from tests.readme import README, fresh


def commands(command: Any, words: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    below = getattr(command, "commands", {})
    return [(words, command)] * (not below) + [
        found for name, child in sorted(below.items()) for found in commands(child, (*words, name))
    ]


ALL = commands(typer.main.get_command(cli.app))


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign as `artgen new` writes it, made and sent."""
    folder = tmp_path_factory.mktemp("started") / "my-campaign"
    run("new", folder)
    run("make", folder)
    run("send", folder, "--now", "2026-01-15T09:00:00")
    return folder


@pytest.mark.parametrize(("words", "command"), ALL, ids=[" ".join(words) for words, _ in ALL])
def test_every_command_helps_with_an_example(words: tuple[str, ...], command: Any) -> None:
    """The help ends with a line that can be typed."""
    assert f"Example: artgen {' '.join(words)}" in (command.help or "")


def test_a_ledger_damaged_deep_inside_is_one_sentence(started: Path, tmp_path: Path) -> None:
    """Its first page is whole, so that only a look at the people finds it."""
    shutil.copytree(started, tmp_path / "c")
    ledger = tmp_path / "c" / "out" / "ledger.sqlite"
    held = ledger.read_bytes()
    ledger.write_bytes(held[:8192] + bytes(len(held) - 8192))
    told = run("status", tmp_path / "c", check=False)
    assert (told.returncode, told.stdout) == (1, "")
    assert "restore the output folder from your latest backup" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_new_campaign_runs_as_it_is(started: Path) -> None:
    """From `new` to letters without touching a file."""
    letters = list((started / "out" / "outbox").glob("*.eml"))
    assert letters
    assert len(letters) == len(list((started / "out" / "site").glob("a/*/*/index.html")))


def test_what_new_tells_to_type_can_be_typed(tmp_path: Path) -> None:
    """A folder whose name has blanks and signs stands in quotes."""
    said = run("new", tmp_path / "Größe [b] & Co").stdout
    assert said.rstrip().endswith(f"then: artgen make '{tmp_path}/Größe [b] & Co'")


def test_pages_of_a_new_campaign_can_expire(started: Path) -> None:
    """It says the last day as a date, from which the day of parting is counted."""
    assert "2027-12-31" in run("expire", started, "--after", "30", "--plan").stdout


def test_the_output_folder_holds_what_is_promised(started: Path) -> None:
    """People and scripts rely on these names."""
    there = {entry.name for entry in (started / "out").iterdir()}
    assert {"site", "outbox", "ledger.sqlite", "faults.csv", "links.csv", "summary.json", "index.html"} <= there


def test_the_overview_links_to_every_page_and_letter(started: Path) -> None:
    """Each link on the sheet leads to a file."""
    import re

    out = started / "out"
    links = re.findall(r'(?:href|src)="([^"]+)"', (out / "index.html").read_text("utf-8"))
    assert links
    assert not [link for link in links if not (out / link).is_file()]


def test_status_counts_who_stands_where(started: Path) -> None:
    """Posters and accepted letters are told."""
    said = run("status", started).stdout
    assert "accepted" in said
    assert "letters waiting" in said


def test_styles_are_listed_with_their_options() -> None:
    """Every built-in style is there, with the limits of what can be set."""
    said = run("style", "list").stdout
    assert all(f"{name}  by artgen (artgen): " in said for name in ("heart", "skies", "quilt"))
    assert ".." in said


def test_one_poster_as_pdf(started: Path, tmp_path: Path) -> None:
    """A vector PDF of one customer."""
    customer = (started / "out" / "links.csv").read_text("utf-8").splitlines()[1].split(",")[0]
    run("pdf", started, customer, "--file", tmp_path / "poster.pdf")
    assert (tmp_path / "poster.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("make", "nowhere"), "no campaign there"),
        (("status", "heart-of-travel", "--out", "nothing-here"), "nothing was made there yet"),
        (("send", "heart-of-travel", "--out", "nothing-here"), "nothing was made there yet"),
        (("serve", "heart-of-travel", "--out", "nothing-here"), "nothing to show yet"),
        (("pdf", "heart-of-travel", "NW-NOBODY"), "no customer with this id"),
        (("new", "."), "not empty"),
    ],
)
def test_a_mistake_is_one_sentence(words: tuple[str, ...], said: str) -> None:
    """Exit code 1, what, where and what to do; no traceback."""
    refused = run(*words, check=False)
    assert refused.returncode == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    """Somebody's folder is refused and nothing is written into it."""
    (tmp_path / "holiday.txt").write_text("mine")
    refused = run("make", "heart-of-travel", "--out", tmp_path, check=False)
    assert refused.returncode == 1
    assert "files that artgen did not make" in refused.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["holiday.txt"]


def test_the_demo_key_is_refused_for_a_real_address(tmp_path: Path) -> None:
    """The key that everyone knows makes no link on a real host."""
    small = campaign(tmp_path / "small", members=2)
    file = small / "campaign.toml"
    file.write_text(file.read_text("utf-8").replace("year.northwing.example", "year.northwing.com"), "utf-8")
    import base64

    demo = environment(ARTGEN_KEY=base64.b64encode(b"artgen demo key, known to anyone").decode())
    refused = run("make", small, env=demo, check=False)
    assert refused.returncode == 1
    assert "demo key" in refused.stderr


def test_an_own_campaign_makes_its_key_once_and_says_so(tmp_path: Path) -> None:
    """The first make writes a key that only its owner can read; the second uses it."""
    home = {name: value for name, value in environment(HOME=str(tmp_path)).items() if name != "ARTGEN_KEY"}
    small = campaign(tmp_path / "small", members=2)
    first = run("make", small, env=home)
    key = tmp_path / ".config" / "artgen" / "small.key"
    assert str(key) in first.stderr
    assert key.stat().st_mode & 0o777 == 0o600
    assert "key" not in run("make", small, env=home).stderr


def test_the_preview_shows_the_site_and_nothing_of_the_desk(started: Path) -> None:
    """Pages, pictures and letters are served; the ledger, the lists and folders are not."""
    out = started / "out"
    server = preview(out, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    page = next((out / "site").glob("a/*/*/")).relative_to(out).as_posix()
    asked = ("/", f"/{page}/", "/ledger.sqlite", "/links.csv", "/site/", "/site/../ledger.sqlite", "/outbox/")
    try:
        assert [_status(address + path) for path in asked] == [200, 200, 404, 404, 404, 404, 404]
    finally:
        server.shutdown()
        server.server_close()


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def test_letters_come_from_the_campaigns_own_sender(started: Path) -> None:
    """The From that the campaign file says."""
    letter = next((started / "out" / "outbox").glob("*.eml"))
    read = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default)
    assert read["From"].addresses[0].addr_spec in (started / "campaign.toml").read_text("utf-8")


def test_the_readme_shows_the_commands_as_they_are() -> None:
    """The reference in the README is what the commands say of themselves; `make readme` writes it."""
    text = README.read_text("utf-8")
    assert fresh(text) == text
