"""What the files are that a request names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Contents:
    """What the files that a request names were when it was made: names stay while files change.

    Attributes
    ----------
    data
        A digest over the files of the samples by path, size and times; empty where a name says it all.
    checkpoint, start
        SHA-256 of the checkpoint's file, and of what the training starts from; None where none is named.
    test
        As `data`, of the test set.
    code
        SHA-256 over the source of a person's own model; None for a model of ours or torchvision's.
    labels
        SHA-256 of the file of other labels; None where none is named.
    trace
        SHA-256 of the file of a recorded training; None where none is named.
    """

    data: str = ""
    test: str = ""
    checkpoint: str | None = None
    code: str | None = None
    labels: str | None = None
    trace: str | None = None
    start: str | None = None
