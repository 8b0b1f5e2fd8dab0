"""The base of every answer, and how what the pipeline hands over becomes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, Self, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from lpntk.domain.text_files import encodable

SIGNIFICANT_DIGITS = 6


class Answer(BaseModel):
    """An answer: frozen, every field always there, floats that are no number written as null."""

    model_config = ConfigDict(
        frozen=True, ser_json_inf_nan="null", json_schema_serialization_defaults_required=True
    )

    @classmethod
    def of(cls, source: Any, **more: Any) -> Self:
        """The answer whose fields are those of `source`, by name, but for what `more` says.

        Nothing is validated: what the server sends was valid before. Dataclasses become the answer that the
        field asks for, arrays lists.
        """
        fields = cls.model_fields
        values = {
            name: _plain(getattr(source, name), field.annotation)
            for name, field in fields.items()
            if name not in more
        }
        return cls.model_construct(**values, **more)


def floats(values: NDArray[Any]) -> list[Any]:
    """Nested lists of floats to six significant digits: what a page shows, at half the length of float32's.

    NaN stays NaN: the JSON of an `Answer` writes it as null.
    """
    numbers = np.asarray(values, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = np.floor(np.log10(np.abs(numbers)))
    decimals = SIGNIFICANT_DIGITS - 1 - np.where(np.isfinite(exponent), exponent, 0)
    # Two powers, of which one is 1: a negative power of ten is no exact float.
    up, down = 10.0 ** np.maximum(decimals, 0), 10.0 ** np.maximum(-decimals, 0)
    rounded: list[Any] = (np.round(numbers * up / down) * down / up).tolist()
    return rounded


def text(value: Any) -> Any:
    """A text as one that can be encoded; everything else as it is."""
    return encodable(value) if type(value) is str else value


def _plain(value: Any, annotation: Any) -> Any:
    """A value as the field wants it that is annotated so."""
    if isinstance(value, np.ndarray):
        return value.tolist() if value.dtype.kind in "iu" else floats(value)
    answer = _answer_in(annotation)
    if is_dataclass(value) and answer is not None:
        return answer.of(value)
    if isinstance(value, Mapping) and isinstance(annotation, type) and answer is not None:
        entries = answer.model_fields.items()
        return answer.model_construct(**{key: _plain(value[key], one.annotation) for key, one in entries})
    if isinstance(value, Mapping):
        return {key: _plain(item, annotation) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return list(map(text, value)) if answer is None else [_plain(item, annotation) for item in value]
    return text(value)


def _answer_in(annotation: Any) -> type[Answer] | None:
    """The kind of answer that a field holds, by itself, in a list or in a mapping."""
    if isinstance(annotation, type) and issubclass(annotation, Answer):
        return annotation
    return next(filter(None, map(_answer_in, get_args(annotation))), None)
