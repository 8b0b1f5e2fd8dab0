"""Everything that the page of an analysis needs, in one answer."""

from __future__ import annotations

from lpntk.api.schemas.analyses import AnalysisOut, analysis_out
from lpntk.api.schemas.base import Answer, floats
from lpntk.api.schemas.options import ScoreOut
from lpntk.api.schemas.own_columns import EmbeddingOut
from lpntk.pipeline.results import cells, columns, embeddings, samples, scores, yours
from lpntk.pipeline.results.results import Results


class FieldOut(Answer):
    """A column of a table.

    Its heading, the standard deviation of its numbers, null where it has none, and how much of what its cells
    differ by lies between classes, from 0 to 1.
    """

    heading: str
    deviation: float | None
    telling: float


class PageOut(Answer):
    """A finished analysis.

    `scores` names those that it has, of which /api/options tells the rest. `own` are a person's own columns,
    which are listed, drawn and filtered by as scores are, and `embeddings` those of vectors. `fields` are the
    columns of samples that are rows of a table, in its order; there are none of others. `columns` holds,
    for everything that /columns gives of each sample, scores among it, what tells its content from any other.
    `histogram` counts ordered pairs of different samples by similarity, in equal bins over [-1, 1]: of the
    `pairs` that there are (each once) the `pairs_compared`, drawn at random where they are fewer.
    `class_means` holds, for each class (row), the mean similarity of its samples to those of each class
    (column); null where there are none.
    """

    analysis: AnalysisOut
    scores: list[str]
    own: list[ScoreOut]
    embeddings: list[EmbeddingOut]
    fields: list[FieldOut]
    columns: dict[str, str]
    histogram: list[int]
    pairs: int
    pairs_compared: int
    class_means: list[list[float | None]]


def page_json(results: Results) -> bytes:
    """The answer for the page, in UTF-8."""
    analysis = analysis_out(results.view)
    of_embeddings = list(map(EmbeddingOut.of_view, embeddings.all_of(results)))

    def make() -> bytes:
        compared, pairs = samples.pairs(results)
        page = PageOut.model_construct(
            analysis=analysis,
            scores=scores.names(results),
            own=list(map(ScoreOut.of, yours.all_of(results))),
            embeddings=of_embeddings,
            fields=list(map(FieldOut.of, cells.fields(results))),
            columns=columns.hashes(results),
            histogram=samples.histogram(results).tolist(),
            pairs=pairs,
            pairs_compared=compared,
            class_means=floats(samples.class_means(results)),
        )
        return page.model_dump_json().encode()

    # Of what the page shows, only the analysis' name, what becomes of its jobs and a person's own may change.
    states = tuple((one.name, one.state) for one in of_embeddings)
    return results.recall(("page", analysis.model_dump_json(), yours.version(results), states), make)
