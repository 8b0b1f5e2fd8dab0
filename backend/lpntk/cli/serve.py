"""`lpntk serve`: the page."""

from __future__ import annotations

from lpntk.cli.options import DEFAULT_HOST, DEFAULT_PORT, Database, Host, NoBrowser, Port


def serve(
    host: Host = DEFAULT_HOST, port: Port = DEFAULT_PORT, no_browser: NoBrowser = False, db: Database = None
) -> None:
    """Serve the page and run the analyses that are started there, until Ctrl-C."""
    from lpntk.api.server import serve as serve_page

    serve_page(db, host=host, port=port, open_browser=not no_browser)
