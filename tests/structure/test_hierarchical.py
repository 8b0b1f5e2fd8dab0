"""Hierarchical clustering against merging by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from scipy.cluster.hierarchy import fcluster, is_valid_linkage
from scipy.sparse.csgraph import connected_components

from lpntk.domain import InputError
from lpntk.structure import hierarchical_clusters
from support.matrices import gaussian_kernel_of, labelled_matrices


@given(labelled_matrices())
def test_groups_are_the_parts_of_the_graph_of_similar_pairs(drawn: tuple) -> None:
    matrix, labels = drawn
    trees = hierarchical_clusters(matrix, labels)
    classes = np.unique(labels)
    assert len(trees) == len(classes)
    for label, tree in zip(classes, trees, strict=True):
        block = matrix[np.ix_(labels == label, labels == label)]
        assert tree.shape == (len(block) - 1, 4)
        if len(block) == 1:
            continue
        assert is_valid_linkage(tree)
        for kappa in np.unique(block):
            groups = fcluster(tree, block.max() - kappa, criterion="distance")
            parts, _ = connected_components(block >= kappa, directed=False)
            assert len(np.unique(groups)) == parts


def test_merges_in_descending_order_of_similarity() -> None:
    matrix = np.array([[5, 4, 1], [4, 6, 2], [1, 2, 3]])
    (tree,) = hierarchical_clusters(matrix, [0, 0, 0])
    np.testing.assert_array_equal(tree, [[0, 1, 6 - 4, 2], [2, 3, 6 - 2, 3]])


def test_a_class_of_one_has_nothing_to_merge() -> None:
    matrix, _ = gaussian_kernel_of(4, 1)
    trees = hierarchical_clusters(matrix, [2, 0, 0, 0])
    assert [tree.shape for tree in trees] == [(2, 4), (0, 4)]


def test_refuses_what_is_no_kernel_matrix() -> None:
    with pytest.raises(InputError, match="shape"):
        hierarchical_clusters(np.ones((2, 3)), [0, 0])
