from __future__ import annotations

import pytest

from lpntk.domain import InputError, KernelSettings
from lpntk.domain.request import GIB
from lpntk.pipeline.budget import require_storage


def test_what_fits_passes_and_what_does_not_says_what_would() -> None:
    settings = KernelSettings(storage_budget=2 * GIB)
    require_storage(32_768, settings)

    sentence = r"60,000 samples takes 6\.71 GiB.* 2\.00 GiB: allow 6\.71 GiB, or take at most 32,768"
    with pytest.raises(InputError, match=sentence) as caught:
        require_storage(60_000, settings)
    assert caught.value.field == "storage_budget"
