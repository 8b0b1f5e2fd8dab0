"""Models as people have them: computed where that is possible, else refused with what to give instead."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

import lpntk
from lpntk.domain import InputError
from lpntk.kernels.sketch.engine import SketchEngine
from lpntk.kernels.source.gradient_source import GradientSource
from support.models import LeNetLike, Normed, digit_tensors
from support.reference import reference_kernel, relative_error


class Scaled(nn.Module):
    """CLIP's logits are multiplied by a parameter that is a single number without an axis."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(64, 10)
        self.logit_scale = nn.Parameter(torch.tensor(2.6))

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x.flatten(1)) * self.logit_scale.exp()


class Sparse(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.rand(10, 64).to_sparse())


def within_inference_mode(build: Callable[[], nn.Module]) -> nn.Module:
    with torch.inference_mode():
        return build()


def with_a_buffer_of_inference_mode() -> nn.Module:
    model = Normed()
    with torch.inference_mode():
        model.norm.running_mean = model.norm.running_mean.clone()
    return model


def partly_on_meta() -> nn.Module:
    model = LeNetLike()
    model.layers[0].to("meta")
    return model


def quantised(layers: Any) -> nn.Module:
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, 10))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch moves them to another package
        return torch.ao.quantization.quantize_dynamic(model, layers)


def exported() -> torch.export.ExportedProgram:
    return torch.export.export(LeNetLike().eval(), (digit_tensors(2)[0],))


def scripted() -> torch.jit.ScriptModule:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch calls scripts obsolete
        return torch.jit.script(LeNetLike())


@pytest.fixture
def default_of_float64() -> Iterator[None]:
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def test_a_parameter_without_an_axis() -> None:
    torch.manual_seed(0)
    model, (inputs, labels) = Scaled(), digit_tensors(8)

    found = lpntk.kernel(model, (inputs, labels))

    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels)) < 1e-6
    source = GradientSource(model, (inputs, labels))
    with SketchEngine(source, width=1 << 16) as engine:
        sketch = engine.compute(0, 8)
    np.testing.assert_allclose(np.square(sketch).sum(axis=1), found.matrix().diagonal(), rtol=0.1)


@pytest.mark.parametrize("convert", [torch.jit.script, lambda m: torch.jit.trace(m, digit_tensors(2)[0])])
def test_a_part_of_torchscript(convert: Callable[[nn.Module], nn.Module]) -> None:
    torch.manual_seed(0)
    model, data = LeNetLike().eval(), digit_tensors(6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch calls scripts obsolete
        found = lpntk.kernel(nn.Sequential(convert(model)), data).matrix()

    assert relative_error(found, lpntk.kernel(model, data).matrix()) < 1e-5


@pytest.mark.usefixtures("default_of_float64")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_default_of_float64_changes_nothing(dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    model, (inputs, labels) = Normed().to(dtype), digit_tensors(8)

    found = lpntk.kernel(model, (inputs, labels), neighbours=3)

    assert found.matrix().dtype == found.summary.interchangeable.similarity.dtype == np.float32
    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels)) < 1e-5
    with SketchEngine(GradientSource(model, (inputs, labels)), width=256) as engine:
        assert engine.compute(0, 8).dtype == np.float32


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "a layer without a shape": (
        lambda: nn.Sequential(nn.Flatten(), nn.LazyLinear(10)),
        r"Parameter '1\.weight' has no shape yet: run the model once",
    ),
    "a model without values": (lambda: LeNetLike().to("meta"), r"'layers\.0\.weight' has no values"),
    "a layer without values": (
        partly_on_meta,
        r"'layers\.0\.weight' has no values, being on the meta device",
    ),
    "an exported program": (
        exported,
        r"made by torch\.export: .* give the torch\.nn\.Module that it was made from",
    ),
    "an exported model": (lambda: exported().module(), r"made by torch\.export: .* that it was made from"),
    "a script": (scripted, "is a TorchScript program, .* no rules for their gradients: give the torch"),
    "made in inference mode": (lambda: within_inference_mode(LeNetLike), r"torch\.inference_mode\(\)"),
    "a buffer of inference mode": (with_a_buffer_of_inference_mode, r"Buffer 'norm\.running_mean' was made"),
    "quantised": (lambda: quantised({nn.Linear}), r"Layer '1' \(Linear\) is quantised"),
    "partly quantised": (lambda: quantised({"3"}), r"Layer '3' \(Linear\) is quantised"),
    "sparse": (Sparse, r"Parameter 'weight' is sparse: make it dense"),
    "weights alone": (lambda: LeNetLike().state_dict(), r"OrderedDict .* model\.load_state_dict\("),
    "a class": (lambda: LeNetLike, r"the class LeNetLike .* make one of it, such as LeNetLike\(\)"),
    "a function": (lambda: torch.relu, r"The model is builtin_function.* give a torch\.nn\.Module"),
    "nothing": (lambda: None, "The model is NoneType"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_kernel_can_be_computed_from(case: str, tmp_path: Any) -> None:
    build, message = REFUSED[case]
    model, data = build(), digit_tensors(6)

    for use in (
        lambda: lpntk.kernel(model, data),
        lambda: lpntk.analyse(model, data, db=f"sqlite:///{tmp_path / 'x.db'}"),
    ):
        with pytest.raises(InputError, match=message) as caught:
            use()
        assert caught.value.field == "model"


def test_a_model_that_fails_is_told_from_an_analysis_too(tmp_path: Any) -> None:
    inputs, labels = digit_tensors(6)

    with pytest.raises(InputError, match=r"The model fails on inputs of shape \(3, 8, 8\)"):
        lpntk.analyse(
            LeNetLike(), (inputs.expand(-1, 3, -1, -1), labels), db=f"sqlite:///{tmp_path / 'x.db'}"
        )


def test_a_model_of_float64_is_analysed(tmp_path: Any) -> None:
    torch.manual_seed(0)
    data = digit_tensors(30)

    analysis = lpntk.analyse(LeNetLike().double(), data, db=f"sqlite:///{tmp_path / 'x.db'}")

    assert analysis.kernel().shape == (30, 30)
