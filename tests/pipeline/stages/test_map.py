"""The map stage."""

from __future__ import annotations

import pytest

from lpntk.domain import JobState, Stage
from lpntk.pipeline.workspace import Workspace
from support.analyses import REQUEST
from support.interruptions import interrupted
from support.results import Results, results


@pytest.mark.parametrize("epochs", [0, 100])
def test_the_map_may_be_interrupted_while_it_is_drawn(
    workspace: Workspace, straight: Results, epochs: int
) -> None:
    analysis_id = interrupted(workspace, REQUEST, Stage.MAP, "epochs", epochs)

    workspace.run(analysis_id)

    view = workspace.analysis(analysis_id)
    assert (view.state, view.attempt) == (JobState.DONE, 2)
    assert all(stage.seconds is not None and stage.seconds > 0 for stage in view.stages)
    assert results(workspace.url, analysis_id) == straight
