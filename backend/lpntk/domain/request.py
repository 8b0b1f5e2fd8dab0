"""What a person asks for: an analysis and its settings, as plain values."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from lpntk.domain.errors import InputError, require_one_of
from lpntk.domain.kernel import KERNEL_METHODS, LABEL_VECTORS, ON_BAD_GRADIENT
from lpntk.domain.sketch import SKETCH_WIDTH
from lpntk.domain.words import regular_expression

GIB = 1 << 30
DEVICES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True)
class DataSettings:
    """Which samples: `source` is a data set's name, an image folder or an .npz file.

    `root` is where torchvision data sets lie, `limit` takes a stratified, seeded part, and `image_size`
    resizes every image to that height and width in pixels. `additions` are samples that follow the others.
    """

    source: str
    root: str | None = None
    split: str = "train"
    limit: int | None = None
    image_size: int | None = None
    additions: tuple[DataSettings, ...] = ()


@dataclass(frozen=True)
class LearningSettings:
    """Which classifier, and how it is trained where no `checkpoint` (a state dict file) is given.

    `learning_rate` None means the recipe's own rate for the model.
    """

    model: str = "lenet"
    checkpoint: str | None = None
    epochs: int = 10
    learning_rate: float | None = None
    batch_size: int = 128


@dataclass(frozen=True)
class KernelSettings:
    """Which kernel, and how many bytes its computation and what is stored of it may take.

    `method` is "exact" or "sketch", a random projection to `sketch_width` numbers a sample. `parameters` is a
    regular expression for the names of those that take part (None is all), `on_bad_gradient` says what
    happens with samples that have no finite gradient, and `neighbours` is how many of each kind are kept for
    each sample. A matrix that is larger than `storage_budget` is not kept.
    """

    label_vector: str = "sign"
    method: str = "exact"
    sketch_width: int = SKETCH_WIDTH
    parameters: str | None = None
    on_bad_gradient: str = "stop"
    neighbours: int = 30
    memory_budget: int = 2 * GIB
    storage_budget: int = 2 * GIB


@dataclass(frozen=True)
class StructureSettings:
    """`heads` is the share of each class's samples that become cluster heads, in (0, 1]."""

    heads: float = 0.1


@dataclass(frozen=True)
class AnalysisRequest:
    """A data set x a classifier x a kernel, with every setting that the result depends on.

    `extends` is the analysis whose classifier and kernel are taken for all but the latest addition.
    """

    data: DataSettings
    learning: LearningSettings = field(default_factory=LearningSettings)
    kernel: KernelSettings = field(default_factory=KernelSettings)
    structure: StructureSettings = field(default_factory=StructureSettings)
    seed: int = 0
    device: str = "auto"
    name: str | None = None
    extends: int | None = None

    def __post_init__(self) -> None:
        require_one_of(self.kernel.label_vector, LABEL_VECTORS, "label vector", field="label_vector")
        require_one_of(self.kernel.method, KERNEL_METHODS, "kernel", field="method")
        require_one_of(
            self.kernel.on_bad_gradient, ON_BAD_GRADIENT, "way with bad gradients", field="on_bad_gradient"
        )
        require_one_of(self.device, DEVICES, "device", field="device")
        data, learning, kernel = self.data, self.learning, self.kernel
        _require_within("limit", data.limit, 2, None)
        _require_within("image_size", data.image_size, 4, 512)
        _require_within("epochs", learning.epochs, 1, 10_000)
        _require_within("learning_rate", learning.learning_rate, 1e-8, 10)
        _require_within("batch_size", learning.batch_size, 1, 65_536)
        _require_within("neighbours", kernel.neighbours, 1, 1000)
        _require_within("sketch_width", kernel.sketch_width, 16, 1 << 20)
        if kernel.parameters is not None:
            regular_expression(kernel.parameters, field="parameters")
        _require_within("memory_budget", kernel.memory_budget, GIB // 16, None)
        _require_within("storage_budget", kernel.storage_budget, 1, None)
        _require_within("seed", self.seed, 0, 2**32 - 1)
        if not 0 < self.structure.heads <= 1:
            raise InputError(
                f"heads is {self.structure.heads}: give a share above 0 and at most 1.", field="heads"
            )

    def to_dict(self) -> dict[str, Any]:
        """Nested plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> AnalysisRequest:
        """The inverse of `to_dict`."""
        return cls(
            data=_data_settings(values["data"]),
            learning=LearningSettings(**values["learning"]),
            kernel=KernelSettings(**values["kernel"]),
            structure=StructureSettings(**values["structure"]),
            seed=values["seed"],
            device=values["device"],
            name=values["name"],
            extends=values.get("extends"),
        )

    def key(self) -> str:
        """Hexadecimal SHA-256 over all settings but the name: equal keys ask for the same result."""
        settings = {k: v for k, v in self.to_dict().items() if k != "name"}
        return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def _data_settings(values: dict[str, Any]) -> DataSettings:
    additions = tuple(_data_settings(addition) for addition in values.get("additions", ()))
    return DataSettings(**{**values, "additions": additions})


def _require_within(setting: str, value: float | None, low: float, high: float | None) -> None:
    """Refuse a number outside [low, high]; None is a setting left to its default."""
    if value is None or (low <= value and (high is None or value <= high)):
        return
    bound = f"between {low} and {high}" if high is not None else f"at least {low}"
    raise InputError(f"{setting} is {value}: it must be {bound}.", field=setting)
