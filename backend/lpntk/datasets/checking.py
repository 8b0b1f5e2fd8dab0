"""What is wrong with the samples that are asked for, as far as their labels and the source's layout tell."""

from __future__ import annotations

from lpntk.datasets.asked_labels import asked_labels
from lpntk.datasets.limit import require_room
from lpntk.datasets.names import SOURCES
from lpntk.datasets.registry import check_layout, labelled_of
from lpntk.datasets.samples import Labelled
from lpntk.domain import DataSettings


def check_source(settings: DataSettings, *, seed: int = 0) -> Labelled | None:
    """Refuse what can be seen to be wrong in little time, without reading the inputs or running code.

    Returns
    -------
    Labelled
        The labels of the source, None where only reading it tells them.

    Raises
    ------
    InputError
        As of `check_layout`; and, where labels are known, if there is one class only, if the limit has no
        room for all classes, or if the classes or other labels that are given do not fit.
    """
    check_layout(settings)
    labelled = labelled_of(settings)
    if labelled is not None:
        asked_labels(settings, labelled, seed=seed)
    elif settings.source in SOURCES:
        require_room(settings.limit, SOURCES[settings.source].classes)
    return labelled
