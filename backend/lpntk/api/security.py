"""Who may talk to the server: one middleware for hosts, origins, the token and every answer's headers."""

from __future__ import annotations

import hashlib
import hmac
import html
import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

from fastapi import Request, Response, status
from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lpntk.api.errors import error_response
from lpntk.api.prefix import Prefix
from lpntk.domain import InputError

WAYS = ("http", "https")
LOOPBACK = ("localhost", "127.0.0.1", "::1")

# plotly.js writes style elements and draws exported images through data: and blob: addresses; its strict
# bundle, which the page uses, evaluates no code.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

# Nothing but what a browser sends: parsers of addresses disagree on users, backslashes and the like.
_HOST = re.compile(r"(?:(?P<name>[A-Za-z0-9._-]+)|\[(?P<address>[0-9A-Fa-f:.]+)\])(?::[0-9]{1,5})?")
_READING = ("GET", "HEAD", "OPTIONS")

TOKEN_WANTED = "This server wants its token: open the address that it printed when it started."


class Access:
    """Who is let in.

    Parameters
    ----------
    hosts
        The names that a Host header may hold, beside the loopback ones, at any port (it may be forwarded).
        "*" allows any and needs a token: a page that points its own name at this machine would otherwise be
        let in, while no browser sends the token's cookie under a name that it was not set for.
    token
        The secret that every request must carry, as a bearer or in the cookie for which ``?token=`` in the
        address of a page is exchanged. None asks for nothing.
    proxied
        The hosts under which proxies show the page, with a port where the browser's address has one: allowed
        as Host, and their pages as Origin where the proxy puts another Host in.
    prefix
        The path under which a proxy shows the page.
    frames
        Whether pages of the same host may show the page in a frame.

    Raises
    ------
    InputError
        If any host is allowed without a token, or `proxied` holds what is no host.
    """

    def __init__(
        self,
        hosts: Iterable[str] = (),
        token: str | None = None,
        proxied: Iterable[str] = (),
        *,
        prefix: Prefix | None = None,
        frames: bool = False,
    ) -> None:
        proxied = [host.lower() for host in proxied]
        names = [*(host.lower().strip("[]") for host in hosts), *map(_name_of_proxy, proxied)]
        self.hosts = frozenset({*LOOPBACK, *names})
        self.origins = frozenset(f"{way}://{host}" for way in WAYS for host in proxied)
        self.prefix = prefix or Prefix()
        self.frames = frames
        self.any_host = "*" in self.hosts
        self.token = token
        if self.any_host and not token:
            raise InputError("Any host is allowed but there is no token: give one.", field="token")
        secret = (token or "").encode()
        # Cookies do not know ports: two servers on one machine need two names.
        self.cookie = f"lpntk-{hashlib.sha256(secret).hexdigest()[:8]}"
        self.session = hmac.new(secret, b"lpntk session", hashlib.sha256).hexdigest()

    def knows_host(self, host: str) -> bool:
        """Whether a Host header is one of ours."""
        return self.any_host or _host_name(host) in self.hosts

    def knows_origin(self, origin: str, host: str) -> bool:
        """Whether an Origin header is of a page of ours, under this Host."""
        return origin in {*self.origins, *(f"{way}://{host.lower()}" for way in WAYS)}

    def framing(self, host: str) -> dict[str, str]:
        """The headers that say which pages may show the page in a frame, where it is asked for as `host`."""
        name = _host_name(host) if self.frames else None
        if name is None or not self.knows_host(host):
            return {
                "Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'",
                "X-Frame-Options": "DENY",
            }
        names = {name, *self.hosts} - {"*"} if name in LOOPBACK else {name}
        # A policy has no way to name an IPv6 address.
        ports = [f"{way}://{one}:*" for one in sorted(names) if ":" not in one for way in WAYS]
        ancestors = " ".join(("'self'", *ports, *sorted(self.origins)))
        return {"Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; frame-ancestors {ancestors}"}

    def knows_token(self, given: str) -> bool:
        """Whether this is the token, in a time that does not tell how much of it is right."""
        return self.token is not None and hmac.compare_digest(given.encode(), self.token.encode())

    def knows(self, request: Request) -> bool:
        """Whether the request carries the token or its cookie, or needs neither."""
        if self.token is None:
            return True
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.knows_token(bearer.strip()):
            return True
        return hmac.compare_digest(request.cookies.get(self.cookie, "").encode(), self.session.encode())


