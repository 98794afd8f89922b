"""ThorVG's software canvas, called as the C library that it is: nothing is kept of a picture once it is drawn.

The Python classes that come with the library make a C type for each length of SVG, and Python never forgets one: 6 KB
a picture, 12 GB for a million customers. Straight calls also spare three copies of the pixels.
"""

import ctypes
from dataclasses import dataclass

_POINTER, _WORD, _NUMBER, _FLAG, _RESULT = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_float, ctypes.c_bool, ctypes.c_int
_TEXT, _WORD_TO_FILL = ctypes.c_char_p, ctypes.POINTER(ctypes.c_uint32)
_SIGNATURES = {
    "tvg_engine_init": (_RESULT, (_WORD,)),
    "tvg_engine_version": (_RESULT, (_WORD_TO_FILL, _WORD_TO_FILL, _WORD_TO_FILL, _POINTER)),
    "tvg_swcanvas_create": (_POINTER, (_WORD,)),
    "tvg_swcanvas_set_target": (_RESULT, (_POINTER, _POINTER, _WORD, _WORD, _WORD, _WORD)),
    "tvg_picture_new": (_POINTER, ()),
    "tvg_picture_load_data": (_RESULT, (_POINTER, _TEXT, _WORD, _TEXT, _TEXT, _FLAG)),
    "tvg_picture_set_size": (_RESULT, (_POINTER, _NUMBER, _NUMBER)),
    "tvg_paint_rel": (_RESULT, (_POINTER,)),
    "tvg_canvas_add": (_RESULT, (_POINTER, _POINTER)),
    "tvg_canvas_draw": (_RESULT, (_POINTER, _FLAG)),
    "tvg_canvas_sync": (_RESULT, (_POINTER,)),
    "tvg_canvas_destroy": (_RESULT, (_POINTER,)),
}
"""What each function returns and takes, as thorvg_capi.h of ThorVG 1.0 has it; a result of 0 is success."""
_THIS_THREAD_ALONE = 0
_USUAL_CANVAS = 1
_RED_FIRST = 0


@dataclass(frozen=True, slots=True)
class Software:
    """The library, started; `version` is its own word."""

    library: ctypes.CDLL
    version: str

    def paint(self, svg: bytes, width: int, height: int) -> bytearray | None:
        """Return a picture as four bytes a pixel, red first; None for an SVG that ThorVG can't draw."""
        call = self.library
        picture = call.tvg_picture_new()
        if call.tvg_picture_load_data(picture, svg, len(svg), b"svg", None, True):
            call.tvg_paint_rel(picture)
            return None
        call.tvg_picture_set_size(picture, width, height)
        pixels = bytearray(4 * width * height)
        first = ctypes.addressof(ctypes.c_char.from_buffer(pixels))
        canvas = call.tvg_swcanvas_create(_USUAL_CANVAS)
        try:
            failed = (
                call.tvg_swcanvas_set_target(canvas, first, width, width, height, _RED_FIRST)
                or call.tvg_canvas_add(canvas, picture)
                or call.tvg_canvas_draw(canvas, False)
                or call.tvg_canvas_sync(canvas)
            )
        finally:
            call.tvg_canvas_destroy(canvas)
        return None if failed else pixels


def start() -> Software:
    """Load and start the library; raise ImportError or OSError where that can't be."""
    from thorvg_python.engine import THORVG_LIB

    if THORVG_LIB is None:
        raise OSError("its library can't be loaded on this machine")
    library = ctypes.CDLL(THORVG_LIB._name)
    for name, (gives, takes) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = gives, takes
    if library.tvg_engine_init(_THIS_THREAD_ALONE):
        raise OSError("its library doesn't start on this machine")
    # It fills in the numbers only where it may say them as a text, too.
    parts = [ctypes.c_uint32() for _ in range(3)]
    library.tvg_engine_version(*(ctypes.byref(part) for part in parts), ctypes.byref(ctypes.c_char_p()))
    return Software(library, ".".join(str(part.value) for part in parts))
