"""The models and data that are measured.

    python tests/bench/cases.py MODEL SAMPLES FOLDER     # writes FOLDER/case.npz

Real images where they lie on this machine (see tests/support/data.py), else enlarged digits.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from bench.exchange import Case  # noqa: E402
from bench.models import SmallResNet, SmallViT  # noqa: E402
from lpntk.learning.lenet import LeNet  # noqa: E402
from support.data import image_folder, mnist  # noqa: E402

CLASSES = 10
MODELS: dict[str, Callable[[], nn.Module]] = {
    "lenet": lambda: LeNet((28, 28, 1), CLASSES),
    "resnet": lambda: SmallResNet(CLASSES),
    "vit": lambda: SmallViT(CLASSES),
}


def make_case(model: str, samples: int) -> Case:
    """Seeded weights and the first `samples` images, of all classes.

    Raises
    ------
    ValueError
        If there are fewer images.
    """
    images, labels = mnist(samples) if model == "lenet" else _colour_images(samples)
    if len(images) < samples:
        raise ValueError(f"There are {len(images)} images for {model} here, not {samples}.")
    torch.manual_seed(0)
    state = MODELS[model]().state_dict()
    inputs = images.transpose(0, 3, 1, 2).astype(np.float32) / 255
    return Case(
        model=model,
        inputs=(inputs - inputs.mean()) / inputs.std(),
        labels=labels,
        classes=CLASSES,
        weights={name: values.numpy() for name, values in state.items()},
    )


def in_torch(case: Case) -> tuple[nn.Module, Tensor, Tensor]:
    """The model in evaluation mode, the inputs and the labels."""
    model = MODELS[case.model]()
    model.load_state_dict({name: torch.from_numpy(values) for name, values in case.weights.items()})
    return model.eval(), torch.from_numpy(case.inputs), torch.from_numpy(case.labels)


@contextmanager
def mapped() -> Iterator[None]:
    """Attention by plain operations, since torch.func maps over those only."""
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        with sdpa_kernel(SDPBackend.MATH):
            yield
    finally:
        torch.backends.mha.set_fastpath_enabled(True)


def _colour_images(count: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """(count, 32, 32, 3) and (count,), the classes in turn."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = image_folder(Path(scratch))
        classes = [sorted(one.iterdir()) for one in sorted(folder.iterdir()) if one.is_dir()]
        labelled = [[(file, label) for file in files] for label, files in enumerate(classes)]
        chosen = [one for one in chain.from_iterable(zip_longest(*labelled)) if one][:count]
        images = [np.asarray(Image.open(file).convert("RGB")) for file, _ in chosen]
    return np.stack(images), np.array([label for _, label in chosen], dtype=np.int64)


if __name__ == "__main__":
    make_case(sys.argv[1], int(sys.argv[2])).save(Path(sys.argv[3]))
