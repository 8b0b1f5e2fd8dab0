"""What a person knows of the samples themselves, as a script or a notebook adds it to an analysis."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from numpy.typing import NDArray

from lpntk.columns import given_of
from lpntk.domain import JobProgress
from lpntk.domain.columns import ColumnKind
from lpntk.domain.job import EMBEDDING
from lpntk.pipeline.results import embeddings, own_columns
from lpntk.pipeline.results.embeddings import EmbeddingView
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.review import own_columns as adding
from lpntk.pipeline.workspace import Workspace


class OwnColumns(ABC):
    """The part of `Analysis` that is about columns of one's own."""

    workspace: Workspace
    id: int

    @property
    def columns(self) -> dict[str, NDArray[Any] | list[str | None]]:
        """What you have added, by name: numbers (N,) float64, texts and None, or vectors (N, D) float32."""
        with self._results() as results:
            found = {held.name: own_columns.values(results, held) for held in results.own_columns}
        return {
            name: column.texts() if column.kind is ColumnKind.CATEGORY else column.values
            for name, column in found.items()
        }

    def add_columns(
        self,
        columns: Any,
        *,
        replace: bool = False,
        on_progress: Callable[[JobProgress], None] | None = None,
    ) -> list[str]:
        """Add what you know of the samples yourself, in every analysis of the same data.

        An embedding gets neighbours and a map, and is compared with the kernel, at once; see `embeddings`.

        Parameters
        ----------
        columns
            A DataFrame, whose index is that of the samples where no column `index` or `path` says whose a
            row is; an Arrow table or polars DataFrame; or a mapping of arrays or lists by name, one value a
            sample in the order of the samples, or with `index` or `path` among them. Numbers, texts, flags
            and vectors are taken.
        replace
            Whether they take the place of those that are called the same.
        on_progress
            Told how far the comparison is.

        Returns
        -------
        notes
            What was left out and why, a sentence each.

        Raises
        ------
        InputError
            If they do not fit the samples; it says where.
        ConflictError
            If there is one of the same name, and it is not to be replaced.
        """
        with self._results() as results:
            added = adding.add(results, given_of(columns), replace=replace)
            wanted = [embeddings.request_of(held) for held in added.embeddings]
        for request in wanted:
            task_id = self.workspace.submit_task(self.id, EMBEDDING, request)
            self.workspace.run_task(task_id, on_progress)
        return list(added.notes)

    def remove_column(self, name: str) -> None:
        """Take a column of yours from the data. NotFoundError if there is none."""
        with self._results() as results:
            adding.remove(results, name)

    def embeddings(self) -> list[EmbeddingView]:
        """Your embeddings: how far each agrees with the kernel, and a `sentence` that says so."""
        with self._results() as results:
            return embeddings.all_of(results)

    @abstractmethod
    def _results(self) -> AbstractContextManager[Results]:
        """The finished analysis, in one transaction."""
