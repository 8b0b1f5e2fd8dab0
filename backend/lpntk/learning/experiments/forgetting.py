"""What the next step makes of samples, told from the kernel before it is taken.

One plain step of rate r down the mean loss of a batch B changes the prediction q of a sample o, to first
order, to

    q(o) + r mean_b A(o) Sigma(o, b) (one-hot_b - q_b),     A = diag(q) - q q^T,

Sigma being the K x K block of the empirical NTK (Guo et al. 2024). Sigma(o, b) = J(o) J(b)^T, so the mean
over the batch is J(o) v with v = mean_b J(b)^T (one-hot_b - q_b): the batch's one gradient, and one
forward-mode product a sample. No block is ever built.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.func import functional_call, jvp
from torch.nn import functional

from lpntk.devices import in_type_of
from lpntk.domain.foreign import foreign_code
from lpntk.learning.build import as_logits
from lpntk.learning.experiments.students import Course
from lpntk.learning.predictions import PREDICTED_AT_ONCE
from lpntk.learning.seeding import seeded

ERROR, SIGN = "error", "sign"

Direction = dict[str, Tensor]


@dataclass(frozen=True)
class Events:
    """What happened in some steps to the samples that were right before each, and what was foretold.

    Attributes
    ----------
    right, forgotten
        How many were right before a step, and how many of those wrong after it.
    named, hits
        By the way of foretelling how many were to be forgotten, and how many of those were.
    """

    right: int
    forgotten: int
    named: dict[str, int]
    hits: dict[str, int]


class Walk:
    """A fresh model going down the loss by plain steps, in evaluation mode, as the kernel sees it.

    Parameters
    ----------
    course
        Samples and network.
    observed
        (O,) int64 on the CPU: the rows that are watched.
    learning_rate, batch_size
        Of the steps: no momentum, no weight decay.
    seed
        Decides the initial weights and the batches.
    """

    def __init__(
        self, course: Course, observed: Tensor, *, learning_rate: float, batch_size: int, seed: int
    ) -> None:
        self._course, self._observed = course, observed
        self._rate, self._batch_size = learning_rate, batch_size
        with seeded(seed, course.device):
            self._model = course.student()
        self._generator = torch.Generator().manual_seed(seed)
        self._waiting: list[Tensor] = []

    def skip(self) -> None:
        """Take a step and look at nothing: the way to where an earlier run has stopped."""
        self._take(self._directions(self._next_batch(), signs=False)[ERROR])

    def step(self) -> Events:
        """Foretell what the next step makes the model forget, take it, and see."""
        directions = self._directions(self._next_batch(), signs=True)
        before = self.predictions()
        foretold = {way: before + self.change(direction) for way, direction in directions.items()}
        self._take(directions[ERROR])
        return _count(before, foretold, self.predictions(), self._course.labels_of(self._observed))

    def predictions(self) -> Tensor:
        """(O, K) float32: what the model says now."""
        return self._course.looked_at(self._model, self._observed).softmax(dim=1)

    def change(self, direction: Direction) -> Tensor:
        """(O, K) float32: how a step that way changes the predictions, to first order."""
        weights = dict(self._model.named_parameters()) | dict(self._model.named_buffers())
        tangents = {name: self._rate * values for name, values in direction.items()}
        moved = {name: weights[name].detach() for name in tangents}
        fixed = {name: values.detach() for name, values in weights.items() if name not in tangents}

        def of(rows: Tensor) -> Tensor:
            images = in_type_of(self._model, self._course.batches.images(rows))

            def logits(some: Direction) -> Tensor:
                output = functional_call(self._model, {**some, **fixed}, (images,))
                return as_logits(output, len(rows), self._course.architecture).float()

            with foreign_code(
                f"Model {self._course.architecture.model} cannot be differentiated forwards",
                "choose another model",
                field="model",
            ):
                at, along = jvp(logits, (moved,), (tangents,))[:2]
            q = at.softmax(dim=1)
            return (q * (along - (q * along).sum(dim=1, keepdim=True))).detach()

        return torch.cat([of(rows) for rows in self._observed.split(PREDICTED_AT_ONCE)])

    def direction(self, rows: Tensor, way: str) -> Direction:
        """mean_b J(b)^T u_b by parameter, u the error or the sign vector of unit length: K^(-1/2) s."""
        return self._directions(rows, signs=way == SIGN)[way]

    def _directions(self, rows: Tensor, *, signs: bool) -> dict[str, Direction]:
        named = {name: one for name, one in self._model.named_parameters() if one.requires_grad}
        logits = self._course.logits(self._model, rows)
        one_hot = functional.one_hot(self._course.labels_of(rows), logits.shape[1]).to(logits.dtype)
        teaching = {ERROR: one_hot - logits.detach().softmax(dim=1)}
        if signs:
            teaching[SIGN] = (2 * one_hot - 1) / logits.shape[1] ** 0.5
        return {way: _towards(logits, u / len(rows), dict(named)) for way, u in teaching.items()}

    def _take(self, direction: Direction) -> None:
        parameters = dict(self._model.named_parameters())
        with torch.no_grad():
            for name, values in direction.items():
                parameters[name].add_(values, alpha=self._rate)

    def _next_batch(self) -> Tensor:
        if not self._waiting:
            order = torch.randperm(len(self._course.labels), generator=self._generator)
            self._waiting = list(order.split(self._batch_size))
        return self._waiting.pop(0)


def _towards(logits: Tensor, weights: Tensor, parameters: dict[str, Tensor]) -> Direction:
    """sum_b J(b)^T u_b by parameter, u_b the rows of `weights`; zero where the logits do not depend on it."""
    found = torch.autograd.grad(
        (logits * weights).sum(),
        list(parameters.values()),
        retain_graph=True,
        allow_unused=True,
        materialize_grads=True,
    )
    return dict(zip(parameters, found, strict=True))


def _count(before: Tensor, foretold: dict[str, Tensor], after: Tensor, labels: Tensor) -> Events:
    right = before.argmax(dim=1) == labels
    forgotten = right & (after.argmax(dim=1) != labels)
    named = {way: right & (q.argmax(dim=1) != labels) for way, q in foretold.items()}
    return Events(
        right=int(right.sum()),
        forgotten=int(forgotten.sum()),
        named={way: int(those.sum()) for way, those in named.items()},
        hits={way: int((those & forgotten).sum()) for way, those in named.items()},
    )
