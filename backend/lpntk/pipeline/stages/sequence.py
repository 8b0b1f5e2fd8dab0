"""The stages in their order."""

from __future__ import annotations

from collections.abc import Callable

from lpntk.domain import Stage
from lpntk.pipeline.stages.clusters import find_clusters
from lpntk.pipeline.stages.data import take_in_data
from lpntk.pipeline.stages.evidence import weigh_evidence
from lpntk.pipeline.stages.kernel import compute_kernel
from lpntk.pipeline.stages.learning import learn
from lpntk.pipeline.stages.map import draw_map
from lpntk.pipeline.stages.run import Run
from lpntk.pipeline.stages.scores import score_samples

STAGES: dict[Stage, Callable[[Run], None]] = {
    Stage.DATA: take_in_data,
    Stage.LEARNING: learn,
    Stage.KERNEL: compute_kernel,
    Stage.CLUSTERS: find_clusters,
    Stage.MAP: draw_map,
    Stage.EVIDENCE: weigh_evidence,
    Stage.SCORES: score_samples,
}
