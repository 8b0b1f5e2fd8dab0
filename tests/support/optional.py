"""Tests that need a package which is not always there."""

from __future__ import annotations

import importlib.util

import pytest

needs_transformers = pytest.mark.skipif(
    importlib.util.find_spec("transformers") is None,
    reason="transformers is not installed: pip install 'lpntk[huggingface]'",
)
needs_timm = pytest.mark.skipif(
    importlib.util.find_spec("timm") is None, reason="timm is not installed: pip install 'lpntk[timm]'"
)
