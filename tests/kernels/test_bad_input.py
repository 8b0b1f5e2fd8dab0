"""Everything that does not fit is refused in a sentence that says what and where."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from lpntk.domain import InputError
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.kernel import kernel
from lpntk.kernels.source.gradient_source import GradientSource
from support.models import LeNetLike, Normed, digit_tensors


def compute(model: nn.Module, dataset: Any, memory_budget: int = 2**30, **options: Any) -> None:
    source = GradientSource(model, dataset, **options)
    with KernelEngine(source, memory_budget=memory_budget, batch_size=5) as engine:
        engine.diagonal()


def items(count: int = 6) -> list[tuple[Any, Any]]:
    return [(image, int(label)) for image, label in zip(*digit_tensors(count), strict=True)]


def test_weights_that_are_not_finite() -> None:
    model = LeNetLike()
    with torch.no_grad():
        model.layers[2].weight[0, 0, 0, 0] = torch.nan

    with pytest.raises(InputError, match=r"Parameter 'layers\.2\.weight' has values that are NaN"):
        compute(model, digit_tensors(6))


def test_statistics_that_are_not_numbers() -> None:
    model = Normed()
    model.norm.running_mean[1] = torch.nan

    with pytest.raises(InputError, match=r"Buffer 'norm\.running_mean'"):
        compute(model, digit_tensors(6))


def test_weights_of_half_precision() -> None:
    with pytest.raises(InputError, match=r"torch\.bfloat16: convert the model with model\.float\(\)"):
        compute(LeNetLike().bfloat16(), digit_tensors(6))


def test_a_model_without_parameters() -> None:
    with pytest.raises(InputError, match="no parameters"):
        compute(nn.Flatten(), digit_tensors(6))


class Returning(nn.Module):
    def __init__(self, change: Any) -> None:
        super().__init__()
        self.inner = LeNetLike()
        self.change = change

    def forward(self, x: Tensor) -> Any:
        return self.change(self.inner(x))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda z: {"a": z, "b": z[:, :4]}, r"returns dict \('a' \(3, 10\), 'b' \(3, 4\)\) where logits"),
        (lambda z: z[:, 0], r"returns shape \(3,\) for 3 samples"),
        (lambda z: z[:, :1], r"returns shape \(3, 1\) for 3 samples"),
        (lambda z: z[:1], r"returns shape \(1, 10\) for 3 samples"),
        (lambda z: z.argmax(dim=1), r"returns a tensor of torch\.int64 where logits"),
    ],
)
def test_a_model_that_returns_no_logits(change: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        compute(Returning(change), digit_tensors(6))


def test_images_that_the_model_cannot_take() -> None:
    inputs, labels = digit_tensors(6)

    with pytest.raises(InputError, match=r"The model fails on inputs of shape \(3, 8, 8\)"):
        compute(LeNetLike(), (inputs.expand(-1, 3, -1, -1), labels))


@pytest.mark.parametrize("label", [10, -1])
def test_a_label_that_is_no_class(label: int) -> None:
    inputs, labels = digit_tensors(6)
    labels[4] = label

    with pytest.raises(InputError, match=rf"label of sample 4 is {label}, .* 10 classes: .* from 0 to 9"):
        compute(LeNetLike(), (inputs, labels))


@pytest.mark.parametrize("label", [1.5, "7", None, True, torch.tensor([1, 2]), torch.tensor(1.0)])
def test_a_label_that_is_no_integer(label: Any) -> None:
    data = items()
    data[2] = (data[2][0], label)

    with pytest.raises(InputError, match="label of sample 2 is"):
        compute(LeNetLike(), data)


@pytest.mark.parametrize("label", [np.int64(3), torch.tensor(3), torch.tensor([3]), np.array(3)])
def test_a_label_that_is_an_integer_of_another_kind(label: Any) -> None:
    data = items()
    data[2] = (data[2][0], label)

    compute(LeNetLike(), data)


def test_labels_that_are_not_integers() -> None:
    inputs, labels = digit_tensors(6)

    with pytest.raises(InputError, match=r"labels are torch\.float32"):
        compute(LeNetLike(), (inputs, labels.float()))


def test_labels_of_another_number() -> None:
    inputs, labels = digit_tensors(6)

    with pytest.raises(InputError, match="one label for each input"):
        compute(LeNetLike(), (inputs, labels[:5]))


@pytest.mark.parametrize("item", ["an image", (1, 2, 3), ("image", 1)])
def test_an_item_that_is_no_pair(item: Any) -> None:
    data: list[Any] = items()
    data[3] = item

    with pytest.raises(InputError, match=r"for sample 3 where \(tensor, int label\) is needed"):
        compute(LeNetLike(), data)


def test_an_image_of_another_shape() -> None:
    data = items()
    data[5] = (data[5][0][:, :7], 1)

    with pytest.raises(InputError, match=r"sample 5 has shape \(1, 7, 8\) where others have \(1, 8, 8\)"):
        compute(LeNetLike(), data)


def test_an_image_that_is_not_finite_is_called_by_its_index() -> None:
    inputs, labels = digit_tensors(6)
    inputs[4, 0, 3, 3] = torch.inf

    with pytest.raises(InputError, match="input of sample 44 has values that are NaN or infinite"):
        compute(LeNetLike(), (inputs, labels), indices=np.arange(40, 46))


def test_logits_that_are_not_finite() -> None:
    class Overflowing(LeNetLike):
        def forward(self, x: Tensor) -> Tensor:
            return super().forward(x) * torch.where(x.amax(dim=(1, 2, 3))[:, None] > 50, torch.inf, 1)

    inputs, labels = digit_tensors(6)
    inputs[4] = 60

    with pytest.raises(InputError, match="logits of sample 4 are NaN or infinite"):
        compute(Overflowing(), (inputs, labels))
    assert kernel(Overflowing(), (inputs, labels), on_bad_gradient="exclude").excluded.tolist() == [4]


@pytest.mark.parametrize("network", [LeNetLike, Normed])
def test_a_gradient_that_is_not_finite_is_named_with_its_layer(network: type[nn.Module]) -> None:
    class Root(torch.autograd.Function):
        generate_vmap_rule = True

        @staticmethod
        def forward(x: Tensor) -> Tensor:
            return x.clone()

        @staticmethod
        def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
            ctx.save_for_backward(inputs[0])

        @staticmethod
        def backward(ctx: Any, gradient: Tensor) -> Tensor:
            (x,) = ctx.saved_tensors
            return torch.where(x > 90, torch.inf, gradient)

    torch.manual_seed(0)
    model = nn.Sequential(network(), nn.Linear(10, 10))
    last = model[1]
    last.register_forward_pre_hook(lambda layer, args: (Root.apply(args[0]),))
    inputs, labels = digit_tensors(6)
    marked = Returning(None)
    marked.inner = model
    marked.change = lambda z: z
    inputs[3] = 1e5

    with pytest.raises(
        InputError, match=r"gradient of sample 3 is NaN, infinite or too large .* in 'inner\.0"
    ):
        compute(marked, (inputs, labels))
    left_out = kernel(marked, (inputs, labels), on_bad_gradient="exclude", neighbours=9)
    others = [0, 1, 2, 4, 5]
    alone = kernel(marked, (inputs[others], labels[others]))
    assert left_out.excluded.tolist() == [3]
    assert not left_out.matrix()[3].any()
    np.testing.assert_allclose(left_out.matrix()[np.ix_(others, others)], alone.matrix(), rtol=1e-4)
    assert left_out.neighbours(0, 9)[0].shape == (4,)
    assert 3 not in left_out.summary.unrelated.rows


def test_one_sample_is_too_few() -> None:
    with pytest.raises(InputError, match="at least two"):
        compute(LeNetLike(), digit_tensors(1))


def test_a_memory_budget_that_is_too_small() -> None:
    with pytest.raises(InputError, match="give at least 1 MiB more"):
        compute(LeNetLike(), digit_tensors(6), memory_budget=1000)


def test_an_unknown_label_vector() -> None:
    with pytest.raises(InputError, match=r"sign, centred, residual, pntk\. Did you mean 'sign'"):
        kernel(LeNetLike(), digit_tensors(6), "sing")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("device", "message"), [("gpu", "Unknown device 'gpu'"), ("cuda:17", "There is no cuda:17 device")]
)
def test_a_device_that_is_not_there(device: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        kernel(LeNetLike(), digit_tensors(6), device=device)


def test_a_model_whose_way_depends_on_the_data() -> None:
    class Wandering(LeNetLike):
        def forward(self, x: Tensor) -> Tensor:
            return super().forward(x) + (super().forward(x) if x.max() > 50 else 0)

    inputs, labels = digit_tensors(40)
    inputs[30] = 60

    with pytest.raises(InputError, match=r"Layer 'layers\.0' is called 2 times"):
        compute(Wandering(), (inputs, labels))


def test_an_unknown_way_with_bad_gradients() -> None:
    with pytest.raises(InputError, match="choose one of stop, exclude"):
        kernel(LeNetLike(), digit_tensors(6), on_bad_gradient="skip")  # type: ignore[arg-type]
