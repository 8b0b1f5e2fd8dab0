"""A labelled image data set in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Images(Protocol):
    """The images of a data set by row, each (height, width, channels) uint8 with 1 or 3 channels."""

    def __len__(self) -> int: ...

    def __getitem__(self, row: int, /) -> NDArray[np.uint8]: ...


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
    images
        The images by row, every one of shape `image_shape`.
    labels
        (N,) int64 in 0 .. K-1.
    indices
        (N,) int64, strictly increasing: the index of each row.
    class_names
        K names.
    image_shape
        (height, width, channels).
    fingerprint
        Hexadecimal SHA-256 over images, labels and class names: the same samples give the same fingerprint.
    locations
        For each row its path below the source's root, where samples are files; else None.
    """

    name: str
    split: str
    images: Images
    labels: NDArray[np.int64]
    indices: NDArray[np.int64]
    class_names: tuple[str, ...]
    image_shape: tuple[int, int, int]
    fingerprint: str
    locations: tuple[str, ...] | None = None

    def __len__(self) -> int:
        return len(self.labels)
