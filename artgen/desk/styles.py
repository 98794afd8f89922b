"""`artgen style`: list the styles, begin a new one, and have one judged."""

import traceback
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from artgen import conformance, renderers
from artgen.conformance import Severity
from artgen.desk import new_style
from artgen.drawing.style import Renderer
from artgen.errors import ArtgenError

styles = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Styles: what a poster can look like.")
say = Console(highlight=False, soft_wrap=True)
aside = Console(stderr=True, highlight=False, soft_wrap=True)


@styles.command("list")
def style_list() -> None:
    """List every style, built-in or installed, with its options, or why it can't be used.

    Example: artgen style list
    """
    for found in renderers.listed():
        if found.renderer is None:
            say.print(f"{found.name}  can't be used ({found.origin}):\n{found.fault}", markup=False)
            continue
        try:
            lines = _lines(found.renderer, found.origin)
        except Exception as wrong:
            # Somebody else's declaration may hold anything; the styles behind it are listed all the same.
            why = renderers.failure(wrong, found.renderer.source)
            lines = [f"{found.name}  can't be listed ({found.origin}): {why}; have it judged: artgen style check"]
        for line in lines:
            say.print(line, markup=False)


@styles.command("new")
def style_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the style is called, in lower case.")],
    folder: Annotated[Path | None, typer.Option("--folder", help="Where to write it. Default: a folder NAME.")] = None,
) -> None:
    """Write a style that already draws and a test that already passes, as a small package of your own.

    Example: artgen style new tidal
    """
    made = new_style.write(name, folder or Path(name))
    say.print(new_style.next_steps(name, made), markup=False)


@styles.command("check")
def style_check(
    style: Annotated[str, typer.Argument(metavar="STYLE", help="A style's name, or its Python file.")],
    full: Annotated[
        bool, typer.Option("--full", help="Draw everyone on every paper, themes taking turns: minutes.")
    ] = False,
) -> None:
    """Judge a style, built-in, installed or a file: truth, sameness, kindness, size, what can be read and seen.

    It is drawn for made-up people of every kind. The exit code is 1 where there is anything to mend.

    Example: artgen style check tidal/tidal.py
    """
    found = conformance.judge(_style(style), "full" if full else "quick")
    faults = [one for one in found if one.severity is Severity.FAULT]
    for one in faults:
        say.print(f"mend  {one}", markup=False)
    for one in found:
        if one.severity is Severity.NOTE:
            say.print(f"note  {one}", markup=False)
    say.print(f"{len(faults)} to mend" if faults else "nothing to mend")
    raise typer.Exit(int(bool(faults)))


def _lines(style: Renderer, origin: str) -> list[str]:
    """Return what is listed of a style: itself, and a line for each option."""
    about = style.help.splitlines() or ["its docstring doesn't say whom it suits"]
    lines = [f"{style.name}  by {style.by} ({origin}): {about[0]}"]
    for option in style.options:
        limits = f"{option.span.low:g}..{option.span.high:g}, {option.span.help}" if option.span else ""
        lines.append(f"  {option.name} = {option.default}  {limits or ' | '.join(option.choices)}")
    return lines


def _style(named: str) -> Renderer:
    if not named.endswith(".py"):
        return renderers.load(named)
    try:
        return renderers.from_file(Path(named))
    except ArtgenError:
        raise
    except Exception as wrong:
        # A file that can't even be imported: its author needs the line, not ours.
        aside.print("".join(traceback.format_exception(wrong, limit=-2)), markup=False)
        raise typer.Exit(1) from wrong
