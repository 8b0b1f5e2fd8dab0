from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch

from support import ray_cluster
from support.sharded import set_small_blocks


@pytest.fixture(autouse=True)
def as_workers_compute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Small blocks and one thread."""
    set_small_blocks(monkeypatch)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head without processors and two nodes of one each."""
    if not ray_cluster.is_there():
        pytest.skip(ray_cluster.MISSING)
    with ray_cluster.small_cluster() as cluster:
        yield cluster
