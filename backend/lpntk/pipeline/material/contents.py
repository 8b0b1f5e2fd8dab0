"""What the files are that a request names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from lpntk.datasets.names import is_factory
from lpntk.datasets.signature import source_signature
from lpntk.domain import AnalysisRequest, Contents, DataSettings, InputError
from lpntk.learning.code import code_digest
from lpntk.pipeline.requests import test_data


def contents_of(request: AnalysisRequest) -> Contents:
    """What they are at this moment; reads no images and runs nobody's code.

    Raises
    ------
    InputError
        If one cannot be read.
    """
    checkpoint, trace = request.learning.checkpoint, request.learning.trace
    test, labels = test_data(request), request.data.labels
    return Contents(
        data=_signature(request.data),
        test="" if test is None else _signature(test),
        checkpoint=None if checkpoint is None else file_digest(Path(checkpoint)),
        labels=None if labels is None else file_digest(Path(labels), "labels"),
        code=code_digest(request.learning.model),
        trace=None if trace is None else file_digest(Path(trace), "trace"),
    )


def _signature(data: DataSettings) -> str:
    """As `source_signature`, of code that makes samples too."""
    made = [code_digest(part.source) for part in (data, *data.additions) if is_factory(part.source)]
    return "+".join(filter(None, [source_signature(data), *made]))


def differences(request: AnalysisRequest, before: Contents, now: Contents) -> Iterator[str]:
    """What has changed, in words."""
    if before.data != now.data:
        yield f"the files of {request.data.source}"
    if before.labels != now.labels:
        yield f"the labels {request.data.labels}"
    if before.test != now.test:
        yield f"the test set {request.learning.test}"
    if before.checkpoint != now.checkpoint:
        yield f"the checkpoint {request.learning.checkpoint}"
    if before.trace != now.trace:
        yield f"the trace {request.learning.trace}"
    if before.code != now.code:
        yield f"the code of {request.learning.model}"


def require_same_code(request: AnalysisRequest) -> None:
    """Refuse a model whose source is not what it was when it was asked for. InputError."""
    before = request.contents.code
    if before is not None and code_digest(request.learning.model) != before:
        raise _changed(f"The code of {request.learning.model}", "model")


def require_same_checkpoint(request: AnalysisRequest, digest: str | None) -> None:
    """Refuse a checkpoint, by its digest, that is not what it was when it was asked for. InputError."""
    before = request.contents.checkpoint
    if before is not None and digest != before:
        raise _changed(f"The checkpoint {request.learning.checkpoint}", "checkpoint")


def require_same_trace(request: AnalysisRequest, digest: str | None) -> None:
    """Refuse a trace, by its digest, that is not what it was when it was asked for. InputError."""
    before = request.contents.trace
    if before is not None and digest != before:
        raise _changed(f"The trace {request.learning.trace}", "trace")


def require_same_labels(request: AnalysisRequest) -> None:
    """Refuse a file of labels that is not what it was when it was asked for. InputError."""
    before, labels = request.contents.labels, request.data.labels
    if before is not None and labels is not None and file_digest(Path(labels), "labels") != before:
        raise _changed(f"The file of labels {labels}", "labels")


def _changed(what: str, field: str) -> InputError:
    return InputError(
        f"{what} has changed since the analysis was asked for: put it back, or ask again for a new analysis.",
        field=field,
    )


def file_digest(path: Path, field: str = "checkpoint") -> str:
    """Hexadecimal SHA-256 over the file that a setting names. InputError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        what = "file of labels" if field == "labels" else field
        raise InputError(
            f"The {what} {path} cannot be read ({error.strerror}): check the path.", field=field
        ) from None
