"""What a step on a sample does to its own loss (TracIn at one checkpoint, Pruthi et al. 2020)."""

from lpntk.scores.base import Group, Score

SELF_INFLUENCE = Score(
    name="self_influence",
    title="Self-influence",
    help="Squared length of the gradient of its loss: what a step on it alone does to its own loss.",
    of=lambda known: known.residual_gradient,
    needs=("residual_gradient",),
    group=Group.GRADIENT,
    suspicious="high",
)
