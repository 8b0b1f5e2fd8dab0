"""The path under which a proxy shows the page, such as /lpntk."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from starlette.types import ASGIApp, Receive, Scope, Send

from lpntk.domain import InputError

OURS = ("api", "assets", "analyses", "new")
"""What addresses of the page begin with: a prefix that does, too, could not be told from them."""

_PARTS = re.compile(r"(/[^/\x00-\x20\x7f?#\\\"'<>]+)*")


class Prefix:
    """A path before all addresses of the page; empty where there is no proxy.

    Parameters
    ----------
    given
        As a person types it, with or without slashes around it, with or without percent signs.

    Attributes
    ----------
    path
        As requests carry it: decoded, with a slash before and none behind it.
    text
        As addresses carry it: encoded.

    Raises
    ------
    InputError
        If it is no path, or could be taken for an address of the page.
    """

    def __init__(self, given: str = "") -> None:
        inside = unquote(given).strip("/")
        self.path = f"/{inside}" if inside else ""
        parts = self.path.split("/")[1:]
        if not _PARTS.fullmatch(self.path) or any(part in (".", "..") for part in parts):
            raise InputError(
                f"The root path '{given}' is no path: give one such as /lpntk.", field="root_path"
            )
        if parts and parts[0] in OURS:
            raise InputError(
                f"The root path '{given}' begins as the page's own addresses do: give one such as /lpntk.",
                field="root_path",
            )
        self.text = quote(self.path)


class UnderPrefix:
    """Takes the prefix off the addresses of requests, where the proxy has not done so already."""

    def __init__(self, app: ASGIApp, prefix: Prefix) -> None:
        self.app, self.path = app, prefix.path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        path: str = scope.get("path", "")
        if self.path and (path == self.path or path.startswith(f"{self.path}/")):
            scope = {**scope, "path": path.removeprefix(self.path) or "/", "root_path": ""}
        await self.app(scope, receive, send)
