"""What is read of a finished analysis, against the numbers that it was made from."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

from lpntk.domain import ConflictError, JobState, NotFoundError, Relation, Stage
from lpntk.pipeline.workspace import Workspace
from support.reading import Read


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray]:
    return load_digits(return_X_y=True)


def similarity(workspace: Workspace) -> np.ndarray:
    kernel = Read(workspace).kernel(1)
    length = np.sqrt(kernel.diagonal())
    return kernel / np.outer(length, length)


def test_the_analysis_at_a_glance(finished: Workspace) -> None:
    view = finished.analysis(1)

    # Two epochs over 200 digits are too few to learn them: that is told where one analysis is looked at.
    assert view.kernel is not None
    assert list(view.kernel.notes) == ["chance"]
    assert finished.analyses() == [replace(view, kernel=replace(view.kernel, notes={}))]
    assert (view.state, view.error, view.progress, view.attempt) == (JobState.DONE, None, None, 1)
    assert [(stage.stage, stage.done) for stage in view.stages] == [(stage, True) for stage in Stage]
    assert all(stage.seconds is not None and stage.seconds > 0 for stage in view.stages)
    assert (view.name, view.samples, view.input_shape) == ("Two hundred digits", 200, (8, 8, 1))
    assert view.class_names == tuple("0123456789")
    assert view.model_parameters is not None
    assert view.model_parameters > 10_000
    assert view.accuracy is not None
    assert 0 <= view.accuracy <= 1
    assert view.clusters == len(Read(finished).clusters(1))
    assert view.created_at.endswith("+00:00")


def test_samples_are_told_by_their_index(finished: Workspace, digits: tuple[np.ndarray, np.ndarray]) -> None:
    table = Read(finished).samples(1)

    assert len(table.index) == 200
    assert (np.diff(table.index) > 0).all()
    assert table.index[-1] > 200
    np.testing.assert_array_equal(table.label, digits[1][table.index])
    np.testing.assert_array_equal(table.scores["self_kernel"], Read(finished).kernel(1).diagonal())
    assert np.isin(table.head, table.index).all()
    view = finished.analysis(1)
    assert (table.predicted == table.label).mean() == pytest.approx(view.accuracy)
    assert ((table.scores["label_probability"] > 0) & (table.scores["label_probability"] < 1)).all()
    assert np.isfinite([table.x, table.y]).all()
    same = table.label[:, None] == table.label
    np.fill_diagonal(same, False)
    own = (similarity(finished) * same).sum(axis=1) / same.sum(axis=1)
    np.testing.assert_allclose(table.scores["own_class_mean"], own, atol=1e-4)


def test_pictures_are_those_of_the_index(finished: Workspace, digits: tuple[np.ndarray, np.ndarray]) -> None:
    dataset_id = finished.analysis(1).dataset_id
    assert dataset_id is not None
    for index in Read(finished).samples(1).index[[0, 100, 199]].tolist():
        picture = np.asarray(Image.open(io.BytesIO(finished.preview(dataset_id, index).content)))
        np.testing.assert_allclose(picture / 255 * 16, digits[0][index].reshape(8, 8), atol=0.5)


def test_a_sample_and_its_neighbours(finished: Workspace) -> None:
    table, c = Read(finished).samples(1), similarity(finished)
    row = 17
    view = Read(finished).sample(1, int(table.index[row]), k=5)

    assert (view.label, view.predicted) == (table.label[row], table.predicted[row])
    assert view.scores["label_probability"] == table.scores["label_probability"][row]
    assert (view.head, np.float32(view.head_similarity)) == (table.head[row], table.head_similarity[row])
    assert (view.scores["self_max"], view.scores["self_kernel"]) == (
        table.scores["self_max"][row],
        table.scores["self_kernel"][row],
    )
    assert view.location is None
    assert view.histogram.sum() == 199
    np.testing.assert_allclose(view.class_means[view.label], table.scores["own_class_mean"][row])
    others = np.delete(np.arange(200), row)
    best = {
        Relation.INTERCHANGEABLE: np.sort(c[row, others])[::-1],
        Relation.UNRELATED: np.sort(np.abs(c[row, others])),
        Relation.CONTRADICTORY: np.sort(c[row, others]),
    }
    for relation, neighbours in view.neighbours.items():
        assert len(neighbours) == 5
        for neighbour, expected in zip(neighbours, best[relation], strict=False):
            at = np.searchsorted(table.index, neighbour.index)
            assert (table.index[at], table.label[at]) == (neighbour.index, neighbour.label)
            assert neighbour.similarity == pytest.approx(c[row, at], abs=1e-5)
            value = neighbour.similarity
            assert (abs(value) if relation is Relation.UNRELATED else value) == pytest.approx(
                expected, abs=1e-5
            )


def test_more_neighbours_than_were_kept_come_from_the_matrix(finished: Workspace) -> None:
    index = int(Read(finished).samples(1).index[0])
    kept = finished.analysis(1).request.kernel.neighbours
    few, all_ = Read(finished).sample(1, index, k=kept), Read(finished).sample(1, index, k=10_000)

    assert {len(some) for some in all_.neighbours.values()} == {199}
    for relation, neighbours in few.neighbours.items():
        assert all_.neighbours[relation][:kept] == neighbours
        assert all_.partners[relation].count == few.partners[relation].count
    assert {len(some) for some in Read(finished).sample(1, index, k=0).neighbours.values()} == {0}


def test_clusters_hold_every_sample_once(finished: Workspace) -> None:
    table, clusters = Read(finished).samples(1), Read(finished).clusters(1)

    assert [cluster.size for cluster in clusters] == sorted((c.size for c in clusters), reverse=True)
    members = [index for cluster in clusters for index in cluster.members]
    assert sorted(members) == table.index.tolist()
    for cluster in clusters:
        assert cluster.members[0] == cluster.head
        assert len(cluster.members) == cluster.size
        rows = np.searchsorted(table.index, cluster.members)
        assert (table.label[rows] == cluster.label).all()
        assert (table.head[rows] == cluster.head).all()
        to_head = Read(finished).kernel(1)[rows[0], rows]
        assert (np.diff(to_head[1:]) <= 0).all()
        np.testing.assert_allclose(
            table.head_similarity[rows], similarity(finished)[rows[0], rows], atol=1e-6
        )


def test_pairs_are_counted_and_classes_compared(finished: Workspace) -> None:
    table, c = Read(finished).samples(1), similarity(finished)

    histogram = Read(finished).histogram(1)
    means = Read(finished).class_means(1)

    assert histogram.sum() == 200 * 199
    assert means.shape == (10, 10)
    ones, twos = table.label == 1, table.label == 2
    assert means[1, 2] == pytest.approx(c[np.ix_(ones, twos)].mean(), abs=1e-4)
    np.testing.assert_allclose(means, means.T, atol=1e-4)


def test_what_is_not_there_is_said_with_what_is(finished: Workspace) -> None:
    indices = Read(finished).samples(1).index
    missing = int(next(i for i in range(1797) if i not in indices))

    with pytest.raises(NotFoundError, match="There is no analysis 9: see the list of analyses"):
        Read(finished).samples(9)
    for index in (missing, -1, 10**12):
        sentence = (
            f"no sample {index} in analysis 1.*200 samples.*from {indices[0]} to {indices[-1]}, such as"
        )
        with pytest.raises(NotFoundError, match=sentence):
            Read(finished).sample(1, index)
    with pytest.raises(NotFoundError, match="no preview of a sample 5000 in data set 1"):
        finished.preview(1, 5000)
    with pytest.raises(NotFoundError, match="in data set 7"):
        finished.preview(7, int(indices[0]))


def test_nothing_of_the_matrix_is_read_to_open_the_page(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lpntk.store.kernels.tile", None)

    Read(finished).samples(1)
    Read(finished).clusters(1)
    Read(finished).histogram(1)
    Read(finished).class_means(1)
    Read(finished).sample(1, int(Read(finished).samples(1).index[0]))


def test_results_wait_for_the_end(workspace: Workspace, finished: Workspace) -> None:
    from support.analyses import REQUEST

    analysis_id = workspace.submit(REQUEST).id
    waits = pytest.raises(ConflictError, match=f"Analysis {analysis_id} waits for its turn")
    with waits, workspace.results(analysis_id):
        raise AssertionError("there is nothing to read")
