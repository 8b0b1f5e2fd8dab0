"""A small training loop of somebody's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from support.data import digits

CLASSES = 10


def some_digits(count: int = 200) -> TensorDataset:
    """The first digits, in [0, 1], as a person's data set."""
    images, labels = digits()
    return TensorDataset(
        torch.from_numpy(images[:count]).permute(0, 3, 1, 2).float() / 255, torch.from_numpy(labels[:count])
    )


def network(seed: int = 0) -> nn.Module:
    """With dropout, so that training mode shows."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return nn.Sequential(
            nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, CLASSES)
        )


def loader_of(dataset: Any, **settings: Any) -> DataLoader:
    """Shuffled by a seed of its own."""
    order = torch.Generator().manual_seed(3)
    return DataLoader(dataset, **{"batch_size": 32, "shuffle": True, "generator": order, **settings})


def teach(model: nn.Module, batches: Iterable[Any], rate: float = 0.1) -> list[np.ndarray]:
    """One epoch of a person's own loop; the probabilities of each batch, as it was computed."""
    optimiser = torch.optim.SGD(model.parameters(), lr=rate)
    said = []
    model.train()
    for inputs, labels in batches:
        optimiser.zero_grad()
        logits = model(inputs)
        nn.functional.cross_entropy(logits, labels).backward()
        optimiser.step()
        said.append(logits.detach().softmax(dim=1).numpy())
    return said
