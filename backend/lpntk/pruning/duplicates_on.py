"""One of each group of near duplicates by an embedding of a person's own, by a name "semdedup:EMBEDDING"."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.arrays import chunks
from lpntk.domain.similarity import unit_vectors
from lpntk.pruning.chains import followed
from lpntk.pruning.duplicates import ALONE, NEIGHBOURS, doubles, semdedup
from lpntk.pruning.material import Material
from lpntk.pruning.strategy import Ranking, Strategy

ON = f"{semdedup.name}:"


def duplicates_on(embedding: str) -> Strategy:
    """`semdedup` by the angle between the vectors of an embedding. InputError if no name is given.

    Whether there is such an embedding is found out when it is read.
    """
    if not embedding.strip():
        raise InputError(f"Say by which embedding: write {ON}NAME.", field="strategy")
    return Strategy(
        name=f"{ON}{embedding}",
        title=f"{semdedup.title} by {embedding}",
        description=f"{semdedup.description.removesuffix('.')}, by the embedding {embedding}.",
        needs=frozenset(),
        rank=lambda material, keep: _rank(material, embedding),
        nested=True,
        embedding=embedding,
    )


def _rank(material: Material, embedding: str) -> Ranking:
    """As `semdedup`, with cosines of vectors in place of the kernel's."""
    assert material.vectors is not None, "prune() checks that what a strategy needs is there"
    rows, similarity, mean = _nearest_of_class(material, material.vectors)
    found = doubles(rows, similarity, mean)
    return found.ranking(material, partial(_reasons, embedding, found.double_of))


def _nearest_of_class(
    material: Material, vectors: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """As `Material.nearest_of_class`, and (N,) the mean cosine to the others of one's class."""
    units, count = unit_vectors(vectors), len(vectors)
    rows = np.full((count, NEIGHBOURS), -1, dtype=np.int64)
    similarity = np.full((count, NEIGHBOURS), -np.inf)
    mean = np.full(count, np.nan)
    for members in material.classes:
        width = min(NEIGHBOURS, len(members) - 1)
        for part in chunks(members) if width else ():
            cosine = units[part] @ units[members].T
            own = members[None] == part[:, None]
            mean[part] = (cosine.sum(axis=1) - cosine[own]) / (len(members) - 1)
            cosine[own] = -np.inf
            order = np.argsort(-cosine, axis=1, kind="stable")[:, :width]
            rows[part, :width] = members[order]
            similarity[part, :width] = np.take_along_axis(cosine, order, axis=1)
    return rows, similarity, mean


def _reasons(
    embedding: str,
    double_of: NDArray[np.int64],
    material: Material,
    rows: NDArray[np.int64],
    stays: NDArray[np.bool_],
) -> list[str]:
    """Of whom each row is a near duplicate, in the embedding, that stays."""
    assert material.vectors is not None
    others = followed(double_of, rows, stays)
    units = unit_vectors(material.vectors)
    cosine = np.einsum("nd,nd->n", units[rows], units[np.maximum(others, 0)])
    return [
        f"a near duplicate in {embedding} (cosine {c:z.2f}) of {material.indices[other]}, which stays"
        if other >= 0
        else f"{ALONE}, by {embedding}"
        for c, other in zip(cosine.tolist(), others.tolist(), strict=True)
    ]
