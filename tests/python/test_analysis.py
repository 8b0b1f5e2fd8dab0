"""`lpntk.analyse`: a person's own model and data."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import TensorDataset

import lpntk
from lpntk.domain import ConflictError, InputError, JobProgress, JobState, NotFoundError, Stage
from lpntk.pipeline.review import files
from lpntk.pipeline.workspace import Workspace

N, K = 40, 3


@pytest.fixture
def model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Dropout(0.5), nn.Flatten(), nn.Linear(4 * 16, K))


@pytest.fixture
def tensors() -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(1)
    return torch.randn(N, 3, 6, 6, generator=generator), torch.arange(N) % K


@pytest.fixture
def db(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'my.db'}"


@pytest.fixture
def analysis(model: nn.Module, tensors: tuple[Tensor, Tensor], db: str) -> Iterator[lpntk.Analysis]:
    analysis = lpntk.analyse(model, tensors, db, class_names=["red", "green", "blue"])
    yield analysis
    analysis.workspace.close()


def test_it_holds_the_kernel_of_that_model_on_those_data(
    analysis: lpntk.Analysis, model: nn.Module, tensors: tuple[Tensor, Tensor]
) -> None:
    kernel = lpntk.kernel(model, tensors)

    np.testing.assert_array_equal(analysis.kernel(), kernel.matrix())
    for relation in ("interchangeable", "unrelated", "contradictory"):
        for found, expected in zip(
            analysis.neighbours(7, 5, relation), kernel.neighbours(7, 5, relation), strict=True
        ):
            np.testing.assert_array_equal(found, expected)
    assert sum(cluster.size for cluster in analysis.clusters()) == N
    assert analysis.figure("map").data
    assert repr(analysis) == f"<Analysis {analysis.id} in {analysis.workspace.place}>"


def test_the_kernel_and_its_plans_can_be_seen(analysis: lpntk.Analysis) -> None:
    kappa = analysis.kernel().astype(np.float64)
    spectrum = analysis.spectrum()
    np.testing.assert_allclose(
        spectrum.eigenvalues[:5], np.linalg.eigvalsh(kappa / kappa.diagonal().mean())[::-1][:5], rtol=1e-4
    )
    for kind in ("heatmap", "spectrum", "within-between"):
        assert analysis.figure(kind).data
    found = analysis.compare_plans(["random", "fpc-largest"], keep=0.5)
    first, second = (set(analysis.prune(name, 0.5).pruned.tolist()) for name in found.strategies)
    assert found.overlap[0, 1] == len(first & second) / len(first | second)
    groups = analysis.what_goes("random", keep=0.5)
    assert sorted(np.concatenate([group.members for group in groups]).tolist()) == sorted(first)


def test_it_is_compared_with_another_of_the_same_samples(
    analysis: lpntk.Analysis, tensors: tuple[Tensor, Tensor], db: str
) -> None:
    linear, names = nn.Sequential(nn.Flatten(), nn.Linear(108, K)), ["red", "green", "blue"]
    other = lpntk.analyse(linear, tensors, db, class_names=names, label_vector="residual")
    found = analysis.compare(other)
    assert (found.analyses, len(found.index)) == ((analysis.id, other.id), N)
    assert found.overlap == other.compare(analysis).overlap
    assert analysis.compare_figure(other, "loss").data
    with pytest.raises(InputError, match="named twice"):
        analysis.compare(analysis.id)
    other.workspace.close()


def test_a_sample_without_a_finite_gradient_is_left_out_or_stops_it(
    tensors: tuple[Tensor, Tensor], db: str
) -> None:
    class Root(nn.Module):
        """The square root's slope is infinite at zero."""

        def __init__(self) -> None:
            super().__init__()
            self.first, self.last = nn.Linear(108, 4, bias=False), nn.Linear(4, K)

        def forward(self, x: Tensor) -> Tensor:
            return self.last(self.first(x.flatten(1)).abs().sqrt())

    torch.manual_seed(0)
    model, (inputs, labels) = Root(), tensors
    inputs[11] = 0
    with pytest.raises(InputError, match=r"gradient of sample 11 is NaN.* in 'first.weight'"):
        lpntk.analyse(model, (inputs, labels), db)

    analysis = lpntk.analyse(model, (inputs, labels), db, on_bad_gradient="exclude")

    kernel = analysis.workspace.analysis(analysis.id).kernel
    assert kernel is not None
    assert kernel.excluded == (11,)
    assert 11 not in analysis.neighbours(3, 30)[0]
    assert 11 not in [cluster.head for cluster in analysis.clusters()]
    assert 11 in analysis.prune("fpc-heads", keep=0.5).pruned
    assert (analysis.spectrum().samples, analysis.spectrum().trace) == (N - 1, pytest.approx(N - 1, rel=1e-4))
    pairs = sum(int(re.sub(r"\D", "", bar.name)) for bar in analysis.figure("within-between").data)
    assert pairs == (N - 1) * (N - 2) // 2
    (alone,) = [one for one in analysis.what_goes("fpc-heads", keep=0.5) if one.stands is None]
    assert alone.members.tolist() == [11]
    scores = analysis.scores(frame=False)
    for name in ("grand", "self_influence", "nearest_same_label", "nearest_other_label"):
        assert np.isnan(scores[name]).nonzero()[0].tolist() == [11]
    analysis.workspace.close()


