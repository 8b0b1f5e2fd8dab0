"""A small reverse proxy, as an institute or JupyterHub puts one in front of a server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

# Of one connection only, or counted anew.
NOT_PASSED = {"connection", "transfer-encoding", "keep-alive", "content-length", "server", "date"}


@contextmanager
def reverse_proxy(port: int, path: str, *, strips: bool, keeps_host: bool = True) -> Iterator[str]:
    """The address at which a proxy shows the server on `port`: below `path`.

    Parameters
    ----------
    strips
        Whether it takes `path` off the requests that it passes on.
    keeps_host
        Whether it passes on the Host header, or puts its own name for the server in.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def pass_on(self) -> None:
            if self.path != path and not self.path.startswith(f"{path}/"):
                self.send_error(404)
                return
            address = (self.path.removeprefix(path) or "/") if strips else self.path
            headers = [(name, value) for name, value in self.headers.items() if name.lower() != "connection"]
            if not keeps_host:
                headers = [(name, value) for name, value in headers if name.lower() != "host"]
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            url = f"http://127.0.0.1:{port}{address}"
            try:
                with httpx.stream(self.command, url, headers=headers, content=body, timeout=30) as answer:
                    self.answer(answer)
            except (httpx.HTTPError, OSError):
                self.close_connection = True  # either side has gone

        def answer(self, answer: httpx.Response) -> None:
            self.send_response_only(answer.status_code)
            for name, value in answer.headers.multi_items():
                if name not in NOT_PASSED:
                    self.send_header(name, value)
            self.end_headers()
            for piece in answer.iter_raw():
                self.wfile.write(piece)
                self.wfile.flush()

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = pass_on  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 256
        daemon_threads = True

    proxy = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_port}{path}"
    finally:
        proxy.shutdown()
        proxy.server_close()
