"""What a request may say."""

from __future__ import annotations

from lpntk.datasets import SOURCES
from lpntk.domain import KERNEL_METHODS, LABEL_VECTORS, AnalysisRequest, DataSettings
from lpntk.domain.request import DEVICES
from lpntk.learning import MODELS, OTHER_MODELS
from lpntk.pipeline.exporting import EXPORTS
from lpntk.pipeline.views import Options, SourceOption, StrategyOption
from lpntk.pruning import FORMATS, STRATEGIES


def options() -> Options:
    """The names of everything that can be chosen, and the defaults."""
    return Options(
        sources=tuple(
            SourceOption(source.name, source.title, source.splits, source.needs_root)
            for source in SOURCES.values()
        ),
        models=(*MODELS, *OTHER_MODELS),
        label_vectors=LABEL_VECTORS,
        kernel_methods=KERNEL_METHODS,
        strategies=tuple(
            StrategyOption(strategy.name, strategy.title, strategy.description)
            for strategy in STRATEGIES.values()
        ),
        formats=FORMATS,
        exports=EXPORTS,
        devices=DEVICES,
        defaults=AnalysisRequest(DataSettings("digits")),
    )
