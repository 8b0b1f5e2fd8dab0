"""How fast one sample is learnt, alone and in the company of others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from lpntk.learning.experiments.students import Course
from lpntk.learning.seeding import seeded


def error_curves(
    course: Course,
    target: int,
    companies: Mapping[str, Sequence[int]],
    *,
    learning_rate: float,
    updates: int,
    seed: int,
    start: bytes | None = None,
    after_update: Callable[[], None] = lambda: None,
) -> dict[str, NDArray[np.float64]]:
    """For each company (updates + 1,) the target's error before the first update and after each.

    The error is the L2 norm of softmax - one-hot. Every arm begins with the same weights and takes plain
    steps down the gradient, without momentum, dropout or weight decay: what the kernel speaks of. The losses
    of a batch are summed and divided by one number for all arms, the size of the largest batch; so the target
    pulls equally hard everywhere, and what differs is what its company does.

    Parameters
    ----------
    course
        Samples and network.
    target
        The row that is watched; it is in every batch.
    companies
        By name the rows that it is learnt with; none for the target alone.
    learning_rate, updates
        Of the steps down the mean loss.
    seed
        Decides the initial weights.
    start
        The weights to begin with instead.
    after_update
        Called after each update of each arm.
    """
    divisor = 1 + max(len(rows) for rows in companies.values())
    curves = {}
    for name, others in companies.items():
        with seeded(seed, course.device):
            model = course.student(start)
        rows = torch.tensor([target, *others])
        errors = []
        for _ in range(updates):
            errors.append(_step(course, model, rows, learning_rate / divisor))
            after_update()
        errors.append(_error(course.looked_at(model, rows[:1]), course.labels_of(rows[:1])))
        curves[name] = np.array(errors)
    return curves


def _step(course: Course, model: nn.Module, rows: Tensor, rate: float) -> float:
    """Take one step; gives the target's error before it."""
    parameters = [one for one in model.parameters() if one.requires_grad]
    logits, labels = course.logits(model, rows), course.labels_of(rows)
    loss = functional.cross_entropy(logits, labels, reduction="sum")
    gradients = torch.autograd.grad(loss, parameters, allow_unused=True, materialize_grads=True)
    with torch.no_grad():
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.sub_(gradient, alpha=rate)
    return _error(logits.detach()[:1], labels[:1])


def _error(logits: Tensor, label: Tensor) -> float:
    one_hot = functional.one_hot(label, logits.shape[1])
    return float((logits.double().softmax(dim=1) - one_hot).norm())
