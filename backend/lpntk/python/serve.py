"""`lpntk.serve`: the page, from a notebook or a script."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from lpntk.domain import InputError
from lpntk.python.analysis import Analysis
from lpntk.python.page import Page
from lpntk.serving.defaults import DEFAULT_HOST, DEFAULT_PORT
from lpntk.serving.server import PageServer, announce_address
from lpntk.serving.server import serve as serve_page


def serve(
    analysis: Analysis | str | None = None,
    *,
    host: str = DEFAULT_HOST,
    port: int | None = None,
    block: bool | None = None,
    open_browser: bool | None = None,
    token: str | None = None,
    root_path: str = "",
    allowed_hosts: Sequence[str] = (),
    frames: bool | None = None,
    data: Sequence[str | Path] = (),
    allow_code: bool = False,
) -> Page:
    """Serve the page: in a script until Ctrl-C, in a notebook in the background.

    Parameters
    ----------
    analysis
        The analysis to open the page on; or a database's URL, None for the default, to open the list.
    host, port
        Where to listen; port 0 takes any that is free, None 8000, or one that is free where that is in use
        and the page is served in the background.
    block
        Whether to serve until Ctrl-C instead of returning at once; None: where no event loop runs, as one
        does in a notebook.
    open_browser
        Whether to open the page in a browser; None: not in a notebook, where the result shows itself.
    token
        A secret that every request must carry; beyond this machine there always is one.
    root_path
        The path under which a proxy shows the page, such as JupyterHub's "/user/NAME/proxy/8000".
    allowed_hosts
        The hosts under which proxies show the page, as in the browser's address.
    frames
        Whether pages of the same host may show the page in a frame; None: in a notebook.
    data
        The folders that samples and checkpoints may be named in on the page; the working folder by default.
    allow_code
        Whether a model that is code of yours may be named on the page. With a token it always may.

    Returns
    -------
    Page
        With `url`, `selected`, `tags` and `close`; already closed where this waited for Ctrl-C.

    Raises
    ------
    InputError
        If it cannot listen there: the port is in use, or the machine has no such address. If `data` holds
        what is no folder, `root_path` is no path or `allowed_hosts` holds what is no host.
    StoreError
        If the database cannot be opened.

    Examples
    --------
    >>> import lpntk
    >>> with lpntk.serve("sqlite:///my.db", port=0, block=False, open_browser=False) as page:
    ...     page.selected
    The page is at http://127.0.0.1:...
    array([], dtype=int64)
    """
    in_notebook = _has_running_loop()
    block = not in_notebook if block is None else block
    analysis_id = analysis.id if isinstance(analysis, Analysis) else None

    def start(port: int) -> PageServer:
        return serve_page(
            analysis.workspace if isinstance(analysis, Analysis) else analysis,
            host=host,
            port=port,
            open_browser=not in_notebook if open_browser is None else open_browser,
            token=token,
            data=data,
            allow_code=allow_code,
            root_path=root_path,
            allowed_hosts=allowed_hosts,
            frames=in_notebook if frames is None else frames,
            analysis=analysis_id,
            announce=announce_address if block else _announce,
            block=block,
        )

    server = (
        _on_some_port(start) if port is None and not block else start(DEFAULT_PORT if port is None else port)
    )
    return Page(server, analysis if isinstance(analysis, Analysis) else None)


def _on_some_port(start: Callable[[int], PageServer]) -> PageServer:
    """A cell that is run again leaves its former page where it was."""
    try:
        return start(DEFAULT_PORT)
    except InputError as error:
        if error.field != "port":
            raise
        return start(0)


def _announce(url: str) -> None:
    sys.stdout.write(f"The page is at {url}\n")
    sys.stdout.flush()


def _has_running_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
