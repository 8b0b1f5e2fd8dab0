"""The handwritten digits that come with scikit-learn."""

from __future__ import annotations

from functools import partial

import numpy as np

from lpntk.datasets.images import read_array
from lpntk.datasets.samples import Samples

_WHITE = 16


def read_digits() -> Samples:
    """1,797 grey digits of 8 x 8 pixels; their 17 shades are spread over 0 .. 255."""
    from sklearn.datasets import load_digits  # takes a second: only who needs it pays

    bunch = load_digits()
    images = np.rint(bunch.images * (255 / _WHITE)).astype(np.uint8)[..., None]
    return Samples(
        name="digits",
        split="",
        labels=bunch.target.astype(np.int64),
        class_names=tuple(str(digit) for digit in range(10)),
        read=partial(read_array, images),
    )