def test_what_is_kept_of_it_is_what_the_model_says(
    analysis: lpntk.Analysis, model: nn.Module, tensors: tuple[Tensor, Tensor]
) -> None:
    with torch.no_grad():
        probability = model.eval()(tensors[0]).softmax(dim=1).numpy()
    table, view = analysis.samples(), analysis.workspace.analysis(analysis.id)

    np.testing.assert_array_equal(table.index, np.arange(N))
    np.testing.assert_array_equal(table.predicted, probability.argmax(axis=1))
    np.testing.assert_allclose(
        table.scores["label_probability"], probability[np.arange(N), tensors[1]], atol=1e-5
    )
    assert view.class_names == ("red", "green", "blue")
    assert view.input_shape == (6, 6, 3)
    assert view.name == "tensors, Sequential"
    assert view.model_parameters == sum(p.numel() for p in model.parameters())
    assert view.validation_accuracy is None


def test_scores_are_columns_beside_index_and_label(
    analysis: lpntk.Analysis, model: nn.Module, tensors: tuple[Tensor, Tensor]
) -> None:
    scores = analysis.scores(frame=False)

    inputs, labels = tensors
    gradients = []
    for image, label in zip(inputs, labels, strict=True):
        model.zero_grad()
        nn.functional.cross_entropy(model.eval()(image[None]), label[None]).backward()
        squares = [float(p.grad.square().sum()) for p in model.parameters() if p.grad is not None]
        gradients.append(np.sqrt(sum(squares)))
    np.testing.assert_allclose(scores["grand"], gradients, rtol=1e-4)
    np.testing.assert_array_equal(scores["index"], np.arange(N))
    np.testing.assert_array_equal(scores["label"], labels)
    assert "aum" not in scores
    with pytest.raises(NotFoundError, match="has no score 'aleatoric_uncertainty'"):
        analysis.figure("data-iq")


def test_where_pandas_is_there_scores_are_a_frame_by_index(
    analysis: lpntk.Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Frame(dict[str, Any]):
        def __init__(self, columns: dict[str, Any], index: Any) -> None:
            super().__init__(columns)
            self.index = index

    def as_index(values: Any, name: str) -> tuple[str, Any]:
        return name, values

    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=Frame, Index=as_index))
    frame = analysis.scores()
    plain = analysis.scores(frame=False)

    assert isinstance(frame, Frame)
    assert frame.index[0] == "index"
    np.testing.assert_array_equal(frame.index[1], np.arange(N))
    assert list(frame) == [name for name in plain if name != "index"]
    everything = analysis.to_pandas()
    np.testing.assert_array_equal(everything.index[1], np.arange(N))
    assert {"label", "label_name", "x", "tags", *frame} <= set(everything)
    assert "index" not in everything
    assert list(analysis.to_pandas(["tags", "x"])) == ["tags", "x"]
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match="pip install pandas"):
        analysis.to_pandas()
    assert isinstance(analysis.scores(), dict)
    with pytest.raises(InputError, match="pip install pandas"):
        analysis.scores(frame=True)


def test_a_plan_is_a_subset_to_train_on(analysis: lpntk.Analysis, tensors: tuple[Tensor, Tensor]) -> None:
    plan = analysis.prune("fpc-largest", keep=0.5)

    subset = torch.utils.data.Subset(TensorDataset(*tensors), plan.kept.tolist())

    assert len(subset) == len(plan.kept)
    assert len(plan.kept) + len(plan.pruned) == N


def test_the_model_comes_back_as_it_was(model: nn.Module, tensors: tuple[Tensor, Tensor], db: str) -> None:
    model.train()
    model[2].eval()
    model[0].weight.requires_grad_(False)
    before = {name: value.clone() for name, value in model.state_dict().items()}

    lpntk.analyse(model, tensors, db).workspace.close()

    assert [module.training for module in model] == [True, True, False, True, True]
    assert not model[0].weight.requires_grad
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
    assert all(parameter.grad is None for parameter in model.parameters())


