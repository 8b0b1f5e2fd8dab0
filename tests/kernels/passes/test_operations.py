"""Parameters that operations take past their layers, as people write them, need no second pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from lpntk.domain import LABEL_VECTORS, InputError
from lpntk.kernels.kernel import kernel
from lpntk.kernels.sketch.engine import SketchEngine
from lpntk.kernels.source.gradient_source import GradientSource
from support.reference import reference_kernel, relative_error

SAMPLES, POSITIONS, WIDTH, CLASSES = 5, 4, 6, 3
Body = Callable[[Any, Tensor], Tensor]


class Past(nn.Module):
    """A body over tokens (B, T, D) that reads parameters in its own way, between two layers."""

    def __init__(self, body: Body, **shapes: tuple[int, ...]) -> None:
        super().__init__()
        self.first = nn.Linear(3, WIDTH)
        self.head = nn.Linear(WIDTH, CLASSES)
        self.body = body
        for name, shape in shapes.items():
            self.register_parameter(name, nn.Parameter(torch.randn(shape)))

    def forward(self, x: Tensor) -> Tensor:
        return self.head(torch.tanh(self.body(self, torch.tanh(self.first(x)))).mean(dim=1))


def token_and_positions(m: Any, x: Tensor) -> Tensor:
    return torch.cat([m.token.expand(x.shape[0], -1, -1), x], dim=1) + m.positions


def repeated(m: Any, x: Tensor) -> Tensor:
    return torch.cat(
        [m.token.repeat(len(x), 1, 1), x, torch.broadcast_to(m.other, (len(x), 2, WIDTH))], dim=1
    )


def in_place(m: Any, x: Tensor) -> Tensor:
    x = x * 2
    x += m.shift
    x *= m.scale
    return x


def table_of_biases(m: Any, x: Tensor) -> Tensor:
    index = (torch.arange(POSITIONS)[:, None] - torch.arange(POSITIONS)) + POSITIONS - 1
    bias = m.table[index.flatten()].view(POSITIONS, POSITIONS, -1).permute(2, 0, 1).contiguous().unsqueeze(0)
    heads = x.unflatten(2, (2, -1)).transpose(1, 2)
    scores = heads @ heads.transpose(2, 3) + bias
    return (scores.softmax(dim=-1) @ heads).transpose(1, 2).flatten(2)


def windows(m: Any, x: Tensor) -> Tensor:
    folded = x.reshape(len(x) * 2, POSITIONS // 2, WIDTH)
    return F.linear(folded, m.weight, m.bias).reshape(x.shape)


def used_twice(m: Any, x: Tensor) -> Tensor:
    return F.linear(torch.tanh(F.linear(x, m.weight)), m.weight.T) + x @ m.weight


def normalised(m: Any, x: Tensor) -> Tensor:
    return F.linear(x, m.gain * m.weight / m.weight.norm(dim=1, keepdim=True))


def of_parameters_alone(m: Any, x: Tensor) -> Tensor:
    return x + torch.tanh(torch.linspace(-1, 1, POSITIONS)[:, None] * m.weight) @ m.further


def batch_second(m: Any, x: Tensor) -> Tensor:
    x = x.transpose(0, 1)
    x = F.layer_norm(F.linear(x, m.weight, m.bias), (WIDTH,), m.gain, m.shift)
    return x.transpose(0, 1)


def convolved(m: Any, x: Tensor) -> Tensor:
    return F.conv1d(x.transpose(1, 2), m.kernel, m.bias, padding=1).transpose(1, 2)


def in_double(m: Any, x: Tensor) -> Tensor:
    return (x.double() * m.scale.double()).to(x.dtype) + m.scale.view(2, -1).flatten()


def masked(m: Any, x: Tensor) -> Tensor:
    return torch.where(x[..., :1] > 0, m.token, x)


def multiplied(m: Any, x: Tensor) -> Tensor:
    return torch.matmul(x, m.weight) + torch.einsum("btd,de->bte", x, m.other)


BODIES: dict[str, tuple[Body, dict[str, tuple[int, ...]]]] = {
    "token and positions": (
        token_and_positions,
        {"token": (1, 1, WIDTH), "positions": (1, POSITIONS + 1, WIDTH)},
    ),
    "repeated": (repeated, {"token": (1, 1, WIDTH), "other": (2, WIDTH)}),
    "layer scale": (lambda m, x: x + m.scale * torch.sin(x), {"scale": (WIDTH,)}),
    "one number": (lambda m, x: x * m.scale.exp(), {"scale": ()}),
    "in place": (in_place, {"shift": (POSITIONS, WIDTH), "scale": (WIDTH,)}),
    "functional linear": (
        lambda m, x: F.linear(x, bias=m.bias, weight=m.weight),
        {"weight": (WIDTH, WIDTH), "bias": (WIDTH,)},
    ),
    "products": (multiplied, {"weight": (WIDTH, WIDTH), "other": (WIDTH, WIDTH)}),
    "used twice": (used_twice, {"weight": (WIDTH, WIDTH)}),
    "windows": (windows, {"weight": (WIDTH, WIDTH), "bias": (WIDTH,)}),
    "table of biases": (table_of_biases, {"table": (2 * POSITIONS - 1, 2)}),
    "normalised weights": (normalised, {"gain": (WIDTH, 1), "weight": (WIDTH, WIDTH)}),
    "of parameters alone": (of_parameters_alone, {"weight": (1, 3), "further": (3, WIDTH)}),
    "batch second": (
        batch_second,
        {"weight": (WIDTH, WIDTH), "bias": (WIDTH,), "gain": (WIDTH,), "shift": (WIDTH,)},
    ),
    "convolved": (convolved, {"kernel": (WIDTH, WIDTH, 3), "bias": (WIDTH,)}),
    "in double": (in_double, {"scale": (WIDTH,)}),
    "masked": (masked, {"token": (WIDTH,)}),
}


def samples(seed: int = 0) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(SAMPLES, POSITIONS, 3, generator=generator), torch.arange(SAMPLES) % CLASSES


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("label_vector", ["sign", "residual"])
def test_the_kernel_is_that_of_the_definition(name: str, label_vector: str) -> None:
    torch.manual_seed(1)
    body, shapes = BODIES[name]
    model, (inputs, labels) = Past(body, **shapes).eval(), samples()

    looked = GradientSource(model, (inputs, labels)).survey
    # Batches of other sizes, one of them of one sample.
    found = kernel(model, (inputs, labels), label_vector, batch_size=2)

    assert looked.fallback is None
    assert looked.plan is not None
    assert set(looked.plan.parameters) == set(shapes)
    expected = reference_kernel(model, inputs, labels, label_vector)
    assert relative_error(found.matrix(), expected) < 1e-5


@settings(max_examples=25, derandomize=True)
@given(
    names=st.lists(st.sampled_from(sorted(BODIES)), min_size=2, max_size=4),
    label_vector=st.sampled_from(LABEL_VECTORS),
    batch_size=st.integers(1, SAMPLES),
    seed=st.integers(0, 2**16),
)
def test_any_of_them_one_after_the_other(
    names: list[str], label_vector: str, batch_size: int, seed: int
) -> None:
    torch.manual_seed(seed)
    steps = [Past(BODIES[name][0], **BODIES[name][1]) for name in names]

    def body(m: Any, x: Tensor) -> Tensor:
        for step in m.steps:
            x = torch.tanh(step.body(step, x))[:, :POSITIONS]
        return x

    model, (inputs, labels) = Past(body), samples(seed)
    model.steps = nn.ModuleList(steps)
    model.eval()

    assert not GradientSource(model, (inputs, labels)).survey.fallback_names
    found = kernel(model, (inputs, labels), label_vector, batch_size=batch_size)

    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels, label_vector)) < 1e-4


@pytest.mark.parametrize("batch_first", [True, False])
@pytest.mark.parametrize("mask", [None, "padding", "causal"])
def test_attention_of_both_orders(batch_first: bool, mask: str | None) -> None:
    torch.manual_seed(0)
    attention = nn.MultiheadAttention(WIDTH, 2, batch_first=batch_first)

    def body(m: Any, x: Tensor) -> Tensor:
        named: dict[str, Any] = {}
        if mask == "padding":
            named["key_padding_mask"] = x.detach()[..., 0] > x.detach()[..., 0].mean(dim=1, keepdim=True)
        elif mask == "causal":
            named["attn_mask"] = torch.ones(POSITIONS, POSITIONS, dtype=torch.bool).triu(1)
        turned = x if batch_first else x.transpose(0, 1)
        out = m.attention(turned, turned, turned.flip(2), **named)[0]
        return out if batch_first else out.transpose(0, 1)

    model, (inputs, labels) = Past(body), samples()
    model.attention = attention
    model.eval()

    assert not GradientSource(model, (inputs, labels)).survey.fallback_names
    found = kernel(model, (inputs, labels), batch_size=2)
    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels)) < 1e-5


@pytest.mark.parametrize("name", ["functional linear", "windows", "batch second"])
def test_weights_of_linear_layers_keep_their_factors(name: str) -> None:
    torch.manual_seed(1)
    body, shapes = BODIES[name]
    inputs, labels = samples()
    source = GradientSource(Past(body, **shapes), (inputs, labels))

    routes = {route.name: route for route in source.survey.routes}
    assert routes["weight"].extent.factorable
    assert routes["weight"].extent.positions == POSITIONS


def test_the_sketch_takes_them_too() -> None:
    torch.manual_seed(1)
    body, shapes = BODIES["token and positions"]
    model, (inputs, labels) = Past(body, **shapes), samples()
    exact = kernel(model, (inputs, labels), parameters="token|positions").matrix()

    source = GradientSource(model, (inputs, labels), parameters="token|positions")
    with SketchEngine(source, width=1 << 14) as engine:
        sketch = engine.compute(0, SAMPLES)

    assert relative_error(sketch @ sketch.T, exact.astype("float64")) < 0.05


def folded_the_other_way(m: Any, x: Tensor) -> Tensor:
    """Positions first, then samples: one sample's windows are not beside each other."""
    folded = x.transpose(0, 1).reshape(-1, 1, WIDTH)
    return (folded * m.scale).reshape(POSITIONS, -1, WIDTH).transpose(0, 1)


