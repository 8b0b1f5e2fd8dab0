"""A workspace whose methods do what a test says, for what the HTTP layer does whatever is stored."""

from __future__ import annotations

from typing import Any

from lpntk.pipeline.workspace import Workspace


class ScriptedWorkspace(Workspace):
    """Each keyword names a method: an exception is raised by it, anything else returned."""

    def __init__(self, **script: Any) -> None:
        for name, result in script.items():
            assert hasattr(Workspace, name), name
            setattr(self, name, _method(result))


def _method(result: Any) -> Any:
    def method(*arguments: object, **named: object) -> Any:
        if isinstance(result, Exception):
            raise result
        return result

    return method
