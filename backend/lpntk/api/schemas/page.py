"""Everything that the page of an analysis needs, in one answer."""

from __future__ import annotations

from lpntk.api.schemas.analyses import AnalysisOut, analysis_out
from lpntk.api.schemas.base import Answer, floats
from lpntk.pipeline.results import columns, embeddings, samples, scores, yours
from lpntk.pipeline.results.results import Results


class PageOut(Answer):
    """A finished analysis.

    `scores` names those that it has, of which /api/options tells the rest. `columns` holds, for everything
    that /columns gives of each sample, scores among it, what tells its content from any other.
    `histogram` counts ordered pairs of different samples by similarity, in equal bins over [-1, 1]: of the
    `pairs` that there are (each once) the `pairs_compared`, drawn at random where they are fewer.
    `class_means` holds, for each class (row), the mean similarity of its samples to those of each class
    (column); null where there are none.
    """

    analysis: AnalysisOut
    scores: list[str]
    columns: dict[str, str]
    histogram: list[int]
    pairs: int
    pairs_compared: int
    class_means: list[list[float | None]]


def page_json(results: Results) -> bytes:
    """The answer for the page, in UTF-8."""
    analysis = analysis_out(results.view)

    def make() -> bytes:
        compared, pairs = samples.pairs(results)
        page = PageOut.model_construct(
            analysis=analysis,
            scores=scores.names(results),
            columns=columns.hashes(results),
            histogram=samples.histogram(results).tolist(),
            pairs=pairs,
            pairs_compared=compared,
            class_means=floats(samples.class_means(results)),
        )
        return page.model_dump_json().encode()

    # Of what the page shows, only the analysis' name and what becomes of its job may change.
    return results.recall(("page", analysis.model_dump_json()), make)
