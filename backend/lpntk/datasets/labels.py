"""Other labels for the samples of a source, from a file; and labels that are flipped on purpose."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.places import expand_user
from lpntk.domain import InputError
from lpntk.domain.errors import shown
from lpntk.domain.labels import LEFT_OUT
from lpntk.domain.words import printable, some

ENDINGS = (".npy", ".csv")

_NAMED_AT_MOST = 5
_COLUMNS = ("index", "label")
# The limit draws from the seed, too: what it takes must not say what is flipped.
_NOISE = 0x6E6F697365


def check_labels_file(text: str) -> Path:
    """The existing file of labels that a request names. InputError if there is none of a known kind."""
    path = expand_user(text)
    if path.suffix.lower() not in ENDINGS:
        raise InputError(
            f"The labels {shown(text)} are neither a .npy nor a .csv file: give one of these.", field="labels"
        )
    if not path.is_file():
        raise InputError(
            f"There is no file of labels {shown(text)} (looked from {printable(Path.cwd())}): check the "
            "path.",
            field="labels",
        )
    return path


def read_labels(path: Path, labels: NDArray[np.int64], class_names: Sequence[str]) -> NDArray[np.int64]:
    """The labels of all samples of a source as a file has them.

    Parameters
    ----------
    path
        A .npy file of (N,) whole numbers by index, -1 to leave a sample out. Or a .csv file with the columns
        index and label, the name of a class or else its number: what it does not list keeps its label, and
        what has an empty label is left out.
    labels
        (N,) int64: what the source says.
    class_names
        K names.

    Returns
    -------
    (N,) int64
        In 0 .. K-1, or `LEFT_OUT`.

    Raises
    ------
    InputError
        If the file cannot be read, or does not fit the source; it says where.
    """
    if path.suffix.lower() == ".npy":
        return _read_array(path, len(labels), class_names)
    found = labels.copy()
    for index, label in _read_lines(path, len(labels), class_names):
        found[index] = label
    return found


def flipped_labels(labels: NDArray[np.int64], share: float, classes: int, *, seed: int) -> NDArray[np.int64]:
    """(N,) int64: the labels, a share of which, drawn at random, is another class drawn uniformly.

    Parameters
    ----------
    labels
        (N,) int64 in 0 .. K-1.
    share
        Of all N, rounded, but at least one.
    classes
        K, at least 2.
    """
    generator = np.random.default_rng([seed, _NOISE])
    count = min(len(labels), max(1, round(share * len(labels))))
    rows = generator.choice(len(labels), count, replace=False)
    found = labels.copy()
    found[rows] = (labels[rows] + generator.integers(1, classes, count)) % classes
    return found


def require_every_class(labels: NDArray[np.int64], class_names: Sequence[str], what: str, field: str) -> None:
    """Refuse labels (N,) that leave a class without a sample. InputError; `what` is whose labels they are."""
    counts = np.bincount(labels[labels >= 0], minlength=len(class_names))
    empty = [class_names[label] for label in np.flatnonzero(counts == 0).tolist()]
    if empty:
        noun = "class" if len(empty) == 1 else "classes"
        raise InputError(
            f"{what} leave no sample in the {noun} {some(empty, _NAMED_AT_MOST)}: every class needs one.",
            field=field,
        )


def _read_array(path: Path, count: int, class_names: Sequence[str]) -> NDArray[np.int64]:
    try:
        labels = np.load(path, allow_pickle=False)
    except Exception as error:  # a damaged file makes NumPy raise nearly anything
        raise _unreadable(path, error, "save it with np.save(file, labels)") from None
    if not isinstance(labels, np.ndarray) or labels.shape != (count,) or labels.dtype.kind not in "iu":
        what = f"{labels.dtype} of shape {labels.shape}" if isinstance(labels, np.ndarray) else "an archive"
        raise InputError(
            f"The labels in {path} are {what}, but the data set has {count:,} samples: give one whole number "
            "for each, -1 to leave it out.",
            field="labels",
        )
    wrong = np.flatnonzero((labels < LEFT_OUT) | (labels >= len(class_names)))
    if len(wrong):
        raise _unknown(path, int(wrong[0]), str(labels[wrong[0]]), class_names)
    return labels.astype(np.int64)


def _read_lines(path: Path, count: int, class_names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Index and label of each line, checked."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        rows, names = list(reader), reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, error, "save it as CSV in UTF-8 with the columns index and label") from None
    if not set(_COLUMNS) <= set(names):
        columns = ", ".join(str(name) for name in names if name) or "no lines"
        raise InputError(
            f"{path} has {shown(columns)}: it needs the columns index and label, and a line for a sample.",
            field="labels",
        )
    numbers = {name: number for number, name in reversed(list(enumerate(class_names)))}
    seen: dict[int, int] = {}
    for line, row in enumerate(rows, start=2):
        index = _index(path, line, row["index"], count)
        if index in seen:
            raise InputError(
                f"{path} has sample {index} in its rows {seen[index]} and {line}: give each sample once.",
                field="labels",
            )
        seen[index] = line
        if row["label"] is None:  # a cut file must not leave samples out unseen
            raise InputError(
                f"Row {line} of {path} has no label: leave its column empty to leave the sample out.",
                field="labels",
            )
        yield index, _label(path, index, row["label"], numbers, class_names)


def _index(path: Path, line: int, text: str | None, count: int) -> int:
    given = (text or "").strip()
    if given.isascii() and given.isdigit() and len(given) < len(str(1 << 63)) and int(given) < count:
        return int(given)
    raise InputError(
        f"Row {line} of {path} is of a sample '{shown(given)}', which there is not: the data set has the "
        f"samples 0 to {count - 1}.",
        field="labels",
    )


def _label(path: Path, index: int, text: str, numbers: dict[str, int], class_names: Sequence[str]) -> int:
    # An apostrophe stands before what a spreadsheet would run, in the files that are written here.
    for name in (text, text.removeprefix("'"), text.strip()):
        if name in numbers:
            return numbers[name]
    given = text.strip()
    if given in ("", str(LEFT_OUT)):
        return LEFT_OUT
    if given.isascii() and given.isdigit() and len(given) < 10 and int(given) < len(class_names):
        return int(given)
    raise _unknown(path, index, given, class_names)


def _unknown(path: Path, index: int, label: str, class_names: Sequence[str]) -> InputError:
    return InputError(
        f"Sample {index} in {path} has the label '{shown(label)}', which is none of the classes "
        f"({shown(some(class_names, _NAMED_AT_MOST))}) and no number from 0 to {len(class_names) - 1}: "
        "mend it.",
        field="labels",
    )


def _unreadable(path: Path, error: Exception, advice: str) -> InputError:
    reason: Any = error.strerror if isinstance(error, OSError) else error
    return InputError(f"The labels {path} cannot be read ({printable(reason)}): {advice}.", field="labels")
