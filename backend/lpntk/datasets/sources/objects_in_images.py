"""Images that are labelled by what is on them, where that is of one class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.image_files import samples_of_files
from lpntk.datasets.samples import Samples
from lpntk.domain import InputError
from lpntk.domain.labels import LEFT_OUT
from lpntk.domain.words import printable, some


@dataclass(frozen=True)
class Annotated:
    """An image and the names of the classes of its annotations, as often as there are some."""

    path: Path
    name: str
    classes: Sequence[str]


def samples_of_annotated(
    images: Iterable[Annotated], names: Sequence[str], *, where: str, name: str, split: str
) -> Samples:
    """A sample an image, whose label is the class of all its annotations; without any it is left out.

    Parameters
    ----------
    images
        In the order of their indices.
    names
        Of all classes, in order; those that have no image are left out.
    where
        What to call the annotations in a sentence.

    Raises
    ------
    InputError
        If an image has annotations of several classes.
    """
    every = list(images)
    several = [image for image in every if len(set(image.classes)) > 1]
    if several:
        found = some(sorted(set(several[0].classes)), 3)
        raise InputError(
            f"{len(several):,} of {len(every):,} images of {where} have annotations of several classes, "
            f"such as {several[0].name} ({found}): lpNTK is of classifiers that choose one class, so cut "
            "the objects out, or leave these images out.",
            field="source",
        )
    used = {image.classes[0] for image in every if image.classes}
    class_names = [one for one in dict.fromkeys(names) if one in used]
    if len(class_names) < 2:
        raise InputError(
            f"The images of {where} are of one class ({some(class_names, 1) or 'none'}): a classifier "
            "needs at least two.",
            field="source",
        )
    numbers = {one: number for number, one in enumerate(class_names)}
    labels = [numbers[image.classes[0]] if image.classes else LEFT_OUT for image in every]
    without = labels.count(LEFT_OUT)
    noun = "image has" if without == 1 else "images have"
    note = f"{without:,} {noun} no annotation, and {'is' if without == 1 else 'are'} left out."
    return samples_of_files(
        [ImageFile(image.path, index, printable(image.name)) for index, image in enumerate(every)],
        name=name,
        split=split,
        labels=np.array(labels, np.int64),
        class_names=tuple(map(printable, class_names)),
        notes=(note,) if without else (),
    )
