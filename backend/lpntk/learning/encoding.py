"""What turns texts into a model's tokens."""

from __future__ import annotations

from lpntk.domain import Architecture
from lpntk.learning.names import factory_path, package_model
from lpntk.learning.packages.package import Encode, package_of
from lpntk.learning.words import word_encoder


def encoder_for(architecture: Architecture) -> Encode | None:
    """From n texts to the (n, T) int64 tokens of a model, padded at the end; None for other models.

    A factory's model is given the numbers that `word_encoder` gives words.

    Raises
    ------
    InputError
        If a model's own tokenizer cannot be read.
    """
    if architecture.modality != "texts":
        return None
    tokens = architecture.input_shape[0]
    if (of_package := package_model(architecture.model)) is not None:
        package, name = of_package
        return package_of(package).encoder(name, tokens)
    if architecture.model == "bag-of-words" or factory_path(architecture.model) is not None:
        return word_encoder(tokens)
    return None
