"""What pydantic refuses, as one sentence for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_RULES = {
    "greater_than": "it must be greater than {gt}",
    "greater_than_equal": "it must be at least {ge}",
    "less_than": "it must be less than {lt}",
    "less_than_equal": "it must be at most {le}",
    "int_parsing": "it must be a whole number",
    "int_parsing_size": "it must be a whole number of ordinary size",
    "int_type": "it must be a whole number",
    "int_from_float": "it must be a whole number",
    "float_parsing": "it must be a number",
    "float_type": "it must be a number",
    "finite_number": "it must be a finite number",
    "string_type": "it must be text",
    "string_too_short": "it must not be empty",
    "string_too_long": "it must have at most {max_length} characters",
    "string_pattern_mismatch": "it must be text without control characters",
    "literal_error": "it must be {expected}",
    "enum": "it must be {expected}",
}


def sentence(error: Mapping[str, Any]) -> tuple[str, str | None]:
    """One of pydantic's errors as a sentence that names the field and its bound, and the field's name."""
    kind, context = error["type"], {name: _plain(value) for name, value in error.get("ctx", {}).items()}
    if kind == "json_invalid":
        return f"The body is not valid JSON: {context.get('error', 'unreadable')}.", None
    names = [str(part) for part in error["loc"][1:]]
    if not names:
        return "The body must be a JSON object: send the settings with Content-Type: application/json.", None
    field = ".".join(names)
    if kind == "missing":
        return f"{field} is missing: give it.", field
    if kind == "extra_forbidden":
        return f"{field} is no setting here: leave it out.", field
    rule = _RULES.get(kind)
    what = rule.format(**context) if rule else str(error["msg"])
    return f"{field} is {_short(error['input'])}: {what}.", field


def _plain(value: Any) -> Any:
    """A bound as people write it: 1, not 1.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
