"""Kernel matrices and labels that people bring: checked once, then read in one way."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain.errors import InputError
from lpntk.domain.kernel import KernelMatrix

MatrixLike: TypeAlias = KernelMatrix | ArrayLike

FLOAT_BYTES = 4
"""Of a float32, in which kernels, features and sketches are kept."""

_CHUNK = 256
_MOST_CLASSES = 10_000_000
_SYMMETRY_TOLERANCE = 1e-4


class DenseMatrix:
    """A kernel matrix that lies in memory.

    Parameters
    ----------
    values
        (N, N) float32, symmetric.
    """

    def __init__(self, values: NDArray[np.float32]) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def block(self, rows: NDArray[np.int64], columns: NDArray[np.int64], /) -> NDArray[np.float32]:
        """(len(rows), len(columns)) float32: kappa between the given rows and columns."""
        return self.values[np.ix_(rows, columns)]


class MatrixPart:
    """The kernel among some rows of a larger matrix: position p stands for rows[p].

    Parameters
    ----------
    matrix
        The larger matrix.
    rows
        (n,) int64.
    """

    def __init__(self, matrix: KernelMatrix, rows: NDArray[np.int64]) -> None:
        self._matrix, self._rows = matrix, rows

    def __len__(self) -> int:
        return len(self._rows)

    def block(self, rows: NDArray[np.int64], columns: NDArray[np.int64], /) -> NDArray[np.float32]:
        """(len(rows), len(columns)) float32: kappa between the given positions."""
        return self._matrix.block(self._rows[rows], self._rows[columns])


def class_kernels(matrix: KernelMatrix) -> Callable[[Sequence[NDArray[np.int64]]], Iterator[KernelMatrix]]:
    """The `ClassKernels` of a matrix of all samples."""
    return lambda classes: (MatrixPart(matrix, rows) for rows in classes)


def as_kernel_matrix(matrix: MatrixLike) -> KernelMatrix:
    """Return `matrix` as something that is read by blocks.

    Parameters
    ----------
    matrix
        A `KernelMatrix`, which is returned as it is, or an (N, N) array of numbers, which is checked.

    Raises
    ------
    InputError
        If an array is not square, holds no numbers, NaN or Inf, or is not symmetric up to 1e-4 of its
        largest absolute value.
    """
    if hasattr(matrix, "block"):
        return matrix  # type: ignore[return-value]
    values = np.asarray(matrix)
    if values.ndim != 2 or values.shape[0] != values.shape[1] or len(values) == 0:
        raise InputError(
            f"The matrix has shape {values.shape}: give one row and one column a sample, (N, N).",
            field="matrix",
        )
    if values.dtype.kind not in "fiu":
        raise InputError(f"The matrix holds {values.dtype} values: give real numbers.", field="matrix")
    dense = np.ascontiguousarray(values, dtype=np.float32)
    _require_finite(dense)
    _require_symmetric(dense)
    return DenseMatrix(dense)


def require_diagonal(values: NDArray[Any], least: float = 0.0) -> None:
    """InputError if a matrix has less on its diagonal, which no kernel has."""
    row = int(values.diagonal().argmin())
    if values[row, row] < least:
        raise InputError(
            f"The matrix has {values[row, row]:g} on its diagonal, in row {row}: a kernel has none below 0.",
            field="matrix",
        )


def as_labels(labels: ArrayLike, count: int) -> NDArray[np.int64]:
    """Return `labels` as (count,) int64.

    Raises
    ------
    InputError
        If there are not `count` of them, or they are not whole numbers from 0.
    """
    values = np.asarray(labels)
    if values.ndim != 1 or len(values) != count or count == 0:
        raise InputError(
            f"The labels have shape {values.shape}: give one label for each of the {count} samples.",
            field="labels",
        )
    if values.dtype.kind not in "iu":
        raise InputError(
            f"The labels are {values.dtype} values: give whole numbers 0 .. K-1, one number a class.",
            field="labels",
        )
    if values.min() < 0:
        row = int(np.flatnonzero(values < 0)[0])
        raise InputError(
            f"The label of row {row} is {values[row]}: give whole numbers 0 .. K-1, one number a class.",
            field="labels",
        )
    if values.max() >= _MOST_CLASSES:
        row = int(values.argmax())
        raise InputError(
            f"The label of row {row} is {values[row]}: give whole numbers 0 .. K-1, one number a class.",
            field="labels",
        )
    return values.astype(np.int64)


def as_rows(rows: ArrayLike, count: int, field: str) -> NDArray[np.int64]:
    """Return `rows` as int64, ascending, each once.

    Raises
    ------
    InputError
        If one is not a whole number from 0 to count - 1; `field` names them.
    """
    values = np.unique(np.asarray(rows))
    if len(values) and (values.dtype.kind not in "iu" or values[0] < 0 or values[-1] >= count):
        raise InputError(
            f"The {field} rows do not fit: give whole numbers from 0 to {count - 1}.", field=field
        )
    return values.astype(np.int64)


def diagonal(matrix: KernelMatrix, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """(len(rows),) float32: kappa(i, i) of the given rows.

    Read one by one: of a matrix that lies in tiles this takes the tiles on the diagonal and no others.
    """
    return np.array([matrix.block(row, row)[0, 0] for row in rows[:, None]], dtype=np.float32)


def chunks(rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """`rows` in parts that are small enough to read a block of rows at a time."""
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]


def count_of_share(share: float, count: int) -> int:
    """max(1, int(share * count)), where a share means the decimal number that a person writes.

    In binary floating point 0.29 * 100 is 28.999999999999996, of which int() would make 28.
    """
    return max(1, math.floor(share * count + 1e-9))


def is_number(value: Any) -> bool:
    """Whether `value` is a real number; True and False are not, nor is NaN."""
    real = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    return real and not math.isnan(value)


def _require_finite(values: NDArray[np.float32]) -> None:
    if np.isfinite(values).all():
        return
    row, column = np.argwhere(~np.isfinite(values))[0]
    raise InputError(
        f"The matrix holds {values[row, column]} at row {row}, column {column}: "
        "give finite numbers or leave that sample out.",
        field="matrix",
    )


def _require_symmetric(values: NDArray[np.float32]) -> None:
    allowed = _SYMMETRY_TOLERANCE * max(float(values.max()), -float(values.min()))
    for start in range(0, len(values), _CHUNK):
        stop = start + _CHUNK
        apart = np.abs(values[start:stop] - values[:, start:stop].T)
        if apart.max() > allowed:
            row, column = np.unravel_index(apart.argmax(), apart.shape)
            raise InputError(
                f"The matrix is not symmetric: row {start + row}, column {column} is "
                f"{values[start + row, column]:g}, the other way round {values[column, start + row]:g}.",
                field="matrix",
            )
