"""The arithmetic is chosen by a trial on the samples themselves."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lpntk.domain import Relation
from lpntk.kernels.exact import arithmetic
from lpntk.kernels.exact import engine as engines
from lpntk.kernels.exact.arithmetic import FLOAT32, choose_arithmetic
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.features.split_products import split_products
from lpntk.kernels.kernel import kernel
from lpntk.kernels.source.gradient_source import GradientSource
from support.models import LeNetLike, digit_tensors


@pytest.fixture
def a_fast_device(monkeypatch):
    """This processor, as if it multiplied bfloat16 fast."""
    monkeypatch.setattr(engines, "has_fast_bfloat16", lambda device: True)


def source():
    torch.manual_seed(0)
    return GradientSource(LeNetLike(), digit_tensors(40))


def test_a_processor_stays_with_float32():
    with KernelEngine(source()) as engine:
        assert engine.arithmetic() is FLOAT32
        assert engine.arithmetic().sentence == "float32"


def test_the_nearer_to_float64_is_taken(a_fast_device, monkeypatch):
    with KernelEngine(source()) as engine:
        chosen = engine.arithmetic()
        assert (chosen.error <= chosen.float32_error) == (chosen.multiply is split_products)
        features = engine.features(range(40))
    assert f"{chosen.error:.1e}" in chosen.sentence

    exact = lambda rows, columns: rows.double() @ columns.double().T  # noqa: E731
    monkeypatch.setattr(arithmetic, "split_products", exact)
    assert choose_arithmetic(features).name == "bfloat16 in two parts"
    monkeypatch.setattr(arithmetic, "split_products", lambda rows, columns: torch.zeros(40, 40))
    assert choose_arithmetic(features).name == "float32"


def test_float32_can_be_asked_for(a_fast_device):
    with KernelEngine(source(), arithmetic="float32") as engine:
        assert engine.arithmetic() is FLOAT32
    with pytest.raises(Exception, match="arithmetic 'float16'"):
        kernel(LeNetLike(), digit_tensors(4), arithmetic="float16")


def test_a_kernel_of_split_products_is_the_kernel(a_fast_device, monkeypatch):
    torch.manual_seed(0)
    model = LeNetLike().eval()
    plain = kernel(model, digit_tensors(40), arithmetic="float32")
    monkeypatch.setattr(
        engines, "choose_arithmetic", lambda features: engines.Arithmetic("split", split_products, 0.0, 0.0)
    )
    split = kernel(model, digit_tensors(40))

    assert not np.array_equal(split.matrix(), plain.matrix())
    lengths = np.sqrt(plain.matrix().diagonal())
    assert (np.abs(split.matrix() - plain.matrix()) / np.outer(lengths, lengths)).max() < 2**-14
    for relation in Relation:
        mine, theirs = split.summary.neighbours(relation), plain.summary.neighbours(relation)
        np.testing.assert_allclose(mine.similarity, theirs.similarity, atol=2**-14)
