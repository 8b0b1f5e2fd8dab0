"""The exact kernel of every sample with itself, in one pass that holds few gradients at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, Progress, silent
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.domain.request import GIB
from lpntk.kernels.exact.feature_source import FeatureSource
from lpntk.kernels.exact.schedule import FEATURE_SHARE, MAX_BLOCK
from lpntk.kernels.features.features import FeatureLayout
from lpntk.kernels.features.products import squared_norms
from lpntk.kernels.passes.modes import exact_arithmetic
from lpntk.kernels.source.gradient_source import GradientSource


def exact_diagonal(
    source: GradientSource,
    *,
    memory_budget: int = 2 * GIB,
    batch_size: int | None = None,
    progress: Progress = silent,
) -> NDArray[np.float64]:
    """(N,) float64: kappa(i, i), NaN where a sample has no finite gradient and is left out.

    Parameters
    ----------
    source
        Model and samples; used as a context manager around the call.
    memory_budget
        Bytes.
    batch_size
        The most samples that go through the model at a time; None for what its device is quick at.
    progress
        Counts samples.

    Raises
    ------
    InputError
        If a sample cannot be read, or its gradient is not finite and that stops; or if the features of one
        sample do not fit the budget: it says which would do.
    """
    size = len(source)
    # The products of a sample with itself alone: whatever form costs less for one sample, if there is room;
    # else the one in which the kernel itself has found room.
    room = int(memory_budget * FEATURE_SHARE) // FLOAT_BYTES
    layouts = [FeatureLayout(source.survey.routes, samples) for samples in (1, size)]
    layout = next((one for one in layouts if one.numbers <= room), layouts[-1])
    fitting = room // layout.numbers
    if fitting < 1:
        needed = int(layout.numbers * FLOAT_BYTES / FEATURE_SHARE / (1 << 20)) + 1
        raise InputError(
            f"The memory budget of {memory_budget >> 20} MiB does not hold this model's gradient of one "
            f"sample: give at least {needed} MiB.",
            field="memory_budget",
        )
    batch = source.samples_per_pass(int(memory_budget * (1 - FEATURE_SHARE)), at_most=batch_size)
    # Little at a time, so that it can be told how far it is, and stopped.
    step = min(fitting, max(batch, MAX_BLOCK // 8))
    features_of = FeatureSource(source, layout, batch=min(batch, step))
    own = np.empty(size, dtype=np.float64)
    for start in range(0, size, step):
        stop = min(start + step, size)
        features = features_of.compute(range(start, stop))
        with exact_arithmetic(source.device):
            own[start:stop] = squared_norms(features).numpy(force=True)
        progress(stop, size)
    own[source.excluded] = np.nan
    return own
