"""Figures, and results as files."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from lpntk.api.dependencies import AnalysisId, Format, Keep, Seed, Space, Strategy
from lpntk.api.files import FILE_RESPONSES, attachment
from lpntk.api.schemas.figure import FigureOut
from lpntk.domain import InputError
from lpntk.pipeline.workspace import Colour, FigureKind, Theme

router = APIRouter(prefix="/analyses/{analysis_id}", tags=["results"])

Export = Literal["kernel", "summary", "clusters", "scores", "report"]


@router.get("/figures/{kind}", response_model=FigureOut)
def get_figure(
    analysis_id: AnalysisId,
    kind: Annotated[FigureKind, Path(description="Which figure.")],
    space: Space,
    colour: Annotated[Colour, Query(description="What the points of the map are coloured by.")] = "class",
    theme: Annotated[Theme, Query(description="The page's theme.")] = "light",
    strategy: Strategy | None = None,
    keep: Keep = 0.8,
    seed: Seed = 0,
) -> Response:
    """Draw a figure; `strategy`, `keep` and `seed` say what is pruned where the map is coloured by that."""
    plan = None
    if kind == "map" and colour == "pruned":
        if strategy is None:
            raise InputError("A map coloured by what is pruned needs a strategy: name one.", field="strategy")
        plan = space.plan(analysis_id, strategy, keep, seed)
    figure = space.figure(analysis_id, kind, colour=colour, plan=plan, theme=theme)
    return Response(figure.to_json(validate=False), media_type="application/json")


@router.get("/export/{what}", response_class=Response, responses=FILE_RESPONSES)
def download_export(
    analysis_id: AnalysisId,
    what: Annotated[Export, Path(description="Which result.")],
    format: Format,
    space: Space,
) -> Response:
    """Download a result as a file."""
    content = space.export(analysis_id, what, format)
    return attachment(content, (space.analysis(analysis_id).name, what), format)
