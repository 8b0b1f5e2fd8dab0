"""The exact kernel between a few samples and many, a block of columns at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import RULES, InputError, Progress, Relation, cosine, silent
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.domain.request import GIB
from lpntk.kernels.exact.feature_source import FeatureSource
from lpntk.kernels.exact.schedule import FEATURE_SHARE, MAX_BLOCK
from lpntk.kernels.features.features import FeatureLayout
from lpntk.kernels.features.products import products, squared_norms
from lpntk.kernels.passes.modes import exact_arithmetic
from lpntk.kernels.source.gradient_source import GradientSource

Block = tuple[slice, NDArray[np.float32], NDArray[np.float32]]


class ExactRows:
    """Rows of the exact kernel, those of a few samples whose features stay in memory.

    Parameters
    ----------
    source
        Model and samples; used as a context manager while rows are computed.
    rows
        (Q,): which samples at most; the first of them that fit are taken.
    memory_budget
        Bytes.
    batch_size
        The most samples that go through the model at a time; None for what its device is quick at.

    Attributes
    ----------
    rows
        (Q,) the samples that fit.

    Raises
    ------
    InputError
        If the features of one row and one column do not fit; it says which budget would do.
    """

    def __init__(
        self,
        source: GradientSource,
        rows: Sequence[int],
        *,
        memory_budget: int,
        batch_size: int | None = None,
    ) -> None:
        # Every column's features are used once for each row.
        layout = FeatureLayout(source.survey.routes, len(rows))
        fitting = int(memory_budget * FEATURE_SHARE) // (layout.numbers * FLOAT_BYTES)
        if fitting < 2:
            needed = int(2 * layout.numbers * FLOAT_BYTES / FEATURE_SHARE / (1 << 20)) + 1
            raise InputError(
                f"The memory budget of {memory_budget >> 20} MiB does not hold this model's gradients of two "
                f"samples: give at least {needed} MiB.",
                field="memory_budget",
            )
        passing = int(memory_budget * (1 - FEATURE_SHARE))
        batch = source.samples_per_pass(passing, at_most=batch_size)
        self.rows = list(rows[: fitting - 1])
        self._step = min(fitting - len(self.rows), MAX_BLOCK)
        self._source = FeatureSource(source, layout, batch=batch)
        self._device = source.device

    def blocks(self, columns: Sequence[int], progress: Progress = silent) -> Iterator[Block]:
        """Block by block which of the columns, kappa (Q, n) with them and their kappa with themselves (n,).

        Values are float32; 0 where a sample is left out. `progress` counts columns.

        Raises
        ------
        InputError
            If a sample cannot be read, or its gradient is not finite and that stops.
        """
        mine = self._source.compute(self.rows)
        for start in range(0, len(columns), self._step):
            part = columns[start : start + self._step]
            theirs = self._source.compute(part)
            progress(start + len(part), len(columns))
            with exact_arithmetic(self._device):
                kappa, own = products(mine, theirs), squared_norms(theirs)
            yield slice(start, start + len(part)), kappa.numpy(force=True), own.numpy(force=True)


def exact_similarities(
    source: GradientSource, row: int, others: Sequence[int], *, memory_budget: int = 2 * GIB
) -> tuple[NDArray[np.float32], float, NDArray[np.float32]]:
    """The exact kernel between one sample and a few others, such as the candidates that a sketch found.

    Parameters
    ----------
    source
        Model and samples; used as a context manager around the call.
    row
        The sample.
    others
        (n,): the others' rows.
    memory_budget
        Bytes.

    Returns
    -------
    kappa, own, others_own
        (n,) float32 kappa with the others, the sample's with itself, and (n,) float32 theirs with themselves;
        c is kappa / sqrt(own * others_own).

    Raises
    ------
    InputError
        If a sample cannot be read, its gradient is not finite and that stops, or the budget is too small.
    """
    exact = ExactRows(source, [row], memory_budget=memory_budget)
    columns = [row, *others]
    kappa = np.empty(len(columns), dtype=np.float32)
    own = np.empty(len(columns), dtype=np.float32)
    for at, products_there, own_there in exact.blocks(columns):
        kappa[at], own[at] = products_there[0], own_there
    return kappa[1:], float(own[0]), own[1:]


def rank_exactly(
    source: GradientSource,
    row: int,
    candidates: Mapping[Relation, NDArray[np.int64]],
    *,
    memory_budget: int = 2 * GIB,
) -> dict[Relation, tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """The candidates of one sample for each relation, ranked by the exact kernel.

    Parameters
    ----------
    source
        Model and samples; used as a context manager around the call.
    row
        The sample.
    candidates
        (n,) int64 rows for each relation.
    memory_budget
        Bytes.

    Returns
    -------
    For each relation its rows (n,) int64 and their similarity (n,) float32, the strongest first; of equals
    the lower row.

    Raises
    ------
    InputError
        As `exact_similarities`.
    """
    others = np.unique(np.concatenate(list(candidates.values())))
    kappa, own, theirs = exact_similarities(source, row, others.tolist(), memory_budget=memory_budget)
    c = cosine(kappa, np.sqrt(own * theirs.astype(np.float64))).astype(np.float32)
    ranked = {}
    for relation, rows in candidates.items():
        similarity = c[np.searchsorted(others, rows)]
        order = np.lexsort((rows, -RULES[relation].strength(similarity)))
        ranked[relation] = (rows[order], similarity[order])
    return ranked
