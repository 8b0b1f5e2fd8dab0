"""How much a request may carry."""

from __future__ import annotations

import re

from fastapi import status
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lpntk.api.errors import error_response

TOO_LARGE = "The request's body is too large: send fewer samples at a time."
FILE_TOO_LARGE = "The file is larger than {} MiB: add it with lpntk columns, or send fewer columns at a time."


class BodyLimit:
    """Refuses a body of more than so many bytes, by what it declares or else when it has sent that many.

    Parameters
    ----------
    limit, of_files
        How many: at most addresses, and at those whose path is one of `files`.
    """

    def __init__(self, app: ASGIApp, limit: int, of_files: int, files: re.Pattern[str]) -> None:
        self.app = app
        self.limit, self.of_files, self.files = limit, of_files, files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its body counted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit, refusal = self.limit, TOO_LARGE
        if self.files.fullmatch(scope["path"]):
            limit, refusal = self.of_files, FILE_TOO_LARGE.format(self.of_files >> 20)
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or len(declared) > 15 or int(declared) > limit:
            answer = error_response(status.HTTP_413_CONTENT_TOO_LARGE, "input", refusal)
            await answer(scope, receive, send)
            return
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(status.HTTP_413_CONTENT_TOO_LARGE, refusal)
            return message

        await self.app(scope, receive_counted, send)
