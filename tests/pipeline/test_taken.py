from __future__ import annotations

import pytest

from lpntk.pipeline.material.taken import is_taken
from lpntk.pipeline.results import columns, tables


@pytest.mark.parametrize("name", [*columns.facts(), *tables.facts(), "LOSS", "Index", "path"])
def test_columns_of_the_programs_own_are_taken(name):
    assert is_taken(name)


def test_others_are_free():
    assert not is_taken("brightness")
