"""The server: a socket, uvicorn on it, and the browser on the page."""

from __future__ import annotations

import errno
import ipaddress
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI

from lpntk.api.app import create_app
from lpntk.api.prefix import Prefix
from lpntk.api.selections import Selections
from lpntk.domain import InputError, LpntkError
from lpntk.pipeline.workspace import Workspace
from lpntk.serving.defaults import DEFAULT_HOST, DEFAULT_PORT

SECONDS_TO_FINISH_REQUESTS = 3
SECONDS_TO_STOP = 20.0
SECONDS_TO_SWITCH_THREADS = 0.0005


def announce_address(url: str) -> None:
    """Tell on the terminal where the page is."""
    sys.stdout.write(f"The page is at {url}\nCtrl-C stops it.\n")
    sys.stdout.flush()


def serve(
    workspace: Workspace | str | None = None,
    *,
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    open_browser: bool = True,
    token: str | None = None,
    data: Sequence[str | Path] = (),
    allow_code: bool = False,
    root_path: str = "",
    allowed_hosts: Sequence[str] = (),
    frames: bool = False,
    analysis: int | None = None,
    announce: Callable[[str], None] = announce_address,
    block: bool = True,
) -> PageServer:
    """Serve the page and run the analyses that are asked for there, until Ctrl-C.

    Parameters
    ----------
    workspace
        An open workspace, which stays the caller's to close, or its database's URL; None for the default.
    host, port
        Where to listen; port 0 takes any that is free.
    open_browser
        Whether to open the page in a browser when the server is ready.
    token
        A secret that every request must carry. Where `host` is more than this machine there always is one.
    data
        The folders that samples and checkpoints may be named in on the page; the working folder by default.
    allow_code
        Whether a model that is code of the user's may be named on the page. With a token it always may.
    root_path
        The path under which a proxy shows the page, such as /lpntk; whether it takes it off requests or not.
    allowed_hosts
        The names under which proxies show the page, as in the browser's address.
    frames
        Whether a page of the same host, such as a notebook, may show the page in a frame.
    analysis
        The analysis to open the page on; None for the list.
    announce
        Called with the page's address, which holds the token if there is one, when the server is ready.
    block
        Whether to serve until Ctrl-C; else in the background, until `PageServer.stop`.

    Raises
    ------
    InputError
        If it cannot listen there: the port is in use, or the machine has no such address. If `data` holds
        what is no folder, `root_path` is no path or `allowed_hosts` holds what is no host.
    StoreError
        If the database cannot be opened.
    """
    server = PageServer(
        workspace,
        host=host,
        port=port,
        token=token,
        data=data,
        allow_code=allow_code,
        root_path=root_path,
        allowed_hosts=allowed_hosts,
        frames=frames,
    )
    path = page_path(analysis)

    def ready() -> None:
        announce(server.url(path))
        if open_browser:
            # Some browsers return only when they are closed.
            address = server.url(path, here=True)
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    if block:
        server.run(ready)
    else:
        server.start(ready)
    return server


def page_path(analysis_id: int | None) -> str:
    """Where an analysis is below the page's address; the list of all for None."""
    return "/" if analysis_id is None else f"/analyses/{analysis_id}"


