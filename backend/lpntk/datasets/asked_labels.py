"""Which samples are taken, and under which labels: by what is asked for, from the labels of the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.labels import check_labels_file, flipped_labels, read_labels, require_every_class
from lpntk.datasets.limit import stratified_indices
from lpntk.datasets.notes import flipped_note, other_labels_note
from lpntk.datasets.samples import Labelled
from lpntk.domain import DataSettings
from lpntk.domain.labels import LEFT_OUT


@dataclass(frozen=True, eq=False)
class AskedLabels:
    """The chosen samples.

    Attributes
    ----------
    indices
        (n,) int64, ascending.
    before
        (n,) int64: the labels of the source.
    true
        (n,) int64: those before some are flipped, `LEFT_OUT` where a sample goes; `before` itself where no
        others are asked for.
    labels
        (n,) int64: those after; `true` itself where none is flipped.
    """

    indices: NDArray[np.int64]
    before: NDArray[np.int64]
    true: NDArray[np.int64]
    labels: NDArray[np.int64]

    def notes(self) -> Iterator[str]:
        """What was done to the labels."""
        left_out = self.true == LEFT_OUT
        changed = int(((self.true != self.before) & ~left_out).sum())
        if (note := other_labels_note(changed, int(left_out.sum()))) is not None:
            yield note
        if flipped := int((self.labels != self.true).sum()):
            yield flipped_note(flipped)


def asked_labels(settings: DataSettings, source: Labelled, *, seed: int) -> AskedLabels:
    """Take the part that the limit asks for, put other labels in their place, and flip some of them.

    Raises
    ------
    InputError
        If the limit is too small, or labels do not fit or leave a class without samples.
    """
    indices = stratified_indices(source.labels, settings.limit, seed=seed)
    true = before = source.labels[indices]
    names = source.class_names
    if settings.labels is not None:
        path = check_labels_file(settings.labels)
        true = read_labels(path, source.labels, names)[indices]
        require_every_class(true, names, f"The labels in {path}", "labels")
    if settings.label_noise is None:
        return AskedLabels(indices, before, true, true)
    labels = true.copy()
    stay = true != LEFT_OUT
    labels[stay] = flipped_labels(true[stay], settings.label_noise, len(names), seed=seed)
    require_every_class(labels, names, "Flipped labels", "label_noise")
    return AskedLabels(indices, before, true, labels)
