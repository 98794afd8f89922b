"""Customers made whole by two processes that are killed again and again, and held to what an undisturbed run leaves."""

import json
from collections import Counter
from pathlib import Path
from statistics import median

from artgen.campaigns.model import load
from artgen.worker import digest, styles
from tests.line import environment, run
from tests.million import customers, judging
from tests.million.watching import DONE, Leg, Make, kills, made, weight
from tests.soak import check

PEOPLE, KILLS, WORKERS = 10_000, 9, 2
SAMPLE = 100


def whole(folder: Path, people: int = PEOPLE, killed: int = KILLS) -> dict[str, object]:
    """Make everyone whole through all kills, compare with the ledger, a rerun and a sample; return what it took."""
    source, out = written(folder / "campaign", people), folder / "out"
    began_with(source)
    legs = made(Make("artgen", source, out, people, WORKERS), kills(people, killed))
    began_with(source)
    who = Counter(kind for leg in legs for kind in leg.killed)
    check(who.total() >= min(3, killed), f"killed {who.total()} times: {dict(who)}")
    states = judging.everyone(out, people)
    files = judging.site(out)
    taken = judging.disk(out, people)
    seen = judging.memory(legs)
    again = rerun(source, out)
    some = written(folder / "sample", min(SAMPLE, people))
    made(Make("artgen", some, folder / "undisturbed", min(SAMPLE, people), 1), [])
    judging.same(out, folder / "undisturbed")
    return {
        "customers": people,
        "states": states,
        "files of the site": files,
        "kills": dict(who),
        **pace(legs, people),
        "MB on the disk": round(taken / 1e6, 1),
        "KB on the disk a customer": round(taken / people / 1e3, 1),
        "KB of the site a customer": round(weight(out / "site") / people / 1e3, 1),
        "KB of the ledger a customer": round(weight_of(out / "ledger.sqlite") / people / 1e3, 2),
        "MB by tenth of the way (coordinator, worker)": by_tenth(seen),
        "drawn by a rerun": again["newly_made"],
        "seconds of a rerun": again["seconds"],
    }


def rerun(source: Path, out: Path) -> dict[str, float]:
    """Make again; stop where anything was drawn or put anew."""
    before = judging.standing(out)
    run("make", source, "--out", out, "--workers", 1, env=environment(OMP_NUM_THREADS="1"))
    said: dict[str, float] = json.loads((out / "summary.json").read_text("utf-8"))
    check(said["newly_made"] == 0 and said["unchanged"] == said["made"], "a rerun draws nobody")
    check(judging.standing(out) == before, "and puts no file anew")
    return said


def written(folder: Path, people: int) -> Path:
    """Return a campaign of so many people, written unless it is there already, with the number of its rows beside."""
    facts = folder.with_name(f"{folder.name}.json")
    if not facts.is_file():
        facts.write_text(json.dumps({"rows": customers.write(folder, people)}), "utf-8")
    return folder


def began_with(source: Path) -> None:
    """Stop where artgen has changed since this campaign was begun: what is half done would be done anew, elsewhere."""
    said, campaign = source.with_name(f"{source.name}-made-of.json"), load(str(source))
    now = {"artgen": digest(campaign), **styles(campaign)}
    if not said.is_file():
        said.write_text(json.dumps(now), "utf-8")
    check(
        json.loads(said.read_text("utf-8")) == now,
        "artgen is the one that this was begun with (if not, begin again in another folder)",
    )


def pace(legs: list[Leg], people: int) -> dict[str, object]:
    """Return how fast it went, over all legs with what was drawn twice, and leg by leg."""
    seconds = sum(leg.seconds for leg in legs)
    rates = [(leg.ended - leg.began) / leg.seconds for leg in legs if leg.ended > leg.began]
    return {
        "seconds": round(seconds),
        "customers a second": round(people / seconds, 2),
        "customers a second, median of legs": round(median(rates), 2) if rates else 0,
        "legs": [f"{leg.seconds:.0f} s, to {leg.ended:,}: {leg.end}" for leg in legs],
        "seconds of the last leg": round(sum(leg.seconds for leg in legs if leg.end == DONE)),
    }


def by_tenth(seen: dict[int, tuple[float, float]]) -> dict[str, str]:
    """Return peaks as a report shows them."""
    return {f"{10 * tenth} %": f"{both[0]:.0f}, {both[1]:.0f}" for tenth, both in seen.items()}


def weight_of(file: Path) -> int:
    """Return the bytes of a file."""
    return file.stat().st_size
