"""Sources of labelled samples: published data sets, folders of images, archives, tables.

Names come at once; the rest is imported on first use, since Pillow and torch take their time to import.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from lpntk.datasets.names import SOURCES, SourceInfo

if TYPE_CHECKING:
    from lpntk.datasets.checking import check_source
    from lpntk.datasets.joining import require_same_classes, require_same_kind
    from lpntk.datasets.labels import check_labels_file
    from lpntk.datasets.modality import modality_of, previews
    from lpntk.datasets.opening import open_dataset
    from lpntk.datasets.registry import has_columns, source_modality
    from lpntk.datasets.rows import columns_of_rows

__all__ = [
    "SOURCES",
    "SourceInfo",
    "check_labels_file",
    "check_source",
    "columns_of_rows",
    "has_columns",
    "modality_of",
    "open_dataset",
    "previews",
    "require_same_classes",
    "require_same_kind",
    "source_modality",
]

_HOMES = {
    "check_labels_file": "labels",
    "check_source": "checking",
    "columns_of_rows": "rows",
    "has_columns": "registry",
    "modality_of": "modality",
    "open_dataset": "opening",
    "previews": "modality",
    "require_same_classes": "joining",
    "require_same_kind": "joining",
    "source_modality": "registry",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
