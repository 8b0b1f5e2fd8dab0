"""What people made of the first samples goes along when more samples come."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

import lpntk
from lpntk.api.app import create_app
from lpntk.domain import DataSettings, Stage
from lpntk.pipeline.review import saved_views
from lpntk.pipeline.workspace import Workspace
from support.interruptions import stop_at

CAME = "2 tags, 1 note, 2 decisions, 1 saved view came along from the analysis that this one extends."


@pytest.fixture
def more(tmp_path: Path) -> DataSettings:
    """Thirty more images, of no digits at all."""
    images, labels = np.random.default_rng(0).integers(0, 256, (30, 8, 8), np.uint8), np.arange(30) % 10
    np.savez(tmp_path / "more.npz", images=images, labels=labels)
    return DataSettings(str(tmp_path / "more.npz"))


@pytest.fixture
def base(finished: Workspace) -> lpntk.Analysis:
    """A finished analysis with something of all that people keep."""
    analysis = lpntk.Analysis(finished, 1)
    first, second, third = analysis.samples().index[:3].tolist()
    analysis.tag("odd", [first, third])
    analysis.tag("stays", [second])
    analysis.note(second, "Is it a 7?")
    finished.decide(1, first, "relabel", 3, previous=None)
    finished.decide(1, third, "exclude", None, previous=None)
    with finished.results(1) as results:
        saved_views.save(results, "mine", "pruning?unrelated=0.1&stay=r0.2&go=r3&selected=r1.2&zoom=1-9")
    return analysis


def made_of(analysis: lpntk.Analysis) -> dict[str, object]:
    """What people made of its samples."""
    return {
        "tags": {name: of.tolist() for name, of in analysis.tags.items()},
        "notes": dict(analysis.notes),
        "decisions": [(one.index, one.action, one.label, one.decided_at) for one in analysis.decisions()],
        "selected": {name: view.selected.tolist() for name, view in analysis.views.items()},
    }


def test_it_is_there_after_an_extension_and_is_said(base: lpntk.Analysis, more: DataSettings) -> None:
    workspace = base.workspace
    extension = lpntk.Analysis(workspace, workspace.extend(1, more).id)

    workspace.run(extension.id)

    assert made_of(extension) == made_of(base)
    kernel = workspace.analysis(extension.id).kernel
    assert kernel is not None
    assert kernel.notes["kept"] == CAME
    client = TestClient(create_app(workspace, supervise=False), base_url="http://localhost:8000")
    with client:
        at = f"/api/analyses/{extension.id}"
        assert [one["name"] for one in client.get(f"{at}/tags").json()] == ["odd", "stays"]
        assert client.get(at).json()["kernel"]["notes"]["kept"] == CAME
        (view,) = client.get(f"{at}/views").json()
        assert view["search"] == "pruning?unrelated=0.1&stay=r0.2&go=r3&selected=r1.2"


def test_an_extension_goes_its_own_way_and_is_extended_with_what_it_has(
    base: lpntk.Analysis, more: DataSettings
) -> None:
    workspace = base.workspace
    extension = lpntk.Analysis(workspace, workspace.extend(1, more).id)
    workspace.run(extension.id)
    base.tag("later", [base.samples().index[0]])
    extension.tag("new", [extension.samples().index[-1]])
    assert workspace.extend(1, more).id == extension.id
    assert "later" not in extension.tags

    again = lpntk.Analysis(workspace, workspace.extend(extension.id, more).id)
    workspace.run(again.id)

    assert made_of(again) == made_of(extension)
    assert again.tags["new"].tolist() == [extension.samples().index[-1]]


def test_it_comes_once_if_the_run_is_stopped(base: lpntk.Analysis, more: DataSettings) -> None:
    workspace = base.workspace
    extension = lpntk.Analysis(workspace, workspace.extend(1, more).id)
    with pytest.raises(KeyboardInterrupt):
        workspace.run(extension.id, stop_at(Stage.DATA, "pictures", 1))
    base.untag("odd", [base.samples().index[2]])
    with pytest.raises(KeyboardInterrupt):
        workspace.run(_resumed(workspace, extension.id), stop_at(Stage.KERNEL, "tiles", 1))
    base.tag("later", [base.samples().index[0]])

    workspace.run(_resumed(workspace, extension.id))

    assert "later" not in extension.tags
    assert extension.tags["odd"].tolist() == [base.samples().index[0]]
    assert len(extension.decisions()) == 2


def test_the_same_samples_by_another_classifier_share_what_is_kept(
    base: lpntk.Analysis, more: DataSettings
) -> None:
    workspace = base.workspace
    extension = lpntk.Analysis(workspace, workspace.extend(1, more).id)
    workspace.run(extension.id)
    extension.note(base.samples().index[1], "It is.")
    other = workspace.again(1, {"label_vector": "residual"}).id
    workspace.run(other)

    added = workspace.extend(other, more).id
    workspace.run(added)

    found = lpntk.Analysis(workspace, added)
    assert found.notes == extension.notes
    assert list(found.tags) == ["odd", "stays"]
    assert found.views == {}


def _resumed(workspace: Workspace, analysis_id: int) -> int:
    workspace.resume(analysis_id)
    return analysis_id
