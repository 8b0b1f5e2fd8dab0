"""What the files are that a request names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from lpntk.datasets.signature import source_signature
from lpntk.domain import AnalysisRequest, Contents, InputError
from lpntk.learning.code import code_digest
from lpntk.pipeline.requests import test_data


def contents_of(request: AnalysisRequest) -> Contents:
    """What they are at this moment; reads no images and runs nobody's code.

    Raises
    ------
    InputError
        If one cannot be read.
    """
    checkpoint, test = request.learning.checkpoint, test_data(request)
    return Contents(
        data=source_signature(request.data),
        test="" if test is None else source_signature(test),
        checkpoint=None if checkpoint is None else file_digest(Path(checkpoint)),
        code=code_digest(request.learning.model),
    )


def differences(request: AnalysisRequest, before: Contents, now: Contents) -> Iterator[str]:
    """What has changed, in words."""
    if before.data != now.data:
        yield f"the files of {request.data.source}"
    if before.test != now.test:
        yield f"the test set {request.learning.test}"
    if before.checkpoint != now.checkpoint:
        yield f"the checkpoint {request.learning.checkpoint}"
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


def _changed(what: str, field: str) -> InputError:
    return InputError(
        f"{what} has changed since the analysis was asked for: put it back, or ask again for a new analysis.",
        field=field,
    )


def file_digest(path: Path) -> str:
    """Hexadecimal SHA-256 over a checkpoint's file. InputError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            f"The checkpoint {path} cannot be read ({error.strerror}): check the path.", field="checkpoint"
        ) from None
