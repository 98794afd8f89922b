"""The whole line on a small campaign: the same bytes however it runs, and nothing lost or doubled when it is killed."""

import email
import email.policy
from pathlib import Path

import pytest

from tests.line import NOW, campaign, environment, record, run, run_and_die, summary, tree

MEMBERS = 30


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder made and sent by one worker in one go."""
    folder = tmp_path_factory.mktemp("undisturbed")
    small, out = campaign(folder / "small", members=MEMBERS), folder / "out"
    plain = environment(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    run("make", small, "--out", out, "--workers", 1, env=plain)
    run("send", small, "--out", out, "--now", NOW, env=plain)
    return out


def test_every_member_gets_a_page_and_a_letter(undisturbed: Path) -> None:
    """Thirty members in, thirty pages and letters out, and every flight drawn or left out with its reason."""
    said = summary(undisturbed)
    assert (said["customers"], said["made"], said["held"], said["faulty"]) == (MEMBERS, MEMBERS, 0, 0)
    assert len(list(undisturbed.glob("site/a/*/*/index.html"))) == MEMBERS
    assert len(list(undisturbed.glob("outbox/*.eml"))) == MEMBERS
    activities = said["activities"]
    assert activities["read"] == activities["drawn"] + sum(activities["left_out"].values())


def test_no_two_letters_go_to_one_address(undisturbed: Path) -> None:
    """Each letter's To is another."""
    letters = [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in undisturbed.glob("outbox/*.eml")
    ]
    assert len({letter["To"] for letter in letters}) == MEMBERS


def test_the_same_bytes_in_another_order_zone_and_hash_seed_with_two_workers(undisturbed: Path, tmp_path: Path) -> None:
    """Nothing that is published, listed, recorded or sent depends on how the run went."""
    small, out = campaign(tmp_path / "small", members=MEMBERS, shuffle=7), tmp_path / "out"
    other = environment(PYTHONHASHSEED="2", TZ="Asia/Kathmandu", LC_ALL="C")
    run("make", small, "--out", out, "--workers", 2, env=other)
    run("send", small, "--out", out, "--now", NOW, env=other)
    assert tree(out) == tree(undisturbed)
    assert record(out) == record(undisturbed)
    assert summary(out) == summary(undisturbed)


def test_killed_again_and_again_it_ends_as_if_nothing_had_happened(undisturbed: Path, tmp_path: Path) -> None:
    """Killed amid files, before a receipt, before a letter and after one: the same tree, and no letter twice."""
    small, out = campaign(tmp_path / "small", members=MEMBERS), tmp_path / "out"
    make = ("make", small, "--out", out, "--workers", 1)
    send = ("send", small, "--out", out, "--now", NOW)
    run_and_die("artgen.publishing.shelf:FolderShelf.put", 40, "before", *make)
    run_and_die("artgen.ledger:Ledger.record", 5, "before", *make)
    run(*make)
    run_and_die("artgen.mailing.outbox:Outbox.deliver", 4, "before", *send)
    run_and_die("artgen.mailing.outbox:Outbox.deliver", 5, "after", *send)
    run(*send)
    assert tree(out) == tree(undisturbed)
    assert summary(out) == summary(undisturbed)
    attempts = "attempts"
    assert [{**row, attempts: 1} for row in record(out)] == record(undisturbed)


def test_a_second_run_makes_and_sends_nothing(undisturbed: Path, tmp_path: Path) -> None:
    """What is unchanged is skipped, and nobody is written to again."""
    small, out = campaign(tmp_path / "small", members=6), tmp_path / "out"
    run("make", small, "--out", out)
    run("send", small, "--out", out, "--now", NOW)
    before = tree(out)
    assert "0 drawn now, 6 unchanged" in run("make", small, "--out", out).stdout
    assert "0 letters written" in run("send", small, "--out", out).stdout
    assert tree(out) == before


def test_a_data_fix_makes_only_the_customer_it_touches(tmp_path: Path) -> None:
    """One mended name, one picture drawn again, under the same link."""
    small, out = campaign(tmp_path / "small", members=6), tmp_path / "out"
    run("make", small, "--out", out)
    links = (out / "links.csv").read_text("utf-8")
    members = small / "members.csv"
    members.write_text(members.read_text("utf-8").replace(",Žydrūnė,", ",Zydrune,"), "utf-8")
    assert "1 drawn now, 5 unchanged" in run("make", small, "--out", out).stdout
    assert [line.split(",")[1] for line in (out / "links.csv").read_text("utf-8").splitlines()] == [
        line.split(",")[1] for line in links.splitlines()
    ]


def test_pages_that_were_deleted_by_hand_are_made_again(tmp_path: Path) -> None:
    """The ledger alone is not believed when the site is gone."""
    import shutil

    small, out = campaign(tmp_path / "small", members=3), tmp_path / "out"
    run("make", small, "--out", out)
    before = tree(out)
    shutil.rmtree(out / "site")
    run("make", small, "--out", out)
    assert tree(out) == before


def test_what_was_sent_stays_as_it_was_sent(tmp_path: Path) -> None:
    """Data that changes after a letter went out changes neither page nor picture, and is listed."""
    small, out = campaign(tmp_path / "small", members=3), tmp_path / "out"
    run("make", small, "--out", out)
    run("send", small, "--out", out, "--now", NOW)
    before = {path: digest for path, digest in tree(out).items() if path.startswith(("site/", "outbox/"))}
    members = small / "members.csv"
    members.write_text(members.read_text("utf-8").replace(",Žydrūnė,", ",Zydrune,"), "utf-8")
    run("make", small, "--out", out)
    after = tree(out)
    assert {path: after.get(path) for path in before} == before
    assert "changed after the letter was claimed" in (out / "faults.csv").read_text("utf-8")


def test_another_key_is_refused(tmp_path: Path) -> None:
    """A changed key would break every link, so the run stops and says so."""
    small, out = campaign(tmp_path / "small", members=2), tmp_path / "out"
    run("make", small, "--out", out)
    other = environment(ARTGEN_KEY="b3RoZXIgIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzLi4=")
    refused = run("make", small, "--out", out, env=other, check=False)
    assert refused.returncode == 1
    assert "the campaign's key has changed" in refused.stderr


def test_names_and_addresses_stay_out_of_what_is_published_for_others(undisturbed: Path) -> None:
    """No address is anywhere in the site; file names are tokens and digests; lists hold no address."""
    site = undisturbed / "site"
    assert not [file for file in site.rglob("*") if file.is_file() and b"members.northwing" in file.read_bytes()]
    assert not [file for file in site.rglob("*") if "NW-" in file.name]
    assert "@" not in (undisturbed / "links.csv").read_text("utf-8") + (undisturbed / "faults.csv").read_text("utf-8")
