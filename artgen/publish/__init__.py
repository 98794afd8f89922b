"""The way from a finished site to where people open it; it never draws and never mails."""

from artgen.publish.cost import Prices, lines, said_size
from artgen.publish.plan import Plan
from artgen.publish.run import AT_ONCE, Published, plan, publish, unpublished

__all__ = ["AT_ONCE", "Plan", "Prices", "Published", "lines", "plan", "publish", "said_size", "unpublished"]
