"""Whether a sample resembles none more than itself."""

from lpntk.scores.base import Group, Score

SELF_MAX = Score(
    name="self_max",
    title="Self-max",
    help="Whether κ with itself is at least κ with every other sample: if not, it resembles others more.",
    of=lambda known: known.self_max,
    needs=("self_max",),
    group=Group.SIMILARITY,
    is_flag=True,
)
