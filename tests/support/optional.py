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
needs_transformers = pytest.mark.skipif(
    importlib.util.find_spec("transformers") is None,
    reason="transformers is not installed: pip install 'lpntk[huggingface]'",
)
needs_timm = pytest.mark.skipif(
    importlib.util.find_spec("timm") is None, reason="timm is not installed: pip install 'lpntk[timm]'"
)

needs_labelformat = pytest.mark.skipif(
    importlib.util.find_spec("labelformat") is None,
    reason="labelformat is not installed: pip install 'lpntk[yolo]'",
)
needs_huggingface_datasets = pytest.mark.skipif(
    importlib.util.find_spec("datasets") is None,
    reason="datasets is not installed: pip install 'lpntk[huggingface]'",
)
