"""Leave-one-out on plain arrays, for people who bring a kernel or features of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain import InputError
from lpntk.domain.arrays import as_kernel_matrix, as_labels, is_number, require_diagonal
from lpntk.domain.left_out import left_out_margins, left_out_probabilities, suggested_labels
from lpntk.evidence import basis, ridge, weights


@dataclass(frozen=True, eq=False)
class LeaveOneOut:
    """What all others predict of each sample.

    Attributes
    ----------
    labels
        (N,) int64 in 0 .. K-1.
    prediction
        (N, K) float64: q, of the labels as one-hot less 1/K.
    ridge
        The ridge, for a kernel whose diagonal is 1 on average.
    loss
        The mean of ||q_i - Y_i||^2.
    features, eigenvalues
        (N, R) and (R,) float64: orthogonal columns whose dot products are the kernel divided by its mean
        diagonal, and their sums of squares.

    Examples
    --------
    >>> import numpy as np, lpntk
    >>> found = lpntk.leave_one_out([0, 0, 1, 1], features=[[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]])
    >>> found.suggested().tolist(), bool((found.margins() < 0).all())
    ([0, 0, 1, 1], True)
    >>> weights, targets = found.weights(0), np.eye(2)[found.labels] - 1 / 2
    >>> bool(np.allclose(weights @ targets, found.prediction[0]))
    True
    """

    labels: NDArray[np.int64]
    prediction: NDArray[np.float64]
    ridge: float
    loss: float
    features: NDArray[np.float64]
    eigenvalues: NDArray[np.float64]

    def __repr__(self) -> str:
        samples, classes = self.prediction.shape
        return f"<LeaveOneOut of {samples:,} samples in {classes} classes, ridge {self.ridge:.3g}>"

    def margins(self) -> NDArray[np.float32]:
        """(N,) float32: by how much the others say another class than the label; above 0 they disagree."""
        return left_out_margins(self.prediction, self.labels)

    def suggested(self) -> NDArray[np.int64]:
        """(N,) int64: the class that the others say."""
        return suggested_labels(self.prediction)

    def probabilities(self) -> NDArray[np.float32]:
        """(N, K) float32: the prediction as probabilities."""
        return left_out_probabilities(self.prediction)

    def weights(self, i: int) -> NDArray[np.float64]:
        """(N,) float64: w_ij, with which the label of each other sample j counts for sample i; 0 for itself.

        `weights(i) @ Y`, with Y = one-hot - 1/K, is `prediction[i]`. InputError if there is no sample i.
        """
        if not 0 <= i < len(self.labels):
            raise InputError(f"There is no sample {i}: rows go from 0 to {len(self.labels) - 1}.", field="i")
        rows = np.array([i])
        found = weights.weights([self.features], self.features[rows], rows, self.eigenvalues, self.ridge)
        return found[0]


def leave_one_out(
    labels: ArrayLike,
    *,
    matrix: ArrayLike | None = None,
    features: ArrayLike | None = None,
    ridge_strength: float | None = None,
) -> LeaveOneOut:
    """Predict each sample's label from all others, by kernel ridge regression solved once.

    Parameters
    ----------
    labels
        (N,) whole numbers 0 .. K-1.
    matrix
        (N, N): a kernel, symmetric and positive semi-definite, such as `lpntk.kernel(…, "pntk").matrix()`.
    features
        (N, W) instead: numbers whose dot products are the kernel, such as embeddings.
    ridge_strength
        The ridge, for a kernel whose diagonal is 1 on average; None takes the one of a grid from .001 to 100
        whose left-out predictions are nearest to the labels.

    Raises
    ------
    InputError
        If the arrays do not fit together, or hold what is no finite number.

    Examples
    --------
    >>> import numpy as np, lpntk
    >>> features = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9], [0.95, 0.0]])
    >>> found = lpntk.leave_one_out([0, 0, 1, 1, 1], features=features)
    >>> int(found.margins().argmax()), int(found.suggested()[4])
    (4, 0)
    """
    if (matrix is None) == (features is None):
        raise InputError("Give one of the two: a matrix, or features.", field="matrix")
    count = len(np.asarray(matrix if features is None else features))
    given = as_labels(labels, count)
    if given.max() >= count:
        row = int(given.argmax())
        raise InputError(
            f"The label of row {row} is {given[row]}, but there are {count} samples: count classes from 0.",
            field="labels",
        )
    classes = int(given.max()) + 1
    columns, eigenvalues = _of_matrix(matrix) if features is None else _of_features(features)
    scale = float(np.square(columns).sum() / count)
    if scale <= 0:
        raise InputError("The kernel is zero everywhere: there is nothing to predict from.", field="matrix")
    columns, eigenvalues = columns / np.sqrt(scale), eigenvalues / scale
    projected = columns.T @ ridge.targets(given, classes)
    ridges = ridge.RIDGES if ridge_strength is None else (_checked(ridge_strength),)
    best, losses = ridge.best_ridge([(columns, given)], projected, eigenvalues, ridges)
    return LeaveOneOut(
        labels=given,
        prediction=ridge.left_out(columns, given, projected, eigenvalues, best),
        ridge=best,
        loss=float(losses.min()),
        features=columns,
        eigenvalues=eigenvalues,
    )


def _checked(strength: float) -> float:
    if not is_number(strength) or not 0 < strength < np.inf:
        raise InputError(f"The ridge is {strength}: it must be a number above 0.", field="ridge_strength")
    return float(strength)


def _of_matrix(matrix: ArrayLike | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    as_kernel_matrix(np.asarray(matrix))  # looks whether it is one
    values = np.asarray(matrix, dtype=np.float64)
    # Rounding leaves a little below 0 here and there, but not on the whole.
    require_diagonal(values, 0.0 if np.trace(values) < 0 else -1e-6 * float(np.abs(values).max()))
    return basis.of_kernel(values)


def _of_features(features: ArrayLike | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values = np.asarray(features)
    if values.ndim != 2 or values.dtype.kind not in "fiub":
        raise InputError(
            f"The features are {values.dtype} of shape {values.shape}: give real numbers, one row a sample.",
            field="features",
        )
    values = values.astype(np.float64)
    unknown = np.flatnonzero(~np.isfinite(values).all(axis=1))
    if len(unknown):
        raise InputError(
            f"The features of row {unknown[0]} are NaN or infinite: give finite numbers.", field="features"
        )
    with np.errstate(over="ignore"):
        squares = np.square(values).sum()
    if not np.isfinite(squares):
        raise InputError("The features are too large to be multiplied: divide them all.", field="features")
    if values.shape[0] <= values.shape[1]:
        return basis.of_kernel(values @ values.T)
    vectors, eigenvalues = basis.directions(values.T @ values)
    return values @ vectors, eigenvalues
