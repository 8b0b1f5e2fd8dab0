"""A data set in every form that people pass: taken where it is clear what is meant, else a sentence."""

from __future__ import annotations

import random
from collections import UserDict, namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, IterableDataset, TensorDataset, WeightedRandomSampler

import lpntk
from lpntk.domain import InputError
from lpntk.kernels.source.samples import Samples

N, K = 8, 3
INPUTS = torch.randn(N, 3, 4, 4, generator=torch.Generator().manual_seed(0))
LABELS = torch.arange(N) % K


class Items(Dataset[Any]):
    """Items made by a function of the row."""

    def __init__(self, make: Callable[[int], Any], count: int = N) -> None:
        self.make, self.count = make, count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, row: int) -> Any:
        return self.make(row)


Item = namedtuple("Item", "image label weight")

CLEAR: dict[str, Any] = {
    "a pair of tensors": (INPUTS, LABELS),
    "a list of two tensors": [INPUTS, LABELS],
    "three tensors": (INPUTS, LABELS, torch.ones(N)),
    "a pair of arrays": (INPUTS.numpy(), LABELS.numpy()),
    "arrays in double precision": (INPUTS.double().numpy(), LABELS.to(torch.uint8).numpy()),
    "arrays of another byte order": (INPUTS.numpy().astype(">f4"), LABELS.numpy().astype(">i4")),
    "a reversed view": (INPUTS.flip(0).numpy()[::-1], LABELS),
    "labels in a list": (INPUTS, LABELS.tolist()),
    "a list of pairs": list(zip(INPUTS, LABELS.tolist(), strict=True)),
    "a TensorDataset": TensorDataset(INPUTS, LABELS),
    "a loader in order": DataLoader(TensorDataset(INPUTS, LABELS), batch_size=3, num_workers=0),
    "a loader of single items": DataLoader(TensorDataset(INPUTS, LABELS), batch_size=None),
    "three parts": Items(lambda row: (INPUTS[row], int(LABELS[row]), f"{row}.png")),
    "a list of parts": Items(lambda row: [INPUTS[row], LABELS[row]]),
    "a named tuple": Items(lambda row: Item(INPUTS[row], LABELS[row], 1.0)),
    "arrays as items": Items(lambda row: (INPUTS[row].numpy(), LABELS[row].numpy())),
    "a dict": Items(lambda row: {"image": INPUTS[row], "label": int(LABELS[row]), "name": "x"}),
    "a dict of Hugging Face": Items(lambda row: UserDict(pixel_values=INPUTS[row], labels=LABELS[row])),
    "tensors with gradients": Items(lambda row: (INPUTS[row].clone().requires_grad_(), LABELS[row])),
}


@pytest.mark.parametrize("form", CLEAR)
def test_what_is_clear_is_taken(form: str) -> None:
    samples = Samples(CLEAR[form])
    samples.require_repeatable()
    inputs, labels = samples.read(range(N))

    assert len(samples) == N
    assert torch.equal(inputs.float(), INPUTS)
    assert torch.equal(labels, LABELS)


class Stream(IterableDataset[Any]):
    def __iter__(self) -> Iterator[Any]:
        return iter(zip(INPUTS, LABELS.tolist(), strict=True))


def frame(module: str) -> Any:
    """Something that says it comes from another library, which need not be there."""
    return type("DataFrame", (), {"__module__": module, "__len__": lambda _: N})()


SHUFFLED = DataLoader(TensorDataset(INPUTS, LABELS), shuffle=True)
WEIGHTED = DataLoader(TensorDataset(INPUTS, LABELS), sampler=WeightedRandomSampler([1.0] * N, N))
COLLATED = DataLoader(TensorDataset(INPUTS, LABELS), collate_fn=lambda items: items)

