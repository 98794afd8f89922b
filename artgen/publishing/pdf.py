"""A sheet as a vector PDF for print: one page, no images, trim and bleed named, and the same bytes each time.

CairoSVG is loaded only when a PDF is asked for, since it wants the system's libcairo2.
"""

import io
import re

from pypdf import PdfWriter
from pypdf.generic import RectangleObject

from artgen.drawing.canvas import PRINT_WIDTH_MM
from artgen.errors import ArtgenError

_VIEW = re.compile(r'<svg[^>]*\bviewBox="(-?[\d.]+) -?[\d.]+ ([\d.]+) [\d.]+"')
_POINTS_A_MM = 72 / 25.4
_NO_DATE = "2000-01-01T00:00:00Z"


def pdf(svg: str, width_mm: float = PRINT_WIDTH_MM) -> bytes:
    """Return an SVG that artgen wrote as one PDF page, `width_mm` wide when trimmed and as high as its view box asks.

    What the view box holds before 0 0, and as much on the other sides, is bleed: the page is larger by it, and its
    TrimBox (ISO 15930-1) says where to cut.
    """
    view = _VIEW.match(svg)
    if view is None:
        raise ArtgenError("this is no sheet that artgen wrote")
    before, width = -float(view[1]), float(view[2])
    page_mm = width_mm * width / (width - 2 * before)
    bleed = before / width * page_mm * _POINTS_A_MM
    try:
        from cairosvg.parser import Tree
        from cairosvg.surface import PDFSurface, cairo
    except OSError as wrong:
        raise ArtgenError(
            "a PDF needs the system's cairo library; install it with: "
            "sudo apt-get install libcairo2 (Debian, Ubuntu) or: brew install cairo (macOS)"
        ) from wrong
    out = io.BytesIO()
    sheet = PDFSurface(Tree(bytestring=svg.encode()), out, 72, output_width=page_mm * _POINTS_A_MM)
    sheet.cairo.set_metadata(cairo.PDF_METADATA_CREATE_DATE, _NO_DATE)
    sheet.finish()
    return _trimmed(out, bleed) if bleed else out.getvalue()


def _trimmed(made: io.BytesIO, bleed: float) -> bytes:
    """Name the box that is left when the sheet is cut, `bleed` points within the page."""
    file = PdfWriter(clone_from=made)
    page = file.pages[0]
    page.bleedbox = page.mediabox
    right, top = page.mediabox.upper_right
    page.trimbox = RectangleObject((bleed, bleed, float(right) - bleed, float(top) - bleed))
    out = io.BytesIO()
    file.write(out)
    return out.getvalue()
