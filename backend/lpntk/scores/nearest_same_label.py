"""The most similar sample of the same label."""

from lpntk.scores.base import Group, Score

NEAREST_SAME_LABEL = Score(
    name="nearest_same_label",
    title="Nearest of its label",
    help="Similarity to the most similar sample of its label: near 1 for duplicates, low for what is alone.",
    of=lambda known: known.nearest_same,
    needs=("nearest_same",),
    group=Group.SIMILARITY,
    suspicious="low",
)
