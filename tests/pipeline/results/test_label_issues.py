"""Which labels are probably wrong, against what is known of an analysis whose labels were flipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import rankdata

from lpntk.domain import AnalysisRequest, InputError
from lpntk.domain.decision import Action
from lpntk.pipeline.results import known_errors, label_issues
from lpntk.pipeline.results.known_errors import detection
from lpntk.pipeline.results.label_issues import Filter, LabelIssues
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.workspace import Workspace
from lpntk.store import evidence
from support.data import write_image_folder

WRONG = 6


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Two classes that are easily told apart, with flipped labels: analysis 1. Tests only decide in it."""
    folder = tmp_path_factory.mktemp("noisy")
    photos = write_image_folder(folder / "photos", per_class=30, classes=2, side=8)
    request = AnalysisRequest.from_settings(
        {"source": str(photos), "model": "mlp", "epochs": 5, "label_noise": 0.1}
    )
    with Workspace.open(f"sqlite:///{folder / 'x.db'}") as workspace:
        workspace.run(workspace.submit(request).id)
        yield workspace


@pytest.fixture
def results(noisy: Workspace) -> Iterator[Results]:
    with noisy.results(1) as results:
        yield results


def left_out(results: Results) -> NDArray[np.float32]:
    return evidence.predictions(results.session, results.id)


def all_of(results: Results, by: str = "rank") -> LabelIssues:
    return label_issues.label_issues(results, by, limit=None)


def test_every_sample_has_its_place(results: Results) -> None:
    found = all_of(results)

    assert found.total == len(found.issues) == 60
    assert [issue.rank for issue in found.issues] == list(range(1, 61))
    assert sorted(issue.index for issue in found.issues) == results.indices.tolist()
    assert set(found.columns) >= {"left_out_margin", "loss", "own_class_mean"}
    for issue in found.issues:
        row = results.row_of(issue.index)
        q = left_out(results)[row]
        assert issue.given == results.labels[row]
        assert issue.suggested != issue.given
        assert issue.margin == pytest.approx(q[issue.suggested] - q[issue.given], abs=1e-5)
        assert issue.scores["left_out_margin"] == issue.margin
        assert 0 <= issue.confidence <= 1
        assert issue.path == f"digit-{row // 30}/{row % 30:04}.png"
        assert issue.true_label == row // 30
        assert issue.decision is None


def test_they_are_ordered_by_the_mean_of_two_ranks(results: Results) -> None:
    found = all_of(results)

    by_index = sorted(found.issues, key=lambda issue: issue.index)
    margin = rankdata([-issue.margin for issue in by_index])
    loss = rankdata([-issue.scores["loss"] for issue in by_index])
    order = np.argsort(margin + loss, kind="stable")
    assert [issue.index for issue in found.issues] == results.indices[order].tolist()


@pytest.mark.parametrize("by", ["left_out_margin", "loss", "own_class_mean", "label_probability"])
def test_they_are_ordered_by_a_score_towards_its_suspicious_end(results: Results, by: str) -> None:
    column = [issue.scores[by] for issue in all_of(results, by).issues]

    assert column == sorted(column, reverse=by in ("left_out_margin", "loss"))


def test_equal_samples_are_ordered_by_index(results: Results) -> None:
    """The probability of the label and the loss order alike, with ties where one is certain."""
    assert [i.index for i in all_of(results, "loss").issues] == [
        i.index for i in all_of(results, "label_probability").issues
    ]


def test_a_part_is_a_part(results: Results) -> None:
    whole = all_of(results).issues

    found = label_issues.label_issues(results, limit=7, offset=50)

    assert found.issues == whole[50:57]
    assert label_issues.label_issues(results, limit=7, offset=58).issues == whole[58:]
    assert label_issues.label_issues(results, limit=7, offset=60).issues == ()
    assert found.total == 60


def test_a_cell_of_the_matrix_filters_the_list(results: Results) -> None:
    counts = label_issues.confusion(results)

    assert counts.sum() == 60
    predicted = left_out(results).argmax(axis=1)
    for given_label in range(2):
        for label in range(2):
            cell = label_issues.label_issues(results, limit=None, where=Filter(given_label, label))
            assert cell.total == counts[given_label, label]
            assert cell.total == np.sum((results.labels == given_label) & (predicted == label))
            assert all(issue.given == given_label for issue in cell.issues)
    ranks = [issue.rank for issue in cell.issues]
    assert ranks == sorted(ranks)
    assert ranks[-1] > len(ranks), "a rank is the place in the whole list"


