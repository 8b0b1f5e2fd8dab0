"""Writes the OpenAPI document that the front end's client is generated from.

python -m lpntk.api.openapi frontend/openapi.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from lpntk.api.app import create_app


def openapi_document() -> str:
    """The OpenAPI document as JSON text, the same for the same code."""
    return json.dumps(create_app(supervise=False).openapi(), indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the document to the file that is named."""
    if len(arguments) != 1:
        print("Usage: python -m lpntk.api.openapi FILE", file=sys.stderr)  # noqa: T201
        return 2
    Path(arguments[0]).write_text(openapi_document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
