"""How far a sketch of the kernel is from the kernel."""

from __future__ import annotations

from dataclasses import dataclass

# How many numbers a sample, and how many of the best by the sketch are ranked again by the kernel. Measured:
# at this width rank correlation and recall are where docs/performance.md says.
SKETCH_WIDTH = 4096
SKETCH_CANDIDATES = 100


@dataclass(frozen=True)
class SketchError:
    """A sketch against the exact kernel, between a few seeded samples and all others.

    Attributes
    ----------
    queries
        How many samples were compared with all others.
    pairs
        How many pairs that were.
    relative_error_median, relative_error_p95
        The median and the 95th percentile over the pairs of |sketched kappa - kappa| / |kappa|.
    similarity_error
        The mean of |sketched c - c|.
    rank_correlation
        Spearman's rho between sketched and exact c.
    nearest
        How many of the most similar samples a recall asks for.
    recall
        The mean share of a query's exactly most similar samples among as many most similar by the sketch.
    candidates
        How many of the most similar by the sketch are ranked again exactly.
    reranked_recall
        The mean share of a query's exactly most similar samples among those candidates: the recall after they
        are ranked again.
    """

    queries: int
    pairs: int
    relative_error_median: float
    relative_error_p95: float
    similarity_error: float
    rank_correlation: float
    nearest: int
    recall: float
    candidates: int
    reranked_recall: float
