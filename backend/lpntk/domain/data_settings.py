"""Which samples a person asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lpntk.domain.preprocessing import INTERPOLATIONS
from lpntk.domain.settings import Choice, setting

_INTERPOLATIONS = tuple(Choice(name, name.capitalize()) for name in INTERPOLATIONS)


@dataclass(frozen=True)
class DataSettings:
    """Which samples. `additions` are samples that follow the others."""

    source: str = setting(
        title="Source",
        help="A named data set; a folder with one folder of images a class, or as Hugging Face, COCO or YOLO "
        "lay it out; a .csv, .parquet or .npz file; torchvision:NAME, hf:NAME, or what a function of your "
        "own builds.",
        metavar="SOURCE",
    )
    root: str | None = setting(
        None,
        title="Folder of its files",
        help="Where named data sets lie (else they are downloaded), or where a table's image paths begin.",
        metavar="DIR",
        empty="none",
    )
    split: str = setting(
        "train",
        title="Split",
        help="Which part of a named data set, of a table with a column split, or of folders of splits.",
        longest=100,
    )
    limit: int | None = setting(
        None,
        title="Limit",
        help="Take only so many samples, the same share of each class.",
        minimum=2,
        empty="all",
        metavar="N",
    )
    image_size: int | None = setting(
        None,
        title="Image size",
        help="Resize every image to this height and width.",
        minimum=4,
        maximum=512,
        unit="pixels",
        empty="as they are",
        metavar="PIXELS",
    )
    crop: float | None = setting(
        None,
        title="Crop",
        help="Keep the proportions of images, and cut this share of the shorter side out of their middle.",
        minimum=0,
        above=True,
        maximum=1,
        empty="images are squeezed",
        metavar="SHARE",
    )
    interpolation: str | None = setting(
        None,
        title="Interpolation",
        help="By what rule images are resized.",
        choices=_INTERPOLATIONS,
        empty="bilinear",
    )
    input_column: str | None = setting(
        None,
        title="Columns of the samples",
        help="Of a table: the column of image paths, images or texts, or those of numbers and categories, "
        "with commas between.",
        empty="found by name",
        metavar="NAMES",
    )
    label_column: str | None = setting(
        None,
        title="Column of the labels",
        help="Of a table: the column of the labels.",
        empty="found by name",
        metavar="NAME",
    )
    tokens: int | None = setting(
        None,
        title="Tokens",
        help="How many words, or parts of words, of a text a classifier is given at most.",
        minimum=2,
        maximum=4096,
        empty="128",
        metavar="T",
    )
    classes: str | None = setting(
        None,
        title="Classes",
        help="A file with the names of the classes, one a line, in the order of the classifier's outputs.",
        empty="in the order of their names, or as the source has them",
        metavar="FILE",
    )
    labels: str | None = setting(
        None,
        title="Labels",
        help="Other labels for the same samples: a .npy file of one whole number a sample of the whole data "
        "set, -1 to leave it out, or a .csv file with the columns index and label, such as a file of "
        "decisions.",
        empty="as they are",
        metavar="FILE",
    )
    label_noise: float | None = setting(
        None,
        title="Label noise",
        help="Flip the labels of this share of the samples, drawn at random, and remember the true ones: for "
        "errors that are known.",
        minimum=0,
        above=True,
        maximum=0.99,
        empty="none",
        metavar="P",
    )
    additions: tuple[DataSettings, ...] = ()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> DataSettings:
        """The settings of nested plain values."""
        additions = tuple(cls.from_dict(addition) for addition in values.get("additions", ()))
        return cls(**{**values, "additions": additions})
