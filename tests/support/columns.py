"""Binary answers, as a browser reads them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray


def decoded(content: bytes) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """The columns by name, and the header."""
    length = int.from_bytes(content[:4], "little")
    body = 4 + length
    assert body % 8 == 0
    header = json.loads(content[4:body])
    columns = {}
    for one in header["columns"]:
        assert one["offset"] % 8 == 0
        columns[one["name"]] = np.frombuffer(content, f"<{one['type']}", one["length"], body + one["offset"])
    return columns, header
