"""Whether the server lives, and what may be chosen."""

from __future__ import annotations

from fastapi import APIRouter

from lpntk.api.dependencies import Space
from lpntk.api.schemas.options import HealthOut, OptionsOut, options_out
from lpntk.api.version import VERSION

router = APIRouter(tags=["options"])


@router.get("/health")
def health() -> HealthOut:
    """Answer that the server lives."""
    return HealthOut(status="ok", version=VERSION)


@router.get("/options")
def get_options(space: Space) -> OptionsOut:
    """List what a form offers, its defaults, and where relations begin."""
    return options_out(space.options(), VERSION)