def part_by_part(m: Any, x: Tensor) -> Tensor:
    return torch.stack([sample * m.scale for sample in x])


def written_into(m: Any, x: Tensor) -> Tensor:
    x = x * 1
    x[:, 0] = m.scale
    return x


@pytest.mark.parametrize("body", [folded_the_other_way, part_by_part, written_into])
@pytest.mark.filterwarnings("ignore:No layer rule covers")
def test_what_cannot_be_followed_goes_to_the_fallback(body: Body) -> None:
    torch.manual_seed(0)
    model, (inputs, labels) = Past(body, scale=(WIDTH,)), samples()

    assert GradientSource(model, (inputs, labels)).survey.fallback_names == ("scale",)
    found = kernel(model, (inputs, labels), batch_size=2)
    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels)) < 1e-5


def test_a_parameter_that_nothing_takes_is_left_out() -> None:
    torch.manual_seed(0)
    model, (inputs, labels) = Past(lambda m, x: x, lonely=(3,)), samples()

    looked = GradientSource(model, (inputs, labels)).survey

    assert looked.fallback is None
    assert "lonely" not in {route.name for route in looked.routes}


@pytest.mark.parametrize("known", [{"lonely": (WIDTH,)}, {"lonely": (WIDTH,), "scale": (WIDTH,)}])
def test_a_way_that_depends_on_the_data_is_refused(known: dict[str, tuple[int, ...]]) -> None:
    def body(m: Any, x: Tensor) -> Tensor:
        if x.detach().abs().max() == x.detach().abs().max().clamp(max=0.999):
            return x * m.scale if hasattr(m, "scale") else x
        return x * m.lonely

    torch.manual_seed(0)
    model, (inputs, labels) = Past(body, **known), samples()
    inputs[1] = 1e3
    source = GradientSource(model, (inputs, labels))

    assert source.survey.fallback is None
    with (
        source,
        pytest.raises(InputError, match="its way through its operations must not depend on the data"),
    ):
        list(source.batches(range(SAMPLES), SAMPLES))
