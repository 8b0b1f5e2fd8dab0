"""Classifiers from torchvision and from a user's own module."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch

from lpntk.domain import Architecture, InputError
from lpntk.learning import build_model, check_model
from support.optional import needs_timm

MODULE = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.inputs = inputs
        self.fc = nn.Linear(inputs, outputs)

    def forward(self, x):
        return self.fc(x.flatten(1))

def all_parameters(num_classes, in_channels, image_size):
    sides = image_size if isinstance(image_size, tuple) else (image_size, image_size)
    return Net(in_channels * sides[0] * sides[1], num_classes)

def only_classes(num_classes=2, scale=1.0):
    return Net(64, num_classes)

def anything(**options):
    return Net(64, **{"outputs": options.pop("num_classes")} | options)

def without_parameters():
    return Net(64, 10)

class AsClass(Net):
    def __init__(self, num_classes):
        super().__init__(64, num_classes)

def draws(num_classes):
    torch.rand(5)
    return Net(64, num_classes)

def fails(num_classes):
    raise RuntimeError("weights are missing\\nsecond line")

def leaves(num_classes):
    raise SystemExit(3)

def fails_within_torch(num_classes):
    nn.init.uniform_(torch.zeros(3), 2.0, 1.0)

def no_module(num_classes):
    return [1, 2]

def too_few(num_classes):
    return Net(64, num_classes - 1)

class Nothing(Net):
    def forward(self, x):
        return None, self.fc(x.flatten(1))

def no_logits(num_classes):
    return Nothing(64, num_classes)

def scripted(num_classes):
    return torch.jit.script(Net(64, num_classes))

def wrong_size(num_classes):
    return Net(65, num_classes)

not_callable = 3
"""


def architecture(model: str, shape: tuple[int, int, int] = (8, 8, 1), classes: int = 10) -> Architecture:
    return Architecture(model, classes, shape, mean=(0.5,) * shape[2], std=(0.5,) * shape[2])


@pytest.fixture
def module(tmp_path, monkeypatch, request):
    """A module with a name of its own in the working folder."""
    name = f"nets_{abs(hash(request.node.name))}"
    (tmp_path / f"{name}.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    yield name
    sys.modules.pop(name, None)


@pytest.mark.parametrize(
    "factory", ["all_parameters", "only_classes", "anything", "without_parameters", "AsClass", "draws"]
)
def test_factory_is_called_with_what_it_takes(module, factory):
    path = list(sys.path)
    state = torch.get_rng_state()
    check_model(f"{module}:{factory}")
    network = build_model(architecture(f"{module}:{factory}"))
    assert network(torch.zeros(3, 1, 8, 8)).shape == (3, 10)
    assert not network.training
    assert sys.path == path
    assert torch.equal(torch.get_rng_state(), state)


def test_factory_gets_both_sides_of_images_that_are_not_square(module):
    shape = (5, 7, 3)
    network = build_model(architecture(f"{module}:all_parameters", shape, classes=4))
    assert network(torch.zeros(3, 3, 5, 7)).shape == (3, 4)


@pytest.mark.parametrize(
    ("factory", "message"),
    [
        ("missing", "cannot be built .*AttributeError"),
        ("not_callable", "cannot be built .*not a callable"),
        ("fails", r"\(RuntimeError: weights are missing, in .*nets_\d+\.py, line 36\): correct its factory"),
        ("leaves", r"cannot be built \(SystemExit: 3, in .*nets_\d+\.py, line 39\): correct its factory"),
        ("fails_within_torch", r"cannot be built \(RuntimeError: .* in .*nets_\d+\.py, line 42\)"),
        ("no_module", r"is a list: its factory must return a torch\.nn\.Module"),
        ("too_few", r"returns shape \(2, 9\) for 2 images: it must return logits of shape \(2, 10\)"),
        ("no_logits", "returns tuple for 2 images"),
        ("scripted", r"scripted is a TorchScript program, .*: give the torch\.nn\.Module"),
        ("wrong_size", "cannot take images of shape 8 x 8 x 1"),
    ],
)
def test_factory_that_gives_no_classifier(module, factory, message):
    with pytest.raises(InputError, match=message) as caught:
        build_model(architecture(f"{module}:{factory}"))
    assert caught.value.field == "model"


def test_module_that_cannot_be_imported(tmp_path, monkeypatch):
    (tmp_path / "half_written.py").write_text("def build(:")
    monkeypatch.chdir(tmp_path)
    check_model("half_written:build")
    with pytest.raises(
        InputError,
        match=r"half_written:build cannot be built .*SyntaxError.* in .*half_written\.py, line 1\)",
    ):
        build_model(architecture("half_written:build"))


@pytest.mark.parametrize(
    "line", ["sys.exit('a usage message')", "raise KeyError('at import')", "import gone"]
)
def test_module_that_stops_when_it_is_imported(tmp_path, monkeypatch, line):
    (tmp_path / "stopping_nets.py").write_text(f"import sys\n\n{line}\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"cannot be built .* in .*stopping_nets\.py, line 3\)") as caught:
        build_model(architecture("stopping_nets:build"))
    assert caught.value.field == "model"


@pytest.mark.parametrize(
    ("code", "message"), [("1 / 0", r"ZeroDivision.*py, line 1\)"), ("raise SystemExit", "SystemExit")]
)
def test_package_that_cannot_be_imported(tmp_path, monkeypatch, code, message):
    (tmp_path / "broken_package").mkdir()
    (tmp_path / "broken_package" / "__init__.py").write_text(code)
    (tmp_path / "broken_package" / "nets.py").touch()
    monkeypatch.chdir(tmp_path)
    check_model("broken_package.nets:build")  # imports nothing
    with pytest.raises(InputError, match=rf"broken_package\.nets:build cannot be built .*{message}"):
        build_model(architecture("broken_package.nets:build"))


def test_nothing_of_a_module_is_run_to_see_whether_it_is_there(tmp_path, monkeypatch):
    inner = tmp_path / "quits_at_once" / "spaces" / "inner"
    inner.mkdir(parents=True)
    for place in (tmp_path / "quits_at_once", inner):
        (place / "__init__.py").write_text("raise SystemExit('it was imported')")
    (inner / "nets.py").write_text("raise SystemExit('it was imported')")
    monkeypatch.chdir(tmp_path)
    check_model("quits_at_once:build")
    check_model("quits_at_once.spaces.inner.nets:build")
    check_model("torch.nn:Linear")
    for name in ("quits_at_once.other", "quits_at_once.spaces.inner.nets.deeper", "quits_at_once.spaces.no"):
        with pytest.raises(InputError, match=f"There is no module {name}"):
            check_model(f"{name}:build")
    assert not any(name.startswith("quits_at_once") for name in sys.modules)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("lennet", "Unknown model 'lennet': choose one of auto, lenet, .*torchvision:NAME.* mean 'lenet'"),
        ("", "Unknown model ''"),
        ("a b:c", "Unknown model 'a b:c'"),
        ("os:system:x", "Unknown model"),
        ("torchvision:resnet19", "torchvision has no classifier 'resnet19': .*resnet18"),
        ("torchvision:", "torchvision has no classifier ''"),
        ("torchvision:fasterrcnn_resnet50_fpn", "torchvision has no classifier"),
        ("no_such_module_here:build", "There is no module no_such_module_here"),
        ("no_such_package.nets:build", r"There is no module no_such_package\.nets"),
        ("__main__.nets:build", r"There is no module __main__\.nets"),
    ],
)
def test_unknown_models_are_refused(name, message):
    for check in (check_model, lambda wrong: build_model(architecture(wrong))):
        with pytest.raises(InputError, match=message) as caught:
            check(name)
        assert caught.value.field == "model"


