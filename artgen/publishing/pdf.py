"""The poster as a vector PDF for print: one page, no images, and the same bytes each time.

CairoSVG is loaded only when a PDF is asked for, since it wants the system's libcairo2.
"""

import io

from artgen.errors import ArtgenError

POSTER_WIDTH_MM = 457.2
_POINTS_A_MM = 72 / 25.4
_NO_DATE = "2000-01-01T00:00:00Z"


def pdf(svg: str, width_mm: float = POSTER_WIDTH_MM) -> bytes:
    """Return an SVG that artgen wrote as one PDF page, `width_mm` wide and as high as its view box asks."""
    try:
        from cairosvg.parser import Tree
        from cairosvg.surface import PDFSurface, cairo
    except OSError as wrong:
        raise ArtgenError(
            "a PDF needs the system's cairo library; install it with: "
            "sudo apt-get install libcairo2 (Debian, Ubuntu) or: brew install cairo (macOS)"
        ) from wrong
    out = io.BytesIO()
    sheet = PDFSurface(Tree(bytestring=svg.encode()), out, 72, output_width=width_mm * _POINTS_A_MM)
    sheet.cairo.set_metadata(cairo.PDF_METADATA_CREATE_DATE, _NO_DATE)
    sheet.finish()
    return out.getvalue()
