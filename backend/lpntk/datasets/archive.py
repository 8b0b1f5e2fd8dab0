"""NumPy archives: an .npz file with `images`, `labels` and, if wanted, `class_names`."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from lpntk.datasets.images import read_array
from lpntk.datasets.samples import Samples, checked_labels
from lpntk.domain import InputError, Inputs, Progress

_T = TypeVar("_T")


@dataclass(frozen=True)
class _Header:
    shape: tuple[int, ...]
    dtype: np.dtype[Any]


def check_archive(path: Path) -> None:
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
        if header.dtype.hasobject and name in ("images", "labels", "class_names"):
            raise InputError(
                f"The array '{name}' in {path} holds Python objects, which could run code when read: "
                "save it as plain numbers or strings.",
                field="source",
            )
    _check_images(headers["images"], path)
    _check_lengths(headers, path)


def read_archive(path: Path) -> Samples:
    """All samples of an .npz file.

    `images` is (N, H, W), (N, H, W, 1) or (N, H, W, 3), uint8 or floating-point numbers in [0, 1]; `labels`
    is (N,) integers 0 .. K-1; `class_names` is (K,) strings.

    Raises
    ------
    InputError
        As in `check_archive`, and if the labels are not 0 .. K-1.
    """
    check_archive(path)
    arrays = _reading(path, _read_arrays)
    names = arrays.get("class_names")
    class_names = None if names is None else tuple(names.astype(str).tolist())
    labels = checked_labels(arrays["labels"], class_names, str(path))
    images = arrays["images"]
    return Samples(
        name=path.stem,
        split="",
        labels=labels,
        class_names=class_names or tuple(str(label) for label in range(labels.max() + 1)),
        read=partial(_read, images if images.ndim == 4 else images[..., None], path),
    )


def _read(
    images: NDArray[Any], path: Path, indices: NDArray[np.int64], size: int | None, progress: Progress
) -> Inputs:
    if images.dtype == np.uint8:
        return read_array(images, indices, size, progress)
    chosen = images[indices]
    inside = ((chosen >= 0) & (chosen <= 1)).all(axis=(1, 2, 3))
    if not inside.all():
        row = int(np.argmin(inside))
        raise InputError(
            f"Image {indices[row]} in {path} has values from {chosen[row].min():g} to {chosen[row].max():g}: "
            "floating-point images must lie in [0, 1].",
            field="source",
        )
    pixels = np.rint(chosen * 255).astype(np.uint8)
    return read_array(pixels, np.arange(len(pixels)), size, progress)


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
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise InputError(
            f"{path} cannot be read as an .npz archive ({error}): save it anew with np.savez.", field="source"
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


def _read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    with np.load(path, allow_pickle=False) as archive:
        return {name: archive[name] for name in ("images", "labels", "class_names") if name in archive.files}
