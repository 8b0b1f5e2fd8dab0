"""Samples out of Python objects: map-style data sets of (input, label), and tables in memory."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.image_files import samples_of_files
from lpntk.datasets.images import to_pillow
from lpntk.datasets.samples import Samples
from lpntk.datasets.tabular.samples import samples_of_table, text_samples
from lpntk.datasets.tabular.table import Table, column_of_values
from lpntk.domain import DataSettings, InputError
from lpntk.domain.words import printable

_BYTES = 255


def samples_of_object(data: Any, settings: DataSettings, *, name: str, split: str) -> Samples:
    """Samples of what torchvision's classes and people's own functions give.

    Parameters
    ----------
    data
        A map-style data set of (image or text, whole number), images as Pillow's, as (H, W), (H, W, C) uint8
        or as (C, H, W) tensors in [0, 1]; a DataFrame or mapping from column to values; or a `Dataset` of
        Hugging Face's.
    settings
        What is asked for.
    name, split
        What to call the data set, and the part of it that this is.

    Raises
    ------
    InputError
        If it is something else.
    """
    table = table_of(data, name)
    if table is not None:
        return samples_of_table(table, settings, name=name, folder=Path.cwd())
    if not hasattr(data, "__len__") or not hasattr(data, "__getitem__"):
        raise InputError(
            f"{name} is a {type(data).__name__}: give a data set with a length, of which data[i] is (input, "
            "label), or a table.",
            field="source",
        )
    if not len(data):
        raise InputError(f"{name} has no samples: put some into it.", field="source")
    labels, class_names = _labels(data, name)
    first = _item(data, 0, name)[0]
    if isinstance(first, str):
        texts = [str(_item(data, row, name)[0]) for row in range(len(data))]
        return text_samples(texts, settings, labels=labels, class_names=class_names, name=name)
    files = [ImageFile(Path(), row, str(row), partial(_content, data, row, name)) for row in range(len(data))]
    return samples_of_files(files, name=name, split=split, labels=labels, class_names=class_names)


def table_of(data: Any, where: str) -> Table | None:
    """The table that an object is: a DataFrame, mapping, Arrow table or `datasets.Dataset`; else None."""
    if hasattr(data, "features") and hasattr(data, "with_format"):
        from lpntk.datasets.tabular.arrow_file import table_of_arrow

        plain = data.flatten_indices() if getattr(data, "_indices", None) is not None else data
        return table_of_arrow(plain.data.table, where)
    if hasattr(data, "__arrow_c_stream__") and not isinstance(data, Mapping):
        from lpntk.datasets.tabular.arrow_file import pyarrow_for, table_of_arrow

        return table_of_arrow(pyarrow_for(where).table(data), where)
    if isinstance(data, Mapping) or (hasattr(data, "columns") and hasattr(data, "iloc")):
        columns = {printable(str(name)): list(data[name]) for name in data}
        lengths = {len(values) for values in columns.values()}
        if len(lengths) > 1:
            raise InputError(
                f"The columns of {where} have different lengths: give one value a row.", field="source"
            )
        return Table(
            where, lengths.pop() if lengths else 0, {n: column_of_values(v) for n, v in columns.items()}
        )
    return None


def _labels(data: Any, name: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """(N,) numbers without gaps, and the names of the classes that have samples."""
    from lpntk.datasets.known import given_labels, known_of  # brings torch

    given: Sequence[Any] | NDArray[np.int64] | None = given_labels(data)
    if given is None:
        given = [_item(data, row, name)[1] for row in range(len(data))]
    try:
        labels = np.array([_whole(label) for label in given], np.int64)
    except (TypeError, ValueError, OverflowError):
        raise InputError(
            f"{name} has labels that are no whole numbers, such as {printable(repr(given[0]))}: give one "
            "number for each sample, that of its class.",
            field="source",
        ) from None
    used, renumbered = np.unique(labels, return_inverse=True)
    if len(used) < 2:
        raise InputError(
            f"All samples of {name} belong to one class: a classifier needs at least two.", field="source"
        )
    known = known_of(data).class_names or getattr(data, "classes", ())
    known = known if isinstance(known, list | tuple | np.ndarray) else ()
    names = [
        printable(_in_words(known[label])) if 0 <= label < len(known) else str(label)
        for label in used.tolist()
    ]
    return renumbered.astype(np.int64), tuple(names)


def _whole(label: Any) -> int:
    """A whole number. TypeError, ValueError or OverflowError if it is none."""
    number = int(label)
    if number != float(label):
        raise ValueError(label)
    return number


def _in_words(name: Any) -> str:
    """A class's name; ImageNet has several for each."""
    return str(name[0]) if isinstance(name, tuple | list) and name else str(name)


def _item(data: Any, row: int, name: str) -> tuple[Any, Any]:
    try:
        item = data[row]
    except Exception as error:  # a person's own code raises anything
        raise InputError(
            f"Sample {row} of {name} cannot be read ({printable(error)}): mend the data set.", field="source"
        ) from error
    if not isinstance(item, tuple | list) or len(item) < 2:
        raise InputError(
            f"Sample {row} of {name} is a {type(item).__name__}: give pairs of (input, label).",
            field="source",
        )
    return item[0], item[1]


def _content(data: Any, row: int, name: str) -> bytes:
    """An image as the bytes of a file that keeps every pixel."""
    picture = _picture(_item(data, row, name)[0], row, name)
    file = io.BytesIO()
    picture.save(file, "PNG" if picture.mode == "P" else "TIFF")
    return file.getvalue()


def _picture(image: Any, row: int, name: str) -> Image.Image:
    if isinstance(image, Image.Image):
        return image
    pixels = np.asarray(image)
    if pixels.ndim == 3 and pixels.shape[0] in (1, 3) and not isinstance(image, np.ndarray):
        pixels = pixels.transpose(1, 2, 0)  # a tensor of torch's has its channels first
    if pixels.dtype.kind == "f":
        if not np.isfinite(pixels).all() or pixels.min() < 0 or pixels.max() > 1:
            raise InputError(
                f"Image {row} of {name} has values outside of [0, 1]: give images as they are before they "
                "are normalised, since lpNTK shows them and normalises them itself.",
                field="source",
            )
        pixels = np.rint(pixels * _BYTES).astype(np.uint8)
    if (
        pixels.dtype != np.uint8
        or pixels.ndim not in (2, 3)
        or (pixels.ndim == 3 and pixels.shape[2] not in (1, 3))
    ):
        raise InputError(
            f"Image {row} of {name} is {pixels.dtype} of shape {pixels.shape}: give an image of Pillow's, or "
            "(H, W), (H, W, 1) or (H, W, 3) bytes.",
            field="source",
        )
    return to_pillow(pixels if pixels.ndim == 3 else pixels[..., None])
