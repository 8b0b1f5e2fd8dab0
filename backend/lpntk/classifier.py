"""What a classifier is: a module with layers that can be watched; and what of its output are its logits."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

INSTEAD_OF_A_PROGRAM = "give the torch.nn.Module that it was made from, with its weights"
"""What to do where a program is refused."""

_SCRIPT = (
    "is a TorchScript program, whose layers can be neither watched nor called apart, so that there are no "
    "rules for their gradients"
)
_EXPORTED = (
    "was made by torch.export: a fixed graph of operations in one mode, without layers that could be watched "
    "and without training"
)
# What is in the archive of a program, and never in one of weights: as the end of a name.
_PROGRAMS = {"constants.pkl": _SCRIPT, "models/model.json": _EXPORTED, "exported_program.json": _EXPORTED}


def logits_in(output: Any, samples: int, classes: int | None = None) -> Any:
    """The logits in what a model returns; the output itself where there are none.

    They are the output if that is a tensor, else what it calls `logits` (as a key or an attribute), else the
    first of a tuple or list, else the one tensor of a dict that has their shape.

    Parameters
    ----------
    samples
        B, of the batch.
    classes
        K, where it is known.
    """
    if isinstance(output, Tensor):
        return output
    named = output.get("logits") if isinstance(output, Mapping) else getattr(output, "logits", None)
    if isinstance(named, Tensor):
        return named
    if isinstance(output, Mapping):
        return _by_shape(output.values(), samples, classes, otherwise=output)
    first = output[0] if isinstance(output, tuple | list) and output else None
    return first if isinstance(first, Tensor) else output


def _by_shape(values: Iterable[Any], samples: int, classes: int | None, otherwise: Any) -> Any:
    """The first tensor that may be logits, where all that may be are of one shape."""
    possible = [
        value
        for value in values
        if isinstance(value, Tensor) and value.is_floating_point() and value.dim() == 2
        if len(value) == samples and value.shape[1] in ((classes,) if classes else (value.shape[1],))
    ]
    return possible[0] if len({value.shape for value in possible}) == 1 else otherwise


def kind_of(output: Any) -> str:
    """What a model returns, for a message, such as "dict of 'a' and 'b'"."""
    name = type(output).__name__
    if isinstance(output, Mapping):
        parts = ", ".join(
            f"'{key}' {tuple(value.shape) if isinstance(value, Tensor) else type(value).__name__}"
            for key, value in output.items()
        )
        return f"{name} ({parts})" if parts else f"an empty {name}"
    return name


def program(model: Any) -> str | None:
    """Why what is given is a program instead of a module, as the end of a sentence; None for all else."""
    if isinstance(model, torch.jit.ScriptModule | torch.jit.ScriptFunction):
        return _SCRIPT
    # A module that is unfolded from an exported program has one mode only, which may be that of training.
    unfolded = isinstance(model, torch.fx.GraphModule) and {"train", "eval"} & vars(model).keys()
    if isinstance(model, torch.export.ExportedProgram) or unfolded:
        return _EXPORTED
    return None


def program_in(file: Path) -> str | None:
    """Why a file holds a program instead of weights, as the end of a sentence; None for all else."""
    if not zipfile.is_zipfile(file):
        return None
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    ends = (end for end in _PROGRAMS if any(name.endswith(end) for name in names))
    return next((_PROGRAMS[end] for end in ends), None)
