"""`lpntk.analyse`: an analysis of a model and a data set that are in memory."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lpntk.domain import (
    AnalysisRequest,
    DataSettings,
    JobProgress,
    KernelSettings,
    LearningSettings,
    Progress,
    Stage,
    StructureSettings,
    TrainingTrace,
)
from lpntk.pipeline.jobs import control
from lpntk.pipeline.jobs.here import run_here
from lpntk.pipeline.stages.progress import Reporter
from lpntk.pipeline.workspace import Workspace
from lpntk.python.analysis import Analysis
from lpntk.store import datasets
from lpntk.store.engine import Database

if TYPE_CHECKING:
    import torch


def analyse(
    model: torch.nn.Module,
    dataset: Any,
    db: str | None = None,
    *,
    name: str | None = None,
    class_names: Sequence[str] | None = None,
    label_vector: str = KernelSettings.label_vector,
    kernel: str = KernelSettings.method,
    sketch_width: int = KernelSettings.sketch_width,
    parameters: str | None = None,
    on_bad_gradient: str = KernelSettings.on_bad_gradient,
    neighbours: int = KernelSettings.neighbours,
    heads: float = StructureSettings.heads,
    seed: int = AnalysisRequest.seed,
    device: str | torch.device | None = None,
    test: Any = None,
    trace: str | Path | TrainingTrace | None = None,
    arithmetic: str = KernelSettings.arithmetic,
    memory_budget: int | None = KernelSettings.memory_budget,
    storage_budget: int = KernelSettings.storage_budget,
    on_progress: Callable[[JobProgress], None] | None = None,
) -> Analysis:
    """Compute kernel, clusters and map of a model on a data set, and keep them in a database.

    The same model, weights, data and settings again are the same analysis, of which only what is missing is
    computed. The model comes back as it was given.

    Parameters
    ----------
    model
        Returns logits (N, K).
    dataset
        As of `lpntk.kernel`: map-style, giving (tensor, int label), or a pair of arrays (inputs, labels).
        Paths come along from an ImageFolder.
    db
        sqlite:///FILE or postgresql://…; None: LPNTK_DB, else sqlite:///data/lpntk.db.
    name
        What to call the analysis.
    class_names
        K names; None for the `classes` of an ImageFolder or another of torchvision's data sets, or of what a
        Subset is taken of, and "0", "1", … where there are none.
    label_vector
        "sign", "centred" or "residual".
    kernel
        "exact" or "sketch", a random projection to `sketch_width` numbers a sample.
    sketch_width
        W, of a sketch.
    parameters
        A regular expression for the names of the parameters that take part; None is all.
    on_bad_gradient
        What to do with a sample whose gradient is NaN or infinite: "stop", or "exclude" it.
    neighbours
        How many of each relation to keep for each sample.
    heads
        The share of each class that become cluster heads, in (0, 1].
    seed
        For the map.
    device
        None is the model's own.
    test
        Samples to test the model on, as `dataset`; `Analysis.test_accuracy` tells what came of it.
    trace
        What was recorded of the model's training, for the scores over the epochs: a file of `lpntk.Recorder`,
        whose indices are those of the data set (of a `Subset`: of what it is a subset of), or arrays.
    arithmetic
        "auto" takes products of bfloat16 parts where the device is fast at them and a trial finds them as
        exact as float32's own; "float32" never.
    memory_budget, storage_budget
        Bytes for the computation (None is half of what the machine has), and for the matrix in the database,
        or for the sketch that is kept where the matrix does not fit.
    on_progress
        Told how far it is.

    Raises
    ------
    InputError
        If model, data and settings do not fit together; it says what and where.
    StoreError
        If the database cannot be opened or written.

    Examples
    --------
    >>> import torch, lpntk
    >>> model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(16, 2))
    >>> images, labels = torch.rand(4, 1, 4, 4), torch.tensor([0, 1, 0, 1])
    >>> analysis = lpntk.analyse(model, (images, labels), db="sqlite:///my.db", heads=0.5)
    >>> plan = analysis.prune("fpc-heads", keep=0.5)
    >>> len(plan.kept), plan.reasons[0].split(",")[-1]
    (2, ' which stays')
    >>> subset = torch.utils.data.Subset(torch.utils.data.TensorDataset(images, labels), plan.kept.tolist())
    >>> table = analysis.samples()
    >>> table.scores["loss"].shape
    (4,)
    """
    from lpntk.pipeline.material.given import GivenMaterial  # brings torch, which importing lpntk does not

    source = "tensors" if isinstance(dataset, tuple | list) else type(dataset).__name__
    material = GivenMaterial(
        model, dataset, name=source, class_names=class_names, device=device, test=test, trace=trace
    )
    request = AnalysisRequest(
        DataSettings(source),
        LearningSettings(type(model).__name__, test=_given(test), trace=_given(trace)),
        KernelSettings(
            label_vector,
            method=kernel,
            sketch_width=sketch_width,
            parameters=parameters,
            on_bad_gradient=on_bad_gradient,
            arithmetic=arithmetic,
            neighbours=neighbours,
            memory_budget=memory_budget,
            storage_budget=storage_budget,
        ),
        StructureSettings(heads),
        seed=seed,
        device=material.device.type,
        name=name,
    )
    database = Database(db)
    try:
        dataset = material.open(_reading(on_progress))
        tested = material.open_test(dataset, _reading(on_progress))
        learnt = [
            material.checkpoint_key(0, datasets.identity(dataset)),
            None if tested is None else datasets.identity(tested),
        ]
        key = hashlib.sha256(json.dumps([request.key(), learnt]).encode()).hexdigest()
        title = name or f"{source}, {request.learning.model}"
        added = control.submit_given(database, key, title, request, time.time())
        run_here(database, added.id, clock=time.time, on_progress=on_progress, material=material)
    except BaseException:
        database.close()
        raise
    return Analysis(Workspace(database), added.id)


def _given(what: Any) -> str | None:
    return None if what is None else "given"


def _reading(on_progress: Callable[[JobProgress], None] | None) -> Progress:
    """Progress of the reading that finds out whether the analysis is known, when it has no job yet."""

    def nothing(*progress: JobProgress) -> None:
        """There is nothing to stop it, and nowhere to write it."""

    tell = on_progress or nothing
    return Reporter(Stage.DATA, "samples", check=nothing, tell=tell, write=nothing, clock=time.time)
