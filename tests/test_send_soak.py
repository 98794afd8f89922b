"""The small twin of `make bench-send`: real processes, a failing SES, kills, and a disk that takes no more."""

import random
import resource
import subprocess
import sys
from pathlib import Path

from artgen.send.reserve import SIZE
from tests.fake_ses import fake_ses
from tests.line import environment, run
from tests.send_bench import change, leave, mailed, twins, two_at_once
from tests.send_rig import AWS, ended, rig

WORKERS, KILLS = 4, 3
FAULTS = {"throttle": 0.3, "lose": 0.02, "drop": 0.01}


def test_killed_again_and_again_nobody_gets_two_and_nobody_is_lost(tmp_path: Path) -> None:
    """Kills, throttling and lost answers; then events and a person settle the doubts: each eligible person has one."""
    accepted, chance = tmp_path / "accepted.log", random.Random(7)
    with fake_ses(accepted, quota=300.0, enforce=True, **FAULTS) as url:
        made = rig(tmp_path, 160, url, accepted, workers=WORKERS)
        for _ in range(KILLS):
            made.kill_amid(chance)
        made.suppress_some(10)
        leave(made, 3)
        turned_away = two_at_once(made)
        assert made.finish().returncode == 0
        before = made.judge()
        assert before["in doubt"] <= made.killed * 2 * WORKERS + round(0.1 * 160)
        assert before["accepted, and the ledger denies it"] == 0
        made.hear()
        assert made.judge()["accepted, and in doubt"] == 0
        run("resolve", made.folder, "--out", made.out, "--all", "--resend", "--yes")
        change(url, {"throttle": 0.0, "lose": 0.0, "drop": 0.0})
        made.finish()
        after = made.judge()
    assert turned_away == 1
    assert (after["customers mailed twice"], after["addresses mailed twice"], after["mailed though spared"]) == (
        0,
        0,
        0,
    )
    assert (after["waiting"], after["claims left open"], after["in doubt"]) == (0, 0, 0)
    assert {row["customer"] for row in made.rows()} - made.spared.keys() - twins(made) <= mailed(made)


def test_a_disk_that_takes_no_more_stops_it_and_costs_nobody_a_letter(tmp_path: Path) -> None:
    """With no file allowed to grow, the sender ends with a sentence; with room again all get one letter."""
    accepted = tmp_path / "accepted.log"

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE // 4, SIZE // 4))

    with fake_ses(accepted, quota=300.0) as url:
        made = rig(tmp_path, 60, url, accepted, workers=WORKERS)
        made.approve()
        words = [sys.executable, "-m", "artgen", "send", str(made.folder), "--out", str(made.out)]
        pipe = subprocess.PIPE
        small = subprocess.Popen(words, env=environment(**AWS), stdout=pipe, stderr=pipe, text=True, preexec_fn=no_room)
        stopped = ended(small)
        assert (stopped.returncode, made.lines()) == (1, 0)
        assert "there is no room on the disk to write down what becomes of letters" in stopped.stderr
        assert made.finish().returncode == 0
        after = made.judge()
    assert (after["customers mailed twice"], after["waiting"], after["in doubt"]) == (0, 0, 0)


def test_sigterm_ends_a_sender_with_everything_settled(tmp_path: Path) -> None:
    """What is on the wire comes to its end, no claim stays open, and the exit code says that it was stopped."""
    accepted = tmp_path / "accepted.log"
    with fake_ses(accepted, quota=40.0, delay=0.05) as url:
        made = rig(tmp_path, 120, url, accepted, workers=WORKERS)
        running = made.start()
        while running.poll() is None and made.lines() < 10:
            pass
        running.terminate()
        end = ended(running)
        after = made.judge()
    assert end.returncode == 130
    assert "a person stopped it" in end.stdout
    assert (after["claims left open"], after["in doubt"]) == (0, 0)
    assert after["waiting"] > 0
    assert after["accepted, and the ledger says so"] == after["letters accepted"]
