"""The long checks of `make soak-million`: ten thousand made whole, a hundred thousand counted, two processes and one.

    python -m tests.million [FOLDER] [whole] [counted] [pair] [--customers N] [--kills N]

Stopped, it goes on where it was when run again with the same folder. Figures are printed and kept as JSON in the
folder; the exit code is 1 at the first check that fails.
"""

import argparse
import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from tests.million.all_but_raster import all_but_raster
from tests.million.pair import pair
from tests.million.whole import whole

SOAKS: dict[str, Callable[..., dict[str, object]]] = {"whole": whole, "counted": all_but_raster, "pair": pair}


def main() -> None:
    """Run what was asked for, one after the other."""
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ask.add_argument("words", nargs="*", metavar="FOLDER | " + " | ".join(SOAKS), help="all three where none is named")
    ask.add_argument("--customers", type=int, help="how many, where not as many as usual")
    ask.add_argument("--kills", type=int, help="how often to kill it")
    asked = ask.parse_args()
    folder = Path(next((word for word in asked.words if word not in SOAKS), "soak/million")).absolute()
    chosen = [word for word in asked.words if word in SOAKS] or list(SOAKS)
    signal.signal(signal.SIGTERM, _stop)
    for name in chosen:
        how = {"people": asked.customers, "killed": asked.kills if name != "pair" else None}
        here = folder / name
        here.mkdir(parents=True, exist_ok=True)
        print(f"== {name}: {SOAKS[name].__doc__}", flush=True)
        try:
            found = SOAKS[name](here, **{key: value for key, value in how.items() if value is not None})
        except KeyboardInterrupt:
            sys.exit(f"stopped; run it again with {folder} to go on where it was")
        report = json.dumps(found, indent=2)
        (here / "report.json").write_text(report + "\n", "utf-8")
        print(report, flush=True)
    print(f"{len(chosen)} passed, 0 failed")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
