"""A request named, and made fit for any process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lpntk import datasets
from lpntk.datasets.names import SOURCES, is_path, may_have_splits
from lpntk.domain import AnalysisRequest, DataSettings
from lpntk.domain.paths import real_path
from lpntk.domain.request import PRETRAINED
from lpntk.learning.names import AUTO, model_folder, model_for


def anywhere(request: AnalysisRequest) -> AnalysisRequest:
    """The same request with absolute paths, for a worker that runs in another folder.

    The model is one by name where it is seen which `auto` stands for. InputError if the source cannot be
    looked at.
    """
    if request.learning.model == AUTO:
        request = settled(request, datasets.source_modality(request.data))
    learning = request.learning
    test = test_data(request)
    if test is not None and is_path(test.source) and not names_split(request.data, learning.test):
        learning = replace(learning, test=_absolute(test.source, "test"))
    return replace(
        request,
        data=_data_anywhere(request.data),
        learning=replace(
            learning,
            model=_model_anywhere(learning.model),
            checkpoint=_weights_anywhere(learning.checkpoint, "checkpoint"),
            start=_weights_anywhere(learning.start, "start"),
            trace=_absolute(learning.trace, "trace") if learning.trace else None,
        ),
    )


def settled(request: AnalysisRequest, modality: str | None) -> AnalysisRequest:
    """The same request with the model that `auto` stands for, by the kind of samples; None: not known yet."""
    if modality is None:
        return request
    model = model_for(request.learning.model, modality)
    return replace(request, learning=replace(request.learning, model=model))


def test_data(request: AnalysisRequest) -> DataSettings | None:
    """Which samples to test on: a split of the data set that is analysed, or a source of their own."""
    test, data = request.learning.test, request.data
    if test is None:
        return None
    if names_split(data, test):
        return replace(data, split=test, limit=None, labels=None, label_noise=None, additions=())
    split = "test" if test in SOURCES and SOURCES[test].splits else "train"
    same = replace(data, limit=None, labels=None, label_noise=None, additions=())
    return replace(same, source=test, split=split)


def names_split(data: DataSettings, test: str | None) -> bool:
    """Whether a test set is named as another part of the data set that is analysed."""
    known = SOURCES.get(data.source)
    return test is not None and (test in known.splits if known else may_have_splits(data.source, test))


def _data_anywhere(data: DataSettings) -> DataSettings:
    known = SOURCES.get(data.source)
    source = _absolute(data.source, "source") if is_path(data.source) else data.source
    root = _absolute(data.root, "root") if data.root and not (known and not known.needs_root) else None
    labels = _absolute(data.labels, "labels") if data.labels else None
    classes = _absolute(data.classes, "classes") if data.classes else None
    additions = tuple(_data_anywhere(addition) for addition in data.additions)
    return replace(data, source=source, root=root, labels=labels, classes=classes, additions=additions)


def _model_anywhere(model: str) -> str:
    folder = model_folder(model)
    return model if folder is None else f"hf:{_absolute(str(folder), 'model')}"


def _weights_anywhere(weights: str | None, field: str) -> str | None:
    return weights if weights in (None, PRETRAINED) else _absolute(str(weights), field)


def _absolute(path: str, field: str) -> str:
    return str(real_path(path, field=field))


def files_of(request: AnalysisRequest) -> list[str]:
    """The files and folders that a request names."""
    learning, test = request.learning, test_data(request)
    folder = model_folder(learning.model)
    files = [None if weights == PRETRAINED else weights for weights in (learning.checkpoint, learning.start)]
    files += [None if folder is None else str(folder), learning.trace]
    for data in (request.data, *request.data.additions, *([test] if test else ())):
        files += [data.source if is_path(data.source) else None, data.root, data.labels, data.classes]
    return [file for file in files if file is not None]


def source_title(data: DataSettings) -> str:
    """What to call a source: its name, or the last part of its path."""
    return Path(data.source).name if is_path(data.source) else data.source


def _model_title(model: str) -> str:
    folder = model_folder(model)
    return model if folder is None else f"hf:{folder.name}"


def name_of(request: AnalysisRequest) -> str:
    """What to call an analysis that was given no name, such as "mnist, 2,000 samples, lenet"."""
    data = request.data
    parts = [source_title(data)]
    if data.limit is not None:
        parts.append(f"{data.limit:,} samples")
    if data.labels is not None:
        parts.append(f"labels {Path(data.labels).name}")
    if data.label_noise is not None:
        parts.append(f"label noise {data.label_noise:g}")
    parts.append(_model_title(request.learning.model))
    if request.learning.start is not None:
        parts.append(f"from {Path(request.learning.start).name}")
    if request.kernel.label_vector != "sign":
        parts.append(request.kernel.label_vector)
    if request.kernel.method == "sketch":
        parts.append(f"sketch of {request.kernel.sketch_width:,}")
    if request.kernel.parameters is not None:
        parts.append(f"parameters {request.kernel.parameters}")
    return ", ".join(parts)
