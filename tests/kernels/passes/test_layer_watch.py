"""Attention is run as its two linear layers where that shows nothing else, and is left as it was."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from lpntk.domain import InputError
from lpntk.kernels.passes.capture import capture


class Attending(nn.Module):
    """Self-attention over a sequence, asked for its weights or not."""

    def __init__(self, *, batch_first: bool, need_weights: bool) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, batch_first=batch_first)
        self.need_weights = need_weights
        self.fc = nn.Linear(8, 3)

    def forward(self, tokens: Tensor) -> Tensor:
        if not self.attention.batch_first:
            tokens = tokens.transpose(0, 1)
        out, weights = self.attention(tokens, tokens, tokens, need_weights=self.need_weights)
        assert (weights is None) != self.need_weights
        # What a layer gives may be changed in place.
        out = out.relu_()
        return self.fc(out.mean(dim=1 if self.attention.batch_first else 0))


def directions(logits: Tensor) -> Tensor:
    return torch.linspace(-1, 1, logits.numel()).view(logits.shape)


@pytest.mark.parametrize("batch_first", [True, False])
def test_attention_run_apart_shows_what_is_worked_out_of_it_otherwise(batch_first: bool) -> None:
    torch.manual_seed(0)
    model, tokens = Attending(batch_first=batch_first, need_weights=False).eval(), torch.randn(4, 5, 8)
    layers = [model.attention, model.fc]
    expected = model(tokens)

    apart = capture(model, layers, tokens, directions)
    model.need_weights = True
    as_it_is = capture(model, layers, tokens, directions)

    torch.testing.assert_close(apart.logits, expected)
    (one,), (other,) = apart.calls[model.attention], as_it_is.calls[model.attention]
    assert set(one.inner) == {"in", "out"}
    assert not other.inner
    torch.testing.assert_close(one.gradient, other.gradient)
    at_output = other.gradient if batch_first else other.gradient.transpose(0, 1)
    torch.testing.assert_close(one.inner["out"].gradient, at_output)
    assert "forward" not in vars(model.attention)


def test_a_layer_is_as_it_was_after_a_model_that_fails() -> None:
    model = Attending(batch_first=True, need_weights=False).eval()

    with pytest.raises(InputError, match="fails on inputs"):
        capture(model, [model.attention], torch.randn(4, 5, 7), directions)

    assert "forward" not in vars(model.attention)
    assert not model.attention._forward_hooks
