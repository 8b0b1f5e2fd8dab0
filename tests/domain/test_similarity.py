"""The cosine, and that the one for tiles is the same to the bit."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lpntk.domain import cosine
from lpntk.kernels.summary.summariser import cosine as cosine_of_tile

features = arrays(np.float32, (6, 4), elements=st.floats(-1e3, 1e3, width=32))


@given(features)
def test_it_is_within_bounds_and_one_with_itself(values: np.ndarray) -> None:
    kappa = values @ values.T
    norms = np.sqrt(kappa.diagonal())

    c = cosine(kappa, norms[:, None] * norms)

    assert ((c >= -1) & (c <= 1)).all()
    assert c.dtype == np.float32
    assert (c[norms == 0] == 0).all()
    large = norms > 1e-3
    np.testing.assert_allclose(c.diagonal()[large], 1, rtol=1e-5)


@given(features)
def test_that_of_a_tile_is_the_same_to_the_bit(values: np.ndarray) -> None:
    kappa = values @ values.T
    norms = np.sqrt(kappa.diagonal())

    of_tile = cosine_of_tile(torch.from_numpy(kappa), torch.from_numpy(norms), torch.from_numpy(norms))

    np.testing.assert_array_equal(of_tile.numpy(), cosine(kappa, norms[:, None] * norms))
