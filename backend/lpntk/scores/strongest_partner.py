"""The most similar sample of all."""

from lpntk.scores.base import Group, Score
from lpntk.scores.partners import strongest

STRONGEST_PARTNER = Score(
    name="strongest_partner",
    title="Strongest partner",
    help="The largest similarity to any other: near 1 where another teaches the same, low for what is alone.",
    of=lambda known: strongest(known, known.interchangeable),
    needs=("interchangeable", "self_kernel"),
    group=Group.SIMILARITY,
)
