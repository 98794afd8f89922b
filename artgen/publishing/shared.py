"""What all pages share: style sheet, script, fonts, icon, and the page where there is none; named by their bytes."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from artgen.drawing import theme as themes
from artgen.drawing.colour import hex_of, mix
from artgen.drawing.marks import WARM
from artgen.drawing.theme import Theme
from artgen.publishing.gone import gone
from artgen.publishing.script import script
from artgen.shipped import place
from artgen.words.phrases import Phrases, load

FOLDER = "shared"
GONE = "404.html"
_SHEETS = ("paper.css", "first.css", "player.css", "rooms.css", "keep.css", "screens.css")
_FONTS = tuple(f"inter-tight-{weight}-{part}.woff2" for part in ("latin", "more") for weight in (500, 400))
_SERIF = tuple(f"instrument-serif-400-{part}.woff2" for part in ("latin", "more"))
_SERIF_LACKS = "ĈĉĔĕĜĝĤĥĨĩĬĭĴĵĸĿŀŉŎŏŜŝŢţŦŧŨũſ"
_SERIF_WRITES = re.compile(rf"(?:(?![{_SERIF_LACKS}])[\x20-\x7e\xa0\xa1\xaa\xb7\xba\xbf-\u017f‘’–…])*")


@dataclass(frozen=True, slots=True)
class Shared:
    """The names under `shared/` that a page asks for; `fonts` are those it needs at once.

    `serif` is the font of a warm headline. `colours` is empty for a shipped theme: its own are in the style sheet.
    """

    stylesheet: str
    colours: str
    icon: str
    script: str
    fonts: tuple[str, ...]
    serif: str


def shared(theme: Theme) -> Shared:
    """Return the names of the files that pages in a theme share; a changed file has another name, so each is kept."""
    _, names = _made()
    fonts = tuple(names[font] for font in _FONTS[:2])
    colours, serif = _colour_file(theme), names[_SERIF[0]]
    return Shared(names["page.css"], colours, names["icon.svg"], names["page.js"], fonts, serif)


def warm(theme: Theme, loud: str) -> bool:
    """Tell whether the loud words of a page are set in the poster's serif: a warm voice, and letters that it has.

    >>> [warm(themes.load(name), loud) for name, loud in (("orchard-night", "Zoë"), ("salt", "Zoë"), ("salt", "Ζωή"))]
    [True, False, False]
    """
    return theme.voice == WARM and _SERIF_WRITES.fullmatch(loud) is not None


def shared_files(languages: Sequence[Phrases] = ()) -> dict[str, bytes]:
    """Return the shared files to publish, by their path under the site: `shared/...` and the gone page.

    The gone page speaks `languages`, the first before the others; English where none is given.
    """
    files, _ = _made()
    return files | {GONE: gone(languages or (load("en_US"),)).encode()}


def colour_files(worn: Iterable[Theme]) -> dict[str, bytes]:
    """Return the files of the colours of those themes that aren't shipped, by their path under the site."""
    return {f"{FOLDER}/{name}": _colours(theme).encode() for theme in worn if (name := _colour_file(theme))}


@lru_cache(maxsize=1)
def _made() -> tuple[dict[str, bytes], dict[str, str]]:
    folder = place("assets") / "page"
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    sheet = "\n".join((folder / part).read_text("utf-8") for part in _SHEETS)
    for given in (*_FONTS, *_SERIF, "icon.svg"):
        content = (folder / given).read_bytes()
        names[given] = _named(given, content)
        files[f"{FOLDER}/{names[given]}"] = content
        sheet = sheet.replace(f"url({given})", f"url({names[given]})")
    colours = "".join(_colours(themes.load(name)) for name in themes.names())
    content = f"{sheet}\n/* The themes. */\n{colours}".encode()
    names["page.css"] = _named("page.css", content)
    files[f"{FOLDER}/{names['page.css']}"] = content
    content = script().encode()
    names["page.js"] = _named("page.js", content)
    files[f"{FOLDER}/{names['page.js']}"] = content
    notice, licence = (folder / "OFL.txt").read_text("utf-8").split("\n", 1)
    other = (place("assets") / "fonts" / "instrument-serif" / "OFL.txt").read_text("utf-8").split("\n", 1)[0]
    files[f"{FOLDER}/ofl.txt"] = f"{notice}\n{other}\n{licence}".encode()
    return files, names


def _named(given: str, content: bytes) -> str:
    stem, _, ending = given.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}"


def _colour_file(theme: Theme) -> str:
    return "" if theme.name in themes.names() else _named("theme.css", _colours(theme).encode())


def _colours(theme: Theme) -> str:
    soft, line, pressed = (hex_of(mix(theme.ink_lab, theme.ground_lab, share)) for share in (0.95, 0.86, 0.14))
    paints = {
        "ground": theme.ground,
        "ink": theme.ink,
        "muted": theme.muted,
        "accent": theme.accent,
        "soft": soft,
        "line": line,
        "pressed": pressed,
    }
    said = " ".join(f"--{role}: {colour};" for role, colour in paints.items())
    return f".t-{theme.name} {{ {said} color-scheme: {'dark' if theme.dark else 'light'}; }}\n"
