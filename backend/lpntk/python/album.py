"""The small pictures, or the first words, and the class names that results are shown with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lpntk.domain import LpntkError, PruningPlan
from lpntk.domain.labels import label_text
from lpntk.pipeline.results import contents, evidence, files
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import EvidenceView
from lpntk.pipeline.workspace import Workspace
from lpntk.python.notebook import Look, Picture, Words
from lpntk.store import datasets

LONGEST_WORDS = 80
"""Of what a sample says that is read."""
MOST_BYTES = 120_000
"""So much may the pictures of one result weigh as text, so that a notebook stays small."""


@dataclass(frozen=True, eq=False)
class Album:
    """Where a result finds what shows its samples. What cannot be read any more is not shown.

    Attributes
    ----------
    class_names
        K names.
    """

    class_names: tuple[str, ...]
    _workspace: Workspace
    _analysis_id: int

    def name(self, label: int | None) -> str | None:
        """What a class is called, or its number where others are called the same."""
        return None if label is None else label_text(label, self.class_names)

    def pictures(self, indices: Iterable[int]) -> dict[int, tuple[Look, ...]]:
        """The picture of each of some samples, for a cell; of the last none where that is too much.

        One that is asked for twice weighs twice.
        """
        wanted = Counter(indices)
        try:
            with self._workspace.results(self._analysis_id) as results:
                found = self._found(results, wanted)
        except LpntkError:
            found = {}
        return {index: found.get(index, ()) for index in wanted}

    def evidence(self, indices: Sequence[int], k: int) -> Mapping[int, EvidenceView]:
        """Who speaks for and against the labels of some samples, by index."""
        try:
            with self._workspace.results(self._analysis_id) as results:
                return {view.index: view for view in evidence.of_samples(results, indices, k)}
        except LpntkError:
            return {}

    def plan_file(self, plan: PruningPlan, kind: str) -> bytes:
        """A plan as a file. NotFoundError where the analysis is gone."""
        with self._workspace.results(self._analysis_id) as results:
            return files.plan_file(results, plan, kind, forecast=not plan.is_by_hand)

    def _found(self, results: Results, wanted: Counter[int]) -> dict[int, tuple[Look, ...]]:
        said = contents.in_line(results, list(wanted), LONGEST_WORDS)
        if said:
            return {index: (Words(text, self._what(results, index)),) for index, text in said.items()}
        previews = datasets.previews_there(results.session, results.dataset_id, list(wanted))
        found: dict[int, tuple[Look, ...]] = {}
        weight = 0
        for index, times in wanted.items():
            weight += times * 4 * len(previews[index]) // 3
            if weight > MOST_BYTES:
                break
            found[index] = (Picture(previews[index], self._what(results, index)),)
        return found

    def _what(self, results: Results, index: int) -> str:
        return f"{index}: {self.name(int(results.labels[results.row_of(index)]))}"
