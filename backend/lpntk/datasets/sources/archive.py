"""NumPy archives: an .npz file with `images`, `labels` and, if wanted, `class_names`."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.fit import Fit
from lpntk.datasets.images import Reading, read_array
from lpntk.datasets.names import is_path
from lpntk.datasets.places import has_ending, require_whole, source_path
from lpntk.datasets.samples import Labelled, Samples, checked_labels
from lpntk.domain import Dataset, DataSettings, InputError, Progress
from lpntk.domain.words import printable, some

# How far from [0, 1] a floating-point number still counts as 0 or 1: what float16 rounds by, and half of what
# would make another byte of it.
ROUNDING = 1e-3
_BYTES = 255
_ARRAYS = ("images", "labels", "class_names")

_T = TypeVar("_T")


@dataclass(frozen=True)
class _Header:
    shape: tuple[int, ...]
    dtype: np.dtype[Any]


class Archive:
    """An .npz file."""

    def takes(self, settings: DataSettings) -> bool:
        return is_path(settings.source) and has_ending(source_path(settings), ".npz")

    def modality(self, settings: DataSettings) -> str:
        return "images"

    def check(self, settings: DataSettings) -> None:
        """Check names, shapes and types of the arrays by their headers alone. InputError."""
        path = source_path(settings)
        require_whole(path, settings.split)
        _check(path)

    def labelled(self, settings: DataSettings) -> Labelled:
        """By the arrays that are no images. InputError."""
        path = source_path(settings)
        return _labelled(_reading(path, partial(_read_arrays, names=("labels", "class_names"))), path)

    def read(self, settings: DataSettings) -> Samples:
        """All samples. InputError."""
        return _read_samples(source_path(settings))

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """The one file."""
        return [ImageFile(source_path(settings), 0, "")]


def _check(path: Path) -> None:
    """Check names, shapes and types of the arrays by their headers alone, without reading what they hold.

    Raises
    ------
    InputError
        If the file is no .npz archive, or its arrays are missing, of Python objects, or do not fit together.
    """
    headers = _reading(path, _read_headers)
    for name in ("images", "labels"):
        if name not in headers:
            raise InputError(
                f"{path} has no array '{name}' (it has {', '.join(headers) or 'none'}): save one with "
                "np.savez(file, images=..., labels=...).",
                field="source",
            )
    for name, header in headers.items():
        if header.dtype.hasobject and name in _ARRAYS:
            raise InputError(
                f"The array '{name}' in {path} holds Python objects, which could run code when read: "
                "save it as plain numbers or strings.",
                field="source",
            )
    _check_images(headers["images"], path)
    _check_lengths(headers, path)


def _read_samples(path: Path) -> Samples:
    """All samples of an .npz file.

    `images` is (N, H, W), (N, H, W, 1) or (N, H, W, 3), uint8 or floating-point numbers in [0, 1], which may
    be off by `ROUNDING`; `labels` is (N,) integers 0 .. K-1, or texts; `class_names` is (K,) texts, without
    which the labels are the names, in sorted order.

    Raises
    ------
    InputError
        As in `_check`, and if the labels are not 0 .. K-1 or not among the class names.
    """
    _check(path)
    arrays = _reading(path, _read_arrays)
    images, labelled = arrays["images"], _labelled(arrays, path)
    return Samples(
        name=labelled.name,
        split="",
        labels=labelled.labels,
        class_names=labelled.class_names,
        read=partial(_read, images if images.ndim == 4 else images[..., None], path),
        held=images.nbytes,
    )


def _labelled(arrays: dict[str, NDArray[Any]], path: Path) -> Labelled:
    names = arrays.get("class_names")
    class_names = None if names is None else tuple(_texts(names, "class names", path).tolist())
    labels = arrays["labels"]
    if labels.dtype.kind in "SU":
        labels, class_names = _numbered(_texts(labels, "labels", path), class_names, path)
    if class_names is not None:
        class_names = _shown(class_names, path)
    labels = checked_labels(labels, class_names, str(path))
    class_names = class_names or tuple(str(label) for label in range(labels.max() + 1))
    return Labelled(path.stem, labels, class_names)


def _texts(array: NDArray[Any], what: str, path: Path) -> NDArray[np.str_]:
    """An array as texts, which older programs save as bytes."""
    try:
        texts = np.char.decode(array, "utf-8") if array.dtype.kind == "S" else array.astype(np.str_)
        texts.tolist()  # fails where a number stands for no character
    except (UnicodeDecodeError, ValueError, SystemError) as error:
        raise InputError(
            f"The {what} in {path} are bytes that are not UTF-8 ({error}): save them as strings.",
            field="source",
        ) from error
    return texts


def _numbered(
    labels: NDArray[np.str_], class_names: tuple[str, ...] | None, path: Path
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Labels that are names of classes as numbers, with the names in order."""
    if class_names is None:
        class_names = tuple(np.unique(labels).tolist())
    numbers = {name: number for number, name in enumerate(class_names)}
    unknown = [index for index, label in enumerate(labels.tolist()) if label not in numbers]
    if unknown:
        raise InputError(
            f"Sample {unknown[0]} in {path} has label '{labels[unknown[0]]}', which is none of the "
            f"class names ({some(class_names, 5)}): add it to them.",
            field="source",
        )
    return np.array([numbers[label] for label in labels.tolist()], np.int64), class_names


