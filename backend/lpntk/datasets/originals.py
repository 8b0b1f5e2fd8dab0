"""Single images at their own size, from the sources that samples were read from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lpntk.datasets.fit import AS_IT_IS, Fit
from lpntk.datasets.images import Pixels, from_pillow, to_pillow
from lpntk.datasets.registry import check_layout, read_samples
from lpntk.datasets.samples import Samples
from lpntk.domain import DataSettings, InputError, silent


@dataclass(frozen=True, eq=False)
class Originals:
    """The sources of a data set, one after the other, each with all its samples.

    Attributes
    ----------
    fits
        For each how its images were brought to one size.
    """

    parts: tuple[Samples, ...]
    fits: tuple[Fit, ...]

    @property
    def size(self) -> int:
        """About how many bytes of images they hold in memory."""
        return sum(part.held for part in self.parts)

    def image(self, index: int, location: str | None, shape: tuple[int, ...] | None = None) -> Pixels:
        """(H, W, 1 or 3) uint8: one image at its own size, or as a classifier is given it.

        Parameters
        ----------
        index
            Its position in the original data set.
        location
            Its path below its source's folder, where it is a file.
        shape
            (height, width, channels) that a classifier takes; None for the image's own.

        Raises
        ------
        InputError
            If it cannot be read any more, or another file is in its place.
        """
        at = index
        for part, fit in zip(self.parts, self.fits, strict=True):
            if at < len(part.labels):
                image = _image(part, at, location)
                return image if shape is None else _fitted(image, fit, shape)
            at -= len(part.labels)
        raise _changed(f"there are only {index - at:,} samples")


def open_originals(settings: DataSettings) -> Originals:
    """The sources of a data set. InputError if one of them cannot be read."""
    sources = (settings, *settings.additions)
    for source in sources:
        check_layout(source)
    return Originals(tuple(map(read_samples, sources)), tuple(map(Fit.of, sources)))


def _fitted(image: Pixels, fit: Fit, shape: tuple[int, ...]) -> Pixels:
    height, width, channels = shape
    picture = to_pillow(image).convert("L" if channels == 1 else "RGB")
    return from_pillow(fit.apply(picture, height, width))


def _image(part: Samples, at: int, location: str | None) -> Pixels:
    if part.locations is not None and part.locations[at] != location:
        raise _changed(f"{part.locations[at]} is in its place")
    if part.whole is not None:
        return part.whole(at)
    image: Pixels = part.read(np.array([at]), AS_IT_IS, None, silent).inputs[0]
    return image


def _changed(how: str) -> InputError:
    return InputError(f"The source has changed since its samples were read: {how}.", field="source")
