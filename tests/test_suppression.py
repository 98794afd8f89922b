"""Suppression: whom a list, an account or an earlier campaign names gets no letter, and no address is kept of it."""

import subprocess
import sys
from pathlib import Path

import line
import news
import pytest
from fake_ses import fake_ses

from artgen.errors import InputError, LedgerError
from artgen.ledger import Ledger
from artgen.ledger.suppression import Suppression, earlier
from artgen.mailing.addresses import addresses

LISTS = {
    "alone": "person.1@example.com\nPERSON.2@EXAMPLE.COM\n",
    "headed": "email\nperson.1@example.com\n\nperson.2@example.com\n",
    "among others": "id;E-Mail;since\n1;person.1@example.com;2024\n2; person.2@example.com ;\n",
    "declared": "sep=;\nemail;since\nperson.1@example.com;2024\nperson.2@example.com;2025\n",
    "from Excel": '\ufeffAddress,Reason\r\nperson.1@example.com,moved\r\n"person.2@example.com","a, b"\r\n',
}
WRONG = {
    "no address": ("email\nann@example.com\nnobody\n", "line 3: the address has no @"),
    "several": ("email\nx\nann@example.com\ny\nz\n", "line 2: the address has no @ (and in 2 more: 4, 5)"),
    "blank cell": ("email,why\nann@example.com,\n,gone\n", "line 3: the address has no @"),
    "no column": ("name,since\nAnn,2024\n", "line 1: no column is called 'email'"),
    "no column under a declared delimiter": ("sep=;\nname;since\nAnn;2024\n", "line 2: no column is called 'email'"),
    "no address under a declared delimiter": ("sep=;\nann@example.com\nnobody\n", "line 3: the address has no @"),
    "an address that heads a declared list": ("sep=;\nann@localhost\n", "line 2: the domain of the address is not"),
    "another delimiter": ("name|email\nAnn|ann@example.com\n", "; columns are separated by comma, semicolon or tab"),
    "no header": ("ann@example.com,2024\nbob@example.com,2025\n", "line 1: no column is called 'email'"),
    "ragged": ("since,email\n2024\n", "line 2: the line can't be taken apart"),
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS.keys())
def test_a_list_is_read_however_it_is_laid_out(tmp_path: Path, text: str) -> None:
    """A list of addresses alone, with a header, among other columns: the same two mailboxes are suppressed."""
    (tmp_path / "list.csv").write_text(text, "utf-8")
    chosen = news.campaign(tmp_path / "c")
    with news.made(tmp_path / "out", chosen, 4) as ledger:
        hashes = [news.keys(chosen).address_hash(one) for one in addresses(tmp_path / "list.csv")]
        assert Suppression(ledger).add(hashes, "asked", "hand", news.AT) == 2
        assert news.claim(ledger, chosen, 9) == ["NW-000000", "NW-000003"]


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_line_that_holds_no_address_is_named_and_not_shown(tmp_path: Path, text: str, said: str) -> None:
    """Nothing is taken of a list that is wrong anywhere; the message has line numbers and no cell."""
    (tmp_path / "list.csv").write_text(text, "utf-8")
    with pytest.raises(InputError) as told:
        addresses(tmp_path / "list.csv")
    assert said in str(told.value)
    assert "ann" not in str(told.value).lower().replace("can't", "")


def test_a_list_counts_at_the_next_claim(tmp_path: Path) -> None:
    """Who is suppressed while letters leave is not claimed any more."""
    chosen = news.campaign(tmp_path / "c")
    with news.made(tmp_path / "out", chosen, 3) as ledger:
        assert news.claim(ledger, chosen, 1) == ["NW-000000"]
        with Ledger(tmp_path / "out" / "ledger.sqlite", chosen.id) as other:
            Suppression(other).add([news.keys(chosen).address_hash(news.address(1))], "asked", "hand", news.AT)
        assert news.claim(ledger, chosen, 9) == ["NW-000002"]


def test_the_first_reason_stands_until_it_is_lifted(tmp_path: Path) -> None:
    """A second reason is not counted; lifting lets the letter go."""
    chosen = news.campaign(tmp_path / "c")
    with news.made(tmp_path / "out", chosen, 1) as ledger:
        kept, hashed = Suppression(ledger), news.keys(chosen).address_hash(news.address(0))
        assert kept.add([hashed], "asked by phone", "hand", news.AT) == 1
        assert kept.add([hashed, ""], "bounced", "heard", news.LATER) == 0
        assert kept.counts() == {"asked by phone": 1}
        assert kept.lift([hashed, "0" * 32], news.LATER) == 1
        assert not kept.holds(hashed)
        assert news.claim(ledger, chosen, 9) == ["NW-000000"]


