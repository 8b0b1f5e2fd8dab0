"""Features on disk while a kernel is computed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from lpntk.domain.scratch import no_room, reserve, scratch_folder
from lpntk.kernels.features.features import FeatureLayout, Features

_OTHERWISE = "compute without a scratch folder"


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
            self._folder = scratch_folder(folder)
        except OSError as error:
            raise no_room("Features", 0, folder, error, _OTHERWISE) from error
        self._there: set[int] = set()

    def __contains__(self, block: int) -> bool:
        return block in self._there

    def write(self, block: int, features: Features) -> None:
        """Keep the features of a block. StoreError if there is no room."""
        for number, tensor in enumerate(features.tensors()):
            values = tensor.numpy(force=True)
            try:
                with self._path(block, number).open("wb") as file:
                    reserve(file, values.nbytes)
                    np.save(file, values, allow_pickle=False)
            except OSError as error:
                folder = Path(self._folder.name)
                raise no_room("Features", values.nbytes, folder, error, _OTHERWISE) from error
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