def test_only_those_are_listed_to_which_the_others_would_give_another_label(results: Results) -> None:
    found = label_issues.label_issues(results, "left_out_margin", limit=None, where=Filter(doubted=True))
    q = left_out(results)
    given = q[np.arange(len(q)), results.labels]

    assert 0 < found.total < 60
    assert all(issue.doubted for issue in found.issues)
    assert not any(issue.doubted for issue in all_of(results, "left_out_margin").issues[found.total :])
    assert {issue.index for issue in found.issues} == set(results.indices[q.max(axis=1) > given].tolist())


def test_what_is_decided_is_said_and_can_be_left_out(noisy: Workspace) -> None:
    with noisy.results(1) as results:
        first = all_of(results).issues[0]
    made = noisy.decide(1, first.index, "exclude")

    with noisy.results(1) as results:
        assert all_of(results).issues[0].decision == made
        undecided = label_issues.label_issues(results, where=Filter(undecided=True))
    noisy.decide(1, first.index, "clear", previous=made.id)

    assert made.action is Action.EXCLUDE
    assert undecided.total == 59
    assert undecided.issues[0].rank == 2
    with noisy.results(1) as results:
        assert all_of(results).issues[0].decision is None


@pytest.mark.parametrize(
    ("by", "where", "field"),
    [
        ("self_max", None, "by"),
        ("nothing", None, "by"),
        ("rank", Filter(given=2), "given"),
        ("rank", Filter(predicted=-1), "suggested"),
    ],
)
def test_what_there_is_not_is_refused(results: Results, by: str, where: Filter | None, field: str) -> None:
    with pytest.raises(InputError) as caught:
        label_issues.label_issues(results, by, where=where)
    assert caught.value.field == field


def test_how_well_each_score_finds_the_flipped_labels(results: Results) -> None:
    found = known_errors.known_errors(results)

    assert found is not None
    assert (found.share, found.wrong) == (0.1, WRONG)
    by_score = {one.score: one for one in found.results}
    assert set(by_score) == set(label_issues.orders(results))
    precision = [one.average_precision for one in found.results]
    assert precision == sorted(precision, reverse=True)
    assert by_score["left_out_margin"].average_precision > 0.9
    first = all_of(results).issues[:WRONG]
    assert by_score["rank"].precision == np.mean([issue.given != issue.true_label for issue in first])
    assert by_score["rank"].first == WRONG


def test_without_flipped_labels_nothing_is_known(finished: Workspace) -> None:
    with finished.results(1) as results:
        assert known_errors.known_errors(results) is None
        assert all(issue.true_label is None for issue in all_of(results).issues)
        assert all_of(results).issues[0].path is None


def test_the_list_as_a_table_has_names_of_classes(results: Results, tmp_path: Path) -> None:
    found = label_issues.label_issues(results, limit=2)

    header, first, *_ = label_issues.issues_csv(results, found).decode().splitlines()

    columns = dict(zip(header.split(","), first.split(","), strict=True))
    assert header.startswith("rank,index,path,given,suggested,margin,confidence,decision,true_label,")
    assert columns["given"].startswith("digit-")
    assert columns["suggested"] == columns["true_label"]


@given(st.lists(st.booleans(), min_size=2, max_size=30).filter(any), st.integers(0, 2**32 - 1))
def test_who_orders_by_the_truth_finds_everything(wrong: list[bool], seed: int) -> None:
    truth = np.array(wrong)
    noise = np.random.default_rng(seed).random(len(truth))

    best = detection("x", "X", truth + noise / 2, truth)

    assert best.average_precision == pytest.approx(1)
    assert best.precision == 1
    assert best.first == truth.sum()
    if truth.all():
        assert np.isnan(best.auroc)
    else:
        assert best.auroc == 1
        worst = detection("x", "X", -(truth + noise / 2), truth)
        assert worst.auroc == 0


def test_what_is_not_known_is_suspected_last() -> None:
    wrong = np.array([False, True, False, True])

    found = detection("x", "X", np.array([0.5, 0.9, -np.inf, -np.inf]), wrong)

    assert found.average_precision == pytest.approx((1 + 2 / 4) / 2)
    assert found.precision == 0.5
