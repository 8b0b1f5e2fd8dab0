"""What samples say in words, where they say any: to search in, and where a path would stand."""

from __future__ import annotations

from typing import Any

_SHORTENED = "…"


def words_of(content: Any) -> str:
    """All words of a sample: its text, or its cells line by line; none of a picture.

    Parameters
    ----------
    content
        As `Modality.content_of` gives it.
    """
    if isinstance(content, dict):
        return "\n".join(f"{name} {shown_cell(cell)}" for name, cell in content.items())
    return content or ""


def first_words(content: Any, longest: int) -> str:
    """A sample in a line of at most so many characters: how its text begins, or its first cells.

    Examples
    --------
    >>> first_words("Return a task\\n\\nobject.", 20)
    'Return a task objec…'
    >>> first_words({"hue": 1.04, "colour": "deep"}, 40)
    'hue 1.04, colour deep'
    """
    if isinstance(content, dict):
        line = ", ".join(f"{name} {shown_cell(cell)}" for name, cell in content.items())
    else:
        line = " ".join((content or "")[: 4 * longest].split())
    return line if len(line) <= longest else line[: longest - 1] + _SHORTENED


def shown_cell(cell: Any) -> str:
    """A cell as people read it: a dash where it is not known."""
    if cell is None:
        return "–"
    return f"{cell:.5g}" if isinstance(cell, float) else str(cell)
