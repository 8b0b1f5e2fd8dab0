"""What turns texts into a model's tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Architecture
from lpntk.learning.names import factory_path
from lpntk.learning.words import word_encoder


def encoder_for(architecture: Architecture) -> Callable[[Sequence[str]], NDArray[np.int64]] | None:
    """From n texts to the (n, T) int64 tokens of a model, 0 where a text has no more; None for other models.

    A factory's model is given the numbers that `word_encoder` gives words.
    """
    if architecture.modality != "texts":
        return None
    if architecture.model == "bag-of-words" or factory_path(architecture.model) is not None:
        return word_encoder(architecture.input_shape[0])
    return None
