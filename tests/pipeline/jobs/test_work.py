"""Jobs by kind: what is to be done is looked up, and an analysis may have several."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from lpntk.domain import ConflictError, JobState
from lpntk.domain.job import ANALYSIS
from lpntk.pipeline.jobs import work
from lpntk.pipeline.jobs.execution import execute
from lpntk.pipeline.jobs.here import requested
from lpntk.pipeline.workspace import Workspace
from lpntk.store import jobs

COUNTING = """
def compute(run):
    progress = run.progress("counting", "sheep")
    for done in range(4):
        progress(done, 3)
"""


@pytest.fixture
def counting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of job in a file of its own, beside those that there are."""
    (tmp_path / "counting.py").write_text(COUNTING)
    monkeypatch.setattr(work, "__path__", [*work.__path__, str(tmp_path)])
    monkeypatch.delitem(sys.modules, f"{work.__name__}.counting", raising=False)
    return "counting"


def enqueue(workspace: Workspace, analysis_id: int, kind: str, key: str = "k") -> int:
    with workspace._database.writing() as session:
        return jobs.enqueue(session, analysis_id, kind, key, request={"keep": 0.5}, now=0.0)


def run(workspace: Workspace, job_id: int, told: list[object]) -> None:
    """Claim a job and do it in this process."""
    database = workspace._database
    with database.writing() as session:
        lease = jobs.claim_one(session, job_id, worker="here:1", now=workspace._clock())
    assert lease is not None
    material = partial(requested, database, lease.analysis_id)
    execute(database, lease, material, clock=workspace._clock, check=lambda: None, tell=told.append)


def states(workspace: Workspace, analysis_id: int) -> dict[str, JobState]:
    with workspace._database.reading() as session:
        found = jobs.of_analysis(session, analysis_id, workspace._clock())
    return {job.kind: job.state for job in found}


def test_the_kinds_are_the_files() -> None:
    assert {ANALYSIS, "evaluation"} <= set(work.kinds())
    with pytest.raises(LookupError, match="no kind of job 'dance'"):
        work.work_of("dance")


def test_a_new_kind_is_one_file(finished: Workspace, counting: str) -> None:
    assert counting in work.kinds()
    told: list[object] = []

    run(finished, enqueue(finished, 1, counting), told)

    assert states(finished, 1) == {ANALYSIS: JobState.DONE, counting: JobState.DONE}
    last = told[-1]
    assert (last.stage, last.unit, last.done) == ("counting", "sheep", 3)  # type: ignore[attr-defined]


def test_an_analysis_stays_what_it_is_whatever_else_is_done_with_it(
    finished: Workspace, counting: str
) -> None:
    before = finished.analysis(1)
    job_id = enqueue(finished, 1, counting)
    enqueue(finished, 1, counting, key="another")

    after = finished.analysis(1)
    assert replace(after, tasks=()) == before
    assert [task.kind for task in after.tasks] == [counting, counting]
    with finished.results(1) as results:
        assert results.view == after
    finished.run(1)
    with pytest.raises(ConflictError, match="is done already: there is nothing to cancel"):
        finished.cancel(1)
    with pytest.raises(ConflictError, match="is done: there is nothing to resume"):
        finished.resume(1)
    assert finished.extend(1, before.request.data).is_new

    with finished._database.writing() as session:
        assert jobs.claim_one(session, job_id, worker="here:1", now=finished._clock()) is not None
    with pytest.raises(ConflictError, match="is running: cancel it before you delete it"):
        finished.delete(1)


def test_a_kind_that_the_program_does_not_know_is_left_alone(finished: Workspace) -> None:
    enqueue(finished, 1, "from the future")

    with finished._database.writing() as session:
        later = finished._clock() + 1e6
        assert jobs.claim(session, kinds=work.kinds(), worker="w", now=later) is None
    assert finished.analysis(1).state is JobState.DONE


def test_what_was_given_in_memory_is_left_to_who_has_it(workspace: Workspace) -> None:
    from lpntk.pipeline.jobs import control
    from support.analyses import REQUEST

    added = control.submit_given(workspace._database, "key", "mine", REQUEST, 0.0)

    with workspace._database.writing() as session:
        assert not jobs.is_any_free(session, work.kinds(), 1e12)
        assert jobs.claim(session, kinds=work.kinds(), worker="w", now=1e12) is None
    with pytest.raises(ConflictError, match=r"were given to lpntk\.analyse: call that again"):
        workspace.run(added.id)
    workspace.cancel(added.id)
    with pytest.raises(ConflictError, match=r"were given to lpntk\.analyse: call that again"):
        workspace.resume(added.id)
