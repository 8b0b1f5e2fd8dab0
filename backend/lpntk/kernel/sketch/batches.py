"""How many samples go through the model at a time where no plan of tiles says it."""

from __future__ import annotations

from lpntk.kernel.gradient_source import GradientSource
from lpntk.kernel.plan import CPU_MIN_BATCH, CPU_PASS_BYTES


def samples_per_pass(source: GradientSource, batch_size: int, budget: int) -> int:
    """At most `batch_size`, and as many as `budget` bytes hold; on a CPU few enough to stay in its cache."""
    pass_bytes = max(1, source.survey.pass_bytes)
    batch = min(batch_size, budget // pass_bytes)
    if source.device.type == "cpu":
        batch = min(batch, max(CPU_MIN_BATCH, CPU_PASS_BYTES // pass_bytes))
    return max(1, batch)
