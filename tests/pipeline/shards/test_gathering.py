"""A kernel in shards is the kernel of one process, to the bit; and what stands in the way of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.datasets import load_digits

from lpntk.domain import AnalysisRequest, ConflictError, DataSettings, InputError, JobState, KernelSettings
from lpntk.pipeline.shards import part_file
from lpntk.pipeline.workspace import Workspace
from support.interruptions import run_to_the_map, without_map
from support.results import results
from support.said import rows, texts
from support.sharded import BLOCKS, EXACT, SKETCH, STREAMED, TILES, alone, gathered, prepared, work


@pytest.mark.parametrize("asked", [EXACT, STREAMED, SKETCH], ids=["matrix", "streamed", "sketch"])
@pytest.mark.parametrize("count", [3, 40])
def test_gathered_shards_are_what_one_process_computes(
    workspace: Workspace, tmp_path: Path, asked: AnalysisRequest, count: int
) -> None:
    analysis_id = prepared(workspace, asked)
    computed = [work(workspace, analysis_id, f"{number}/{count}", tmp_path) for number in range(count, 0, -1)]
    # More shards than there is to do: the others are done at once.
    assert sum(computed) == min(count, BLOCKS if asked is SKETCH else TILES)

    assert gathered(workspace, analysis_id, tmp_path) == alone(asked)


@pytest.mark.parametrize("request_of", [texts, rows])
@pytest.mark.parametrize("method", ["exact", "sketch"])
def test_shards_of_texts_and_rows(
    workspace: Workspace, tmp_path: Path, request_of: Callable[[], AnalysisRequest], method: str
) -> None:
    asked = replace(request_of(), kernel=KernelSettings(method=method, sketch_width=64))
    analysis_id = prepared(workspace, asked)
    for number in (2, 1):
        assert work(workspace, analysis_id, f"{number}/2", tmp_path)

    assert gathered(workspace, analysis_id, tmp_path) == alone(asked)


def test_the_work_of_shards_writes_nothing_to_the_database(workspace: Workspace, tmp_path: Path) -> None:
    analysis_id = prepared(workspace, EXACT)
    assert workspace.analysis(analysis_id).state is JobState.PREPARED
    changes = workspace.changes()

    work(workspace, analysis_id, "1/2", tmp_path)

    assert workspace.changes() == changes


def test_what_is_prepared_one_process_can_finish_too(workspace: Workspace, tmp_path: Path) -> None:
    analysis_id = prepared(workspace, EXACT)

    workspace.run(analysis_id)

    assert workspace.analysis(analysis_id).state is JobState.DONE
    with pytest.raises(ConflictError, match="is there already: lpntk resume"):
        work(workspace, analysis_id, "1/2", tmp_path)


def test_shards_of_an_analysis_that_extends_another(workspace: Workspace, tmp_path: Path) -> None:
    """Only what is new is divided; the rest is taken over."""
    images, labels = small_digits(160)
    first, more = tmp_path / "first.npz", tmp_path / "more.npz"
    np.savez(first, images=images[:100], labels=labels[:100])
    np.savez(more, images=images[100:], labels=labels[100:])
    base = workspace.submit(replace(EXACT, data=DataSettings(str(first)))).id
    workspace.run(base)
    extended = workspace.extend(base, DataSettings(str(more))).id
    workspace.prepare(extended)
    for number in (1, 2, 3):
        assert work(workspace, extended, f"{number}/3", tmp_path)
    in_shards = gathered(workspace, extended, tmp_path)

    workspace.delete(extended)
    again = workspace.extend(base, DataSettings(str(more))).id
    run_to_the_map(workspace, again)
    assert in_shards == without_map(results(workspace.url, again))


def test_a_gathering_that_was_stopped_goes_on(workspace: Workspace, tmp_path: Path) -> None:
    analysis_id = prepared(workspace, EXACT)
    work(workspace, analysis_id, "1/2", tmp_path)
    work(workspace, analysis_id, "2/2", tmp_path)

    def stop(progress: object) -> None:
        if getattr(progress, "unit", None) == "tiles":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.gather(analysis_id, tmp_path, stop)

    assert gathered(workspace, analysis_id, tmp_path) == alone(EXACT)


@pytest.mark.parametrize("asked", [EXACT, SKETCH], ids=["exact", "sketch"])
def test_missing_shards_are_named_and_nothing_is_lost(
    workspace: Workspace, tmp_path: Path, asked: AnalysisRequest
) -> None:
    analysis_id = prepared(workspace, asked)
    work(workspace, analysis_id, "2/3", tmp_path)

    with pytest.raises(InputError, match=r"shards 1/3, 3/3 are not in .*: run lpntk work for them"):
        workspace.gather(analysis_id, tmp_path)

    work(workspace, analysis_id, "1/3", tmp_path)
    work(workspace, analysis_id, "3/3", tmp_path)
    assert gathered(workspace, analysis_id, tmp_path) == alone(asked)


def test_what_is_no_part_of_it_is_refused(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis_id = prepared(workspace, EXACT)
    with pytest.raises(InputError, match="cannot be read"):
        workspace.gather(analysis_id, tmp_path / "nowhere")
    with pytest.raises(InputError, match="No shard of analysis 1"):
        workspace.gather(analysis_id, tmp_path)

    work(workspace, analysis_id, "1/1", tmp_path)
    path = tmp_path / "analysis-1-part-1-of-1.npz"
    whole = path.read_bytes()

    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"cannot be read .*: remove it, and compute shard 1/1 again"):
        workspace.gather(analysis_id, tmp_path)
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(InputError, match=r"cannot be read .*: remove it, and compute shard 1/1 again"):
        workspace.gather(analysis_id, tmp_path)

    path.write_bytes(whole)
    (tmp_path / "analysis-1-part-1-of-2.npz").write_bytes(whole)
    with pytest.raises(InputError, match="has parts of 1, 2 shards"):
        workspace.gather(analysis_id, tmp_path)
    (tmp_path / "analysis-1-part-1-of-2.npz").unlink()

    with monkeypatch.context() as patch:
        patch.setattr(part_file, "versions", lambda: {"lpntk": "0", "torch": "1"})
        with pytest.raises(InputError, match=r"was computed with lpntk .*, and here is 0: use one version"):
            workspace.gather(analysis_id, tmp_path)

    other = prepared(workspace, replace(EXACT, kernel=replace(EXACT.kernel, neighbours=7)))
    path.rename(tmp_path / "analysis-2-part-1-of-1.npz")
    with pytest.raises(InputError, match="was written for another state of the analysis, or another one"):
        workspace.gather(other, tmp_path)


def test_what_is_not_prepared_or_not_there_any_more_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    waiting = workspace.submit(EXACT).id
    with pytest.raises(ConflictError, match=r"not prepared .* with --prepare"):
        work(workspace, waiting, "1/2", tmp_path)

    images, labels = small_digits(60)
    file = tmp_path / "digits.npz"
    np.savez(file, images=images, labels=labels)
    analysis_id = prepared(workspace, replace(EXACT, data=DataSettings(str(file))))
    np.savez(file, images=255 - images, labels=labels)
    with pytest.raises(InputError, match="are not those that analysis 2 was prepared with"):
        work(workspace, analysis_id, "1/2", tmp_path)


def small_digits(count: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    digits = load_digits()
    return (digits.images[:count] * 15).astype(np.uint8), digits.target[:count].astype(np.int64)
