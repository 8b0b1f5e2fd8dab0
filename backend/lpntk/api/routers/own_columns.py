"""Columns that people add to the samples, which belong to the data and are there in every analysis of it."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response, status

from lpntk.api.columns import encode
from lpntk.api.dependencies import AnalysisId, Computing, SampleIndex, Space
from lpntk.api.files import BINARY, BINARY_RESPONSES
from lpntk.api.schemas.own_columns import EmbeddingOut, OwnColumnOut, OwnColumnsAddedOut
from lpntk.api.schemas.sample import NeighbourOut
from lpntk.columns import FORMATS, read
from lpntk.domain.job import EMBEDDING
from lpntk.pipeline.results import embeddings
from lpntk.pipeline.review import own_columns
from lpntk.pipeline.workspace import Workspace

router = APIRouter(prefix="/analyses/{analysis_id}", tags=["columns"])

UPLOADS = re.compile(r".*/own-columns")
"""The paths to which files are sent, which are larger than what a page says otherwise."""

Name = Annotated[str, Path(min_length=1, max_length=200, description="Which column.")]


@router.get("/own-columns")
def get_own_columns(analysis_id: AnalysisId, space: Space) -> list[OwnColumnOut]:
    """List the columns that people have added, in that order."""
    with space.results(analysis_id) as results:
        return [OwnColumnOut.of(held) for held in results.own_columns]


@router.post("/own-columns", status_code=status.HTTP_201_CREATED)
async def add_own_columns(
    request: Request,
    analysis_id: AnalysisId,
    space: Space,
    computing: Computing,
    content: Annotated[
        bytes, Body(media_type="application/octet-stream", description="The file: bytes of one of its kinds.")
    ],
    file: Annotated[
        str,
        Query(
            min_length=1, max_length=500, description=f"Its name, which ends in one of {', '.join(FORMATS)}."
        ),
    ],
    replace: Annotated[
        bool, Query(description="Whether its columns take the place of those that are called the same.")
    ] = False,
) -> OwnColumnsAddedOut:
    """Add the columns of a file, all or none; an embedding is compared with the kernel after that."""

    def add() -> OwnColumnsAddedOut:
        given = read(content, file)
        with space.results(analysis_id) as results:
            added = own_columns.add(results, given, replace=replace)
        _compare(space, analysis_id)
        return OwnColumnsAddedOut.of_added(added)

    return await computing.columns.run_in_thread(request, add)


@router.delete("/own-columns/{name:path}", status_code=status.HTTP_204_NO_CONTENT)
def delete_own_column(analysis_id: AnalysisId, name: Name, space: Space) -> None:
    """Take a column from all samples of this data."""
    with space.results(analysis_id) as results:
        own_columns.remove(results, name)


@router.get("/embeddings")
def get_embeddings(analysis_id: AnalysisId, space: Space) -> list[EmbeddingOut]:
    """List the embeddings among them, and how far each agrees with the kernel."""
    with space.results(analysis_id) as results:
        return list(map(EmbeddingOut.of_view, embeddings.all_of(results)))


@router.post("/embeddings", status_code=status.HTTP_202_ACCEPTED)
def compare_embeddings(analysis_id: AnalysisId, space: Space) -> list[EmbeddingOut]:
    """Queue the comparison of those that this analysis has not compared, and list all."""
    _compare(space, analysis_id)
    with space.results(analysis_id) as results:
        return list(map(EmbeddingOut.of_view, embeddings.all_of(results)))


@router.get("/embeddings/{name}/map", response_class=Response, responses=BINARY_RESPONSES)
def get_embedding_map(analysis_id: AnalysisId, name: Name, space: Space) -> Response:
    """Give the place of every sample on the map of an embedding, by row: the columns x and y."""
    with space.results(analysis_id) as results:
        places = embeddings.places(results, name)
    return Response(encode({"x": places[:, 0], "y": places[:, 1]}), media_type=BINARY)


@router.get("/embeddings/{name}/neighbours/{index}")
def get_embedding_neighbours(
    analysis_id: AnalysisId,
    name: Name,
    index: SampleIndex,
    space: Space,
    k: Annotated[int, Query(ge=1, le=100, description="How many.")] = 12,
) -> list[NeighbourOut]:
    """List the samples nearest to one in an embedding, by cosine, the nearest first."""
    with space.results(analysis_id) as results:
        return [NeighbourOut.of(one) for one in embeddings.neighbours(results, name, index, k)]


def _compare(space: Workspace, analysis_id: int) -> None:
    with space.results(analysis_id) as results:
        wanted = embeddings.wanted(results)
    for asked in wanted:
        space.submit_task(analysis_id, EMBEDDING, asked)
