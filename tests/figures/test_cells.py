"""Numbers on colours, in both themes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain.exports import Theme
from lpntk.figures.cells import BLACK, cell_numbers, ink_on, luminance
from lpntk.figures.theme import diverging_at, template

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


def contrast(colour: np.ndarray, ink: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    there, written = float(luminance(colour)), 0.0 if ink == BLACK else 1.0
    lighter, darker = max(there, written), min(there, written)
    return (lighter + 0.05) / (darker + 0.05)


@given(COLOURS)
def test_ink_can_be_read_on_every_colour(colour: tuple[int, int, int]) -> None:
    there = np.array(colour, dtype=np.float64)
    assert contrast(there, str(ink_on(there))) >= 4.5


def test_luminance_is_that_of_the_definition() -> None:
    known = luminance(np.array([[0, 0, 0], [255, 255, 255], [255, 0, 0], [128, 128, 128]], dtype=np.float64))
    np.testing.assert_allclose(known, [0, 1, 0.2126, 0.2159], atol=1e-4)


@pytest.mark.parametrize("theme", Theme)
def test_colours_are_those_of_the_axis(theme: Theme) -> None:
    ends = [colour for _, colour in template(theme).layout.coloraxis.colorscale]
    found = diverging_at(np.array([-1.0, 0.0, 1.0]), theme).astype(int)
    assert ["#" + bytes(row).hex() for row in found.tolist()] == ends


def test_numbers_are_written_where_there_are_some() -> None:
    numbers = cell_numbers(
        np.array([[1.0, np.nan], [0.0, -1.0]]), [["a", "b"], ["c", "d"]], 1, Theme.DARK, 11
    )
    assert list(numbers.text) == ["a", "c", "d"]
    assert (list(numbers.x), list(numbers.y)) == ([0, 0, 1], [0, 1, 1])
    assert list(numbers.textfont.color) == ["#000000", "#ffffff", "#000000"]
    assert cell_numbers(np.zeros((1, 1)), [["0"]], 0, Theme.LIGHT, 11).textfont.color == ("#000000",)
