"""What the others say of one sample's label, and who they are."""

from __future__ import annotations

import numpy as np

from lpntk.domain.left_out import best_other_label, left_out_margins, left_out_probabilities
from lpntk.evidence import weights
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import ClassEvidence, EvidenceView, Witness
from lpntk.store import evidence

ROWS_AT_A_TIME = 4096


def of_sample(results: Results, index: int, k: int) -> EvidenceView:
    """The left-out prediction of a sample, and the k samples of two classes that weigh most in it.

    The classes are the best one other than the sample's label, then its label. NotFoundError for an unknown
    index.
    """
    row, labels, session = results.row_of(index), results.labels, results.session
    record = evidence.get(session, results.id)
    prediction = evidence.prediction(session, results.id, row)
    given = labels[row : row + 1]
    features = results.features()
    found = weights.weights(
        (features[start : start + ROWS_AT_A_TIME] for start in range(0, len(features), ROWS_AT_A_TIME)),
        features[row],
        row,
        record.eigenvalues,
        record.ridge,
    )
    suggested = int(best_other_label(prediction[None], given)[0])

    def of_class(label: int) -> ClassEvidence:
        rows = weights.strongest(found, labels, label, k)
        there = zip(results.indices[rows].tolist(), found[rows].tolist(), strict=True)
        return ClassEvidence(label, tuple(Witness(index, label, weight) for index, weight in there))

    return EvidenceView(
        index=index,
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
