"""One finished analysis, as one transaction sees it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sqlalchemy.orm import Session

from lpntk.domain import AnalysisRequest, Clustering, InputError, NotFoundError, StoreError, cosine
from lpntk.domain.keeping import kept_of
from lpntk.evidence.direct import Pairs
from lpntk.pipeline.results import overview
from lpntk.pipeline.results.views import AnalysisView
from lpntk.store import analyses, checkpoints, datasets, kernels, own_columns, structure, summaries
from lpntk.store.datasets import DatasetRecord
from lpntk.store.engine import Database
from lpntk.store.kernels import KernelRecord
from lpntk.store.own_columns import Held
from lpntk.store.recent import recall

if TYPE_CHECKING:
    from lpntk.pipeline.results.kept import Kept

Value = TypeVar("Value")

log = logging.getLogger(__name__)


class Results:
    """What the modules beside this one read from: resolved once, and each part is read once.

    Parameters
    ----------
    database
        For what is worth remembering, in a transaction of its own.
    session
        The transaction in which everything is read.
    now
        Seconds since 1970.
    made
        What was made and remembered meanwhile, by what it is: this transaction began before that.
    kept
        What earlier requests left.

    Attributes
    ----------
    id, request, created_at
        The analysis, what was asked for, and when (seconds since 1970): a number may be given again.
    now
        Seconds since 1970.

    Raises
    ------
    NotFoundError
        If there is no such analysis.
    ConflictError
        If it is not finished.
    """

    def __init__(
        self, database: Database, session: Session, analysis_id: int, now: float, kept: Kept
    ) -> None:
        self.database, self.session, self.now = database, session, now
        self.ranker = kept.ranker
        record = overview.finished(session, analysis_id, now)
        if record.dataset_id is None or record.checkpoint_id is None:
            raise analyses.lacking(session, analysis_id)
        self.id, self.name, self.in_memory = record.id, record.name, record.in_memory
        self.request: AnalysisRequest = record.request
        self.created_at = record.created_at
        self.dataset_id, self.checkpoint_id = record.dataset_id, record.checkpoint_id
        self._record, self._features = record, kept.features
        # Finished, so its results stay as they are; a deleted one's number may be given again.
        kept.recent.attach(session, (record.id, record.created_at))
        self._columns: dict[str, NDArray[Any]] = {}
        self.made: dict[str, dict[Any, Any]] = {}

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The open transaction, for what wants to open one."""
        yield self.session

    def recall(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What an earlier request made of these results, or `make` now."""
        return recall(self.session, key, make)

    @contextmanager
    def remembering(self, what: str) -> Iterator[Session]:
        """A transaction of its own for what can be made again; it is not kept where nothing can be."""
        try:
            with self.database.writing() as session:
                yield session
        except StoreError as error:
            log.warning("%s of analysis %d cannot be remembered: %s", what, self.id, error)

    def features(self, *, test: bool = False) -> NDArray[np.float32]:
        """(N, R) float32: what predictions are made of, or those of the test set; not to be written to."""
        return self._features.of(self, "test features" if test else "features")

    def units(self) -> NDArray[np.float32]:
        """(N, W) float32: the sketch of the kernel, every row of length 1; not to be written to."""
        return self._features.of(self, "units")

    def pairs(self) -> Pairs:
        """What is known of every two samples, for analyses of few."""
        return self._features.pairs(self)

    @cached_property
    def view(self) -> AnalysisView:
        """The analysis at a glance."""
        return overview.view_of(self.session, self._record, self.now)

    @cached_property
    def dataset(self) -> DatasetRecord:
        """What is stored of the data set but for its samples."""
        return self.recall("dataset", lambda: datasets.get(self.session, self.dataset_id))

    @property
    def decided_of(self) -> str:
        """The fingerprint of the samples that decisions belong to; see `kept_of`."""
        return kept_of(self.request.data, self.dataset.fingerprint, self.dataset.source_fingerprint)

    @cached_property
    def own_columns(self) -> list[Held]:
        """The columns that people have added to the data, without their values."""
        return own_columns.get_all(self.session, self.decided_of)

    @property
    def class_names(self) -> tuple[str, ...]:
        """K names."""
        return self.dataset.class_names

    @cached_property
    def labels(self) -> NDArray[np.int64]:
        """(N,) int64 by row."""
        return datasets.labels(self.session, self.dataset_id)

    @cached_property
    def true_labels(self) -> NDArray[np.int64] | None:
        """(N,) int64 by row: the labels before some were flipped; None where none were."""
        if self.request.data.label_noise is None:
            return None
        return datasets.true_labels(self.session, self.dataset_id)

    @cached_property
    def indices(self) -> NDArray[np.int64]:
        """(N,) int64 by row, ascending."""
        return datasets.indices(self.session, self.dataset_id)

    @property
    def locations(self) -> tuple[str, ...] | None:
        """The path of each sample by row, below its source's root; None where samples are no files."""
        (found,) = self.recall(
            "locations", lambda: (datasets.locations(self.session, self.dataset_id, self.indices),)
        )
        return found

    @cached_property
    def kernel(self) -> KernelRecord:
        """How the kernel was computed."""
        return self.recall("kernel", lambda: kernels.get(self.session, self.id))

    def column(self, name: str) -> NDArray[Any]:
        """One array of the kernel's summary: self_kernel, histogram, class_means or self_max."""
        if name not in self._columns:
            self._columns[name] = summaries.column(self.session, self.id, name)
        return self._columns[name]

    @cached_property
    def predictions(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """(N,) int64 predicted class and (N,) float32 probability of the sample's label."""
        return checkpoints.predictions(self.session, self.checkpoint_id)

    @cached_property
    def places(self) -> NDArray[np.float32]:
        """(N, 2) float32: every sample's place on the map."""
        return structure.places(self.session, self.id)

    @cached_property
    def heads(self) -> NDArray[np.int64]:
        """(N,) int64: index of the head of each sample's cluster."""
        return self.indices[self.clustering.heads[self.clustering.assignment]]

    @cached_property
    def head_similarity(self) -> NDArray[np.float32]:
        """(N,) float32: similarity between each sample and the head of its cluster."""
        length = np.sqrt(self.column("self_kernel").astype(np.float64))
        heads = self.clustering.heads[self.clustering.assignment]
        return cosine(self.clustering.similarity, length * length[heads]).astype(np.float32)

    @cached_property
    def clustering(self) -> Clustering:
        """The clusters, by row."""
        return structure.clustering(self.session, self.id)

    def row_of(self, index: int) -> int:
        """The row of a sample. NotFoundError."""
        row = int(np.searchsorted(self.indices, index))
        if row < len(self.indices) and self.indices[row] == index:
            return row
        some = ", ".join(map(str, self.indices[:5].tolist()))
        raise NotFoundError(
            f"There is no sample {index} in analysis {self.id}: its {len(self.indices):,} samples have "
            f"indices from {self.indices[0]} to {self.indices[-1]}, such as {some}."
        )

    def rows_of(self, indices: ArrayLike) -> NDArray[np.int64]:
        """(n,) int64, ascending, each once: the rows of samples in any order.

        Raises
        ------
        NotFoundError
            If there is no such sample.
        InputError
            If these are no whole numbers.
        """
        wanted = np.unique(np.asarray(indices))
        if not wanted.size:
            return np.zeros(0, dtype=np.int64)
        if wanted.dtype.kind not in "iu":
            raise InputError("An index is a whole number: give those of samples.", field="indices")
        rows = np.searchsorted(self.indices, wanted)
        there = rows < len(self.indices)
        there[there] = self.indices[rows[there]] == wanted[there]
        if not there.all():
            self.row_of(int(wanted[~there][0]))
        return rows
