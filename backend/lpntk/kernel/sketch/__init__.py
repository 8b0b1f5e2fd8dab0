"""The kernel past what fits: a seeded random projection of each gradient, searched and measured."""

from lpntk.kernel.sketch.engine import SketchEngine
from lpntk.kernel.sketch.error import measure_sketch
from lpntk.kernel.sketch.exact import exact_similarities
from lpntk.kernel.sketch.matrix import SketchMatrix
from lpntk.kernel.sketch.summary import summarise_sketch

__all__ = ["SketchEngine", "SketchMatrix", "exact_similarities", "measure_sketch", "summarise_sketch"]
