"""`lpntk.load_indices`: the samples of an index list, once it is clear that they are those."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.labels import label_text
from lpntk.pipeline.results.origin import paths_digest
from lpntk.pruning.reading import IndexFile, read_index_file

if TYPE_CHECKING:
    from torch.utils.data import Subset

    from lpntk.datasets.known import Known

_READ = 100
"""So many samples are read for their labels where a data set does not say them."""


def load_indices(path: str | Path, dataset: Any, *, fingerprint: bool | None = None) -> Subset[Any]:
    """The part of a data set that an index list names, as `lpntk prune -o`, the page or a tag wrote it.

    A .json says whose indices it holds, and that is checked: how many samples the data set has, the label of
    each listed sample (of a hundred of them, which are read, where the data set has neither `targets` nor
    `labels`), the order of class names, and the paths of an ImageFolder. Nothing is known of the data in a
    .npy, .txt or .csv but that all indices are within.

    Parameters
    ----------
    path
        .json, .npy, .txt or .csv; of a plan's .csv those that are kept.
    dataset
        Map-style, or a pair of tensors (inputs, labels): the data set whose samples were analysed, in its
        order. Transforms may be others.
    fingerprint
        Whether the fingerprint over all values must be that of the analysis, too. True reads every sample,
        and wants the transform that `lpntk.analyse` was given; a data set that the command line read must be
        whole there, and one of torchvision's that have their images in `data`. None: where that takes no
        reading, of tensors and of these.

    Returns
    -------
    Subset
        As `torch.utils.data.Subset(dataset, indices)`.

    Raises
    ------
    InputError
        If the file cannot be read, the data are not those that were analysed, or it cannot be known though
        `fingerprint` is True; it says what differs.

    Examples
    --------
    >>> import torch, lpntk
    >>> data = torch.utils.data.TensorDataset(torch.rand(30, 1, 4, 4), torch.arange(30) % 2)
    >>> model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(16, 2))
    >>> analysis = lpntk.analyse(model, data, "sqlite:///my.db")
    >>> analysis.prune("random", keep=0.8).save("kept.json")
    >>> len(lpntk.load_indices("kept.json", data))
    24
    """
    from torch.utils.data import Subset, TensorDataset

    from lpntk.datasets.known import known_of
    from lpntk.kernels.source.given import as_items, as_pair, size_of

    path = Path(path)
    listed = read_index_file(path, "path")
    pair = as_pair(dataset)
    items = TensorDataset(*pair) if pair else as_items(dataset)
    known = known_of(items)
    _require_size(path, listed, size_of(items))
    _require_names(path, listed, known)
    _require_labels(path, listed, items, known)
    _require_paths(path, listed, known)
    if fingerprint is not False:
        _require_fingerprint(path, listed, items, sure=fingerprint is True)
    return Subset(items, listed.indices.tolist())


def _require_size(path: Path, listed: IndexFile, size: int) -> None:
    samples = listed.about.get("samples")
    if isinstance(samples, int) and samples != size:
        raise _others(path, f"the data set has {size:,} samples, and had {samples:,} when it was analysed")
    if len(listed.indices) and listed.indices[-1] >= size:
        raise _others(path, f"it lists sample {listed.indices[-1]}, and the data set has {size:,}")


def _require_names(path: Path, listed: IndexFile, known: Known) -> None:
    """Other names may be other words for the same; the same in another order are other labels."""
    names = _names(listed.about)
    if known.class_names is None or not names or sorted(names) != sorted(known.class_names):
        return
    for label, (before, now) in enumerate(zip(names, known.class_names, strict=True)):
        if before != now:
            raise _others(path, f"class {label} is '{now}' here, and was '{before}' when it was analysed")


def _require_labels(path: Path, listed: IndexFile, items: Any, known: Known) -> None:
    before = _as_array(path, listed)
    if before is None:
        return
    places, now = _labels_now(listed.indices, items, known)
    differ = np.flatnonzero(before[places] != now)
    if len(differ):
        first = int(differ[0])
        names = _names(listed.about)
        was, label = int(before[places][first]), int(now[first])
        raise _others(
            path,
            f"sample {listed.indices[places][first]} has the label {_named(label, names)} here, and had "
            f"{_named(was, names)} when it was analysed",
        )


def _as_array(path: Path, listed: IndexFile) -> NDArray[np.int64] | None:
    """(n,) the labels of the listed samples in their source, where the file says them."""
    labels = listed.about.get("labels")
    if labels is None:
        return None
    try:
        found = np.asarray(labels, dtype=np.int64)
    except (ValueError, TypeError, OverflowError):
        found = np.empty(0, dtype=np.int64)
    if found.shape != listed.indices.shape:
        raise InputError(
            f"{path} has not one label for each of its {len(listed.indices):,} indices: take the file as it "
            "was written.",
            field="path",
        )
    return found


def _labels_now(
    indices: NDArray[np.int64], items: Any, known: Known
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places in `indices`, and the labels that the data set has there."""
    if known.labels is not None and (not len(indices) or indices[-1] < len(known.labels)):
        return np.arange(len(indices)), known.labels[indices]
    from lpntk.kernels.source.items import read_item

    places = np.unique(np.linspace(0, len(indices) - 1, min(_READ, len(indices))).astype(np.int64))
    chosen = indices[places].tolist()
    return places, np.array([read_item(items, index, f"sample {index}")[1] for index in chosen], np.int64)


