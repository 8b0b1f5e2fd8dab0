"""Figures, and results as files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from lpntk.api.dependencies import AnalysisId, Computing, Format, Keep, Seed, Space, Strategy
from lpntk.api.files import FILE_RESPONSES, attachment
from lpntk.api.schemas.figure import FigureOut
from lpntk.domain import InputError
from lpntk.domain.exports import FigureKind, Result, Theme
from lpntk.pipeline.results import files, plans

router = APIRouter(prefix="/analyses/{analysis_id}", tags=["results"])

Colour = Annotated[
    str,
    Query(
        min_length=1,
        max_length=64,
        description="What the points of the map are coloured by: class, cluster, pruned or a score's name.",
    ),
]


@router.get("/figures/{kind}", response_model=FigureOut)
async def get_figure(
    request: Request,
    analysis_id: AnalysisId,
    kind: Annotated[FigureKind, Path(description="Which figure.")],
    space: Space,
    computing: Computing,
    colour: Colour = "class",
    theme: Annotated[Theme, Query(description="The page's theme.")] = Theme.LIGHT,
    strategy: Strategy | None = None,
    keep: Keep = 0.8,
    seed: Seed = 0,
) -> Response:
    """Draw a figure; `strategy`, `keep` and `seed` say what is pruned where the map is coloured by that."""

    def draw() -> bytes:
        from lpntk.pipeline.results import figures  # Plotly takes its time to import

        with space.results(analysis_id) as results:
            plan = None
            if kind is FigureKind.MAP and colour == "pruned":
                if strategy is None:
                    raise InputError(
                        "A map coloured by what is pruned needs a strategy: name one.", field="strategy"
                    )
                plan = plans.plan(results, strategy, keep, seed)
            return figures.draw_json(results, kind, colour=colour, plan=plan, theme=theme)

    # These take reading the whole kernel, the first time.
    large = {
        FigureKind.HEATMAP: computing.heat_maps,
        FigureKind.SPECTRUM: computing.spectra,
        FigureKind.WITHIN_BETWEEN: computing.spectra,
    }
    if kind in large:
        drawn = await large[kind].run_in_thread(request, draw)
    else:
        drawn = await run_in_threadpool(draw)
    return Response(drawn, media_type="application/json")


@router.get("/export/{what}", response_class=Response, responses=FILE_RESPONSES)
async def download_export(
    request: Request,
    analysis_id: AnalysisId,
    what: Annotated[Result, Path(description="Which result.")],
    format: Format,
    space: Space,
    computing: Computing,
    images: Annotated[
        bool, Query(description="Whether the table for other programs holds the small images, too.")
    ] = False,
) -> Response:
    """Download a result as a file."""

    def write() -> Response:
        with space.results(analysis_id) as results:
            content = files.export(results, what, format, images=images)
            return attachment(content, (results.name, what), format)

    return await computing.files.run_in_thread(request, write)
