"""Everything but the raster, for as many as are wanted, onto a shelf that counts; and what a million would take."""

import json
from collections import Counter
from pathlib import Path

from tests.million import judging
from tests.million.counting import Count, counted
from tests.million.watching import Leg, Make, kills, made, peaks
from tests.million.whole import SAMPLE, WORKERS, began_with, by_tenth, pace, weight_of, written
from tests.soak import check

PEOPLE, KILLS = 100_000, 6
MODULE = "tests.million.counted"
COMPARED = (1_000, 10_000)
GROWTH = 1.1
SIZES = (1_000_000, 10_000_000)
TEXT = ("page", "share page", "vector")
_HOUR = 3600
_MANY, _LEAST_SECONDS = 1_000, 0.005


def all_but_raster(
    folder: Path,
    people: int = PEOPLE,
    killed: int = KILLS,
    *,
    compared: tuple[int, int] = COMPARED,
    growth: float = GROWTH,
    sample: int = SAMPLE,
) -> dict[str, object]:
    """Count what is put for everyone through all kills; compare memory along the way and between two sizes."""
    source, out = written(folder / "campaign", people), folder / "out"
    began_with(source)
    legs = made(Make(MODULE, source, out, people, WORKERS), kills(people, killed))
    began_with(source)
    who = Counter(kind for leg in legs for kind in leg.killed)
    check(who.total() >= min(2, killed), f"killed {who.total()} times: {dict(who)}")
    states = judging.everyone(out, people)
    said = json.loads((out / "summary.json").read_text("utf-8"))
    rows = json.loads((folder / "campaign.json").read_text("utf-8"))["rows"]
    fates = said["activities"]
    check(fates["read"] == rows, f"each of {rows:,} rows was read")
    check(fates["drawn"] + sum(fates["left_out"].values()) == rows, "and has one fate")
    puts, pages = counted(out), states.get("made", 0)
    check(all(puts[kind].objects >= pages for kind in ("page", "share page", "picture", "card")), "four files each")
    seen = judging.memory(legs)
    early, late = seen[min(seen)], tuple(max(both) for both in zip(*seen.values(), strict=True))
    alike("memory of the coordinator and of a worker at a tenth of the way and at its end", early, late, growth)
    small, large = (undisturbed(folder, many) for many in compared)
    most = [tuple(max(both) for both in zip(*peaks([leg]).values(), strict=True)) for leg in (small[1], large[1])]
    check(max(map(max, most)) <= judging.MOST_MB, f"at most {judging.MOST_MB} MB a process, undisturbed: {most}")
    alike(f"memory of a worker for {small[0]:,} and for {large[0]:,} customers", *(one[1:] for one in most), growth)
    one = drawn(folder, sample)
    cpu_each = (large[1].cpu_seconds - small[1].cpu_seconds) / (large[0] - small[0])
    check(
        large[0] < _MANY or cpu_each > _LEAST_SECONDS, f"the time of workers is counted: {1e3 * cpu_each:.1f} ms each"
    )
    each = {
        "ms of CPU, all but raster": round(1e3 * cpu_each, 1),
        "ms of CPU, all": round(1e3 * (cpu_each + one["cpu_seconds"] / sample), 1),
        "objects": round(objects(large[2]) / large[0], 2),
        "KB of text": round(sum(large[2][kind].bytes for kind in TEXT) / large[0] / 1e3, 1),
        "KB of text, packed": round(sum(large[2][k].bytes * large[2][k].stored for k in TEXT) / large[0] / 1e3, 1),
        "KB of pictures": round(one["picture_bytes"] / sample / 1e3, 1),
        "KB of ledger": round(weight_of(out / "ledger.sqlite") / people / 1e3, 2),
        "KB of rows while it runs": round(1e3 * max(leg.work_mb for leg in legs) / people, 2),
    }
    return {
        "customers": people,
        "states": states,
        "rows": rows,
        "kills": dict(who),
        **pace(legs, people),
        "put (a kill costs what its shards had drawn)": {kind: count.objects for kind, count in puts.items()},
        "put twice": puts["page"].objects - pages,
        "MB by tenth of the way (coordinator, worker)": by_tenth(seen),
        "MB undisturbed (coordinator, worker)": {small[0]: most[0], large[0]: most[1]},
        "each customer": each,
        **{f"for {size:,}": expected(size, each, late) for size in SIZES},
    }


def undisturbed(folder: Path, people: int) -> tuple[int, Leg, dict[str, Count]]:
    """Count for fewer people, without a kill; return how many, its leg and what was put."""
    out = folder / f"out-{people}"
    legs = made(Make(MODULE, written(folder / f"campaign-{people}", people), out, people, WORKERS), [])
    pages, puts = judging.everyone(out, people)["made"], counted(out)
    check(puts["page"].objects == pages if len(legs) == 1 else puts["page"].objects >= pages, "a page was put for each")
    return people, legs[-1], puts


def drawn(folder: Path, sample: int) -> dict[str, float]:
    """Make some with pictures and without, for what the raster, its encoding and the disk cost and weigh."""
    source = written(folder / f"campaign-{sample}", sample)
    with_, without = (
        made(Make(module, source, folder / name, sample, 1), [])[-1].cpu_seconds
        for module, name in (("artgen", "drawn"), (MODULE, "not-drawn"))
    )
    pictures = sum(weight_of(file) for file in (folder / "drawn" / "site").rglob("*.jpg"))
    return {"cpu_seconds": with_ - without, "picture_bytes": pictures}


def objects(puts: dict[str, Count]) -> int:
    return sum(count.objects for kind, count in puts.items() if kind != "removed")


def alike(what: str, one: tuple[float, ...], two: tuple[float, ...], growth: float) -> None:
    """Stop where the second holds so much more than the first, in any of the processes."""
    pairs = zip(one, two, strict=True)
    check(all(b <= growth * a for a, b in pairs), f"{what}: {one} and {two} MB")


def expected(size: int, each: dict[str, float], most: tuple[float, ...]) -> dict[str, object]:
    """Return what so many would take, if each took what it took here."""
    stored = each["KB of text, packed"] + each["KB of pictures"]
    return {
        "hours on one core, all but raster": round(size * each["ms of CPU, all but raster"] / 1e3 / _HOUR, 1),
        "hours on one core, all": round(size * each["ms of CPU, all"] / 1e3 / _HOUR, 1),
        "MB of memory (coordinator, worker)": most,
        "GB of ledger": round(size * each["KB of ledger"] / 1e6, 1),
        "GB of rows while it runs": round(size * each["KB of rows while it runs"] / 1e6, 1),
        "million objects": round(size * each["objects"] / 1e6, 2),
        "GB in a bucket": round(size * stored / 1e6),
        "GB in a folder": round(size * (each["KB of text"] + each["KB of pictures"]) / 1e6),
    }
