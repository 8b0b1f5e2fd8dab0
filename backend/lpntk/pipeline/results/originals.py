"""Samples at their own size, from where they were read; the source opened last is kept for the next look."""

from __future__ import annotations

import io
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from sqlalchemy.orm import Session

from lpntk.datasets.images import Pixels
from lpntk.datasets.pictures import LONGEST_SIDE, encode_png, encode_whole
from lpntk.domain import DataSettings, InputError, NotFoundError
from lpntk.domain.request import AnalysisRequest
from lpntk.store import analyses, datasets
from lpntk.store.datasets import DatasetRecord

if TYPE_CHECKING:
    from lpntk.datasets.originals import Originals

KEEP_BYTES = 512 << 20
LARGEST_DIFFERENCE = 8.0
"""By how much of 255 two previews of one image may differ on average: how images are resized may change."""


@dataclass(frozen=True)
class Asked:
    """A sample, and what is stored of it."""

    dataset: DatasetRecord
    index: int
    location: str | None
    preview: bytes
    request: AnalysisRequest | None


class OriginalKeeper:
    """Reads images from one data set's source at a time. Safe to share between threads.

    Parameters
    ----------
    keep_bytes
        Sources that hold more in memory are opened anew for each look.
    """

    def __init__(self, keep_bytes: int = KEEP_BYTES) -> None:
        self._keep_bytes = keep_bytes
        self._lock = Lock()
        self._kept: tuple[DataSettings, Originals] | None = None

    def image(self, asked: Asked, *, seen: bool = False) -> bytes:
        """One sample as a PNG file of its own size. NotFoundError if it cannot be had in that any more.

        Parameters
        ----------
        seen
            Give it as the classifier is given it, resized and cropped.
        """
        if _is_whole(asked) or (seen and max(_sides(asked)) <= LONGEST_SIDE):
            return asked.preview
        index = asked.index
        if asked.request is None:
            raise NotFoundError(
                f"Sample {index} was given to lpntk.analyse, which keeps a small image of it alone."
            )
        try:
            image = self._read(asked.request.data, asked, seen=seen)
            if seen or not _is_cropped(asked):
                _require_same(asked, image)
        except InputError as error:
            raise NotFoundError(f"Sample {index} cannot be shown in its own size. {error.message}") from error
        return encode_whole(image)

    def forget(self) -> None:
        """Let go of the source."""
        with self._lock:
            self._kept = None

    def _read(self, settings: DataSettings, asked: Asked, *, seen: bool) -> Pixels:
        from lpntk.datasets.originals import open_originals  # a published data set brings torch

        with self._lock:
            if self._kept is None or self._kept[0] != settings:
                self._kept = None  # one source in memory, not two
                self._kept = (settings, open_originals(settings))
            originals = self._kept[1]
            if originals.size > self._keep_bytes:
                self._kept = None
        return originals.image(asked.index, asked.location, asked.dataset.input_shape if seen else None)


def asked_for(session: Session, dataset_id: int, index: int) -> Asked:
    """What is stored of a sample. NotFoundError if there is no such one, or it is no image."""
    found = datasets.sample(session, dataset_id, index)
    if found is None:
        raise NotFoundError(f"There is no sample {index} in data set {dataset_id}.")
    dataset = datasets.get(session, dataset_id)
    if dataset.modality != "images":
        raise NotFoundError(f"The samples of data set {dataset_id} are no images.")
    location, preview = found
    return Asked(dataset, index, location, preview, analyses.request_of(session, dataset_id))


def _is_whole(asked: Asked) -> bool:
    """Whether the preview is the image as it is: not read from a file of its own, and never resized."""
    return asked.location is None and not _is_fitted(asked) and max(_sides(asked)) <= LONGEST_SIDE


def _sides(asked: Asked) -> tuple[int, int]:
    height, width, *_ = asked.dataset.input_shape
    return height, width


def _is_fitted(asked: Asked) -> bool:
    """Whether images may have been brought to another size."""
    return _is_cropped(asked) or any(part.image_size is not None for part in _parts(asked))


def _is_cropped(asked: Asked) -> bool:
    return any(part.crop is not None for part in _parts(asked))


def _parts(asked: Asked) -> tuple[DataSettings, ...]:
    return () if asked.request is None else (asked.request.data, *asked.request.data.additions)


def _require_same(asked: Asked, image: Pixels) -> None:
    """Refuse what is not the image of the preview, as far as that can tell."""
    if image.shape[:2] != _sides(asked):
        return  # it was resized, perhaps to other proportions
    shown, now = (
        np.asarray(Image.open(io.BytesIO(file)).convert("L"), dtype=np.float64)
        for file in (asked.preview, encode_png(image))
    )
    if shown.shape != now.shape or np.abs(shown - now).mean() > LARGEST_DIFFERENCE:
        raise InputError(
            "The source has changed since its samples were read: another image is in its place.",
            field="source",
        )
