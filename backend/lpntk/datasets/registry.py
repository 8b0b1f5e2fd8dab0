"""Which source a request names, and what that says of it."""

from __future__ import annotations

from pathlib import Path

from lpntk.datasets.classes import check_classes_file, in_order
from lpntk.datasets.decode import ImageFile
from lpntk.datasets.names import is_path
from lpntk.datasets.places import require_text, source_path
from lpntk.datasets.samples import Labelled, Samples
from lpntk.datasets.source import Source
from lpntk.datasets.sources.archive import Archive
from lpntk.datasets.sources.coco import Coco, images_folder
from lpntk.datasets.sources.digits import Digits
from lpntk.datasets.sources.factory import Factory
from lpntk.datasets.sources.folder import ImageFolder
from lpntk.datasets.sources.huggingface import ArrowFolder, Hub
from lpntk.datasets.sources.published import Published
from lpntk.datasets.sources.table import TableFile
from lpntk.datasets.sources.torchvision_others import TorchvisionOther
from lpntk.datasets.sources.yolo import Yolo
from lpntk.domain import DataSettings, InputError

_SOURCES: tuple[Source, ...] = (
    Digits(),
    Published(),
    TorchvisionOther(),
    Hub(),
    Factory(),
    Archive(),
    TableFile(),
    Coco(),
    Yolo(),
    ArrowFolder(),
    ImageFolder(),
)
"""The first that takes a request has it: names before paths, special folders before image folders."""

_WITH_COLUMNS = (Hub, Factory, TableFile, ArrowFolder)


def check_layout(settings: DataSettings) -> None:
    """Refuse what the layout of a source shows to be wrong.

    A name of `SOURCES` wins over a file or folder of that name; write "./mnist" for the folder.

    Raises
    ------
    InputError
        If the source is neither a known name nor a file or folder of a known kind, if it lacks the split, if
        it is not laid out as it should be, or if columns are named of what has none.
    """
    source = _source_of(settings)
    source.check(settings)
    for field in ("input_column", "label_column"):
        if getattr(settings, field) is not None and not isinstance(source, _WITH_COLUMNS):
            raise InputError(
                f"{settings.source} is no table and has no columns: leave {field} out.", field=field
            )
    if settings.classes is not None:
        check_classes_file(settings.classes)


def has_columns(settings: DataSettings) -> bool:
    """Whether the columns of a source can be named. InputError as of `check_layout`."""
    return isinstance(_source_of(settings), _WITH_COLUMNS)


def source_modality(settings: DataSettings) -> str | None:
    """What the inputs of a source are, seen without reading them; None where only reading them tells.

    Nothing is downloaded, and nobody's code is run. InputError as of `check_layout`.
    """
    return _source_of(settings).modality(settings)


def labelled_of(settings: DataSettings) -> Labelled | None:
    """The labels of all samples of one source, None where only reading it tells them. InputError."""
    labelled = _source_of(settings).labelled(settings)
    if labelled is None or settings.classes is None:
        return labelled
    return in_order(labelled, check_classes_file(settings.classes))


def read_samples(settings: DataSettings) -> Samples:
    """All samples of one source; large inputs are read when they are asked for. InputError."""
    samples = _source_of(settings).read(settings)
    return samples if settings.classes is None else in_order(samples, check_classes_file(settings.classes))


def source_files(settings: DataSettings) -> list[ImageFile]:
    """The files that a source is read from; empty for what comes with a package. InputError."""
    classes = [] if settings.classes is None else [ImageFile(check_classes_file(settings.classes), 0, "")]
    return [*_source_of(settings).files(settings), *classes]


def images_elsewhere(settings: DataSettings) -> Path | None:
    """The folder of images where that is neither the source's nor `root`; None where it is.

    InputError as of `check_layout`.
    """
    source = _source_of(settings) if is_path(settings.source) else None
    return images_folder(settings) if isinstance(source, Coco) and settings.root is None else None


def _source_of(settings: DataSettings) -> Source:
    require_text(settings.source, "source")
    require_text(settings.root, "root")
    for source in _SOURCES:
        if source.takes(settings):
            return source
    path = source_path(settings)
    raise InputError(
        f"{path} is no file that samples are read from: give a folder, or a .csv, .parquet or .npz file.",
        field="source",
    )
