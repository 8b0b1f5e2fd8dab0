"""A labelled data set in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.columns import Column
from lpntk.domain.fields import Field
from lpntk.domain.value_range import ValueRange


class Inputs(Protocol):
    """The inputs of a data set by row, arrays of one shape, as their modality has them.

    An image is (height, width, channels) uint8 with 1 or 3 channels; a text, an array of no dimension that
    holds a string; a row of a table (columns,) float64.
    """

    def __len__(self) -> int: ...

    def __getitem__(self, row: int, /) -> NDArray[Any]: ...


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples in a fixed order, with their class names.

    A *row* is a position in these arrays; an *index* is a sample's zero-based position in the original data
    set. They differ where only a part of the original was taken. People, files and the page see indices only.

    Attributes
    ----------
    name
        What to call it, such as "mnist".
    split
        The part of the source that was read, such as "train"; empty where a source has no parts.
    inputs
        By row.
    labels
        (N,) int64 in 0 .. K-1.
    indices
        (N,) int64, strictly increasing: the index of each row.
    class_names
        K names.
    input_shape
        What a classifier is given of one input: (height, width, channels) of an image, (tokens,) at most of a
        text, (numbers,) of a row.
    fingerprint
        Hexadecimal SHA-256 over inputs, labels and class names: the same samples give the same fingerprint.
    locations
        For each row its path below the source's root, where samples are files; else None.
    modality
        What its inputs are: a name in `lpntk.datasets.modalities`.
    notes
        What a person should know of how they were read, a sentence each.
    values
        Within which images of more than eight bits a pixel were read; None where there are none.
    base
        The first of the samples, without the latest addition; None where nothing was added.
    addition
        The latest addition as it is by itself; None where nothing was added.
    source_fingerprint
        The fingerprint of the samples that were read, with the labels that they have in their source: what
        tells the same images under other labels. It is `fingerprint` where labels are as they were.
    true_labels
        (N,) int64: the labels before some were flipped; None where none were.
    original_size
        How many samples the original data set has; None where that is not known.
    fields
        What the columns are where inputs are rows of a table; else empty.
    columns
        What else the source says of each row; empty where something was added: `addition` has its own.
    """

    name: str
    split: str
    inputs: Inputs
    labels: NDArray[np.int64]
    indices: NDArray[np.int64]
    class_names: tuple[str, ...]
    input_shape: tuple[int, ...]
    fingerprint: str
    locations: tuple[str, ...] | None = None
    modality: str = "images"
    notes: tuple[str, ...] = ()
    values: ValueRange | None = None
    base: Dataset | None = None
    addition: Dataset | None = None
    source_fingerprint: str = ""
    true_labels: NDArray[np.int64] | None = None
    original_size: int | None = None
    fields: tuple[Field, ...] = ()
    columns: tuple[Column, ...] = ()

    def __post_init__(self) -> None:
        if not self.source_fingerprint:
            object.__setattr__(self, "source_fingerprint", self.fingerprint)

    def __len__(self) -> int:
        return len(self.labels)
