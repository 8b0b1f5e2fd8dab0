"""Answers compressed on their way, where that is worth it: words are, numbers, pictures and downloads are not."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_AS_IT_IS = "identity"


class Compression:
    """Compresses as `GZipMiddleware` does what gets much smaller by it.

    That one leaves alone what says how it is encoded. So the rest says on its way there that it is as it is,
    which no client needs to read. Floating-point numbers lose a tenth of their size and take as long as their
    computation; a download may be large.

    Parameters
    ----------
    app
        Whose answers.
    minimum_size, level
        The fewest bytes that are worth it, and how hard to try.
    """

    def __init__(self, app: ASGIApp, minimum_size: int, level: int) -> None:
        self._app = GZipMiddleware(_Marked(app), minimum_size=minimum_size, compresslevel=level)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer back."""

        async def send_plain(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("Content-Encoding") == _AS_IT_IS:
                    del headers["Content-Encoding"]
            await send(message)

        await self._app(scope, receive, send_plain)


_DENSE = ("image/", "application/octet-stream")


class _Marked:
    """Has downloads, pictures and numbers say that they are as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_download = headers.get("Content-Disposition", "").startswith("attachment")
                is_dense = headers.get("Content-Type", "").startswith(_DENSE)
                if is_download or is_dense:
                    headers.setdefault("Content-Encoding", _AS_IT_IS)
            await send(message)

        await self._app(scope, receive, send_marked)
