"""What every training of an evaluation is done with: the samples, who judges, the network and its recipe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import Subset

from lpntk.domain import Architecture, Dataset, InputError, LearningSettings, Progress
from lpntk.domain.evaluation import Schedule
from lpntk.domain.evaluation_request import EvaluationRequest
from lpntk.domain.forecast import HeldOut
from lpntk.learning.batches import Batches
from lpntk.learning.descent import batches_per_epoch
from lpntk.learning.retraining import Retrained, retrain
from lpntk.pipeline.evaluation.asking import signature_of_test, tested_on
from lpntk.pipeline.material.contents import require_same, require_same_code, weights_digest
from lpntk.pipeline.material.material import Material
from lpntk.pipeline.material.requested import RequestedMaterial
from lpntk.pipeline.results.held_out import held_out
from lpntk.pipeline.results.results import Results
from lpntk.store import checkpoints, test_sets


@dataclass(frozen=True, eq=False)
class Judges:
    """The samples that every training is tested on.

    Attributes
    ----------
    kind
        What they are.
    rows
        (H,) int64: which of the samples they are; none where they are a test set.
    data, labels
        A map-style torch data set of M, and (M,) int64.
    test
        The test set; None where they are of the samples themselves.
    """

    kind: HeldOut
    rows: NDArray[np.int64]
    data: Any
    labels: NDArray[np.int64]
    test: Dataset | None = None


@dataclass(frozen=True, eq=False)
class Bench:
    """All that does not change from one training to the next.

    Attributes
    ----------
    data, labels
        A map-style torch data set of all N samples, and (N,) int64.
    judges
        Who they are.
    architecture, settings, device
        The network, its recipe, and where it is trained.
    """

    data: Any
    labels: NDArray[np.int64]
    judges: Judges
    architecture: Architecture
    settings: LearningSettings
    device: torch.device

    @property
    def usable(self) -> NDArray[np.bool_]:
        """(N,) bool: who may be trained on."""
        found = np.ones(len(self.labels), dtype=np.bool_)
        found[self.judges.rows] = False
        return found

    def updates(self, schedule: Schedule, samples: int) -> int:
        """How many batches a training on so many samples has."""
        trained_on = int(self.usable.sum()) if schedule == "updates" else samples
        return self.settings.epochs * batches_per_epoch(trained_on, self.settings.batch_size)


def open_bench(
    results: Results, material: Material, dataset: Dataset, request: EvaluationRequest, progress: Progress
) -> Bench:
    """Get everything ready.

    Raises
    ------
    InputError
        If the test set cannot be read or has changed, or the model's code has.
    """
    require_same_code(results.request)
    require_same(results.request, "start", weights_digest(results.request.learning, "start"))
    architecture = checkpoints.get(results.session, results.checkpoint_id).architecture
    data = material.tensors(dataset, architecture)
    test = _test_set(results, dataset, request, progress)
    if test is None:
        kind, rows = held_out(results)
        judges = Judges(kind, rows, Subset(data, rows.tolist()), dataset.labels[rows])
    else:
        none = np.empty(0, dtype=np.int64)
        judges = Judges("test", none, material.tensors(test, architecture), test.labels, test)
    return Bench(data, dataset.labels, judges, architecture, results.request.learning, material.device)


class Trainer:
    """Trains on parts of a bench's samples, which are held on the device where they fit there.

    Parameters
    ----------
    at_most
        How many of the test samples to test on; None for all.
    """

    def __init__(self, bench: Bench, at_most: int | None = None) -> None:
        self._bench = bench
        judges = bench.judges.data
        self._judging = bench.judges.labels[:at_most]
        if len(self._judging) < len(judges):
            judges = Subset(judges, range(len(self._judging)))
        self._samples, self._test = Batches(bench.data, bench.device), Batches(judges, bench.device)

    def train(self, rows: NDArray[np.int64], *, steps: int, seed: int, progress: Progress) -> Retrained:
        """Train a fresh model; see `lpntk.learning.retraining.retrain`."""
        return retrain(
            self._samples,
            self._bench.labels,
            rows,
            self._test,
            self._judging,
            self._bench.architecture,
            self._bench.settings,
            steps=steps,
            seed=seed,
            device=self._bench.device,
            progress=progress,
        )


def _test_set(
    results: Results, dataset: Dataset, request: EvaluationRequest, progress: Progress
) -> Dataset | None:
    asked = tested_on(results.request, request)
    if request.test is not None and signature_of_test(asked) != request.test_contents:
        raise _changed(request.test)
    test = RequestedMaterial(asked).open_test(dataset, progress)
    if test is not None and request.test is None:
        tested = test_sets.get(results.session, results.id).labels
        if not np.array_equal(tested, test.labels):
            raise _changed(str(results.request.learning.test))
    return test


def _changed(test: str) -> InputError:
    return InputError(
        f"The test set {test} has changed since it was named: put it back, or ask again.", field="test"
    )
