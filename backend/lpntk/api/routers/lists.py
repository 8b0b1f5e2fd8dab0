"""Any selection as an index list, and any columns of it as a table."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from lpntk.api.dependencies import AnalysisId, Computing, Space
from lpntk.api.files import FILE_RESPONSES, attachment
from lpntk.api.schemas.keeping import ListIn, TableIn
from lpntk.pipeline.results import lists, tables

router = APIRouter(prefix="/analyses/{analysis_id}", tags=["results"])


@router.post("/list", response_class=Response, responses=FILE_RESPONSES)
async def download_list(
    request: Request, analysis_id: AnalysisId, form: ListIn, space: Space, computing: Computing
) -> Response:
    """Download some samples as an index list: .npy, .json, .csv or .txt."""

    def write() -> Response:
        with space.results(analysis_id) as results:
            content = lists.index_list(results, form.indices, form.format, name=form.name)
            return attachment(content, (results.name, form.name), form.format)

    return await computing.files.run_in_thread(request, write)


@router.post("/table", response_class=Response, responses=FILE_RESPONSES)
async def download_table(
    request: Request, analysis_id: AnalysisId, form: TableIn, space: Space, computing: Computing
) -> Response:
    """Download columns of some samples, or of all, as .csv or .parquet."""

    def write() -> Response:
        with space.results(analysis_id) as results:
            content = tables.table(results, form.columns, form.format, form.indices)
            return attachment(content, (results.name, form.name), form.format)

    return await computing.files.run_in_thread(request, write)
