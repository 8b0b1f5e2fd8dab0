"""Columns as a browser reads them, by the words of the contract alone."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Columns(NamedTuple):
    """What an answer holds."""

    columns: dict[str, NDArray[Any]]
    facts: dict[str, Any]


def decode(content: bytes) -> Columns:
    """The columns of an answer, and what else its header says."""
    (length,) = struct.unpack("<I", content[:4])
    assert (4 + length) % 8 == 0
    header = json.loads(content[4 : 4 + length].decode())
    body = content[4 + length :]
    found = {}
    for one in header.pop("columns"):
        assert one["offset"] % 8 == 0
        kind = np.dtype("<" + one["type"])
        found[one["name"]] = np.frombuffer(body, kind, count=one["length"], offset=one["offset"])
    return Columns(found, header)


def indices(client: Any, analysis_id: int = 1) -> list[int]:
    """The indices of all samples of an analysis."""
    answer = client.get(f"/api/analyses/{analysis_id}/columns", params={"name": "index"})
    found: list[int] = decode(answer.content).columns["index"].tolist()
    return found


def encoded(indices: list[int]) -> str:
    """Indices as an address carries them."""
    return base64.urlsafe_b64encode(np.array(indices, "<u4").tobytes()).decode()