def test_the_same_again_is_the_same_analysis(
    analysis: lpntk.Analysis, model: nn.Module, tensors: tuple[Tensor, Tensor], db: str
) -> None:
    names = ["red", "green", "blue"]
    items = [(image, int(label)) for image, label in zip(*tensors, strict=True)]

    again = lpntk.analyse(model, tensors, db, class_names=names)
    assert again.id == analysis.id
    assert again.workspace.analysis(again.id).attempt == 1
    assert lpntk.analyse(model, items, db, class_names=names).id == analysis.id
    assert len(analysis.workspace.analyses()) == 1


def test_other_weights_data_or_settings_are_another_analysis(
    analysis: lpntk.Analysis, model: nn.Module, tensors: tuple[Tensor, Tensor], db: str
) -> None:
    names = ["red", "green", "blue"]
    ids = [lpntk.analyse(model, tensors, db, class_names=names, label_vector="residual").id]
    ids.append(lpntk.analyse(model, (tensors[0] + 1, tensors[1]), db, class_names=names).id)
    with torch.no_grad():
        model[4].bias += 1
    ids.append(lpntk.analyse(model, tensors, db, class_names=names).id)

    assert len({analysis.id, *ids}) == 4
    views = {view.id: view for view in analysis.workspace.analyses()}
    assert views[ids[0]].dataset_id == views[analysis.id].dataset_id


def test_an_interrupted_analysis_goes_on_with_the_same_call(
    model: nn.Module, tensors: tuple[Tensor, Tensor], db: str
) -> None:
    def stop(progress: JobProgress) -> None:
        if progress.stage is Stage.KERNEL:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lpntk.analyse(model, tensors, db, on_progress=stop)

    analysis = lpntk.analyse(model, tensors, db)
    view = analysis.workspace.analysis(analysis.id)
    assert (view.id, view.attempt, view.state) == (1, 2, JobState.DONE)