class PageServer:
    """One server on a socket that listens already, so that an address that cannot be had is known at once.

    Used as a context manager it serves in the background, ready on entry and gone on exit.

    Parameters and errors are those of `serve`.

    Attributes
    ----------
    host, port, token
        Where it listens, and what it asks for; None for nothing.
    root_path
        The path under which a proxy shows the page, as addresses carry it; empty where there is none.
    selections
        What is selected on its pages.
    """

    def __init__(
        self,
        workspace: Workspace | str | None = None,
        *,
        host: str = DEFAULT_HOST,
        port: int = DEFAULT_PORT,
        token: str | None = None,
        data: Sequence[str | Path] = (),
        allow_code: bool = False,
        root_path: str = "",
        allowed_hosts: Sequence[str] = (),
        frames: bool = False,
        supervise: bool = True,
    ) -> None:
        with ExitStack() as stack:
            self._socket = stack.enter_context(listen(host, port))
            address = ipaddress.ip_address(self._socket.getsockname()[0])
            self._everywhere = address.is_unspecified
            self.host = host or str(address)
            self.port: int = self._socket.getsockname()[1]
            self.token = token or (None if address.is_loopback else secrets.token_urlsafe(24))
            if not isinstance(workspace, Workspace):
                workspace = stack.enter_context(Workspace.open(workspace))
            names = ["*"] if self._everywhere else [host, str(address)]
            app = create_app(
                workspace,
                supervise=supervise,
                token=self.token,
                allowed_hosts=names,
                proxied_hosts=allowed_hosts,
                root_path=root_path,
                frames=frames,
                data=data,
                allow_code=allow_code,
            )
            self.selections: Selections = app.state.selections
            self.root_path = Prefix(root_path).text
            self._server = _Server(app)
            self._thread: threading.Thread | None = None
            self._stack = stack.pop_all()

    def url(self, path: str = "/", *, here: bool = False, proxied: bool = False) -> str:
        """Where a page is, with the token.

        Parameters
        ----------
        here
            As this machine's own browser reaches it.
        proxied
            Where a proxy shows it: from a page on the proxy's host, such as a notebook of JupyterHub.
        """
        query = f"?{urlencode({'token': self.token})}" if self.token else ""
        if proxied and self.root_path:
            return f"{self.root_path}{path}{query}"
        name = self.host
        if self._everywhere:
            name = DEFAULT_HOST if here else socket.gethostname()
        if ":" in name:
            name = f"[{name}]"
        return f"http://{name}:{self.port}{self.root_path}{path}{query}"

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until Ctrl-C or `stop`; `ready` is called when requests are answered.

        Raises
        ------
        LpntkError
            If the server does not come up; its log says why.
        """
        self._server.ready = ready
        # The loop that answers waits that long for a thread that reads results, with Python's own for 5 ms.
        sys.setswitchinterval(SECONDS_TO_SWITCH_THREADS)
        with self._stack:
            try:
                self._server.run(sockets=[self._socket])
            except KeyboardInterrupt:
                return
            except SystemExit:
                raise LpntkError("The server did not start: its log says why.") from None

    def start(self, ready: Callable[[], None] = lambda: None) -> None:
        """Do as `run` in the background, and return when requests are answered."""
        up: Future[None] = Future()

        def background() -> None:
            try:
                self.run(lambda: up.set_result(None))
            except LpntkError as error:
                up.set_exception(error)

        self._thread = threading.Thread(target=background, name="lpntk-page", daemon=True)
        self._thread.start()
        up.result()
        ready()

    def stop(self) -> None:
        """End the answers that are under way, then the server; no effect when it is not running.

        What has not ended after a while is left to end with the process: who stops a server waits for nobody.
        """
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(SECONDS_TO_STOP)
            if self._thread.is_alive():
                self._server.force_exit = True
                self._thread.join(SECONDS_TO_STOP)
            self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()


class _Server(uvicorn.Server):
    """Says when it is ready, and ends the streams of events before it waits for the last answers."""

    def __init__(self, app: FastAPI) -> None:
        config = uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=SECONDS_TO_FINISH_REQUESTS,
        )
        super().__init__(config)
        self.page = app
        self.ready: Callable[[], None] = lambda: None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.page.state.changes.end()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises
    ------
    InputError
        If the port is in use, is not allowed or is none, or the machine has no such address.
    """
    if not 0 <= port <= 65_535:
        raise InputError(f"{port} is no port: choose one from 1 to 65535, or 0 for any.", field="port")
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError):
        raise InputError(f"The host '{host}' is not known: use 127.0.0.1 or 0.0.0.0.", field="host") from None
    problem = OSError()
    for family, kind, protocol, _, address in found:
        candidate = socket.socket(family, kind, protocol)
        try:
            if sys.platform != "win32":  # there it would let two servers have one port
                candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            candidate.bind(address)
            candidate.listen(2048)
        except OSError as error:
            candidate.close()
            problem = error
        else:
            return candidate
    raise _cannot_listen(host, port, problem) from None


def _cannot_listen(host: str, port: int, problem: OSError) -> InputError:
    if problem.errno == errno.EADDRINUSE:
        text = (
            f"Port {port} on {host} is in use: stop what uses it, or choose another one, such as {port + 1}."
        )
        return InputError(text, field="port")
    if problem.errno == errno.EACCES:
        return InputError(f"Port {port} is not allowed to you: choose one above 1023.", field="port")
    return InputError(f"This machine has no address {host}: use 127.0.0.1 or 0.0.0.0.", field="host")
