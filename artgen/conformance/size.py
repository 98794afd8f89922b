"""The law of size: at most 20,000 marks ever, and at 23 activities a poster of 400 KB, 140 KB over the wire."""

import gzip
from collections.abc import Iterator

from artgen.conformance.finding import Finding, note
from artgen.conformance.picture import Picture
from artgen.drawing.canvas import POSTER

LAW = "size"
MOST_MARKS = 20_000
MOST_KB, MOST_GZIP_KB = 400, 140
USUAL = 23


def light(picture: Picture) -> Iterator[Finding]:
    """Count marks and weigh the poster; above the usual year's count a heavy one is only noted."""
    if picture.artwork.marks > MOST_MARKS:
        yield picture.finding(
            LAW, f"{picture.artwork.marks:,} marks; draw at most {MOST_MARKS:,}, fewer details where there are many"
        )
    if picture.pose.canvas.name != POSTER.name or picture.pose.options:
        return
    svg = picture.artwork.svg.encode()
    whole, sent = len(svg) / 1024, len(gzip.compress(svg, 6)) / 1024
    if whole > MOST_KB or sent > MOST_GZIP_KB:
        said = (
            f"{whole:.0f} KB, {sent:.0f} KB gzipped; {MOST_KB} and {MOST_GZIP_KB} are the limits at {USUAL} activities"
        )
        if len(picture.pose.sitter) <= USUAL:
            yield picture.finding("size, weight", f"the poster weighs {said}")
        else:
            yield note("size, weight", f"the poster weighs {said}", str(picture.pose))
