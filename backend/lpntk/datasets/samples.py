"""What a source holds, before a part of it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.fit import Fit
from lpntk.datasets.images import Pixels, Reading
from lpntk.domain import Dataset, InputError, Progress
from lpntk.domain.columns import Values

_NAMED_AT_MOST = 3


class ReadInputs(Protocol):
    """Reads the inputs of the given indices, images brought to one size as it is asked for.

    They are read as those of `like` were where it is given: images of more than eight bits a pixel in its
    range of values, a table by its columns and categories.
    """

    def __call__(
        self, indices: NDArray[np.int64], fit: Fit, like: Dataset | None, progress: Progress, /
    ) -> Reading: ...


@dataclass(frozen=True, eq=False)
class Labelled:
    """What is known of all samples of a source before it is looked at what they are; as in `Samples`."""

    name: str
    labels: NDArray[np.int64]
    class_names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Samples:
    """All samples of a source: their labels at once, their inputs on demand.

    Attributes
    ----------
    name, split
        As in `lpntk.domain.Dataset`.
    labels
        (N,) int64 in 0 .. K-1, every class present; `LEFT_OUT` for those that are in another split than is
        asked for, or have no label.
    class_names
        K names.
    read
        Gives the inputs.
    locations
        For each sample its path below the source's folder; None where samples are no files.
    notes
        What a person should know of the source, a sentence each.
    whole
        Gives one image (H, W, 1 or 3) uint8 at its own size, where `read` may resize what has another one
        than others.
    held
        How many bytes of inputs are in memory.
    modality
        What the inputs are.
    columns
        What else the source says of each sample, by name; (N,) values each, or (N, D) of an embedding.
    """

    name: str
    split: str
    labels: NDArray[np.int64]
    class_names: tuple[str, ...]
    read: ReadInputs
    locations: Sequence[str] | None = None
    notes: tuple[str, ...] = ()
    whole: Callable[[int], Pixels] | None = None
    held: int = 0
    modality: str = "images"
    columns: Mapping[str, Values] = field(default_factory=dict)

    @property
    def labelled(self) -> Labelled:
        """Their labels alone."""
        return Labelled(self.name, self.labels, self.class_names)


def checked_labels(labels: NDArray[Any], class_names: Sequence[str] | None, where: str) -> NDArray[np.int64]:
    """Labels as (N,) int64, if they are the integers 0 .. K-1 with a sample for each.

    Parameters
    ----------
    labels
        Any array.
    class_names
        The K names, or None for as many classes as there are labels.
    where
        What holds them, for the message.

    Raises
    ------
    InputError
        If the array is not one-dimensional or not of integers, if a label is out of range (with the
        sample's index), if a class has no sample, or if there is one class only.
    """
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise InputError(
            f"The labels in {where} are {labels.dtype} of shape {labels.shape}: give one integer an image.",
            field="source",
        )
    present = np.unique(labels)
    number = len(present) if class_names is None else len(class_names)
    _check_range(labels, number, where, named=class_names is not None)
    if len(present) < number:
        empty = np.setdiff1d(np.arange(number), present)[:_NAMED_AT_MOST]
        names = ", ".join(str(class_names[label]) for label in empty) if class_names else ""
        raise InputError(
            f"No sample in {where} belongs to the class {names}: leave out the names of empty classes.",
            field="source",
        )
    if number < 2:
        raise InputError(
            f"All samples in {where} belong to one class: a classifier needs at least two.", field="source"
        )
    return labels.astype(np.int64)


def _check_range(labels: NDArray[Any], number: int, where: str, *, named: bool) -> None:
    wrong = np.flatnonzero((labels < 0) | (labels >= number))
    if len(wrong) == 0:
        return
    index = int(wrong[0])
    classes = f"there are {number} class names" if named else f"there are {number} different labels"
    raise InputError(
        f"Sample {index} in {where} has label {labels[index]}, but {classes}: number the classes "
        f"0 to {number - 1} without gaps.",
        field="source",
    )
