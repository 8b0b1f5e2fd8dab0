"""How much all other samples disagree with a label."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from lpntk.domain.left_out import left_out_margins
from lpntk.scores.base import Group, Known, Score


def left_out_margin(known: Known) -> NDArray[Any]:
    """(n,) float32: the largest left-out prediction of another class, less that of the label."""
    return left_out_margins(known.left_out, known.labels)


LEFT_OUT_MARGIN = Score(
    name="left_out_margin",
    title="Left-out margin",
    help="How much the others, not knowing its label, prefer another class: above 0 where they do.",
    of=left_out_margin,
    needs=("labels", "left_out"),
    group=Group.LEFT_OUT,
    suspicious="high",
)
