"""The command that answers why one customer's poster is as it is."""

from pathlib import Path
from typing import Annotated

import typer

from artgen.cli.opening import CampaignName, Out, keys_of, opened, say
from artgen.desk.explaining import explain as explaining
from artgen.desk.explaining.explain_screen import page as as_page
from artgen.desk.explaining.explain_screen import show
from artgen.errors import ArtgenError
from artgen.ledger.beginning import refuse_lost
from artgen.publishing.shelf import PRIVATE


def explain(
    campaign: CampaignName,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer's id, as in the people file.")],
    out: Out = None,
    page: Annotated[Path | None, typer.Option("--page", help="Write it as a page into this file.")] = None,
    json: Annotated[str, typer.Option("--json", help="Write it for machines into this file; - for here.")] = "",
    address: Annotated[bool, typer.Option("--address", help="Show the address too.")] = False,
) -> None:
    """Say why one customer's poster is as it is: which rows made which marks and numbers, and which rows did not.

    It reads the data as they stand now, and, where something was made, what is on record: when it was made, sent,
    and what was heard. On the page, a row shows its mark. It names the person: treat it as you treat your mailing list.

    Example: artgen explain heart-of-travel NW-000001 --page why.html
    """
    chosen, folder = opened(campaign, out)
    ledger = folder / "ledger.sqlite"
    if not ledger.is_file():
        refuse_lost(ledger)
    keys = keys_of(chosen) if ledger.is_file() else None
    done = explaining.explain(chosen, customer, folder, keys, address=address)
    for file, text in ((page, as_page(done)), (Path(json) if json not in ("", "-") else None, done.said.as_json())):
        if file:
            _write(file, text)
            say.print(f"{file}: written, readable by you alone", markup=False)
    if json == "-":
        typer.echo(done.said.as_json(), nl=False)
    elif not (page or json):
        show(done.said, say)


def _write(file: Path, text: str) -> None:
    try:
        file.touch(PRIVATE)
        file.chmod(PRIVATE)
        file.write_text(text, "utf-8")
    except OSError as wrong:
        raise ArtgenError(f"{file}: can't be written ({wrong.strerror}); name another file") from wrong
