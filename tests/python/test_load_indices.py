"""`lpntk.load_indices`: whether the data are those of a list is known before one trains on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn
from torch.utils.data import Subset, TensorDataset

import lpntk
from lpntk._torchvision import torchvision
from lpntk.domain import AnalysisRequest, DataSettings, InputError, LearningSettings
from lpntk.pipeline.workspace import Workspace
from support.analyses import REQUEST, finished_analysis

N, K = 40, 2
to_tensor = torchvision.transforms.ToTensor()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty small images of each of two classes."""
    random = np.random.default_rng(0)
    for name in ("cat", "dog"):
        (tmp_path / "images" / name).mkdir(parents=True)
        for number in range(20):
            pixels = random.integers(0, 256, (6, 6, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / "images" / name / f"{number:02}.png")
    return tmp_path / "images"


@pytest.fixture
def images(folder: Path) -> Any:
    return torchvision.datasets.ImageFolder(folder, to_tensor)


@pytest.fixture
def model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(108, K))


@pytest.fixture
def analysis(images: Any, model: nn.Module, tmp_path: Path) -> Iterator[lpntk.Analysis]:
    analysis = lpntk.analyse(model, images, f"sqlite:///{tmp_path / 'my.db'}")
    yield analysis
    analysis.workspace.close()


@pytest.fixture
def kept(analysis: lpntk.Analysis, tmp_path: Path) -> Path:
    analysis.prune("fpc-heads", keep=0.5).save(tmp_path / "kept.json")
    return tmp_path / "kept.json"


def test_an_image_folder_given_in_python_keeps_its_names_and_paths(analysis: lpntk.Analysis) -> None:
    assert analysis.workspace.analysis(analysis.id).class_names == ("cat", "dog")
    assert analysis.to_arrow(["path"])["path"].to_pylist()[:2] == ["cat/00.png", "cat/01.png"]
    issue = analysis.label_issues(1)[0]
    assert issue.path == f"{('cat', 'dog')[issue.given]}/{issue.index % 20:02}.png"


def test_names_of_a_model_with_more_classes_begin_with_those_of_the_data(images: Any, tmp_path: Path) -> None:
    model = nn.Sequential(nn.Flatten(), nn.Linear(108, 4))
    part = Subset(images, [25, 3, 4, 30])
    analysis = lpntk.analyse(model, part, f"sqlite:///{tmp_path / 'x.db'}", heads=0.5)
    assert analysis.workspace.analysis(1).class_names == ("cat", "dog", "2", "3")
    assert analysis.to_arrow(["path"])["path"].to_pylist()[0] == "dog/05.png"
    analysis.workspace.close()


@pytest.mark.parametrize("kind", ["json", "npy", "txt", "csv"])
def test_every_list_of_ours_is_the_part_that_it_names(
    kind: str, analysis: lpntk.Analysis, images: Any, tmp_path: Path
) -> None:
    plan = analysis.prune("fpc-heads", keep=0.5)
    plan.save(tmp_path / f"kept.{kind}")

    part = lpntk.load_indices(tmp_path / f"kept.{kind}", images)

    assert isinstance(part, Subset)
    assert part.dataset is images
    assert part.indices == plan.kept.tolist()


def test_another_transform_is_allowed_unless_the_fingerprint_is_asked_for(kept: Path, folder: Path) -> None:
    flip = torchvision.transforms.Compose([torchvision.transforms.RandomHorizontalFlip(), to_tensor])
    augmented = torchvision.datasets.ImageFolder(folder, flip)
    assert len(lpntk.load_indices(kept, augmented)) == 20
    assert (
        len(lpntk.load_indices(kept, torchvision.datasets.ImageFolder(folder, to_tensor), fingerprint=True))
        == 20
    )
    grey = torchvision.transforms.Compose([to_tensor, lambda image: image * 0.5])
    with pytest.raises(InputError, match=r"its fingerprint begins with .* or the transform is"):
        lpntk.load_indices(kept, torchvision.datasets.ImageFolder(folder, grey), fingerprint=True)


def test_another_number_of_samples_is_said(kept: Path, images: Any) -> None:
    with pytest.raises(InputError, match="the data set has 30 samples, and had 40 when it was analysed"):
        lpntk.load_indices(kept, Subset(images, range(30)))


def test_other_labels_are_said_by_sample(kept: Path, images: Any) -> None:
    turned = Subset(images, [*range(20, 40), *range(20)])
    with pytest.raises(InputError, match=r"sample \d+ has the label 1 \(dog\) here, and had 0 \(cat\)"):
        lpntk.load_indices(kept, turned)


def test_labels_that_a_data_set_does_not_say_are_read(kept: Path, images: Any) -> None:
    class Plain:
        def __init__(self, offset: int) -> None:
            self.offset = offset

        def __len__(self) -> int:
            return len(images)

        def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
            values, label = images[index]
            return values, (label + self.offset) % 2

    assert len(lpntk.load_indices(kept, Plain(0))) == 20
    with pytest.raises(InputError, match="has the label 1"):
        lpntk.load_indices(kept, Plain(1))


