"""What is taken off pixel values before a classifier sees them, and what they are divided by."""

from __future__ import annotations

import math

from lpntk.domain.errors import InputError, shown

Statistics = tuple[tuple[float, ...], tuple[float, ...]]

NAMED: dict[str, Statistics] = {
    "imagenet": ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    "half": ((0.5,), (0.5,)),
    "none": ((0.0,), (1.0,)),
}
"""Mean and standard deviation of channels in [0, 1], by name.

"imagenet" is what torchvision's weights and most of timm's were trained with, "half" what many vision
transformers of timm's were.
"""


def normalisation(text: str, channels: int | None = None) -> Statistics:
    """Mean and standard deviation of each channel by a name, or by "MEAN/STD" with commas within.

    Parameters
    ----------
    text
        Such as "imagenet", "0.1307/0.3081" or "0.49,0.48,0.45/0.25,0.24,0.26".
    channels
        How many there are, to each of which a single number applies; None: as many as are given.

    Raises
    ------
    InputError
        If it is none of these, a deviation is not above 0, or there are others than one or `channels`.
    """
    found = NAMED.get(text.strip()) or _written(text)
    if channels is None:
        return found
    spread = [part * channels if len(part) == 1 else part for part in found]
    if any(len(part) != channels for part in spread):
        raise InputError(
            f"normalisation '{shown(text)}' is for {max(map(len, found))} channels, and these images have "
            f"{channels}: give one number for all, or {channels}.",
            field="normalisation",
        )
    return spread[0], spread[1]


def _written(text: str) -> Statistics:
    sides = text.split("/")
    try:
        mean, std = (tuple(float(number) for number in side.split(",")) for side in sides)
    except ValueError:
        raise InputError(
            f"normalisation is '{shown(text)}': give {', '.join(NAMED)}, or MEAN/STD of the channels in "
            "[0, 1], such as 0.49,0.48,0.45/0.25,0.24,0.26.",
            field="normalisation",
        ) from None
    if not all(map(math.isfinite, (*mean, *std))) or min(std) <= 0:
        raise InputError(
            f"normalisation is '{shown(text)}': what values are divided by must be above 0, and all be "
            "finite.",
            field="normalisation",
        )
    return mean, std
