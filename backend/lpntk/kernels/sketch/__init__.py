"""The kernel past what fits: a seeded random projection of each gradient, searched and measured."""

from lpntk.kernels.exact.rows import exact_similarities
from lpntk.kernels.sketch.engine import SketchEngine
from lpntk.kernels.sketch.error import measure_sketch
from lpntk.kernels.sketch.matrix import SketchMatrix
from lpntk.kernels.sketch.summary import summarise_sketch

__all__ = ["SketchEngine", "SketchMatrix", "exact_similarities", "measure_sketch", "summarise_sketch"]
