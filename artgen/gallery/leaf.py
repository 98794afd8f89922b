"""The gallery as a folder: the same page with its pictures beside it, for a web server or a plain double click."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from artgen import sitters
from artgen.errors import StyleError
from artgen.gallery.hung import Hung, failed, hang
from artgen.gallery.judged import Judged, judged
from artgen.gallery.page import Data, filled, wall
from artgen.gallery.wanted import Wanted
from artgen.gallery.workbench import Workbench

THEMES = ("linen", "nocturne", "marigold-paper", "dusk-night")
WIDTH = 540
_PLAIN = str.maketrans(" /\\", "___", ",")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a static gallery shows: these themes, these sheets, and the sitters of these brands, or "awkward"."""

    themes: tuple[str, ...] = THEMES
    sheets: tuple[str, ...] = ("poster", "phone", "card", "print")
    groups: tuple[str, ...] = ("flight", "run", "awkward")


def leaf(bench: Workbench, choice: Choice, folder: Path, tick: Callable[[int, int], None]) -> int:
    """Write the gallery into `folder`; return how many pictures have faults. `tick(done, of)` is called after each.

    The page is written with each picture: one that was stopped shows what was drawn until then.
    """
    asked = tuple(_wanted(bench, choice))
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    data, hung = wall(bench), list[Data]()
    _write(folder, data, hung)
    for i, (group, one) in enumerate(asked):
        made, seen = _drawn(bench, one)
        name = "-".join((one.style, one.sitter, one.theme, one.canvas)).translate(_PLAIN) + ".jpg"
        if made.jpeg:
            (folder / "pictures" / name).write_bytes(made.jpeg)
        hung.append(
            {
                "key": "|".join((one.style, one.sitter, one.theme, one.canvas)),
                "group": group,
                "theme": one.theme,
                "sheet": one.canvas,
                "picture": f"pictures/{name}" if made.jpeg else "",
                "ms": round(made.ms),
                "kb": round(made.kb),
                "gzipped": round(made.gzipped_kb),
                "marks": made.marks,
                "faults": [*made.faults, *seen.faults],
                "notes": [*made.notes, *([seen.shown] if seen.shown else [])],
            }
        )
        _write(folder, data, hung)
        tick(i + 1, len(asked))
    _write(folder, wall(bench), hung)
    return sum(bool(one["faults"]) for one in hung)


def _drawn(bench: Workbench, one: Wanted) -> tuple[Hung, Judged]:
    try:
        return bench.drawn(one.style, partial(hang, one)), bench.drawn(one.style, partial(judged, one))
    except StyleError as wrong:
        return failed(str(wrong)), Judged()


def _write(folder: Path, data: Data, hung: Sequence[Data]) -> None:
    part = folder / "index.html.part"
    part.write_text(filled(data, hung), "utf-8", newline="\n")
    part.replace(folder / "index.html")


def _wanted(bench: Workbench, choice: Choice) -> Iterable[tuple[str, Wanted]]:
    """Yield everybody on a poster in each theme, and a few on the other sheets in the first theme."""
    for style in bench.names:
        if style not in bench.styles:
            continue
        for group in choice.groups:
            for sitter in _of(group):
                for theme in choice.themes:
                    own = bench.themes.get(theme)
                    for sheet in choice.sheets if theme == choice.themes[0] else choice.sheets[:1]:
                        yield group, Wanted(style, sitter, theme, sheet, width=WIDTH, file=own)


def _of(group: str) -> Sequence[str]:
    found = sitters.awkward() if group == "awkward" else sitters.samples(group)
    return [one.name for one in found]
