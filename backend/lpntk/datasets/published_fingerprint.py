"""What tells a data set of torchvision's that somebody holds from others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from torch import Tensor

from lpntk.datasets.fingerprint import fingerprints
from lpntk.datasets.images import Reading
from lpntk.datasets.known import attribute, known_of
from lpntk.datasets.modality import modality_of
from lpntk.datasets.sources.published import arrays_of
from lpntk.domain import silent


def published_fingerprint(dataset: Any, class_names: Sequence[str]) -> str | None:
    """The fingerprint of one of torchvision's data sets as the command line reads it; None of any other."""
    known, images = known_of(dataset), attribute(dataset, "data")
    if not isinstance(images, Tensor | np.ndarray) or images.ndim not in (3, 4):
        return None
    if known.labels is None:
        return None
    pixels, labels = arrays_of(dataset)
    if pixels.dtype != np.uint8:
        return None
    height, width, channels = pixels.shape[1:]

    def nothing(block: object) -> None:
        """Nobody looks at them on the way."""

    reading = Reading(pixels, (height, width, channels))
    names = tuple(class_names)
    return fingerprints(modality_of("images"), reading, [labels], names, silent, nothing)[0]
