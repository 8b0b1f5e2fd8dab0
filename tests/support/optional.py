"""Tests that need a package which is not always there."""

from __future__ import annotations

import importlib.util

import pytest

needs_timm = pytest.mark.skipif(
    importlib.util.find_spec("timm") is None, reason="timm is not installed: pip install 'lpntk[timm]'"
)
