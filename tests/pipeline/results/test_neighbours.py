"""How many neighbours a sample is said to have, where each was compared with some of the others only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest

from lpntk.domain import RULES, AnalysisRequest, DataSettings, KernelSettings, LearningSettings, Relation
from lpntk.kernels.sketch import summarise_sketch
from lpntk.pipeline.results import samples
from lpntk.pipeline.results.kernel_row import kernel_row
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.workspace import Workspace
from lpntk.store import summaries
from support.reading import Read

REQUEST = AnalysisRequest(
    DataSettings("digits", limit=300),
    LearningSettings(model="mlp", epochs=1),
    KernelSettings("residual", method="sketch", sketch_width=256),
)
PARTNERS, LISTED = 80, 20


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, int]]:
    """A sketch whose samples were each compared with eighty others, and have twenty neighbours listed."""
    url = f"sqlite:///{tmp_path_factory.mktemp('drawn')}/lpntk.db"
    module = "lpntk.pipeline.stages.sketched_kernel"
    with pytest.MonkeyPatch.context() as patch, Workspace.open(url) as workspace:
        patch.setattr(f"{module}.summarise_sketch", partial(summarise_sketch, partners=PARTNERS))
        patch.setattr(f"{module}.SKETCH_CANDIDATES", LISTED)
        patch.setattr(f"{module}.max", lambda *numbers: LISTED, raising=False)
        number = workspace.submit(REQUEST).id
        workspace.run(number)
        yield workspace, number


@pytest.fixture
def results(drawn: tuple[Workspace, int]) -> Iterator[Results]:
    workspace, number = drawn
    with workspace.results(number) as results:
        yield results


def test_the_interval_has_the_true_number_in_95_of_100_cases(results: Results) -> None:
    covered: dict[Relation, list[bool]] = {relation: [] for relation in Relation}
    for row, index in enumerate(results.indices.tolist()):
        view = samples.sample(results, index, LISTED, compute=False)
        c = np.delete(kernel_row(results, index).similarity, row)
        for relation, found in view.partners.items():
            covered[relation].append(found.low <= RULES[relation].holds(c).sum() <= found.high)
        assert view.compared in (PARTNERS, PARTNERS - 1)
        assert view.others == 299
    for relation, hits in covered.items():
        assert np.mean(hits) > 0.9, relation


def test_a_count_is_never_below_what_is_listed(results: Results) -> None:
    estimated = 0
    for index in results.indices[::15].tolist():
        view = samples.sample(results, index, LISTED)
        assert view.exact
        for relation, found in view.partners.items():
            listed = sum(RULES[relation].holds(one.similarity) for one in view.neighbours[relation])
            assert listed <= found.low <= found.count <= found.high
            assert found.listed == LISTED
            estimated += found.low < found.high
            assert ("about" in found.words) == (found.low < found.high)
    assert estimated


def test_the_least_related_were_not_searched_among_all(results: Results) -> None:
    view = samples.sample(results, int(results.indices[0]), LISTED, compute=False)
    reaches = {relation: found.reach for relation, found in view.partners.items()}
    assert reaches[Relation.UNRELATED] is None
    summary = summaries.row(results.session, results.id, 0)
    for relation in (Relation.INTERCHANGEABLE, Relation.CONTRADICTORY):
        assert reaches[relation] == summary.neighbours[relation][1][-1]


def test_pairs_are_counted(results: Results) -> None:
    assert samples.pairs(results) == (
        PARTNERS * (PARTNERS - 1) // 2 + PARTNERS * (300 - PARTNERS),
        300 * 299 // 2,
    )


def test_of_a_matrix_all_are_compared(finished: Workspace) -> None:
    with finished.results(1) as results:
        assert samples.pairs(results) == (19_900, 19_900)
        for index in results.indices[::20].tolist():
            view = samples.sample(results, index, 5)
            c = np.delete(kernel_row(results, index).similarity, results.row_of(index))
            for relation, found in view.partners.items():
                assert found.count == RULES[relation].holds(c).sum()
                assert (found.low, found.high, found.listed) == (found.count, found.count, 199)
    assert Read(finished).sample(1, index, 5).compared == 199
