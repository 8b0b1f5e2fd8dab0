"""Which device to compute on, in which type and in how much memory: the one rule, for every face."""

from __future__ import annotations

import os
from pathlib import Path

import torch
from torch import Tensor, nn

from lpntk.domain import InputError
from lpntk.domain.request import DEVICES

# The other half is for the program itself, the samples, and whatever else runs on the machine.
MEMORY_SHARE = 0.5
_CONTAINER_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
# Of a container: how many microseconds of all cores in how many, or "max".
_CONTAINER_CORES = Path("/sys/fs/cgroup/cpu.max")


def machine_cores() -> int:
    """How many processor cores the machine has, of a container those that it may use, at least one."""
    cores = os.cpu_count() or 1
    try:
        used, period = _CONTAINER_CORES.read_text().split()
        cores = min(cores, round(int(used) / int(period)))
    except (OSError, ValueError):  # no container, or one without a limit
        pass
    return max(cores, 1)


def default_memory_budget(device: torch.device) -> int:
    """Bytes that a computation may take where nobody says: half of what the machine and the device have.

    It goes by what there is, not by what is free at the moment, so that the same command cuts its work in the
    same way again.
    """
    memory = _machine_memory()
    if device.type == "cuda":
        memory = min(memory, torch.cuda.get_device_properties(device).total_memory)
    return int(MEMORY_SHARE * memory)


def _machine_memory() -> int:
    """Bytes of memory, of a container those that it may use."""
    limits = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for file in _CONTAINER_LIMITS:
        try:
            limits.append(int(file.read_text()))
        except (OSError, ValueError):  # no container of this kind, or one without a limit
            continue
    return min(limits)


def choose_device(device: str | torch.device | None, model: nn.Module | None = None) -> torch.device:
    """The device of that name; "auto" takes the first there is of cuda, mps and cpu.

    Parameters
    ----------
    device
        A name or a device; None is the model's own.
    model
        Where None is asked for.

    Raises
    ------
    InputError
        If this machine, or this build of torch, has no such device.
    """
    if device is None and model is not None:
        return next(model.parameters()).device
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    name = str(device or "auto")
    if name == "auto":
        return torch.device(next(kind for kind, is_there in there.items() if is_there))
    if not there.get(name.partition(":")[0], True):
        names = ", ".join(kind for kind, is_there in there.items() if is_there)
        raise InputError(
            f"There is no {name} device on this machine: choose auto or {names}.", field="device"
        )
    if name in there:
        return torch.device(name)
    try:
        return torch.empty(0, device=name).device
    except (RuntimeError, AssertionError) as error:
        raise InputError(
            f"Unknown device '{name}': choose one of {', '.join(DEVICES)}.", field="device"
        ) from error


def in_type_of(model: nn.Module, inputs: Tensor) -> Tensor:
    """Inputs as the model takes them: floating ones in the type of its first parameter."""
    parameter = next(model.parameters(), None)
    if parameter is None or not inputs.is_floating_point() or not parameter.is_floating_point():
        return inputs
    return inputs.to(parameter.dtype)
