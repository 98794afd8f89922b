"""Runs the command line and kills it with SIGKILL at the nth call of a method: before the call or after it.

python tests/dying.py artgen.mailing.outbox:Outbox.deliver 3 before send CAMPAIGN --out DIR
"""

import importlib
import os
import signal
import sys

where, call, when, *words = sys.argv[1:]
module_name, path = where.split(":")
owner = importlib.import_module(module_name)
*holders, name = path.split(".")
for holder in holders:
    owner = getattr(owner, holder)
living = getattr(owner, name)
calls = 0


def dying(*args, **kwargs):
    global calls
    calls += 1
    if calls == int(call) and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = living(*args, **kwargs)
    if calls == int(call) and when == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return result


setattr(owner, name, dying)
sys.argv = ["artgen", *words]
importlib.import_module("artgen.cli").main()