def test_nobody_else_can_go_on_with_it(model: nn.Module, tensors: tuple[Tensor, Tensor], db: str) -> None:
    def stop(progress: JobProgress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lpntk.analyse(
            model, tensors, db, on_progress=lambda p: stop(p) if p.stage is Stage.LEARNING else None
        )
    with Workspace.open(db) as workspace:
        for act in (workspace.run, workspace.resume):
            with pytest.raises(ConflictError, match=r"given to lpntk\.analyse: call that again"):
                act(1)
        workspace.delete(1)


@pytest.mark.parametrize(
    ("shape", "picture"), [((1, 5, 4), (5, 4)), ((5, 4), (5, 4)), ((7,), (3, 3)), ((2, 3, 3), (5, 5))]
)
def test_anything_has_a_picture(db: str, shape: tuple[int, ...], picture: tuple[int, int]) -> None:
    inputs = torch.linspace(-2, 3, N).reshape(N, *[1] * len(shape)).expand(N, *shape).contiguous()
    model = nn.Sequential(nn.Flatten(), nn.Linear(inputs[0].numel(), 2))
    analysis = lpntk.analyse(model, (inputs, torch.arange(N) % 2), db)

    dataset_id = analysis.workspace.analysis(analysis.id).dataset_id
    assert dataset_id is not None
    first, last = (
        np.asarray(Image.open(io.BytesIO(analysis.workspace.preview(dataset_id, index).content)))
        for index in (0, N - 1)
    )
    assert first.shape[:2] == picture
    assert first.max() == 0
    assert last[0, 0] == 255
    analysis.workspace.close()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"class_names": ["a", "b"]}, "2 class names, but the model has 3 classes"),
        ({"label_vector": "signs"}, "Unknown label vector 'signs'"),
        ({"heads": 0}, "heads is 0"),
        ({"device": "nowhere"}, "Unknown device 'nowhere'"),
        ({"dataset": (torch.zeros(4, 3, 6, 6), torch.tensor([0, 1, 2, 3]))}, "label of sample 3 is 3"),
        ({"dataset": (torch.zeros(4, 3, 6, 6), torch.zeros(3, dtype=torch.int64))}, "one label for each"),
        ({"dataset": [("no tensor", 1)] * 4}, r"\(tensor, int label\) is needed"),
        ({"model": nn.Sequential(nn.Flatten(0), nn.Linear(108, 3))}, "where logits of shape"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_stored(
    model: nn.Module, tensors: tuple[Tensor, Tensor], db: str, change: dict[str, Any], sentence: str
) -> None:
    arguments: dict[str, Any] = {"model": model, "dataset": tensors, "db": db, **change}
    with pytest.raises(InputError, match=sentence):
        lpntk.analyse(**arguments)
    with Workspace.open(db) as workspace:
        assert workspace.analyses() == []


def test_what_is_asked_for_wrongly_is_said(analysis: lpntk.Analysis) -> None:
    with pytest.raises(InputError, match="Unknown relation 'friends'"):
        analysis.neighbours(0, relation="friends")
    with pytest.raises(NotFoundError, match=f"no sample {N}"):
        analysis.neighbours(N)


def test_a_test_set_is_tested_on(
    model: nn.Module, tensors: tuple[Tensor, Tensor], db: str, analysis: lpntk.Analysis
) -> None:
    generator = torch.Generator().manual_seed(2)
    images, labels = torch.randn(30, 3, 6, 6, generator=generator), torch.arange(30) % K
    names = ["red", "green", "blue"]

    tested = lpntk.analyse(model, tensors, db, class_names=names, test=TensorDataset(images, labels))
    again = lpntk.analyse(model, tensors, db, class_names=names, test=(images, labels))

    with torch.no_grad():
        expected = (model.eval()(images).argmax(dim=1) == labels).double().mean().item()
    assert tested.test_accuracy() == pytest.approx(expected)
    assert analysis.test_accuracy() is None
    assert analysis.id != tested.id == again.id


def test_a_test_set_of_another_kind_is_refused(
    model: nn.Module, tensors: tuple[Tensor, Tensor], db: str
) -> None:
    with pytest.raises(InputError, match="The test set: ") as caught:
        lpntk.analyse(model, tensors, db, test=(torch.zeros(4, 3, 6, 6), torch.full((4,), K)))
    assert caught.value.field == "test"


def test_other_code_of_the_same_class_is_another_analysis(tensors: tuple[Tensor, Tensor], db: str) -> None:
    def network(sign: str) -> nn.Module:
        space: dict[str, Any] = {"nn": nn, "__name__": "__main__"}
        exec(  # as a person runs a notebook's cell again
            "class Net(nn.Module):\n"
            "    def __init__(self):\n"
            "        super().__init__()\n"
            f"        self.layer = nn.Linear(108, {K})\n"
            "    def forward(self, x):\n"
            f"        return {sign}self.layer(x.flatten(1))\n",
            space,
        )
        torch.manual_seed(0)
        made: nn.Module = space["Net"]()
        return made

    first, again, edited = (lpntk.analyse(network(sign), tensors, db) for sign in ("", "", "-"))

    assert first.id == again.id != edited.id


def test_labels_that_are_probably_wrong(model: nn.Module, tensors: tuple[Tensor, Tensor], db: str) -> None:
    inputs, labels = tensors
    blobs = inputs + 3 * torch.eye(K)[labels][:, :, None, None]
    wrong = labels.clone()
    wrong[5] = (labels[5] + 1) % K
    analysis = lpntk.analyse(model, (blobs, wrong), db)
    with analysis.workspace as workspace:
        issue, second = analysis.label_issues(n=2, by="left_out_margin")
        assert (issue.rank, issue.index, issue.given, issue.suggested) == (1, 5, wrong[5], labels[5])
        assert issue.margin > max(0, second.margin)
        assert len(analysis.label_issues(n=None)) == N
        assert analysis.known_errors() is None
        assert analysis.decisions() == []
        with pytest.raises(InputError, match="n is -1"):
            analysis.label_issues(n=-1)

        made = workspace.decide(analysis.id, 5, "relabel", int(labels[5]))

        assert analysis.decisions() == [made]
        assert analysis.label_issues(n=1, by="left_out_margin")[0].decision == made
        with pytest.raises(ConflictError, match=r"given to lpntk.analyse: save the labels as a file"):
            workspace.analyse_corrected(analysis.id)
        with workspace.results(analysis.id) as results:
            corrected = np.load(io.BytesIO(files.export(results, "labels", "npy")), allow_pickle=False)
        np.testing.assert_array_equal(corrected, labels)


def test_samples_are_tagged_and_written_on(analysis: lpntk.Analysis) -> None:
    assert (analysis.tags, analysis.notes) == ({}, {})

    assert analysis.tag("Look again", [7, 3, 3]).tolist() == [3, 7]
    assert analysis.tag("look again", np.array([5])).tolist() == [3, 5, 7]
    analysis.note(7, "Is it red?")

    (indices,) = analysis.tags.values()
    assert list(analysis.tags) == ["Look again"]
    assert (indices.dtype, indices.tolist()) == (np.int64, [3, 5, 7])
    assert analysis.notes == {7: "Is it red?"}
    assert analysis.untag("Look again", indices).size == 0
    analysis.note(7, "")
    assert (analysis.tags, analysis.notes) == ({}, {})
    with pytest.raises(NotFoundError, match="no tag 'Look again'"):
        analysis.untag("Look again", [3])
    with pytest.raises(NotFoundError, match=f"There is no sample {N}"):
        analysis.tag("x", [N])
    with pytest.raises(InputError, match="whole number"):
        analysis.tag("x", [0.5])
