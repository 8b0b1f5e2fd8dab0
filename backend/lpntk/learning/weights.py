"""State dicts: the one place where files of weights are read and written."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import torch
from torch import Tensor, nn

from lpntk.domain import InputError
from lpntk.domain.words import some

_WRAPPERS = ("state_dict", "model_state_dict", "model")
_PREFIXES = ("module.", "_orig_mod.")
_NAMED_AT_MOST = 3


def write_weights(model: nn.Module) -> bytes:
    """The state dict as written by torch.save, all on the CPU."""
    file = io.BytesIO()
    torch.save({name: value.detach().cpu().contiguous() for name, value in model.state_dict().items()}, file)
    return file.getvalue()


def read_weights(file: Path | BinaryIO, where: str) -> dict[str, Tensor]:
    """Read a state dict, and nothing that could run code.

    A training script's wrapping ({"state_dict": ...}, {"model": ...}) and the prefixes that
    DataParallel ("module.") and torch.compile ("_orig_mod.") put before names are taken off.

    Raises
    ------
    InputError
        If the file cannot be read, holds anything but weights, or weights that are NaN or infinite.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the error says what there is to say
            content = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:  # bytes that are no checkpoint make torch raise nearly anything
        raise InputError(_unreadable(where, error), field="checkpoint") from error
    state = _without_prefix(_unwrapped(content))
    if not state or not all(isinstance(value, Tensor) for value in state.values()):
        raise InputError(
            f"{where} holds no state dict: save it with torch.save(model.state_dict(), file).",
            field="checkpoint",
        )
    _check_finite(state, where)
    return state


def fit_weights(model: nn.Module, state: Mapping[str, Tensor], where: str) -> None:
    """Put weights into a model.

    Raises
    ------
    InputError
        If parameters are missing or left over, or have another shape; the first three are named.
    """
    expected = model.state_dict()
    complaints = {
        "missing": [name for name in expected if name not in state],
        "unexpected": [name for name in state if name not in expected],
        "of another shape": [
            f"{name} {tuple(state[name].shape)} for {tuple(value.shape)}"
            for name, value in expected.items()
            if name in state and state[name].shape != value.shape
        ],
    }
    found = [f"{what}: {some(names, _NAMED_AT_MOST)}" for what, names in complaints.items() if names]
    if found:
        raise InputError(
            f"{where} does not fit the model ({'; '.join(found)}): choose the model that it was saved from.",
            field="checkpoint",
        )
    model.load_state_dict(state)


def _unreadable(where: str, error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{where} cannot be read ({error.strerror or error}): check the path."
    unsafe = re.search(r"GLOBAL ([\w.]+)", str(error))
    if unsafe:
        return (
            f"{where} holds {unsafe[1]}, which is no weight and could run code when read: save the weights "
            "alone with torch.save(model.state_dict(), file)."
        )
    return (
        f"{where} is not a file of weights that can be read safely: save it with "
        "torch.save(model.state_dict(), file)."
    )


def _unwrapped(content: Any) -> dict[str, Any]:
    if not isinstance(content, Mapping):
        return {}
    for wrapper in _WRAPPERS:
        if isinstance(content.get(wrapper), Mapping):
            return dict(content[wrapper])
    return dict(content)


def _without_prefix(state: dict[str, Any]) -> dict[str, Any]:
    for prefix in _PREFIXES:
        if state and all(isinstance(name, str) and name.startswith(prefix) for name in state):
            state = {name.removeprefix(prefix): value for name, value in state.items()}
    return state


def _check_finite(state: Mapping[str, Tensor], where: str) -> None:
    for name, value in state.items():
        if value.is_floating_point() and not bool(torch.isfinite(value).all()):
            raise InputError(
                f"The weights '{name}' in {where} are not all finite numbers: take a checkpoint from before "
                "training diverged.",
                field="checkpoint",
            )
