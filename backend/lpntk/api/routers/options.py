"""Whether the server lives, and what may be chosen."""

from __future__ import annotations

from fastapi import APIRouter

from lpntk.api.dependencies import May
from lpntk.api.schemas.options import HealthOut, OptionsOut, options_out
from lpntk.api.version import VERSION
from lpntk.pipeline.options import options

router = APIRouter(tags=["options"])


@router.get("/health")
def health() -> HealthOut:
    """Answer that the server lives."""
    return HealthOut(status="ok", version=VERSION)


@router.get("/options")
def get_options(may: May) -> OptionsOut:
    """List what can be chosen, the defaults, and where relations begin."""
    return options_out(options(), VERSION, may)
