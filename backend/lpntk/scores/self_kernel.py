"""Kappa of a sample with itself."""

from lpntk.scores.base import Group, Score

SELF_KERNEL = Score(
    name="self_kernel",
    title="κ with itself",
    help="The squared length of the sample's gradient: how hard it pulls on the classifier.",
    of=lambda known: known.self_kernel,
    needs=("self_kernel",),
    group=Group.GRADIENT,
)
