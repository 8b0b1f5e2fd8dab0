"""State dicts: the one place where files of weights are read and written."""

from __future__ import annotations

import argparse
import io
import re
import warnings
from pathlib import Path, PosixPath
from typing import Any, BinaryIO

import numpy as np
import torch
from torch import Tensor, nn

from lpntk.classifier import program_in
from lpntk.domain import InputError
from lpntk.learning.state_dicts import COUNTER, fitting_state

_SAFETENSORS = ".safetensors"
# What training scripts save beside the weights, and is nothing but values; what makes NumPy's scalars has had
# two names.
_scalar = np.float64(0).__reduce__()[0]
_PLAIN: list[Any] = [
    argparse.Namespace,
    PosixPath,
    np.dtype,
    *(type(np.dtype(kind)) for kind in "?bhilqBHILQefd"),
    (_scalar, "numpy.core.multiarray.scalar"),
    (_scalar, "numpy._core.multiarray.scalar"),
]


def write_weights(model: nn.Module) -> bytes:
    """The state dict as written by torch.save, all on the CPU."""
    file = io.BytesIO()
    torch.save({name: value.detach().cpu().contiguous() for name, value in model.state_dict().items()}, file)
    return file.getvalue()


def load_weights(model: nn.Module, file: Path | BinaryIO, where: str) -> None:
    """Put the weights of a file into a model, and read nothing that could run code.

    Parameters
    ----------
    where
        What to call the file.

    Raises
    ------
    InputError
        As of `read_weights` and `put_weights`.
    """
    put_weights(model, read_weights(file, where), where)


def put_weights(model: nn.Module, content: Any, where: str, classes: int | None = None) -> tuple[str, ...]:
    """Put the weights of what a file held into a model.

    What training scripts put around a state dict, and before its names, is taken off where the rest then fits
    the model.

    Parameters
    ----------
    where
        What to call the file.
    classes
        K, where last layers that are for another number of classes may stay as the model has them.

    Returns
    -------
    tuple of str
        The names of what stays as the model has it.

    Raises
    ------
    InputError
        If there are no weights that fit the model, or weights without values, that are not dense or not
        finite.
    """
    expected = model.state_dict()
    state = fitting_state(content, expected, where, classes)
    for name, value in state.items():
        if fault := _fault(value):
            raise InputError(f"The weights '{name}' in {where} {fault}.", field="checkpoint")
    model.load_state_dict({**expected, **state})
    return tuple(name for name in expected if name not in state and not name.endswith(COUNTER))


def read_weights(file: Path | BinaryIO, where: str) -> Any:
    """What a file of weights holds, by torch's reader or, where it ends in .safetensors, by that package's.

    Raises
    ------
    InputError
        If it cannot be read, or could run code.
    """
    try:
        if isinstance(file, Path) and file.suffix.lower() == _SAFETENSORS:
            return _read_safetensors(file, where)
        with warnings.catch_warnings(), torch.serialization.safe_globals(_PLAIN):
            warnings.simplefilter("ignore")  # the error says what there is to say
            return torch.load(file, map_location="cpu", weights_only=True)
    except InputError:
        raise
    except Exception as error:  # bytes that are no checkpoint make torch raise nearly anything
        raise InputError(_unreadable(file, where, error), field="checkpoint") from error


def _read_safetensors(file: Path, where: str) -> dict[str, Tensor]:
    try:
        from safetensors.torch import load_file
    except ImportError as error:
        raise InputError(
            f"{where} needs a package to be read: pip install 'lpntk[safetensors]', or convert it where that "
            "is installed with torch.save(safetensors.torch.load_file(file), 'weights.pt').",
            field="checkpoint",
        ) from error
    return load_file(file)


def _unreadable(file: Path | BinaryIO, where: str, error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{where} cannot be read ({error.strerror or error}): check the path."
    if isinstance(file, Path) and (fault := program_in(file)) is not None:
        return (
            f"{where} {fault}: save the weights of the torch.nn.Module that it was made from with "
            "torch.save(model.state_dict(), file), and give that module's name as the model."
        )
    unsafe = re.search(r"GLOBAL ([\w.]+)", str(error))
    if unsafe:
        return (
            f"{where} holds {unsafe[1]}, which is no weight and could run code when read: save the weights "
            "alone with torch.save(model.state_dict(), file), where you trust it with the model that "
            "torch.load(file, weights_only=False) gives."
        )
    return (
        f"{where} is not a file of weights that can be read safely: save it with "
        "torch.save(model.state_dict(), file)."
    )


def _fault(value: Tensor) -> str | None:
    """Why weights cannot be put into a model; None where they can."""
    if value.is_meta:
        return "have no values, being on the meta device: save them from a real one"
    if value.layout is not torch.strided:
        return "are sparse: save them dense, as .to_dense() gives them"
    if value.is_quantized:
        return "are quantised: save them as they were before"
    if value.is_floating_point() and not bool(torch.isfinite(value).all()):
        return "are not all finite numbers: take a checkpoint from before training diverged"
    return None
