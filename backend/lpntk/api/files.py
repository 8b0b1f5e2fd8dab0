"""Results as files to download."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fastapi import Request, Response, status

from lpntk.domain.exports import MEDIA_TYPES

BINARY = "application/octet-stream"

FOR_EVER = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"

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

BINARY_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {BINARY: _FILE},
        "description": (
            "A little-endian uint32, the length of the header that follows; the header, JSON in UTF-8 padded "
            "with spaces: count, columns with name, type, offset from the header's end and length, and "
            "further facts; then the columns, little-endian, each at a multiple of 8 bytes."
        ),
    },
    304: {"description": "What the caller has is still the answer."},
}


def kept(version: str | None) -> dict[str, str]:
    """How long a browser keeps an answer: for ever where its address says which content is meant."""
    # Without that the address is not enough: another database on the same port numbers from 1 too.
    return {"Cache-Control": ASK_AGAIN if version is None else FOR_EVER}


def unless_known(
    content: bytes, media_type: str, if_none_match: str | None, headers: Mapping[str, str] | None = None
) -> Response:
    """Bytes for a caller who may have them already, which is then all that the answer says.

    They are known by their content, since an analysis of another database on the same port may have the same
    number.
    """
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    known = {"ETag": tag, "Cache-Control": ASK_AGAIN, **(headers or {})}
    if if_none_match == tag:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=known)
    return Response(content, headers=known, media_type=media_type)


def columns(
    request: Request, content: bytes, version: str | None = None, gzipped: Callable[[], bytes] | None = None
) -> Response:
    """Columns for a caller who may have them already, compressed where that is taken.

    Parameters
    ----------
    content
        As `lpntk.api.columns.encode` writes them.
    version
        What the address says of the content.
    gzipped
        Gives them compressed, where that is remembered.
    """
    headers = {**kept(version), "Vary": "Accept-Encoding"}
    answer = unless_known(content, BINARY, request.headers.get("If-None-Match"), headers)
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    if answer.status_code == status.HTTP_304_NOT_MODIFIED or not takes_gzip:
        return answer
    answer.body = gzipped() if gzipped is not None else squeezed(content)
    answer.headers.update({"Content-Encoding": "gzip", "Content-Length": str(len(answer.body))})
    return answer


def squeezed(content: bytes) -> bytes:
    """Columns compressed as far as takes little time: most of their numbers are hard to compress at all."""
    return gzip.compress(content, compresslevel=1, mtime=0)


def attachment(content: bytes, words: Iterable[str], extension: str) -> Response:
    """A download named after `words`, such as lpntk-mnist-fpc-largest-keep-0.8-seed-0.npy."""
    safe = (re.sub(r"[^A-Za-z0-9._]+", "-", word).strip("-.")[:60] for word in ("lpntk", *words))
    filename = "-".join(word for word in safe if word) + f".{extension}"
    return Response(
        content,
        media_type=MEDIA_TYPES.get(extension, BINARY),
        headers={"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "no-store"},
    )