def test_the_command_keeps_hashes_and_no_address(tmp_path: Path) -> None:
    """A file, an address from standard input, and lifting: counts are shown, addresses neither shown nor kept."""
    chosen = news.campaign(tmp_path / "c")
    news.made(tmp_path / "out", chosen, 1).__exit__()
    (tmp_path / "list.csv").write_text("email\ncanary.bird@example.com\n", "utf-8")
    there = (tmp_path / "c", "--out", tmp_path / "out")
    listed = line.run("suppress", *there, tmp_path / "list.csv", "--reason", "asked by phone")
    typed = _typed("Someone.Else@example.com\n", "suppress", *there, "--address-from-stdin")
    lifted = _typed("someone.else@EXAMPLE.com\n", "suppress", *there, "--address-from-stdin", "--lift")
    assert "1 newly suppressed" in listed.stdout
    assert "1 newly suppressed" in typed.stdout
    assert "1 may be written to again" in lifted.stdout
    assert "asked by phone" in line.run("suppress", *there).stdout
    told = "".join(one.stdout + one.stderr for one in (listed, typed, lifted)).lower()
    assert "canary" not in told
    assert "someone" not in told
    raw = b"".join(file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file()).lower()
    assert b"canary" not in raw
    assert b"someone" not in raw


@pytest.mark.parametrize(
    "words", [("--lift",), ("list.csv", "--ses"), ("--ses", "--lift"), ("--reason", "a@b.example")]
)
def test_the_command_says_what_does_not_go_together(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A slip is one sentence, exit code 1, and nothing is written."""
    chosen = news.campaign(tmp_path / "c")
    news.made(tmp_path / "out", chosen, 1).__exit__()
    before = news.dump(tmp_path / "out" / "ledger.sqlite")
    ended = line.run("suppress", tmp_path / "c", "--out", tmp_path / "out", *words, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("artgen: ")
    assert "Traceback" not in ended.stderr
    assert news.dump(tmp_path / "out" / "ledger.sqlite") == before


def test_the_list_of_the_ses_account_is_taken_over_page_by_page(tmp_path: Path) -> None:
    """2,300 addresses come in three pages; those of our people are suppressed, none is kept."""
    listed = tuple(f"Person.{n}@example.com" for n in range(2300))
    with fake_ses(tmp_path / "accepted.log", suppressed=listed) as url:
        mailer = f'kind = "ses"\nregion = "eu-west-1"\nendpoint = "{url}"'
        chosen = news.campaign(tmp_path / "c", mailer=mailer)
        news.made(tmp_path / "out", chosen, 3).__exit__()
        env = line.environment(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x")
        told = line.run("suppress", tmp_path / "c", "--out", tmp_path / "out", "--ses", env=env)
    assert "2,300 newly suppressed" in told.stdout
    assert "bounced" in told.stdout
    with Ledger(tmp_path / "out" / "ledger.sqlite", chosen.id) as ledger:
        assert news.claim(ledger, chosen, 9) == []
    assert "person." not in news.told_elsewhere(tmp_path / "out" / "ledger.sqlite").lower()


def test_an_ses_that_refuses_to_tell_is_one_sentence(tmp_path: Path) -> None:
    """Without the right to list, the command names the right to add."""
    with fake_ses(tmp_path / "accepted.log", denied=("/v2/email/suppression/addresses",)) as url:
        mailer = f'kind = "ses"\nregion = "eu-west-1"\nendpoint = "{url}"'
        news.made(tmp_path / "out", news.campaign(tmp_path / "c", mailer=mailer), 1).__exit__()
        env = line.environment(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x")
        told = line.run("suppress", tmp_path / "c", "--out", tmp_path / "out", "--ses", env=env, check=False)
    assert told.returncode == 1
    assert "ses:ListSuppressedDestinations" in told.stderr


def test_an_earlier_ledger_tells_whom_it_suppresses(tmp_path: Path) -> None:
    """Hash, address where that campaign still has it, and reason; a file that is no ledger is one sentence."""
    chosen = news.campaign(tmp_path / "c")
    hashes = [news.keys(chosen).address_hash(one) for one in (news.address(0), "elsewhere@example.com")]
    with news.made(tmp_path / "out", chosen, 2) as ledger:
        Suppression(ledger).add(hashes, "unsubscribed", "heard", news.AT)
    key, rows = earlier(tmp_path / "out" / "ledger.sqlite")
    assert key == news.keys(chosen).fingerprint
    assert sorted(rows) == sorted([(hashes[0], news.address(0), "unsubscribed"), (hashes[1], "", "unsubscribed")])
    with pytest.raises(LedgerError, match=r"no ledger there; mend sending\.history"):
        earlier(tmp_path / "nowhere.sqlite")


def _typed(text: str, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "artgen", *map(str, words)]
    return subprocess.run(
        command, input=text, env=line.environment(), check=True, capture_output=True, text=True, timeout=120
    )
