"""`lpntk serve`: the page."""

from __future__ import annotations

from typing import Annotated

import typer

from lpntk.cli.options import Database, NoBrowser, Port
from lpntk.serving.defaults import DEFAULT_HOST, DEFAULT_PORT


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 is all of this machine's, behind a token.")
    ] = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
    token: Annotated[
        str | None,
        typer.Option(
            envvar="LPNTK_TOKEN",
            help="What a browser must know to be let in.",
            show_default="none on this machine, else a new one",
        ),
    ] = None,
    data: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DIR",
            help="A folder that the page may read samples and checkpoints from; give it again for more.",
            show_default="the working folder",
        ),
    ] = None,
    allow_code: Annotated[
        bool,
        typer.Option("--allow-code", help="Let the page name models of your own code; with a token it may."),
    ] = False,
    root_path: Annotated[
        str,
        typer.Option(
            metavar="PATH",
            help="The path under which a proxy shows the page, such as /lpntk.",
            show_default="none",
        ),
    ] = "",
    allowed_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A host under which a proxy shows the page, as in the browser's address; give it again for "
            "more.",
            show_default="this machine's",
        ),
    ] = None,
    allow_frames: Annotated[
        bool,
        typer.Option(
            "--allow-frames", help="Let pages of the same host, such as a notebook, show the page in a frame."
        ),
    ] = False,
    no_browser: NoBrowser = False,
    db: Database = None,
) -> None:
    """Serve the page and run the analyses that are started there, until Ctrl-C."""
    from lpntk.serving.server import serve as serve_page

    serve_page(
        db,
        host=host,
        port=port,
        open_browser=not no_browser,
        token=token,
        data=data or (),
        allow_code=allow_code,
        root_path=root_path,
        allowed_hosts=allowed_host or (),
        frames=allow_frames,
    )
