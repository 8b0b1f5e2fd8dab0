"""Whatever is set of torch's faster arithmetic: full precision within, and everything as before after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch

import lpntk
from lpntk.kernels.passes.precision import full_precision
from support.models import LeNetLike, digit_tensors

OPERATIONS = {
    "cuda.matmul": torch.backends.cuda.matmul,
    "cudnn.conv": torch.backends.cudnn.conv,
    "cudnn.rnn": torch.backends.cudnn.rnn,
    "mkldnn.matmul": torch.backends.mkldnn.matmul,
    "mkldnn.conv": torch.backends.mkldnn.conv,
    "mkldnn.rnn": torch.backends.mkldnn.rnn,
}
SWITCHES = {"all": torch.backends, "cudnn": torch.backends.cudnn, **OPERATIONS}
SETTINGS = {
    "nothing": lambda: None,
    "older": lambda: torch.set_float32_matmul_precision("medium"),
    "newer products": lambda: set_("cuda.matmul", "tf32"),
    "newer convolutions": lambda: set_("cudnn.conv", "ieee"),
    "newer of everything": lambda: set_("all", "tf32"),
    "newer of a library": lambda: set_("cudnn", "ieee"),
    "bfloat16 on a CPU": lambda: set_("mkldnn.matmul", "bf16"),
    "a mixture": lambda: (torch.set_float32_matmul_precision("high"), set_("cudnn.rnn", "none")),
}


def set_(name: str, value: str) -> None:
    SWITCHES[name].fp32_precision = value


def values() -> dict[str, str]:
    return {name: switch.fp32_precision for name, switch in SWITCHES.items()}


def read(name: str) -> Any:
    """A switch by its older name, or that it cannot be read."""
    try:
        return torch.get_float32_matmul_precision() if name == "products" else torch.backends.cudnn.allow_tf32
    except RuntimeError:
        return "cannot be read"


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = values()
    yield
    set_("all", "none")
    set_("cudnn", "none")
    torch.set_float32_matmul_precision("highest")
    torch.backends.cudnn.allow_tf32 = True
    for name, value in before.items():
        set_(name, value)


@pytest.mark.parametrize("setting", SETTINGS)
def test_full_precision_within_and_as_found_after(setting: str) -> None:
    SETTINGS[setting]()
    before, older = values(), (read("products"), read("convolutions"))

    with full_precision():
        assert set(values().values()) == {"ieee"}
        assert (read("products"), read("convolutions")) == ("highest", False)

    assert (values(), (read("products"), read("convolutions"))) == (before, older)
    # What was inherited still is.
    set_("all", "none")
    set_("cudnn", "none")
    own = values()
    SETTINGS[setting]()
    assert values() == before
    assert own == values() or "everything" in setting or "library" in setting


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_kernel_does_not_change(setting: str) -> None:
    torch.manual_seed(0)
    model, data = LeNetLike(), digit_tensors(8)
    expected = lpntk.kernel(model, data).matrix()

    SETTINGS[setting]()

    assert (lpntk.kernel(model, data).matrix() == expected).all()
