"""A request named, and made fit for any process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lpntk.datasets.names import SOURCES
from lpntk.domain import AnalysisRequest, DataSettings
from lpntk.domain.paths import real_path


def anywhere(request: AnalysisRequest) -> AnalysisRequest:
    """The same request with absolute paths, for a worker that runs in another folder."""
    learning = request.learning
    checkpoint = _absolute(learning.checkpoint, "checkpoint") if learning.checkpoint else None
    trace = _absolute(learning.trace, "trace") if learning.trace else None
    test = test_data(request)
    if test is not None and test.source not in SOURCES:
        learning = replace(learning, test=_absolute(test.source, "test"))
    return replace(
        request,
        data=_data_anywhere(request.data),
        learning=replace(learning, checkpoint=checkpoint, trace=trace),
    )


def test_data(request: AnalysisRequest) -> DataSettings | None:
    """Which samples to test on: a split of the data set that is analysed, or a source of their own."""
    test, data = request.learning.test, request.data
    if test is None:
        return None
    known = SOURCES.get(data.source)
    if known and test in known.splits:
        return replace(data, split=test, limit=None, labels=None, label_noise=None, additions=())
    split = "test" if test in SOURCES and SOURCES[test].splits else "train"
    return DataSettings(test, root=data.root, split=split, image_size=data.image_size)


def _data_anywhere(data: DataSettings) -> DataSettings:
    known = SOURCES.get(data.source)
    source = data.source if known else _absolute(data.source, "source")
    root = _absolute(data.root, "root") if data.root and (known and known.needs_root) else None
    labels = _absolute(data.labels, "labels") if data.labels else None
    additions = tuple(_data_anywhere(addition) for addition in data.additions)
    return replace(data, source=source, root=root, labels=labels, additions=additions)


def _absolute(path: str, field: str) -> str:
    return str(real_path(path, field=field))


def files_of(request: AnalysisRequest) -> list[str]:
    """The files and folders that a request names."""
    learning, test = request.learning, test_data(request)
    files = [learning.checkpoint, learning.trace]
    for data in (request.data, *request.data.additions, *([test] if test else ())):
        files += [None if data.source in SOURCES else data.source, data.root, data.labels]
    return [file for file in files if file is not None]


def source_title(data: DataSettings) -> str:
    """What to call a source: its name, or the last part of its path."""
    return data.source if data.source in SOURCES else Path(data.source).name


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
    parts.append(request.learning.model)
    if request.kernel.label_vector != "sign":
        parts.append(request.kernel.label_vector)
    if request.kernel.method == "sketch":
        parts.append(f"sketch of {request.kernel.sketch_width:,}")
    if request.kernel.parameters is not None:
        parts.append(f"parameters {request.kernel.parameters}")
    return ", ".join(parts)