def _require_paths(path: Path, listed: IndexFile, known: Known) -> None:
    before = listed.about.get("paths")
    if before is None or known.paths is None:
        return
    if paths_digest(known.paths[index] for index in listed.indices.tolist()) != before:
        raise _others(path, "the listed samples are other files here, or in other folders below the root")


def _require_fingerprint(path: Path, listed: IndexFile, items: Any, *, sure: bool) -> None:
    """Refuse other values; where nothing can be said, only if it must be `sure`."""
    before, now = _fingerprints(listed.about, items, sure=sure)
    if now is None:
        if sure:
            raise InputError(
                f"The fingerprint in {path} cannot be compared with this data set: that takes a .json, and "
                "what was given to lpntk.analyse, or one of torchvision's data sets that was analysed whole "
                "and in its own size. Leave fingerprint out to check what can be.",
                field="fingerprint",
            )
        return
    if now != before:
        raise _others(
            path,
            f"its fingerprint begins with {str(before)[:12]}, that of the data set with {now[:12]}: the "
            "values are others, or the transform is",
        )


def _fingerprints(about: Mapping[str, Any], items: Any, *, sure: bool) -> tuple[Any, str | None]:
    """What the file says and what the data set has, None where that is not to be known."""
    from torch.utils.data import TensorDataset

    before = about.get("source_fingerprint")
    if before is None or about.get("analysed") != len(items):
        return before, None
    names = _names(about)
    if not about.get("in_memory"):
        if not about.get("as_stored"):
            return before, None
        from lpntk.datasets.published_fingerprint import published_fingerprint

        return before, published_fingerprint(items, names)
    if not (sure or isinstance(items, TensorDataset)):
        return before, None
    from lpntk.pipeline.material.given import given_fingerprint

    return before, given_fingerprint(items, names)


def _names(about: Mapping[str, Any]) -> tuple[str, ...]:
    names = about.get("class_names")
    return tuple(map(str, names)) if isinstance(names, list) else ()


def _named(label: int, names: tuple[str, ...]) -> str:
    return f"{label} ({label_text(label, names)})" if 0 <= label < len(names) else str(label)


def _others(path: Path, what: str) -> InputError:
    return InputError(
        f"{path} is a list of other samples than this data set's: {what}. Give the data set that was "
        "analysed, in its order.",
        field="dataset",
    )
