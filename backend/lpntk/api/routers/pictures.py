"""The samples of a data set to look at: many at once, drawn or written, and each at its own size."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Header, Query, Request, Response

from lpntk.api.dependencies import Computing, DatasetId, SampleIndex, Space, Version
from lpntk.api.files import kept, unless_known
from lpntk.api.schemas.contents import ContentsOut
from lpntk.domain import InputError

MOST_PICTURES = 256
_BYTES_EACH = 4
_LONGEST = -(-MOST_PICTURES * _BYTES_EACH // 3) * 4

router = APIRouter(prefix="/datasets/{dataset_id}", tags=["samples"])

_INTEGER = {"schema": {"type": "integer"}}

Indices = Annotated[
    str,
    Query(
        min_length=1,
        max_length=_LONGEST,
        description=(
            f"The indices of 1 to {MOST_PICTURES} samples: little-endian uint32 in URL-safe base64, "
            "with or without its padding."
        ),
    ),
]


@router.get(
    "/sheet",
    response_class=Response,
    responses={
        200: {
            "content": {"image/webp": {}},
            "description": "Cells of equal size, row by row in the order asked, a preview amid each.",
            "headers": {
                "X-Columns": {"description": "How many cells a row has.", **_INTEGER},
                "X-Cell-Width": {"description": "In pixels.", **_INTEGER},
                "X-Cell-Height": {"description": "In pixels.", **_INTEGER},
            },
        },
        304: {"description": "The sheet that the caller has is still the one."},
    },
)
def get_sheet(
    dataset_id: DatasetId,
    space: Space,
    i: Indices,
    v: Version = None,
    if_none_match: Annotated[str | None, Header(max_length=200, include_in_schema=False)] = None,
) -> Response:
    """Show many samples in one picture, with `v`, the data set's fingerprint, to be kept for ever."""
    sheet = space.sheet(dataset_id, _indices(i))
    headers = {
        "X-Columns": str(sheet.columns),
        "X-Cell-Width": str(sheet.cell_width),
        "X-Cell-Height": str(sheet.cell_height),
    }
    return unless_known(sheet.content, "image/webp", if_none_match, {**kept(v), **headers})


@router.get(
    "/contents",
    response_model=ContentsOut,
    responses={304: {"description": "What the caller has is still the answer."}},
)
def get_contents(
    dataset_id: DatasetId,
    space: Space,
    i: Indices,
    v: Version = None,
    if_none_match: Annotated[str | None, Header(max_length=200, include_in_schema=False)] = None,
) -> Response:
    """Give what many texts or rows of a table say; with `v`, the data set's fingerprint, for ever."""
    found = ContentsOut.of(space.contents(dataset_id, _indices(i))).model_dump_json().encode()
    return unless_known(found, "application/json", if_none_match, kept(v))


@router.get(
    "/images/{index}",
    response_class=Response,
    responses={
        200: {"content": {"image/png": {}}, "description": "The image."},
        304: {"description": "The image that the caller has is still the one."},
    },
)
async def get_image(
    request: Request,
    dataset_id: DatasetId,
    index: SampleIndex,
    space: Space,
    computing: Computing,
    seen: Annotated[
        bool, Query(description="Whether it is shown as the classifier is given it, resized and cropped.")
    ] = False,
    v: Version = None,
    if_none_match: Annotated[str | None, Header(max_length=200, include_in_schema=False)] = None,
) -> Response:
    """Show one sample at its own size, where its source can still be read."""
    content = await computing.originals.run_in_thread(
        request, lambda: space.original(dataset_id, index, seen=seen)
    )
    return unless_known(content, "image/png", if_none_match, kept(v))


def _indices(encoded: str) -> list[int]:
    try:
        content = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not content or len(content) % _BYTES_EACH:
        raise InputError(
            "i is no list of indices: give little-endian uint32 numbers in URL-safe base64.", field="i"
        )
    found: list[int] = np.frombuffer(content, "<u4").tolist()
    return found
