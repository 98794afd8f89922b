"""`artgen gallery`: open the live gallery in a browser, or write it as a folder."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from artgen import renderers
from artgen.drawing.theme import load as load_theme
from artgen.drawing.theme import read as read_theme
from artgen.errors import ArtgenError
from artgen.gallery.leaf import THEMES, Choice, leaf
from artgen.gallery.server import Gallery
from artgen.gallery.workbench import Workbench

TOLD = 20
"""Every so many pictures are told where no bar can move."""
say = Console(soft_wrap=True, highlight=False)


def gallery(
    styles: Annotated[
        list[str] | None,
        typer.Argument(metavar="[STYLE]...", help="The styles to hang, by name or file; all where none is named."),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch/--no-watch", help="Draw again whatever is saved.")] = True,
    out: Annotated[Path | None, typer.Option("--out", help="Write a static page into this folder instead.")] = None,
    themes: Annotated[
        str, typer.Option("--themes", help="With commas: which themes for --out, and files (.toml) of your own.")
    ] = ",".join(THEMES),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8765,
    browse: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Show styles on every kind of year, theme and sheet, with sliders for their options and what is wrong on each.

    Example: artgen gallery tidal/tidal.py --watch --open
    """
    installed = renderers.names()
    asked = styles or [found.name for found in renderers.listed() if found.renderer]
    files = {Path(one).stem: Path(one).resolve() for one in asked if one.endswith(".py")}
    names = tuple(Path(one).stem if one.endswith(".py") else one for one in asked)
    for name in names:
        if name not in installed.keys() | files.keys():
            renderers.load(name)
    chosen = tuple(name.strip() for name in themes.split(","))
    own = {name: Path(name).resolve() for name in chosen if name.endswith(".toml")}
    for name in chosen:
        read_theme(own[name]) if name in own else load_theme(name)
    bench = Workbench(names, files, own)
    if out is not None:
        if bench.faults:
            raise ArtgenError("\n".join(f"{name}: {why}" for name, why in sorted(bench.faults.items())))
        faulty = _write(bench, Choice(themes=chosen), out)
        say.print(f"{out / 'index.html'}: written, {faulty or 'no'} picture{'' if faulty == 1 else 's'} with faults")
        return
    with Gallery(bench, port, watch=watch) as server:
        say.print(f"{server.address} shows {', '.join(names)}; Ctrl+C ends it")
        if browse:
            webbrowser.open(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say.print("Closed")


def _write(bench: Workbench, choice: Choice, out: Path) -> int:
    columns = (TextColumn("Hanging"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=say, transient=True) as progress:
        task = progress.add_task("", total=None)

        def tick(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of)
            if not say.is_terminal and (done % TOLD == 0 or done == of):
                say.print(f"{done} of {of} pictures")

        return leaf(bench, choice, out, tick)
