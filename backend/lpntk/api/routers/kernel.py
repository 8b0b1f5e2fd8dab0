"""The kernel as a whole: a heat map of all pairs, in an order of the samples, and its spectrum."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from lpntk.api.dependencies import MAX_IDENTIFIER, AnalysisId, Computing, Space
from lpntk.api.files import BINARY
from lpntk.api.schemas.kernel import KernelOut, SpectrumOut, kernel_out, spectrum_out
from lpntk.domain import InputError
from lpntk.pipeline.results import kernel_facts, kernel_view

router = APIRouter(prefix="/analyses/{analysis_id}/kernel", tags=["kernel"])

_INTEGER = {"schema": {"type": "integer"}}
_NUMBERS = {BINARY: {"schema": {"type": "string", "format": "binary"}}}

First = Annotated[int, Query(ge=0, le=MAX_IDENTIFIER, description="The first position of the rows.")]
Last = Annotated[
    int | None,
    Query(ge=0, le=MAX_IDENTIFIER, description="The last one, included; all that follow if absent."),
]
ColumnFirst = Annotated[
    int | None, Query(ge=0, le=MAX_IDENTIFIER, description="The same of the columns; as the rows if absent.")
]
Size = Annotated[
    int, Query(ge=1, le=kernel_view.LARGEST_SIZE, description="The most rows, and columns, of the answer.")
]


@router.get("")
def get_kernel(analysis_id: AnalysisId, space: Space) -> KernelOut:
    """Say what the kernel can be seen from, and where the classes lie in the order of its samples."""
    with space.results(analysis_id) as results:
        return kernel_out(results)


@router.get(
    "/order",
    response_class=Response,
    responses={
        200: {
            "content": _NUMBERS,
            "description": "Little-endian int32: the sample's index at each position.",
            "headers": {"X-Count": {"description": "How many.", **_INTEGER}},
        }
    },
)
def get_kernel_order(analysis_id: AnalysisId, space: Space) -> Response:
    """Give the samples by class, then by cluster, the largest first, then by similarity to its head."""
    with space.results(analysis_id) as results:
        indices = results.indices[kernel_view.order(results).rows]
    headers = {"Cache-Control": "private, no-cache", "X-Count": str(len(indices))}
    return Response(indices.astype("<i4").tobytes(), headers=headers, media_type=BINARY)


@router.get(
    "/heatmap",
    response_class=Response,
    responses={
        200: {
            "content": _NUMBERS,
            "description": (
                "Little-endian float32, row by row: mean similarities between runs of positions, of equal "
                "length but for one; similarities where each run is one position."
            ),
            "headers": {
                "X-Rows": {"description": "How many runs of rows.", **_INTEGER},
                "X-Columns": {"description": "How many runs of columns.", **_INTEGER},
                "X-Source": {"description": "matrix or sketch.", "schema": {"type": "string"}},
            },
        }
    },
)
async def get_kernel_heat_map(
    request: Request,
    analysis_id: AnalysisId,
    space: Space,
    computing: Computing,
    first: First = 0,
    last: Last = None,
    column_first: ColumnFirst = None,
    column_last: Last = None,
    size: Size = 512,
) -> Response:
    """Give the mean similarities of a part of the kernel, reduced to at most `size` rows and columns.

    Run g of n positions in G runs has those from first + g n // G up to first + (g + 1) n // G.
    """
    if column_first is None and column_last is not None:
        raise InputError("column_last needs column_first: give both or neither.", field="column_first")

    def read() -> kernel_view.HeatMap:
        with space.results(analysis_id) as results:
            end = len(results.indices)
            rows = range(first, end if last is None else last + 1)
            columns = None
            if column_first is not None:
                columns = range(column_first, end if column_last is None else column_last + 1)
            return kernel_view.heat_map(results, rows, columns, size)

    found = await computing.heat_maps.run_in_thread(request, read)
    headers = {
        "Cache-Control": "private, no-cache",
        "X-Rows": str(found.values.shape[0]),
        "X-Columns": str(found.values.shape[1]),
        "X-Source": found.source,
    }
    return Response(found.values.astype(np.dtype("<f4")).tobytes(), headers=headers, media_type=BINARY)


@router.get("/spectrum")
async def get_kernel_spectrum(
    request: Request, analysis_id: AnalysisId, space: Space, computing: Computing
) -> SpectrumOut:
    """Give the leading eigenvalues of the kernel, and how many directions it has."""

    def solve() -> SpectrumOut:
        with space.results(analysis_id) as results:
            return spectrum_out(kernel_facts.spectrum(results))

    return await computing.spectra.run_in_thread(request, solve)
