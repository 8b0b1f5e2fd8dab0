"""A file of labels as a change of an analysis."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.labels import check_labels_file, read_labels
from lpntk.domain.labels import LEFT_OUT
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.review.labels import original_size


def changes_in(results: Results, file: str) -> tuple[NDArray[np.int64], dict[int, int]]:
    """What a file such as `lpntk analyse --labels` takes makes of the samples of an analysis.

    Parameters
    ----------
    file
        A path: .npy of one label for each sample of the original data set, or .csv with index and label.

    Returns
    -------
    gone, others
        Indices of the samples that it leaves out, and the other labels by index.

    Raises
    ------
    InputError
        If it is no such file, or does not fit the data set.
    """
    size = original_size(results) or int(results.indices[-1]) + 1
    before = np.zeros(size, dtype=np.int64)
    before[results.indices] = results.labels
    after = read_labels(check_labels_file(file), before, results.class_names)[results.indices]
    gone = results.indices[after == LEFT_OUT]
    changed = (after != LEFT_OUT) & (after != results.labels)
    return gone, dict(zip(results.indices[changed].tolist(), after[changed].tolist(), strict=True))
