"""What the stages beside the kernel will take, from trying each of them for a moment."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch.utils.data import Subset

from lpntk.datasets import modality_of
from lpntk.domain import AnalysisRequest, Dataset, LearningSettings, Stage
from lpntk.domain.timing import seconds_of, shortest
from lpntk.evidence import basis
from lpntk.learning import build_model, record_predictions, train
from lpntk.pipeline.estimate.kernel import KernelPlan
from lpntk.pipeline.estimate.map import MapTrial, try_map
from lpntk.pipeline.material.requested import RequestedMaterial
from lpntk.pipeline.stages.budget import LEAST_OF_EVIDENCE, sketch_width
from lpntk.pipeline.stages.evidence import solves_exactly

TRIED_SECONDS = 0.5
LEAST_TRAINED, MOST_TRAINED = 64, 4096
PICTURES, SIDE = 128, 512

# Measured on MNIST with LeNet, 2 cores: the share of the pairs within a class that farthest points ask for.
ASKED_SHARE = 0.2
# Of reading a stored value.
READ_SECONDS = 2e-9


@dataclass(frozen=True)
class Trials:
    """Seconds on this machine.

    Attributes
    ----------
    reading
        Of reading all samples.
    picture
        Of one sample's preview.
    epoch
        Of one sample in one epoch, with what the classifier says of it after that.
    epochs
        How many there are; 1 where a checkpoint is loaded, and only asked.
    taking_apart
        Of the eigenvalues of a matrix, divided by its side to the third power.
    double
        Of one multiply-add in double precision.
    map
        Of the map.
    """

    reading: float
    picture: float
    epoch: float
    epochs: int
    taking_apart: float
    double: float
    map: MapTrial

    def stages(
        self, plan: KernelPlan, request: AnalysisRequest, dataset: Dataset, tests: int, memory: int
    ) -> dict[str, float]:
        """Seconds of each stage, in their order.

        Parameters
        ----------
        plan
            The kernel's.
        tests
            How many samples the test set has; 0 where there is none.
        memory
            Bytes that the evidence may take.
        """
        size = len(dataset)
        return {
            Stage.DATA: self.reading + size * self.picture,
            Stage.LEARNING: self.epoch * (size * self.epochs + tests),
            Stage.KERNEL: plan.seconds,
            Stage.CLUSTERS: _clusters(plan, np.bincount(dataset.labels)),
            Stage.MAP: self.map.seconds(size),
            Stage.EVIDENCE: self._evidence(plan, request, size, tests, memory),
            Stage.SCORES: size * plan.a_pass + (size**2 / 2 * READ_SECONDS if plan.facts.keeps_matrix else 0),
        }

    def _evidence(
        self, plan: KernelPlan, request: AnalysisRequest, size: int, tests: int, memory: int
    ) -> float:
        everyone = size + tests
        passes = everyone * plan.a_pass
        if solves_exactly(size, request.kernel, memory):
            pairs = (size / 2 + tests) * size * plan.a_pair
            return passes + pairs + self.taking_apart * size**3 + self.double * tests * size**2
        width = sketch_width(size, request.kernel, memory, least=LEAST_OF_EVIDENCE)
        products = self.double * (size / 2 + everyone / 2) * width**2
        return passes + products + self.taking_apart * width**3


def _clusters(plan: KernelPlan, counts: np.ndarray) -> float:
    pairs = ASKED_SHARE * float((counts.astype(np.float64) ** 2).sum())
    if plan.facts.keeps_matrix:
        return pairs * READ_SECONDS
    again = 0 if plan.is_stored else counts.sum() * plan.a_pass
    return pairs * plan.a_pair + float(again)


def try_out(
    material: RequestedMaterial, settings: LearningSettings, dataset: Dataset, reading: float
) -> Trials:
    """Do a little of each part and time it.

    Parameters
    ----------
    reading
        How long the samples took to be read.
    """
    is_trained = settings.checkpoint is None
    square = np.random.default_rng(0).standard_normal((SIDE, SIDE))
    whole = torch.from_numpy(square)
    return Trials(
        reading=reading,
        picture=_picture(dataset),
        epoch=_epoch(material, settings, dataset, is_trained=is_trained),
        epochs=settings.epochs if is_trained else 1,
        taking_apart=shortest(lambda: basis.of_kernel(square @ square.T)) / SIDE**3,
        double=shortest(lambda: whole @ whole) / SIDE**3,
        map=try_map(),
    )


def _picture(dataset: Dataset) -> float:
    modality = modality_of(dataset.modality)
    _, block = next(iter(modality.blocks(dataset.inputs)))
    some = block[:PICTURES]
    return seconds_of(lambda: [modality.preview(one, dataset.fields) for one in some]) / len(some)


def _epoch(
    material: RequestedMaterial, settings: LearningSettings, dataset: Dataset, *, is_trained: bool
) -> float:
    """Seconds of a sample in an epoch, from ever more samples of the data set."""
    architecture = material.architecture(dataset)
    tensors = material.tensors(dataset, architecture)
    order = np.random.default_rng(0).permutation(len(dataset))
    once = replace(settings, epochs=1, start=None)

    def of(count: int) -> float:
        rows = order[:count]
        some, labels = Subset(tensors, rows.tolist()), dataset.labels[rows]
        if is_trained:
            return seconds_of(lambda: train(some, labels, architecture, once, seed=0, device=material.device))
        model = build_model(architecture)
        return seconds_of(
            lambda: record_predictions(model, some, labels, architecture, device=material.device)
        )

    count = min(LEAST_TRAINED, len(dataset))
    of(count)  # pays for what all others need
    seconds, most = of(count), min(MOST_TRAINED, len(dataset))
    while seconds < TRIED_SECONDS and count < most:
        count = min(4 * count, most)
        seconds = of(count)
    return seconds / count
