"""The names of the program's own columns, which none of a person's may have."""

from __future__ import annotations

from lpntk.domain.keeping import key_of
from lpntk.scores import SCORES

_FACTS = (
    "class",
    "cluster",
    "cluster_size",
    "correct",
    "decided",
    "decision",
    "effect",
    "head",
    "head_similarity",
    "image",
    "index",
    "label",
    "label_name",
    "neighbors",
    "note",
    "path",
    "predicted",
    "predicted_name",
    "pruned",
    "suggested",
    "suggested_name",
    "tags",
    "text",
    "true_label",
    "true_label_name",
    "x",
    "y",
)
_KEYS = frozenset(map(key_of, (*_FACTS, *SCORES)))

OF_ROWS, OF_AGREEMENT = "row.", "agreement with "
"""What the names begin with of a table's columns, and of how far an embedding agrees with the kernel."""


def is_taken(name: str) -> bool:
    """Whether a name, in letters of either case, is that of a column of the program's own."""
    return key_of(name) in _KEYS or name.casefold().startswith((OF_ROWS, OF_AGREEMENT))
