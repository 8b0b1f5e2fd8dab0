"""What is read back: plain dataclasses that the API and the CLI hand over as they lie.

Every sample number here is an index, that is the sample's position in the original data set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import AnalysisRequest, JobProgress, JobState, Relation, SketchError, Stage

FigureKind = Literal["map", "histogram", "class-means", "cluster-sizes"]
Colour = Literal["class", "cluster", "pruned"]
Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class SourceOption:
    """A built-in data set: its name, a title for people, its splits, and whether it wants a root folder."""

    name: str
    title: str
    splits: tuple[str, ...]
    needs_root: bool


@dataclass(frozen=True)
class StrategyOption:
    """A pruning strategy: its name, a title and a sentence for people."""

    name: str
    title: str
    description: str


@dataclass(frozen=True)
class Options:
    """What a request may say.

    Attributes
    ----------
    sources
        The built-in data sets; image folders and .npz files are given by path.
    models
        Names, and the two patterns "torchvision:NAME" and "PKG.MODULE:FACTORY".
    formats
        Of an exported pruning plan.
    exports
        For each result that can be taken home, its formats.
    defaults
        The request that stands where nothing else is said.
    """

    sources: tuple[SourceOption, ...]
    models: tuple[str, ...]
    label_vectors: tuple[str, ...]
    kernel_methods: tuple[str, ...]
    strategies: tuple[StrategyOption, ...]
    formats: tuple[str, ...]
    exports: dict[str, tuple[str, ...]]
    devices: tuple[str, ...]
    defaults: AnalysisRequest


@dataclass(frozen=True)
class StageView:
    """One stage of an analysis: `seconds` is how long it took, None until it is done."""

    stage: Stage
    done: bool
    seconds: float | None


@dataclass(frozen=True)
class KernelView:
    """What there is to know of a kernel before one looks into it.

    Attributes
    ----------
    keeps_matrix
        Whether the matrix is stored.
    excluded
        Indices of samples that were left out, since their gradient is not finite.
    without_rule
        Parameters that no layer rule covers.
    sketch_error
        How far a sketch is from the kernel; None of an exact kernel.
    """

    keeps_matrix: bool
    excluded: tuple[int, ...]
    without_rule: tuple[str, ...]
    sketch_error: SketchError | None


@dataclass(frozen=True)
class AnalysisView:
    """An analysis at a glance; the fields after `stages` are None until the stage that fills them is done."""

    id: int
    name: str
    request: AnalysisRequest
    created_at: str
    state: JobState
    attempt: int
    error: str | None
    progress: JobProgress | None
    stages: tuple[StageView, ...]
    dataset_id: int | None
    samples: int | None
    class_names: tuple[str, ...] | None
    image_shape: tuple[int, int, int] | None
    fingerprint: str | None
    model_parameters: int | None
    accuracy: float | None
    validation_accuracy: float | None
    kernel: KernelView | None
    clusters: int | None


@dataclass(frozen=True, eq=False)
class SampleTable:
    """All samples of a finished analysis, column by column, in row order (ascending index).

    Attributes
    ----------
    index, label
        (N,) int64.
    head
        (N,) int64: index of the head of the sample's cluster.
    head_similarity
        (N,) float32: kernel value to the head.
    x, y
        (N,) float32: place on the map.
    self_kernel, own_class_mean
        (N,) float32: kappa(i, i); mean similarity to the other samples of its class.
    self_max
        (N,) bool.
    predicted
        (N,) int64: the class that the classifier gives it.
    confidence
        (N,) float32: probability that the classifier gives to its label.
    """

    index: NDArray[np.int64]
    label: NDArray[np.int64]
    head: NDArray[np.int64]
    head_similarity: NDArray[np.float32]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    self_kernel: NDArray[np.float32]
    own_class_mean: NDArray[np.float32]
    self_max: NDArray[np.bool_]
    predicted: NDArray[np.int64]
    confidence: NDArray[np.float32]


@dataclass(frozen=True)
class ClusterView:
    """One cluster: its head's index, label and size, and its members' indices, the head first."""

    head: int
    label: int
    size: int
    members: tuple[int, ...]


@dataclass(frozen=True)
class NeighbourView:
    """A neighbour: its index, label and similarity to the sample that was asked about."""

    index: int
    label: int
    similarity: float


@dataclass(frozen=True, eq=False)
class SampleView:
    """One sample and its neighbours by relation, the strongest first.

    Attributes
    ----------
    histogram
        (HISTOGRAM_BINS,) int64: how many of the samples that it was compared with have their similarity in
        each bin over [-1, 1].
    class_means
        (K,) float32: mean similarity to the other samples of each class; NaN where there are none.
    exact
        Whether the neighbours are ranked by the exact kernel; if not, by its sketch.
    """

    index: int
    label: int
    predicted: int
    confidence: float
    self_kernel: float
    self_max: bool
    head: int
    head_similarity: float
    location: str | None
    neighbours: dict[Relation, tuple[NeighbourView, ...]]
    histogram: NDArray[np.int64]
    class_means: NDArray[np.float32]
    exact: bool
