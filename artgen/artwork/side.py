"""The side from which a sheet is read: words set for one direction, turned for the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from artgen.drawing.marks import Bar, Line, Mark

_OTHER = {"start": "end", "end": "start", "middle": "middle"}


@dataclass(frozen=True, slots=True)
class Side:
    """A sheet `width` units wide, read from its right where `rtl`."""

    width: float
    rtl: bool = False

    def turned(self, marks: Iterable[Mark]) -> Iterator[Mark]:
        """Yield words and bars where a reader of this side looks for them; anything else as it is.

        >>> [mark.x for mark in Side(100, rtl=True).turned([Bar(10, 0, 30, 2, "#000000")])]
        [60]
        """
        for mark in marks:
            if self.rtl and isinstance(mark, Line):
                yield replace(mark, x=self.width - mark.x, anchor=_OTHER[mark.anchor])
            elif self.rtl and isinstance(mark, Bar):
                yield replace(mark, x=self.width - mark.x - mark.width)
            else:
                yield mark

    def left_of(self, x: float, width: float) -> float:
        """Return where a block of a width begins on paper that begins `x` from the side of reading."""
        return self.width - x - width if self.rtl else x
