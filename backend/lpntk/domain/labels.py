"""Labels that are written down and read back."""

from __future__ import annotations

from collections.abc import Sequence

LEFT_OUT = -1
"""The label, in an array of labels by index, of a sample that is to be left out."""


def label_text(label: int, class_names: Sequence[str]) -> str:
    """What stands for a class in a file: its name, or its number where others are called the same."""
    name = class_names[label]
    return name if class_names.count(name) == 1 else str(label)
