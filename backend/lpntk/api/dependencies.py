"""What the routers take: the workspace, and parameters with their bounds."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from lpntk.api.lanes import Lanes
from lpntk.api.permissions import Permissions
from lpntk.api.selections import Selections
from lpntk.pipeline.workspace import Workspace

MAX_IDENTIFIER = 2**31 - 1
MAX_SEED = 2**32 - 1


def get_workspace(request: Request) -> Workspace:
    """The workspace that the application serves."""
    workspace: Workspace = request.app.state.workspace
    return workspace


def get_permissions(request: Request) -> Permissions:
    """What the page may name."""
    permissions: Permissions = request.app.state.permissions
    return permissions


def get_lanes(request: Request) -> Lanes:
    """Where requests go that compute."""
    lanes: Lanes = request.app.state.lanes
    return lanes


def get_selections(request: Request) -> Selections:
    """What is selected on the pages."""
    selections: Selections = request.app.state.selections
    return selections


Computing = Annotated[Lanes, Depends(get_lanes)]
May = Annotated[Permissions, Depends(get_permissions)]
Selected = Annotated[Selections, Depends(get_selections)]
Space = Annotated[Workspace, Depends(get_workspace)]

AnalysisId = Annotated[int, Path(ge=1, le=MAX_IDENTIFIER, description="Which analysis.")]
TaskId = Annotated[int, Path(ge=1, le=MAX_IDENTIFIER, description="Which task of the analysis.")]
DatasetId = Annotated[int, Path(ge=1, le=MAX_IDENTIFIER, description="Which data set.")]
SampleIndex = Annotated[
    int, Path(ge=0, le=MAX_IDENTIFIER, description="The sample's position in the original data set.")
]

Strategy = Annotated[str, Query(min_length=1, max_length=100, description="A pruning strategy's name.")]
Keep = Annotated[float, Query(gt=0, le=1, allow_inf_nan=False, description="The share of samples to keep.")]
Seed = Annotated[int, Query(ge=0, le=MAX_SEED, description="The seed of strategies that draw.")]
Format = Annotated[str, Query(min_length=1, max_length=16, description="A file format.")]
Version = Annotated[
    str | None,
    Query(
        max_length=2048,
        description="What tells this content from any other: with it the browser keeps the answer for ever.",
    ),
]