def _read(
    images: NDArray[Any],
    path: Path,
    indices: NDArray[np.int64],
    fit: Fit,
    like: Dataset | None,
    progress: Progress,
) -> Reading:
    if images.dtype == np.uint8:
        return read_array(images, indices, fit, like, progress)
    chosen = images[indices]
    inside = ((chosen >= -ROUNDING) & (chosen <= 1 + ROUNDING)).all(axis=(1, 2, 3))
    if not inside.all():
        row = int(np.argmin(inside))
        raise _outside(chosen, row, f"Image {indices[row]} in {path}")
    pixels = np.rint(chosen.clip(0, 1) * _BYTES).astype(np.uint8)
    return read_array(pixels, np.arange(len(pixels)), fit, like, progress)


def _shown(class_names: tuple[str, ...], path: Path) -> tuple[str, ...]:
    if "" in class_names:
        raise InputError(
            f"Class {class_names.index('')} in {path} has an empty name: give it one.", field="source"
        )
    return tuple(map(printable, class_names))


def _outside(images: NDArray[Any], row: int, what: str) -> InputError:
    """The error for floating-point images that do not lie in [0, 1], with what they seem to be."""
    if np.isnan(images[row]).any():
        return InputError(f"{what} has values that are no numbers (NaN): mend or remove it.", field="source")
    low, high = images.min(), images.max()
    if low >= 0 and _BYTES / 8 < high <= _BYTES:
        advice = "they seem to be bytes, so save them as images.astype(np.uint8) or divide them by 255"
    elif low >= -1 - ROUNDING and high <= 1 + ROUNDING:
        advice = "they seem to lie in [-1, 1], so save (images + 1) / 2"
    else:
        advice = "bring them there"
    return InputError(
        f"{what} has values from {images[row].min():g} to {images[row].max():g}: floating-point images must "
        f"lie in [0, 1]; {advice}.",
        field="source",
    )


def _check_images(header: _Header, path: Path) -> None:
    shape, dtype = header.shape, header.dtype
    if len(shape) not in (3, 4) or (len(shape) == 4 and shape[3] not in (1, 3)) or 0 in shape:
        raise InputError(
            f"The images in {path} have shape {shape}: give (N, H, W), (N, H, W, 1) or (N, H, W, 3).",
            field="source",
        )
    if dtype != np.uint8 and dtype.kind != "f":
        raise InputError(
            f"The images in {path} are {dtype}: give uint8 (0 to 255) or floating-point numbers in [0, 1].",
            field="source",
        )


def _check_lengths(headers: dict[str, _Header], path: Path) -> None:
    samples = headers["images"].shape[0]
    if headers["labels"].shape != (samples,):
        raise InputError(
            f"The labels in {path} have shape {headers['labels'].shape}, but there are {samples} images: "
            "give one integer for each.",
            field="source",
        )
    if "class_names" in headers and len(headers["class_names"].shape) != 1:
        raise InputError(
            f"The class names in {path} have shape {headers['class_names'].shape}: give one for each class.",
            field="source",
        )


def _reading(path: Path, read: Callable[[Path], _T]) -> _T:
    """Read from the archive; whatever is wrong with the file is one sentence."""
    try:
        return read(path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror or error}): check the file and your right to read it.",
            field="source",
        ) from error
    except Exception as error:  # a damaged file makes zipfile and NumPy raise nearly anything
        raise InputError(
            f"{path} cannot be read as an .npz archive ({printable(error)}): save it anew with np.savez.",
            field="source",
        ) from error


def _read_headers(path: Path) -> dict[str, _Header]:
    headers = {}
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if not member.endswith(".npy"):
                continue
            with archive.open(member) as file:
                major, _ = npy.read_magic(file)
                read = npy.read_array_header_1_0 if major == 1 else npy.read_array_header_2_0
                shape, _, dtype = read(file)
                headers[member.removesuffix(".npy")] = _Header(shape, dtype)
    return headers


def _read_arrays(path: Path, names: Sequence[str] = _ARRAYS) -> dict[str, NDArray[Any]]:
    with np.load(path, allow_pickle=False) as archive:
        return {name: archive[name] for name in names if name in archive.files}
