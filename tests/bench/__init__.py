"""What a customer costs, step by step, beside the floor and beside what people would do instead: `make bench`.

It measures CPU time and bytes, prints, and asserts nothing.
"""

from .people import BRANDS

__all__ = ["BRANDS"]