class Guard:
    """Refuses foreign hosts and origins, asks for the token, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an allowed request on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        request = Request(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.update(self.access.framing(", ".join(request.headers.getlist("host"))))
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        answer = (
            self._foreign(request) or self._without_token(request) or _of_another_type(request) or self.app
        )
        await answer(scope, receive, send_with_headers)

    def _foreign(self, request: Request) -> Response | None:
        """The refusal of a request from another page or under another name; None if it is neither."""
        hosts = request.headers.getlist("host")
        host = ", ".join(hosts)
        if len(hosts) > 1 or not self.access.knows_host(host):
            return _refusal(
                f"The host '{host}' is not served here: use localhost, or start the server with "
                f"--allowed-host {_as_host(host)}."
            )
        origin = request.headers.get("origin")
        if origin is not None and not self.access.knows_origin(origin.lower(), host):
            return _refusal(
                f"A page of '{origin}' may not use this server: open the server's own page. If that is it, "
                f"behind a proxy, start the server with --allowed-host {_as_host(origin.partition('://')[2])}."
            )
        # What a page loads without asking (images, scripts, forms) carries no Origin but says this.
        site = request.headers.get("sec-fetch-site", "none")
        if _is_api(request) and site not in ("none", "same-origin"):
            return _refusal("Another page may not use this server: open the server's own page.")
        return None

    def _without_token(self, request: Request) -> Response | None:
        """The refusal of a request without the token, or the exchange of its address's one for a cookie."""
        page = request.method == "GET" and not _is_api(request)
        if page and self.access.knows_token(request.query_params.get("token", "")):
            return self._exchange(request)
        if self.access.knows(request):
            return None
        if _is_api(request):
            return error_response(
                status.HTTP_401_UNAUTHORIZED,
                "security",
                TOKEN_WANTED,
                headers={"WWW-Authenticate": "Bearer"},
            )
        return HTMLResponse(_page("Token wanted", TOKEN_WANTED), status.HTTP_401_UNAUTHORIZED)

    def _exchange(self, request: Request) -> Response:
        """Set the cookie and go on to the same page without the token in its address."""
        rest = urlencode([item for item in request.query_params.multi_items() if item[0] != "token"])
        path = quote(request.scope["path"].lstrip("/"))
        target = f"{self.access.prefix.text}/{path}" + (f"?{rest}" if rest else "")
        # Not a redirect: with one, a browser that came from another site would not send a strict cookie.
        refresh = f'<meta http-equiv="refresh" content="0; url={html.escape(target)}">'
        response = HTMLResponse(_page("lpNTK", "One moment.", refresh))
        response.set_cookie(
            self.access.cookie,
            self.access.session,
            path=self.access.prefix.text or "/",
            httponly=True,
            samesite="strict",
        )
        response.headers["Cache-Control"] = "no-store"
        return response


def _host_name(host: str) -> str | None:
    """The name in a Host header without its port; None for what is not a name, or a name and a port."""
    parts = _HOST.fullmatch(host)
    return (parts["name"] or parts["address"]).lower() if parts else None


def _name_of_proxy(host: str) -> str:
    """The name in what `--allowed-host` was given. InputError if it is none."""
    name = _host_name(host)
    if name is None:
        raise InputError(
            f"The host '{host}' is none: give a name as in the browser's address, such as hub.example.org.",
            field="allowed_host",
        )
    return name


def _as_host(text: str) -> str:
    """What to give `--allowed-host` so that this is let in; a word for it where it is no host."""
    return text if _HOST.fullmatch(text) else "NAME"


_TYPES = ("application/json", "application/octet-stream")
"""Of bodies; what other types the API gets is from a form of another page, which can send none of these."""


def _of_another_type(request: Request) -> Response | None:
    """The refusal of a form or text that would change something: other pages can send these."""
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if not _is_api(request) or request.method in _READING or kind in _TYPES:
        return None
    return error_response(
        status.HTTP_415_UNSUPPORTED_MEDIA_TYPE,
        "input",
        f"The body is of the type '{kind}': send JSON with Content-Type: application/json.",
    )


def _is_api(request: Request) -> bool:
    path: str = request.scope["path"]
    return path.startswith("/api")


def _refusal(message: str) -> Response:
    return error_response(status.HTTP_403_FORBIDDEN, "security", message)


def _page(title: str, text: str, head: str = "") -> str:
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>{head}<p>{text}</p>'
