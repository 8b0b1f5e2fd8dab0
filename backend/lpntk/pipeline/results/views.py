"""What is read back: plain dataclasses that the API and the CLI hand over as they lie.

Every sample number here is an index, that is the sample's position in the original data set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import AnalysisRequest, JobProgress, JobState, Relation, SketchError, Stage
from lpntk.domain.short import Short


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
        How far a sketch, or that which is kept beside an exact kernel, is from the kernel; None without one.
    notes
        What a person should know of it, a sentence each, by what it is about: "data", "chance" (not in a list
        of analyses, since it takes reading all labels), "sketch", "matrix", "excluded", "without_rule".
    """

    keeps_matrix: bool
    excluded: tuple[int, ...]
    without_rule: tuple[str, ...]
    sketch_error: SketchError | None
    notes: dict[str, str]


@dataclass(frozen=True)
class TaskView:
    """What else is done with a finished analysis: an evaluation, an experiment, and so on.

    Attributes
    ----------
    kind, request
        What is done, and what of it was asked for.
    created_at, finished_at
        ISO 8601; None until it has ended.
    """

    id: int
    analysis_id: int
    kind: str
    request: dict[str, Any]
    state: JobState
    error: str | None
    progress: JobProgress | None
    created_at: str
    finished_at: str | None


@dataclass(frozen=True)
class AnalysisView:
    """An analysis at a glance; the fields after `stages` are None until the stage that fills them is done.

    One that is `in_memory` was given its model and data, which only who gave them has. `label_vector_note`
    says what the label vector cannot show with so many classes; None if it hides nothing.
    """

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
    modality: str | None
    input_shape: tuple[int, ...] | None
    fingerprint: str | None
    model_parameters: int | None
    accuracy: float | None
    validation_accuracy: float | None
    test_accuracy: float | None
    label_vector_note: str | None
    kernel: KernelView | None
    clusters: int | None
    in_memory: bool = False
    tasks: tuple[TaskView, ...] = ()


@dataclass(frozen=True, eq=False)
class SamplePlaces:
    """All samples of a finished analysis without their scores, column by column, by ascending index.

    Attributes
    ----------
    index, label
        (N,) int64.
    head
        (N,) int64: index of the head of the sample's cluster.
    head_similarity
        (N,) float32: similarity to the head.
    x, y
        (N,) float32: place on the map.
    predicted
        (N,) int64: the class that the classifier gives it.
    """

    index: NDArray[np.int64]
    label: NDArray[np.int64]
    head: NDArray[np.int64]
    head_similarity: NDArray[np.float32]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    predicted: NDArray[np.int64]


@dataclass(frozen=True, eq=False, repr=False)
class SampleTable(Short, SamplePlaces):
    """All samples of a finished analysis, column by column, in row order (ascending index).

    Attributes
    ----------
    scores
        (N,) of every score in `lpntk.scores.SCORES` that the analysis has, by its name: float32 or bool, NaN
        where a sample has none.
    """

    scores: dict[str, NDArray[Any]]


@dataclass(frozen=True)
class ClassCount:
    """How many samples of a class there are in all, stay and go."""

    label: int
    name: str
    total: int
    kept: int
    pruned: int


@dataclass(frozen=True, repr=False)
class ClusterView(Short):
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


@dataclass(frozen=True)
class PartnersView:
    """How many others a sample has of a relation, at its default threshold; see `count_partners`.

    Attributes
    ----------
    count, low, high
        The number, and where it is within in 95 of 100 cases: both the same where it was counted.
    listed
        How many neighbours of the relation can be had one by one.
    reach
        The similarity down (or up) to which every other that there is would be listed; None where not all
        were searched.
    """

    count: int
    low: int
    high: int
    listed: int
    reach: float | None

    @property
    def words(self) -> str:
        """How many, for people."""
        if self.low == self.high:
            return f"{self.count:,}" if self.count else "none"
        return f"about {self.count:,} ({self.low:,} to {self.high:,})"


@dataclass(frozen=True, eq=False)
class SampleView:
    """One sample and its neighbours by relation, the strongest first.

    Attributes
    ----------
    scores
        Every score in `lpntk.scores.SCORES` that the analysis has, by its name.
    own
        What people's own columns say of it, by their names; None where that is not known.
    histogram
        (HISTOGRAM_BINS,) int64: how many of the samples that it was compared with have their similarity in
        each bin over [-1, 1].
    compared, others
        How many those are, drawn at random where they are not all, and how many others there are.
    class_means
        (K,) float32: mean similarity to the other samples of each class; NaN where there are none.
    exact
        Whether the neighbours are ranked by the exact kernel; if not, by its sketch.
    can_be_ranked
        Whether they could be ranked by the exact kernel, which computes.
    """

    index: int
    label: int
    predicted: int
    head: int
    head_similarity: float
    location: str | None
    scores: dict[str, float]
    own: dict[str, float | str | None]
    neighbours: dict[Relation, tuple[NeighbourView, ...]]
    partners: dict[Relation, PartnersView]
    histogram: NDArray[np.int64]
    compared: int
    others: int
    class_means: NDArray[np.float32]
    exact: bool
    can_be_ranked: bool


@dataclass(frozen=True, eq=False)
class PairSample:
    """One of two samples.

    Attributes
    ----------
    probabilities
        (K,) float32: what the classifier says.
    left_out
        (K,) float32: what all others predict of it, as probabilities.
    """

    index: int
    label: int
    predicted: int
    probabilities: NDArray[np.float32]
    left_out: NDArray[np.float32]


@dataclass(frozen=True)
class LayerShare:
    """A layer's part of the kernel between two samples.

    Attributes
    ----------
    name
        As the model names it.
    kappa, share
        The dot product of the layer's two gradients, and of all: they sum to kappa and to 1, and some may be
        negative. The share is NaN where kappa is 0.
    """

    name: str
    kappa: float
    share: float


@dataclass(frozen=True)
class PairView:
    """Two samples beside each other.

    Attributes
    ----------
    samples
        The two.
    kappa, similarity
        Between them; None where nothing is stored and nothing was computed.
    source
        What that is from: "exact" where it was computed for this, "matrix" or "sketch", or None.
    layers
        In the model's order; empty where they are not known.
    why_not
        Why they cannot be known.
    can_be_computed
        Whether they are not known yet, and could be where model and samples are there.
    """

    samples: tuple[PairSample, PairSample]
    kappa: float | None
    similarity: float | None
    source: str | None
    layers: tuple[LayerShare, ...]
    why_not: str | None
    can_be_computed: bool


@dataclass(frozen=True)
class Witness:
    """A sample whose label counts in the left-out prediction of another: index, label and weight."""

    index: int
    label: int
    weight: float


@dataclass(frozen=True)
class ClassEvidence:
    """The samples of one class that weigh most, the strongest first."""

    label: int
    evidence: tuple[Witness, ...]


@dataclass(frozen=True, eq=False, repr=False)
class EvidenceView(Short):
    """What the others say of a sample's label.

    Attributes
    ----------
    given, suggested
        The sample's label, and the best class other than that.
    margin
        By how much they prefer the suggested one; below 0 they agree with the label.
    ridge, method
        Of the regression, and whether it was solved "exact" or by a "sketch".
    prediction, probabilities
        (K,) float32: the left-out prediction q, and q as probabilities.
    support
        (K,) float32: the sum of the weights of each class's samples.
    classes
        Of the suggested class and of the given one, who weighs most.
    """

    index: int
    given: int
    suggested: int
    margin: float
    ridge: float
    method: str
    prediction: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    support: NDArray[np.float32]
    classes: tuple[ClassEvidence, ...]
