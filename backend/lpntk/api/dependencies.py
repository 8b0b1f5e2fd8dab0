"""What the routers take: the workspace, and parameters with their bounds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query, Request

MAX_IDENTIFIER = 2**31 - 1
MAX_SEED = 2**32 - 1


def get_workspace(request: Request) -> Any:
    """The workspace that the application serves."""
    return request.app.state.workspace


Space = Annotated[Any, Depends(get_workspace)]

AnalysisId = Annotated[int, Path(ge=1, le=MAX_IDENTIFIER, description="Which analysis.")]
DatasetId = Annotated[int, Path(ge=1, le=MAX_IDENTIFIER, description="Which data set.")]
SampleIndex = Annotated[
    int, Path(ge=0, le=MAX_IDENTIFIER, description="The sample's position in the original data set.")
]

Strategy = Annotated[str, Query(min_length=1, max_length=64, description="A pruning strategy's name.")]
Keep = Annotated[float, Query(gt=0, le=1, description="The share of samples to keep.")]
Seed = Annotated[int, Query(ge=0, le=MAX_SEED, description="The seed of strategies that draw.")]
Format = Annotated[str, Query(min_length=1, max_length=16, description="A file format.")]
Theme = Annotated[Literal["light", "dark"], Query(description="The page's theme.")]
