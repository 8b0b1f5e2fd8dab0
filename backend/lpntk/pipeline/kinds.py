"""The kinds of jobs."""

from __future__ import annotations

ANALYSIS = "analysis"
"""An analysis that any process can compute from its request."""

IN_MEMORY = "in-memory"
"""An analysis of a model and data set that only the process has which was given them."""

ANALYSES = (ANALYSIS, IN_MEMORY)
