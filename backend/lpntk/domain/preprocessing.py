"""How the images were made that weights were trained with, as files and packages describe it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lpntk.domain.errors import InputError, shown
from lpntk.domain.words import some

PACKAGES = ("timm", "torchvision", "hf")
"""The packages whose own description of a model's weights can be asked for."""

INTERPOLATIONS = ("bilinear", "bicubic", "nearest", "lanczos", "box")

_OWN_KEYS = ("image_size", "crop", "interpolation", "mean", "std")
_MARKS_OF_HF = {
    "image_mean",
    "do_resize",
    "image_processor_type",
    "feature_extractor_type",
    "image_processor",
}
# Pillow's numbers, which transformers writes.
_RESAMPLING = {0: "nearest", 1: "lanczos", 2: "bilinear", 3: "bicubic", 4: "box"}
# By how much LeViT's images are larger than they say.
_LEVIT = 256 / 224
# Up to this shorter side ConvNeXt's images are cropped, and from it on they are squeezed.
_SQUEEZED_FROM = 384
_LARGEST_FILE = 1 << 20


@dataclass(frozen=True)
class Preprocessing:
    """What is done to an image; None for what is not said.

    Attributes
    ----------
    image_size
        The side of the square that comes of it.
    crop
        The share of the shorter side that is cut out of the middle; None where images are squeezed.
    interpolation
        One of `INTERPOLATIONS`.
    normalisation
        As the setting of that name.
    """

    image_size: int | None = None
    crop: float | None = None
    interpolation: str | None = None
    normalisation: str | None = None

    @classmethod
    def read(cls, path: Path) -> Preprocessing:
        """From a file: of our keys, timm's config.json, or a preprocessor_config.json of transformers.

        Raises
        ------
        InputError
            If it cannot be read or says what cannot be done.
        """
        values = _values(path)
        if _MARKS_OF_HF & values.keys():
            return cls.of_hf(values.get("image_processor", values))
        if "pretrained_cfg" in values or "crop_pct" in values:
            return cls.of_timm(values.get("pretrained_cfg", values))
        unknown = [key for key in values if key not in _OWN_KEYS]
        if unknown or not values:
            raise _wrong(
                f"{shown(str(path))} has {some(unknown, 3) or 'no keys'}: give some of "
                f"{', '.join(_OWN_KEYS)}, timm's config.json or a preprocessor_config.json of transformers"
            )
        return cls(
            _side(values.get("image_size")),
            _share(values.get("crop")),
            _interpolation(values.get("interpolation")),
            statistics(values.get("mean"), values.get("std")),
        )

    @classmethod
    def of_timm(cls, values: Mapping[str, Any]) -> Preprocessing:
        """From a pretrained_cfg of timm's. InputError."""
        mode = values.get("crop_mode") or "center"
        if mode not in ("center", "squash"):
            raise _wrong(f"timm's images are cropped by '{shown(str(mode))}', which is not known here")
        size = values.get("input_size")
        return cls(
            _side(list(size)[-2:] if isinstance(size, Sequence) else None),
            None if mode == "squash" else _share(values.get("crop_pct")),
            _interpolation(values.get("interpolation")),
            statistics(values.get("mean"), values.get("std")),
        )

    @classmethod
    def of_hf(cls, values: Mapping[str, Any]) -> Preprocessing:
        """From a preprocessor_config.json of transformers. InputError."""
        factor = values.get("rescale_factor", 1 / 255)
        if values.get("do_rescale") is False or not math.isclose(factor, 1 / 255, rel_tol=1e-3):
            raise _wrong(f"pixels are scaled by {factor:g} there, and here by 1/255")
        size, crop = _size_of_hf(values)
        resample = values.get("resample")
        normalisation = (
            "none"
            if values.get("do_normalize") is False
            else statistics(values.get("image_mean"), values.get("image_std"))
        )
        return cls(size, crop, _interpolation(_RESAMPLING.get(resample, resample)), normalisation)  # type: ignore[arg-type]

    def settings(self) -> dict[str, Any]:
        """What it says, by the names of settings."""
        return {name: value for name, value in vars(self).items() if value is not None}


def statistics(mean: Any, std: Any) -> str | None:
    """Mean and deviation of channels as a setting; None where they are not said. InputError."""
    if mean is None and std is None:
        return None
    sides = []
    for numbers in (mean, std):
        listed = list(numbers) if isinstance(numbers, Sequence) else [numbers]
        if not listed or not all(isinstance(one, int | float) for one in listed):
            raise _wrong(f"mean and std are '{shown(str(numbers))}': give a number, or one for each channel")
        sides.append(listed[:1] if len(set(listed)) == 1 else listed)
    return "/".join(",".join(map(repr, side)) for side in sides)


def _size_of_hf(values: Mapping[str, Any]) -> tuple[int | None, float | None]:
    """The side of the images, and what share of the shorter side it is where they are cropped.

    Those that are squeezed into a larger square first, and then cut, keep their proportions here.
    """
    size = values.get("size") if values.get("do_resize", True) else None
    cut = _of_dict(values.get("crop_size")) if values.get("do_center_crop") else None
    share = values.get("crop_pct")
    shortest = size.get("shortest_edge") if isinstance(size, Mapping) else None
    if shortest is None:
        side = _of_dict(size)
        return (side, None) if cut is None else (cut, None if side is None else _share(cut / side))
    if share is not None:
        return cut or _side(shortest), None if cut is None and shortest >= _SQUEEZED_FROM else _share(share)
    if cut is not None:
        enlarged = _LEVIT if str(values.get("image_processor_type")).startswith("Levit") else 1
        return cut, _share(cut / int(enlarged * shortest))
    raise _wrong("images keep unlike sides there, and here they are squares: give --image-size and --crop")


def _of_dict(size: Any) -> int | None:
    if isinstance(size, Mapping):
        return _side([size.get("height"), size.get("width")])
    return _side(size)


def _side(size: Any) -> int | None:
    sides = set(size) if isinstance(size, Sequence) and not isinstance(size, str) else {size}
    if sides == {None}:
        return None
    side = sides.pop()
    if sides or not isinstance(side, int):
        raise _wrong(f"images are '{shown(str(size))}' there, and here they are squares of whole pixels")
    return side


def _share(crop: Any) -> float | None:
    if crop is None:
        return None
    if not isinstance(crop, int | float) or not 0 < crop <= 1:
        raise _wrong(f"the crop is '{shown(str(crop))}': it must be above 0 and at most 1")
    return float(crop)


def _interpolation(name: Any) -> str | None:
    if name is None or name in INTERPOLATIONS:
        return name
    raise _wrong(f"images are resized by '{shown(str(name))}': there are {', '.join(INTERPOLATIONS)}")


def _values(path: Path) -> Mapping[str, Any]:
    try:
        # A device says that it is empty, and never ends.
        if path.exists() and not path.is_file():
            raise _wrong(f"{shown(str(path))} is no file: give one")
        if path.stat().st_size > _LARGEST_FILE:
            raise _wrong(f"{shown(str(path))} is too large to be a description")
        values = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise _wrong(f"{shown(str(path))} cannot be read ({error.strerror}): check the path") from None
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, Mapping):
        raise _wrong(f"{shown(str(path))} holds no JSON object: give {{{', '.join(_OWN_KEYS)}}}")
    return values


def _wrong(what: str) -> InputError:
    return InputError(f"The preprocessing: {what}.", field="preprocessing")
