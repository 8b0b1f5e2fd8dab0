"""Single images at their own size, from the sources that samples were read from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lpntk.datasets.images import Pixels
from lpntk.datasets.registry import check_source, read_samples
from lpntk.datasets.samples import Samples
from lpntk.domain import DataSettings, InputError, silent


@dataclass(frozen=True, eq=False)
class Originals:
    """The sources of a data set, one after the other, each with all its samples."""

    parts: tuple[Samples, ...]

    @property
    def size(self) -> int:
        """About how many bytes of images they hold in memory."""
        return sum(part.held for part in self.parts)

    def image(self, index: int, location: str | None) -> Pixels:
        """(H, W, 1 or 3) uint8: one image at its own size.

        Parameters
        ----------
        index
            Its position in the original data set.
        location
            Its path below its source's folder, where it is a file.

        Raises
        ------
        InputError
            If it cannot be read any more, or another file is in its place.
        """
        at = index
        for part in self.parts:
            if at < len(part.labels):
                return _image(part, at, location)
            at -= len(part.labels)
        raise _changed(f"there are only {index - at:,} samples")


def open_originals(settings: DataSettings) -> Originals:
    """The sources of a data set. InputError if one of them cannot be read."""
    sources = (settings, *settings.additions)
    for source in sources:
        check_source(source)
    return Originals(tuple(map(read_samples, sources)))


def _image(part: Samples, at: int, location: str | None) -> Pixels:
    if part.locations is not None and part.locations[at] != location:
        raise _changed(f"{part.locations[at]} is in its place")
    if part.whole is not None:
        return part.whole(at)
    image: Pixels = part.read(np.array([at]), None, None, silent).inputs[0]
    return image


def _changed(how: str) -> InputError:
    return InputError(f"The source has changed since its samples were read: {how}.", field="source")
