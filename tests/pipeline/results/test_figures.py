from __future__ import annotations

import numpy as np
import pytest

from lpntk.domain import InputError
from lpntk.domain.exports import FigureKind, Theme
from lpntk.pipeline.workspace import Workspace
from support.reading import Read


@pytest.mark.parametrize("kind", list(FigureKind))
@pytest.mark.parametrize("theme", list(Theme))
def test_every_figure_is_drawn_in_both_themes(finished: Workspace, kind: FigureKind, theme: Theme) -> None:
    assert Read(finished).figure(1, kind, theme=theme).data


@pytest.mark.parametrize("colour", ["class", "cluster", "loss", "self_max"])
def test_the_map_has_every_sample_by_its_index(finished: Workspace, colour: str) -> None:
    figure = Read(finished).figure(1, "map", colour=colour)

    drawn = np.concatenate([trace.customdata for trace in figure.data])
    assert sorted(drawn) == Read(finished).samples(1).index.tolist()


def test_the_map_shows_what_a_plan_drops(finished: Workspace) -> None:
    plan = Read(finished).plan(1, "random", 0.5)

    figure = Read(finished).figure(1, "map", colour="pruned", plan=plan)

    assert any(sorted(trace.customdata) == plan.pruned.tolist() for trace in figure.data)


def test_a_figure_that_there_is_not_is_refused(finished: Workspace) -> None:
    with pytest.raises(InputError, match="Unknown figure 'pie'"):
        Read(finished).figure(1, "pie")
    with pytest.raises(InputError):
        Read(finished).figure(1, "map", colour="pruned")
