"""Stochastic gradient descent, an epoch at a time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import torch
from torch import Tensor, nn
from torch.nn import functional

from lpntk.devices import in_type_of
from lpntk.domain import Architecture, LearningSettings
from lpntk.domain.foreign import foreign_code
from lpntk.learning.augmentation import shift_and_mirror
from lpntk.learning.batches import Batches
from lpntk.learning.build import as_logits
from lpntk.learning.recipes import recipe_for


class Descent:
    """Trains a model in place, by its recipe.

    Parameters
    ----------
    model
        On the device of `batches`.
    batches, labels
        All samples; (N,) int64 labels on the same device.
    rows
        (n,) int64 on the CPU: the samples to train on.
    architecture, settings
        What decides the recipe.
    generator
        On the CPU: decides the order of the samples and the augmentation.
    steps
        How many steps there are in all: the rate falls over these, and an epoch ends early where they end.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: Batches,
        labels: Tensor,
        rows: Tensor,
        architecture: Architecture,
        settings: LearningSettings,
        generator: torch.Generator,
        steps: int,
    ) -> None:
        self._model = model
        self._batches = batches
        self._labels = labels
        self._rows = rows
        self._architecture = architecture
        self._recipe = recipe_for(architecture.model)
        self._augment = self._recipe.augment and architecture.input_shape[-1] == 3
        self._batch_size = settings.batch_size
        self._generator = generator
        self._done, self._steps = 0, steps
        self.learning_rate = settings.learning_rate or self._recipe.learning_rate
        with foreign_code(f"Model {architecture.model} cannot be trained", "correct it", field="model"):
            self._optimiser = torch.optim.SGD(
                model.parameters(),
                lr=self.learning_rate,
                momentum=self._recipe.momentum,
                weight_decay=self._recipe.weight_decay,
            )

    @property
    def left(self) -> int:
        """How many steps are left."""
        return self._steps - self._done

    def epoch(self, after_batch: Callable[[], None]) -> float:
        """Go once through all samples in a random order; gives the mean loss of the batches."""
        self._model.train()
        losses = []
        for rows in self.shuffled()[: self.left]:
            losses.append(self.step(rows))
            after_batch()
        return float(torch.stack(losses).mean())

    def shuffled(self) -> list[Tensor]:
        """All samples in a random order, a batch at a time."""
        order = self._rows[torch.randperm(len(self._rows), generator=self._generator)]
        return list(order.split(self._batch_size)[: batches_per_epoch(len(order), self._batch_size)])

    def step(self, rows: Tensor) -> Tensor:
        """Take one step on a batch, in the mode that the model is in; gives the batch's loss."""
        halfway = (self._done + 0.5) / self._steps
        for group in self._optimiser.param_groups:
            group["lr"] = self.learning_rate * self._recipe.rate_factor(halfway)
        images = self._batches.images(rows)
        if self._augment:
            images = shift_and_mirror(images, self._generator)
        with self._training_mode(len(rows)):
            output = self._model(in_type_of(self._model, images))
            logits = as_logits(output, len(rows), self._architecture)
            loss = functional.cross_entropy(logits, self._labels[rows.to(self._labels.device)])
            self._optimiser.zero_grad()
            loss.backward()
        self._optimiser.step()
        self._done += 1
        return loss.detach()

    def _training_mode(self, samples: int) -> AbstractContextManager[None]:
        """Around what the model may refuse there though it does not in evaluation mode."""
        what = f"Model {self._architecture.model} fails in training mode on a batch of {samples}"
        if samples == 1:
            advice = "give a larger batch_size and more samples, since batch normalisation needs two"
            return foreign_code(what, advice, field="batch_size")
        return foreign_code(what, "correct it, or give a checkpoint of it that is trained", field="model")


def batches_per_epoch(samples: int, batch_size: int) -> int:
    """How many batches an epoch has.

    A last one of a single sample is left out beside others, since batch normalisation cannot take it.
    """
    full, rest = divmod(samples, batch_size)
    return full + (rest > 1 or (rest == 1 and full == 0))
