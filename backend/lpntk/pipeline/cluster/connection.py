"""Ray, imported and connected so that nothing leaves the machines and what goes wrong is a sentence."""

from __future__ import annotations

import io
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from lpntk.domain import InputError

log = logging.getLogger(__name__)

# At most so many threads compute one shard: more of them wait for each other.
MOST_THREADS = 4
_CONNECT_SECONDS = 5.0


def import_ray() -> Any:
    """The package, its usage statistics off. InputError if it is not installed."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # read on import, and handed on to all that Ray starts
    try:
        import ray
    except ImportError as error:
        raise InputError(
            "A cluster needs Ray: pip install 'lpntk[cluster]', here and on every machine of it.",
            field="cluster",
        ) from error
    return ray


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Ray, connected to a cluster that runs already.

    Parameters
    ----------
    address
        HOST:PORT, or "auto" for the cluster that this machine is part of.

    Raises
    ------
    InputError
        If there is none.
    """
    ray = import_ray()
    if ray.is_initialized():  # a program's own connection is used, and stays
        yield ray
        return
    try:
        _require_listener(address)
        ray.init(address=address, namespace="lpntk", log_to_driver=False, logging_level="error")
    except (OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        where = "on this machine" if address == "auto" else f"at {address}"
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(
            f"No Ray cluster was found {where} ({reason}): start one by `ray start --head`, or give its "
            "address.",
            field="cluster",
        ) from error
    try:
        # What Ray tells of its processes it prints among a command's results.
        with redirect_stdout(_Told()):
            yield ray
    finally:
        ray.shutdown()


class _Told(io.TextIOBase):
    """Logs what is printed."""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text.strip():
            log.info("%s", text.strip())
        return len(text)


def _require_listener(address: str) -> None:
    """OSError or ValueError if nobody listens at HOST:PORT, for which Ray would wait for many minutes."""
    if address == "auto":
        return
    host, colon, port = address.rpartition(":")
    if not (colon and host and port.isdigit()):
        raise ValueError("the address is HOST:PORT or auto")
    with socket.create_connection((host, int(port)), timeout=_CONNECT_SECONDS):
        pass


def takes_gpus(ray: Any, device: str) -> bool:
    """Whether workers have a GPU each: if one is asked for, or whatever is the fastest and there are some."""
    return device == "cuda" or (device == "auto" and ray.cluster_resources().get("GPU", 0) >= 1)


def crew_size(ray: Any, *, gpus: bool) -> tuple[int, int]:
    """How many workers a cluster holds, and how many threads each has; 0 where it has a GPU instead.

    Parameters
    ----------
    gpus
        Whether each worker has a GPU of its own.

    Returns
    -------
    workers, threads

    Raises
    ------
    InputError
        If the cluster has nothing to compute with.
    """
    nodes = [node["Resources"] for node in ray.nodes() if node["Alive"]]
    if gpus:
        workers = sum(int(node.get("GPU", 0)) for node in nodes)
        return _required(workers, "GPU"), 0
    cores = [int(node["CPU"]) for node in nodes if node.get("CPU", 0) >= 1]
    threads = min([*cores, MOST_THREADS])
    return _required(sum(count // threads for count in cores), "CPU"), threads


def _required(workers: int, what: str) -> int:
    if not workers:
        raise InputError(
            f"The Ray cluster has no {what}: add a node to it by `ray start --address=HOST:PORT`.",
            field="cluster",
        )
    return workers