@pytest.mark.parametrize("shape", [(32, 32, 3), (32, 32, 1)])
def test_torchvision_classifier_takes_colour_and_grey(shape):
    network = build_model(architecture("torchvision:resnet18", shape, classes=5))
    assert network(torch.zeros(2, shape[2], 32, 32)).shape == (2, 5)
    assert "layer1.0.conv1.weight" in network.state_dict()


@needs_timm
@pytest.mark.parametrize("shape", [(64, 48, 3), (64, 48, 1)])
@pytest.mark.parametrize("name", ["resnet18", "vit_tiny_patch16_224"])
def test_a_classifier_of_timm_takes_colour_and_grey_of_any_size(name, shape):
    """Even one that cuts images into patches, and so is built for one size."""
    network = build_model(architecture(f"timm:{name}", shape, classes=5))
    assert network(torch.zeros(2, shape[2], 64, 48)).shape == (2, 5)


@needs_timm
def test_an_unknown_classifier_of_timm_is_refused():
    with pytest.raises(InputError, match=r"timm has no classifier 'resnet19': .*resnet18") as caught:
        check_model("timm:resnet19")
    assert caught.value.field == "model"


def test_without_timm_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "timm", None)
    with pytest.raises(InputError, match=r"needs timm .*: pip install 'lpntk\[timm\]'") as caught:
        check_model("timm:resnet18")
    assert caught.value.field == "model"


def test_torchvision_classifier_that_is_too_deep_for_the_images():
    with pytest.raises(InputError, match="torchvision:alexnet cannot take images of shape 8 x 8 x 3"):
        build_model(architecture("torchvision:alexnet", (8, 8, 3)))


def test_names_are_checked_without_importing_torch():
    program = "import sys, lpntk.learning as it; it.check_model('lenet'); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_package_has_what_it_lists():
    import lpntk.learning as package

    assert all(hasattr(package, name) for name in package.__all__)
    with pytest.raises(AttributeError, match="no attribute 'trian'"):
        package.trian  # noqa: B018
