"""Samples that are image files: how they are brought to one shape and to eight bits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.decode import Header, ImageFile, decode, read_extremes, read_header, read_whole
from lpntk.datasets.fit import Fit
from lpntk.datasets.images import Reading, gather, reading_pool
from lpntk.datasets.notes import animated_note, narrowed_note, wide_note
from lpntk.datasets.samples import Samples
from lpntk.domain import Dataset, InputError, Progress
from lpntk.domain.value_range import ValueRange

LARGEST_KEPT = 512
FALLBACK_SIZE = 64

# Below this, the upper eight bits of 16 hold less than four bits of an image.
_DARKEST_READ = 16


def samples_of_files(
    files: Sequence[ImageFile],
    *,
    name: str,
    split: str,
    labels: NDArray[np.int64],
    class_names: tuple[str, ...],
    notes: tuple[str, ...] = (),
) -> Samples:
    """Samples that are files, which are read when they are asked for.

    With no size asked for, images that all have one size keep it if neither side is above `LARGEST_KEPT`
    pixels; else they become squares of `FALLBACK_SIZE`. They are grey if all of them are, else in colour.
    """
    return Samples(
        name=name,
        split=split,
        labels=labels,
        class_names=class_names,
        read=partial(_read, files),
        locations=tuple(file.name for file in files),
        notes=notes,
        whole=lambda index: read_whole(files[index]),
    )


def _read(
    files: Sequence[ImageFile],
    indices: NDArray[np.int64],
    fit: Fit,
    like: Dataset | None,
    progress: Progress,
) -> Reading:
    values = None if like is None else like.values
    chosen = [files[index] for index in indices]
    with reading_pool() as pool:
        headers = list(pool.map(read_header, chosen))
    shape = _common_shape(set(headers), fit.size)
    notes = list(_header_notes(chosen, headers))
    wide = [file for file, header in zip(chosen, headers, strict=True) if header.wide]
    if wide:
        low, high = _extremes(wide)
        values = _range_for(low, high, values)
        notes.append(wide_note(len(wide), low, high, values))
    images = gather(lambda row: decode(chosen[row], shape, values, fit), len(chosen), shape, progress)
    return Reading(images, shape, tuple(notes), values)


def _header_notes(files: Sequence[ImageFile], headers: Sequence[Header]) -> Iterator[str]:
    animated = sum(header.animated for header in headers)
    if animated:
        yield animated_note(animated)
    narrowed = [file for file, header in zip(files, headers, strict=True) if header.narrowed]
    if narrowed:
        _, high = _extremes(narrowed)
        if high < _DARKEST_READ:
            raise InputError(
                f"{len(narrowed)} images with 16 bits a channel, such as {narrowed[0].name}, use a small "
                "part of their range, and only the upper 8 bits are read: save them with 8 bits a channel.",
                field="source",
            )
        yield narrowed_note(len(narrowed))


def _extremes(files: Sequence[ImageFile]) -> tuple[int, int]:
    with reading_pool() as pool:
        lows, highs = zip(*pool.map(read_extremes, files), strict=True)
    return min(lows), max(highs)


def _range_for(low: int, high: int, values: ValueRange | None) -> ValueRange:
    if values is None:
        return ValueRange.of(low, high)
    if (low, high) not in values:
        raise InputError(
            f"The images of more than 8 bits a pixel have values from {low:,} to {high:,}, which are outside "
            f"the range {values.lowest:,} to {values.highest:,} of those they belong to: bring them into "
            "it.",
            field="source",
        )
    return values


def _common_shape(headers: set[Header], size: int | None) -> tuple[int, int, int]:
    channels = 1 if all(header.grey for header in headers) else 3
    if size is not None:
        return size, size, channels
    sizes = {header.size for header in headers}
    height, width = sizes.pop()
    if sizes or max(height, width) > LARGEST_KEPT:
        return FALLBACK_SIZE, FALLBACK_SIZE, channels
    return height, width, channels
