"""The long checks of `make soak`: the whole demo twice, killed again and again, every letter, the real year, five
million rows.

    python -m tests.soak [FOLDER] [demo] [kills] [wheel] [letters] [year] [scale]

Each check is named and printed with what it measured; the run ends with exit code 1 at the first that fails.
"""

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

from artgen.campaigns.model import builtin_names, load
from artgen.ledger import Ledger
from artgen.mailing.checker import Known, flaws, on_folder, tell_tales
from artgen.records import Claim, Person
from tests.line import NOW, campaign, environment, fresh, record, run, summary, tree
from tests.rasters import apart, every
from tests.recount import sorted_out
from tests.scale import measured

ROOT = Path(__file__).parent.parent
KILLS = 12
EACH = 50


def demo(folder: Path) -> None:
    """The whole demo: one worker and two, rows shuffled, another hash seed, zone and locale: the same bytes."""
    plain, mixed = campaign(folder / "plain", members=None), campaign(folder / "mixed", members=None, shuffle=7)
    one = environment(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    two = environment(PYTHONHASHSEED="99", TZ="Pacific/Chatham", LC_ALL="C")
    for name, out, workers, env in ((plain, "one", 1, one), (mixed, "two", 2, two)):
        run("make", name, "--out", folder / out, "--workers", workers, env=env)
        run("send", name, "--out", folder / out, "--now", NOW, env=env)
    same(folder / "one", folder / "two")
    say(f"{len(tree(folder / 'one')):,} files, the same bytes twice", summary(folder / "one"))


def kills(folder: Path) -> None:
    """Killed at random moments with all its workers, again and again, it ends like an undisturbed run."""
    plain = folder / "plain"
    if not (folder / "one").is_dir():
        campaign(plain, members=None)
        run("make", plain, "--out", folder / "one")
        run("send", plain, "--out", folder / "one", "--now", NOW)
    chance, out = random.Random(2025), folder / "killed"
    make, send = ("make", plain, "--out", out), ("send", plain, "--out", out, "--now", NOW)
    survived = sum(kill_during(make, chance.uniform(2, 20)) for _ in range(KILLS))
    run(*make)
    survived += sum(kill_during(send, chance.uniform(0.5, 3)) for _ in range(KILLS))
    run(*send)
    same(folder / "one", out, attempts=True)
    say(f"{2 * KILLS - survived} kills of {2 * KILLS} tries, the same tree, no letter twice", summary(out))


def wheel(folder: Path) -> None:
    """An installed wheel runs the demo outside the checkout."""
    here = folder / "wheel"
    shutil.rmtree(here, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", here / "venv"], check=True)
    python = here / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT)], check=True)
    out = here / "demo"
    subprocess.run([here / "venv" / "bin" / "artgen", "demo", "--out", out], cwd=here, check=True)
    say("the demo from an installed wheel", summary(out))


def letters(folder: Path) -> None:
    """Every letter of every sample campaign, made and sent whole: the checker finds nothing, each link is alive."""
    checked: dict[str, int] = {}
    for name in builtin_names():
        out = folder / "letters" / name
        run("make", name, "--out", out)
        run("send", name, "--out", out, "--now", NOW)
        campaign = load(name)
        with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
            people = [person for person in ledger.people() if person.send_id]
        tales = tell_tales([word for one in people for word in (one.name, one.customer)], campaign)
        alive, sent = on_folder(out / "site"), {file.stem: file.read_bytes() for file in out.glob("outbox/*.eml")}
        against = {one.send_id: Known(claim(one), campaign, one.locale, alive, own(one), tales) for one in people}
        check(sent.keys() == against.keys(), f"{name}: one letter for each of {len(people)} people")
        wrong = [str(flaw) for send_id, raw in sent.items() for flaw in flaws(raw, against[send_id])]
        check(not wrong, f"{name}: nothing is wrong in any letter {wrong[:3] or ''}")
        checked[name] = len(sent)
    say("letters checked", checked)


def claim(one: Person) -> Claim:
    return Claim(one.send_id, one.customer, one.name, one.address, one.token, one.image, one.letter)


def own(one: Person) -> set[str]:
    return {one.token, one.send_id, one.unsubscribe}


