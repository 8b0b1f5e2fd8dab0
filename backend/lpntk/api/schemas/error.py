"""The one shape of every error."""

from __future__ import annotations

from typing import Literal

from lpntk.api.schemas.base import Answer

ErrorKind = Literal["input", "not_found", "conflict", "store", "busy", "security", "internal"]


class ErrorDetail(Answer):
    """What is wrong, in one sentence for a person; `field` names the setting at fault, where there is one."""

    kind: ErrorKind
    message: str
    field: str | None = None


class ErrorOut(Answer):
    """The body of every answer that is not a success."""

    error: ErrorDetail
