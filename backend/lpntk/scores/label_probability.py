"""How sure the classifier is of a sample's label."""

from lpntk.scores.base import Group, Score

LABEL_PROBABILITY = Score(
    name="label_probability",
    title="Probability of its label",
    help="What the classifier gives to the sample's label, whatever it predicts.",
    of=lambda known: known.label_probability,
    needs=("label_probability",),
    group=Group.CHECKPOINT,
    suspicious="low",
)
