"""The least similar sample of all."""

from lpntk.scores.base import Group, Score
from lpntk.scores.partners import strongest

STRONGEST_CONTRADICTION = Score(
    name="strongest_contradiction",
    title="Strongest contradiction",
    help="The smallest similarity to any other: below 0, to learn one is to unlearn the other.",
    of=lambda known: strongest(known, known.contradictory),
    needs=("contradictory", "self_kernel"),
    group=Group.SIMILARITY,
    suspicious="low",
)
