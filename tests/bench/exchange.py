"""What passes between the benchmark and the processes that it starts: a case one way, a measurement back.

NumPy alone, since it is read in environments without torch.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, eq=False)
class Case:
    """A model with its weights, and samples.

    Attributes
    ----------
    model
        One of `cases.MODELS`.
    inputs
        (N, C, H, W) float32.
    labels
        (N,) int64.
    classes
        K.
    weights
        The model's state by PyTorch's names.
    """

    model: str
    inputs: NDArray[np.float32]
    labels: NDArray[np.int64]
    classes: int
    weights: dict[str, NDArray[np.float32]]

    def save(self, folder: Path) -> None:
        """Write it into a folder."""
        weights = {f"weights/{name}": values for name, values in self.weights.items()}
        facts = {"model": np.array(self.model), "classes": np.array(self.classes)}
        np.savez(folder / "case.npz", inputs=self.inputs, labels=self.labels, **facts, **weights)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(folder / "case.npz") as file:
            weights = {n.removeprefix("weights/"): file[n] for n in file.files if n.startswith("weights/")}
            return cls(str(file["model"]), file["inputs"], file["labels"], int(file["classes"]), weights)

    def signs(self) -> NDArray[np.float32]:
        """(N, K): the label vectors s."""
        return 2 * np.eye(self.classes, dtype=np.float32)[self.labels] - 1


@dataclass(frozen=True)
class Settings:
    """How to measure.

    Attributes
    ----------
    repeats
        Of how many runs ours and the floor are the best.
    memory_budget
        Bytes that ours is given.
    sketch_width
        Numbers a sample of a sketch.
    """

    repeats: int = 3
    memory_budget: int = 2 * GIB
    sketch_width: int = 4096


def peak_memory() -> int:
    """The most bytes that this process has held in memory.

    Linux tells it for the program alone; what getrusage tells begins with what the process held that
    started it.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        facts = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(facts["VmHWM"].split()[0]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


@dataclass(frozen=True, eq=False)
class Found:
    """What one way measured.

    Attributes
    ----------
    seconds
        For all N samples.
    matrix
        (M, M) float32 kappa among the first M samples, as far as it was computed.
    parts
        Seconds of the parts.
    notes
        What to know about the numbers, such as what they are extrapolated from.
    versions
        Of the packages used.
    peak
        Bytes, by default until now.
    """

    seconds: float
    matrix: NDArray[np.float32] | None = None
    parts: dict[str, float] = field(default_factory=dict)
    notes: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    peak: int = field(default_factory=peak_memory)


@dataclass(frozen=True)
class Entry:
    """One line of the table.

    Attributes
    ----------
    model, samples, way
        What was measured.
    seconds, parts, notes, versions
        As in `Found`; `seconds` is None where the way failed, and `notes` says why.
    difference
        The largest difference to our values, relative to the largest of them.
    idle, peak
        Bytes of the process before it began, and at most.
    """

    model: str
    samples: int
    way: str
    seconds: float | None
    difference: float | None = None
    parts: dict[str, float] = field(default_factory=dict)
    notes: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    idle: int = 0
    peak: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def save(self, folder: Path) -> None:
        """Write it into a folder."""
        (folder / "entry.json").write_text(json.dumps(self.to_json()))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        return cls(**json.loads((folder / "entry.json").read_text()))


def largest_difference(found: NDArray[np.float32], ours: NDArray[np.float32]) -> float:
    """Relative to the largest value, among the samples of which there are both."""
    ours = ours[: len(found), : len(found)]
    return float(np.abs(found - ours).max() / np.abs(ours).max())
