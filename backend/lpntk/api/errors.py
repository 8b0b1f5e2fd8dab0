"""Every error as one JSON shape: {"error": {"kind", "message", "field"}}."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request, Response, status
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lpntk.api.lanes import BusyError
from lpntk.api.permissions import NotPermittedError
from lpntk.api.schemas.error import ErrorDetail, ErrorKind, ErrorOut
from lpntk.api.sentences import sentence
from lpntk.domain import Cancelled, ConflictError, InputError, LpntkError, NotFoundError, StoreError
from lpntk.domain.text_files import encodable

logger = logging.getLogger(__name__)

ANSWERS: dict[type[LpntkError], tuple[int, ErrorKind]] = {
    InputError: (status.HTTP_422_UNPROCESSABLE_CONTENT, "input"),
    NotFoundError: (status.HTTP_404_NOT_FOUND, "not_found"),
    ConflictError: (status.HTTP_409_CONFLICT, "conflict"),
    Cancelled: (status.HTTP_409_CONFLICT, "conflict"),
    BusyError: (status.HTTP_503_SERVICE_UNAVAILABLE, "busy"),
    NotPermittedError: (status.HTTP_403_FORBIDDEN, "security"),
    StoreError: (status.HTTP_503_SERVICE_UNAVAILABLE, "store"),
}
SECONDS_TO_RETRY = "2"
UNEXPECTED = "The server made a mistake: its log has the details; try again, and report it if it comes back."


def error_response(
    code: int,
    kind: ErrorKind,
    message: str,
    *,
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer in the one shape."""
    body = ErrorOut(error=ErrorDetail(kind=kind, message=encodable(message), field=field))
    return Response(body.model_dump_json(), code, headers=headers, media_type="application/json")


def method_refused(path: str, method: str, allowed: str) -> Response:
    """The answer to a method that an address does not take."""
    return error_response(
        status.HTTP_405_METHOD_NOT_ALLOWED,
        "input",
        f"{path} does not take {method}: use {allowed}.",
        headers={"Allow": allowed},
    )


def install_error_handlers(app: FastAPI) -> None:
    """Answer domain errors, refused parameters and the framework's own errors in the one shape."""
    app.add_exception_handler(LpntkError, _domain_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)


class UnexpectedErrors:
    """Logs whatever else is raised and answers without a word about the inside."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer 500 if it fails before an answer was begun."""
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            if scope["type"] != "http":
                raise
            logger.exception("%s %s failed", scope["method"], scope["path"])
            if not begun:
                code = status.HTTP_500_INTERNAL_SERVER_ERROR
                await error_response(code, "internal", UNEXPECTED)(scope, receive, send)


def _domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, LpntkError)
    for cls, (code, kind) in ANSWERS.items():
        if isinstance(error, cls):
            headers = {"Retry-After": SECONDS_TO_RETRY} if kind == "busy" else None
            return error_response(code, kind, error.message, field=error.field, headers=headers)
    raise error


def _invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    message, field = sentence(error.errors()[0])
    return error_response(status.HTTP_422_UNPROCESSABLE_CONTENT, "input", message, field=field)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path, code = request.scope["path"], error.status_code
    kind: ErrorKind = "input"
    if code == status.HTTP_404_NOT_FOUND:
        kind, message = "not_found", f"There is nothing at {path}: /api/openapi.json lists what there is."
    elif code == status.HTTP_405_METHOD_NOT_ALLOWED:
        return method_refused(path, request.method, (error.headers or {}).get("Allow", "another method"))
    else:
        message = str(error.detail)
    return error_response(code, kind, message, headers=error.headers)
