"""What a person calls."""

from __future__ import annotations

import inspect
import pickle
import pydoc
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

import lpntk
from lpntk.domain import InputError, Relation
from lpntk.kernels.kernel import Kernel, kernel
from support.models import LeNetLike, digit_tensors


@pytest.fixture(scope="module")
def computed() -> Kernel:
    torch.manual_seed(0)
    return kernel(LeNetLike(), digit_tensors(40), neighbours=12)


def test_it_is_a_plain_function() -> None:
    assert inspect.isfunction(lpntk.kernel)
    names = list(inspect.signature(lpntk.kernel).parameters)
    assert names[:3] == ["model", "dataset", "label_vector"]
    assert "label_vector" in pydoc.render_doc(lpntk.kernel)


def test_it_is_the_same_function_whichever_way_it_was_imported() -> None:
    code = (
        "import lpntk.kernels.exact.engine, lpntk; from lpntk import kernel; "
        "from lpntk.kernels.kernel import kernel as there; assert kernel is there is lpntk.kernel"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_type_checker_sees_its_signature(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import torch, lpntk\n"
        "found = lpntk.kernel(torch.nn.Linear(2, 2), (torch.ones(2, 2), torch.ones(2)), 'sign')\n"
        "reveal_type(found)\n"
        "lpntk.kernel(torch.nn.Linear(2, 2), [], neighbors=3)\n"
    )
    text = subprocess.run(
        [sys.executable, "-m", "mypy", "--python-executable", sys.executable, str(script)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    ).stdout
    assert 'Revealed type is "lpntk.kernels.kernel.Kernel"' in text
    assert 'Unexpected keyword argument "neighbors" for "kernel"' in text


def test_a_kernel_pickles_and_comes_back_equal(computed: Kernel) -> None:
    again = pickle.loads(pickle.dumps(computed))

    assert again == computed
    assert np.array_equal(again.matrix(), computed.matrix())
    assert again.neighbours(3)[0].tolist() == computed.neighbours(3)[0].tolist()
    torch.manual_seed(1)
    assert again != kernel(LeNetLike(), digit_tensors(40), neighbours=12)
    assert computed != "a kernel"


def test_similarity_is_the_cosine(computed: Kernel) -> None:
    matrix, c = computed.matrix(), computed.similarity()

    norms = np.sqrt(matrix.diagonal())
    np.testing.assert_allclose(c, matrix / norms[:, None] / norms, rtol=1e-5)
    assert np.array_equal(c, c.T)
    np.testing.assert_allclose(c.diagonal(), 1, rtol=1e-6)


def test_the_authors_value_is_k_times_ours(computed: Kernel) -> None:
    np.testing.assert_allclose(computed.matrix(normalised=False), 10 * computed.matrix())


@pytest.mark.parametrize("k", [1, 10, 12, 20, 39, 100])
@pytest.mark.parametrize("relation", list(Relation))
def test_neighbours_come_by_similarity(computed: Kernel, k: int, relation: Relation) -> None:
    rows, similarity = computed.neighbours(7, k, relation)

    c = computed.similarity()[7]
    assert len(rows) == len(similarity) == min(k, 39)
    assert 7 not in rows
    np.testing.assert_array_equal(similarity, c[rows])
    ranked = {"interchangeable": -similarity, "unrelated": np.abs(similarity), "contradictory": similarity}
    assert (np.diff(ranked[relation]) >= 0).all()


def test_neighbours_are_interchangeable_ones_by_default(computed: Kernel) -> None:
    rows, _ = computed.neighbours(0)

    assert rows.tolist() == computed.summary.interchangeable.rows[0, :10].tolist()


def test_without_the_matrix_there_is_the_summary() -> None:
    torch.manual_seed(0)
    model, data, budget = nn.Sequential(nn.Flatten(), nn.Linear(64, 10)), digit_tensors(400), 2**20
    small = kernel(model, data, neighbours=12, memory_budget=budget)

    assert small.summary.interchangeable.rows.shape == (400, 12)
    assert len(small.neighbours(0, 12)[0]) == 12
    with pytest.raises(InputError, match=r"at least 2 MiB.*\.summary and \.neighbours\(\)"):
        small.matrix()
    with pytest.raises(InputError, match="12 neighbours of each sample were kept"):
        small.neighbours(0, 13)
    assert kernel(model, data, memory_budget=2 * budget).matrix().shape == (400, 400)


def test_wrong_questions(computed: Kernel) -> None:
    with pytest.raises(InputError, match="There is no sample 40: rows go from 0 to 39"):
        computed.neighbours(40)
    with pytest.raises(InputError, match="Did you mean 'unrelated'"):
        computed.neighbours(0, relation="unrelate")
    with pytest.raises(InputError, match="k is 0"):
        computed.neighbours(0, 0)


def test_progress_counts_samples_then_tiles() -> None:
    told: list[tuple[int, int]] = []
    kernel(LeNetLike(), digit_tensors(20), progress=lambda done, total: told.append((done, total)))

    assert told == [(20, 20), (1, 1)]
