"""The gallery as a folder: the same page with its pictures beside it, for a web server or a plain double click."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from artgen import sitters
from artgen.gallery.hung import hang
from artgen.gallery.judged import judged
from artgen.gallery.page import Data, described, filled
from artgen.gallery.wanted import Wanted
from artgen.gallery.workbench import Workbench

THEMES = ("linen", "nocturne", "marigold-paper", "dusk-night")
WIDTH = 540


@dataclass(frozen=True, slots=True)
class Choice:
    """What a static gallery shows: these themes, these sheets, and the sitters of these brands, or "awkward"."""

    themes: tuple[str, ...] = THEMES
    sheets: tuple[str, ...] = ("poster", "phone", "card", "print")
    groups: tuple[str, ...] = ("flight", "run", "awkward")


def leaf(bench: Workbench, choice: Choice, folder: Path, tick: Callable[[int, int], None]) -> int:
    """Write the gallery into `folder`; return how many pictures have faults. `tick(done, of)` is called after each."""
    asked = tuple(_wanted(bench, choice))
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    hung: list[Data] = []
    for i, (group, one) in enumerate(asked):
        renderer = bench.styles[one.style]
        made, seen = hang(one, renderer), judged(one, renderer)
        name = "-".join((one.style, one.sitter, one.theme, one.canvas)).replace(" ", "_").replace(",", "") + ".jpg"
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
        tick(i + 1, len(asked))
    data = described({name: bench.styles.get(name) for name in bench.names}, bench.faults)
    (folder / "index.html").write_text(filled(data, hung), "utf-8", newline="\n")
    return sum(bool(one["faults"]) for one in hung)


def _wanted(bench: Workbench, choice: Choice) -> Iterable[tuple[str, Wanted]]:
    """Yield everybody on a poster in each theme, and a few on the other sheets in the first theme."""
    for style in bench.names:
        if style not in bench.styles:
            continue
        for group in choice.groups:
            for sitter in _of(group):
                for theme in choice.themes:
                    for sheet in choice.sheets if theme == choice.themes[0] else choice.sheets[:1]:
                        yield group, Wanted(style, sitter, theme, sheet, width=WIDTH)


def _of(group: str) -> Sequence[str]:
    found = sitters.awkward() if group == "awkward" else sitters.samples(group)
    return [one.name for one in found]
