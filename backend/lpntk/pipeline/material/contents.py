"""What the files are that a request names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from lpntk.datasets.names import is_factory
from lpntk.datasets.signature import source_signature
from lpntk.domain import AnalysisRequest, Contents, DataSettings, InputError, LearningSettings
from lpntk.domain.request import PRETRAINED
from lpntk.learning.code import code_digest
from lpntk.learning.names import model_folder
from lpntk.pipeline.requests import test_data

OfLearning = Literal["checkpoint", "start", "trace"]
"""The settings that name a file of the classifier's."""

_CALLED = {"labels": "file of labels", "start": "file of weights"}
# Of a folder that save_pretrained() wrote.
_OF_WEIGHTS = (".safetensors", ".bin")


def contents_of(request: AnalysisRequest) -> Contents:
    """What they are at this moment; reads no images and runs nobody's code.

    Raises
    ------
    InputError
        If one cannot be read.
    """
    learning, test, labels = request.learning, test_data(request), request.data.labels
    return Contents(
        data=_signature(request.data),
        test="" if test is None else _signature(test),
        checkpoint=weights_digest(learning, "checkpoint"),
        start=weights_digest(learning, "start"),
        labels=None if labels is None else file_digest(Path(labels), "labels"),
        code=code_digest(learning.model),
        trace=None if learning.trace is None else file_digest(Path(learning.trace), "trace"),
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
    if before.start != now.start:
        yield f"the weights {request.learning.start}"
    if before.code != now.code:
        yield f"the code of {request.learning.model}"


def require_same_code(request: AnalysisRequest) -> None:
    """Refuse a model whose source is not what it was when it was asked for. InputError."""
    before = request.contents.code
    if before is not None and code_digest(request.learning.model) != before:
        raise _changed(f"The code of {request.learning.model}", "model")


def require_same(request: AnalysisRequest, field: OfLearning, digest: str | None) -> None:
    """Refuse a file of the classifier's, by its digest, that is not what it was when it was asked for.

    Raises
    ------
    InputError
        If it is another one now.
    """
    before: str | None = getattr(request.contents, field)
    if before is not None and digest != before:
        raise _changed(f"The {_CALLED.get(field, field)} {getattr(request.learning, field)}", field)


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


def weights_digest(learning: LearningSettings, field: Literal["checkpoint", "start"]) -> str | None:
    """Hexadecimal SHA-256 over the weights that a setting names, and None where it names none.

    None, too, for pretrained weights that are published, which are what their name says. InputError.
    """
    weights: str | None = getattr(learning, field)
    if weights is None:
        return None
    if weights != PRETRAINED:
        return file_digest(Path(weights), field)
    folder = model_folder(learning.model)
    files = [] if folder is None else sorted(f for f in folder.glob("*") if f.suffix in _OF_WEIGHTS)
    digests = [file_digest(file, field) for file in files]
    return hashlib.sha256("".join(digests).encode()).hexdigest() if digests else None


def file_digest(path: Path, field: str = "checkpoint") -> str:
    """Hexadecimal SHA-256 over the file that a setting names. InputError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        what = _CALLED.get(field, field)
        raise InputError(
            f"The {what} {path} cannot be read ({error.strerror}): check the path.", field=field
        ) from None
