"""What the others say of a sample's label, and who they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.left_out import best_other_label, left_out_margins, left_out_probabilities
from lpntk.evidence import weights
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import ClassEvidence, EvidenceView, Witness
from lpntk.store import evidence

ROWS_AT_A_TIME = 4096
SAMPLES_AT_A_TIME = 50


def of_sample(results: Results, index: int, k: int) -> EvidenceView:
    """The left-out prediction of a sample, and the k samples of two classes that weigh most in it.

    The classes are the best one other than the sample's label, then its label. NotFoundError for an unknown
    index.
    """
    (view,) = of_samples(results, [index], k)
    return view


def of_samples(results: Results, indices: Sequence[int], k: int) -> Iterator[EvidenceView]:
    """As `of_sample`, of several at a time, which takes less than one by one."""
    rows = np.array([results.row_of(index) for index in indices], dtype=np.int64)
    record, features = evidence.get(results.session, results.id), results.features()
    for start in range(0, len(rows), SAMPLES_AT_A_TIME):
        part = rows[start : start + SAMPLES_AT_A_TIME]
        blocks = (features[at : at + ROWS_AT_A_TIME] for at in range(0, len(features), ROWS_AT_A_TIME))
        found = weights.weights(blocks, features[part], part, record.eigenvalues, record.ridge)
        for row, its in zip(part.tolist(), found, strict=True):
            yield _view(results, row, its, record, k)


def _view(
    results: Results, row: int, found: NDArray[np.float64], record: evidence.EvidenceRecord, k: int
) -> EvidenceView:
    labels = results.labels
    given = labels[row : row + 1]
    prediction = evidence.prediction(results.session, results.id, row)
    suggested = int(best_other_label(prediction[None], given)[0])

    def of_class(label: int) -> ClassEvidence:
        rows = weights.strongest(found, labels, label, k)
        there = zip(results.indices[rows].tolist(), found[rows].tolist(), strict=True)
        return ClassEvidence(label, tuple(Witness(index, label, weight) for index, weight in there))

    return EvidenceView(
        index=int(results.indices[row]),
        given=int(given[0]),
        suggested=suggested,
        margin=float(left_out_margins(prediction[None], given)[0]),
        ridge=record.ridge,
        method="sketch" if record.is_sketch else "exact",
        prediction=prediction,
        probabilities=left_out_probabilities(prediction[None])[0],
        support=weights.support(found, labels, len(prediction)).astype(np.float32),
        classes=(of_class(suggested), of_class(int(given[0]))),
    )
