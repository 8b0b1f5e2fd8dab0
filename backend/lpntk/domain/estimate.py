"""What an analysis will take, before it is begun."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """What the kernel of an analysis will take on this machine.

    Attributes
    ----------
    samples, parameters
        N, and how many numbers the kernel is taken over.
    method
        "exact" or "sketch".
    memory_budget, memory_bytes
        What it may take, and what features, passes, summaries and tiles will hold at most; the program itself
        comes on top.
    memory_for_all
        The budget with which no features would have to be computed again or kept on disk; None where this one
        is enough.
    matrix_bytes
        What the stored matrix, or the sketch, takes in the database.
    keeps_matrix
        Whether the matrix is stored; it is not if it is larger than the storage budget.
    scratch_bytes
        What features take on disk while the kernel is computed; 0 where they stay in memory or are computed
        again.
    passes
        How many forward and backward passes there are, of one sample each.
    multiply_adds
        How many multiply-adds the products of features take.
    seconds
        The time of the kernel stage, from a calibration of a second or two.
    without_rule
        Parameters whose gradients no layer rule gives: they are taken one by one.
    """

    samples: int
    parameters: int
    method: str
    memory_budget: int
    memory_bytes: int
    memory_for_all: int | None
    matrix_bytes: int
    keeps_matrix: bool
    scratch_bytes: int
    passes: int
    multiply_adds: int
    seconds: float
    without_rule: tuple[str, ...]
