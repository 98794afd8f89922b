"""The text of a legend as the page sets it: sentences on lines of their own, whatever lines the poster's column has.

On the poster a line may end within a sentence, for want of room. A line that gives a label its words ("Size: more is
larger") is whole where another labelled one follows. So is one of the first item, which tells how all is read, and any
of its lines before a new beginning. Where a point or a comma parts them, lines can go on side by side.
"""

import re
from unicodedata import east_asian_width

from artgen.artwork import Artwork
from artgen.drawing.style import LegendItem

_LABELLED = re.compile(r"^[^:：]+[:：]\s*\S[^:：]*$")
_LABEL = re.compile(r"^\w+\s?[:：]")
_POINTED = tuple(",;.،؛、；。")


def lines(item: LegendItem, artwork: Artwork) -> tuple[str, ...]:
    """Return the lines of one item of a poster's legend; none where it has no text."""
    leads, alone = item is artwork.legend[0], len(artwork.boxes) == 1
    said: list[str] = []
    for line in item.text.splitlines():
        last, labelled = said[-1] if said else "", _LABEL.match(line) is not None
        begins = labelled if alone else line[:1].isupper()
        whole = (_LABELLED.search(last) and (leads or labelled)) or (leads and begins)
        if not said or (whole and not last.endswith(_POINTED)):
            said.append(line)
        else:
            said[-1] += f"{_blank(last[-1:], line[:1])}{line}"
    return tuple(said)


def _blank(before: str, after: str) -> str:
    """Return what joins two lines: nothing between wide signs, which are written without blanks."""
    return "" if {east_asian_width(sign) for sign in before + after} <= {"W", "F"} else " "
