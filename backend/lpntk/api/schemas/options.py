"""What may be chosen, for forms."""

from __future__ import annotations

from dataclasses import asdict

from lpntk.api.schemas.analyses import AnalysisSettings, settings_out
from lpntk.api.schemas.base import Answer
from lpntk.domain import RULES
from lpntk.pipeline.views import Options


class HealthOut(Answer):
    """The server answers."""

    status: str
    version: str


class SourceOut(Answer):
    """A built-in data set; `needs_root` where it is read from a folder that the user names."""

    name: str
    title: str
    splits: list[str]
    needs_root: bool


class ChoiceOut(Answer):
    """A name to send, a title to show and one line that explains it."""

    name: str
    title: str
    description: str


class ExportOut(Answer):
    """A result that can be taken home, with the formats it comes in."""

    name: str
    formats: list[str]


class RelationOut(Answer):
    """A relation, and when a similarity c counts as one, until the user moves the threshold.

    It goes by |c| where `absolute`, else by c, and that must be at least the threshold where `at_least`, else
    at most; so it is stronger the larger, or the smaller.
    """

    name: str
    title: str
    means: str
    threshold: float
    absolute: bool
    at_least: bool


class OptionsOut(Answer):
    """Everything a form offers."""

    version: str
    sources: list[SourceOut]
    models: list[str]
    label_vectors: list[ChoiceOut]
    kernel_methods: list[ChoiceOut]
    strategies: list[ChoiceOut]
    plan_formats: list[str]
    exports: list[ExportOut]
    devices: list[str]
    defaults: AnalysisSettings
    relations: list[RelationOut]


LABEL_VECTORS = {
    choice.name: choice
    for choice in (
        ChoiceOut(
            name="sign",
            title="Sign, the paper's lpNTK",
            description=(
                "+1 at the sample's class, −1 elsewhere. One image under two labels has a similarity of "
                "about (K − 4)/K, +0.6 for 10 classes: with many classes hardly any pair is contradictory."
            ),
        ),
        ChoiceOut(
            name="centred",
            title="Centred",
            description=(
                "The sign vector without its constant part, one-hot − 1/K. One image under two labels has a "
                "similarity of about −1/(K − 1), so classes repel each other a little."
            ),
        ),
        ChoiceOut(
            name="residual",
            title="Residual",
            description=(
                "What the classifier still gets wrong, one-hot − softmax: the kernel of the loss's "
                "gradients. Shows real contradictions, such as an image and its mislabelled twin, however "
                "many classes there are."
            ),
        ),
    )
}

KERNEL_METHODS = {
    choice.name: choice
    for choice in (
        ChoiceOut(
            name="exact",
            title="Exact",
            description="Every pair of samples, without approximation. Its time grows with their square.",
        ),
        ChoiceOut(
            name="sketch",
            title="Sketch",
            description=(
                "A random projection of each gradient, with its measured error: for what exact takes too "
                "long. The neighbours that you look at are ranked exactly."
            ),
        ),
    )
}


def options_out(options: Options, version: str) -> OptionsOut:
    """The answer for the pipeline's options."""
    return OptionsOut.model_construct(
        version=version,
        sources=[
            SourceOut.model_construct(**asdict(source) | {"splits": list(source.splits)})
            for source in options.sources
        ],
        models=list(options.models),
        label_vectors=[LABEL_VECTORS[name] for name in options.label_vectors],
        kernel_methods=[KERNEL_METHODS[name] for name in options.kernel_methods],
        strategies=[ChoiceOut.model_construct(**asdict(strategy)) for strategy in options.strategies],
        plan_formats=list(options.formats),
        exports=[
            ExportOut.model_construct(name=name, formats=list(formats))
            for name, formats in options.exports.items()
        ],
        devices=list(options.devices),
        defaults=settings_out(options.defaults),
        relations=[
            RelationOut.model_construct(
                name=rule.relation.value,
                title=rule.title,
                means=rule.means,
                threshold=rule.threshold,
                absolute=rule.absolute,
                at_least=rule.at_least,
            )
            for rule in RULES.values()
        ],
    )
