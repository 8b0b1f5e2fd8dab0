"""Results as files to download."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import Response, status

from lpntk.domain.exports import MEDIA_TYPES

BINARY = "application/octet-stream"

_FILE = {"schema": {"type": "string", "format": "binary"}}
FILE_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            media_type: {} if media_type == "application/json" else _FILE
            for media_type in sorted({BINARY, *MEDIA_TYPES.values()})
        },
        "description": "The file.",
    }
}


def unless_known(
    content: bytes, media_type: str, if_none_match: str | None, headers: Mapping[str, str] | None = None
) -> Response:
    """Bytes for a caller who may have them already, which is then all that the answer says.

    They are known by their content, since an analysis of another database on the same port may have the same
    number.
    """
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    known = {"ETag": tag, "Cache-Control": "private, no-cache", **(headers or {})}
    if if_none_match == tag:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=known)
    return Response(content, headers=known, media_type=media_type)


def attachment(content: bytes, words: Iterable[str], extension: str) -> Response:
    """A download named after `words`, such as lpntk-mnist-fpc-largest-keep-0.8-seed-0.npy."""
    safe = (re.sub(r"[^A-Za-z0-9._]+", "-", word).strip("-.")[:60] for word in ("lpntk", *words))
    filename = "-".join(word for word in safe if word) + f".{extension}"
    return Response(
        content,
        media_type=MEDIA_TYPES.get(extension, BINARY),
        headers={"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "no-store"},
    )