def test_other_files_and_another_order_of_classes_are_said(kept: Path, images: Any, folder: Path) -> None:
    (folder / "cat" / "00.png").rename(folder / "cat" / "99.png")
    with pytest.raises(InputError, match="the listed samples are other files here"):
        lpntk.load_indices(kept, torchvision.datasets.ImageFolder(folder, to_tensor))
    images.classes = ["dog", "cat"]
    with pytest.raises(InputError, match="class 0 is 'dog' here, and was 'cat'"):
        lpntk.load_indices(kept, images)


def test_other_values_of_tensors_are_found_without_being_asked_for(tmp_path: Path) -> None:
    torch.manual_seed(0)
    values, labels = torch.rand(N, 1, 4, 4), torch.arange(N) % 2
    model = nn.Sequential(nn.Flatten(), nn.Linear(16, 2))
    analysis = lpntk.analyse(model, (values, labels), f"sqlite:///{tmp_path / 'x.db'}")
    analysis.prune("random", keep=0.5).save(tmp_path / "kept.json")
    part = lpntk.load_indices(tmp_path / "kept.json", (values, labels))
    assert isinstance(part.dataset, TensorDataset)
    with pytest.raises(InputError, match="its fingerprint begins with"):
        lpntk.load_indices(tmp_path / "kept.json", (values + 1, labels))
    assert len(lpntk.load_indices(tmp_path / "kept.json", (values + 1, labels), fingerprint=False)) == 20
    analysis.workspace.close()


def test_what_the_command_line_analysed_is_checked_as_far_as_it_can_be(folder: Path, tmp_path: Path) -> None:
    request = AnalysisRequest(DataSettings(str(folder)), LearningSettings("mlp", epochs=1))
    with Workspace.open(f"sqlite:///{tmp_path / 'cli.db'}") as workspace:
        analysis = lpntk.Analysis(workspace, workspace.submit(request).id)
        workspace.run(analysis.id)
        analysis.prune("random", keep=0.5).save(tmp_path / "cli.json")
    images = torchvision.datasets.ImageFolder(folder, to_tensor)
    assert len(lpntk.load_indices(tmp_path / "cli.json", images)) == 20
    with pytest.raises(InputError, match="cannot be compared with this data set"):
        lpntk.load_indices(tmp_path / "cli.json", images, fingerprint=True)


def test_flipped_labels_are_no_other_data(tmp_path: Path) -> None:
    noisy = replace(REQUEST, data=replace(REQUEST.data, label_noise=0.2))
    url, _ = finished_analysis(tmp_path, noisy)
    with lpntk.open(url) as library:
        library[1].prune("random", keep=0.5).save(tmp_path / "kept.json")
    from sklearn.datasets import load_digits

    digits = load_digits()
    whole = (torch.from_numpy(digits.images), torch.from_numpy(digits.target))
    assert len(lpntk.load_indices(tmp_path / "kept.json", whole)) == 100
    with pytest.raises(InputError, match="has the label"):
        lpntk.load_indices(tmp_path / "kept.json", (whole[0], (whole[1] + 1) % 10))


def test_a_damaged_list_is_said(kept: Path, images: Any) -> None:
    content = json.loads(kept.read_text())
    kept.write_text(json.dumps({**content, "labels": content["labels"][:-1]}))
    with pytest.raises(InputError, match="has not one label for each of its 20 indices"):
        lpntk.load_indices(kept, images)
    kept.write_text(json.dumps({**content, "labels": "none"}))
    with pytest.raises(InputError, match="has not one label"):
        lpntk.load_indices(kept, images)
    kept.with_suffix(".txt").write_text("3\n400\n")
    with pytest.raises(InputError, match="it lists sample 400, and the data set has 40"):
        lpntk.load_indices(kept.with_suffix(".txt"), images)
    with pytest.raises(InputError, match="cannot be read as a list"):
        lpntk.load_indices(kept.with_name("nowhere.json"), images)


def test_of_a_data_set_of_torchvision_s_the_fingerprint_is_known(tmp_path: Path) -> None:
    class Small:
        """As torchvision's MNIST has it, of a few images."""

        def __init__(self) -> None:
            self.data = torch.randint(0, 256, (30, 8, 8), dtype=torch.uint8)
            self.targets = torch.arange(30) % 3

        def __len__(self) -> int:
            return len(self.targets)

        def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
            return self.data[index] / 255, int(self.targets[index])

    torch.manual_seed(0)
    small = Small()
    np.savez(tmp_path / "small.npz", images=small.data.numpy(), labels=small.targets.numpy())
    request = AnalysisRequest(DataSettings(str(tmp_path / "small.npz")), LearningSettings("mlp", epochs=1))
    with Workspace.open(f"sqlite:///{tmp_path / 'cli.db'}") as workspace:
        analysis = lpntk.Analysis(workspace, workspace.submit(request).id)
        workspace.run(analysis.id)
        analysis.prune("random", keep=0.5).save(tmp_path / "kept.json")
    assert len(lpntk.load_indices(tmp_path / "kept.json", small, fingerprint=True)) == 15
    small.data[3, 0, 0] ^= 1
    with pytest.raises(InputError, match="its fingerprint begins with"):
        lpntk.load_indices(tmp_path / "kept.json", small)


def test_a_size_that_is_no_number_is_not_heeded(images: Any, tmp_path: Path) -> None:
    (tmp_path / "foreign.json").write_text('{"indices": [1, 2], "samples": "many"}')
    assert lpntk.load_indices(tmp_path / "foreign.json", images).indices == [1, 2]