def year(folder: Path) -> None:
    """Every flight that left New York in 2013: 4,043 posters, every row drawn or left out with one reason."""
    source, out = folder / "year", folder / "year-out"
    shutil.rmtree(source, ignore_errors=True)
    convert = [sys.executable, "-m", "artgen.campaigns.year_of_an_aircraft.convert", str(source)]
    subprocess.run(convert, check=True)
    started = time.monotonic()
    run("make", source, "--out", out)
    said = json.loads((out / "summary.json").read_text("utf-8"))
    said["wall_seconds"] = round(time.monotonic() - started)
    activities = said["activities"]
    check(said["customers"] == said["made"] == 4_043, "every aircraft has a poster")
    check(activities["read"] == 336_776, "every row was read")
    check(activities["read"] == activities["drawn"] + sum(activities["left_out"].values()), "each row has one fate")
    roles = load(str(source)).activity
    with (source / "flights.csv").open(encoding="utf-8", newline="") as rows, (source / "aircraft.csv").open() as tails:
        known = {row["tail_number"] for row in csv.DictReader(tails)}
        counted = sorted_out(csv.DictReader(rows), roles.columns.model_dump(), roles.leave_out, known, 2013)[0]
    check(activities["left_out"] == dict(sorted(counted.items())), "each reason has the rows that a reader counts")
    run("send", source, "--out", out, "--now", NOW)
    check(len(list(out.glob("outbox/*.eml"))) == 4_043, "every aircraft has a letter")
    say("the year of an aircraft", said)


def scale(folder: Path) -> None:
    """Five million rows of 100,000 customers in no order: all Stories told in the memory that one million take."""
    small, large = (measured(folder / f"scale-{rows}m", rows * 1_000_000 // EACH, EACH) for rows in (1, 5))
    say("five million rows", {"one million": small, "five million": large})
    for found, rows in ((small, 1_000_000), (large, 5_000_000)):
        check(found["rows"] == rows and found["stories"] * EACH == rows, f"{rows:,} rows were read, every Story told")
        check(bool(found["whole"]), "each row has one fate, each kept row one activity of a Story")
    check(large["peak_mb"] <= 1.2 * small["peak_mb"], "memory grows by a fifth at most")
    check(large["tell_ms_a_story"] <= 2, f"a Story of {EACH} is told in 2 ms of CPU time at most")


def raster(folder: Path) -> None:
    """ThorVG draws what librsvg draws: every style, theme and count as it is published, small sheets in turns."""
    found = {case: apart(case) for case in every()}
    worst = sorted(found, key=lambda case: -found[case].mean)[:5]
    say("the worst", {str(case): asdict(found[case]) for case in worst})
    unlawful = sorted(str(case) for case in found if not found[case].within(case.most))
    check(not unlawful, f"{len(found)} pictures are the same from either engine {unlawful or ''}")


def kill_during(words: tuple[object, ...], seconds: float) -> bool:
    """Start a run, kill it and its workers after so many seconds; return whether it was done before."""
    command = [sys.executable, "-m", "artgen", *map(str, words)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = subprocess.Popen(command, env=environment(), start_new_session=True, **quiet)
    try:
        started.wait(seconds)
        return True
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        return False


def same(one: Path, other: Path, *, attempts: bool = False) -> None:
    """Stop unless two output folders agree but for what is timing."""
    check(tree(one) == tree(other), "the same files with the same bytes")
    check(summary(one) == summary(other), "the same summary")
    counted = {"attempts": 1} if attempts else {}
    check(
        [{**row, **counted} for row in record(one)] == [{**row, **counted} for row in record(other)],
        "the same ledger",
    )


def check(holds: bool, what: str) -> None:
    if not holds:
        sys.exit(f"FAILED: {what}")
    print(f"  holds: {what}")


def say(what: str, measured: object) -> None:
    print(f"{what}\n{json.dumps(measured, indent=2)}", flush=True)


def main(words: list[str]) -> None:
    checks = {"demo": demo, "kills": kills, "wheel": wheel, "letters": letters, "year": year, "scale": scale}
    checks |= {"raster": raster}
    folder = Path(next((word for word in words if word not in checks), "soak")).absolute()
    chosen = [word for word in words if word in checks] or list(checks)
    if chosen == list(checks):
        fresh(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in chosen:
        print(f"== {name}: {checks[name].__doc__}", flush=True)
        checks[name](folder)
    print(f"{len(chosen)} passed, 0 failed")


if __name__ == "__main__":
    main(sys.argv[1:])
