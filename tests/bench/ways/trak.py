"""TRAK's library: its per-sample gradients, and its projector for machines without CUDA.

Its projector makes the random matrix anew for each batch of gradients, so a batch is as large as is usual.
"""

from __future__ import annotations

from importlib.metadata import version

import torch
from torch import Tensor, nn
from torch.func import functional_call
from trak.gradient_computers import FunctionalGradientComputer
from trak.modelout_functions import AbstractModelOutput
from trak.projectors import BasicProjector, ProjectionType

from bench.cases import in_torch, mapped
from bench.clock import timed
from bench.exchange import Case, Found, Settings

BATCH = 128


class SignedLogits(AbstractModelOutput):
    """K^(-1/2) s . z(x): the scalar whose gradient is our feature."""

    def __init__(self) -> None:
        pass

    @staticmethod
    def get_output(
        model: nn.Module, weights: dict[str, Tensor], buffers: dict[str, Tensor], image: Tensor, signs: Tensor
    ) -> Tensor:
        logits = functional_call(model, (weights, buffers), (image[None],))[0]
        return logits @ signs / len(signs) ** 0.5

    def get_out_to_loss_grad(self, *_: object) -> Tensor:
        raise NotImplementedError


@mapped()
def measure(case: Case, settings: Settings) -> Found:
    """One batch, extrapolated by batches."""
    model, inputs, _ = in_torch(case)
    size, device = sum(p.numel() for p in model.parameters()), torch.device("cpu")
    batch = (inputs[:BATCH], torch.from_numpy(case.signs()[:BATCH]))
    computer = FunctionalGradientComputer(model, SignedLogits(), size, torch.float32, device)
    projector = BasicProjector(size, settings.sketch_width, 0, ProjectionType.rademacher, device)
    features, gradients = timed(lambda: computer.compute_per_sample_grad(batch))
    projection, rows = timed(lambda: projector.project(gradients, model_id=0))
    rows = rows.detach().numpy()
    more = len(inputs) / len(rows)
    return Found(
        (features + projection) * more,
        rows @ rows.T / settings.sketch_width,
        parts={"features": features * more, "projection": projection * more},
        notes=f"width {settings.sketch_width:,}; extrapolated from a batch of {len(rows)}",
        versions={"traker": version("traker"), "torch": torch.__version__},
    )
