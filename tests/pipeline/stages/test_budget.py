from __future__ import annotations

import pytest

from lpntk.domain import InputError, KernelSettings
from lpntk.domain.request import GIB
from lpntk.pipeline.stages.budget import keeps_matrix, matrix_bytes, require_storage_for_sketch


def test_a_matrix_is_kept_if_it_fits() -> None:
    settings = KernelSettings(storage_budget=2 * GIB)

    assert matrix_bytes(4) == 40
    assert keeps_matrix(32_767, settings)
    assert not keeps_matrix(32_768, settings)


def test_a_sketch_that_does_not_fit_says_what_would() -> None:
    settings = KernelSettings(method="sketch", sketch_width=4096, storage_budget=2 * GIB)
    require_storage_for_sketch(131_072, settings)
    require_storage_for_sketch(10**6, KernelSettings())

    sentence = r"1,000,000 samples with 4,096 numbers each takes 15\.26 GiB.* sketch_width of at most 536"
    with pytest.raises(InputError, match=sentence) as caught:
        require_storage_for_sketch(10**6, settings)
    assert caught.value.field == "storage_budget"
