"""Decisions on the samples of an analysis, which are those on every analysis of the same data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lpntk.domain import AnalysisRequest, ConflictError, InputError, NotFoundError
from lpntk.domain.decision import Action
from lpntk.pipeline.review import decisions
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis


@pytest.fixture
def indices(finished: Workspace) -> list[int]:
    with finished.results(1) as results:
        return results.indices.tolist()


def current(workspace: Workspace, analysis_id: int = 1) -> dict[int, tuple[Action, int | None]]:
    with workspace.results(analysis_id) as results:
        return {index: (one.action, one.label) for index, one in decisions.current(results).items()}


def test_what_is_decided_is_there_for_the_next_request(finished: Workspace, indices: list[int]) -> None:
    relabelled = finished.decide(1, indices[0], "relabel", 4)
    finished.decide(1, indices[2], "exclude")
    finished.decide(1, indices[5], "keep")

    with finished.results(1) as results:
        given = int(results.labels[5])
        history = decisions.history(results)
    assert current(finished) == {
        indices[0]: (Action.RELABEL, 4),
        indices[2]: (Action.EXCLUDE, None),
        indices[5]: (Action.KEEP, given),
    }
    assert [one.index for one in history] == [indices[5], indices[2], indices[0]]
    assert relabelled.analysis == 1


def test_undoing_is_deciding_as_it_was_before(finished: Workspace, indices: list[int]) -> None:
    first = finished.decide(1, indices[0], "relabel", 4)
    second = finished.decide(1, indices[0], "exclude", previous=first.id)
    third = finished.decide(1, indices[0], "relabel", 4, previous=second.id)
    assert current(finished) == {indices[0]: (Action.RELABEL, 4)}
    finished.decide(1, indices[0], "clear", previous=third.id)
    assert current(finished) == {}


def test_two_tabs_do_not_lose_each_other_s(finished: Workspace, indices: list[int]) -> None:
    finished.decide(1, indices[0], "relabel", 4)

    with pytest.raises(ConflictError, match=f"Somebody decided on sample {indices[0]} meanwhile"):
        finished.decide(1, indices[0], "exclude")
    finished.decide(1, indices[1], "exclude")


def test_decisions_show_in_another_analysis_of_the_same_data(finished: Workspace, indices: list[int]) -> None:
    finished.decide(1, indices[0], "exclude")
    request = finished.analysis(1).request
    again = AnalysisRequest.from_settings({**request.settings(), "heads": 0.5})
    other = finished.submit(again).id
    finished.run(other)

    assert current(finished, other) == {indices[0]: (Action.EXCLUDE, None)}
    flipped = finished.submit(AnalysisRequest.from_settings({**request.settings(), "label_noise": 0.05})).id
    finished.run(flipped)
    # What is kept of labels that were flipped on purpose is not to be kept of the real ones.
    assert current(finished, flipped) == {}
    finished.delete(1)
    assert current(finished, other) == {indices[0]: (Action.EXCLUDE, None)}


@pytest.mark.parametrize(
    ("action", "label", "field", "message"),
    [
        ("burn", None, "action", "Unknown action 'burn': choose one of relabel, keep, exclude, clear"),
        ("relabel", None, "label", "The label is None: to relabel a sample takes a class from 0 to 9"),
        ("relabel", 10, "label", "The label is 10"),
        ("keep", -1, "label", "The label is -1: to keep"),
        ("exclude", 1, "label", "To exclude a sample takes no label"),
        ("clear", 1, "label", "To clear a sample takes no label"),
    ],
)
def test_what_is_no_decision_is_refused(
    finished: Workspace, indices: list[int], action: str, label: int | None, field: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        finished.decide(1, indices[0], action, label)
    assert caught.value.field == field
    assert current(finished) == {}


def test_of_no_sample_nothing_is_decided(finished: Workspace) -> None:
    with pytest.raises(NotFoundError, match="There is no sample 5000"):
        finished.decide(1, 5000, "exclude")
    with pytest.raises(NotFoundError, match="There is no analysis 9"):
        finished.decide(9, 0, "exclude")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "elsewhere").mkdir()
    with Workspace.open(finished_analysis(tmp_path / "elsewhere")[0]) as workspace:
        yield workspace


def test_another_database_knows_nothing_of_it(
    finished: Workspace, elsewhere: Workspace, indices: list[int]
) -> None:
    finished.decide(1, indices[0], "exclude")

    assert current(elsewhere) == {}
