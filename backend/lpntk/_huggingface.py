"""Hugging Face's packages: importable beside any torchvision, and telling nobody what is done with them."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

from lpntk._torchvision import torchvision
from lpntk.domain import InputError

__all__ = ["quiet", "transformers"]

# What they send is decided when they are imported; the second would have a server convert a model's files.
_SILENT = {"HF_HUB_DISABLE_TELEMETRY": "1", "DISABLE_SAFETENSORS_CONVERSION": "1"}

for _name, _value in _SILENT.items():
    os.environ.setdefault(_name, _value)
if (_constants := sys.modules.get("huggingface_hub.constants")) is not None:
    _constants.HF_HUB_DISABLE_TELEMETRY = True  # type: ignore[attr-defined]  # somebody imported it before


def transformers() -> Any:
    """The package. InputError if it is not installed."""
    assert torchvision  # which it imports as it is
    try:
        import transformers
    except ImportError as error:
        raise InputError(
            f"A model of transformers' needs that package ({error}): pip install 'lpntk[huggingface]'.",
            field="model",
        ) from error
    return transformers


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """No bars, and no warnings of layers that are drawn anew or of a network that is not there, within.

    What is printed to standard output goes to standard error, since that is not where results are read.
    """
    import huggingface_hub.utils
    from huggingface_hub.utils import logging as hub_logging

    of_hub, had_bars = hub_logging.get_verbosity(), not huggingface_hub.utils.are_progress_bars_disabled()
    hub_logging.set_verbosity_error()
    huggingface_hub.utils.disable_progress_bars()
    try:
        with _quiet_transformers(), contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        hub_logging.set_verbosity(of_hub)
        if had_bars:
            huggingface_hub.utils.enable_progress_bars()


@contextlib.contextmanager
def _quiet_transformers() -> Iterator[None]:
    loaded = sys.modules.get("transformers")
    if loaded is None:
        yield
        return
    logging = loaded.utils.logging
    verbosity, had_bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if had_bars:
            logging.enable_progress_bar()
