"""Runs the command line and kills it with SIGKILL at the nth call of a method: before the call or after it.

python tests/dying.py artgen.mailing.outbox:Outbox.deliver 3 before send CAMPAIGN --out DIR
"""

import importlib
import os
import signal
import sys
from itertools import count


def arm(where: str, call: int, when: str) -> None:
    """Put a deadly method in the place of a living one."""
    module, path = where.split(":")
    owner = importlib.import_module(module)
    *holders, name = path.split(".")
    for holder in holders:
        owner = getattr(owner, holder)
    living, calls = getattr(owner, name), count(1)

    def dying(*args, **kwargs):
        now = next(calls) == call
        if now and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = living(*args, **kwargs)
        if now and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, dying)


if __name__ == "__main__":
    arm(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    sys.argv = ["artgen", *sys.argv[4:]]
    importlib.import_module("artgen.cli").main()
