"""What a person asks for: an analysis and its settings, as plain values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from lpntk.domain.contents import Contents
from lpntk.domain.data_settings import DataSettings
from lpntk.domain.errors import InputError
from lpntk.domain.normalisation import normalisation
from lpntk.domain.settings import Choice, Condition, Setting, setting, settings_of
from lpntk.domain.sketch import SKETCH_WIDTH

GIB = 1 << 30
DEVICES = ("auto", "cpu", "cuda", "mps")
PRETRAINED = "pretrained"
"""In place of a file of weights: those that the package has whose model it is."""

_LABEL_VECTORS = (
    Choice(
        "sign",
        "Sign, the paper's lpNTK",
        "+1 at the sample's class, −1 elsewhere. One image under two labels has a similarity of about "
        "(K − 4)/K, +0.6 for 10 classes: with many classes hardly any pair is contradictory.",
    ),
    Choice(
        "centred",
        "Centred",
        "The sign vector without its constant part, one-hot − 1/K. One image under two labels has a "
        "similarity of about −1/(K − 1), so classes repel each other a little.",
    ),
    Choice(
        "residual",
        "Residual",
        "What the classifier still gets wrong, one-hot − softmax: the kernel of the loss's gradients. Shows "
        "real contradictions, such as an image and its mislabelled twin, however many classes there are.",
    ),
)
_METHODS = (
    Choice(
        "exact", "Exact", "Every pair of samples, without approximation. Its time grows with their square."
    ),
    Choice(
        "sketch",
        "Sketch",
        "A random projection of each gradient, with its measured error. For tens of thousands of samples it "
        "can be the faster one: ask what it will take. The neighbours that you look at are ranked exactly.",
    ),
)
_ARITHMETICS = (
    Choice(
        "auto",
        "The fastest that is as exact",
        "On a graphics card with bfloat16 units, products of numbers in two parts, where a trial on these "
        "samples finds them as near to float64 as float32's own; float32 everywhere else.",
    ),
    Choice("float32", "float32", "Always float32's own products."),
)
_IS_TRAINED = Condition("checkpoint", None)
_ON_BAD_GRADIENT = (Choice("stop", "Stop and name the sample"), Choice("exclude", "Leave them out"))


@dataclass(frozen=True)
class LearningSettings:
    """Which classifier, and how it is trained where no checkpoint is given."""

    model: str = setting(
        "auto",
        title="Model",
        help="One of ours or of a package's, or what a function of your own builds; auto fits the samples.",
    )
    checkpoint: str | None = setting(
        None,
        title="Checkpoint",
        help="A state dict to load instead of training, or pretrained: the model's own weights.",
        empty="it is trained",
        metavar="FILE|pretrained",
    )
    start: str | None = setting(
        None,
        title="Start from",
        help="What the training starts from: a state dict, or pretrained, the model's own weights.",
        empty="random weights",
        option="from",
        metavar="FILE|pretrained",
        applies_if=_IS_TRAINED,
    )
    trace: str | None = setting(
        None,
        title="Trace",
        help="What lpntk.Recorder wrote down of the checkpoint's training, for the scores over the epochs.",
        empty="none",
        metavar="FILE",
    )
    test: str | None = setting(
        None,
        title="Test set",
        help="Samples to test the classifier on: a folder, an .npz file, or a split of the named data set.",
        empty="none",
        metavar="SOURCE",
    )
    preprocessing: str | None = setting(
        None,
        title="Preprocessing",
        help="Whose description of the images that weights were trained with says image size, crop, "
        "interpolation and normalisation where these are left out: timm, torchvision or hf, or a .json file.",
        empty="nobody's",
        metavar="timm|torchvision|hf|FILE.json",
    )
    normalisation: str | None = setting(
        None,
        title="Normalisation",
        help="What the classifier's images are normalised by: imagenet, half, none, or MEAN/STD.",
        empty="the samples' own mean and deviation",
        metavar="NAME|MEAN/STD",
        longest=400,
    )
    epochs: int = setting(
        10,
        title="Epochs",
        help="How often the training sees every sample.",
        minimum=1,
        maximum=10_000,
        applies_if=_IS_TRAINED,
    )
    learning_rate: float | None = setting(
        None,
        title="Learning rate",
        help="The highest learning rate of the training.",
        minimum=1e-8,
        maximum=10,
        empty="the model's own",
        applies_if=_IS_TRAINED,
    )
    batch_size: int = setting(
        128,
        title="Batch size",
        help="Samples in a training step.",
        minimum=1,
        maximum=65_536,
        applies_if=_IS_TRAINED,
    )


@dataclass(frozen=True)
class KernelSettings:
    """Which kernel, and how many bytes its computation and what is stored of it may take."""

    label_vector: str = setting(
        "sign",
        title="Label vector",
        help="What of a sample's label goes into the kernel; sign is the paper's.",
        choices=_LABEL_VECTORS,
    )
    method: str = setting(
        "exact",
        title="Computation",
        noun="kernel",
        help="How the kernel is computed: every pair, or from a sketch of each gradient.",
        choices=_METHODS,
        option="kernel",
    )
    sketch_width: int = setting(
        SKETCH_WIDTH,
        title="Sketch width",
        help="Numbers a sample in a sketch: the more, the smaller its error.",
        minimum=16,
        maximum=1 << 20,
        metavar="W",
        applies_if=Condition("method", "sketch"),
    )
    parameters: str | None = setting(
        None,
        title="Parameters",
        help="Take the kernel over the parameters in whose name this is found, such as 'layer4|fc'.",
        empty="all",
        metavar="REGEX",
        is_expression=True,
    )
    on_bad_gradient: str = setting(
        "stop",
        title="Samples without a finite gradient",
        noun="way with bad gradients",
        help="What to do with a sample whose gradient is NaN or infinite.",
        choices=_ON_BAD_GRADIENT,
    )
    arithmetic: str = setting(
        "auto",
        title="Arithmetic",
        help="How gradients are multiplied where the kernel is exact.",
        choices=_ARITHMETICS,
        applies_if=Condition("method", "exact"),
    )
    neighbours: int = setting(
        30,
        title="Neighbours",
        help="Neighbours to keep for each sample and relation.",
        minimum=1,
        maximum=1000,
        metavar="K",
    )
    memory_budget: int | None = setting(
        None,
        title="Memory budget",
        help="Memory that the kernel's computation may take.",
        empty="half of the machine's",
        minimum=GIB // 16,
        unit="bytes",
        metavar="SIZE",
    )
    storage_budget: int = setting(
        2 * GIB,
        title="Storage budget",
        help="Largest kernel matrix that is kept whole; of a larger one, a sketch that fits.",
        minimum=1,
        unit="bytes",
        metavar="SIZE",
    )


@dataclass(frozen=True)
class StructureSettings:
    """How samples are grouped."""

    heads: float = setting(
        0.1,
        title="Heads",
        help="Share of each class's samples that become cluster heads.",
        minimum=0,
        above=True,
        maximum=1,
    )


@dataclass(frozen=True)
class AnalysisRequest:
    """A data set x a classifier x a kernel, with every setting that the result depends on.

    Attributes
    ----------
    extends
        The analysis whose classifier and kernel are taken for all but the latest addition.
    checkpoint_of
        The analysis whose classifier is taken, where one that is trained by the same settings need not be it.
    contents
        What the files were that it names.
    """

    data: DataSettings
    learning: LearningSettings = field(default_factory=LearningSettings)
    kernel: KernelSettings = field(default_factory=KernelSettings)
    structure: StructureSettings = field(default_factory=StructureSettings)
    seed: int = setting(
        0, title="Seed", help="Where all randomness comes from.", minimum=0, maximum=2**32 - 1
    )
    device: str = setting(
        "auto",
        title="Device",
        help="Where to compute; auto takes the fastest there is.",
        choices=tuple(Choice(name, name) for name in DEVICES),
    )
    name: str | None = setting(
        None, title="Name", help="What to call the analysis.", empty="after its source", longest=200
    )
    extends: int | None = None
    checkpoint_of: int | None = None
    contents: Contents = field(default_factory=Contents)

    def __post_init__(self) -> None:
        parts: tuple[Any, ...] = (self.data, *self.data.additions, self.learning, self.kernel)
        for part in (*parts, self.structure, self):
            for one in fields(part):
                if one.name in SETTINGS:
                    SETTINGS[one.name].check(getattr(part, one.name))
        if self.learning.normalisation is not None:
            normalisation(self.learning.normalisation)
        if self.learning.checkpoint is not None and self.learning.start is not None:
            raise InputError(
                "There is a checkpoint and something to start a training from: give checkpoint where the "
                "weights are to stay as they are, or from where they are to be trained on.",
                field="start",
            )

    def with_settings(self, changes: Mapping[str, Any]) -> AnalysisRequest:
        """The same request with some settings, by name, other than they are. InputError."""
        return AnalysisRequest.from_settings({**self.settings(), **changes})

    def to_dict(self) -> dict[str, Any]:
        """Nested plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> AnalysisRequest:
        """The request with these settings, by name; the others have their defaults.

        Raises
        ------
        InputError
            If one is outside what is allowed.
        """

        def of(owner: type[Any]) -> dict[str, Any]:
            return {one.name: settings[one.name] for one in fields(owner) if one.name in settings}

        return cls(
            data=DataSettings(**of(DataSettings)),
            learning=LearningSettings(**of(LearningSettings)),
            kernel=KernelSettings(**of(KernelSettings)),
            structure=StructureSettings(**of(StructureSettings)),
            **of(cls),
        )

    def settings(self) -> dict[str, Any]:
        """Every setting by its name."""
        found: dict[str, Any] = {}
        for part in (self.data, self.learning, self.kernel, self.structure, self):
            found.update({one.name: getattr(part, one.name) for one in fields(part) if one.name in SETTINGS})
        return found

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> AnalysisRequest:
        """The inverse of `to_dict`."""
        return cls(
            data=DataSettings.from_dict(values["data"]),
            learning=LearningSettings(**values["learning"]),
            kernel=KernelSettings(**values["kernel"]),
            structure=StructureSettings(**values["structure"]),
            seed=values["seed"],
            device=values["device"],
            name=values["name"],
            extends=values.get("extends"),
            checkpoint_of=values.get("checkpoint_of"),
            contents=Contents(**values.get("contents", {})),
        )

    def check_new(self) -> None:
        """Refuse what is accepted of a stored request only; see `Setting.check_new`. InputError."""
        for name, value in self.settings().items():
            SETTINGS[name].check_new(value)
        for addition in self.data.additions:
            SETTINGS["source"].check_new(addition.source)

    def asks_like(self, other: AnalysisRequest) -> bool:
        """Whether the two differ in nothing but their names and what the files are that they name."""
        return replace(self, name=None, contents=Contents()) == replace(other, name=None, contents=Contents())

    def key(self) -> str:
        """Hexadecimal SHA-256 over all but the name: equal keys ask for the same result."""
        settings = without_later({k: v for k, v in self.to_dict().items() if k != "name"})
        return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


