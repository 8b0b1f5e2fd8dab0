"""Whether there is anything to tell the images of a data set apart."""

from __future__ import annotations

from lpntk.datasets.images import Pixels


class Sameness:
    """Looks at images block by block."""

    def __init__(self) -> None:
        self._first: Pixels | None = None
        self._all_equal = self._all_plain = True

    def look(self, block: Pixels) -> None:
        """Take in (n, H, W, C) images."""
        if self._first is None:
            self._first = block[0].copy()
        self._all_equal = self._all_equal and bool((block == self._first).all())
        self._all_plain = self._all_plain and bool((block == block[:, :1, :1]).all())

    def note(self) -> str | None:
        """What a person should know of it; None where images differ and have something on them."""
        if self._all_equal:
            plain = " of one colour" if self._all_plain else ""
            return f"All images are the same picture{plain}: check the files, since nothing can be learnt."
        if self._all_plain:
            return "Every image is of one colour: check the files, since there is nothing on them."
        return None
