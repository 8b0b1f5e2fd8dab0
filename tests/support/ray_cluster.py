"""A small Ray cluster for a test session: a head without processors, and two nodes of one each."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MISSING = "Ray is not installed: pip install 'lpntk[cluster]'"
NODE = {"num_cpus": 1, "object_store_memory": 80 << 20}


def is_there() -> bool:
    """Whether Ray can be used."""
    return importlib.util.find_spec("ray") is not None


@contextmanager
def small_cluster() -> Iterator[Any]:
    """The cluster, whose `address` is where it is."""
    from lpntk.pipeline.cluster.connection import import_ray

    import_ray()
    from ray.cluster_utils import Cluster

    # Ray's sockets lie in it, whose paths must be short.
    with tempfile.TemporaryDirectory(prefix="r", dir="/tmp") as folder:
        os.environ["RAY_TMPDIR"] = folder
        head = {"num_cpus": 0, "object_store_memory": 80 << 20, "include_dashboard": False}
        cluster = Cluster(initialize_head=True, head_node_args=head)
        try:
            for _ in range(2):
                cluster.add_node(**NODE)
            yield cluster
        finally:
            cluster.shutdown()
            del os.environ["RAY_TMPDIR"]
