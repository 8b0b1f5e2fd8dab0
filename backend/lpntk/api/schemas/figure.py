"""A Plotly figure as plotly.js takes it."""

from __future__ import annotations

from typing import Any

from lpntk.api.schemas.base import Answer


class FigureOut(Answer):
    """Traces and layout; long arrays are base64 typed arrays, which plotly.js reads as they are."""

    data: list[dict[str, Any]]
    layout: dict[str, Any]
