"""The page's script: its parts joined into one file, without the comments and blanks that a browser has no use for."""

import re

from artgen.shipped import place

PARTS = (
    *("year.js", "stage.js", "brush.js", "painted.js", "framed.js"),
    *("notes.js", "orchestra.js", "sound.js"),
    *("strip.js", "play.js", "keep.js", "begin.js"),
)
"""In the order in which they run. They share one scope, so that one part's words are known to the next."""
_COMMENT = re.compile(r"^\s*/\*.*?\*/\n", re.DOTALL | re.MULTILINE)


def script() -> str:
    """Return the script that every page asks for."""
    folder = place("assets") / "page"
    texts = [(folder / name).read_text("utf-8") for name in PARTS]
    return f'(()=>{{"use strict";\n{"".join(map(tightened, texts))}}})();\n'


def tightened(text: str) -> str:
    """Take out the comments that stand on lines of their own, the indents, and empty lines.

    >>> tightened("/* Why. */\\nif (a) {\\n  b();\\n}\\n\\nc();\\n")
    'if (a) {\\nb();\\n}\\nc();\\n'
    """
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "".join(f"{line}\n" for line in lines if line)
