from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lpntk.kernels.passes.label_vectors import label_vectors


def cosines(vectors: torch.Tensor) -> torch.Tensor:
    unit = vectors / vectors.norm(dim=1, keepdim=True)
    return unit @ unit.T


@given(classes=st.integers(2, 50))
def test_sign_vectors_of_different_labels_have_cosine_k_minus_4_over_k(classes: int) -> None:
    labels = torch.arange(classes)
    found = cosines(label_vectors("sign", labels, torch.randn(classes, classes)))

    expected = torch.full((classes, classes), (classes - 4) / classes).fill_diagonal_(1)
    torch.testing.assert_close(found, expected)


@given(classes=st.integers(2, 50))
def test_centred_vectors_of_different_labels_have_cosine_minus_1_over_k_minus_1(classes: int) -> None:
    labels = torch.arange(classes)
    found = cosines(label_vectors("centred", labels, torch.randn(classes, classes)))

    expected = torch.full((classes, classes), -1 / (classes - 1)).fill_diagonal_(1)
    torch.testing.assert_close(found, expected)


def test_centred_is_half_the_sign_vector_without_its_mean() -> None:
    labels, logits = torch.tensor([2, 0, 1]), torch.randn(3, 3)
    sign = label_vectors("sign", labels, logits)

    expected = (sign - sign.mean(dim=1, keepdim=True)) / 2
    torch.testing.assert_close(label_vectors("centred", labels, logits), expected)


def test_residual_is_the_negative_gradient_of_the_cross_entropy() -> None:
    logits = torch.randn(5, 4, requires_grad=True)
    labels = torch.tensor([0, 1, 2, 3, 0])
    loss = torch.nn.functional.cross_entropy(logits, labels, reduction="sum")
    (gradient,) = torch.autograd.grad(loss, logits)

    found = label_vectors("residual", labels, logits)

    torch.testing.assert_close(found, -gradient)
    assert not found.requires_grad


@pytest.mark.parametrize("name", ["sign", "centred", "residual"])
def test_the_label_has_the_largest_entry(name: str) -> None:
    labels = torch.tensor([3, 1])
    vectors = label_vectors(name, labels, torch.randn(2, 5))

    assert torch.equal(vectors.argmax(dim=1), labels)
