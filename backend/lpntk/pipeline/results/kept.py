"""What is kept in memory from one request for results to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from lpntk.pipeline.results.exact_neighbours import ExactRanker
from lpntk.pipeline.results.features import FeatureKeeper
from lpntk.pipeline.results.originals import OriginalKeeper
from lpntk.store.recent import Recent


@dataclass(frozen=True)
class Kept:
    """Safe to share between threads.

    Attributes
    ----------
    recent
        What was read of finished analyses.
    ranker
        Ranks the neighbours of a sketch exactly, with the model and the samples that it used last.
    features
        Those of the analysis whose evidence was looked at last.
    originals
        Reads samples at their own size from the source opened last.
    """

    recent: Recent
    ranker: ExactRanker = field(default_factory=ExactRanker)
    features: FeatureKeeper = field(default_factory=FeatureKeeper)
    originals: OriginalKeeper = field(default_factory=OriginalKeeper)

    def forget(self) -> None:
        """Let go of what is large."""
        self.ranker.forget()
        self.features.forget()
        self.originals.forget()
