"""The whole line on a small campaign: the same bytes however it runs, and nothing lost or doubled when it is killed."""

import email
import email.policy
from pathlib import Path

import pytest

from artgen.publishing.packing import unpacked
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


def test_a_bucket_gets_the_tree_that_a_folder_gets(tmp_path: Path) -> None:
    """The same campaign on S3, spoken over HTTP: the same files with the same bytes, and links on its own address."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    keys = {"AWS_ACCESS_KEY_ID": "practice", "AWS_SECRET_ACCESS_KEY": "practice", "AWS_DEFAULT_REGION": "us-east-1"}
    try:
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="practice",
            aws_secret_access_key="practice",
        )
        client.create_bucket(Bucket="year")
        table = f'\n[shelf]\nkind = "s3"\nbucket = "year"\nendpoint = "{endpoint}"\nregion = "us-east-1"\n'
        plain = campaign(tmp_path / "plain", members=3)
        bucket = campaign(tmp_path / "bucket", members=3, extra=table)
        run("make", plain, "--out", tmp_path / "one")
        run("make", bucket, "--out", tmp_path / "two", env=environment(**keys))
        listed = client.list_objects_v2(Bucket="year")["Contents"]
        stored = {item["Key"]: client.get_object(Bucket="year", Key=item["Key"])["Body"].read() for item in listed}
    finally:
        server.stop()
    site = tmp_path / "one" / "site"
    read = {path: unpacked(path, body) for path, body in stored.items()}
    assert read == {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}
    assert "https://year.northwing.example/a/" in (tmp_path / "two" / "index.html").read_text("utf-8")


def test_librsvg_can_draw_a_campaign_too(tmp_path: Path) -> None:
    """Another raster makes other picture names, and the same posters."""
    first = campaign(tmp_path / "first", members=2)
    other = campaign(tmp_path / "other", members=2)
    file = other / "campaign.toml"
    file.write_text(file.read_text("utf-8").replace("year = 2025", 'year = 2025\nraster = "librsvg"'), "utf-8")
    run("make", first, "--out", tmp_path / "one")
    run("make", other, "--out", tmp_path / "two")
    one, two = record(tmp_path / "one"), record(tmp_path / "two")
    assert [row["artwork"] for row in one] == [row["artwork"] for row in two]
    assert [row["image"] for row in one] != [row["image"] for row in two]


def test_making_and_sending_asks_for_no_system_library(tmp_path: Path) -> None:
    """CairoSVG, which wants the system's cairo, is not imported on the way to posters, pages and letters."""
    import subprocess
    import sys

    small = campaign(tmp_path / "small", members=2)
    code = (
        "import sys; sys.modules['cairosvg'] = None; sys.modules['cairocffi'] = None;"
        "from artgen.cli import app; app(sys.argv[1:], standalone_mode=False)"
    )
    for words in (("make", small, "--workers", "1"), ("send", small)):
        subprocess.run(
            [sys.executable, "-c", code, *map(str, words)], check=True, env=environment(), capture_output=True
        )
    assert list((small / "out" / "outbox").glob("*.eml"))


def test_memory_does_not_grow_with_the_number_of_customers(tmp_path: Path) -> None:
    """Ten times the customers, spread and read shard by shard: no more than a third more memory at the peak."""
    import subprocess
    import sys

    code = """
import sys
from pathlib import Path
from artgen.history.history import read_shard
from artgen.history.shard import shards_for, spread
from artgen.history.source import ActivityColumns, ActivityFiles, PeopleColumns, PeopleFile
from artgen.engine import peak_mb
folder, people = Path(sys.argv[1]), int(sys.argv[2])
folder.mkdir()
with (folder / "p.csv").open("w") as p, (folder / "a.csv").open("w") as a:
    p.write("id,name\\n"); a.write("id,at,km\\n")
    for n in range(people):
        p.write(f"c{n},Ada\\n")
        for m in range(1, 6):
            a.write(f"c{n},2025-0{m}-1{n % 9} 10:00,{n % 50}\\n")
persons = PeopleFile(folder / "p.csv", PeopleColumns("id", "name"))
runs = ActivityFiles((folder / "a.csv",), ActivityColumns("id", "at", amount="km"), 2025, zone="UTC")
made = spread(persons, runs, folder / "work", shards_for(people, 1))
assert sum(len(h.records) for shard in made.shards for h in read_shard(shard)) == 5 * people
print(peak_mb())
"""
    peaks = [
        float(
            subprocess.run(
                [sys.executable, "-c", code, str(tmp_path / str(people)), str(people)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        for people in (6_000, 60_000)
    ]
    assert peaks[1] < 1.35 * peaks[0]


def test_a_campaign_that_may_not_send_leaves_nobody_claimed(tmp_path: Path) -> None:
    """Without a postal address nothing goes out, and when it is mended everybody gets the letter."""
    small, out = campaign(tmp_path / "small", members=3), tmp_path / "out"
    file = small / "campaign.toml"
    whole = file.read_text("utf-8")
    file.write_text("\n".join(line for line in whole.splitlines() if "postal_address" not in line), "utf-8")
    run("make", small, "--out", out)
    refused = run("send", small, "--out", out, check=False)
    assert refused.returncode == 1
    assert "brand.postal_address" in refused.stderr
    assert {row["state"] for row in record(out)} == {"made"}
    file.write_text(whole, "utf-8")
    assert "3 letters written" in run("send", small, "--out", out).stdout
