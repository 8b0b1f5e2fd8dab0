"""One item of a data set as an input and a label, with a clear word where it is none."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from lpntk.domain import InputError
from lpntk.domain.foreign import foreign_code
from lpntk.domain.words import some
from lpntk.kernels.source.given import is_plain

# By what names data sets whose items are dicts call the two, Hugging Face's among them.
_INPUTS = frozenset({"image", "images", "img", "pixel_values", "input", "inputs", "x"})
_LABELS = frozenset({"label", "labels", "target", "targets", "y"})


def read_item(dataset: Any, row: int, sample: str) -> tuple[Tensor, int]:
    """An item's input and its label; of more than two parts the first two.

    Parameters
    ----------
    dataset
        Has items by position.
    row
        Which.
    sample
        What messages call it.

    Raises
    ------
    InputError
        If there is none, or it is not a tensor with an integer.
    """
    advice = "correct that, or leave the sample out"
    with foreign_code(f"The data set fails at {sample}", advice, field="dataset"):
        item = dataset[row]
    values, label = _parts(item, sample)
    return _input(values, label, sample), _label(label, sample)


def _parts(item: Any, sample: str) -> tuple[Any, Any]:
    if isinstance(item, Mapping):
        values, labels = [[key for key in item if key in names] for names in (_INPUTS, _LABELS)]
        if len(values) == len(labels) == 1:
            return item[values[0]], item[labels[0]]
        names = some([repr(key) for key in item], 5)
        raise InputError(
            f"The data set gives a dict of {names} for {sample}, which does not say which two are input and "
            "label: make it give (tensor, int label).",
            field="dataset",
        )
    if isinstance(item, tuple | list) and len(item) >= 2:
        return item[0], item[1]
    raise _no_pair(item, sample)


def _input(values: Any, label: Any, sample: str) -> Tensor:
    if isinstance(values, np.ndarray) and values.dtype.kind in "biuf":
        values = torch.from_numpy(np.array(values, values.dtype.newbyteorder("=")))
    if not isinstance(values, Tensor):
        raise _no_pair((values, label), sample)
    if not is_plain(values) or values.numel() == 0:
        raise InputError(
            f"The input of {sample} is a tensor without plain numbers ({values.layout}, {values.dtype}, "
            f"shape {tuple(values.shape)}, on {values.device}): give a dense one of real numbers.",
            field="dataset",
        )
    return values.detach()


def _label(label: Any, sample: str) -> int:
    single = label
    if isinstance(label, Tensor | np.ndarray):
        if label.shape not in ((), (1,)):
            raise _no_label(
                sample, f"an array of shape {tuple(label.shape)}", "if it is one-hot, give label.argmax()"
            )
        single = label.item()
    if isinstance(single, int | np.integer) and not isinstance(single, bool):
        return int(single)
    advice = "labels must be integers from 0 on"
    if isinstance(single, float | np.floating) and float(single).is_integer():
        advice = "give int(label)"
    if isinstance(single, str | bytes):
        advice = "number the classes from 0 on"
    raise _no_label(sample, reprlib.repr(label), advice)


def _no_label(sample: str, given: str, advice: str) -> InputError:
    return InputError(f"The label of {sample} is {given}: {advice}.", field="dataset")


def _no_pair(item: Any, sample: str) -> InputError:
    parts = item if isinstance(item, tuple | list) else ()
    given = some([type(part).__name__ for part in parts], 5) or type(item).__name__
    pictured = any(type(part).__module__.startswith("PIL.") for part in (*parts, item))
    such_as = ", such as transforms.ToTensor()" if pictured else ""
    return InputError(
        f"The data set gives ({given}) for {sample} where (tensor, int label) is needed: give it a "
        f"transform that makes tensors{such_as}.",
        field="dataset",
    )
