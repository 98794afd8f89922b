"""The second line: claim > letter > deliver > settle; it never draws, and never sends what it is not sure of twice."""

from artgen.send.order import Order, Watch
from artgen.send.plan import Plan, plan
from artgen.send.run import Sent, send
from artgen.send.seeds import Seeded, to_seeds

__all__ = ["Order", "Plan", "Seeded", "Sent", "Watch", "plan", "send", "to_seeds"]
