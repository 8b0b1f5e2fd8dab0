"""The same words for other files: a new analysis, and nothing of the old one under the new name."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from lpntk.domain import (
    AnalysisRequest,
    Architecture,
    DataSettings,
    InputError,
    silent,
)
from lpntk.learning import build_model
from lpntk.learning.code import code_digest
from lpntk.pipeline import requests
from lpntk.pipeline.workspace import Workspace
from support.data import mnist_root, write_image_folder

NETS = """
import torch
from {helper} import width
def Net(num_classes, image_size):
    return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(width(image_size), num_classes))
"""


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    write_image_folder(tmp_path / "photos", per_class=4, classes=2)
    return tmp_path / "photos"


def request_of(source: Path, **settings: object) -> AnalysisRequest:
    return AnalysisRequest.from_settings(
        {"source": str(source), "model": "mlp", "epochs": 1, "image_size": 8, **settings}
    )


def run(workspace: Workspace, request: AnalysisRequest) -> int:
    analysis_id = workspace.submit(request, reading=silent).id
    workspace.run(analysis_id)
    return analysis_id


def images_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def exchange(one: Path, other: Path) -> None:
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


def test_files_that_changed_are_a_new_analysis(workspace: Workspace, photos: Path) -> None:
    first = run(workspace, request_of(photos))
    files = images_of(photos)
    exchange(files[0], files[-1])

    added = workspace.submit(request_of(photos), reading=silent)

    assert added.is_new
    assert added.id != first
    assert added.earlier == first
    assert added.changed == (f"the files of {photos}",)


def test_a_label_that_changed_is_a_new_analysis(workspace: Workspace, photos: Path) -> None:
    first = run(workspace, request_of(photos))
    file = images_of(photos)[0]
    other_class = images_of(photos)[-1].parent
    file.rename(other_class / "moved.png")

    assert workspace.submit(request_of(photos), reading=silent).id != first


def test_files_that_were_only_touched_are_the_same_analysis(workspace: Workspace, photos: Path) -> None:
    first = run(workspace, request_of(photos))
    for file in images_of(photos):
        os.utime(file, (1, 1))

    assert workspace.submit(request_of(photos), reading=silent).id == first
    assert workspace.submit(request_of(photos)).id != first, "who may not read them takes them for changed"


def test_files_put_back_are_the_analysis_of_before(
    workspace: Workspace, photos: Path, tmp_path: Path
) -> None:
    shutil.copytree(photos, tmp_path / "kept")
    first = run(workspace, request_of(photos))
    images_of(photos)[0].unlink()
    second = run(workspace, request_of(photos))
    shutil.rmtree(photos)
    shutil.copytree(tmp_path / "kept", photos)

    assert workspace.submit(request_of(photos), reading=silent).id == first != second


def test_a_checkpoint_that_was_overwritten_is_a_new_analysis(
    workspace: Workspace, photos: Path, tmp_path: Path
) -> None:
    architecture = Architecture("mlp", 2, (8, 8, 3), (0.5,) * 3, (0.5,) * 3)
    state = build_model(architecture).state_dict()
    weights = tmp_path / "weights.pt"
    torch.save(state, weights)
    request = request_of(photos, checkpoint=str(weights))
    first = run(workspace, request)
    assert workspace.submit(request).id == first

    torch.save({name: value * 2 for name, value in state.items()}, weights)
    added = workspace.submit(request)

    assert (added.is_new, added.earlier, added.changed) == (True, first, (f"the checkpoint {weights}",))


@pytest.mark.parametrize("edited", ["nets", "helper"])
def test_code_that_was_edited_is_a_new_analysis(
    workspace: Workspace, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: str
) -> None:
    monkeypatch.chdir(tmp_path)
    # Names of this test alone, since a module is imported once a process.
    nets, helper = f"nets_{tmp_path.name}", f"helper_{tmp_path.name}"
    Path(f"{nets}.py").write_text(NETS.format(helper=helper))
    Path(f"{helper}.py").write_text("def width(size): return size * size * 3\n")
    request = request_of(photos, model=f"{nets}:Net")
    first = run(workspace, request)
    assert workspace.submit(request).id == first

    changed = Path(f"{nets if edited == 'nets' else helper}.py")
    changed.write_text(changed.read_text() + "# another line\n")
    added = workspace.submit(request)

    assert (added.is_new, added.earlier, added.changed) == (True, first, (f"the code of {nets}:Net",))
    assert workspace.submit(replace(request, seed=1)).earlier is None


def test_an_unfinished_analysis_does_not_go_on_with_other_code(
    workspace: Workspace, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nets_edited_later.py").write_text(NETS.format(helper="helper_edited_later"))
    Path("helper_edited_later.py").write_text("def width(size): return size * size * 3\n")
    analysis_id = workspace.submit(request_of(photos, model="nets_edited_later:Net")).id
    Path("helper_edited_later.py").write_text("def width(size): return 3 * size * size\n")

    with pytest.raises(InputError, match="The code of nets_edited_later:Net has changed since") as caught:
        workspace.run(analysis_id)
    assert caught.value.field == "model"


@pytest.mark.parametrize("method", ["exact", "sketch"])
@pytest.mark.parametrize("change", ["deleted", "exchanged", "repainted"])
def test_what_is_extended_must_be_what_it_was(
    workspace: Workspace, photos: Path, tmp_path: Path, method: str, change: str
) -> None:
    write_image_folder(tmp_path / "more", per_class=2, classes=2)
    base = run(workspace, request_of(photos, method=method, sketch_width=64))
    files = images_of(photos)
    if change == "deleted":
        files[1].unlink()
        difference = f"sample 1 is {files[2].relative_to(photos)} where it was {files[1].relative_to(photos)}"
    elif change == "exchanged":
        exchange(files[2], files[3])
        difference = f"sample 2 ({files[2].relative_to(photos)}) is another"
    else:
        shutil.copy(files[0], files[4])
        difference = f"sample 4 ({files[4].relative_to(photos)}) is another"
    extended = workspace.extend(base, DataSettings(str(tmp_path / "more"), image_size=8)).id

    with pytest.raises(InputError, match="have changed since analysis") as caught:
        workspace.run(extended)
    assert difference in caught.value.message


def test_labels_of_a_named_data_set_that_changed_are_a_new_analysis(
    workspace: Workspace, tmp_path: Path
) -> None:
    files = tmp_path / "MNIST" / "raw"
    shutil.copytree(mnist_root(tmp_path / "scratch") / "MNIST" / "raw", files)
    request = AnalysisRequest.from_settings(
        {"source": "mnist", "root": str(tmp_path), "limit": 60, "model": "mlp", "epochs": 1}
    )
    first = run(workspace, request)
    labels = files / "train-labels-idx1-ubyte"
    content = labels.read_bytes()
    labels.write_bytes(content[:8] + bytes((label + 1) % 10 for label in content[8:]))

    added = workspace.submit(request, reading=silent)

    assert (added.is_new, added.earlier, added.changed) == (True, first, ("the files of mnist",))


def test_code_of_a_package_that_lies_elsewhere_counts_as_a_whole(
    photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "package_elsewhere"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "nets.py").write_text("from .blocks import width\nimport json\n")
    (package / "blocks.py").write_text("width = 8\n")
    monkeypatch.syspath_prepend(package.parent)
    before = code_digest("package_elsewhere.nets:make")
    (package / "blocks.py").write_text("width = 32\n")

    assert code_digest("package_elsewhere.nets:make") != before is not None
    assert "package_elsewhere" not in sys.modules


def test_labels_that_changed_are_a_new_analysis(workspace: Workspace, photos: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("index,label\n0,digit-1\n")
    request = request_of(photos, labels=str(labels))
    first = run(workspace, request)
    assert workspace.submit(request).id == first
    assert first != run(workspace, request_of(photos)), "without them it is another"

    labels.write_text("index,label\n1,digit-1\n")
    added = workspace.submit(request)

    assert added.is_new
    assert (added.earlier, added.changed) == (first, (f"the labels {labels}",))


def test_labels_that_change_before_they_are_read_are_refused(
    workspace: Workspace, photos: Path, tmp_path: Path
) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("index,label\n0,digit-1\n")
    analysis_id = workspace.submit(request_of(photos, labels=str(labels))).id
    labels.write_text("index,label\n1,digit-1\n")

    with pytest.raises(InputError, match=r"The file of labels .* has changed since") as caught:
        workspace.run(analysis_id)
    assert caught.value.field == "labels"


def test_an_analysis_with_other_labels_can_be_extended(
    workspace: Workspace, photos: Path, tmp_path: Path
) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("index,label\n0,digit-1\n3,\n")
    first = run(workspace, request_of(photos, labels=str(labels), label_noise=0.2))

    extended = workspace.extend(first, DataSettings(str(photos), image_size=8)).id
    workspace.run(extended)

    with workspace.results(extended) as whole:
        assert whole.indices.tolist() == [0, 1, 2, 4, 5, 6, 7, *range(8, 16)]
        assert whole.true_labels is not None
        assert whole.true_labels[0] == 1
        assert whole.true_labels[7:].tolist() == whole.labels[7:].tolist() == [0] * 4 + [1] * 4
    with pytest.raises(InputError, match="Other labels and label noise are for the first samples"):
        workspace.extend(first, DataSettings(str(photos), image_size=8, label_noise=0.1))


def test_the_test_set_keeps_its_labels(workspace: Workspace, photos: Path) -> None:
    request = AnalysisRequest.from_settings(
        {"source": "mnist", "test": "test", "label_noise": 0.1, "labels": "x.csv"}
    )
    test = requests.test_data(request)

    assert test is not None
    assert (test.labels, test.label_noise) == (None, None)