# What was asked for before these came is found under the key that it had.
_LATER = {
    "labels": None,
    "label_noise": None,
    "checkpoint_of": None,
    "arithmetic": "auto",
    "normalisation": None,
    "trace": None,
    "start": None,
    "preprocessing": None,
    "crop": None,
    "interpolation": None,
    "input_column": None,
    "label_column": None,
    "tokens": None,
    "classes": None,
}


def without_later(values: Any) -> Any:
    """Nested plain values without the settings that came later, where those are left out."""
    if isinstance(values, tuple):
        return tuple(map(without_later, values))
    if not isinstance(values, dict):
        return values
    said = {name: value for name, value in values.items() if name not in _LATER or value != _LATER[name]}
    return {name: without_later(value) for name, value in said.items()}


_OWNERS: dict[str, type[Any]] = {
    "data": DataSettings,
    "learning": LearningSettings,
    "kernel": KernelSettings,
    "structure": StructureSettings,
    "run": AnalysisRequest,
}
GROUPS = (
    Choice("data", "Data", "Which samples"),
    Choice("learning", "Learning", "Which classifier"),
    Choice("kernel", "Kernel", "Which kernel"),
    Choice("structure", "Structure", "How samples are grouped"),
    Choice("run", "Run", "How it runs"),
)
"""What settings are settings of."""

SETTINGS: dict[str, Setting] = {
    one.name: one for group in GROUPS for one in settings_of(_OWNERS[group.name], group.name)
}
"""Every setting of a request by its name, in the order in which people are shown them."""
