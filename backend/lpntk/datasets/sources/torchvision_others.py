"""torchvision's other data sets of images with one label each."""

from __future__ import annotations

import difflib
import inspect
from typing import Any

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.names import TORCHVISION
from lpntk.datasets.places import source_root
from lpntk.datasets.samples import Samples
from lpntk.datasets.sources.downloading import open_or_download
from lpntk.datasets.sources.objects import samples_of_object
from lpntk.domain import DataSettings, InputError, require_one_of
from lpntk.domain.errors import shown

_TRAIN_TEST = ("train", "test")
_WITH_VAL = ("train", "val", "test")

SPLITS: dict[str, tuple[str, ...]] = {
    "Caltech101": (),
    "Caltech256": (),
    "CLEVRClassification": ("train", "val"),
    "Country211": ("train", "valid", "test"),
    "DTD": _WITH_VAL,
    "EMNIST": _TRAIN_TEST,
    "EuroSAT": (),
    "FakeData": (),
    "FER2013": _TRAIN_TEST,
    "FGVCAircraft": ("train", "val", "trainval", "test"),
    "Flowers102": _WITH_VAL,
    "Food101": _TRAIN_TEST,
    "GTSRB": _TRAIN_TEST,
    "ImageNet": ("train", "val"),
    "Imagenette": ("train", "val"),
    "LFWPeople": ("train", "test"),
    "Omniglot": (),
    "OxfordIIITPet": ("trainval", "test"),
    "PCAM": _WITH_VAL,
    "Places365": ("train-standard", "train-challenge", "val"),
    "QMNIST": _TRAIN_TEST,
    "RenderedSST2": _WITH_VAL,
    "SEMEION": (),
    "StanfordCars": _TRAIN_TEST,
    "STL10": _TRAIN_TEST,
    "SUN397": (),
    "USPS": _TRAIN_TEST,
}
"""The parts of each; those without have one."""

_MORE: dict[str, dict[str, Any]] = {"EMNIST": {"split": "balanced"}}


class TorchvisionOther:
    """torchvision:NAME."""

    def takes(self, settings: DataSettings) -> bool:
        return settings.source.startswith(TORCHVISION)

    def modality(self, settings: DataSettings) -> str:
        return "images"

    def check(self, settings: DataSettings) -> None:
        """Refuse a name or a split that there is not. InputError."""
        name = _name(settings)
        splits = SPLITS[name]
        if splits and _split(name, settings) not in splits:
            require_one_of(settings.split, splits, f"split of {name}", field="split")
        if not splits and settings.split != "train":
            raise InputError(f"{name} has no splits: leave the split out.", field="split")

    def labelled(self, settings: DataSettings) -> None:
        """Only what is read tells."""

    def read(self, settings: DataSettings) -> Samples:
        """All samples, downloaded where they are not there yet. InputError."""
        self.check(settings)
        name = _name(settings)
        data = _opened(name, settings)
        split = _split(name, settings) if SPLITS[name] else ""
        return samples_of_object(data, settings, name=name, split=split)

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """Where each class of torchvision's keeps its files is its own: the fingerprint tells."""
        return []


def _name(settings: DataSettings) -> str:
    asked = settings.source.removeprefix(TORCHVISION)
    by_letters = {name.lower(): name for name in SPLITS}
    if asked.lower() in by_letters:
        return by_letters[asked.lower()]
    close = difflib.get_close_matches(asked.lower(), by_letters, n=3)
    names = ", ".join(by_letters[one] for one in close) or ", ".join(SPLITS)
    raise InputError(
        f"torchvision has no data set '{shown(asked)}' of images with one label each: choose another, such "
        f"as {names}.",
        field="source",
    )


def _split(name: str, settings: DataSettings) -> str:
    """The split that is asked for, "train" being the first of those that have none of this name."""
    splits = SPLITS[name]
    return splits[0] if settings.split == "train" and "train" not in splits and splits else settings.split


def _opened(name: str, settings: DataSettings) -> Any:
    from lpntk._torchvision import torchvision  # takes seconds: only who needs it pays

    kind = getattr(torchvision.datasets, name)
    root = source_root(settings)
    taken = inspect.signature(kind.__init__).parameters
    keywords: dict[str, Any] = {**_MORE.get(name, {})}
    if "root" in taken:
        keywords["root"] = str(root)
    split = _split(name, settings)
    if SPLITS[name]:
        keywords |= {"train": split == "train"} if "train" in taken else {"split": split}
    return open_or_download(kind, keywords, name, root, has_download="download" in taken)
