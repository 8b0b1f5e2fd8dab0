"""Views of an analysis by name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, status

from lpntk.api.dependencies import AnalysisId, Space
from lpntk.api.schemas.keeping import ViewIn, ViewOut, views_out
from lpntk.pipeline.review import saved_views

router = APIRouter(prefix="/analyses/{analysis_id}/views", tags=["views"])

Name = Annotated[str, Path(min_length=1, max_length=400, description="Which view.")]


@router.get("")
def get_views(analysis_id: AnalysisId, space: Space) -> list[ViewOut]:
    """List the views that were saved of an analysis, by name."""
    with space.results(analysis_id) as results:
        return views_out(saved_views.get_all(results))


@router.get("/{name:path}")
def get_view(analysis_id: AnalysisId, name: Name, space: Space) -> ViewOut:
    """Give one view."""
    with space.results(analysis_id) as results:
        return ViewOut.of(saved_views.get(results, name))


@router.put("/{name:path}")
def save_view(analysis_id: AnalysisId, name: Name, form: ViewIn, space: Space) -> ViewOut:
    """Save what the page shows under a name, in place of what was saved under it before."""
    with space.results(analysis_id) as results:
        return ViewOut.of(saved_views.save(results, name, form.search))


@router.delete("/{name:path}", status_code=status.HTTP_204_NO_CONTENT)
def delete_view(analysis_id: AnalysisId, name: Name, space: Space) -> None:
    """Remove a view."""
    with space.results(analysis_id) as results:
        saved_views.delete(results, name)
