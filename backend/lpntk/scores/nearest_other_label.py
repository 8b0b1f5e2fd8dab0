"""The most similar sample of another label."""

from lpntk.scores.base import Group, Score

NEAREST_OTHER_LABEL = Score(
    name="nearest_other_label",
    title="Nearest of another label",
    help="Similarity to the most similar sample of another label: near 1 for twins labelled differently.",
    of=lambda known: known.nearest_other,
    needs=("nearest_other",),
    group=Group.SIMILARITY,
    suspicious="high",
)
