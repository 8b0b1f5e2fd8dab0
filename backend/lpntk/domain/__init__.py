"""The words of the project as frozen dataclasses over NumPy arrays, and its errors."""

from lpntk.domain.data_settings import DataSettings
from lpntk.domain.dataset import Dataset, Inputs
from lpntk.domain.errors import (
    Cancelled,
    ConflictError,
    InputError,
    LpntkError,
    NotFoundError,
    Prepared,
    StoreError,
    require_one_of,
)
from lpntk.domain.estimate import Estimate
from lpntk.domain.job import JobProgress, JobState, Stage
from lpntk.domain.kernel import (
    ARITHMETICS,
    HISTOGRAM_BINS,
    LABEL_VECTORS,
    ON_BAD_GRADIENT,
    KernelMatrix,
    KernelSummary,
    LabelVector,
    Neighbours,
    OnBadGradient,
    Tile,
)
from lpntk.domain.learning import Architecture, Checkpoint, TestPredictions, TrainingTrace
from lpntk.domain.progress import Progress, silent
from lpntk.domain.pruning import PruningPlan
from lpntk.domain.relations import RULES, Relation, RelationRule
from lpntk.domain.request import (
    AnalysisRequest,
    Contents,
    KernelSettings,
    LearningSettings,
    StructureSettings,
)
from lpntk.domain.similarity import cosine
from lpntk.domain.sketch import SKETCH_CANDIDATES, SKETCH_WIDTH, SketchError
from lpntk.domain.structure import ClassKernels, Clusterer, Clustering, FarthestPoints

__all__ = [
    "ARITHMETICS",
    "HISTOGRAM_BINS",
    "LABEL_VECTORS",
    "ON_BAD_GRADIENT",
    "RULES",
    "SKETCH_CANDIDATES",
    "SKETCH_WIDTH",
    "AnalysisRequest",
    "Architecture",
    "Cancelled",
    "Checkpoint",
    "ClassKernels",
    "Clusterer",
    "Clustering",
    "ConflictError",
    "Contents",
    "DataSettings",
    "Dataset",
    "Estimate",
    "FarthestPoints",
    "InputError",
    "Inputs",
    "JobProgress",
    "JobState",
    "KernelMatrix",
    "KernelSettings",
    "KernelSummary",
    "LabelVector",
    "LearningSettings",
    "LpntkError",
    "Neighbours",
    "NotFoundError",
    "OnBadGradient",
    "Prepared",
    "Progress",
    "PruningPlan",
    "Relation",
    "RelationRule",
    "SketchError",
    "Stage",
    "StoreError",
    "StructureSettings",
    "TestPredictions",
    "Tile",
    "TrainingTrace",
    "cosine",
    "require_one_of",
    "silent",
]