UNCLEAR: dict[str, tuple[Any, str]] = {
    "nothing": (None, r"is None: give a map-style data set"),
    "a number": (7, r"is an int, which has no items by position: give a map-style"),
    "a class": (TensorDataset, r"is the class TensorDataset itself: give an object of it"),
    "a path": ("data/birds", r"is the path 'data/birds': read it, .* ImageFolder"),
    "another path": (Path("birds"), r"is the path .*birds.*: read it"),
    "a stream": (Stream(), r"is a Stream, which has no items by position: .* give list\(dataset\)"),
    "a loader of a stream": (DataLoader(Stream()), r"is a Stream, which has no items by position"),
    "a generator": ((item for item in ()), r"is a generator, which has no items .* list\(dataset\)"),
    "a shuffling loader": (SHUFFLED, r"order of its own \(RandomSampler\): give .* loader\.dataset"),
    "a weighting loader": (WEIGHTED, r"order of its own \(WeightedRandomSampler\): give"),
    "a collating loader": (COLLATED, r"puts its samples together .* \(collate_fn\): give .*loader\.dataset"),
    "a DataFrame": (frame("pandas.core.frame"), r"is a DataFrame: give its columns as arrays"),
    "a DataFrame in a pair": ((frame("polars"), LABELS), r"is a DataFrame: give its columns as arrays"),
    "a dict of arrays": ({"x": INPUTS, "y": LABELS}, r"is a dict of 'x', 'y': give one of these, or two as"),
    "a tensor alone": (INPUTS, r"is one array of shape \(8, 3, 4, 4\): give a pair of arrays"),
    "an array alone": (INPUTS.numpy(), r"is one array of shape \(8, 3, 4, 4\)"),
    "one-hot labels": ((INPUTS, torch.eye(K)[LABELS]), r"labels have shape \(8, 3\): .*labels\.argmax\(1\)"),
    "labels as text": ((INPUTS, ["owl"] * N), r"labels are <U3, which are no numbers: number the classes"),
    "labels as objects": ((INPUTS, [None] * N), r"labels are object, which are no numbers"),
    "uneven labels": ((INPUTS, [[1], [1, 2]]), r"labels are no array"),
    "labels as floats": ((INPUTS.numpy(), LABELS.double().numpy()), r"labels are torch\.float64"),
    "a sparse tensor": ((INPUTS.to_sparse(), LABELS), r"inputs are a tensor without plain numbers"),
    "a meta tensor": ((INPUTS.to("meta"), LABELS), r"inputs are a tensor without plain numbers"),
    "no length": (SimpleNamespace(), r"is a SimpleNamespace, which has no items by position"),
}


@pytest.mark.parametrize("form", UNCLEAR)
def test_what_is_not_clear_is_refused_with_what_to_give(form: str) -> None:
    dataset, message = UNCLEAR[form]

    with pytest.raises(InputError, match=message) as caught:
        Samples(dataset)
    assert caught.value.field == "dataset"


def test_a_data_set_that_does_not_say_its_length() -> None:
    class Endless(Dataset[Any]):
        def __getitem__(self, row: int) -> Any:
            return INPUTS[0], 0

    with pytest.raises(InputError, match=r"is an Endless, which does not say its length \(TypeError: "):
        Samples(Endless())


PICTURE = Image.new("RGB", (4, 4))
BAD_ITEMS: dict[str, tuple[Any, str]] = {
    "a picture": ((PICTURE, 1), r"gives \(Image, int\) for sample 5 .* such as transforms\.ToTensor\(\)\."),
    "a picture alone": (PICTURE, r"gives \(Image\) for sample 5 .* such as transforms\.ToTensor\(\)\."),
    "a dict of a picture": ({"image": PICTURE, "label": 1}, r"gives \(Image, int\) for sample 5"),
    "a dict without a label": ({"image": INPUTS[0]}, r"a dict of 'image' for sample 5, which does not say"),
    "two labels": (
        {"x": INPUTS[0], "label": 1, "target": 1},
        r"a dict of 'x', 'label', 'target'",
    ),
    "a tensor alone": (INPUTS[0], r"gives \(Tensor\) for sample 5"),
    "nothing": (None, r"gives \(NoneType\) for sample 5"),
    "a one-hot label": (
        (INPUTS[0], torch.eye(3)[1]),
        r"label of sample 5 is an array of shape \(3,\): if it is one-hot, give label\.argmax\(\)",
    ),
    "a float": ((INPUTS[0], 1.0), r"label of sample 5 is 1\.0: give int\(label\)"),
    "half a class": ((INPUTS[0], 1.5), r"label of sample 5 is 1\.5: labels must be integers from 0 on"),
    "text": ((INPUTS[0], "owl"), r"label of sample 5 is 'owl': number the classes from 0 on"),
    "no label": ((INPUTS[0], None), r"label of sample 5 is None: labels must be integers"),
    "another shape": ((INPUTS[0, :1], 1), r"sample 5 has shape \(1, 4, 4\) where others have \(3, 4, 4\)"),
    "no numbers": ((INPUTS[0, :0], 1), r"input of sample 5 is a tensor without plain numbers"),
    "a sparse tensor": ((INPUTS[0].to_sparse(), 1), r"input of sample 5 is a tensor without plain numbers"),
    "complex numbers": ((INPUTS[0] * 1j, 1), r"input of sample 5 is a tensor without plain numbers"),
}


@pytest.mark.parametrize("what", BAD_ITEMS)
def test_an_item_that_is_no_sample_is_named(what: str) -> None:
    item, message = BAD_ITEMS[what]
    samples = Samples(Items(lambda row: item if row == 5 else (INPUTS[row], 1)))

    with pytest.raises(InputError, match=message):
        samples.read(range(N))


def test_an_item_that_raises_is_named_with_its_own_words_and_place() -> None:
    def make(row: int) -> Any:
        if row == 5:
            raise ValueError("no such bird: 'dodo'")
        return INPUTS[row], 1

    line = make.__code__.co_firstlineno + 2
    with pytest.raises(
        InputError,
        match=rf"fails at sample 5 \(ValueError: no such bird: 'dodo', in .*test_given\.py, line {line}\):",
    ):
        Samples(Items(make)).read(range(N))


