"""Leave-one-out on a sketch of the gradients, against that on the exact kernel."""

from __future__ import annotations

import os

import numpy as np
import torch
from scipy.stats import spearmanr

import lpntk
from lpntk.domain import Architecture, LearningSettings
from lpntk.kernels.sketch import SketchEngine
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.learning import build_model, train
from support.data import mnist

SAMPLES = int(os.environ.get("LPNTK_TEST_SKETCH_SAMPLES", "1000"))


def test_margins_of_a_sketch_are_nearly_in_the_order_of_the_exact_ones() -> None:
    images, labels = mnist(SAMPLES)
    wrong = np.random.default_rng(0).permutation(SAMPLES)[: SAMPLES // 20]
    labels = labels.copy()
    labels[wrong] = (labels[wrong] + 1) % 10
    inputs = torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255
    architecture = Architecture("lenet", 10, (28, 28, 1), (0.0,), (1.0,))
    data = torch.utils.data.TensorDataset(inputs, torch.from_numpy(labels))
    settings = LearningSettings(epochs=3)
    checkpoint, _ = train(data, labels, architecture, settings, seed=0, device=torch.device("cpu"))
    model = build_model(architecture, checkpoint.weights)
    matrix = lpntk.kernel(model, (inputs, torch.from_numpy(labels)), "pntk").matrix()
    source = GradientSource(model, (inputs, torch.from_numpy(labels)), "pntk")
    with SketchEngine(source, width=4096, seed=1) as engine:
        sketch = np.concatenate([engine.compute(start, stop) for start, stop in engine.blocks])

    exact = lpntk.leave_one_out(labels, matrix=matrix)
    sketched = lpntk.leave_one_out(labels, features=sketch, ridge_strength=exact.ridge)

    agreement = spearmanr(exact.margins(), sketched.margins()).statistic
    assert agreement >= 0.98, agreement
    assert set(np.argsort(-exact.margins())[:20]) & set(wrong.tolist())
