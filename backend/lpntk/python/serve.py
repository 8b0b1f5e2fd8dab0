"""`lpntk.serve`: the page, from a notebook or a script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lpntk.python.analysis import Analysis
from lpntk.serving.defaults import DEFAULT_HOST, DEFAULT_PORT
from lpntk.serving.server import serve as serve_page

if TYPE_CHECKING:
    from lpntk.serving.server import PageServer


def serve(
    analysis: Analysis | str | None = None,
    *,
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    open_browser: bool = True,
    token: str | None = None,
    data: Sequence[str | Path] = (),
    allow_code: bool = False,
) -> PageServer:
    """Serve the page until Ctrl-C, or in a notebook until the result's `stop`.

    Parameters
    ----------
    analysis
        The analysis to open the page on; or a database's URL, None for the default, to open the list.
    host, port
        Where to listen; port 0 takes any that is free.
    open_browser
        Whether to open the page in a browser.
    token
        A secret that every request must carry; beyond this machine there always is one.
    data
        The folders that samples and checkpoints may be named in on the page; the working folder by default.
    allow_code
        Whether a model that is code of yours may be named on the page. With a token it always may.

    Raises
    ------
    InputError
        If it cannot listen there: the port is in use, or the machine has no such address. If `data` holds
        what is no folder.
    StoreError
        If the database cannot be opened.

    Examples
    --------
    In a script it serves until Ctrl-C. Where an event loop runs already, as in a notebook, it goes on in the
    background:

    >>> import asyncio, lpntk
    >>> async def notebook():
    ...     server = lpntk.serve("sqlite:///my.db", port=0, open_browser=False)
    ...     server.stop()
    >>> asyncio.run(notebook())
    The page is at http://127.0.0.1:...
    """
    workspace = analysis.workspace if isinstance(analysis, Analysis) else analysis
    analysis_id = analysis.id if isinstance(analysis, Analysis) else None
    return serve_page(
        workspace,
        host=host,
        port=port,
        open_browser=open_browser,
        token=token,
        data=data,
        allow_code=allow_code,
        analysis=analysis_id,
    )
