"""The diagnosis as it stands in a terminal: a table a part, what is wrong told with what to do."""

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from artgen.desk.diagnosing.diagnosis import Diagnosis, Sign

_STYLE = {Sign.OK: "dim", Sign.WRONG: "bold red", Sign.LOOK: "yellow"}


def show(said: Diagnosis, console: Console) -> None:
    """Print what a team reads."""
    console.print(Text(f"{said.title} {said.year}: may letters go out?", "bold"))
    for name, lines in said.parts:
        table = Table(show_header=False, box=None, pad_edge=False)
        for _ in range(3):
            table.add_column(overflow="fold")
        for line in lines:
            told = Text(line.found)
            if line.advice:
                told.append(f"\n{line.advice}", "dim")
            table.add_row(Text(line.sign.value, _STYLE[line.sign]), Text(line.what), told)
        console.print(Group(Text(), Text(name, "bold"), Padding(table, (0, 0, 0, 2))), soft_wrap=False)
    console.print()
    console.print(Text(said.verdict, "bold"))
