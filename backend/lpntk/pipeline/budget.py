"""Whether what an analysis has to store fits its budget."""

from __future__ import annotations

import math

from lpntk.domain import InputError, KernelSettings

_BYTES_A_PAIR = 2  # float32, and each pair of samples once


def require_storage(samples: int, settings: KernelSettings) -> None:
    """Refuse a kernel matrix that is larger than the storage budget, saying what would fit.

    Raises
    ------
    InputError
        If the matrix of so many samples takes more.
    """
    needed = _BYTES_A_PAIR * samples**2
    if needed <= settings.storage_budget:
        return
    fitting = math.isqrt(settings.storage_budget // _BYTES_A_PAIR)
    raise InputError(
        f"The kernel matrix of {samples:,} samples takes {_gib(needed)}, and the storage budget is"
        f" {_gib(settings.storage_budget)}: allow {_gib(needed)}, or take at most {fitting:,} samples.",
        field="storage_budget",
    )


def _gib(size: int) -> str:
    """Bytes as GiB, rounded up so that giving the number back suffices."""
    return f"{math.ceil(size / 2**30 * 100) / 100:.2f} GiB"
