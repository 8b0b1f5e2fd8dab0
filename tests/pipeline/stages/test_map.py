"""The map stage."""

from __future__ import annotations

from lpntk.domain import (
    JobState,
    Stage,
)
from lpntk.pipeline.workspace import Workspace
from support.analyses import REQUEST
from support.interruptions import interrupted
from support.results import Results, results


def test_the_last_stage_may_be_interrupted_too(workspace: Workspace, straight: Results) -> None:
    analysis_id = interrupted(workspace, REQUEST, Stage.MAP, "maps", 0)

    workspace.run(analysis_id)

    view = workspace.analysis(analysis_id)
    assert (view.state, view.attempt) == (JobState.DONE, 2)
    assert all(stage.seconds is not None and stage.seconds > 0 for stage in view.stages)
    assert results(workspace.url, analysis_id) == straight
