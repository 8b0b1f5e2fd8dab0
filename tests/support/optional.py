"""Tests that need a package which is not always there."""

from __future__ import annotations

import importlib.util

import pytest

needs_lightning = pytest.mark.skipif(
    importlib.util.find_spec("lightning") is None, reason="Lightning is not installed: pip install lightning"
)
needs_trainer = pytest.mark.skipif(
    importlib.util.find_spec("transformers") is None or importlib.util.find_spec("accelerate") is None,
    reason="the Trainer of transformers is not installed: pip install transformers accelerate",
)
needs_timm = pytest.mark.skipif(
    importlib.util.find_spec("timm") is None, reason="timm is not installed: pip install 'lpntk[timm]'"
)
