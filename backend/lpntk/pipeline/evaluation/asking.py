"""An evaluation that is asked for, made fit for any process."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lpntk.datasets.names import is_path
from lpntk.datasets.signature import source_signature
from lpntk.domain import AnalysisRequest, InputError
from lpntk.domain.evaluation_request import EvaluationRequest, IndexList
from lpntk.pipeline.material.checks import check
from lpntk.pipeline.requests import anywhere, names_split, test_data
from lpntk.pipeline.results import scores, yours
from lpntk.pipeline.results.results import Results
from lpntk.pruning import strategy_of


def prepare(results: Results, request: EvaluationRequest) -> EvaluationRequest:
    """The same request with absolute paths and what their files are.

    Raises
    ------
    InputError
        If the analysis's model cannot be built afresh, a strategy or the test set is unknown, or a list is
        not of these samples.
    """
    if results.in_memory:
        raise InputError(
            f"Analysis {results.id} is of a model that was given as an object, which cannot be built afresh: "
            "analyse it by name (lpntk analyse SOURCE --model PKG.MODULE:FACTORY) to evaluate by retraining.",
            field="model",
        )
    for name in request.strategies:
        _require_strategy(results, name)
    for one in request.lists:
        _require_samples(results, one)
    asked = tested_on(results.request, request)
    check(asked)
    if request.test is None:
        return request
    test = request.test if _is_named(results.request, request.test) else anywhere(asked).learning.test
    return replace(request, test=test, test_contents=signature_of_test(asked))


def tested_on(analysis: AnalysisRequest, request: EvaluationRequest) -> AnalysisRequest:
    """The analysis's request with the test set that the evaluation names, where it names one."""
    if request.test is None:
        return analysis
    return replace(analysis, learning=replace(analysis.learning, test=request.test))


def signature_of_test(request: AnalysisRequest) -> str:
    """What the files of a request's test set are now; empty where a name says it all."""
    test = test_data(request)
    return "" if test is None else source_signature(test)


def _is_named(analysis: AnalysisRequest, test: str) -> bool:
    """Whether a test set is a data set's name, or a split of the one that is analysed."""
    return not is_path(test) or names_split(analysis.data, test)


def _require_strategy(results: Results, name: str) -> None:
    try:
        strategy = strategy_of(name)
    except InputError as error:
        raise InputError(error.message, field="strategies") from None
    if strategy.embedding is not None or any(yours.has(results, one) for one in strategy.scores):
        # What takes a column's place would be looked up as what was retrained by the one before.
        raise InputError(
            f"The strategy '{name}' goes by a column of yours, which may change: write its list with lpntk "
            "prune, and evaluate that with --list.",
            field="strategies",
        )
    missing = set(strategy.scores) - set(scores.names(results))
    if missing:
        raise InputError(
            f"The strategy '{name}' needs the score {min(missing)}, which analysis {results.id} does not "
            "have: choose another.",
            field="strategies",
        )


def _require_samples(results: Results, one: IndexList) -> None:
    missing = np.setdiff1d(one.indices, results.indices)
    if missing.size:
        raise InputError(
            f"The list {one.name} holds {missing.size:,} samples that analysis {results.id} does not have, "
            f"such as {missing[0]}: give a list of its samples.",
            field="lists",
        )
