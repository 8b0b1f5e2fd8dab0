from __future__ import annotations

import json

import pytest

from lpntk.domain.evaluation import EvaluationUnit, summarise
from lpntk.domain.exports import Theme
from lpntk.figures.evaluation import evaluation_figure


def summaries(seeds=3, arms=("random", "fpc-<heads>"), keeps=(0.8, 0.5)):
    def units(arm, keep):
        return [
            EvaluationUnit(arm, keep, seed, "updates", (900 + 7 * seed % 5 + len(arm),), 1000, 80, 10)
            for seed in range(seeds)
        ]

    return summarise(
        [*units("full", 1.0), *(unit for keep in keeps for arm in arms for unit in units(arm, keep))]
    )


def traces(figure):
    return {trace.name: trace for trace in figure.data if trace.name}


@pytest.mark.parametrize("theme", Theme)
def test_every_arm_is_a_line_over_the_share(theme):
    found = summaries()
    figure = evaluation_figure(found, forecasts={"random": {0.5: 0.9, 0.8: 0.95}}, theme=theme)
    drawn = traces(figure)
    assert list(drawn) == ["full set", "random", "random, forecast", "fpc-&lt;heads&gt;"]
    line = drawn["fpc-&lt;heads&gt;"]
    means = {one.keep: one.mean for one in found if one.arm == "fpc-<heads>"}
    assert {keep: y for (keep, _), y in zip(line.customdata, line.y, strict=True)} == pytest.approx(means)
    aside = [x - keep for x, (keep, _) in zip(line.x, line.customdata, strict=True)]
    assert aside == pytest.approx([0.003] * 2)
    assert list(line.x) == sorted(line.x)
    upper = next(one for one in found if one.arm == "random" and one.keep == 0.5).interval[1]
    random = drawn["random"]
    assert random.y[0] + random.error_y.array[0] == pytest.approx(upper)
    assert drawn["random, forecast"].line.dash == "dash"
    assert json.loads(figure.to_json())


@pytest.mark.parametrize("seeds", [1, 2])
def test_intervals_of_few_seeds_are_not_drawn(seeds):
    figure = evaluation_figure(summaries(seeds), forecasts={})
    assert not figure.layout.shapes
    assert all(not trace.error_y.array for trace in figure.data)


def test_nothing_yet_can_be_drawn():
    assert evaluation_figure([], forecasts={}).to_json()


def test_a_single_share_can_be_drawn():
    figure = evaluation_figure(summaries(keeps=(0.5,)), forecasts={})
    full = traces(figure)["full set"]
    assert full.x[0] < 0.5 < full.x[1]
