"""The command line: parse, call one function, print; the only place that reads the clock and the environment."""

import sqlite3
import sys
from typing import Annotated

import typer

from artgen import __version__
from artgen.cli import (
    cdn,
    doubting,
    explaining,
    export,
    hearing,
    leaving,
    making,
    proving,
    publishing,
    reporting,
    sending,
    showing,
)
from artgen.cli.opening import aside, say
from artgen.desk.styles import styles
from artgen.errors import ArtgenError
from artgen.gallery.command import gallery

_MEND = "free the disk, or restore the output folder from your latest backup"
app = typer.Typer(
    name="artgen",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Turn a year of each customer's activity into a poster, a personal page and a letter.",
)
for command in (
    making.demo,
    making.new,
    making.check,
    making.make,
    explaining.explain,
    gallery,
    showing.serve,
    proving.proof,
    proving.approve,
    publishing.publish,
    cdn.cdn,
    cdn.expire,
    reporting.doctor,
    sending.send,
    sending.status,
    sending.pause,
    sending.resume,
    hearing.hear,
    hearing.suppress,
    hearing.unsubscribe,
    doubting.doubts,
    doubting.resolve,
    reporting.report,
    export.export,
    leaving.revoke,
    leaving.erase,
    leaving.export_person,
    making.pdf,
):
    app.command()(command)
app.add_typer(styles, name="style")


@app.callback(invoke_without_command=True)
def _main(version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False) -> None:
    if version:
        say.print(f"artgen {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; a person's mistake is one sentence and exit code 1, never a traceback."""
    try:
        app()
    except ArtgenError as wrong:
        aside.print(f"artgen: {wrong}", markup=False)
        sys.exit(1)
    except sqlite3.DatabaseError as wrong:
        aside.print(f"artgen: a ledger or list can't be read or written ({wrong}); {_MEND}", markup=False)
        sys.exit(1)
    except (KeyboardInterrupt, SystemExit) as ended:
        if not _interrupted(ended):
            raise
        aside.print("artgen: stopped; run the same command again to go on where it was")
        sys.exit(130)


def _interrupted(ended: BaseException | None) -> bool:
    """Tell whether Ctrl-C is the reason; typer makes an exit code of it."""
    while ended is not None and not isinstance(ended, KeyboardInterrupt):
        ended = ended.__cause__ or ended.__context__
    return ended is not None
