"""The handwritten digits that come with scikit-learn."""

from __future__ import annotations

from functools import partial

import numpy as np

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.images import read_array
from lpntk.datasets.names import SOURCES
from lpntk.datasets.places import check_split
from lpntk.datasets.samples import Labelled, Samples
from lpntk.domain import DataSettings

_NAME = "digits"
_WHITE = 16


class Digits:
    """A name; nothing to look at but that."""

    def takes(self, settings: DataSettings) -> bool:
        return settings.source == _NAME

    def modality(self, settings: DataSettings) -> str:
        return "images"

    def check(self, settings: DataSettings) -> None:
        check_split(SOURCES[_NAME], settings.split)

    def labelled(self, settings: DataSettings) -> Labelled:
        return _read().labelled

    def read(self, settings: DataSettings) -> Samples:
        return _read()

    def files(self, settings: DataSettings) -> list[ImageFile]:
        return []


def _read() -> Samples:
    """1,797 grey digits of 8 x 8 pixels; their 17 shades are spread over 0 .. 255."""
    from sklearn.datasets import load_digits  # takes a second: only who needs it pays

    bunch = load_digits()
    images = np.rint(bunch.images * (255 / _WHITE)).astype(np.uint8)[..., None]
    return Samples(
        name=_NAME,
        split="",
        labels=bunch.target.astype(np.int64),
        class_names=tuple(str(digit) for digit in range(10)),
        read=partial(read_array, images),
    )
