"""What one customer costs, in counts that no busy machine changes; tests/costs.toml holds them, and they may only fall.

    python -m tests.costs             prints what a customer of each style costs now
    python -m tests.costs --update    writes it into tests/costs.toml, and says what changed

For each style it makes customers with 4, 23 and 180 flights through the real worker, after a first one who pays for
what is done once a process: modules, fonts, templates, S3 clients and connections. Python function calls and the peak
of memory are held for each version of Python; a version that is not held is measured against the nearest one.
"""

import gc
import gzip
import json
import re
import subprocess
import sys
import tempfile
import tomllib
import tracemalloc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from artgen import renderers
from artgen.campaigns.model import FILE, Campaign, load
from artgen.history.shard import spread
from artgen.make import sources
from artgen.publishing.links import open_keys
from artgen.worker import Commission, Task, digest, styles, work
from tests.bucket import REGION, SETTINGS, bucket
from tests.line import CAMPAIGN, SAMPLE, environment
from tests.watch import ONCE, Seen, Watch

HELD = Path(__file__).with_name("costs.toml")
COUNTS = (4, 23, 180)
NAMES = dict(zip(COUNTS, ("Ada", "Björn", "Chiara"), strict=True))
FIRST = sum(COUNTS)
"""The first customer flew whatever the others did, so that nothing is new to a process at theirs."""
STYLES = tuple(found.name for found in renderers.listed() if found.origin == "artgen")
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
OF_PYTHON = ("calls", "peak_kb")
"""What is held for each version of Python."""
SLACK = {"calls": 1.15, "peak_kb": 1.25, "puts": 1.0, "requests": 1.0, "files_read": 1.0}
"""How far a cost may rise above what is held; all others are drawn, and so nearly exact."""
DRAWN, STRANGE_PYTHON = 1.05, 1.5
LOOSE = 0.8
"""Under this share of its bound, a cost has fallen so far that the bound holds nothing any more."""
Row = dict[str, list[int]]
Costs = dict[str, Row]
_ELEMENT = re.compile(r"<[a-zA-Z]")
_PATH = re.compile(r'\bd="([^"]*)"')
_RUN = re.compile(r"([a-df-zA-DF-Z])([^a-df-zA-DF-Z]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_SHEET = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7}


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured: `costs` by style, a figure for each of COUNTS; `again` what was paid for more than once.

    `again` says how often, by what of ONCE, and then by style and count.
    """

    costs: Costs
    again: dict[str, dict[str, int]]


def measured() -> Found:
    """Measure in a process of its own, in which nothing was drawn yet."""
    env = environment(PYTHONHASHSEED="0", OMP_NUM_THREADS="1", **SETTINGS)
    command = [sys.executable, "-m", "tests.costs", "--json"]
    here = Path(__file__).parent.parent
    said = subprocess.run(command, env=env, cwd=here, check=True, stdout=subprocess.PIPE, text=True, timeout=600)
    return Found(**json.loads(said.stdout))


def measure() -> Found:
    """Measure every style in this process, onto a folder and onto a bucket."""
    watch, costs, again = Watch(), {}, {what: {} for what in ONCE}
    with tempfile.TemporaryDirectory(prefix="costs-") as named, bucket() as store:
        for style in STYLES:
            rows: list[dict[str, int]] = []
            folder = Path(named).resolve() / style
            store.create(style)
            remote = f'[shelf]\nkind = "s3"\nbucket = "{style}"\nendpoint = "{store.endpoint}"\nregion = "{REGION}"\n'
            first, *others = _tasks(folder / "near", style, (FIRST, *COUNTS))
            work(first)
            for count, task in zip(COUNTS, others, strict=True):
                with watch.watching(folder) as seen:
                    work(task)
                rows.append({**_row(seen), "calls": seen.calls, "peak_kb": _peak_kb(task)})
                for what, often in seen.once.items():
                    again[what][f"{style} {count}"] = often
            first, task = _tasks(folder / "far", style, (1, COUNTS[0]), remote)
            work(first)
            with watch.watching(folder) as seen:
                work(task)
            for what, often in seen.once.items():
                again[what][f"{style} {COUNTS[0]} to a bucket"] = often
            costs[style] = {"requests": [seen.requests], **{name: [row[name] for row in rows] for name in rows[0]}}
    again = {what: {where: often for where, often in said.items() if often} for what, said in again.items()}
    return Found(costs, again)


def _row(seen: Seen) -> dict[str, int]:
    found = {}
    for sheet, wide in (("poster", False), ("card", True)):
        drawn = [svg for svg, _ in seen.pictures if _is_wide(svg) == wide]
        found[f"{sheet}_svg_bytes"] = sum(len(svg.encode()) for svg in drawn)
        found[f"{sheet}_nodes"] = sum(len(_ELEMENT.findall(svg)) for svg in drawn)
        found[f"{sheet}_segments"] = sum(map(segments, drawn))
    page = next(body for path, body in seen.put.items() if re.fullmatch(r"a/.*/index\.html", path))
    return {
        **found,
        "poster_marks": sum(one.marks for one in seen.artworks),
        "pixels": sum(pixels for _, pixels in seen.pictures),
        "page_gzip_bytes": len(gzip.compress(page, 6, mtime=0)),
        "files_read": seen.files_read,
        "puts": len(seen.put),
        "put_bytes": sum(map(len, seen.put.values())),
    }


def _is_wide(svg: str) -> bool:
    width, height = _SHEET.search(svg).groups()  # type: ignore[union-attr]
    return float(width) > float(height)


def segments(svg: str) -> int:
    """Count the lines and curves of all paths, those that repeat a command without its letter as well.

    >>> segments('<path d="m0 0 5 5-1 2q1 2 3 4 5 6 7 8z"/>')
    6
    """
    return sum(
        max(1, len(_NUMBER.findall(numbers)) // _TAKES.get(letter.lower(), 99))
        for path in _PATH.findall(svg)
        for letter, numbers in _RUN.findall(path)
    )


def _peak_kb(task: Task) -> int:
    gc.collect()
    tracemalloc.start()
    try:
        work(task)
        return tracemalloc.get_traced_memory()[1] // 1024
    finally:
        tracemalloc.stop()


def _tasks(folder: Path, style: str, counts: tuple[int, ...], shelf: str = "") -> list[Task]:
    """Return a shard of one customer for each count of flights; all fly real routes."""
    folder.mkdir(parents=True)
    text = CAMPAIGN.read_text("utf-8")
    looks = text[text.index("[[looks]]") : text.index("[letter]")]
    one = f'[[looks]]\nstyle = "{style}"\ntheme = "linen"\n\n'
    text = text.replace(looks, one).replace('id = "heart-of-travel"', 'id = "costs"')
    (folder / FILE).write_text(text + shelf, "utf-8")
    campaign, out = load(str(folder)), folder / "out"
    (out / "partial").mkdir(parents=True)
    keys = open_keys(campaign, environment(), folder)[0]
    commission = Commission(campaign, keys, out, digest(campaign), styles(campaign))
    return [Task(commission, _shard(campaign, folder, count), {}, False) for count in counts]


def _shard(campaign: Campaign, folder: Path, count: int) -> Path:
    head, *flown = (SAMPLE / "flights.csv").read_text("utf-8").splitlines()
    flown = [row for row in flown if row.endswith(",flown")][::20][:FIRST]
    begin = sum(other for other in COUNTS if other < count) % FIRST
    flown = flown[begin : begin + count]
    assert len(flown) == count
    rows = "\n".join([head, *(re.sub("^[^,]*", f"N{count}", row) for row in flown)])
    (folder / f"flights-{count}.csv").write_text(rows + "\n", "utf-8")
    person = f"member,first_name,email,home\nN{count},{NAMES.get(count, 'Maria')},n{count}@members.example,JFK\n"
    (folder / f"people-{count}.csv").write_text(person, "utf-8")
    persons, activities = sources(campaign)
    persons = replace(persons, file=folder / f"people-{count}.csv")
    activities = replace(activities, files=(folder / f"flights-{count}.csv",))
    [shard] = spread(persons, activities, folder / f"work-{count}", 1).shards
    return shard


def held() -> Costs:
    """Return what is held, by style; of what differs between versions of Python, that of the nearest one."""
    found = _file()
    near = min(_versions(found), key=lambda minor: (abs(_minor(minor) - _minor(PYTHON)), minor), default=PYTHON)
    return {style: {**row, **row.pop("python")[near]} for style, row in found.items()}


def is_strange() -> bool:
    """Tell whether nothing is held for this version of Python."""
    return PYTHON not in _versions(_file())


def _file() -> dict[str, dict[str, Any]]:
    return tomllib.loads(HELD.read_text("utf-8")) if HELD.is_file() else {}


def _versions(found: Mapping[str, Mapping[str, Any]]) -> set[str]:
    return {minor for row in found.values() for minor in row["python"]}


def _minor(version: str) -> int:
    return int(version.partition(".")[2])


def grown(now: Row, was: Row, *, strange: bool) -> list[str]:
    """Say which costs are more than is held; `strange` is a Python for which nothing is held."""
    return [
        f"{name} at {count}: {cost:,}, and {bound:,} is held; make it cheaper, or say why in the commit and run "
        "python -m tests.costs --update"
        for name, count, cost, bound in _pairs(now, was)
        if cost > bound * (max(_slack(name), STRANGE_PYTHON) if strange and name in OF_PYTHON else _slack(name))
    ]


def loose(now: Row, was: Row, *, strange: bool) -> list[str]:
    """Say which bounds hold nothing any more, since the cost has fallen far below."""
    return [
        f"{name} at {count}: {cost:,}, well under the {bound:,} that is held. Well done! Keep it: "
        "python -m tests.costs --update"
        for name, count, cost, bound in _pairs(now, was)
        if cost < bound * LOOSE and not (strange and name in OF_PYTHON)
    ]


def _pairs(now: Row, was: Row) -> Iterator[tuple[str, int, int, int]]:
    for name, found in now.items():
        bounds = was.get(name, [0] * len(found))
        yield from ((name, count, cost, bound) for count, cost, bound in zip(COUNTS, found, bounds, strict=False))


def _slack(name: str) -> float:
    return SLACK.get(name, DRAWN)


def text(found: Costs, before: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the file of bounds; what other versions of Python need is kept."""
    lines = [
        "# What one customer may cost: held by tests/test_costs.py, written by `python -m tests.costs --update`.",
        f"# The columns are years of {', '.join(map(str, COUNTS))} flights; `requests` are those to a bucket.",
    ]
    for style, row in found.items():
        lines += ["", f"[{style}]"]
        lines += [_line(name, figures) for name, figures in row.items() if name not in OF_PYTHON]
        others = before.get(style, {}).get("python", {})
        for minor, said in sorted({**others, PYTHON: {name: row[name] for name in OF_PYTHON}}.items()):
            lines += [f'[{style}.python."{minor}"]', *(_line(name, figures) for name, figures in said.items())]
    return "\n".join(lines) + "\n"


def _line(name: str, figures: list[int]) -> str:
    return f"{name:<17}= [{', '.join(f'{figure:>9_}' for figure in figures)}]"


def main() -> None:
    """Print, or write, what is measured."""
    if "--json" in sys.argv:
        found = measure()
        print(json.dumps({"costs": found.costs, "again": found.again}))
        return
    found, before = measured(), _file()
    said = text(found.costs, before)
    if "--update" not in sys.argv:
        print(said, end="")
    else:
        old = held() if before else {}
        for style, row in found.costs.items():
            for name, count, cost, bound in _pairs(row, old.get(style, {})):
                if cost != bound:
                    print(f"{style} {count}: {name} {bound:,} > {cost:,}")
        HELD.write_text(said, "utf-8")
    for what, where in found.again.items():
        if where:
            print(f"more than once: {what}: {where}", file=sys.stderr)


if __name__ == "__main__":
    main()
