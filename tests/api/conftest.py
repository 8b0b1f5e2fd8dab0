"""Clients of applications around a scripted workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from support.scripted import ScriptedWorkspace


@pytest.fixture
def scripted() -> Iterator[Callable[..., TestClient]]:
    """A function from a script (see `ScriptedWorkspace`) and settings of the application to a client."""
    with ExitStack() as stack:

        def client(script: dict[str, Any] | None = None, **settings: Any) -> TestClient:
            app = create_app(ScriptedWorkspace(**(script or {})), supervise=False, **settings)
            return stack.enter_context(TestClient(app, base_url="http://localhost:8000"))

        yield client
