"""The commands that show: the made campaign in a browser."""

import webbrowser
from typing import Annotated

import typer

from artgen.cli.opening import CampaignName, Out, opened, say
from artgen.desk import serve as preview


def serve(
    campaign: CampaignName,
    out: Out = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8000,
    browse: Annotated[bool, typer.Option("--browse", help="Open it in the browser.")] = False,
) -> None:
    """Show the made campaign in a browser, from this machine only, until Ctrl-C.

    Example: artgen serve heart-of-travel --out try
    """
    _, folder = opened(campaign, out)
    server = preview.preview(folder, port)
    address = f"http://127.0.0.1:{server.server_port}/"
    say.print(f"{address}  (Ctrl-C ends it)")
    if browse:
        webbrowser.open(address)
    with server:
        server.serve_forever()