def test_the_place_is_in_the_persons_code_where_a_library_raises() -> None:
    def make(row: int) -> Any:
        return nn.functional.linear(INPUTS[row], torch.ones(9, 9)), row

    line = make.__code__.co_firstlineno + 1
    with pytest.raises(InputError, match=rf"fails at sample 0 .*test_given\.py, line {line}\)"):
        Samples(Items(make)).read([0])


@pytest.mark.parametrize(
    "label", [2, np.int64(2), np.uint8(2), torch.tensor(2), torch.tensor([2]), np.array(2)]
)
def test_integers_of_every_kind_are_labels(label: Any) -> None:
    labels = Samples(Items(lambda row: (INPUTS[row], label))).labels()

    assert labels.tolist() == [2] * N


@pytest.mark.parametrize("label", [-1, 3])
def test_a_label_that_is_no_class_is_named(label: int) -> None:
    samples = Samples(Items(lambda row: (INPUTS[row], label if row == 5 else 0)), num_classes=3)

    with pytest.raises(InputError, match=rf"label of sample 5 is {label}, but the model has 3 classes"):
        samples.labels()


def model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(16, K))


def kernel_of(dataset: Any, tmp_path: Path) -> None:
    lpntk.kernel(model(), dataset)


def analysis_of(dataset: Any, tmp_path: Path) -> None:
    lpntk.analyse(model(), dataset, f"sqlite:///{tmp_path / 'my.db'}").workspace.close()


FACES = pytest.mark.parametrize("use", [kernel_of, analysis_of])


@FACES
def test_random_augmentation_is_refused(use: Callable[..., None], tmp_path: Path) -> None:
    chance = random.Random(0)

    def cropped(row: int) -> Any:
        return INPUTS[row].roll(chance.randint(0, 3), dims=2), int(LABELS[row])

    with pytest.raises(InputError, match=r"something else for sample \d+ each time .*: take what is random"):
        use(Items(cropped), tmp_path)


@FACES
def test_random_augmentation_of_some_samples_is_refused(use: Callable[..., None], tmp_path: Path) -> None:
    chance, count = random.Random(0), 400

    def sometimes(row: int) -> Any:
        moved = row % 4 == 3 and row > 4
        return INPUTS[row % N] + (chance.random() if moved else 0), row % K

    with pytest.raises(InputError, match="take what is random"):
        use(Items(sometimes, count), tmp_path)


@FACES
def test_labels_that_change_are_refused(use: Callable[..., None], tmp_path: Path) -> None:
    chance = random.Random(0)

    with pytest.raises(InputError, match="take what is random"):
        use(Items(lambda row: (INPUTS[row], chance.randrange(K))), tmp_path)


def test_a_sample_that_the_probe_did_not_see_is_refused_when_it_is_read_again() -> None:
    readings = iter(range(1000))
    samples = Samples(Items(lambda row: (INPUTS[0] + (next(readings) if row == 300 else 0), 0), 400))
    samples.require_repeatable()
    samples.read([300])

    with pytest.raises(InputError, match="something else for sample 300 each time"):
        samples.read([299, 300])


@FACES
def test_every_form_goes_through_both_faces(use: Callable[..., None], tmp_path: Path) -> None:
    use((INPUTS.double().numpy(), LABELS.numpy()), tmp_path)
    use(Items(lambda row: {"pixel_values": INPUTS[row], "labels": int(LABELS[row])}), tmp_path)


@FACES
def test_bytes_into_a_model_that_takes_numbers(use: Callable[..., None], tmp_path: Path) -> None:
    images: Tensor = (INPUTS * 50 + 128).clamp(0, 255).to(torch.uint8)

    with pytest.raises(InputError, match=r"they are torch\.uint8, so scale them \(inputs\.float"):
        use((images, LABELS), tmp_path)


def test_bytes_into_a_model_that_scales_them_itself() -> None:
    class Scaling(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = model()

        def forward(self, x: Tensor) -> Tensor:
            return self.inner(x.float() / 255)  # type: ignore[no-any-return]

    images = (INPUTS * 50 + 128).clamp(0, 255).to(torch.uint8)
    torch.manual_seed(0)
    scaling = Scaling()

    of_bytes = lpntk.kernel(scaling, (images, LABELS)).matrix()

    of_numbers = lpntk.kernel(scaling.inner, (images.float() / 255, LABELS)).matrix()
    np.testing.assert_allclose(of_bytes, of_numbers, rtol=1e-5)


def test_samples_that_are_all_the_same_are_said_to_be_so(tmp_path: Path) -> None:
    analysis = lpntk.analyse(
        model(), (INPUTS[:1].expand(N, -1, -1, -1), LABELS), f"sqlite:///{tmp_path / 'my.db'}"
    )

    kernel = analysis.workspace.analysis(analysis.id).kernel
    analysis.workspace.close()
    assert kernel is not None
    assert kernel.notes["data"].startswith("All samples have the same values")
