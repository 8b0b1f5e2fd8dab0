"""Features on disk while a kernel is computed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from lpntk.domain import StoreError
from lpntk.domain.processes import has_ended
from lpntk.kernels.features.features import FeatureLayout, Features

_PREFIX = "lpntk-scratch-"


class Scratch:
    """A folder of its own for the features of blocks; it goes when this object is closed.

    One that a killed process left behind goes when the next is made beside it.

    Parameters
    ----------
    folder
        Where to make it.

    Raises
    ------
    StoreError
        If there is no room, or nothing can be written there.
    """

    def __init__(self, folder: Path) -> None:
        try:
            _remove_orphans(folder)
            self._folder = tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=folder)
        except OSError as error:
            raise _unwritable(folder, error) from error
        self._there: set[int] = set()

    def __contains__(self, block: int) -> bool:
        return block in self._there

    def write(self, block: int, features: Features) -> None:
        """Keep the features of a block."""
        try:
            for number, tensor in enumerate(features.tensors()):
                np.save(self._path(block, number), tensor.numpy(force=True), allow_pickle=False)
        except OSError as error:
            raise _unwritable(Path(self._folder.name), error) from error
        self._there.add(block)

    def read(self, block: int, layout: FeatureLayout, rows: int, device: torch.device) -> Features:
        """The features of a block that was written, to the bit."""
        features = layout.allocate(rows, device)
        for number, tensor in enumerate(features.tensors()):
            tensor.copy_(self._load(self._path(block, number)))
        return features

    def close(self) -> None:
        """Drop everything."""
        self._there.clear()
        self._folder.cleanup()

    def _path(self, block: int, number: int) -> Path:
        return Path(self._folder.name) / f"{block}-{number}.npy"

    @staticmethod
    def _load(path: Path) -> Tensor:
        # Mapped, so that the file is copied once, straight to where it belongs.
        return torch.from_numpy(np.load(path, mmap_mode="c", allow_pickle=False))


def _remove_orphans(folder: Path) -> None:
    """Drop what processes have left behind that were killed."""
    for left in folder.glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdigit() and has_ended(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        f"Features cannot be written to {folder} ({error.strerror}): make room there, or compute without a "
        "scratch folder."
    )
